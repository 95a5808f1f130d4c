"""pdfium's functions that are called for each word and each stroke, with plain addresses for pointers.

pypdfium2 checks the type of each pointer and makes an object of each that comes back; without, a call takes
half to two thirds of the time, and a page has thousands. Same library, same functions: `pypdfium2.raw` binds them.
"""

from __future__ import annotations

import ctypes
import struct
from typing import Any

import pypdfium2.raw as fpdf

_int, _address = ctypes.c_int, ctypes.c_void_p


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    """Return a function of the library with other types of arguments (pointers as addresses)."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


# (text page, index, address of RECT) -> whether there is such a box; read it with `rect(RECT)`.
loose_box = _bound(fpdf.FPDFText_GetLooseCharBox, _int, _address, _int, _address)
# (text page, index) -> address of the text object, None for characters that pdfium made up.
text_object = _bound(fpdf.FPDFText_GetTextObject, _address, _address, _int)
font_of = _bound(fpdf.FPDFTextObj_GetFont, _address, _address)
font_size = _bound(fpdf.FPDFTextObj_GetFontSize, _int, _address, _address)
render_mode = _bound(fpdf.FPDFTextObj_GetTextRenderMode, _int, _address)
fill_colour = _bound(fpdf.FPDFPageObj_GetFillColor, _int, _address, *[_address] * 4)
matrix_at = _bound(fpdf.FPDFText_GetMatrix, _int, _address, _int, _address)
# Of page objects and paths.
object_type = _bound(fpdf.FPDFPageObj_GetType, _int, _address)
page_object = _bound(fpdf.FPDFPage_GetObject, _address, _address, _int)
form_object = _bound(fpdf.FPDFFormObj_GetObject, _address, _address, ctypes.c_ulong)
bounds = _bound(fpdf.FPDFPageObj_GetBounds, _int, _address, *[_address] * 4)
draw_mode = _bound(fpdf.FPDFPath_GetDrawMode, _int, _address, _address, _address)
segment_count = _bound(fpdf.FPDFPath_CountSegments, _int, _address)
segment = _bound(fpdf.FPDFPath_GetPathSegment, _address, _address, _int)
segment_point = _bound(fpdf.FPDFPathSegment_GetPoint, _int, _address, _address, _address)
segment_type = _bound(fpdf.FPDFPathSegment_GetType, _int, _address)
segment_closes = _bound(fpdf.FPDFPathSegment_GetClose, _int, _address)

# What they write into: 4 bytes for each value, one behind the other.
TwoFloats, FourFloats = ctypes.c_float * 2, ctypes.c_float * 4
TwoInts, FourChannels = ctypes.c_int * 2, ctypes.c_uint * 4
# (left, top, right, bottom) out of an FS_RECTF.
rect = struct.Struct("4f").unpack_from


def address(handle: Any) -> int:
    """Return the address that one of pypdfium2's handles points to."""
    return ctypes.addressof(handle.contents)
