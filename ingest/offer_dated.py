"""Programmes by date whose entries begin with day and hour („Mo, 12. April, 10 Uhr“) -> the name below first, as a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.offer_lines import Line
from ingest.offer_rows import SETTLED, TABLE
from ingest.offer_styles import likely
from ingest.offer_values import look, times

# Blocks from this number on are lines of entries that were put in order here.
DATED = 3 * SETTLED
# So many days with a name below make a programme, and they are so large a share of the days that stand alone.
SEVERAL, USUAL = 3, 0.6
# In line heights: the name stands closer below the day than NEAR; the white over the day is wider by WHITE.
NEAR, WHITE = 0.8, 0.2
# A name that is set larger than its day by this needs no day to be found.
LARGER = 1.04
_HOUR = re.compile(r"\d\s?(?:Uhr|h)\b|\d[:.]\d{2}\s?(?:–|-|bis|Uhr|h)", re.IGNORECASE)
_DAY = re.compile(r"\d\.|tag|mittwoch|\b(?:Mo|Di|Mi|Do|Fr|Sa|So)\b", re.IGNORECASE)


def in_dated(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, where entries begin with day and hour, with each name before its day."""
    free = [line.block < TABLE and not line.field and line.kind not in {"row", "item"} for line in lines]
    days = [n for n, line in enumerate(lines) if free[n] and n + 1 < len(lines) and _is_when(line.text)]
    named = [n for n in days if free[n + 1] and _is_named(lines, n)]
    sure = sum(likely(lines[n + 1].text) == 1 for n in named)
    if sure < SEVERAL or len(named) < USUAL * len(days):
        return list(lines)
    done: list[Line] = []
    block, before, inside = DATED, -1, False
    for n, line in enumerate(lines):
        if n in named:
            done.append(lines[n + 1]._replace(kind="heading", block=block, cell=0))
            done.append(line._replace(kind="text", block=block + 1, cell=0, apart=True))
            block, before, inside = block + 2, line.block, True
        elif n - 1 in named:  # the name, put before its day
            before = line.block
        elif inside and line.block < TABLE and line.kind != "heading":
            block, before = block + (line.block != before), line.block
            done.append(line._replace(block=block))
        else:
            inside = False
            done.append(line)
    return done


def _is_when(text: str) -> bool:
    """Tell a line that is nothing but a day with its hour."""
    return look(text) == "time" and bool(_HOUR.search(text) and _DAY.search(text)) and times(text)[0].start == 0


def _is_named(lines: Sequence[Line], number: int) -> bool:
    """Tell a day with a name right below it that begins a paragraph, or stands apart from what is above."""
    above, day, name = lines[number - 1] if number else None, lines[number], lines[number + 1]
    gap = name.y0 - day.y1
    if name.page != day.page or not -NEAR * day.size < gap < NEAR * day.size or abs(name.x0 - day.x0) > day.size:
        return False
    if not likely(name.text) or name.kind == "heading" or name.size > LARGER * day.size:
        return False  # names set larger are found by that
    apart = above is None or above.page != day.page or above.y1 > day.y1 or day.y0 - above.y1 > gap + WHITE * day.size
    return apart and not (above is not None and above.kind == "heading" and above.size >= day.size)
