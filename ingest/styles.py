"""How the text objects of a page are set and painted: size, weight, direction, ink. A part of `ingest.letters`."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import pypdfium2.raw as fpdf

from ingest import calls
from ingest.glyphs import face

# Text within this many degrees of upright (scans with a text layer, pasted forms) counts as straight.
STRAIGHT = 3

# Names of cuts as foundries write them, shortened ones, too: „CorpoSExtBolIta“, „HelveticaNeueLTPro-Bd“, „Sohne-Kraftig“.
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|fett|kr(?:ae|ä|a)ftig|-bd|(?<!sym)bol(?=ita|obl|cn|con|ext|$|[-,_])")
_PLAIN_NAME = re.compile(r"regular|light|thin|-roman|-book$|-normal|buch$")


class Ink(NamedTuple):
    """How a text object is painted: which one (its address), render mode, opacity and colour (0..255).

    `light` is the least of the three channels: 255 is white.
    """

    key: int | None
    mode: int
    alpha: int
    colour: tuple[int, int, int]
    light: int


class Style(NamedTuple):
    """How a text object is set; `symbols` if its font's letters may stand for something else (`ingest.glyphs`)."""

    size: float
    bold: bool
    turn: int
    ink: Ink
    font: str = ""
    symbols: bool = False


# As `ingest.boxes.box_of`.
_ink_of: Callable[[tuple[int | None, int, int, tuple[int, int, int], int]], Ink] = partial[Any](tuple.__new__, Ink)
_style_of: Callable[[tuple[float, bool, int, Ink, str, bool]], Style] = partial[Any](tuple.__new__, Style)
# a, b, c and d of a matrix that changes nothing.
_PLAIN = (1.0, 0.0, 0.0, 1.0)


class Styles:
    """The styles of a page's text objects, by their addresses: asked for once each, and of a font once for all."""

    def __init__(self, page: Any, turn: int) -> None:
        """Make one for a text page (as `calls.pointer` gives it) that is shown turned by so many degrees."""
        self.known: dict[int | None, Style] = {}
        self._page = page
        self._turn = turn
        self._fonts: dict[int | None, tuple[str, bool, bool]] = {}
        self._settings: dict[tuple[float, ...], tuple[float, int]] = {}
        self._size = ctypes.c_float(0)
        self._size_at = ctypes.byref(self._size)
        self._channels = calls.FourChannels()
        self._channels_at = [ctypes.byref(self._channels, 4 * number) for number in range(4)]
        self._matrix = fpdf.FS_MATRIX()
        self._matrix_at = ctypes.byref(self._matrix)

    def add(self, key: int | None, index: int) -> Style:
        """Return size, weight, direction and ink of the text object at `key`, to which character `index` belongs."""
        handle = ctypes.c_void_p(key)
        size = self._size.value if calls.font_size(handle, self._size_at) else 0.0
        # The character's matrix holds the scaling of the forms around it, the object's own does not.
        matrix = calls.matrix(self._matrix) if calls.matrix_at(self._page, index, self._matrix_at) else _PLAIN
        setting = (size, *matrix)
        if setting not in self._settings:
            self._settings[setting] = _set(setting, self._turn)
        points, turn = self._settings[setting]
        mode = calls.render_mode(handle)
        font = calls.font_of(handle)
        name, bold, symbols = self._fonts[font] if font in self._fonts else self._font(font)
        red, green, blue, alpha = self._channels if calls.text_colour(handle, *self._channels_at) else (0, 0, 0, 255)
        ink = _ink_of((key, mode, alpha, (red, green, blue), min(red, green, blue)))
        style = self.known[key] = _style_of((points, mode == 2 or bold, turn, ink, name, symbols))
        return style

    def _font(self, address: int | None) -> tuple[str, bool, bool]:
        """Return the name of a font in small letters, and whether it is a bold cut or one of symbols."""
        font = ctypes.cast(address or 0, fpdf.FPDF_FONT)
        name = _font_name(font)
        self._fonts[address] = (name, _bold(font, name), "ding" in name or face(name) != "")
        return self._fonts[address]


def _set(setting: tuple[float, ...], shown: int) -> tuple[float, int]:
    """Return type size and direction from size and matrix (a, b, c, d), on a page that is shown turned."""
    size, a, b, c, d = setting
    angle = (math.degrees(math.atan2(-b, a)) if b or a < 0 else 0.0) + shown
    square = round(angle / 90) * 90
    turn = (square if abs(angle - square) <= STRAIGHT else round(angle)) % 360
    return round(abs(size) * math.hypot(c, d), 2), turn


def _font_name(font: fpdf.FPDF_FONT) -> str:
    if not font:
        return ""
    buffer = ctypes.create_string_buffer(128)
    fpdf.FPDFFont_GetBaseFontName(font, buffer, 128)
    return buffer.value.decode("latin-1").lower()


def _bold(font: fpdf.FPDF_FONT, name: str) -> bool:
    return bold_cut(name, fpdf.FPDFFont_GetWeight(font) if font else 0)


def bold_cut(name: str, weight: int) -> bool:
    """Tell whether a font is a bold cut, by its name (lower case) or, where that says nothing, its weight."""
    if _BOLD_NAME.search(name):
        return True
    # Weights guessed from stem widths are arbitrary numbers; those the font states are round. A regular cut may
    # state 500, a bold one 540, so the name goes first.
    if _PLAIN_NAME.search(name) or weight % 50 or weight > 950:
        return False
    return weight >= (500 if "medium" in name else 600)
