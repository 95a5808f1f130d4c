"""Words that contradict each other: a sentence that has one where its source has the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.lexicon import groups
from assistant.rhythms import told
from assistant.roots import SEPARABLE, contraries, root
from assistant.tokens import Token, same

_SEPARABLE = re.compile(rf"(?:{'|'.join(SEPARABLE)})\w{{3,}}n$")
# Prefixes that change what is done; roots are folded.
_BEFORE = re.compile(r"(zuruck|aus|ein|an|ab|zu|auf|vor|nach|weg|mit|ver|ent|um)(\w{4,})$")


def opposites(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find words that are not in the source while a contrary of theirs is."""
    here = {word for token in source for word in _forms(token)}
    roots = {token.root for token in source}
    table = contrary_words()
    same_time = told(claim, source)
    words = {word for token in claim for word in _forms(token)}
    for token in claim:
        if token.place in same_time:
            continue
        for own, others in (entry for word in _forms(token) for entry in table.get(word, ())):
            rivals = others & here
            # Where the claim tells the contrary as well, nothing stands in its place.
            if rivals and rivals <= words:
                continue
            if not own & here and rivals and token.root not in roots and not _within(own, source):
                yield f"contrary: {token.text}"


def voted(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find votes against of which the source says nothing."""
    against = {"gegen", "dagegen", "gegenstimme", "gegenstimmen", "ablehnung", "abgelehnt"}
    votes = [token for token in claim if token.root == "stimm"]
    if any(_near(claim, token, {"gegen", "dagegen"}) for token in votes) and not against & {t.lower for t in source}:
        yield f"contrary: {votes[0].text} gegen"


def prefixed(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find verbs that differ from one of the source by what stands before them: "zurückzahlen", "auszahlen"."""
    theirs = {(parted[1], parted[0]) for token in source if (parted := _parted(token))}
    for token in claim:
        parted = _parted(token)
        if parted is None or any(same(token, other) for other in source):
            continue
        rivals = {before for rest, before in theirs if rest == parted[1]}
        if rivals and parted[0] not in rivals:
            yield f"contrary: {token.text}"


def _parted(token: Token) -> tuple[str, str] | None:
    if token.figure or not token.content or token.noun:
        return None
    found = _BEFORE.match(token.root)
    return (found[1], found[2]) if found else None


def _near(text: Sequence[Token], token: Token, words: set[str]) -> bool:
    return any(other.lower in words for other in text if other.clause == token.clause)


def _forms(token: Token) -> tuple[str, ...]:
    """Return a word and, where its particle stands apart ("ging ... zurück"), the root of both."""
    return (token.lower,) if token.figure or token.root == root(token.text) else (token.lower, token.root)


def _within(own: frozenset[str], source: Sequence[Token]) -> bool:
    """Say whether a compound of the source ends in one of the words: "Lebensjahr" has "Jahr"."""
    return any(token.noun and token.lower.endswith(word) for token in source for word in own if len(word) >= 3)


@cache
def contrary_words() -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    """Return word -> (words of its meaning, words that contradict it), for each line it stands in."""
    # Of verbs whose particle may stand apart, the root as well.
    return _table(
        [[block | {root(word) for word in block if _SEPARABLE.match(word)} for block in line] for line in contraries()]
    )


@cache
def tense_words() -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    """Return the same of words that contradict each other only in a copy."""
    lines = (" ".join(line).split("|") for line in groups("verify", "tense"))
    return _table([[frozenset(block.split()) for block in line] for line in lines])


@cache
def bound_words() -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    """Return the same of words that contradict each other only before the same word."""
    lines = (" ".join(line).split("|") for line in groups("verify", "bound"))
    return _table([[frozenset(block.split()) for block in line] for line in lines])


def _table(lines: list[list[frozenset[str]]]) -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    table: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {}
    for blocks in lines:
        for block in blocks:
            others = frozenset().union(*(other for other in blocks if other is not block))
            for word in block:
                table.setdefault(word, []).append((block, others - block))
    return table


def bound(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "vor", "ohne", "gegen" before a word that only ever has the contrary before it in the source."""
    table = bound_words()
    for token in claim:
        for own, others in table.get(token.lower, ()):
            led = _led(claim, token)
            if led is None or led.figure:
                continue
            leads = [_leads(source, other) for other in source if same(led, other) and not other.figure]
            if any(lead & others for lead in leads) and not any(lead & own for lead in leads):
                yield f"contrary: {token.text} {led.text}"


def _led(text: Sequence[Token], token: Token) -> Token | None:
    for other in text[token.place + 1 : token.place + 4]:
        if other.clause != token.clause:
            return None
        if other.content or other.figure:
            return other
    return None


def _leads(text: Sequence[Token], token: Token) -> set[str]:
    found: set[str] = set()
    for other in reversed(text[max(token.place - 3, 0) : token.place]):
        if other.clause != token.clause:
            break
        found.add(other.lower)
    return found
