"""Where the columns of a page are: tall stretches of white between words (gutters).

The method follows Breuel's whitespace cover (2002) in spirit, band by band instead of by rectangles:
white intervals are followed from band to band as long as they stay wide enough; the tallest one
with running text on both sides cuts the page, and both sides and what is above and below are cut again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple, Protocol, TypeVar

from kb.model import Box

# Gutters in type sizes: a tall one may be as narrow as the first, a short one needs the second.
# Measured: council minutes 1.7, election programmes 1.2-2; rivers in justified text stay below .9.
NARROW, WIDE = 0.9, 1.6
TALL = 8
MIN_BANDS = 3
MAX_DEPTH = 12


class Placed(Protocol):
    """Something with a place on the page: a word, or an inset (table, frame)."""

    @property
    def box(self) -> Box: ...
    @property
    def size(self) -> float: ...
    @property
    def text(self) -> str: ...


P = TypeVar("P", bound=Placed)


class Band(NamedTuple):
    """Things side by side, and the intervals of x that they take up."""

    members: tuple[int, ...]
    top: float
    bottom: float
    taken: tuple[tuple[float, float], ...]


class Run(NamedTuple):
    """A white interval [left, right] through the bands first..last."""

    left: float
    right: float
    first: int
    last: int


def regions(items: Sequence[P], depth: int = 0) -> list[list[P]]:
    """Return `items` (kept in their order) parted into single columns, in reading order."""
    if len(items) < 2 * MIN_BANDS or depth > MAX_DEPTH:
        return [list(items)] if items else []
    size = median(item.size for item in items) or 10.0
    found = _bands(items, size)
    run = _gutter(items, found, size)
    if run is None:
        return [list(items)]
    parts: tuple[list[P], ...] = ([], [], [], [])
    top, bottom = found[run.first].top, found[run.last].bottom
    place = {member: number for number, band in enumerate(found) for member in band.members}
    for index, item in enumerate(items):
        middle = (item.box.x0 + item.box.x1) / 2
        number = place.get(index)
        if number is None:
            height = (item.box.y0 + item.box.y1) / 2
            number = run.first - 1 if height < top else run.last + 1 if height > bottom else run.first
        if number < run.first:
            parts[0].append(item)
        elif number > run.last:
            parts[3].append(item)
        else:
            parts[1 if middle < (run.left + run.right) / 2 else 2].append(item)
    return [region for part in parts for region in regions(part, depth + 1)]


def _bands(items: Sequence[Placed], size: float) -> list[Band]:
    """Group things of a line's height by their middle; tall things stand in all bands they cover."""
    tall = [index for index, item in enumerate(items) if item.box.y1 - item.box.y0 > 2.2 * size]
    is_tall = set(tall)
    order = sorted((i for i in range(len(items)) if i not in is_tall), key=lambda i: items[i].box.y0 + items[i].box.y1)
    groups: list[list[int]] = []
    start = -math.inf
    for index in order:
        middle = (items[index].box.y0 + items[index].box.y1) / 2
        if middle - start > 0.45 * size:
            groups.append([])
            start = middle
        groups[-1].append(index)
    found = []
    # Tall things that no line stands beside make bands of their own.
    for index in tall:
        box = items[index].box
        if not any(box.y0 <= (items[g[0]].box.y0 + items[g[0]].box.y1) / 2 <= box.y1 for g in groups):
            groups.append([index])
    groups.sort(key=lambda g: items[g[0]].box.y0 + items[g[0]].box.y1)
    for group in groups:
        top = min(items[index].box.y0 for index in group)
        bottom = max(items[index].box.y1 for index in group)
        middle = (items[group[0]].box.y0 + items[group[0]].box.y1) / 2
        beside = [index for index in tall if items[index].box.y0 <= middle <= items[index].box.y1]
        spans = sorted((items[index].box.x0, items[index].box.x1) for index in {*group, *beside})
        found.append(Band(tuple(group), top, bottom, tuple(_merged(spans, NARROW * size))))
    return found


