"""White space between words: the bands that things side by side form, and the white that runs through them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from ingest.boxes import merged
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
    boxes = [item.box for item in items]
    sums = [box[1] + box[3] for box in boxes]
    higher, apart = 2.2 * size, 0.45 * size
    tall = [index for index, (_, y0, _, y1) in enumerate(boxes) if y1 - y0 > higher]
    is_tall = set(tall)
    groups: list[list[int]] = []
    group: list[int] = []
    start = -math.inf
    for index in sorted(range(len(boxes)), key=sums.__getitem__):
        if tall and index in is_tall:
            continue
        middle = sums[index] / 2
        if middle - start > apart:
            group = [index]
            groups.append(group)
            start = middle
        else:
            group.append(index)
    found = []
    # Tall things that no line stands beside make bands of their own.
    for index in tall:
        box = boxes[index]
        if not any(box.y0 <= sums[group[0]] / 2 <= box.y1 for group in groups):
            groups.append([index])
    groups.sort(key=lambda group: sums[group[0]])
    for group in groups:
        x0s, y0s, x1s, y1s = zip(*[boxes[index] for index in group], strict=True)
        spans = list(zip(x0s, x1s, strict=True))
        if tall:
            middle = sums[group[0]] / 2
            held = set(group)
            beside = [index for index in tall if boxes[index].y0 <= middle <= boxes[index].y1 and index not in held]
            spans += ((boxes[index].x0, boxes[index].x1) for index in beside)
        found.append(Band(tuple(group), min(y0s), max(y1s), tuple(merged(spans, NARROW * size))))
    return found


def runs(found: Sequence[Band], width: float) -> list[Run]:
    """Return all white runs of at least `width` that are as tall as they can be."""
    done: set[Run] = set()
    active: dict[tuple[float, float], int] = {}
    for number, band in enumerate(found):
        edges = [-math.inf, *(edge for span in band.taken for edge in span), math.inf]
        white = [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
        following: dict[tuple[float, float], int] = {}
        for span, start in active.items():
            left, right = span
            whole = False
            for low, high in white:
                if low <= left and right <= high:
                    whole = True
                    following[span] = min(start, following.get(span, start))
                    break
                if right - low < width:
                    break
                if high - left < width:
                    continue
                cut = (left if left > low else low, right if right < high else high)
                if cut[1] - cut[0] >= width:
                    following[cut] = min(start, following.get(cut, start))
            if not whole and number - start > 2 and left > -math.inf and right < math.inf:
                done.add(Run(left, right, start, number - 1))
        for low, high in white:
            following.setdefault((low, high), number)
        # The outermost white belongs to the margins; runs that touch no text on a side are dropped later.
        active = following
    done.update(Run(left, right, start, len(found) - 1) for (left, right), start in active.items())
    return [run for run in done if run.left > -math.inf and run.right < math.inf and run.last - run.first >= 2]
