"""When an offer is next: the first printed day to come, or the next weekday of one that goes on."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kb.offer_days import Times, read_times
from kb.offer_merge import CatalogueEntry

_WHICH = (("erst", 1), ("zweit", 2), ("dritt", 3), ("viert", 4), ("letzt", -1))
_COUNTED = re.compile(
    r"(?P<name>erst|zweit|dritt|viert|letzt)e[nrs]?\b|\b(?P<number>[1-4])\.(?=\s*(?:und|u\.|,|\w+tag|\w+woch))"
)
# No weekday of a month lies further ahead.
_AHEAD = 62


def next_day(entry: CatalogueEntry, today: date) -> date | None:
    """Return the first day from today on which an offer takes place, as far as its papers say; None where they do not."""
    offer = entry.offer
    if entry.status == "past":
        return None
    times = read_times(offer.time or "")
    days = [day for meeting in times.meetings if (day := _within(meeting.first, meeting.last, meeting.weekdays, today))]
    if times.meetings:
        return min((day for day in days if day not in times.without), default=None)
    first = max(today, offer.valid_from or today)
    if times.weekdays:
        found = _weekday(times, offer.time or "", first)
        return found if found and (offer.valid_to is None or found <= offer.valid_to) else None
    return offer.valid_from if offer.valid_from and offer.valid_from >= today else None


def _within(first: date, last: date, weekdays: tuple[int, ...], today: date) -> date | None:
    day = max(first, today)
    while day <= last:
        if not weekdays or day.weekday() in weekdays:
            return day
        day += timedelta(1)
    return None


def _weekday(times: Times, text: str, first: date) -> date | None:
    if not times.spaced:
        return _within(first, first + timedelta(6), times.weekdays, first)
    if "monat" not in text.casefold():
        return None  # every other week: which, nobody says
    named = {
        int(match["number"]) if match["number"] else dict(_WHICH)[match["name"]]
        for match in _COUNTED.finditer(text.casefold())
    }
    for ahead in range(_AHEAD):
        day = first + timedelta(ahead)
        if day.weekday() in times.weekdays and named & {
            (day.day - 1) // 7 + 1,
            -1 if (day + timedelta(7)).month != day.month else 0,
        }:
            return day
    return None
