"""Words -> printed lines, by where they stand (one column, one direction of reading)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from ingest.boxes import around
from ingest.pdf import Word
from kb.model import Box

# Two boxes are on one line if they share this much of the lower one's height. Loose boxes of tightly
# set lines overlap by up to a third.
OVERLAP = 0.5
# Stretches of a line that the file writes on end stay together; a jump this wide (in type sizes) parts them.
STRETCH = 1.5
# Type that differs by more than this factor is other text (10 pt notes under 12 pt text: 1.2).
OTHER_SIZE = 1.12


class Line(NamedTuple):
    """A printed line: words from left to right and what they say, parted by blanks. `bold` only if all of it is."""

    words: tuple[Word, ...]
    box: Box
    size: float
    bold: bool
    text: str


# As `ingest.boxes.box_of`.
_line: Callable[[tuple[tuple[Word, ...], Box, float, bool, str]], Line] = partial[Any](tuple.__new__, Line)


def line_of(words: Sequence[Word]) -> Line:
    """Return the line that `words` (at least one, in reading order) form."""
    texts, boxes, sizes, bolds, _ = zip(*words, strict=True)
    size = sizes[0]
    if sizes.count(size) < len(sizes):
        weights: dict[float, int] = {}
        for text, size in zip(texts, sizes, strict=True):
            weights[size] = weights.get(size, 0) + len(text)
        size = max(weights, key=lambda size: weights[size])
    bold = any(bolds) and all(word.bold for word in words if any(map(str.isalnum, word.text)))
    return _line((tuple(words), around(boxes), size, bold, " ".join(texts)))


def same_size(one: float, other: float) -> bool:
    """Tell whether two type sizes may belong to one text."""
    return max(one, other) <= OTHER_SIZE * min(one, other)


def usual_size(found: Iterable[tuple[float, int]]) -> float:
    """Return the type size, to half a point, of most letters: of (size, number of letters) each; 10 if there are none."""
    sizes: dict[float, int] = {}
    for size, letters in found:
        sizes[size] = sizes.get(size, 0) + letters
    weights: Counter[float] = Counter()
    for size, letters in sizes.items():
        weights[round(size * 2) / 2] += letters
    return weights.most_common(1)[0][0] if weights else 10.0


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
_LEADER = re.compile(r"[.…_]{4,}")
# In words parted by line breaks.
_MAY_LEAD = re.compile(r"^[._…]|[.…_]{4}", re.MULTILINE)


def without_leaders(words: Sequence[Word]) -> list[Word]:
    """Leave out the dots that lead from a title to its page number, and blanks to be filled in."""
    kept: list[Word] = []
    if not _MAY_LEAD.search("\n".join([word[0] for word in words])):
        return list(words)
    alone = [word.text == "." for word in words]
    for index, word in enumerate(words):
        # Dots written one by one: at least three on end.
        if alone[index] and any(
            all(alone[at : at + 3]) for at in range(max(index - 2, 0), index + 1) if at + 3 <= len(words)
        ):
            continue
        kept += _around_leader(word) if _LEADER.search(word.text) else [word]
    return kept


def _around_leader(word: Word) -> list[Word]:
    """Return what stands before and after the leader that is written on end with it."""
    parts = []
    width = (word.box.x1 - word.box.x0) / len(word.text)
    at = 0
    for part in [*_LEADER.finditer(word.text), None]:
        end = part.start() if part else len(word.text)
        if end > at:
            box = word.box._replace(x0=word.box.x0 + at * width, x1=word.box.x0 + end * width)
            parts.append(word._replace(text=word.text[at:end], box=box))
        at = part.end() if part else end
    return parts


def lines(words: Sequence[Word]) -> list[Line]:
    """Return the lines that `words` (in stream order) form, from top to bottom."""
    return [line_of(_left_to_right(band)) for band in bands(words)]


def bands(words: Sequence[Word]) -> list[list[Word]]:
    """Group words that stand side by side; groups from top to bottom, words in stream order."""
    heights = [(y0, y1) for _, (_, y0, _, y1), _, _, _ in words]
    middles = [y0 + y1 for y0, y1 in heights]
    groups: list[tuple[list[int], float, float]] = []
    for index in sorted(range(len(words)), key=middles.__getitem__):
        y0, y1 = heights[index]
        height = y1 - y0
        if groups:
            # Nearly always it is the line of the word before.
            members, top, bottom = groups[-1]
            lower = bottom - top if bottom - top < height else height
            common = (y1 if y1 < bottom else bottom) - (y0 if y0 > top else top)
            if len(members) > 3 and common / (lower or 0.1) > 0.9:
                members.append(index)
                continue
        best, share = -1, OVERLAP
        # The last three: a raised or large word may come between the words of its neighbours.
        for place in range(len(groups) - 1, max(len(groups) - 4, -1), -1):
            _, top, bottom = groups[place]
            lower = bottom - top if bottom - top < height else height
            overlap = ((y1 if y1 < bottom else bottom) - (y0 if y0 > top else top)) / (lower or 0.1)
            if overlap > share:
                best, share = place, overlap
                if overlap > 0.9:
                    break
        if best < 0:
            groups.append(([index], y0, y1))
        else:
            members, top, bottom = groups[best]
            members.append(index)
            # The band is that of its tallest first words; it must not grow from line to line.
            if len(members) < 4 and height > bottom - top:
                groups[best] = (members, y0, y1)
    groups.sort(key=lambda group: group[1] + group[2])
    return [[words[index] for index in sorted(members)] for members, _, _ in groups]


def _left_to_right(band: Sequence[Word]) -> Sequence[Word]:
    """Sort the stretches of a band by their left edge; within one the file's order holds.

    So words printed over one another (a header that runs into its neighbour) stay readable.
    Stretches in a right-to-left script run the other way.
    """
    leftward = [word for word in band if not word.text.isascii() and _RIGHT_TO_LEFT.search(word.text)]
    if len(leftward) * 2 > len(band):
        return sorted(band, key=lambda word: -word.box.x1)
    stretches: list[Sequence[Word]] = []
    first = 0
    for index in range(1, len(band)):
        _, (_, _, end, _), size, _, _ = band[index - 1]
        if not -0.3 * size <= band[index].box[0] - end <= STRETCH * (size if size > 1.0 else 1.0):
            stretches.append(band[first:index])
            first = index
    if not stretches:
        return band
    stretches.append(band[first:])
    stretches.sort(key=lambda stretch: stretch[0].box.x0)
    return [word for stretch in stretches for word in stretch]


def usual_pitch(found: Sequence[Line]) -> float | None:
    """Return the usual distance of neighbouring lines' feet, in type sizes; None if unknown."""
    ratios = sorted(
        (below.box.y1 - above.box.y1) / above.size
        for above, below in pairwise(found)
        if above.size > 0 and abs(above.size - below.size) < 0.05 * above.size
    )
    ratios = [ratio for ratio in ratios if 0.8 < ratio < 3]
    # Paragraph gaps and rows of a form pull the median up; the third from below is set text.
    return median(ratios[: max(1, 2 * len(ratios) // 3)]) if len(ratios) >= 3 else None
