"""Pages that are pictures of text, read by Tesseract with its German data.

The `tesseract` program is called as it is installed; it need not be there (`available`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image, ImageDraw

from ingest.pdf import RawPage, Word
from ingest.render import page_png
from ingest.scan import Scan, columns, prepared
from ingest.signs import Sized, corrected, loose, sized
from ingest.tesseract import GERMAN, Seen, Tesseract, languages, sureness
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
# Without a picture more must speak against the words: of those that tell anything less than half are spelled like
# words (broken fonts: up to .44; the worst sound page of 3,700: .6), or of so many Latin letters less than
# this share are vowels (German: .38; letters shifted in the alphabet: .1 to .2).
NONSENSE, ENOUGH, VOWELS = 0.5, 300, 0.22
# So many signs of a page are looked at to see that it is sound: .2 ms a page.
SAMPLE = 1500
# Or at least so many words, and this share of them, are private letters of a font (marks of lists are single
# ones). The other words of the page stay as they are.
SOME = 8
NAMELESS = 0.03
# Tesseract's confidence (0..100). Below it stand leader dots read as letters, logos and margins, but also true
# words beside remains of a border and short ones with units (down to 0), so the line is asked (`_credible`).
UNSURE = 30.0
# Below this mean the page may stand on its head: upright prose was at 93 and more, turned at 31. (Leader dots
# bring upright lists of contents down to 48; they are asked about for nothing.)
DOUBTFUL = 60.0
# Fewer words than this beside the file's own are read into a photograph.
STRAY = 3
# So long a word, spelled like one, is not made up of dirt.
LONG = 7
# A line is text if one word of at least so many letters is as sure as this; on a page that is less sure than
# this as a whole (pages of text: 81 to 94, photographs: 30 to 60) a line without one is none, unless it
# holds a number and is this sure on average.
SPECK, SURE, DIRT = 3, 75.0, 50.0
# Page segmentation: where no gutter parts columns, the page is one block of lines (6), which keeps marks in the
# margin and amounts at the right with their lines; the automatic one (3) loses some of either, and takes words
# in tables for pictures. Lines of pages with columns are for (3) to find: (6) reads across (6 % of words lost, 3: 0.3 %).
LINES, COLUMNS = "6", "3"

_VOWEL = re.compile(r"[aeiouyäöüáéèêíóúàâôûıAEIOUYÄÖÜÁÉÈÊÍÓÚÀÂÔÛİ]+")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_LATIN = re.compile(r"[a-zäöüßıſA-ZÄÖÜẞİ\u212a]+")
# Letters, and signs that stand for letters in fonts with an alphabet of their own.
_TELLING = re.compile("[^\\W\\d_]|[!\"#$%&'*,;<>?@\\[\\]^`{}~\\\\\ue000-\uf8ff\ufffd\\x00-\\x1f]")
_BOXES = frozenset("☐☑☒")
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd]{2,}")
_LEADER = re.compile(r"\.{3,}.*$")
# A word on end with a leader: the dots spoil Tesseract's opinion of it.
_TITLE = re.compile(r"^[A-ZÄÖÜ]?[a-zäöüß]{4,}\.{3,}")

_TURNS = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}


def available() -> bool:
    """Tell whether the `tesseract` program and its German data are installed."""
    return GERMAN in languages()


def needs_ocr(page: RawPage) -> bool:
    """Tell whether the file does not hold the text that is seen on the page.

    Either it is a picture: images cover at least `COVERED` of it, and its words are fewer than `FEW`, or less
    than `READABLE` of them are spelled like words. (A photograph with a title is read, too, as nothing
    tells it from a scan with a stamp; `read_page` keeps the title where no more is found.) Or its fonts do
    not tell which letters they draw, and what they name instead is nonsense.
    """
    if page.problem is not None:
        return False
    if page.images >= COVERED:
        readable = _readable(page.words)
        return readable < FEW or readable < READABLE * len(page.words)
    return len(page.words) >= FEW and _nonsense(page.words)


def _nonsense(words: Sequence[Word]) -> bool:
    """Tell whether `words` are no language: signs for letters, or letters without vowels.

    Forms, lists of contents and formulas are full of boxes, dots and operators, which tell nothing.
    """
    text = " ".join(word.text for word in words)
    private = len(_PRIVATE.findall(text))
    if private >= SOME and private >= NAMELESS * len(words):
        return True
    text = text[:SAMPLE]
    if 2 * _letters(_LETTERS, text) >= len(text):
        latin = _letters(_LATIN, text)
        return latin >= ENOUGH and _letters(_VOWEL, text) < VOWELS * latin
    telling = [word for word in words if _TELLING.search(word.text)]
    return len(telling) >= FEW and _readable(telling) < NONSENSE * len(telling)


def _letters(runs: re.Pattern[str], text: str) -> int:
    return sum(map(len, runs.findall(text)))


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

    Boxes are points on the page as shown, `size` is estimated from the height of the letters; `rules` are
    the ruling lines in the picture. On a page scanned sideways or upside down `turn` says how the text runs. Of
    a page that lies askew the boxes are those of the page put straight about its middle, so that lines stay
    lines: at one degree they are up to 5 points beside their words at the edges of A4. Words that
    Tesseract is not sure of are left out. Where the file's own words mean something, they stay, and only what is
    seen beside them is added.

    :param dpi: resolution at which the page is drawn; less where it is larger than A4.
    :param timeout: seconds that one run of Tesseract may take (a page is read once, turned ones twice).
    :raises IngestError: `ocr-missing` or `ocr-failed`; the page or file cannot be drawn.
    """
    if not available():
        raise IngestError("ocr-missing", file=path.name)
    image = Image.open(io.BytesIO(page_png(path, page.number, round(page.width / 72 * dpi))))
    scale = page.width / image.width
    scan = prepared(_without_boxes(image, page.words, scale), 72 / scale)
    seen, turn, upright = _straight(scan, Tesseract(dpi, timeout, path.name, page.number))
    place = _Place(scan, turn, scale, page.width, page.height)
    words = [word for one, text in _worded(_kept(seen), upright) for word in place.words(one, text)]
    named = [word for word in page.words if not _PRIVATE.search(word.text)]
    own = [] if turn or _readable(named) < READABLE * len(named) else named
    added = [word for word in words if not _printed(word, own)]
    if _readable(added) < (STRAY if own else 1) or _readable(own + added) <= _readable(page.words):
        return page
    rules = tuple(place.straight(line) for line in scan.lines)
    return replace(page, words=(*own, *added), rules=rules if rules else page.rules)


