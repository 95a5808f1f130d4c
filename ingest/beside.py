"""Telling two columns of running text from a table, from labels beside values, and from bullets beside items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ingest.gutters import WIDE, Band, Placed, Run

Side = Sequence[Sequence[Placed]]


class _Sides(NamedTuple):
    """The lines on both sides of a run, the room they take, and how many have none beside them.

    `pairs` is what stands next to the white on both sides, line by line.
    """

    lines: tuple[list[list[Placed]], list[list[Placed]]]
    widths: tuple[float, float]
    fills: tuple[float, float]
    lonely: tuple[int, int]
    pairs: list[tuple[Placed, Placed]]


def are_columns(items: Sequence[Placed], found: Sequence[Band], run: Run, size: float) -> bool:
    """Tell whether what stands left and right of the white `run` is read one after the other.

    :param found: the bands of `items`.
    :param size: the usual type size, the unit of every distance.
    """
    sides = _sides(items, found, run)
    if not sides.lines[0] or not sides.lines[1]:
        # Insets (tables, frames) make up one side: several are a column, a single one is a box beside text.
        return _insets(items, found, run, left=not sides.lines[0]) > 1
    if min(sides.widths) < 5 * size or _marks(sides, run.right - run.left):
        return False
    return _runs_on(sides) or _paged(sides.lines) or _full(sides, size) or _apart(sides)


def _sides(items: Sequence[Placed], found: Sequence[Band], run: Run) -> _Sides:
    lines: tuple[list[list[Placed]], list[list[Placed]]] = ([], [])
    lonely = [0, 0]
    pairs = []
    for band in found[run.first : run.last + 1]:
        members = sorted((items[index] for index in band.members), key=lambda item: item.box.x0)
        left = [item for item in members if item.box.x1 <= run.left + 0.1]
        right = [item for item in members if item.box.x0 >= run.right - 0.1]
        lonely[0] += bool(left and not right)
        lonely[1] += bool(right and not left)
        if left and right:
            pairs.append((left[-1], right[0]))
        if left:
            lines[0].append(left)
        if right:
            lines[1].append(right)
    extents = [extent(found, run, left=left) for left in (True, False)]
    widths = [max((x1 for _, x1 in side), default=0.0) - min((x0 for x0, _ in side), default=0.0) for side in extents]
    fills = [
        median((x1 - x0) for x0, x1 in side) / (width or 1.0) if side else 0.0
        for side, width in zip(extents, widths, strict=True)
    ]
    return _Sides(lines, (widths[0], widths[1]), (fills[0], fills[1]), (lonely[0], lonely[1]), pairs)


def extent(found: Sequence[Band], run: Run, *, left: bool) -> list[tuple[float, float]]:
    """Return the extent of each band's content on one side of the run."""
    extents = []
    for band in found[run.first : run.last + 1]:
        spans = [span for span in band.taken if (span[1] <= run.left if left else span[0] >= run.right)]
        if spans:
            extents.append((spans[0][0], spans[-1][1]))
    return extents


def _insets(items: Sequence[Placed], found: Sequence[Band], run: Run, *, left: bool) -> int:
    top, bottom = found[run.first].top, found[run.last].bottom
    return sum(
        (item.box.x1 <= run.left + 0.1 if left else item.box.x0 >= run.right - 0.1)
        and item.box.y0 < bottom
        and item.box.y1 > top
        for item in items
    )


def _marks(sides: _Sides, width: float) -> bool:
    """Tell whether white of this width stands between list marks and their items, whatever is further to the left."""
    close = [one for one, other in sides.pairs if other.box.x0 - one.box.x1 <= 2 * width]
    marks = sum(len(one.text) == 1 and not one.text.isalnum() for one in close)
    return marks >= 2 and 2 * marks >= len(close)


def _runs_on(sides: _Sides) -> bool:
    """Tell whether lines of one side go on in the next by hyphens, unless the left side are labels.

    Labels all have a line beside them, and take less room than what they label.
    """
    if sides.lonely[0] == 0 and 2 * sides.widths[0] < sides.widths[1]:
        return False
    return any(_broken_words(side) for side in sides.lines)


def _full(sides: _Sides, size: float) -> bool:
    """Tell full lines on both sides.

    Where they are fewer, both sides have lines alone: headings, lists and gaps that are set for themselves.
    """
    if min(median(len(line) for line in side) for side in sides.lines) >= 4 and min(sides.fills) >= 0.6:
        return True
    full = [
        sum(_fills(line, width, WIDE * size, left=number == 0) for line in side)
        for number, (side, width) in enumerate(zip(sides.lines, sides.widths, strict=True))
    ]
    enough = all(count >= max(4, len(side) / 3) for count, side in zip(full, sides.lines, strict=True))
    return enough and min(sides.lonely) >= 2


def _apart(sides: _Sides) -> bool:
    """Tell two texts or lists that are set independently, line by line.

    Most lines of one side have none on the same line of the other, and still the sides stand beside one
    another; centred headings between the lines of a list do not.
    """
    fewer = min(map(len, sides.lines))
    both = len(sides.lines[0]) - sides.lonely[0]
    words = min(median(len(line) for line in side) for side in sides.lines)
    if 1 - both / fewer > 0.5 and words >= 2:
        return _beside(sides.lines) or all(_aligned(side) for side in sides.lines)
    return min(sum(line[0].text[0] in "•▪–-➢☐" for line in side) for side in sides.lines) >= 2


def _paged(lines: tuple[Side, Side]) -> bool:
    """Tell a list of contents in two columns: page numbers that rise down the left side and on down the right."""
    pages: list[int] = []
    for side in lines:
        ends = [line[-1].text for line in side if len(line) > 1]
        numbers = [int(end) for end in ends if end.isascii() and end.isdigit() and len(end) < 5]
        if len(numbers) < max(4, len(side) / 3):
            return False
        pages += numbers
    return pages == sorted(pages) and pages[0] < pages[-1]


def _fills(line: Sequence[Placed], width: float, gap: float, *, left: bool) -> bool:
    """Tell whether what stands next to the gutter, up to the next wide white, fills a line as text does."""
    near = list(line[::-1] if left else line)
    count = 1
    for one, other in pairwise(near):
        if (one.box.x0 - other.box.x1 if left else other.box.x0 - one.box.x1) > gap:
            break
        count += 1
    edges = [near[0].box, near[count - 1].box]
    return count >= 4 and max(box.x1 for box in edges) - min(box.x0 for box in edges) >= 0.6 * width


def _aligned(side: Side) -> bool:
    """Tell whether half of the lines begin at one place, as set columns do and centred headings do not."""
    places = Counter(round(line[0].box.x0) for line in side)
    return 2 * places.most_common(1)[0][1] >= len(side)


def _beside(lines: tuple[Side, Side]) -> bool:
    """Tell whether half of the lines on the shorter side stand at the height of a line on the other side."""
    fewer, more = sorted(([(line[0].box.y0, line[0].box.y1) for line in side] for side in lines), key=len)
    hits, at = 0, 0
    for top, bottom in fewer:
        while at < len(more) and more[at][1] <= top + 0.2 * (bottom - top):
            at += 1
        hits += at < len(more) and more[at][0] < bottom - 0.2 * (bottom - top)
    return 2 * hits >= len(fewer)


def _broken_words(side: Side) -> bool:
    """Tell whether lines of one side run on into the next by hyphens: the mark of set columns."""
    hits = 0
    for above, below in pairwise(side):
        end = above[-1].text
        hits += end.endswith("-") and end[:-1].isalpha() and below[0].text[:1].islower()
    return hits >= 2
