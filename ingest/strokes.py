"""What is drawn on a page beside its letters: ruling lines, areas, and how much of it pictures cover."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import NamedTuple

import pypdfium2.raw as fpdf

from ingest import calls
from ingest.shapes import Shape, shape_of
from kb.model import Box

# Drawings (maps, charts) may hold a hundred thousand strokes; a table never comes near these.
MAX_OBJECTS = 20_000
MAX_RULES = 4_000
MAX_AREAS = 2_000
MAX_SEGMENTS = 1_000
MAX_DEPTH = 4
# A stroke or bar up to this thickness in points is a line; what is thicker is an area with edges.
THIN = 3.0
# Dots of a dotted line are shorter than this and are joined later only if they are rules at all.
SHORTEST = 4.0
# Shapes of these sizes in points may be list marks or check boxes.
SMALL = (1.5, 16.0)
MAX_SHAPES = 600
# Flags of an annotation (PDF 1.7, table 165): invisible, hidden, not viewed.
HIDDEN = 0b100011
WHITE = 250
# An area counts as opaque from this alpha (of 255).
OPAQUE = 250
# Annotations that may lie over the text as an area of their own; notes, links and marks do not hide any.
_COVERING = frozenset(
    {
        fpdf.FPDF_ANNOT_FREETEXT,
        fpdf.FPDF_ANNOT_SQUARE,
        fpdf.FPDF_ANNOT_CIRCLE,
        fpdf.FPDF_ANNOT_POLYGON,
        fpdf.FPDF_ANNOT_STAMP,
        fpdf.FPDF_ANNOT_REDACT,
    }
)

Map = Callable[[float, float, float, float], Box]
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Area(NamedTuple):
    """A surface on the page: its place in the order of painting, box, and colour (None for a picture)."""

    order: int
    box: Box
    colour: tuple[int, int, int] | None


class Drawn(NamedTuple):
    """What is drawn on a page: lines as thin boxes, the share (0..1) that pictures cover, opaque areas.

    `order` tells for each text object (by its address) its place in the order of painting.
    """

    rules: tuple[Box, ...]
    images: float
    areas: tuple[Area, ...]
    order: dict[int, int]
    shapes: tuple[Shape, ...] = ()


def drawn(page: fpdf.FPDF_PAGE, shown: Map, width: float, height: float) -> Drawn:
    """Return what a page shows beside its letters. Edges of drawn or filled rectangles count as lines.

    :param shown: maps left, bottom, right, top in user space to the page as shown.
    """
    found = _Found([], [], [])
    order: dict[int, int] = {}
    covered = 0.0
    number = 0
    for number, (handle, kind, matrix) in enumerate(_objects(calls.address(page))):
        if kind == fpdf.FPDF_PAGEOBJ_TEXT:
            order[handle] = number
            continue
        box = _shown_bounds(handle, matrix, shown)
        if kind == fpdf.FPDF_PAGEOBJ_PATH:
            _add_path(found, number, handle, box, matrix, shown)
            continue
        found.cover(number, box, None)
        if kind == fpdf.FPDF_PAGEOBJ_IMAGE:
            if _small(box):
                found.shapes.append(Shape("blot", box, 0))
            across = min(box.x1, width) - max(box.x0, 0)
            down = min(box.y1, height) - max(box.y0, 0)
            covered += max(across, 0) * max(down, 0)
    for box, state in _pasted(page, shown):
        if state is None:
            found.cover(number + 1, box, None)
        else:
            found.shapes.append(Shape("square" if state == "Off" else "ticked", box, 0))
    surface = width * height
    inside = (box for box in found.rules if box.x1 >= 0 and box.y1 >= 0 and box.x0 <= width and box.y0 <= height)
    share = min(covered / surface, 1.0) if surface > 0 else 0.0
    return Drawn(tuple(inside), share, tuple(found.areas), order, tuple(found.shapes[:MAX_SHAPES]))


class _Found(NamedTuple):
    """What has been found so far."""

    rules: list[Box]
    areas: list[Area]
    shapes: list[Shape]

    def cover(self, order: int, box: Box, colour: tuple[int, int, int] | None) -> None:
        if len(self.areas) < MAX_AREAS:
            self.areas.append(Area(order, box, colour))


def _add_path(found: _Found, number: int, handle: int, box: Box, matrix: Matrix, shown: Map) -> None:
    """Add what a path is: a small shape, an area, ruling lines, or several of these."""
    small = _small(box) and len(found.shapes) < MAX_SHAPES
    tiny = box.x1 - box.x0 < SHORTEST and box.y1 - box.y0 < SHORTEST
    if tiny and not small:
        return
    paint = _paint(handle)
    filled = paint.colour is not None and min(paint.colour) < WHITE
    shape = shape_of(handle, box, filled=filled, stroked=paint.stroked) if small else None
    if shape is not None:
        found.shapes.append(shape)
    if tiny:
        return
    if paint.colour and paint.opaque and box.x1 - box.x0 > THIN and box.y1 - box.y0 > THIN:
        found.cover(number, box, paint.colour)
    if (paint.stroked or filled) and len(found.rules) < MAX_RULES:
        found.rules.extend(_rules(handle, box, matrix, shown))


def _small(box: Box) -> bool:
    return SMALL[0] <= box.x1 - box.x0 <= SMALL[1] and SMALL[0] <= box.y1 - box.y0 <= SMALL[1]


def _objects(page: int) -> Iterator[tuple[int, int, Matrix]]:
    """Yield (address, type, matrix of the forms around it) over the page and the forms in it, as painted."""
    seen = 0
    stack = [(_held(page, top=True), _IDENTITY)]
    while stack:
        holder, matrix = stack[-1]
        for handle in holder:
            seen += 1
            if seen > MAX_OBJECTS:
                return
            kind = calls.object_type(handle)
            if kind != fpdf.FPDF_PAGEOBJ_FORM:
                yield handle, kind, matrix
            elif len(stack) <= MAX_DEPTH:
                stack.append((_held(handle, top=False), _times(_own(handle), matrix)))
                break
        else:
            stack.pop()


def _held(holder: int, *, top: bool) -> Iterator[int]:
    if top:
        return calls.page_objects(holder, fpdf.FPDFPage_CountObjects(ctypes.cast(holder, fpdf.FPDF_PAGE)))
    count = fpdf.FPDFFormObj_CountObjects(ctypes.cast(holder, fpdf.FPDF_PAGEOBJECT))
    return map(calls.form_object, repeat(holder), range(count))


def _pasted(page: fpdf.FPDF_PAGE, shown: Map) -> Iterator[tuple[Box, str | None]]:
    """Yield the boxes of annotations that lie on the page as an area, and of a form's check boxes with their state."""
    rect = fpdf.FS_RECTF()
    for index in range(min(fpdf.FPDFPage_GetAnnotCount(page), MAX_AREAS)):
        note = fpdf.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        kind = fpdf.FPDFAnnot_GetSubtype(note)
        state = _state(note) if kind == fpdf.FPDF_ANNOT_WIDGET else None
        if (state or kind in _COVERING) and fpdf.FPDFAnnot_GetRect(note, rect):
            yield shown(rect.left, rect.bottom, rect.right, rect.top), state
        fpdf.FPDFPage_CloseAnnot(note)


