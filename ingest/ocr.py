"""Pages that are pictures of text, read by Tesseract with its German data.

The `tesseract` program is called as it is installed; it need not be there (`available`).
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median
from typing import NamedTuple

from PIL import Image

from ingest.pdf import RawPage, Word
from ingest.render import page_png
from kb.errors import IngestError
from kb.model import Box

# From this share on the picture is the page. Image-only slides begin at .53, scans are at 1; photographs
# beside text mostly stay below, or have more text than `FEW` (132 pages with large images listed).
COVERED = 0.5
# Fewer readable words than this over such a picture are a stamp, a page number or a caption.
FEW = 12
# Of a text layer that means something at least this share of the words is spelled like words (chosen, not
# measured: no broken text layer was at hand).
READABLE = 0.6
# Tesseract's confidence (0..100). Below it stand leader dots read as letters, logos and margins; on five
# pages of scanned statutes no true word was below 41.
UNSURE = 30.0
# Below this mean the page may stand on its head: upright prose was at 93 and more, turned at 31. (Leader dots
# bring upright lists of contents down to 48; they are asked about for nothing.)
DOUBTFUL = 60.0
# The section sign reaches below the line, which the digits it is mistaken for do not: 47 pixels
# against 36 on 300 dpi scans, 43 where it is set close to its number.
SECTION = 1.15
# Page segmentation "one column of text of various sizes": the automatic one (3) drops narrow columns, such
# as the (1), (2) in the margin of statutes (10 of 13 on two pages). Real columns are found later,
# from the boxes; this costs .8 and 1.7 % of the words on two pages of two columns.
MODE = "4"
# Shares of the type size: capitals and ascenders, small letters, descenders (Helvetica and Times lie close).
CAPITAL, SMALL, BELOW = 0.72, 0.53, 0.21
# Sizes within this share of the page's usual one are taken for it, so that headings are told from noise.
SAME_SIZE = 0.1

_ASCENDERS = re.compile(r"[A-ZÄÖÜ0-9bdfhkltßäöüi()§/!?]")
_DESCENDERS = re.compile(r"[gjpqyß()§;Q]")
_NUMBER = re.compile(r"^\d{1,3}[a-z]?(?:[-–]\d{1,3}[a-z]?)?[.,;:)]*$")
_SIGN = re.compile(r"^(\(?)([8$5S&]{1,2})$")
_SIGN_WITH_NUMBER = re.compile(r"^[85$&](\d{1,2}[a-z]?)$")
_VOWEL = re.compile(r"[aeiouyäöüáéèêíóúàâôûıİ]", re.IGNORECASE)
_LEADER = re.compile(r"\.{3,}.*$")
# A word on end with a leader: the dots spoil Tesseract's opinion of it.
_TITLE = re.compile(r"^[A-ZÄÖÜ]?[a-zäöüß]{4,}\.{3,}")

_TURNS = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}


class _Seen(NamedTuple):
    """A word in Tesseract's table: pixels of the image it read, and its paragraph and line there."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    sure: float
    paragraph: tuple[int, int]
    line: int


def available() -> bool:
    """Tell whether the `tesseract` program and its German data are installed."""
    return "deu" in _languages(shutil.which("tesseract"))


def needs_ocr(page: RawPage) -> bool:
    """Tell whether the page is a picture whose text the file does not hold.

    That is: images cover at least `COVERED` of it, and its words are fewer than `FEW`, or less than
    `READABLE` of them are spelled like words. A photograph with a title is read, too, as nothing
    tells it from a scan with a stamp; `read_page` keeps the title where no more is found.
    """
    if page.problem is not None or page.images < COVERED:
        return False
    readable = _readable(page.words)
    return readable < FEW or readable < READABLE * len(page.words)


def _readable(words: Sequence[Word]) -> int:
    return sum(map(_spelled, (word.text for word in words)))


def _spelled(text: str) -> bool:
    """Tell whether `text` could be a word or number of any language: no signs within, vowels among Latin letters."""
    core = text.strip(".,;:!?()[]„“”‚‘’\"'»«–—-/*§&%€…•")
    if not core or any(0xE000 <= ord(sign) < 0xF900 or sign == "\ufffd" for sign in core):
        return False
    if any(sign.isdigit() for sign in core):
        return sum(sign.isdigit() or sign in ".,:/-–%°²³" for sign in core) * 2 >= len(core)
    letters = [sign for sign in core if sign.isalpha()]
    if len(letters) < 0.8 * len(core):
        return False
    latin = all(sign < "\u0370" for sign in letters)
    return not latin or len(letters) < 4 or core.isupper() or bool(_VOWEL.search(core))


