"""How old a paper's word on an offer is: its date, or the year that its title or file names."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from kb.model import Document

_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s?([/–-]|bis)\s?((?:19|20)?\d\d)(?!\d))?(?!\d)")


class Day(NamedTuple):
    """The day of a paper; of one without a date the first of its year, which then is all that is `known`."""

    day: date
    known: str


def day_of(document: Document) -> Day | None:
    """Return the day of a paper, None where neither a date nor a year is stated.

    Of a season ("2026/2027") the first year counts, of a longer time ("2005 bis 2021") the last: such papers look back.
    """
    if document.date is not None:
        return Day(document.date, document.date.isoformat())
    for text in (document.title, document.file):
        years = [_year(*found) for found in _YEARS.findall(text)]
        if years:
            return Day(date(max(years), 1, 1), str(max(years)))
    return None


def _year(first: str, sign: str, last: str) -> int:
    if not last:
        return int(first)
    end = int(last if len(last) == 4 else first[:2] + last)
    return int(first) if sign != "bis" and end == int(first) + 1 else max(int(first), end)
