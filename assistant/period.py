"""The day or month that a question names, and which papers are of that time."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from kb.exact import MONTHS, NAMES
from kb.model import Document

# An invitation is written up to so long before a meeting, its minutes up to so long after.
BEFORE, AFTER = timedelta(days=21), timedelta(days=31)
# A time that more papers than this are of tells them apart too little to look into each.
MANY = 200
_NAMED = re.compile(
    rf"(?i)(?<![\d.])(?:(?P<day>[0-3]?\d)\.\s?)?(?:(?P<number>[01]?\d)\.\s?|\b(?P<month>{NAMES})\b\.?\s+)(?P<year>(?:19|20)\d\d)\b"
)

Period = tuple[date, date]


def period(text: str) -> Period | None:
    """Return the first and last day of the first day or month named in a German text; None where none is."""
    for found in _NAMED.finditer(text):
        year = int(found["year"])
        month = MONTHS[found["month"].casefold()] if found["month"] else int(found["number"])
        if not 1 <= month <= 12:
            continue
        length = monthrange(year, month)[1]
        day = int(found["day"] or 0)
        if day > length:
            continue
        return date(year, month, day or 1), date(year, month, day or length)
    return None


def days_named(text: str) -> frozenset[str]:
    """Return the numbers in a text that are days of a date: what they count is said by the whole date alone."""
    return frozenset(found["day"] for found in _NAMED.finditer(text) if found["day"])


def of_time(document: Document, named: Period) -> bool:
    """Return whether a paper, or a meeting it went to, is of the time named."""
    days = [document.date, *(step.date for step in document.consultations)]
    return any(day is not None and named[0] - BEFORE <= day <= named[1] + AFTER for day in days)


def papers_of_time(text: str, documents: Sequence[Document]) -> tuple[str, ...]:
    """Return the ids of the papers of the time that a question names; none where it names none, or most are of it."""
    named = period(text)
    if named is None:
        return ()
    found = tuple(document.id for document in documents if of_time(document, named))
    return found if len(found) <= min(MANY, len(documents) // 2) else ()