def _without_boxes(image: Image.Image, words: Sequence[Word], scale: float) -> Image.Image:
    """Return the picture without the check boxes that are known: Tesseract reads them as "O", "Ol", "U]"."""
    boxes = [word.box for word in words if word.text in _BOXES]
    if not boxes:
        return image
    painted = image.convert("L")
    draw = ImageDraw.Draw(painted)
    for x0, y0, x1, y1 in boxes:
        draw.rectangle([(x0 - 1) / scale, (y0 - 1) / scale, (x1 + 1) / scale, (y1 + 1) / scale], fill=255)
    return painted


def _printed(word: Word, own: Sequence[Word]) -> bool:
    """Tell whether the file has a word of its own where `word` is seen."""
    x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
    return any(other.box.x0 <= x <= other.box.x1 and other.box.y0 <= y <= other.box.y1 for other in own)


@dataclass(frozen=True, slots=True)
class _Place:
    """Takes boxes from the picture that was read, turned by `turn` to be upright, to the page."""

    scan: Scan
    turn: int
    scale: float
    width: float
    height: float

    def words(self, word: Sized, text: str) -> list[Word]:
        """Return the words of a text, which may be a section sign with its number."""
        parts, (x0, y0, x1, y1) = text.split(), loose(word)
        found = []
        for part in parts:
            right = x0 + (x1 - x0) / 3 if part == "§" and len(parts) > 1 else x1
            size = round(2 * word.size * self.scale) / 2
            found.append(Word(part, self.straight(self._turned(x0, y0, right, y1)), size, turn=self.turn))
            x0 = right
        return found

    def straight(self, box: tuple[float, float, float, float]) -> Box:
        """Return where a box of the straightened picture stands; it may be larger than the page, about its middle."""
        across, down = self.scan.image.width / 2, self.scan.image.height / 2
        x0, y0, x1, y1 = box
        middle_x, middle_y, scale = self.width / 2, self.height / 2, self.scale
        return Box(
            (x0 - across) * scale + middle_x, (y0 - down) * scale + middle_y,
            (x1 - across) * scale + middle_x, (y1 - down) * scale + middle_y,
        )  # fmt: skip

    def _turned(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        width, height = self.scan.image.size
        if self.turn == 90:
            return width - y1, x0, width - y0, x1
        if self.turn == 180:
            return width - x1, height - y1, width - x0, height - y0
        if self.turn == 270:
            return y0, height - x1, y1, height - x0
        return x0, y0, x1, y1


def _straight(scan: Scan, tesseract: Tesseract) -> tuple[list[Seen], int, Image.Image]:
    """Return what is read with the page upright, the degrees clockwise by which it is turned, and that picture.

    Orientation is asked for only where lines seem to run up or down or the first reading is doubtful: on
    pages with few words the answer is a guess, and it costs half a second.
    """
    turn = tesseract.turn(scan.image) if scan.sideways else 0
    if turn:
        image = scan.image.transpose(_TURNS[turn])
        return _read(image, tesseract), turn, image
    seen = tesseract.words(scan.image, COLUMNS if scan.columns or scan.sideways else LINES)
    if scan.sideways or sureness(seen) >= DOUBTFUL:
        return seen, 0, scan.image
    turn = tesseract.turn(scan.image)
    if not turn:
        return seen, 0, scan.image
    image = scan.image.transpose(_TURNS[turn])
    again = _read(image, tesseract)
    return (again, turn, image) if sureness(again) > sureness(seen) else (seen, 0, scan.image)


def _read(image: Image.Image, tesseract: Tesseract) -> list[Seen]:
    return tesseract.words(image, COLUMNS if columns(image, tesseract.dpi) else LINES)


def _kept(seen: Sequence[Seen]) -> list[Seen]:
    """Leave out what is no text: words Tesseract is not sure of, and lines that are dirt or pieces of a picture.

    Beside a sure word an unsure one stays: remains of a border, or short units, make it so.
    """
    lines: dict[tuple[tuple[int, int], int], list[Seen]] = {}
    for word in seen:
        lines.setdefault((word.paragraph, word.line), []).append(word)
    picture = sureness(seen) < SURE
    return [
        word for line in lines.values() if not _dirt(line, picture=picture) for word in line if _credible(word, line)
    ]


def _credible(word: Seen, line: Sequence[Seen]) -> bool:
    if word.sure >= UNSURE or _TITLE.match(word.text):
        return True
    # Short letters alone may be strokes of a signature; amounts, marks and units are not.
    telling = any(sign.isdigit() or sign == "/" for sign in word.text) or len(word.text) >= 4
    beside = _trusted(line) or sureness(line) >= DIRT
    return (beside and telling) or (len(word.text) >= LONG and _spelled(word.text))


def _trusted(line: Sequence[Seen]) -> bool:
    return any(word.sure >= SURE and sum(map(str.isalnum, word.text)) >= SPECK for word in line)


def _dirt(line: Sequence[Seen], *, picture: bool) -> bool:
    """Tell whether a line is dirt, or a piece of a `picture`, of which only lines with a sure word are text."""
    if _trusted(line):
        return False
    signs = [sign for word in line for sign in word.text if sign.isalnum()]
    if picture:
        return not any(map(str.isdigit, signs)) or sureness(line) < DIRT
    unsure = not any(map(str.isdigit, signs)) and all(word.sure < SURE for word in line)
    return not signs or (len(signs) <= SPECK and unsure)


def _worded(seen: Sequence[Seen], image: Image.Image) -> list[tuple[Sized, str]]:
    """Return each word with its size and its text, signs corrected and leaders cut off."""
    words = sized(seen)
    return [(word, _LEADER.sub("", text)) for word, text in zip(words, corrected(words, image), strict=True)]
