"""Days and points in time as interfaces of town halls write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

# Points in time are told as the day that the calendar in the town hall shows.
_HOME = ZoneInfo("Europe/Berlin")
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def day(value: Any) -> date | None:
    """Return the day of a date or point in time, as the calendar here shows it."""
    when = moment(value)
    return when.astimezone(_HOME).date() if when else None


def moment(value: Any) -> datetime | None:
    """Return a point in time; without a zone it is told in ours, a bare date begins its day."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        match = re.match(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\b", text)
        if match is None:
            return None
        try:
            when = datetime(int(match[3]), int(match[2]), int(match[1]))
        except ValueError:
            return None
    # Some write nothing as the first or last day of all.
    if not _FIRST_YEAR <= when.year <= _LAST_YEAR:
        return None
    return when if when.tzinfo else when.replace(tzinfo=_HOME)
