"""Where the columns of a page are: tall stretches of white between words (gutters).

The method follows Breuel's whitespace cover (2002) in spirit, band by band instead of by rectangles:
white intervals are followed from band to band as long as they stay wide enough; the tallest one
with running text on both sides cuts the page, and both sides and what is above and below are cut again.
A gutter may bend around a picture or a box that reaches into a column, and a line drawn in it proves it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import TypeVar

from ingest.beside import are_columns, extent
from ingest.gutters import NARROW, WIDE, Band, Placed, Run, bands, runs
from kb.model import Box

# A gutter as narrow as NARROW needs this many lines on each side, a WIDE one only MIN_BANDS.
TALL = 8
MIN_BANDS = 3
# A gutter may move this far (in type sizes) where a box or a picture reaches into a column.
BEND = 6
# A line drawn between columns is at least this tall (type sizes), and all the evidence they need.
DRAWN = 15
# Notes stand off the column above them by more than this (type sizes, foot to head).
OFF = 1.0
MAX_DEPTH = 12


P = TypeVar("P", bound=Placed)


def regions(items: Sequence[P], drawn: Sequence[Box] = (), depth: int = 0) -> list[list[P]]:
    """Return `items` (kept in their order) parted into single columns, in reading order.

    :param drawn: upright lines on the page; one that stands in a gutter parts columns of any length.
    """
    if len(items) < 2 * MIN_BANDS or depth > MAX_DEPTH:
        return [list(items)] if items else []
    size = median([item.size for item in items]) or 10.0
    found = bands(items, size)
    run = _gutter(items, found, size, [line for line in drawn if line.y1 - line.y0 >= DRAWN * size])
    if run is None:
        return [list(items)]
    cuts = _bent(found, run, size)
    parts: tuple[list[P], ...] = ([], [], [], [])
    first, last = min(cuts), max(cuts)
    top, bottom = found[first].top, found[last].bottom
    place = {member: number for number, band in enumerate(found) for member in band.members}
    for index, item in enumerate(items):
        x0, y0, x1, y1 = item.box
        middle = (x0 + x1) / 2
        number = place.get(index)
        if number is None:
            height = (y0 + y1) / 2
            number = first - 1 if height < top else last + 1 if height > bottom else run.first
        if number < first:
            parts[0].append(item)
        elif number > last:
            parts[3].append(item)
        else:
            parts[1 if middle < cuts[number] else 2].append(item)
    return [region for part in parts for region in regions(part, drawn, depth + 1)]


def _bent(found: Sequence[Band], run: Run, size: float) -> dict[int, float]:
    """Return where each band is cut: along the run, and above and below it as far as the gutter goes on bent."""
    middle = (run.left + run.right) / 2
    cuts = dict.fromkeys(range(run.first, run.last + 1), middle)
    for numbers in (range(run.first - 1, -1, -1), range(run.last + 1, len(found))):
        waiting: dict[int, float] = {}
        parted = 0
        reach = found[run.first if numbers.step < 0 else run.last]
        for number in numbers:
            band = found[number]
            away = reach.top - band.bottom if numbers.step < 0 else band.top - reach.bottom
            cut, both = _cut(band, middle, size)
            if cut is None or away > OFF * size:
                break
            waiting[number] = cut
            parted += both
            # A wide space of one justified line proves nothing; two lines running hardly ever have it.
            if both and parted >= 2:
                cuts.update(waiting)
            reach = band
    return cuts


def _cut(band: Band, middle: float, size: float) -> tuple[float | None, bool]:
    """Return where near `middle` the band's content can be cut, and whether it has content on both sides then."""
    white = [(left[1] + right[0]) / 2 for left, right in pairwise(band.taken)]
    near = [cut for cut in white if abs(cut - middle) <= BEND * size]
    if near:
        return min(near, key=lambda cut: abs(cut - middle)), True
    if band.taken[-1][1] <= middle + BEND * size:
        return math.inf, False
    return (-math.inf, False) if band.taken[0][0] >= middle - BEND * size else (None, False)


def _gutter(items: Sequence[Placed], found: Sequence[Band], size: float, drawn: Sequence[Box]) -> Run | None:
    """Return the tallest white run that parts two columns of text."""
    best: Run | None = None
    most = 0
    # The tallest first, of these the widest: shorter ones cannot have more lines beside them.
    for run in sorted(runs(found, NARROW * size), key=lambda run: (run.first - run.last, run.left - run.right, run)):
        if 2 * (run.last - run.first + 1) <= most:
            break
        ruled = any(_stands_in(line, found, run) for line in drawn)
        trimmed = run if ruled else _trimmed(items, found, run, size)
        if trimmed is None:
            continue
        sides = [extent(found, trimmed, left=left) for left in (True, False)]
        fewer = min(len(side) for side in sides)
        wide = (trimmed.right - trimmed.left) / size
        needed = 1 if ruled else max(MIN_BANDS, TALL - (TALL - MIN_BANDS) * (wide - NARROW) / (WIDE - NARROW))
        if fewer < needed:
            continue
        score = len(sides[0]) + len(sides[1])
        if score > most and (ruled or are_columns(items, found, trimmed, size)):
            best, most = trimmed, score
    return best


def _stands_in(line: Box, found: Sequence[Band], run: Run) -> bool:
    """Tell whether a drawn line runs down the white along most of the run."""
    top, bottom = found[run.first].top, found[run.last].bottom
    beside = min(bottom, line.y1) - max(top, line.y0)
    return run.left <= line.x0 and line.x1 <= run.right and beside >= 0.8 * (bottom - top)


def _trimmed(items: Sequence[Placed], found: Sequence[Band], run: Run, size: float) -> Run | None:
    """Leave out bands at the top that have nothing on the right (a heading over both columns, say), and notes below."""
    first, last = run.first, run.last
    while first <= last and found[first].taken[-1][1] <= run.left:
        first += 1
    # Notes stand off from the column, and belong to the line that follows: one across the page, or nothing.
    foot = last
    while (
        foot > first and found[foot].taken[-1][1] <= run.left and found[foot].top - found[foot - 1].bottom < OFF * size
    ):
        foot -= 1
    if foot > first and found[foot].taken[-1][1] <= run.left and _follows(items, found, foot, last, size):
        last = foot - 1
    return run._replace(first=first, last=last) if last - first >= MIN_BANDS - 1 else None


def _follows(items: Sequence[Placed], found: Sequence[Band], foot: int, last: int, size: float) -> bool:
    """Tell whether the bands from `foot` on are small print that goes on below the run."""
    small = median(items[index].size for band in found[foot : last + 1] for index in band.members) <= 0.95 * size
    if not small or last + 1 == len(found):
        return False
    return found[last + 1].top - found[last].bottom < found[foot].top - found[foot - 1].bottom