def read_page(path: Path, page: RawPage, *, dpi: int = 300, timeout: float = 60) -> RawPage:
    """Return `page` of the PDF at `path` with the words that are seen on it, in Tesseract's order.

    Boxes are points on the page as shown, `size` is estimated from the height of the letters. On a
    page scanned sideways or upside down `turn` says how the text runs. Words that Tesseract is not
    sure of are left out. Where no more is found than the file's own readable words, those stay.

    :param dpi: resolution at which the page is drawn; less where it is larger than A4.
    :param timeout: seconds that one run of Tesseract may take (a page is read once, turned ones twice).
    :raises IngestError: `ocr-missing` or `ocr-failed`; the page or file cannot be drawn.
    """
    if not available():
        raise IngestError("ocr-missing", file=path.name)

    def ask(image: Image.Image, mode: str, *more: str) -> str:
        return _tesseract(image, [*more], mode, dpi, timeout, path.name, page.number)

    image = Image.open(io.BytesIO(page_png(path, page.number, round(page.width / 72 * dpi))))
    seen, turn = _straight(image, ask)
    scale = page.width / image.width
    sizes = _sizes([word for word in seen if word.sure >= UNSURE or _TITLE.match(word.text)])
    words = []
    for index, (word, size) in enumerate(sizes):
        text = _section(word, sizes[index + 1][0] if index + 1 < len(sizes) else None, size)
        text = _LEADER.sub("", text)
        parts, (x0, y0, x1, y1) = text.split(), _loose(word, size)
        for part in parts:
            right = x0 + (x1 - x0) / 3 if part == "§" and len(parts) > 1 else x1
            box = _on_page((x0, y0, right, y1), turn, image.width, image.height)
            words.append(Word(part, Box(*(value * scale for value in box)), round(2 * size * scale) / 2, turn=turn))
            x0 = right
    if _readable(words) <= _readable(page.words):
        return page
    return replace(page, words=tuple(words))


def _straight(image: Image.Image, ask: Callable[..., str]) -> tuple[list[_Seen], int]:
    """Return what is read with the page upright, and the degrees clockwise by which it was turned.

    Orientation is asked for only where the first reading is doubtful: on pages with few words the
    answer is a guess, and it costs half a second.
    """
    seen = _parsed(ask(image, MODE, "-l", "deu", "tsv"))
    long = [word for word in seen if len(word.text) >= 4]
    upended = bool(long) and 2 * sum(word.bottom - word.top > word.right - word.left for word in long) > len(long)
    if not upended and _sureness(seen) >= DOUBTFUL:
        return seen, 0
    if "osd" not in _languages(shutil.which("tesseract")):
        return seen, 0
    try:
        found = re.search(r"Orientation in degrees: (\d+)", ask(image, "0", "-l", "osd"))
    except IngestError:
        # "Too few characters": Tesseract ends with an error where it has no opinion.
        return seen, 0
    turn = int(found.group(1)) if found else 0
    if turn not in _TURNS:
        return seen, 0
    again = _parsed(ask(image.transpose(_TURNS[turn]), MODE, "-l", "deu", "tsv"))
    better = again and (upended or _sureness(again) > _sureness(seen))
    return (again, turn) if better else (seen, 0)


def _sureness(seen: Sequence[_Seen]) -> float:
    return sum(word.sure for word in seen) / len(seen) if seen else 0.0


def _parsed(table: str) -> list[_Seen]:
    """Return the words of Tesseract's TSV: level page block par line word left top width height conf text."""
    seen = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
            continue
        block, paragraph, line = (int(cell) for cell in cells[2:5])
        left, top, width, height = (int(cell) for cell in cells[6:10])
        place = (block, paragraph)
        seen.append(_Seen(cells[11].strip(), left, top, left + width, top + height, float(cells[10]), place, line))
    return seen


