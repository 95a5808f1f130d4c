"""How often, and per what: "alle zwei Jahre", "jeden ersten Freitag", "412 Euro im Monat" must be the source's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.stretches import alike
from assistant.tokens import Token

# Days from one time to the next; a month counts 30, so that twice a month and every second week differ by a day.
_DAYS = {
    "stunde": 1 / 24, "stunden": 1 / 24, "viertelstunde": 1 / 96, "minute": 1 / 1440, "minuten": 1 / 1440, "tag": 1.0, "tage": 1.0, "tagen": 1.0, "woche": 7.0, "wochen": 7.0, "monat": 30.0,
    "monate": 30.0, "monaten": 30.0, "quartal": 91.0, "quartale": 91.0, "vierteljahr": 91.0, "halbjahr": 182.0, "jahr": 365.0, "jahre": 365.0, "jahren": 365.0,
}  # fmt: skip
_ADVERBS = {
    "stündlich": 1 / 24, "halbstündlich": 1 / 48, "täglich": 1.0, "wöchentlich": 7.0, "vierzehntägig": 14.0, "zweiwöchentlich": 14.0, "monatlich": 30.0, "zweimonatlich": 60.0,
    "vierteljährlich": 91.0, "halbjährlich": 182.0, "jährlich": 365.0, "alljährlich": 365.0, "zweijährlich": 730.0,
}  # fmt: skip
_WEEKDAYS = frozenset(["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag"])
_EVERY = frozenset(["jeder", "jede", "jedes", "jeden", "jedem"])
_PER = frozenset(["im", "pro", "je", "der", "am", "jeden", "jede", "jedes"])
# Two spellings of one rhythm differ by this at most: "zweimal im Monat" is every 15 days, "alle 14 Tage" 14.
_SLACK = 0.1
# A rate stands this near to its amount (tokens).
_BESIDE = 4


@dataclass(frozen=True, slots=True)
class Rhythm:
    """From one time to the next, in days; `first` and `last` are the places of its words.

    `which` are the days of a month that are meant: 1 and 3 of "jeden ersten und dritten Freitag".
    """

    days: float
    first: int
    last: int
    which: frozenset[float] = frozenset()


def rhythms(text: Sequence[Token]) -> tuple[Rhythm, ...]:
    """Return what a text says of how often: "alle zwei Wochen", "jährlich", "zweimal im Monat", "freitags"."""
    return tuple(found for token in text if (found := _rhythm(text, token)) is not None)


def _rhythm(text: Sequence[Token], token: Token) -> Rhythm | None:
    place = token.place
    adverb = _adverb(token)
    if adverb is not None:
        # "viermal jährlich", "vier Mal jährlich".
        often = max((_times(text, other) for other in text[max(place - 2, 0) : place]), default=0.0)
        return Rhythm(adverb / often, max(place - 2, 0), place) if often else Rhythm(adverb, place, place)
    weekday = token.lower.endswith("s") and token.lower.removesuffix("s") in _WEEKDAYS
    if weekday and not token.noun:
        return Rhythm(7.0, place, place)
    if token.lower in _EVERY:
        return _each(text, place, ())
    if token.figure and token.lower.startswith("jede") and isinstance(token.figure.value, float | int):
        # "jede zweite" was read as a share.
        return _each(text, place, (100 / token.figure.value,))
    return _all(text, place) if token.lower == "alle" else _per(text, token)


def _all(text: Sequence[Token], place: int) -> Rhythm | None:
    """Read "alle zwei Jahre"; in "alle 15 statt alle 30 Minuten" the unit stands behind the second number."""
    figure = text[place + 1].figure if place + 1 < len(text) else None
    unit = next((other for other in text[place + 2 : place + 6] if other.lower in _DAYS), None)
    if figure is None or unit is None or not isinstance(figure.value, float | int):
        return None
    return Rhythm(figure.value * _DAYS[unit.lower], place, place + 2)


def _per(text: Sequence[Token], token: Token) -> Rhythm | None:
    """Read "zweimal im Monat", "vier Mal pro Jahr"."""
    often = _times(text, token)
    behind = [other for other in text[token.place + 1 : token.place + 5] if other.lower != "mal"]
    if not often or len(behind) < 2 or behind[0].lower not in {"im", "pro", "je", "in"}:
        return None
    unit = next((other for other in behind[1:3] if other.lower in _DAYS), None)
    return Rhythm(_DAYS[unit.lower] / often, token.place, unit.place) if unit else None


def _adverb(token: Token) -> float | None:
    if token.noun:
        return None
    return next((days for word, days in _ADVERBS.items() if token.lower.startswith(word)), None)


def _times(text: Sequence[Token], token: Token) -> float:
    if token.lower == "einmal":
        return 1.0
    apart = token.place + 1 < len(text) and text[token.place + 1].lower == "mal"
    value = token.figure.value if token.figure and (apart or token.lower.endswith("mal")) else 0
    return value if isinstance(value, float | int) else 0.0


def _spans(text: Sequence[Token]) -> Iterator[Rhythm]:
    """Yield the lengths of time: "sechs Monate", "ein halbes Jahr", "anderthalb Stunden"."""
    for token, unit in pairwise(text):
        if unit.lower not in _DAYS:
            continue
        if token.lower.startswith("halbe"):
            yield Rhythm(_DAYS[unit.lower] / 2, token.place, unit.place)
        elif token.lower.startswith("ein") and not token.figure:
            yield Rhythm(_DAYS[unit.lower], token.place, unit.place)
        elif token.figure and token.figure.kind == "number" and isinstance(token.figure.value, float | int):
            yield Rhythm(token.figure.value * _DAYS[unit.lower], token.place, unit.place)


def _each(text: Sequence[Token], place: int, first: tuple[float, ...]) -> Rhythm | None:
    """Read "jeden Freitag", "jede zweite Woche", "jeden ersten und dritten Freitag im Monat"."""
    counts = list(first)
    for token in text[place + 1 : place + 6]:
        if token.figure and token.figure.kind in {"ordinal", "number"} and isinstance(token.figure.value, float | int):
            counts.append(token.figure.value)
        elif token.lower in _WEEKDAYS:
            # The first Friday comes once a month.
            return Rhythm(30.0 / len(counts) if counts else 7.0, place, token.place, frozenset(counts))
        elif token.lower in _DAYS:
            return Rhythm(_DAYS[token.lower] * (counts[0] if counts else 1.0), place, token.place)
        elif token.lower != "und":
            return None
    return None


def _same(left: Rhythm, right: Rhythm) -> bool:
    """Say whether two rhythms are one; "jeden ersten Freitag" is no "jeden zweiten Freitag"."""
    apart = left.which and right.which and left.which != right.which
    return not apart and abs(left.days - right.days) <= _SLACK * right.days


def told(claim: Sequence[Token], source: Sequence[Token]) -> frozenset[int]:
    """Return the places of the claim's words whose rhythm or length of time the source has in other words.

    "Ein halbes Jahr" is six months, "alle zwei Wochen" every 14 days.
    """
    found: set[int] = set()
    for read in (rhythms, _spans):
        ours = tuple(read(claim))
        theirs = tuple(read(source)) if ours else ()
        for own in ours:
            if any(_same(own, other) for other in theirs):
                found |= set(range(own.first, own.last + 1))
    # Which day of the week it is remains to be compared.
    return frozenset(place for place in found if claim[place].lower.removesuffix("s") not in _WEEKDAYS)


def rhythm(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find how often something happens in the claim where the source knows only of another rhythm."""
    ours = rhythms(claim)
    theirs = rhythms(source) if ours else ()
    for own in ours:
        # "freitags" may be said of every first Friday.
        plain = own.first == own.last and _DAYS.get(claim[own.first].lower) is None and own.days == _DAYS["woche"]
        if theirs and not plain and not any(_same(own, other) for other in theirs):
            yield f"rhythm: {' '.join(token.text for token in claim[own.first : own.last + 1])}"


