"""The picture of a page made fit for reading: an even ground, straight lines of text, no ruling lines.

Ruling lines under and around words are what Tesseract mistakes most on official forms: borders become "|"
or swallow whole rows of a table, an underlined „zu § 2“ becomes "zu&2". So they are taken out of the picture
and handed on as boxes, as `ingest.strokes` does with the lines that a PDF draws.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

Mask = npt.NDArray[np.bool_]
Grey = npt.NDArray[np.uint8]

# Share of the ground's brightness below which something is printed: grey headings of scans lie at .7-.85.
INK = 0.88
# The ground is looked for in squares of so many pixels; darker than this it is a picture, not paper.
SQUARE, PAPER = 16, 110
# A scan is noisy where near pixels usually differ by this much (of 255; clean scans: 0 to 2). It is blurred so
# far (pixels): 1.2 left .032 of the characters wrong, 1.35 .034, 1.6 .052, no blur .61.
GRAIN, BLUR = 8, 1.2
# Specks of dirt are at most so large (inches; the full stop of 8 point type is larger), and so many times half of
# that away from anything else: letters in grey are made of dots, too.
SPECK, AWAY = 0.01, 9
# Degrees: a page this straight is left as it is (Tesseract reads it as well), and how far is looked for.
STRAIGHT, FARTHEST = 0.3, 7.0
# How much better than the usual angle the best one must set ink and gaps apart (pages of text: 5 to 200,
# photographs: 2 to 3), and how much better columns than rows for a page to lie sideways (upright text: .1).
CLEAR, SIDEWAYS = 4.0, 2.0
# Shorter runs of ink (inches) than these may be strokes of large letters, thicker ones are bars or pictures.
ACROSS, DOWN, THICK = 1 / 3, 1 / 2, 1 / 25
# A gutter parts columns if it is this wide (inches), this tall (share of the page), and if on either side at
# least `SIDE` of the page's width is set with text. Columns of amounts are narrower.
GUTTER, TALL, SIDE = 0.12, 0.2, 0.2
# Everything printed is drawn at most this bright, so that Tesseract, which looks for one threshold for the
# whole page, sees grey headings beside black text; edges stay soft.
DARK = 0.55


@dataclass(frozen=True, slots=True)
class Scan:
    """A page as a grey picture, ruling lines taken out; `skew` is how far it was turned clockwise to be straight.

    `lines` are those taken out: left, top, right, bottom in its pixels. `columns` tells whether a gutter
    runs between columns of text, `sideways` whether lines of text seem to run up or down.
    """

    image: Image.Image
    skew: float
    lines: tuple[tuple[int, int, int, int], ...]
    columns: bool
    sideways: bool


def prepared(image: Image.Image, dpi: float) -> Scan:
    """Return the picture of a page, drawn at `dpi`, as it is best read."""
    grey = levelled(_smoothed(image.convert("L")))
    angle, sideways = skew(grey, dpi)
    if abs(angle) >= STRAIGHT:
        grey = grey.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    else:
        angle = 0.0
    pixels = np.array(grey)
    lines = _wiped(pixels, dpi)
    ink = pixels < 255 * INK
    ink &= ~_specks(ink, max(1, round(SPECK * dpi) // 2))
    inked = np.where(ink, pixels * DARK, 255).astype(np.uint8)
    straight = Image.fromarray(inked)
    return Scan(straight, angle, lines, columns(straight, dpi), sideways)


def _smoothed(grey: Image.Image) -> Image.Image:
    """Return the picture without the grain of a noisy scan; a clean one as it is."""
    part = np.asarray(grey)[::7].astype(np.int16)
    # Not next neighbours: those of a coarse scan are drawn out of one another.
    grain = float(np.median(np.abs(part[:, 4:] - part[:, :-4])))
    return grey.filter(ImageFilter.GaussianBlur(BLUR)) if grain >= GRAIN else grey


def _specks(ink: Mask, size: int) -> Mask:
    """Return the ink in specks that reach at most `size` pixels from their middle, nothing else near."""
    near = _counts(ink, size)
    alone = near == _counts(ink, AWAY * size)
    centres = alone & (near > 0)
    return ink & (_counts(centres, size) > 0)


def _counts(mask: Mask, reach: int) -> npt.NDArray[np.int32]:
    """Return how many pixels of `mask` are at most `reach` away from each, in rows and columns."""
    padded = np.pad(mask, ((reach + 1, reach), (reach + 1, reach)))
    sums = np.cumsum(np.cumsum(padded, axis=0, dtype=np.int32), axis=1)
    wide = 2 * reach + 1
    return sums[wide:, wide:] - sums[:-wide, wide:] - sums[wide:, :-wide] + sums[:-wide, :-wide]


def levelled(grey: Image.Image) -> Image.Image:
    """Return the picture with its ground at white, whatever shade or shadow the paper has."""
    small = grey.reduce(SQUARE).filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.BoxBlur(3))
    ground = np.maximum(np.asarray(small), PAPER)
    if ground.min() >= 250:
        return grey
    full = np.asarray(Image.fromarray(ground).resize(grey.size, Image.Resampling.BILINEAR), dtype=np.uint16)
    return Image.fromarray(np.minimum(np.asarray(grey, dtype=np.uint16) * 255 // full, 255).astype(np.uint8))


def skew(grey: Image.Image, dpi: float) -> tuple[float, bool]:
    """Return by how many degrees the page is turned clockwise, 0 where nothing tells, and whether it lies sideways.

    Turned straight, ink lies in lines with gaps between them: of all angles the right one has the greatest
    sum of squared differences of neighbouring rows' ink (projection profile; Postl 1986). Pages scanned
    sideways have their lines upright, so columns are asked as well.
    """
    small = grey.reduce(max(1, round(dpi / 75)))
    ys, xs = np.nonzero(np.asarray(small) < 255 * INK)
    if len(ys) < 500:
        return 0.0, False
    down, across = ys - small.height / 2, xs - small.width / 2

    def sharp(angles: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        found = np.empty((2, len(angles)))
        for index, degrees in enumerate(angles):
            slope = math.tan(math.radians(degrees))
            for way, places in enumerate((down - across * slope, across + down * slope)):
                rows = np.bincount((places - places.min() + 0.5).astype(np.int64))
                found[way, index] = np.square(np.diff(rows)).sum()
        return found

    angles = np.arange(-FARTHEST, FARTHEST + 0.1, 0.25)
    both = sharp(angles)
    clear = both.max(axis=1) / np.median(both, axis=1)
    way = int(np.argmax(clear))
    if clear[way] < CLEAR:
        return 0.0, False
    best = float(angles[np.argmax(both[way])])
    finer = best + np.arange(-0.25, 0.26, 0.05)
    return float(finer[np.argmax(sharp(finer)[way])]), bool(clear[1] > SIDEWAYS * clear[0])


def _wiped(pixels: Grey, dpi: float) -> tuple[tuple[int, int, int, int], ...]:
    """Take ruling lines out of `pixels`, leaving letters that cross them, and return where they were."""
    found = []
    for sideways in (False, True):
        # The second time over, the picture lies on its side: what is done for lines across is done for those down.
        view = pixels.T if sideways else pixels
        half = _halved(view) < 255 * INK
        length = round((DOWN if sideways else ACROSS) * dpi / 2)
        thick = math.ceil(THICK * dpi / 2)
        # A line that is not quite level leaves its row of pixels after a while: its neighbours count with it.
        near = half.copy()
        near[1:] |= half[:-1]
        near[:-1] |= half[1:]
        mask = opened(near, length) & half
        mask &= ~opened(half.T, thick + 1).T
        for left, top, right, bottom in _runs(mask):
            if right - left >= length and bottom - top <= thick + (right - left) // 60:
                _wipe(view, mask, (left, top, right, bottom))
                box = (2 * left, 2 * top, 2 * right, 2 * bottom)
                found.append((box[1], box[0], box[3], box[2]) if sideways else box)
    return tuple(found)


def _halved(pixels: Grey) -> npt.NDArray[np.uint16]:
    """Return the mean of each square of four pixels."""
    height, width = pixels.shape[0] // 2 * 2, pixels.shape[1] // 2 * 2
    wide = pixels[:height, :width].astype(np.uint16)
    return np.asarray((wide[::2, ::2] + wide[1::2, ::2] + wide[::2, 1::2] + wide[1::2, 1::2]) // 4, dtype=np.uint16)


def opened(mask: Mask, length: int) -> Mask:
    """Return those pixels of `mask` that lie in a run of at least `length` in their row."""
    height, width = mask.shape
    if width < length:
        return np.zeros_like(mask)
    sums = np.zeros((height, width + 1), dtype=np.int32)
    np.cumsum(mask, axis=1, out=sums[:, 1:])
    starts = (sums[:, length:] - sums[:, :-length]) == length
    change = np.zeros((height, width + 1), dtype=np.int32)
    change[:, : starts.shape[1]] += starts
    change[:, length : length + starts.shape[1]] -= starts
    return np.cumsum(change, axis=1)[:, :width] > 0


def _runs(mask: Mask) -> list[tuple[int, int, int, int]]:
    """Return the boxes of what hangs together in `mask`, gaps of a few pixels allowed along a line."""
    done: list[tuple[int, int, int, int]] = []
    open_: list[list[int]] = []
    for row in np.flatnonzero(mask.any(axis=1)):
        edges = np.flatnonzero(np.diff(mask[row].astype(np.int8), prepend=0, append=0))
        still = [box for box in open_ if box[3] >= row - 1]
        done += [(box[0], box[1], box[2], box[3]) for box in open_ if box[3] < row - 1]
        for left, right in edges.reshape(-1, 2).tolist():
            for box in still:
                if left <= box[2] + 12 and right >= box[0] - 12:
                    box[0], box[2], box[3] = min(box[0], left), max(box[2], right), int(row) + 1
                    break
            else:
                still.append([left, int(row), right, int(row) + 1])
        open_ = still
    return done + [(box[0], box[1], box[2], box[3]) for box in open_]


def _wipe(pixels: Grey, mask: Mask, box: tuple[int, int, int, int]) -> None:
    """Paint one line white in `pixels`, except where ink goes on above or below it; `mask` has half the scale."""
    left, top, right, bottom = box
    part = mask[top:bottom, left:right]
    has = part.any(axis=0)
    # Each column's extent of the line in full pixels, with its blurred edge.
    first = 2 * (top + part.argmax(axis=0)) - 1
    last = 2 * (bottom - part[::-1].argmax(axis=0)) + 1
    # Gaps are taken to go on as the line does beside them.
    known = np.flatnonzero(has)
    nearest = known[np.clip(np.searchsorted(known, np.arange(right - left)), 0, len(known) - 1)]
    first, last = np.repeat(first[nearest], 2), np.repeat(last[nearest], 2)
    height = pixels.shape[0]
    columns = np.arange(2 * left, 2 * right)
    dark = round(255 * 0.7)
    crossed = (pixels[np.clip(first - 2, 0, height - 1), columns] < dark) | (
        pixels[np.clip(last + 1, 0, height - 1), columns] < dark
    )
    rows = np.arange(max(0, int(first.min())), min(height, int(last.max()) + 1))
    band = (rows[:, None] >= first[None]) & (rows[:, None] <= last[None]) & ~crossed[None]
    piece = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    piece[band] = 255


def columns(grey: Image.Image, dpi: float) -> bool:
    """Tell whether a gutter runs down between columns of text."""
    small = grey.reduce(max(1, round(dpi / 75)))
    ink = np.asarray(small) < 255 * INK
    height, width = ink.shape
    gutter = max(2, round(GUTTER * 75))
    sums = np.zeros((height, width + 1), dtype=np.int32)
    np.cumsum(ink, axis=1, out=sums[:, 1:])
    white = sums[:, gutter:] == sums[:, :-gutter]
    run = np.zeros(white.shape[1], dtype=np.int32)
    longest, end = run.copy(), run.copy()
    for row in range(height):
        run = np.where(white[row], run + 1, 0)
        better = run > longest
        longest[better], end[better] = run[better], row + 1
    near = round(0.4 * width)
    for left in range(width // 4, min(3 * width // 4, len(longest)), 3):
        if longest[left] < TALL * height:
            continue
        part = ink[end[left] - longest[left] : end[left]]
        sides = (part[:, max(0, left - near) : left], part[:, left + gutter : left + gutter + near])
        # Set text covers a column's every place in a good part of its rows; a row of dots or a border does not.
        if all((side.mean(axis=0) > 0.12).sum() >= SIDE * width for side in sides):
            return True
    return False