def _sizes(seen: Sequence[_Seen]) -> list[tuple[_Seen, float]]:
    """Return each word with its type size in pixels: one per line, from the letters that it has."""
    found: dict[tuple[tuple[int, int], int], list[float]] = {}
    for word in seen:
        # Not from a section sign read as a digit, which would be a measure of itself.
        if sum(sign.isalpha() for sign in word.text) >= 2:
            share = (CAPITAL if _ASCENDERS.search(word.text) else SMALL) + (
                BELOW if _DESCENDERS.search(word.text) else 0
            )
            found.setdefault((word.paragraph, word.line), []).append((word.bottom - word.top) / share)
    lines = {line: median(sizes) for line, sizes in found.items()}
    counts = Counter(lines[word.paragraph, word.line] for word in seen if (word.paragraph, word.line) in lines)
    usual = median(counts.elements()) if counts else 0.0
    result = []
    for word in seen:
        size = lines.get((word.paragraph, word.line), usual) or (word.bottom - word.top) / CAPITAL
        result.append((word, usual if usual and abs(size - usual) <= SAME_SIZE * usual else size))
    return result


def _section(word: _Seen, following: _Seen | None, size: float) -> str:
    """Return the word's text with the section sign where Tesseract's German data saw a digit.

    That data (4.1) does not know „§“ and reads „8 5 Abs. 2“ for „§ 5 Abs. 2“ throughout.
    """
    high = word.bottom - word.top >= SECTION * CAPITAL * size
    sign = _SIGN.match(word.text)
    if sign and following is not None and _NUMBER.match(following.text):
        near = following.line == word.line and following.paragraph == word.paragraph
        low = word.bottom - following.bottom if not re.search("[,;)]", following.text) else 1
        if near and high and (low > 0 or sign.group(1)):
            return sign.group(1) + ("§§" if len(sign.group(2)) > 1 else "§")
    glued = _SIGN_WITH_NUMBER.match(word.text)
    if glued and high:
        # As it is nearly always printed and searched; the gap was too narrow for Tesseract.
        return f"§ {glued.group(1)}"
    return word.text


def _loose(word: _Seen, size: float) -> tuple[float, float, float, float]:
    """Return the word's box with room for ascenders and descenders, as the boxes of text in PDFs have it."""
    if not any(sign.isalnum() for sign in word.text):
        return word.left, word.top, word.right, word.bottom
    base = word.bottom - (BELOW * size if _DESCENDERS.search(word.text) else 0)
    return word.left, min(base - 0.9 * size, word.top), word.right, max(base + BELOW * size, word.bottom)


def _on_page(
    box: tuple[float, float, float, float], turn: int, width: int, height: int
) -> tuple[float, float, float, float]:
    """Return where a box of the uprighted image stands on the page of `width` x `height` as shown."""
    x0, y0, x1, y1 = box
    if turn == 90:
        return width - y1, x0, width - y0, x1
    if turn == 180:
        return width - x1, height - y1, width - x0, height - y0
    if turn == 270:
        return y0, height - x1, y1, height - x0
    return box


def _tesseract(
    image: Image.Image, more: Sequence[str], mode: str, dpi: int, timeout: float, file: str, number: int
) -> str:
    """Run Tesseract on an image and return what it prints.

    :raises IngestError: `ocr-failed`.
    """
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    command = ["tesseract", "stdin", "stdout", "--dpi", str(dpi), "--psm", mode, *more]
    # Pages are read side by side; threads of its own only slow Tesseract down.
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - fixed program, no shell
            command, input=out.getvalue(), capture_output=True, timeout=timeout, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise IngestError("ocr-failed", file=file, page=number, why=f"> {timeout:g} s") from error
    except OSError as error:
        raise IngestError("ocr-failed", file=file, page=number, why=error.strerror or str(error)) from error
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise IngestError("ocr-failed", file=file, page=number, why=why[-1] if why else str(done.returncode))
    return done.stdout.decode("utf-8", "replace")


@cache
def _languages(program: str | None) -> frozenset[str]:
    """Return the names of the data that the program at this path has; empty where it does not run."""
    if program is None:
        return frozenset()
    try:
        done = subprocess.run(  # noqa: S603 - fixed argument
            [program, "--list-langs"], capture_output=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    return frozenset(done.stdout.decode("utf-8", "replace").split())
