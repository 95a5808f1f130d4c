"""pdfium's functions that are called for each word and each stroke, many at once.

pypdfium2 checks the type of each pointer and makes an object of each that comes back; without, a call takes
half to two thirds of the time, and a page has thousands. Same library, same functions: `pypdfium2.raw` binds them.
"""

from __future__ import annotations

import ctypes
import struct
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2.raw as fpdf
from numpy.typing import NDArray

_int, _address = ctypes.c_int, ctypes.c_void_p


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    """Return a function of the library with other types of arguments (pointers as addresses)."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


class _Pointer(ctypes.c_void_p):
    """A pointer that comes back as an object which other functions take, and not as a number."""


def _untold(function: Any, result: Any) -> Any:
    """Return a function of the library that is told nothing of its arguments, which takes a third of the time.

    Pointers have to be objects of ctypes (`byref`, `c_void_p`); numbers are ints of C. It is too short to let other
    threads run meanwhile.
    """
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


# (text page, index, RECT) -> whether there is such a box.
_loose_box = _untold(fpdf.FPDFText_GetLooseCharBox, _int)
# (text page, index) -> address of the text object, None for characters that pdfium made up.
text_object = _untold(fpdf.FPDFText_GetTextObject, _address)
font_of = _untold(fpdf.FPDFTextObj_GetFont, _address)
font_size = _untold(fpdf.FPDFTextObj_GetFontSize, _int)
render_mode = _untold(fpdf.FPDFTextObj_GetTextRenderMode, _int)
text_colour = _untold(fpdf.FPDFPageObj_GetFillColor, _int)
matrix_at = _untold(fpdf.FPDFText_GetMatrix, _int)
fill_colour = _bound(fpdf.FPDFPageObj_GetFillColor, _int, _address, *[_address] * 4)
_page_object = _untold(fpdf.FPDFPage_GetObject, _address)
_bounds = _untold(fpdf.FPDFPageObj_GetBounds, _int)
_segment = _untold(fpdf.FPDFPath_GetPathSegment, _Pointer)
_segment_point = _untold(fpdf.FPDFPathSegment_GetPoint, _int)
_segment_type = _untold(fpdf.FPDFPathSegment_GetType, _int)
_segment_closes = _untold(fpdf.FPDFPathSegment_GetClose, _int)
# Of page objects and paths.
object_type = _bound(fpdf.FPDFPageObj_GetType, _int, _address)
form_object = _bound(fpdf.FPDFFormObj_GetObject, _address, _address, ctypes.c_ulong)
draw_mode = _bound(fpdf.FPDFPath_GetDrawMode, _int, _address, _address, _address)
segment_count = _bound(fpdf.FPDFPath_CountSegments, _int, _address)

# What they write into: 4 bytes for each value, one behind the other.
TwoInts, FourChannels = ctypes.c_int * 2, ctypes.c_uint * 4
# Values out of an FS_MATRIX: a, b, c, d.
matrix = struct.Struct("4f").unpack_from
# So many boxes or points are fetched at once, each into a place of its own.
_ROOM = 4096
_boxes = (ctypes.c_float * (4 * _ROOM))()
_values = np.frombuffer(memoryview(_boxes), np.float32).reshape(-1, 4)
_places = [ctypes.byref(_boxes, 16 * place) for place in range(_ROOM)]
# Where the second value of each goes, for what is told where to put its values one by one; those of the first place.
_seconds = [ctypes.byref(_boxes, 16 * place + 4) for place in range(_ROOM)]
_edges = [ctypes.byref(_boxes, 4 * number) for number in range(4)]


def address(handle: Any) -> int:
    """Return the address that one of pypdfium2's handles points to."""
    return ctypes.addressof(handle.contents)


def pointer(handle: Any) -> Any:
    """Return one of pypdfium2's handles as functions take it that are told nothing of their arguments."""
    return ctypes.byref(handle.contents)


def page_objects(page: int, count: int) -> Iterator[int]:
    """Return the addresses of the objects of the page at this address."""
    return map(_page_object, repeat(ctypes.c_void_p(page)), range(count))


def bounds(handle: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of the page object at this address; zeros where it has none."""
    if not _bounds(ctypes.c_void_p(handle), *_edges):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = _boxes[:4]
    return left, bottom, right, top


class Path(NamedTuple):
    """The segments of a path: where each ends, of what type it is, and whether it closes the path."""

    xs: list[float]
    ys: list[float]
    types: list[int]
    closes: list[int]


def path(handle: int, count: int) -> Path:
    """Return the `count` segments of the path at this address, at most 4,096."""
    segments = list(map(_segment, repeat(ctypes.c_void_p(handle)), range(count)))
    deque(map(_segment_point, segments, _places, _seconds), maxlen=0)
    values = _boxes[: 4 * count]
    return Path(values[::4], values[1::4], list(map(_segment_type, segments)), list(map(_segment_closes, segments)))


def loose_boxes(page: Any, indexes: Sequence[int]) -> NDArray[np.float64]:
    """Return left, top, right and bottom of the characters at `indexes` (all of them on the page), one row each.

    :param page: a text page, as `pointer` gives it.
    """
    found = []
    for start in range(0, len(indexes), _ROOM):
        some = indexes[start : start + _ROOM]
        # It fails for places beyond the last character alone.
        deque(map(_loose_box, repeat(page), some, _places), maxlen=0)
        found.append(_values[: len(some)].astype(np.float64))
    return np.concatenate(found) if found else np.empty((0, 4))
