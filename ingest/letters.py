"""Characters of a PDF page -> words with boxes as the page is shown.

Like `ingest.pdf`, whose part this is, it speaks to pdfium itself.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as fpdf

from ingest import calls
from ingest.boxes import around, box_of
from ingest.glyphs import SPECIAL, face, spelled
from ingest.styles import Ink, Style, Styles
from kb.model import Box

# A gap wider than this share of the type size parts two words even where pdfium saw no space
# (a space is about .25; kerned or letter-spaced type stays below .2).
WORD_GAP = 0.33
# Digits set smaller than this share of the letters before them, and higher, are superscripts.
SUPERSCRIPT = 0.85
_Rect = tuple[float, float, float, float]  # left, bottom, right, top in user space
# Control characters stand for glyphs without a meaning and part words as spaces do; \x02 and U+FFFE are
# pdfium's marks for a hyphen at a line's end.
_TOKEN = re.compile(r"[^\s\x00\x01\x03-\x1f]+")
# On pages with list marks: one set close to its word is a word of its own, as is a control character that
# stands alone.
_MARK = re.compile("[•▪●■◆❖➢►✓☐☒☑\uf000-\uf0ff\x01\x03-\x08\x0e-\x1f]")
_TOKEN_OR_MARK = re.compile(
    r"[^\s\x00-\x1f•▪●■◆❖➢►✓☐☒☑\uf000-\uf0ff][^\s\x00\x01\x03-\x1f]*|(?<![^\n])[•▪●■◆❖➢►✓](?=\w)"
    r"|[\uf000-\uf0ff☐☒☑](?=\w)|[^\s\x00\x01\x03-\x1f]+|(?<!\S)[\x01\x03-\x08\x0e-\x1f](?!\S)"
)
_INNER_HYPHEN = re.compile("[\x02\ufffe\xad](?=.)")
_DIGITS = "0123456789"
_SUPERSCRIPTS = str.maketrans(_DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹")


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
    styles = Styles(text, view.turn)
    page, known, object_at = calls.address(text), styles.known, calls.text_object
    letters = _characters(text)
    left, top = view.left, view.top
    # Most words need nothing of what `_word` looks after, and are written here: half of the time.
    plain = view.turn == 0 and unicodedata.is_normalized("NFC", letters)
    odd = SPECIAL.search
    end = -math.inf  # the right edge of the last word
    for first, printed, boxes in _printed(page, letters):
        key = object_at(page, first)
        style = known[key] if key in known else styles.add(key, first)
        size, bold, turn, ink, _, symbols = style
        if plain and not symbols and len(boxes) == 1 and not odd(printed):
            x0, low, x1, high = boxes[0]
            y0, y1 = top - high, top - low
            if y1 - y0 <= 1.6 * size:
                x0 -= left
                word = _word_of((printed, box_of((x0, y0, x1 - left, y1)), size, bold, turn))
                if -0.5 < x0 - end < 1.0 and _runs_on(words[-1][0], word):
                    word = _joined(words, word)
                else:
                    words.append((word, ink))
                end = word[1][2]
                continue
        opens_line = first == 0 or letters[first - 1] == "\n"
        if printed < " " and not (face(style.font) or _inked(text, first)):
            continue
        made = _word(printed, boxes, style, view, opens_line=opens_line)
        if made is not None:
            if -0.5 < made.box.x0 - end < 1.0 and _runs_on(words[-1][0], made):
                made = _joined(words, made)
            else:
                words.append((made, ink))
            end = made.box.x1
    return words


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


def _printed(page: int, letters: str) -> Iterator[tuple[int, str, list[_Rect]]]:
    """Yield (index of the first character, characters, their boxes) per word.

    Of a word that runs on evenly only the boxes of its ends are fetched, which is most of the speed, and it has one
    box; but two if its second letter may be raised.
    """
    loose, read = calls.loose_box, calls.rect
    rect = fpdf.FS_RECTF()
    place = ctypes.addressof(rect)
    inner = _INNER_HYPHEN.search(letters) is not None
    for token in (_TOKEN_OR_MARK if _MARK.search(letters) else _TOKEN).finditer(letters):
        first, end = token.span()
        if not loose(page, first, place):
            continue
        left, top, right, bottom = read(rect)
        head = (left, bottom, right, top)
        if end - first == 1:
            yield first, token[0], [head]
            continue
        loose(page, end - 1, place)
        x0, y1, x1, y0 = read(rect)
        height = top - bottom
        # Letters are on average half as wide as the type is large; capitals up to .75.
        even = abs(y0 - bottom) + abs(y1 - top) < 0.02 * height and 0 < x1 - left < 0.75 * height * (end - first + 1)
        if even and not (inner and _INNER_HYPHEN.search(token[0])):
            printed = token[0]
            if end - first == 2 and printed[1] in _DIGITS:
                yield first, printed, [head, (x0, y0, x1, y1)]
                continue
            low, high = (y0 if y0 < bottom else bottom), (y1 if y1 > top else top)
            yield first, printed, [(x0 if x0 < left else left, low, x1 if x1 > right else right, high)]
        else:
            yield from _split(page, letters, first, end)


def _split(page: int, letters: str, first: int, end: int) -> Iterator[tuple[int, str, list[_Rect]]]:
    """Part a run of characters where they stand apart: words that pdfium joined over a gap or line end."""
    start, gap = first, 0.0
    boxes: list[_Rect] = []
    rect = fpdf.FS_RECTF()
    place = ctypes.addressof(rect)
    for index in range(first, end):
        if not calls.loose_box(page, index, place):
            box = boxes[-1] if boxes else (0.0, 0.0, 0.0, 0.0)
        else:
            x0, y1, x1, y0 = calls.rect(rect)
            box = (x0, y0, x1, y1)
        if boxes:
            left, bottom, right, top = boxes[-1]
            if max(box[0] - right, left - box[2], box[1] - top, bottom - box[3]) > gap:
                yield start, letters[start:index], boxes
                start, boxes = index, []
        high, wide = box[3] - box[1], box[2] - box[0]
        # The loose box is about 1.15 times the type size high; of turned type it is as wide.
        gap = WORD_GAP * max(min(high, 2 * wide), 0.6 * high, 1.0) / 1.15
        boxes.append(box)
    yield start, letters[start:end], boxes


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


def _word(text: str, boxes: list[_Rect], style: Style, view: View, *, opens_line: bool) -> Word | None:
    if not text.isascii() or text < " " or "\x02" in text:
        if style.symbols or SPECIAL.search(text):
            # A hyphen mark inside a word is a soft hyphen that is not shown; at its end it is a hyphen.
            text = _INNER_HYPHEN.sub("", text).replace("\x02", "-").replace("\ufffe", "-").replace("\xad", "-")
            text = spelled(text, style.font, opens_line=opens_line)
        text = unicodedata.normalize("NFC", text)
    elif style.symbols and "ding" in style.font:
        text = spelled(text, style.font, opens_line=opens_line)
    if not text:
        return None
    size, turn = style.size, style.turn
    if len(boxes) > 1:
        if turn == 0 and len(text) == len(boxes) and text[-1] in _DIGITS:
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


def _raised(text: str, boxes: list[_Rect]) -> str:
    """Write a footnote mark or exponent as superscript digits: ``m2`` printed raised is ``m²``."""
    start = len(text.rstrip(_DIGITS))
    if not start:
        return text
    _, bottom, _, top = boxes[start - 1]
    _, low, _, high = boxes[start]
    if high - low < SUPERSCRIPT * (top - bottom) and low > bottom + 0.1 * (top - bottom):
        return text[:start] + text[start:].translate(_SUPERSCRIPTS)
    return text
