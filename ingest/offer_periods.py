"""Days in a text -> from when until when something is offered, as exact as they are printed."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from ingest.offer_values import MONTHS

_NUMBERS = {
    **dict(zip(("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"), range(1, 13), strict=True)),
    "mrz": 3,
}  # fmt: skip
# Characters between days or months of which a later one tells the year; more is another statement.
NEAR = 40
# „14.10.2026“, „14.10.“, „14. Oktober 2026“; the day alone before another („19./20.09.2026“, „5. bis 7. Mai 2026“).
_DAY = re.compile(
    rf"(?<![\d.:,])(?P<d>\d{{1,2}})\.(?:\s?(?:(?P<n>\d{{1,2}})\.|(?P<name>{MONTHS})(?!\w))(?:\s?(?P<y>(?:19|20)\d{{2}}|\d{{2}}(?![\d.:]|\s?(?:uhr|h\b|–|-)))(?!\d))?"
    r"|(?=\s?(?:/|–|-|,|und|bis)\s?\d{1,2}\.))",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"(?<!\w)(?<!\d\.\s)(?<!\d\.)(?P<name>{MONTHS})(?!\w)(?:\s(?P<y>(?:19|20)\d{{2}})(?!\d))?", re.IGNORECASE
)
_YEARS = re.compile(r"(?<![\d./])(?P<from>(?:19|20)\d{2})\s?(?:–|-|bis|/)\s?(?P<to>(?:19|20)\d{2})(?![\d.])")
_YEAR = re.compile(r"(?<![\d./:-])(?P<year>(?:19|20)\d{2})(?![\d./]\d|\d)")
_GOES_ON = re.compile(r"(?<!\w)weiter(?:hin|geführt)", re.IGNORECASE)
_HALF = re.compile(r"(?P<half>[12])\.\s?(?:Halbjahr|Hj\.?)\s(?P<year>20\d{2})", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:ab|seit|beginnt am|start am|start:?|beginn:?|von|start ist am)\W*(?:dem |ende |anfang |mitte )?(?:\w+,? ?(?:den |dem )?)?$"
)
_UNTIL = re.compile(r"\b(?:bis|längstens|endet am)\W*(?:zum |ende |einschließlich )*(?:\w+,? )?$")
_WEEKLY = re.compile(r"\b(?:immer|jeden|wöchentlich|fortlaufend)\b|(?:tags|wochs)\b")
# Characters of an ISO date: a year, a month of a year, a day.
_YEAR_ONLY, _MONTH_OF_YEAR, _WHOLE = 4, 7, 10


WEEK = ("mo", "di", "mi", "do", "fr", "sa", "so")
_WEEKDAY = re.compile(
    r"(?:\b(?P<other>mo|di|mi|do|fr|sa|so)\w*\.?\s?(?:/|\+|&|und|–|-|,)\s?)?"
    r"\b(?P<week>(?:mo|di|mi|do|fr|sa|so)(?:ntag|enstag|ttwoch|nnerstag|eitag|mstag|nnabend|nntag)?)(?:s|,|\.)*\s(?:den\s|dem\s)?$",
    re.IGNORECASE,
)


class Period(NamedTuple):
    """From when until when; None where it is open or not said. `printed` are both as exact as printed, "" where None."""

    first: date | None = None
    last: date | None = None
    printed: tuple[str, ...] = ()


class _Stretch(NamedTuple):
    """Days from `first` to `last` that a text names at `start`; `exact` characters of their ISO form are printed."""

    start: int
    first: date
    last: date
    exact: int


def period(text: str, year: int | None = None) -> Period:
    """Return the days from and until which something is offered, as far as a text gives years with them.

    :param year: the year of days that have none; such a day counts only where a weekday beside it falls on it.
    """
    if _GOES_ON.search(text):  # „2019 weitergeführt“ tells neither a beginning nor an end
        return Period()
    half = _HALF.search(text)
    if half:
        begins, ends = ((1, 1), (6, 30)) if half["half"] == "1" else ((7, 1), (12, 31))
        first, last = (date(int(half["year"]), *day) for day in (begins, ends))
        return _period(_Stretch(0, first, first, _WHOLE), _Stretch(0, last, last, _WHOLE))
    days = [*_days(text, year), *_months(text)]
    if year is not None and not all(_falls(text, one) for one in days):
        return Period()
    if not days:
        days = [_year(match.start(), int(match["from"]), int(match["to"])) for match in _YEARS.finditer(text)]
    if not days:
        days = [_year(match.start(), int(match["year"]), int(match["year"])) for match in _YEAR.finditer(text)]
    return _bounded(text, sorted(days)) if days else Period()


def covering(periods: list[Period]) -> Period:
    """Return the period from the first of several to the last."""
    first = min((one for one in periods if one.first), key=lambda one: one.first or date.max, default=Period())
    last = max((one for one in periods if one.last), key=lambda one: one.last or date.min, default=Period())
    printed = (*first.printed[:1], "")[:1] + (*last.printed[1:], "")[:1]
    return Period(first.first, last.last, printed if any(printed) else ())


def _falls(text: str, found: _Stretch) -> bool:
    """Tell whether the weekday printed before a day is the one that it falls on; none printed is no contradiction."""
    week = _WEEKDAY.search(text[: found.start])
    if found.exact < _WHOLE or week is None:
        return True
    # The first of several days falls on the first of their names: „Sa/So, 21./22.03.“
    return WEEK[found.first.weekday()] in {week["week"][:2].lower(), (week["other"] or "").lower()}


def _days(text: str, base: int | None = None) -> list[_Stretch]:
    """Return the days of a text; of what one leaves out, year or month, the next one tells, of the last `base`."""
    found: list[_Stretch] = []
    beginning = (base, 12, 31) if base else None
    later: tuple[int, int, int] | None = beginning
    at = len(text)
    for match in reversed(list(_DAY.finditer(text))):
        if later and at - match.end() > NEAR:  # another sentence: what stands there tells nothing of this day
            later = beginning
        month = int(match["n"]) if match["n"] else _NUMBERS[match["name"][:3].lower()] if match["name"] else 0
        year = int(match["y"]) if match["y"] else 0
        year += 2000 if 0 < year < 100 else 0
        month = month or (later[1] if later and later is not beginning else 0)
        if later and not year:
            year = later[0] - ((month, int(match["d"])) > later[1:])
        try:
            day = date(year, month, int(match["d"]))
        except ValueError:
            continue
        later, at = (day.year, day.month, day.day), match.start()
        found.append(_Stretch(match.start(), day, day, _WHOLE))
    return found


def _months(text: str) -> list[_Stretch]:
    """Return the months of a text; the year that only the last of them has holds for those before („April bis Mai 2026“)."""
    found: list[_Stretch] = []
    later: tuple[int, int] | None = None
    at = len(text)
    for match in reversed(list(_MONTH.finditer(text))):
        if later and at - match.end() > NEAR:
            later = None
        month = _NUMBERS[match["name"][:3].lower()]
        year = int(match["y"]) if match["y"] else later[0] - (month > later[1]) if later else 0
        if not year:
            continue
        later, at = (year, month), match.start()
        following = date(year + month // 12, month % 12 + 1, 1)
        found.append(
            _Stretch(match.start(), date(year, month, 1), date.fromordinal(following.toordinal() - 1), _MONTH_OF_YEAR)
        )
    return found


def _year(start: int, first: int, last: int) -> _Stretch:
    return _Stretch(start, date(first, 1, 1), date(last, 12, 31), _YEAR_ONLY)


def _bounded(text: str, days: list[_Stretch]) -> Period:
    first, last = min(days, key=lambda one: one.first), max(days, key=lambda one: one.last)
    before = text[: days[0].start].lower()
    if len(days) == 1 and _FROM.search(before):
        return _period(first, None)
    if len(days) == 1 and _UNTIL.search(before):
        return _period(None, last)
    if first.first == last.last and _WEEKLY.search(text.lower()):
        return _period(first, None)
    if re.search(r"\bseit\W*(?:\w+ )?$", before) and "bis" not in text.lower():
        return _period(first, None)
    return _period(first, last)


def _period(first: _Stretch | None, last: _Stretch | None) -> Period:
    printed = (
        first.first.isoformat()[: first.exact] if first else "",
        last.last.isoformat()[: last.exact] if last else "",
    )
    return Period(first.first if first else None, last.last if last else None, printed)
