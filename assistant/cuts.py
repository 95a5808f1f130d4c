"""What a sentence was cut off from: its exceptions and conditions, whom it holds for, who only said so, until when it held."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.lexicon import lexicon
from assistant.polarity import COPIED
from assistant.stretches import alike
from assistant.tokens import Token, same

# A clause is retold if so many of its content words are in the claim, as in assistant/polarity.py.
_RETOLD = 0.6
# At the head of a clause: it takes something out of the one before, or the one before holds only if it does.
_EXCEPT = frozenset(["außer", "ausgenommen", "ausnahme", "solange"])
_IF = frozenset(["wenn", "falls", "sofern", "soweit", "vorausgesetzt"])
_BOUND = frozenset(
    [
        "vorbehaltlich",
        "voraussetzung",
        "bedingung",
        "ohne",
        "abhängig",
        "hängt",
        "je",
        "wer",
        "ob",
        "unter",
        "bei",
        "insofern",
    ]
)
_RELATIVE = frozenset(["die", "der", "das", "deren", "denen", "dessen"])
_ARTICLES = frozenset(["der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines", "dieser", "diese", "dieses", "diesen", "diesem", "zum", "zur", "im", "am", "vom", "beim"])  # fmt: skip
# How far a word may stand from the head of its clause: "mit Ausnahme".
_HEAD = 2
_PAST = frozenset(["war", "waren", "wurde", "wurden", "hatte", "hatten", "bis", "ehemals", "früher", "damals", "einst"])
_FORMER = re.compile(
    r"(?:ehemalig|früher|damalig)e[nmrs]?|\w{2,}te|\w+teten|ge\w{2,}(?:t|en)|\w{2,}(?:ge\w{2,}(?:t|en)|iert)"
)
_WERE = frozenset(["war", "waren", "wurde", "wurden", "hatte", "hatten"])
_NOW = frozenset(["ist", "sind", "wird", "werden", "hat", "haben"])
_UNTIL = 4


def bounded(claim: Sequence[Token], source: Sequence[Token], copied: float) -> Iterator[str]:
    """Find a main clause told without the exception or condition before or behind it."""
    if {token.lower for token in claim} & (_EXCEPT | _IF | _BOUND | lexicon("verify")["only"]):
        return
    clauses = _clauses(source)
    for at, clause in enumerate(clauses):
        head = {token.lower for token in clause[:_HEAD]}
        bound = head & _EXCEPT or _unless(clause) or (copied >= COPIED and head & _IF)
        if not bound or any(_told(token, claim) for token in _content(clause)):
            continue
        leads = at == 0 or clause[0].text[0].isupper()
        others = clauses[at + 1 : at + 2] if leads else clauses[at - 1 : at]
        if others and _retold(others[0], claim):
            yield f"condition: {clause[0].text} left out"


def led(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "der Kreis schließt das Zentrum" of "es trifft nicht zu, dass der Kreis das Zentrum schließt"."""
    negations = lexicon("verify")["negations"] | lexicon("verify")["unsure"]
    if {token.lower for token in claim} & negations:
        return
    clauses = _clauses(source)
    for before, clause in pairwise(clauses):
        denied = any(token.lower in negations for token in before)
        if denied and clause[0].lower in {"dass", "daß"} and _retold(clause, claim):
            yield f"negation: {before[0].text} left out"


def narrowed(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "Kinder" of "Kinder, die noch nicht zur Schule gehen": the clause says which ones, and is left out."""
    clauses = _clauses(source)
    shut = lexicon("verify")["negations"] | lexicon("verify")["only"]
    for before, clause in pairwise(clauses):
        noun = before[-1]
        if not (noun.noun and noun.content) or clause[0].lower not in _RELATIVE:
            continue
        bare = len(before) > 1 and not any(_determines(token) for token in before[-_HEAD - 1 : -1])
        inside = _content(clause)
        # Only what excludes somebody for sure: most such clauses tell more of all of them.
        if (
            not bare
            or not any(token.figure or token.lower in shut for token in clause)
            or any(_told(token, claim) for token in inside)
        ):
            continue
        if any(token.root == noun.root for token in claim) and _retold(before, claim):
            yield f"condition: {noun.text}, {clause[0].text} left out"


def granted(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "kostenlos" of "kostenlos für Inhaber der Karte" told of everybody."""
    words = lexicon("verify")["granted"]
    for clause in _clauses(source):
        for token in clause:
            if token.lower != "für" or not any(own.lower in words for own in claim):
                continue
            first = token is clause[0]
            behind = any(other.lower in words for other in clause if other.place == token.place - 1)
            whom = [other for other in clause if token.place < other.place <= token.place + _UNTIL and other.content]
            said = [other for other in clause if other.lower in words and _told(other, claim)]
            if (first or behind) and said and whom and not any(_told(other, claim) for other in whom):
                yield f"condition: für {whom[0].text} left out"


def ended(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "leitet das Amt" of "leitete das Amt bis 2019"."""
    if any(token.lower in _PAST or _FORMER.fullmatch(token.lower) for token in claim):
        return
    for clause in _clauses(source):
        over = [token for token in clause if token.lower == "bis" and _dated(clause, token)]
        if any(alike(own, token) for own in claim if own.figure for token in clause):
            continue
        verbs = [token for token in clause if _is_past(token)]
        past = verbs or any(token.lower in _WERE for token in clause)
        now = [
            own for own in claim if own.lower in _NOW or any(own.root == t.root and own.lower != t.lower for t in verbs)
        ]
        if over and past and now and _retold(clause, claim):
            yield f"past: {over[0].text}"


def _is_past(token: Token) -> bool:
    return token.content and not token.noun and token.lower.endswith(("te", "ten"))


def _dated(clause: Sequence[Token], token: Token) -> bool:
    near = [other for other in clause if token.place < other.place <= token.place + _UNTIL]
    return any(other.figure and other.figure.kind == "date" for other in near)


def _determines(token: Token) -> bool:
    """Say whether a word before a noun says which one it is."""
    return token.lower in _ARTICLES


def _unless(clause: Sequence[Token]) -> bool:
    return [token.lower for token in clause[:3]] == ["es", "sei", "denn"]


def _clauses(text: Sequence[Token]) -> list[list[Token]]:
    found: dict[int, list[Token]] = {}
    for token in text:
        found.setdefault(token.clause, []).append(token)
    return list(found.values())


def _content(clause: Sequence[Token]) -> list[Token]:
    return [token for token in clause if token.content]


def _told(token: Token, claim: Sequence[Token]) -> bool:
    return any(same(own, token) for own in claim)


def _retold(clause: Sequence[Token], claim: Sequence[Token]) -> bool:
    content = _content(clause)
    told = [token for token in content if _told(token, claim)]
    return len(told) >= max(_RETOLD * len(content), min(2, len(content)), 1)
