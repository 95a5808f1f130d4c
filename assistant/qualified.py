"""What stands before a figure and changes what it means must be the source's: "mindestens", "bis", "vor", "Ende"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from assistant.lexicon import lexicon
from assistant.roots import root
from assistant.stretches import alike
from assistant.tokens import Token

# Words before a figure that change what it means; of one line, they may stand for each other.
QUALIFIERS = {
    word: number
    for number, line in enumerate(
        (
            "mindestens wenigstens",
            "höchstens maximal längstens",
            "über",
            "unter",
            "vor",
            "nach",
            "ab seit frühestens",
            "bis binnen innerhalb spätestens",
            "rund etwa circa ca ungefähr knapp gut fast nahezu",
        )
    )
    for word in line.split()
}
_MIN, _MAX, _OVER, _UNDER, _BEFORE, _AFTER, _FROM, _UNTIL, _ABOUT = range(9)
_MORE = frozenset(["mehr", "älter", "länger", "höher", "größer"])
_LESS = frozenset(["weniger", "jünger", "kürzer", "niedriger", "kleiner"])
# Left out, these make a figure say more than the source does.
_BINDING = frozenset({_MIN, _MAX, _OVER, _UNDER, _BEFORE, _AFTER, _FROM, _UNTIL})
# Said by either word of a pair: "bis zu drei" is "höchstens drei", "ab 18" is "mindestens 18".
_ALSO = {_MIN: {_FROM}, _FROM: {_MIN, _AFTER}, _MAX: {_UNTIL}, _UNTIL: {_MAX}, _AFTER: {_FROM}}
# Parts of a year: the months that they can mean.
_SEASONS = {
    "anfang": range(1, 5), "mitte": range(4, 10), "ende": range(9, 13), "frühjahr": range(2, 7), "frühling": range(2, 7),
    "sommer": range(5, 10), "herbst": range(8, 13),
}  # fmt: skip


def before(text: Sequence[Token], token: Token) -> str:
    """Return the word before a token in small letters, "" at the beginning."""
    return text[token.place - 1].lower if token.place else ""


def qualifiers(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find figures whose "mindestens", "bis" or "vor" is not the source's, or was lost."""
    for token in claim:
        if token.figure is None or token.figure.kind in {"phone", "address", "code", "ordinal"}:
            continue
        same_figure = [other for other in source if other.figure and alike(token, other)]
        if not same_figure:
            continue
        ours = _qualifier(claim, token)
        theirs = {_qualifier(source, other) for other in same_figure}
        allowed = theirs | {also for kind in theirs if kind is not None for also in _ALSO.get(kind, ())}
        if any(ranged(source, other) for other in same_figure):
            allowed |= {_FROM, _UNTIL, None}
        if ours == _FROM and any(_qualifier(source, o) is None and _begins(source, o) for o in same_figure):
            allowed.add(_FROM)
        strange = ours is not None and ours != _ABOUT and ours not in allowed
        lost = ours is None and None not in allowed and theirs <= _BINDING
        if strange or lost:
            yield f"qualifier: {token.text}"
        yield from _season(claim, token, same_figure)


def _qualifier(text: Sequence[Token], token: Token) -> int | None:
    behind = text[token.place + 1 : token.place + 4]
    if any(other.lower == "zeit" for other in behind[:2]):
        # "Zwei Wochen Zeit" are two weeks at most.
        return _UNTIL
    if any(other.lower.startswith("vollendet") for other in behind):
        return _FROM
    for at in range(token.place - 1, max(token.place - 4, -1), -1):
        other = text[at]
        if other.lower in _SEASONS:
            continue
        before = text[at - 1].lower if at else ""
        if other.lower == "als" and before in _MORE | _LESS and token.figure and token.figure.kind != "date":
            denied = at > 1 and text[at - 2].lower == "nicht"
            over = (before in _MORE) != denied
            return (_MIN if over else _MAX) if denied else _OVER if over else _UNDER
        if other.lower in {"keine", "keinen"} and before == "noch":
            return _UNDER
        if other.lower in QUALIFIERS:
            return _qualified(text, token, other)
        if other.figure or other.content or other.clause != token.clause:
            break
    return None


def _qualified(text: Sequence[Token], token: Token, word: Token) -> int | None:
    behind = {other.lower for other in text[token.place : token.place + 4]}
    if behind & {"vorher", "vor", "zuvor"} and word.lower in {"spätestens", "frühestens"}:
        # "Spätestens drei Tage vorher" is at least three days.
        return _MIN if word.lower == "spätestens" else _MAX
    return None if word.lower == "über" and "hinaus" in behind else QUALIFIERS[word.lower]


def _begins(text: Sequence[Token], token: Token) -> bool:
    """Say whether something starts on a date: "hat 2022 eröffnet", "führt zum 1. Februar ein"."""
    if token.figure is None or token.figure.kind != "date":
        return False
    begun = any(other.root in _begun() for other in text if other.clause == token.clause)
    return begun or before(text, token) == "zum"


@cache
def _begun() -> frozenset[str]:
    return frozenset(root(word) for word in lexicon("verify")["begun"])


def ranged(text: Sequence[Token], token: Token) -> bool:
    """Say whether a figure is an end of "von ... bis ...", "zwischen ... und ..." or "9-12"."""
    near = [other.lower for other in text[max(token.place - 5, 0) : token.place + 5] if other.clause == token.clause]
    paired = any(
        other is not token and other.figure and other.figure.start == token.figure.start
        for other in text
        if token.figure
    )
    return paired or "zwischen" in near or ("bis" in near and bool({"von", "vom"} & set(near)))


def lasting(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "zehn Jahre lang" where the source has "zehn Jahre nach"."""
    for token in claim:
        if token.figure is None or not any(other.lower == "lang" for other in claim[token.place + 1 : token.place + 3]):
            continue
        own = [other for other in source if other.figure and alike(token, other)]
        if own and all(
            any(
                after.lower in {"nach", "vor", "vorher", "danach", "später"}
                for after in source[o.place + 2 : o.place + 3]
            )
            for o in own
        ):
            yield f"lasting: {token.text}"


def _season(claim: Sequence[Token], token: Token, same_figure: Sequence[Token]) -> Iterator[str]:
    """Find "Ende 2022" where the source's day is in another part of the year."""
    months = _SEASONS.get(before(claim, token))
    value = token.figure.value if token.figure else None
    if months is None or not isinstance(value, tuple) or value[1]:
        return
    dates = [other.figure.value for other in same_figure if other.figure and isinstance(other.figure.value, tuple)]
    if dates and all(date[1] and date[1] not in months for date in dates):
        yield f"season: {token.text}"
