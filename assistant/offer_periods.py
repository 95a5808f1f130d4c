"""The time for which a question asks to have offers listed, and which offers take place then.

"im Juni", "heute", "next week", "kommenden Samstag", "25. bis 27.9.", in the ten languages; weekdays and times of day
alone are facets of their own.
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
from assistant.offer_facets import WEEK as DAYS
from assistant.offer_terms import folded, read_terms
from assistant.period import Period, period
from kb.offer_history import CatalogueEntry

WEEK = timedelta(6)
# "am 3. Juni 2026", "im Juni 2026", "June 2026": what may stand before and after the name of a month.
_DAY, _YEAR = r"(?:(?P<day>[0-3]?\d)\.?\s)?", r"(?:\s+(?P<year>(?:19|20)\d\d))?"
_BEFORE = r"(?:(?:im monat|im|am|in|den|w|в|у|en|au mois de|în|في|در)\s+)?"


# "25. bis 27.9.2026", "3.-10.10.", "am 3.12.", "vom 3. bis 10. Oktober".
_TO = r"\s?(?:-|–|bis|und|to|until|до|по|au|et|à|do|până la|ile|الی|تا)\s?"
_DAYS = re.compile(
    rf"(?<![\w.])(?:(?:vom|am|from|du|le|з|с|от|от|od|de la|من|از)\s)?(?:(?P<d1>[0-3]?\d)\.?\s?(?:(?P<m1>[01]?\d)\.)?{_TO})?(?P<d2>[0-3]?\d)\.\s?(?P<m2>[01]?\d)(?:\.(?P<year>20\d\d)?|\.)(?!\d)"
)
_FIRST_OF = re.compile(rf"(?<![\w.])(?:(?:vom|from|du|з|с)\s)?(?P<d1>[0-3]?\d)\.?{_TO}$")
# "am letzten Septemberwochenende", "am ersten Wochenende im Mai".
_WEEKEND = re.compile(
    r"(?:am\s)?(?:(?P<which>erst|zweit|dritt|viert|letzt)en\s)?(?:(?P<month>[a-zä]+)wochenende|wochenende (?:im|des) (?P<month2>[a-zä]+?)s?)(?:\s(?P<year>20\d\d))?(?!\w)"
)
_WHICH = {"erst": 0, "zweit": 1, "dritt": 2, "viert": 3, "letzt": -1}
_SATURDAY = 5


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
    if found := _next_weekday(said, language, today) or _weekend(said, today) or _days(said, today):
        return found
    for number, cue in enumerate(_months(language), 1):
        if match := cue.search(said):
            return _in_month(said, match, number, today)
    for number, cue in enumerate(_seasons(language)):
        if match := cue.search(said):
            return Named(_season(number, today), match.group().strip(), _without(said, match))
    if (whole := period(text)) is not None:
        return Named((whole,), f"{whole[0]:%d.%m.%Y}", said)
    return None


def takes_place(entry: CatalogueEntry, periods: tuple[Period, ...]) -> bool:
    """Tell whether an offer takes place in one of the periods, as far as its papers say when."""
    open_one = replace(entry, status="current")  # what is over now was not then
    return any((day := next_day(open_one, first)) is not None and day <= last for first, last in periods)


def _in_month(said: str, match: re.Match[str], number: int, today: date) -> Named | None:
    found = _month(number, match["day"], match["year"], today)
    before = _FIRST_OF.search(said[: match.start()]) if match["day"] else None
    if before and found:  # „vom 3. bis 10. Oktober“
        begun = tuple(
            (one[0].replace(day=int(before["d1"])), one[1]) for one in found if 0 < int(before["d1"]) <= one[1].day
        )
        rest = " ".join(f"{said[: before.start()]} {said[match.end() :]}".split())
        return Named(begun or found, said[before.start() : match.end()].strip(), rest)
    return Named(found, match.group().strip(), _without(said, match)) if found else None


def _days(said: str, today: date) -> Named | None:
    """Return the days that a text gives in figures; without a year the next ones, and those a year before."""
    for match in _DAYS.finditer(said):
        found = []
        coming = today.year + ((int(match["m2"]), int(match["d2"])) < (today.month, today.day))
        for year in (int(match["year"]),) if match["year"] else (coming, coming - 1):
            try:
                last = date(year, int(match["m2"]), int(match["d2"]))
                first = date(year, int(match["m1"] or match["m2"]), int(match["d1"])) if match["d1"] else last
            except ValueError:
                continue
            if first <= last:
                found.append((first, last))
        if found:
            return Named(tuple(found), match.group().strip(), _without(said, match))
    return None


def _next_weekday(said: str, language: str, today: date) -> Named | None:
    """Return the day of "kommenden Samstag", "next Friday": a weekday alone is a facet, and means any such day."""
    coming = _coming(language)
    for told in read_terms(said, language).told:
        if told.facet != "when" or len(told.codes) > 1 or told.codes[0] not in DAYS:
            continue
        before, behind = coming[0].search(said[: told.start]), coming[1].match(said, told.end)
        if before is None and behind is None:
            continue
        day = today + timedelta((DAYS.index(told.codes[0]) - today.weekday()) % 7 or 7)
        start, end = before.start() if before else told.start, behind.end() if behind else told.end
        rest = " ".join(f"{said[:start]} {said[end:]}".split())
        return Named(((day, day),), said[start:end].strip(), rest)
    return None


def _weekend(said: str, today: date) -> Named | None:
    match = _WEEKEND.search(said)
    name = match and (match["month"] or match["month2"])
    number = next((n for n, cue in enumerate(_months("de"), 1) if name and cue.fullmatch(name)), 0)
    if match is None or not number:
        return None
    found: list[Period] = []
    for first, last in _month(number, None, match["year"], today):
        saturdays = [day for n in range(last.day) if (day := first + timedelta(n)).weekday() == _SATURDAY]
        chosen = [saturdays[_WHICH[match["which"]]]] if match["which"] else saturdays
        found += [(day, day + timedelta(1)) for day in chosen]
    rest = _without(said, match)
    exact = _days(rest, today)  # „(25. bis 27.9.)“
    return Named(
        exact.periods if exact else tuple(found), match.group().strip(), exact.rest.strip(" ()") if exact else rest
    )


def _season(number: int, today: date) -> tuple[Period, ...]:
    """Return the next spring, summer, autumn or winter (0-3), be it begun, and the one before."""
    found = []
    for year in (today.year + 1, today.year, today.year - 1):
        first = date(year, 3 + 3 * number, 1) if number < 3 else date(year - 1, 12, 1)
        last = (first + timedelta(93)).replace(day=1) - timedelta(1)
        found.append((first, last))
    coming = [one for one in found if one[1] >= today]
    return tuple(found[found.index(coming[-1]) :][:2])


def _around(kind: str, today: date) -> Period:
    monday = today - timedelta(today.weekday())
    if kind in ("today", "tomorrow", "day_after"):
        day = today + timedelta(("today", "tomorrow", "day_after").index(kind))
        return day, day
    if kind in ("this_weekend", "next_weekend"):
        saturday = monday + timedelta(_SATURDAY + 7 * (kind == "next_weekend"))
        return max(saturday, today), saturday + timedelta(1)
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
    return tuple((kind, _cue(str(cue))) for kind, cue in table.items() if kind not in ("months", "seasons", "coming"))


@cache
def _coming(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what "next" is before and behind a weekday."""
    said = folded(str(_table(language)["coming"]))
    return re.compile(rf"(?<!\w)(?:{said})\s$"), re.compile(rf"\s(?:{said})(?!\w)")


@cache
def _seasons(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(_cue(str(name), _BEFORE) for name in _table(language)["seasons"])


@cache
def _months(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(_cue(str(name), _BEFORE + _DAY, _YEAR) for name in _table(language)["months"])


def _cue(cue: str, before: str = "", after: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){before}(?:{folded(cue)}){after}(?!\w)")


@cache
def _table(language: str) -> Mapping[str, Any]:
    table = tomllib.loads((files("assistant") / "offer_periods.toml").read_text(encoding="utf-8"))
    return table.get(language, table["de"])  # type: ignore[no-any-return]
