"""Parts the words that a reader sees from text that is in the file but not to be seen on the page.

Such text is left over (drafts, print marks, blacked-out names) or put there to steer whoever reads the
file by machine; neither may be quoted. Objects say which words are in doubt, cheaply; where it is a
matter of colours and covers, the drawn page decides: a word is unseen only where its place is blank.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain, groupby
from typing import Literal, NamedTuple

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from ingest.letters import View, Word
from ingest.strokes import Drawn
from ingest.styles import Ink
from kb.model import Box

Why = Literal["outside", "invisible", "tiny", "background", "covered"]

# Render modes (PDF 1.7, table 106): painted not at all; as a stencil, whose filling may be seen.
INVISIBLE, STENCIL = 3, 7
# Up to this opacity (of 255) nothing is seen; the palest watermarks have .1.
CLEAR = 8
# Type up to this size in points is unreadable on paper. The smallest print met was 3 pt (chart legends).
TINY = 1.0
# Colours that differ by less in each channel (0..255) may be the same to the eye; such a word is in doubt.
ALIKE = 12
# From here on a colour is light enough to vanish on an unknown ground.
LIGHT = 245
# A place whose channels vary by no more than this shows nothing; a grey of 2 % on white varies by 5.
BLANK = 5
# Pictures that cover more of the page than this may be a scan, and invisible words its text layer.
SCAN = 0.5
# Pixels of the drawn page per point, fewer on pages beyond A3.
SCALE = 2.0
MAX_PIXELS = 4_000_000


class Hidden(NamedTuple):
    """A run of words that nobody sees, and why: where it stands, or how it is painted."""

    why: Why
    text: str


def parted(
    printed: Sequence[tuple[Word, Ink]], picture: Drawn, view: View, page: pypdfium2.PdfPage
) -> tuple[tuple[Word, ...], tuple[Hidden, ...]]:
    """Return the seen words of a page, and the runs of the hidden ones.

    Invisible words are the text layer of a scan, and seen, where pictures cover most of the page and
    the visible words are fewer.
    """
    reasons = _reasons(printed, view)
    if picture.images > SCAN:
        invisible = reasons.count("invisible")
        if 2 * invisible >= len(reasons) - reasons.count("outside"):
            reasons = [None if reason == "invisible" else reason for reason in reasons]
    doubts = _doubts(printed, picture)
    asked = [index for index in doubts if reasons[index] is None and printed[index][1].mode != INVISIBLE]
    if asked:
        blank = _blank([printed[index][0].box for index in asked], view, page)
        for index, nothing in zip(asked, blank, strict=True):
            reasons[index] = doubts[index] if nothing else None
    if not any(reasons):
        return tuple([word for word, _ in printed]), ()
    words = tuple(word for (word, _), reason in zip(printed, reasons, strict=True) if reason is None)
    return words, _runs(printed, reasons)


def _reasons(printed: Sequence[tuple[Word, Ink]], view: View) -> list[Why | None]:
    """Return why words are certainly not seen, None for the others."""
    if _all_plain(printed, view):
        return [None] * len(printed)
    reasons: list[Why | None] = []
    # Twice the middle of what still touches the page.
    right, bottom = 2 * (view.width + 1), 2 * (view.height + 1)
    for word, ink in printed:
        x0, y0, x1, y1 = word.box
        reason: Why | None = None
        if not (-2 <= x0 + x1 <= right and -2 <= y0 + y1 <= bottom):
            reason = "outside"
        elif ink.mode == INVISIBLE or ink.alpha <= CLEAR:
            reason = "invisible"
        elif word.size <= TINY and min(x1 - x0, y1 - y0) <= 2 * TINY:
            reason = "tiny"
        reasons.append(reason)
    return reasons


def _all_plain(printed: Sequence[tuple[Word, Ink]], view: View) -> bool:
    """Tell of all words at once that none is outside, invisible or tiny: so it is on nearly all pages."""
    if not printed:
        return True
    words, inks = zip(*printed, strict=True)
    if any(ink.mode == INVISIBLE or ink.alpha <= CLEAR for ink in {id(ink): ink for ink in inks}.values()):
        return False
    _, boxes, sizes, _, _ = zip(*words, strict=True)
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
    within: bool = (
        min(map(min, (x0s, y0s, x1s, y1s))) >= -1
        and max(map(max, (x0s, x1s))) <= view.width + 1
        and max(map(max, (y0s, y1s))) <= view.height + 1
    )
    return within and min(sizes) > TINY


def _doubts(printed: Sequence[tuple[Word, Ink]], picture: Drawn) -> dict[int, Why]:
    """Return which words may be unseen: covered by what is painted later, or of their ground's colour."""
    doubts: dict[int, Why] = {
        index: "background" for index, (_, ink) in enumerate(printed) if ink.light >= 255 - ALIKE or ink.mode == STENCIL
    }
    if not picture.areas or not printed:
        return doubts
    over, under = _stacked(printed, picture)
    scan = picture.images > SCAN
    for index in np.flatnonzero((over >= 0) | (under >= 0)).tolist():
        ink = printed[index][1]
        above = picture.areas[over[index]] if over[index] >= 0 else None
        if above is not None and not (scan and above.colour is None):
            doubts[index] = "covered"
        elif under[index] >= 0 and not _alike(ink, picture.areas[under[index]].colour, scan):
            doubts.pop(index, None)
        elif under[index] >= 0:
            doubts[index] = "background"
    return doubts


