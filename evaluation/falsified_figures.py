"""Falsified figures: numbers, dates, amounts and addresses changed, exchanged, or given another unit."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import partial

from evaluation.printed import AMOUNT, COUNT, DATE, MONTHS, NAMED_DATE, PERCENT, PHONE, YEAR
from evaluation.sentences import Change, Source, substituted

_TIME = re.compile(r"\b(\d{1,2})([:.]\d\d)? (?=Uhr\b)")
_ADDRESS = re.compile(r"(?<=@)[\w-]{4,}|(?<=www\.)[\w-]{4,}")
_PARAGRAPH = re.compile(r"(§ ?)(\d{1,3})")
_SCALES = {"Mio.": "Mrd.", "Millionen": "Milliarden", "Mio": "Tsd", "Milliarden": "Millionen"}
_UNITS = {
    "Prozent": "Euro", "Euro": "Prozent", "Meter": "Kilometer", "Tage": "Wochen", "Tagen": "Wochen", "Wochen": "Tagen",
    "Monate": "Jahre", "Monaten": "Jahren", "Jahre": "Monate", "Jahren": "Monaten", "Stunden": "Tagen", "Minuten": "Stunden",
    "Quadratmeter": "Hektar", "m²": "km²", "Personen": "Haushalte", "Plätze": "Gruppen",
}  # fmt: skip


def _number(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    def new(place: re.Match[str]) -> str:
        others = [n for n in COUNT.findall(source.passage) if n != place[1]]
        if others and rng.random() < 0.5:
            return str(rng.choice(others))
        return str(int(place[1]) + rng.choice((1, 2, 3, 5, 10)))

    return substituted(COUNT, source, rng, new)


def _year(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    return substituted(YEAR, source, rng, lambda place: str(int(place[0]) + rng.choice((-3, -2, -1, 1, 2))))


def _date(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    def new(place: re.Match[str]) -> str:
        day = (int(place[1]) + rng.choice((1, 2, 7))) % 28 + 1
        return place[0].replace(place[1], f"{day:0{len(place[1])}}", 1)

    def month(place: re.Match[str]) -> str:
        return place[0].replace(place[2], rng.choice([name for name in MONTHS if name != place[2]]))

    return substituted(NAMED_DATE, source, rng, month) or substituted(DATE, source, rng, new)


def _amount(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    def new(place: re.Match[str]) -> str:
        digits = str(int(place[1].replace(".", "")) * rng.choice((2, 3, 10)) + rng.choice((0, 5)))
        return place[0].replace(place[1], f"{int(digits):,}".replace(",", "."), 1)

    return substituted(AMOUNT, source, rng, new)


def _percent(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    return substituted(PERCENT, source, rng, lambda place: f"{rng.randint(1, 99)} {place[2]}")


def _phone(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    def new(place: re.Match[str]) -> str:
        at = rng.choice([index for index, char in enumerate(place[0]) if char.isdigit() and index > 0])
        return place[0][:at] + str((int(place[0][at]) + rng.randint(1, 8)) % 10) + place[0][at + 1 :]

    return substituted(PHONE, source, rng, new)


def _time(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    return substituted(
        _TIME, source, rng, lambda place: f"{(int(place[1]) + rng.choice((1, 2, 10))) % 24}{place[2] or ''} "
    )


def _address(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    def new(place: re.Match[str]) -> str:
        at = rng.randrange(1, len(place[0]) - 1)
        return place[0][:at] + place[0][at + 1] + place[0][at] + place[0][at + 2 :]

    return substituted(_ADDRESS, source, rng, new)


def _paragraph(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    return substituted(_PARAGRAPH, source, rng, lambda place: f"{place[1]}{int(place[2]) + rng.choice((1, 2, 3))}")


def _unit(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    table = _UNITS | _SCALES
    pattern = re.compile(rf"(?<=\d )(?:{'|'.join(map(re.escape, sorted(table, key=len, reverse=True)))})(?!\w)")
    return substituted(pattern, source, rng, lambda place: table[place[0]])


def _rounded(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    """Round a number too far: "rund 120" for 98."""

    def new(place: re.Match[str]) -> str | None:
        value = int(place[1])
        return f"rund {round(value * rng.choice((0.8, 1.25)), -1)}" if value >= 30 else None

    return substituted(COUNT, source, rng, new)


def _exchanged(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    """Let two figures of one kind change places."""
    for pattern in (AMOUNT, PERCENT, NAMED_DATE, DATE, YEAR, COUNT):
        found = list(pattern.finditer(source.sentence))
        if len(found) >= 2 and found[0][0] != found[-1][0]:
            a, b = found[0], found[-1]
            text = source.sentence
            return text[: a.start()] + b[0] + text[a.end() : b.start()] + a[0] + text[b.end() :]
    return None


def _neighbours(source: Source, rng: random.Random, _: Sequence[Source]) -> str | None:
    """Take a figure of the same kind from elsewhere in the passage."""
    for pattern in (AMOUNT, PERCENT, NAMED_DATE, DATE, YEAR):
        others = {place[0] for place in pattern.finditer(source.passage)}
        others -= {place[0] for place in pattern.finditer(source.sentence)}
        if others and pattern.search(source.sentence):
            other = rng.choice(sorted(others))
            return substituted(pattern, source, rng, partial(_same, other))
    return None


def _same(text: str, _: re.Match[str]) -> str:
    return text


FIGURES: dict[str, Change] = {
    "number": _number, "year": _year, "date": _date, "amount": _amount, "percent": _percent, "phone": _phone, "time": _time,
    "address": _address, "paragraph": _paragraph, "unit": _unit, "rounded": _rounded, "exchanged-figures": _exchanged,
    "neighbours-figure": _neighbours,
}  # fmt: skip
