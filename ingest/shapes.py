"""Small shapes of a page, in which list marks and check boxes are drawn. A part of `ingest.strokes`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import pypdfium2.raw as fpdf

from ingest import calls
from kb.model import Box

# A disc of four curves has 13 segments; the longest path of one met had 49.
MAX_OUTLINE = 64
# A handle of a circle's curve is up to 1.14 times as far from the middle as its ends.
ROUND = 0.8

Kind = Literal["disc", "blot", "square", "ticked", "slant"]


class Shape(NamedTuple):
    """A small shape and the number of segments of its path (0 of a picture).

    Filled are discs (and squares as small) and other blots; stroked are squares, `ticked` if there is
    more in the path than its sides, and slanting strokes.
    """

    kind: Kind
    box: Box
    segments: int


def shape_of(handle: int, box: Box, *, filled: bool, stroked: bool) -> Shape | None:
    """Return a small path, shown in `box`, as a shape; None if it is of no kind that marks are drawn in."""
    across, down = box.x1 - box.x0, box.y1 - box.y0
    count = calls.segment_count(handle)
    if not (filled or stroked) or not 1 < count <= MAX_OUTLINE or not 0.6 * down <= across <= 1.7 * down:
        return None
    if not filled and count > 9:
        return None
    points, starts = _outline(handle, count)
    kind = _kind(points, filled=filled, even=0.8 * down <= across <= 1.25 * down)
    # Letters drawn as outlines have holes, marks have none.
    return Shape(kind, box, count) if kind and not (filled and starts > 1) else None


def _outline(handle: int, count: int) -> tuple[list[tuple[float, float]], int]:
    """Return the points of a path and of how many parts it is."""
    xs, ys, types, _ = calls.path(handle, count)
    return list(zip(xs, ys, strict=True)), types.count(fpdf.FPDF_SEGMENT_MOVETO)


def _kind(points: Sequence[tuple[float, float]], *, filled: bool, even: bool) -> Kind | None:
    sides = _sides(points)
    if filled:
        return "disc" if even and (sides == 4 or _round(points)) else "blot"
    if even and sides == 4:
        return "square" if len(points) <= 5 else "ticked"
    return "slant" if sides == 0 and len(points) <= 4 else None


def _sides(points: Sequence[tuple[float, float]]) -> int:
    """Return how many sides of a path run along an axis, at most 4; the last side may be left open."""
    corners = points if len(points) != 4 else [*points, points[0]]
    reach = max(max(x for x, _ in points) - min(x for x, _ in points), 0.01)
    steps = [(abs(x1 - x0), abs(y1 - y0)) for (x0, y0), (x1, y1) in pairwise(corners)]
    return min(sum(min(step) < 0.05 * reach < max(step) for step in steps), 4)


def _round(points: Sequence[tuple[float, float]]) -> bool:
    """Tell whether the points of a path lie around its middle as those of a circle drawn in curves do."""
    if len(points) < 8:
        return False
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    far = [math.hypot(a - x, b - y) for a, b in points]
    return min(far) > ROUND * max(far)
