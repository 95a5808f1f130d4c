"""The time for which a question asks to have offers listed, and which offers take place then.

"im Juni", "heute", "next week", in the ten languages; weekdays and times of day are facets of their own.
"""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from assistant.offer_dates import next_day
from assistant.offer_terms import folded
from assistant.period import Period, period
from kb.offer_history import CatalogueEntry

WEEK = timedelta(6)
# "am 3. Juni 2026", "im Juni 2026", "June 2026": what may stand before and after the name of a month.
_DAY, _YEAR = r"(?:(?P<day>[0-3]?\d)\.?\s)?", r"(?:\s+(?P<year>(?:19|20)\d\d))?"
_BEFORE = r"(?:(?:im monat|im|am|in|den|w|в|у|en|au mois de|în|في|در)\s+)?"


class Named(NamedTuple):
    """A time named: the periods that it may be (a month without a year: the next one, and the last), as `said`."""

    periods: tuple[Period, ...]
    said: str
    rest: str


def named_period(text: str, language: str, today: date) -> Named | None:
    """Return the time that a question in a language names, with the rest of the question; None where it names none."""
    said = folded(text)
    for kind, cue in _relative(language):
        if match := cue.search(said):
            return Named((_around(kind, today),), match.group().strip(), _without(said, match))
    for number, cue in enumerate(_months(language), 1):
        if match := cue.search(said):
            found = _month(number, match["day"], match["year"], today)
            return Named(found, match.group().strip(), _without(said, match)) if found else None
    if (whole := period(text)) is not None:
        return Named((whole,), f"{whole[0]:%d.%m.%Y}", said)
    return None


def takes_place(entry: CatalogueEntry, periods: tuple[Period, ...]) -> bool:
    """Tell whether an offer takes place in one of the periods, as far as its papers say when."""
    open_one = replace(entry, status="current")  # what is over now was not then
    return any((day := next_day(open_one, first)) is not None and day <= last for first, last in periods)


def _around(kind: str, today: date) -> Period:
    monday = today - timedelta(today.weekday())
    if kind in ("today", "tomorrow"):
        day = today + timedelta(kind == "tomorrow")
        return day, day
    if kind in ("this_week", "next_week"):
        first = monday + timedelta(7 * (kind == "next_week"))
        return first, first + WEEK
    first = today.replace(day=1) if kind == "this_month" else _next_month(today)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _next_month(today: date) -> date:
    return (today.replace(day=1) + timedelta(32)).replace(day=1)


def _month(month: int, day: str | None, year: str | None, today: date) -> tuple[Period, ...]:
    coming = today.year + (month < today.month)
    found = []
    for each in (int(year),) if year else (coming, coming - 1):
        length = monthrange(each, month)[1]
        if int(day or 1) <= length:
            found.append((date(each, month, int(day or 1)), date(each, month, int(day or length))))
    return tuple(found)


def _without(text: str, match: re.Match[str]) -> str:
    return " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())


@cache
def _relative(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = _table(language)
    return tuple((kind, _cue(str(cue))) for kind, cue in table.items() if kind != "months")


@cache
def _months(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(_cue(str(name), _BEFORE + _DAY, _YEAR) for name in _table(language)["months"])


def _cue(cue: str, before: str = "", after: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){before}(?:{folded(cue)}){after}(?!\w)")


@cache
def _table(language: str) -> Mapping[str, Any]:
    table = tomllib.loads((files("assistant") / "offer_periods.toml").read_text(encoding="utf-8"))
    return table.get(language, table["de"])  # type: ignore[no-any-return]
