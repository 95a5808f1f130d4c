"""German dates in running text: 19.10.2021, 1.3.21, 15. April 2021, 27.September 2022, 2021-10-19."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_MONTHS = {
    "januar": 1, "jänner": 1, "jan": 1, "februar": 2, "feber": 2, "feb": 2, "märz": 3, "maerz": 3,
    "mär": 3, "mrz": 3, "april": 4, "apr": 4, "mai": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7,
    "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10, "okt": 10,
    "november": 11, "nov": 11, "dezember": 12, "dez": 12,
}  # fmt: skip
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    # 19.10.2021, 1. 3. 21. Not inside 1.10.19.10 (an outline number) or 1.234.10 (an amount).
    r"(?<![\d.,/§-])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d{2})(?![\d/]|[.,]\d)"
    # 15. April 2021, 27.September 2022, 08. Sept. 2021. A year of two digits would be too bold here.
    rf"|(?<![\d.,/])(?P<day2>\d{{1,2}})(?:\.\s?|\s)(?P<name>{_NAMES})\b\.?\s?(?P<year2>\d{{4}})(?!\d)"
    # 2021-10-19, also as 20211019T… of a file's properties written out.
    r"|(?<![\d-])(?P<year3>\d{4})-(?P<month3>\d{2})-(?P<day3>\d{2})(?![\d-])",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"^(?:(?:mo|di|mi|do|fr|sa|so)[a-z]*[.,]*\s+)?(?:den|am|vom|der|dem)?\s*(?P<date>.*?)[\s.,;]*$",
    re.IGNORECASE,
)
# As POSIX reads %y: 69-99 are the last century's years.
_PIVOT = 69
_EARLIEST, _LATEST = 1800, 2199


class FoundDate(NamedTuple):
    """A date as it stands at ``text[start:end]``."""

    start: int
    end: int
    date: date


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Return the full dates in `text` in order of place; what the calendar does not know is left out.

    A month or a year alone ("Februar 2017") is not a date.
    """
    found = []
    for match in _DATE.finditer(text):
        day = _date(match)
        if day is not None:
            found.append(FoundDate(match.start(), match.end(), day))
    return tuple(found)


def parse_date(text: str) -> date | None:
    """Return the date that `text` is as a whole ("den 19.10.2021", "Mittwoch, 3. März 2021"), or None."""
    around = _AROUND.match(" ".join(text.split()))
    if around is None:
        return None
    match = _DATE.fullmatch(around["date"])
    return _date(match) if match else None


def _date(match: re.Match[str]) -> date | None:
    group = match.groupdict()
    name = group["name"]
    month = _MONTHS[name.lower()] if name else int(group["month"] or group["month3"])
    day = int(group["day"] or group["day2"] or group["day3"])
    printed = group["year"] or group["year2"] or group["year3"]
    year = int(printed)
    if len(printed) == 2:
        year += 1900 if year >= _PIVOT else 2000
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:  # 31.2., 45.13.: printed, but no day of the calendar
        return None