def rates(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find amounts that are per month, person or square metre in the claim and per something else in the source."""
    for token in claim:
        if token.figure is None or token.figure.kind not in {"money", "number", "percent"}:
            continue
        ours = _rate(claim, token)
        theirs = {_rate(source, other) for other in source if other.figure and alike(token, other)} - {""}
        total = any(other.lower in {"insgesamt", "zusammen"} for other in claim) and all(
            _rate(source, other) for other in source if other.figure and alike(token, other)
        )
        if not ours and theirs and total:
            yield f"rate: {token.text} insgesamt"
        if ours and theirs and ours not in theirs:
            yield f"rate: {token.text} {ours}"


def _rate(text: Sequence[Token], token: Token) -> str:
    """Return what an amount is per: days as text, the root of a noun, or nothing."""
    near = [*text[token.place + 1 : token.place + 1 + _BESIDE], *reversed(text[max(token.place - 3, 0) : token.place])]
    for other in near:
        if other.clause != token.clause:
            continue
        adverb = _adverb(other)
        if adverb is not None:
            return f"{adverb:g}"
        after = text[other.place + 1] if other.place + 1 < len(text) else None
        if other.lower not in _PER or after is None or after.figure or other.place + 1 == token.place:
            continue
        dated = other.place + 2 < len(text) and text[other.place + 2].figure is not None
        if after.lower in _DAYS and not dated and (other.lower != "der" or text[other.place - 1].lower == "in"):
            return f"{_DAYS[after.lower]:g}"
        if other.lower in {"pro", "je"} and after.noun:
            return after.root
    return ""