def _state(widget: fpdf.FPDF_ANNOTATION) -> str | None:
    """Return the state of a form's check box, „Off“ if empty; None for other fields and what is hidden."""
    if fpdf.FPDFAnnot_GetFlags(widget) & HIDDEN:
        return None
    buffer = (ctypes.c_ushort * 64)()
    size = fpdf.FPDFAnnot_GetStringValue(widget, b"AS", buffer, ctypes.sizeof(buffer))
    return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le", "replace") or None


def _rules(handle: int, bounds: Box, matrix: Matrix, shown: Map) -> list[Box]:
    if bounds.x1 - bounds.x0 <= THIN or bounds.y1 - bounds.y0 <= THIN:
        return [bounds]
    count = calls.segment_count(handle)
    if not 0 < count <= MAX_SEGMENTS:
        return []
    return list(_straight(handle, count, _times(_own(handle), matrix), shown))


def _straight(handle: int, count: int, matrix: Matrix, shown: Map) -> Iterator[Box]:
    """Yield the segments of a path that run along the page's axes."""
    a, b, c, d, e, f = matrix
    start = last = (0.0, 0.0)
    move, line = fpdf.FPDF_SEGMENT_MOVETO, fpdf.FPDF_SEGMENT_LINETO
    for x, y, kind, closes in zip(*calls.path(handle, count), strict=True):
        point = (a * x + c * y + e, b * x + d * y + f)
        if kind == move:
            start = last = point
            continue
        # Most lines of drawings slant, and are left here.
        near = -1.0 <= point[0] - last[0] <= 1.0 or -1.0 <= point[1] - last[1] <= 1.0
        if near and kind == line and (box := _level_or_upright(last, point)):
            yield shown(*box)
        last = point
        if closes:
            last = start
            if box := _level_or_upright(point, start):
                yield shown(*box)


def _level_or_upright(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float, float, float] | None:
    """Return left, bottom, right, top of a line along an axis; None for one that slants or is short."""
    (x0, y0), (x1, y1) = one, other
    across, down = abs(x1 - x0), abs(y1 - y0)
    if (across <= 1.0 and down >= SHORTEST) or (down <= 1.0 and across >= SHORTEST):
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return None


class _Paint(NamedTuple):
    stroked: bool
    colour: tuple[int, int, int] | None  # of the filling, None where there is none
    opaque: bool


def _paint(handle: int) -> _Paint:
    """Return what mark a path leaves."""
    raw = calls.TwoInts()
    at = ctypes.addressof(raw)
    if not calls.draw_mode(handle, at, at + 4):
        return _Paint(False, None, False)
    fill, stroke = raw
    if not fill:
        return _Paint(bool(stroke), None, False)
    channels = calls.FourChannels()
    at = ctypes.addressof(channels)
    if not calls.fill_colour(handle, at, at + 4, at + 8, at + 12):
        return _Paint(bool(stroke), (0, 0, 0), True)
    red, green, blue, alpha = channels
    return _Paint(bool(stroke), (red, green, blue) if alpha else None, alpha >= OPAQUE)


def _shown_bounds(handle: int, matrix: Matrix, shown: Map) -> Box:
    left, bottom, right, top = calls.bounds(handle)
    if matrix == _IDENTITY:
        return shown(left, bottom, right, top)
    corners = [_apply(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return shown(min(xs), min(ys), max(xs), max(ys))


def _own(handle: int) -> Matrix:
    raw = fpdf.FS_MATRIX()
    if not fpdf.FPDFPageObj_GetMatrix(ctypes.cast(handle, fpdf.FPDF_PAGEOBJECT), ctypes.byref(raw)):
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