def _merged(spans: Sequence[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for left, right in spans:
        if merged and left - merged[-1][1] < gap:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _gutter(items: Sequence[Placed], found: Sequence[Band], size: float) -> Run | None:
    """Return the tallest white run that parts two columns of text."""
    best: Run | None = None
    most = 0
    for run in _runs(found, NARROW * size):
        trimmed = _trimmed(found, run)
        if trimmed is None:
            continue
        sides = [_side(found, trimmed, left=left) for left in (True, False)]
        fewer = min(len(side) for side in sides)
        needed = MIN_BANDS if trimmed.right - trimmed.left >= WIDE * size else TALL
        if fewer < needed:
            continue
        score = len(sides[0]) + len(sides[1])
        if score > most and _are_columns(items, found, trimmed, size):
            best, most = trimmed, score
    return best


def _runs(found: Sequence[Band], width: float) -> list[Run]:
    """Return all white runs of at least `width` that are as tall as they can be."""
    done: set[Run] = set()
    active: dict[tuple[float, float], int] = {}
    for number, band in enumerate(found):
        edges = [-math.inf, *(edge for span in band.taken for edge in span), math.inf]
        white = [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
        following: dict[tuple[float, float], int] = {}
        for (left, right), start in active.items():
            whole = False
            for low, high in white:
                cut = (max(left, low), min(right, high))
                if cut[1] - cut[0] >= width:
                    following[cut] = min(start, following.get(cut, start))
                    whole = whole or cut == (left, right)
            if not whole:
                done.add(Run(left, right, start, number - 1))
        for low, high in white:
            following.setdefault((low, high), number)
        # The outermost white belongs to the margins; runs that touch no text on a side are dropped later.
        active = following
    done.update(Run(left, right, start, len(found) - 1) for (left, right), start in active.items())
    return [run for run in done if run.left > -math.inf and run.right < math.inf and run.last - run.first >= 2]


def _trimmed(found: Sequence[Band], run: Run) -> Run | None:
    """Leave out bands at the top that have nothing on the right: a heading over both columns, say."""
    first, last = run.first, run.last
    while first <= last and found[first].taken[-1][1] <= run.left:
        first += 1
    return run._replace(first=first) if last - first >= MIN_BANDS - 1 else None


def _side(found: Sequence[Band], run: Run, *, left: bool) -> list[tuple[float, float]]:
    """Return the extent of each band's content on one side of the run."""
    extents = []
    for band in found[run.first : run.last + 1]:
        spans = [span for span in band.taken if (span[1] <= run.left if left else span[0] >= run.right)]
        if spans:
            extents.append((spans[0][0], spans[-1][1]))
    return extents


def _are_columns(items: Sequence[Placed], found: Sequence[Band], run: Run, size: float) -> bool:
    """Tell columns of running text from labels beside values, bullets beside items, and tables."""
    words: tuple[list[list[Placed]], list[list[Placed]]] = ([], [])
    both = 0
    for band in found[run.first : run.last + 1]:
        members = sorted((items[index] for index in band.members), key=lambda item: item.box.x0)
        left = [item for item in members if item.box.x1 <= run.left + 0.1]
        right = [item for item in members if item.box.x0 >= run.right - 0.1]
        both += bool(left and right)
        if left:
            words[0].append(left)
        if right:
            words[1].append(right)
    if not words[0] or not words[1]:
        return True  # an inset (table, frame) makes up one side
    extents = [_side(found, run, left=left) for left in (True, False)]
    widths = [max(x1 for _, x1 in side) - min(x0 for x0, _ in side) for side in extents]
    if min(widths) < 5 * size:
        return False
    if _broken_words(words[0]) or _broken_words(words[1]):
        return True
    counts = [median(len(line) for line in side) for side in words]
    fills = [median((x1 - x0) for x0, x1 in side) / width for side, width in zip(extents, widths, strict=True)]
    # Lines of one side that have no neighbour on the other: two texts set independently.
    apart = 1 - both / min(len(words[0]), len(words[1]))
    if min(counts) >= 4 and min(fills) >= 0.6:
        return True
    bullets = [sum(line[0].text[0] in "•▪–-➢☐" for line in side) for side in words]
    return (apart > 0.5 and min(counts) >= 2) or min(bullets) >= 2


def _broken_words(side: Sequence[Sequence[Placed]]) -> bool:
    """Tell whether lines of one side run on into the next by hyphens: the mark of set columns."""
    hits = 0
    for above, below in pairwise(side):
        end = above[-1].text
        hits += end.endswith("-") and end[:-1].isalpha() and below[0].text[:1].islower()
    return hits >= 2
