"""How the text objects of a page are set and painted: size, weight, direction, ink. A part of `ingest.letters`."""

from __future__ import annotations

import ctypes
import math
import re
from typing import NamedTuple

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


class Styles:
    """The styles of a page's text objects, by their addresses: asked for once each, and of a font once for all."""

    def __init__(self, text: fpdf.FPDF_TEXTPAGE, turn: int) -> None:
        self.known: dict[int | None, Style] = {}
        self._page = calls.address(text)
        self._turn = turn
        self._fonts: dict[int | None, tuple[str, bool, bool]] = {}
        self._size = ctypes.c_float(0)
        self._channels = calls.FourChannels()
        start = ctypes.addressof(self._channels)
        self._places = [start + number * ctypes.sizeof(ctypes.c_uint) for number in range(4)]
        self._matrix = fpdf.FS_MATRIX()

    def add(self, key: int | None, index: int) -> Style:
        """Return size, weight, direction and ink of the text object at `key`, to which character `index` belongs."""
        size, matrix, channels = self._size, self._matrix, self._channels
        size.value = 0
        calls.font_size(key, ctypes.addressof(size))
        # The character's matrix holds the scaling of the forms around it, the object's own does not.
        if calls.matrix_at(self._page, index, ctypes.addressof(matrix)):
            a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        else:
            a, b, c, d = 1.0, 0.0, 0.0, 1.0
        angle = (math.degrees(math.atan2(-b, a)) if b or a < 0 else 0.0) + self._turn
        square = round(angle / 90) * 90
        mode = calls.render_mode(key)
        font = calls.font_of(key)
        name, bold, symbols = self._fonts[font] if font in self._fonts else self._font(font)
        channels[:] = [0, 0, 0, 255]
        calls.fill_colour(key, *self._places)
        red, green, blue, alpha = channels
        style = Style(
            round(abs(size.value) * math.hypot(c, d), 2),
            mode == 2 or bold,
            (square if abs(angle - square) <= STRAIGHT else round(angle)) % 360,
            Ink(key, mode, alpha, (red, green, blue), min(red, green, blue)),
            name,
            symbols,
        )
        self.known[key] = style
        return style

    def _font(self, address: int | None) -> tuple[str, bool, bool]:
        """Return the name of a font in small letters, and whether it is a bold cut or one of symbols."""
        font = ctypes.cast(address or 0, fpdf.FPDF_FONT)
        name = _font_name(font)
        self._fonts[address] = (name, _bold(font, name), "ding" in name or face(name) != "")
        return self._fonts[address]


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
