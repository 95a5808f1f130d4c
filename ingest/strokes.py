"""What is drawn on a page beside its letters: ruling lines, and how much of it pictures cover."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator

import pypdfium2.raw as fpdf

from kb.model import Box

# Drawings (maps, charts) may hold a hundred thousand strokes; a table never comes near these.
MAX_OBJECTS = 20_000
MAX_RULES = 4_000
MAX_SEGMENTS = 1_000
MAX_DEPTH = 4
# A stroke or bar up to this thickness in points is a line; what is thicker is an area with edges.
THIN = 3.0
# Dots of a dotted line are shorter than this and are joined later only if they are rules at all.
SHORTEST = 4.0
WHITE = 250

Map = Callable[[float, float, float, float], Box]
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def drawn(page: fpdf.FPDF_PAGE, shown: Map, width: float, height: float) -> tuple[tuple[Box, ...], float]:
    """Return the horizontal and vertical lines of a page as thin boxes, and the share images cover.

    Edges of drawn or filled rectangles count as lines.

    :param shown: maps left, bottom, right, top in user space to the page as shown.
    """
    rules: list[Box] = []
    covered = 0.0
    for handle, kind, matrix in _objects(page):
        if kind == fpdf.FPDF_PAGEOBJ_IMAGE:
            box = _shown_bounds(handle, matrix, shown)
            across = min(box.x1, width) - max(box.x0, 0)
            down = min(box.y1, height) - max(box.y0, 0)
            covered += max(across, 0) * max(down, 0)
        elif kind == fpdf.FPDF_PAGEOBJ_PATH and len(rules) < MAX_RULES:
            rules += _rules(handle, matrix, shown)
    area = width * height
    inside = (box for box in rules if box.x1 >= 0 and box.y1 >= 0 and box.x0 <= width and box.y0 <= height)
    return tuple(inside), min(covered / area, 1.0) if area > 0 else 0.0


def _objects(page: fpdf.FPDF_PAGE) -> Iterator[tuple[fpdf.FPDF_PAGEOBJECT, int, Matrix]]:
    """Yield (object, type, matrix of the forms around it) over the page and the forms in it."""
    seen = 0
    stack = [(page, _IDENTITY, 0)]
    while stack:
        holder, matrix, depth = stack.pop()
        count, get = (fpdf.FPDFFormObj_CountObjects, fpdf.FPDFFormObj_GetObject)
        if depth == 0:
            count, get = (fpdf.FPDFPage_CountObjects, fpdf.FPDFPage_GetObject)
        for index in range(count(holder)):
            seen += 1
            if seen > MAX_OBJECTS:
                return
            handle = get(holder, index)
            kind = fpdf.FPDFPageObj_GetType(handle)
            if kind == fpdf.FPDF_PAGEOBJ_FORM:
                if depth < MAX_DEPTH:
                    stack.append((handle, _times(_own(handle), matrix), depth + 1))
            elif kind != fpdf.FPDF_PAGEOBJ_TEXT:
                yield handle, kind, matrix


def _rules(handle: fpdf.FPDF_PAGEOBJECT, matrix: Matrix, shown: Map) -> list[Box]:
    bounds = _shown_bounds(handle, matrix, shown)
    across, down = bounds.x1 - bounds.x0, bounds.y1 - bounds.y0
    if across < SHORTEST and down < SHORTEST:
        return []
    if not _painted(handle):
        return []
    if across <= THIN or down <= THIN:
        return [bounds]
    count = fpdf.FPDFPath_CountSegments(handle)
    if not 0 < count <= MAX_SEGMENTS:
        return []
    return list(_straight(handle, count, _times(_own(handle), matrix), shown))


def _straight(handle: fpdf.FPDF_PAGEOBJECT, count: int, matrix: Matrix, shown: Map) -> Iterator[Box]:
    """Yield the segments of a path that run along the page's axes."""
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(count):
        segment = fpdf.FPDFPath_GetPathSegment(handle, index)
        fpdf.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = _apply(matrix, x.value, y.value)
        kind = fpdf.FPDFPathSegment_GetType(segment)
        ends = [(last, point)] if kind == fpdf.FPDF_SEGMENT_LINETO else []
        if kind == fpdf.FPDF_SEGMENT_MOVETO:
            start = point
        last = point
        if fpdf.FPDFPathSegment_GetClose(segment):
            ends.append((point, start))
            last = start
        for (x0, y0), (x1, y1) in ends:
            across, down = abs(x1 - x0), abs(y1 - y0)
            if max(across, down) >= SHORTEST and min(across, down) <= 1.0:
                yield shown(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _painted(handle: fpdf.FPDF_PAGEOBJECT) -> bool:
    """Tell whether a path leaves a mark: stroked, or filled with anything but white."""
    fill, stroke = ctypes.c_int(), fpdf.FPDF_BOOL()
    if not fpdf.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroke)):
        return False
    if stroke.value:
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not fill.value:
        return False
    if not fpdf.FPDFPageObj_GetFillColor(handle, *map(ctypes.byref, (red, green, blue, alpha))):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < WHITE


def _shown_bounds(handle: fpdf.FPDF_PAGEOBJECT, matrix: Matrix, shown: Map) -> Box:
    values = [ctypes.c_float() for _ in range(4)]
    fpdf.FPDFPageObj_GetBounds(handle, *map(ctypes.byref, values))
    left, bottom, right, top = (value.value for value in values)
    if matrix == _IDENTITY:
        return shown(left, bottom, right, top)
    corners = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return shown(min(xs), min(ys), max(xs), max(ys))


def _own(handle: fpdf.FPDF_PAGEOBJECT) -> Matrix:
    raw = fpdf.FS_MATRIX()
    if not fpdf.FPDFPageObj_GetMatrix(handle, ctypes.byref(raw)):
        return _IDENTITY
    return raw.a, raw.b, raw.c, raw.d, raw.e, raw.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix that applies `inner` first (row vectors, PDF 1.7 section 8.3.3)."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
