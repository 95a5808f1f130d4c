"""Characters of a text page -> what is written on end, with its boxes. A part of `ingest.letters`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest import calls
from ingest.glyphs import SPECIAL

# A gap wider than this share of the type size parts two words even where pdfium saw no space
# (a space is about .25; kerned or letter-spaced type stays below .2).
WORD_GAP = 0.33
Rect = Sequence[float]  # left, bottom, right, top in user space
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
INNER_HYPHEN = re.compile("[\x02\ufffe\xad](?=.)")
DIGITS = "0123456789"


class Tokens(NamedTuple):
    """What is written on end on a page, in the file's order: of each the index of its first character, its characters, its box.

    Those that are `plain` are spelled as they are printed. Where the boxes of the ends do not tell that of the whole, or
    the second letter may be raised, `boxes` has those of all characters; the `uneven` ones may be several words.
    """

    starts: list[int]
    texts: list[str]
    edges: NDArray[np.float64]  # lefts, bottoms, rights, tops in user space
    plain: list[bool]
    uneven: set[int]
    boxes: dict[int, list[Rect]]


def tokens(page: Any, letters: str) -> Tokens:
    """Return what is written on end among the characters of a text page.

    Of most only the boxes of their ends are fetched, which is most of the speed.

    :param page: as `calls.pointer` gives it.
    """
    found = list((_TOKEN_OR_MARK if _MARK.search(letters) else _TOKEN).finditer(letters))
    texts = [token[0] for token in found]
    starts = [token.start() for token in found]
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    last = [token.end() - 1 for token in found]
    boxes = calls.loose_boxes(page, starts + last)
    left, top, right, bottom = boxes[: len(starts)].T
    x0, y1, x1, y0 = boxes[len(starts) :].T
    height, across = top - bottom, x1 - left
    # Letters are on average half as wide as the type is large; capitals up to .75.
    even = (np.abs(y0 - bottom) + np.abs(y1 - top) < 0.02 * height) & (across > 0)
    even &= across < 0.75 * height * (lengths + 1)
    even |= lengths == 1
    uneven = set(np.flatnonzero(~even).tolist())
    odd = set()
    for special in SPECIAL.finditer(letters):
        number = bisect_right(starts, special.start()) - 1
        if number >= 0 and special.start() <= last[number]:
            odd.add(number)
            if INNER_HYPHEN.search(texts[number]):
                uneven.add(number)
    raised = [number for number in np.flatnonzero(lengths == 2).tolist() if texts[number][1] in DIGITS]
    several = sorted(uneven.union(raised))
    plain = [True] * len(starts)
    for number in odd.union(several):
        plain[number] = False
    edges = np.stack((np.minimum(x0, left), np.minimum(y0, bottom), np.maximum(x1, right), np.maximum(y1, top)))
    return Tokens(starts, texts, edges, plain, uneven, _boxes(page, found, several))


def _boxes(page: Any, found: Sequence[re.Match[str]], numbers: Sequence[int]) -> dict[int, list[Rect]]:
    """Return the boxes of all characters of some tokens."""
    spans = [found[number].span() for number in numbers]
    rows = calls.loose_boxes(page, list(chain.from_iterable(map(range, *zip(*spans, strict=True)))) if spans else [])
    rects = rows[:, [0, 3, 2, 1]].tolist()
    boxes: dict[int, list[Rect]] = {}
    at = 0
    for number, (first, end) in zip(numbers, spans, strict=True):
        boxes[number] = rects[at : at + end - first]
        at += end - first
    return boxes


def split(start: int, text: str, boxes: list[Rect]) -> Iterator[tuple[int, str, list[Rect]]]:
    """Part a token where its characters stand apart: words that pdfium joined over a gap or line end.

    Yields index of the first character, characters and their boxes.
    """
    first, gap = 0, 0.0
    left, bottom, right, top = boxes[0]
    for index, (x0, y0, x1, y1) in enumerate(boxes):
        if index and (x0 - right > gap or left - x1 > gap or y0 - top > gap or bottom - y1 > gap):
            yield start + first, text[first:index], boxes[first:index]
            first = index
        left, bottom, right, top = x0, y0, x1, y1
        high, wide = y1 - y0, x1 - x0
        # The loose box is about 1.15 times the type size high; of turned type it is as wide.
        gap = WORD_GAP * max(min(high, 2 * wide), 0.6 * high, 1.0) / 1.15
    yield start + first, text[first:], boxes[first:]