def _alike(ink: Ink, ground: tuple[int, int, int] | None, scan: bool) -> bool:
    """Tell whether the ink may vanish on a ground of this colour; of a picture none is known."""
    if ink.mode == STENCIL:
        return True
    if ground is None:
        return ink.light >= LIGHT and not scan
    return max(abs(a - b) for a, b in zip(ink.colour, ground, strict=True)) <= ALIKE


def _stacked(printed: Sequence[tuple[Word, Ink]], picture: Drawn) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each word the index of an area over its middle, and of the topmost one under it; -1 for none.

    A word whose place in the order of painting is not known counts as painted last.
    """
    x0, y0, x1, y1 = np.array([area.box for area in picture.areas]).T
    painted = np.array([area.order for area in picture.areas])
    over = np.full(len(printed), -1)
    under = np.full(len(printed), -1)
    boxes = np.fromiter(chain.from_iterable([word[1] for word, _ in printed]), float, 4 * len(printed)).reshape(-1, 4)
    xs, ys = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    for start in range(0, len(printed), 500):
        some = printed[start : start + 500]
        x, y = xs[start : start + 500, None], ys[start : start + 500, None]
        inside = (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)
        if inside.any():
            order = np.array([picture.order.get(ink.key or 0, math.inf) for _, ink in some])[:, None]
            later = inside & (painted > order)
            over[start : start + 500] = np.where(later.any(1), later.argmax(1), -1)
            before = np.where(inside & (painted < order), painted, -1)
            under[start : start + 500] = np.where(before.max(1) >= 0, before.argmax(1), -1)
    return over, under


def _blank(boxes: Sequence[Box], view: View, page: pypdfium2.PdfPage) -> list[bool]:
    """Tell of each box whether nothing is to be seen in it on the drawn page."""
    area = view.width * view.height
    scale = min(SCALE, math.sqrt(MAX_PIXELS / area)) if area > 0 else SCALE
    # Only the part that is asked about is drawn: a third of the time where it is a page's head.
    left = math.floor(max(min(box.x0 for box in boxes), 0) * scale)
    top = math.floor(max(min(box.y0 for box in boxes), 0) * scale)
    right = math.floor(max(view.width - max(box.x1 for box in boxes) - 1, 0) * scale)
    bottom = math.floor(max(view.height - max(box.y1 for box in boxes) - 1, 0) * scale)
    try:
        bitmap = page.render(scale=scale, crop=(left / scale, bottom / scale, right / scale, top / scale))
    except pypdfium2.PdfiumError:
        return [False] * len(boxes)
    try:
        pixels: NDArray[np.uint8] = bitmap.to_numpy()
        return [_uniform(pixels, box, scale, left, top) for box in boxes]
    finally:
        bitmap.close()


def _uniform(pixels: NDArray[np.uint8], box: Box, scale: float, left: int, top: int) -> bool:
    across = slice(max(round(box.x0 * scale) - left, 0), max(round(box.x1 * scale) + 1 - left, 0))
    down = slice(max(round(box.y0 * scale) - top, 0), max(round(box.y1 * scale) + 1 - top, 0))
    place = pixels[down, across]
    if place.size == 0:
        return False
    return bool(np.ptp(place.reshape(-1, place.shape[-1]), axis=0).max() <= BLANK)


def _runs(printed: Sequence[tuple[Word, Ink]], reasons: Sequence[Why | None]) -> tuple[Hidden, ...]:
    pairs = groupby(zip(printed, reasons, strict=True), key=lambda pair: pair[1])
    return tuple(Hidden(why, " ".join(word.text for (word, _), _ in run)) for why, run in pairs if why is not None)
