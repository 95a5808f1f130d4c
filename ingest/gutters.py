"""White space between words: the bands that things side by side form, and the white that runs through them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from kb.model import Box

# Gutters in type sizes: a tall one may be as narrow as the first, a short one needs the second.
# Measured: council minutes 1.7, election programmes 1.2-2; rivers in justified text stay below .9.
NARROW, WIDE = 0.9, 1.6


class Placed(Protocol):
    """Something with a place on the page: a word, or an inset (table, frame)."""

    @property
    def box(self) -> Box: ...
    @property
    def size(self) -> float: ...
    @property
    def text(self) -> str: ...


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


def bands(items: Sequence[Placed], size: float) -> list[Band]:
    """Group things of a line's height by their middle; tall things stand in all bands they cover.

    :param size: the usual type size, the unit of every distance.
    """
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


def runs(found: Sequence[Band], width: float) -> list[Run]:
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
                if high - left < width:
                    continue
                if right - low < width:
                    break
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
