"""Words that contradict each other: a sentence that has one where its source has the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from assistant.lexicon import groups
from assistant.roots import contraries
from assistant.tokens import Token, same


def opposites(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find words that are not in the source while a contrary of theirs is."""
    here = {token.lower for token in source}
    table = contrary_words()
    for token in claim:
        for own, others in table.get(token.lower, ()):
            if not own & here and others & here and not _within(own, source):
                yield f"contrary: {token.text}"


def _within(own: frozenset[str], source: Sequence[Token]) -> bool:
    """Say whether a compound of the source ends in one of the words: "Lebensjahr" has "Jahr"."""
    return any(token.noun and token.lower.endswith(word) for token in source for word in own if len(word) >= 3)


@cache
def contrary_words() -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    """Return word -> (words of its meaning, words that contradict it), for each line it stands in."""
    return _table([list(line) for line in contraries()])


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
