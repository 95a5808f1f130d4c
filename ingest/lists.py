"""Lists and blocks set side by side, which look like the rows of a table: each is read on its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ingest.lines import Line
from ingest.pdf import Word

# Feet of one row's cells differ by less than this (type sizes); lists set independently by up to half a line.
LEVEL = 0.12
# A list that goes on for so many lines after the others ended is no column of a table.
LONGER = 3
ROW_GAP = 4.0
# Columns of running text of fewer lines cannot be told from cells of several lines.
PROSE = 4
PROSE_WORDS = 3
# Addresses have at most this many lines.
BLOCK = 6
_KINDS = {
    "phone": re.compile(r"^(?:Tel(?:efon)?|Fon|Mobil|Handy)\b\.?\s*:?\s*\(?[+\d]", re.IGNORECASE),
    "fax": re.compile(r"^(?:Tele)?fax\b\.?\s*:?\s*\(?[+\d]", re.IGNORECASE),
    "mail": re.compile(r"^(?:E-?)?mail\b\.?\s*:?\s*\S+@\S", re.IGNORECASE),
    "web": re.compile(r"^(?:(?:Web|Internet|Homepage)\b\.?\s*:?\s*)?(?:https?://|www\.)\S", re.IGNORECASE),
    "town": re.compile(r"^(?:D-?\s?)?\d{5}\s+[A-ZÄÖÜ]"),
}

Cells = tuple[tuple[Line, ...], ...]


class Lists(NamedTuple):
    """The words of each list from left to right; `further` lines after the rows belong to the first."""

    columns: tuple[list[Word], ...]
    further: int = 0


def abreast(rows: Sequence[Cells], after: Sequence[Line]) -> Lists | None:
    """Return what stands side by side in `rows` if it is lists or columns of text; None for a table.

    :param after: the lines below, some of which may go on with the first list.
    """
    running = _running(rows)
    if len(running) > 1:
        wide = min(running) >= PROSE_WORDS
        return Lists(_columns(rows, ()) if wide else ([word for row in rows for line in _flat(row) for word in line],))
    uneven = sum(map(_uneven, rows))
    if not uneven or max(map(len, rows)) > 4:
        return None
    further = _goes_on(rows, after)
    if further < LONGER and (uneven < 2 or 2 * uneven < len(rows)):
        return None
    return Lists(_columns(rows, after[:further]), further)


def as_one(rows: Sequence[Cells]) -> list[Cells]:
    """Return blocks side by side as one row with a cell for each."""
    width = max(map(len, rows))
    return [tuple(tuple(line for row in rows if number < len(row) for line in row[number]) for number in range(width))]


def _columns(rows: Sequence[Cells], further: Sequence[Line]) -> tuple[list[Word], ...]:
    columns: list[list[Word]] = [[] for _ in range(max(map(len, rows)))]
    for row in rows:
        for number, cell in enumerate(row):
            columns[number] += (word for line in cell for word in line.words)
    columns[0] += (word for line in further for word in line.words)
    return tuple(column for column in columns if column)


def _flat(row: Cells) -> list[tuple[Word, ...]]:
    return [line.words for cell in row for line in cell]


def _running(rows: Sequence[Cells]) -> list[float]:
    """Return the words per line of those columns whose sentences run on from row to row.

    Two such columns are columns of text set line by line alike, or (few words) one text with white in it.
    """
    feet = [row[0][0].box.y1 for row in rows if row[0]]
    pitches = [below - above for above, below in pairwise(feet)]
    if len(pitches) < PROSE - 2 or len(rows) < PROSE or max(pitches) > 1.3 * min(pitches):
        return []
    running = []
    for number in range(max(map(len, rows))):
        cells = [row[number] for row in rows if number < len(row) and row[number]]
        ran = sum(below[0].text[0].islower() or above[-1].text[-1] == "-" for above, below in pairwise(cells))
        if len(cells) >= PROSE - 1 and 2 * ran >= len(cells) - 1:
            running.append(median(len(line.words) for cell in cells for line in cell))
    return running


def _uneven(row: Cells) -> bool:
    """Tell whether lines beside one another stand on different feet."""
    feet = [(line.box.y1, line.size) for cell in row for line in cell[:1]]
    size = min((size for _, size in feet), default=0.0)
    same = [foot for foot, other in feet if other <= 1.05 * size]
    return bool(same) and LEVEL * size < max(same) - min(same) < 0.6 * size


def _goes_on(rows: Sequence[Cells], after: Sequence[Line]) -> int:
    first = [line for row in rows for line in row[0]]
    others = [line.box.x0 for row in rows for cell in row[1:] for line in cell]
    if not first or not others:
        return 0
    left, size, edge = min(line.box.x0 for line in first), first[-1].size, min(others)
    last = max(line.box.y1 for row in rows for cell in row for line in cell)
    count = 0
    for line in after:
        fits = abs(line.box.x0 - left) < size and line.box.x1 < edge + size
        if not fits or line.box.y1 - last > ROW_GAP * size or not 0.9 < line.size / size < 1.1:
            break
        last = line.box.y1
        count += 1
    return count


def are_blocks(rows: Sequence[Cells]) -> bool:
    """Tell addresses set side by side: a telephone and a mail stand under one another."""
    if not 2 <= len(rows) <= BLOCK:
        return False
    texts = [[" ".join(line.text for line in cell) for cell in row] for row in rows]
    for number in range(max(map(len, texts))):
        column = [row[number] for row in texts if number < len(row) and row[number]]
        kinds = [kind for text in column for kind, pattern in _KINDS.items() if pattern.match(text)]
        if len(kinds) == len(column) and len(set(kinds)) == len(kinds) > 1:
            return True
    return False
