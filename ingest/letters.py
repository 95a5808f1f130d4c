"""Characters of a PDF page -> words with boxes as the page is shown.

Like `ingest.pdf`, whose part this is, it speaks to pdfium itself.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as fpdf

from ingest import calls
from ingest.boxes import around, box_of
from ingest.glyphs import SPECIAL, face, spelled
from ingest.styles import Ink, Style, Styles
from ingest.tokens import DIGITS, INNER_HYPHEN, Rect, Tokens, split, tokens
from kb.model import Box

# Digits set smaller than this share of the letters before them, and higher, are superscripts.
SUPERSCRIPT = 0.85
_SUPERSCRIPTS = str.maketrans(DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Word(NamedTuple):
    """A printed word: type size in points, `turn` in degrees clockwise (0 is upright)."""

    text: str
    box: Box
    size: float
    bold: bool = False
    turn: int = 0


# As `ingest.boxes.box_of`.
_word_of: Callable[[tuple[str, Box, float, bool, int]], Word] = partial[Any](tuple.__new__, Word)


class View:
    """Maps PDF user space to the page as it is shown: rotation and crop box applied, y downwards."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        bounds = fpdf.FS_RECTF()
        fpdf.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(bounds))
        self.left, self.bottom, self.right, self.top = bounds.left, bounds.bottom, bounds.right, bounds.top
        self.turn = page.get_rotation()
        width, height = self.right - self.left, self.top - self.bottom
        self.width, self.height = (height, width) if self.turn in {90, 270} else (width, height)

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return the shown box of a rectangle in user space."""
        if self.turn == 0:
            return box_of((left - self.left, self.top - top, right - self.left, self.top - bottom))
        if self.turn == 90:
            return Box(bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if self.turn == 180:
            return Box(self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        return Box(self.top - top, self.right - right, self.top - bottom, self.right - left)


def words_of(text: fpdf.FPDF_TEXTPAGE, view: View) -> list[tuple[Word, Ink]]:
    """Return the words of a text page, each with the ink that it is printed in; seen or not."""
    words: list[tuple[Word, Ink]] = []
    page, letters = calls.pointer(text), _characters(text)
    styles = Styles(page, view.turn)
    known = styles.known
    found = tokens(page, letters)
    lefts, bottoms, rights, tops = found.edges
    y0s, y1s = view.top - tops, view.top - bottoms
    edges = [edge.tolist() for edge in (lefts - view.left, y0s, rights - view.left, y1s)]
    heights = (y1s - y0s).tolist()
    keys = map(calls.text_object, repeat(page), found.starts)
    upright = view.turn == 0 and unicodedata.is_normalized("NFC", letters)
    end = -math.inf  # the right edge of the last word
    for number, (printed, plain, key, box, height) in enumerate(
        zip(found.texts, found.plain, keys, map(box_of, zip(*edges, strict=True)), heights, strict=True)
    ):
        style = known[key] if key in known else styles.add(key, found.starts[number])
        size, bold, turn, ink, _, symbols = style
        # Most words need nothing of what `_word` looks after, and are written here: half of the time.
        if plain and upright and not symbols and height <= 1.6 * size:
            word = _word_of((printed, box, size, bold, turn))
            if -0.5 < box[0] - end < 1.0 and _runs_on(words[-1][0], word):
                word = _joined(words, word)
            else:
                words.append((word, ink))
            end = word[1][2]
            continue
        for first, part, boxes in _parts(found, number):
            if first != found.starts[number]:
                other = calls.text_object(page, first)
                style = known[other] if other in known else styles.add(other, first)
            if part < " " and not (face(style.font) or _inked(text, first)):
                continue
            opens_line = first == 0 or letters[first - 1] == "\n"
            made = _word(part, boxes, style, view, opens_line=opens_line)
            if made is not None:
                if -0.5 < made.box.x0 - end < 1.0 and _runs_on(words[-1][0], made):
                    made = _joined(words, made)
                else:
                    words.append((made, style.ink))
                end = made.box.x1
    return words


def _parts(found: Tokens, number: int) -> Iterable[tuple[int, str, Sequence[Rect]]]:
    """Return the words that a token is: of each the index of its first character, its characters and boxes of these."""
    start, text = found.starts[number], found.texts[number]
    if number in found.uneven:
        return split(start, text, found.boxes[number])
    return [(start, text, found.boxes.get(number) or [found.edges[:, number].tolist()])]


def _joined(words: list[tuple[Word, Ink]], word: Word) -> Word:
    """Put a word on end with the last one; return both in one."""
    last, ink = words[-1]
    word = last._replace(text=last.text + word.text, box=around((last.box, word.box)))
    words[-1] = (word, ink)
    return word


def _runs_on(last: Word, word: Word) -> bool:
    """Tell whether a word goes on with the last one: between them is a blank that takes no room.

    Forms have „Vollstreckung“ and „sbescheid“ in pieces; a hyphen of another font stands a little off.
    """
    gap = word.box.x0 - last.box.x1
    if not -0.016 * word.size <= gap <= 0.06 * word.size or not word.text[0].islower() or last.turn or word.turn:
        return False
    if abs(word.box.y0 + word.box.y1 - last.box.y0 - last.box.y1) > 0.5 * word.size:
        return False
    return last.text == "-" or (gap <= 0.016 * word.size and last.text[-1].isalpha() and last.size == word.size)


def _characters(text: fpdf.FPDF_TEXTPAGE) -> str:
    """Return one character per pdfium character; in one call where the counts agree."""
    count = fpdf.FPDFText_CountChars(text)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = fpdf.FPDFText_GetText(text, 0, count, buffer)
    bulk = bytes(buffer)[: 2 * (written - 1)].decode("utf-16-le", "replace")
    if len(bulk) == count:
        return bulk
    codes = (fpdf.FPDFText_GetUnicode(text, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes)


def _inked(text: fpdf.FPDF_TEXTPAGE, index: int) -> bool:
    """Tell whether a character leaves a mark on the page; a blank does not."""
    edges = [ctypes.c_double(0) for _ in range(4)]
    left, right, bottom, top = edges
    fpdf.FPDFText_GetCharBox(text, index, *map(ctypes.byref, edges))
    return right.value > left.value and top.value > bottom.value


def _word(text: str, boxes: Sequence[Rect], style: Style, view: View, *, opens_line: bool) -> Word | None:
    if not text.isascii() or text < " " or "\x02" in text:
        if style.symbols or SPECIAL.search(text):
            # A hyphen mark inside a word is a soft hyphen that is not shown; at its end it is a hyphen.
            text = INNER_HYPHEN.sub("", text).replace("\x02", "-").replace("\ufffe", "-").replace("\xad", "-")
            text = spelled(text, style.font, opens_line=opens_line)
        text = unicodedata.normalize("NFC", text)
    elif style.symbols and "ding" in style.font:
        text = spelled(text, style.font, opens_line=opens_line)
    if not text:
        return None
    size, turn = style.size, style.turn
    if len(boxes) > 1:
        if turn == 0 and len(text) == len(boxes) and text[-1] in DIGITS:
            text = _raised(text, boxes)
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        left, bottom, right, top = min(lefts), min(bottoms), max(rights), max(tops)
    else:
        left, bottom, right, top = boxes[0]
    box = view.box(left, bottom, right, top)
    if box[3] - box[1] > 1.6 * size > 0 and turn % 180 == 0:
        # Some fonts claim twice their size; lines would run into each other.
        middle = (box.y0 + box.y1) / 2
        box = Box(box.x0, middle - 0.6 * size, box.x1, middle + 0.6 * size)
    return Word(text, box, size, style.bold, turn)


def _raised(text: str, boxes: Sequence[Rect]) -> str:
    """Write a footnote mark or exponent as superscript digits: ``m2`` printed raised is ``m²``."""
    start = len(text.rstrip(DIGITS))
    if not start:
        return text
    _, bottom, _, top = boxes[start - 1]
    _, low, _, high = boxes[start]
    if high - low < SUPERSCRIPT * (top - bottom) and low > bottom + 0.1 * (top - bottom):
        return text[:start] + text[start:].translate(_SUPERSCRIPTS)
    return text
