"""Words -> printed lines, by where they stand (one column, one direction of reading)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.pdf import Word
from kb.model import Box

# Two boxes are on one line if they share this much of the lower one's height. Loose boxes of tightly
# set lines overlap by up to a third.
OVERLAP = 0.5
# Stretches of a line that the file writes on end stay together; a jump this wide (in type sizes) parts them.
STRETCH = 1.5


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: words from left to right. `bold` only if all of it is."""

    words: tuple[Word, ...]
    box: Box
    size: float
    bold: bool

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def line_of(words: Sequence[Word]) -> Line:
    """Return the line that `words` (at least one, in reading order) form."""
    weights: dict[float, int] = {}
    for word in words:
        weights[word.size] = weights.get(word.size, 0) + len(word.text)
    size = max(weights, key=lambda size: weights[size])
    bold = all(word.bold for word in words if any(map(str.isalnum, word.text))) and any(w.bold for w in words)
    return Line(tuple(words), around([word.box for word in words]), size, bold)


def around(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around `boxes` (at least one)."""
    x0s, y0s, x1s, y1s = zip(*boxes, strict=True)
    return Box(min(x0s), min(y0s), max(x1s), max(y1s))


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
_LEADER = re.compile(r"[.…_]{4,}")


def without_leaders(words: Sequence[Word]) -> list[Word]:
    """Leave out the dots that lead from a title to its page number, and blanks to be filled in."""
    kept: list[Word] = []
    if not any(word.text[:1] in "._…" or _LEADER.search(word.text) for word in words):
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
    order = sorted(range(len(words)), key=lambda index: words[index].box[1] + words[index].box[3])
    groups: list[tuple[list[int], float, float]] = []
    for index in order:
        _, y0, _, y1 = words[index].box
        height = y1 - y0
        best, share = -1, OVERLAP
        # The last three: a raised or large word may come between the words of its neighbours.
        for place in range(len(groups) - 1, max(len(groups) - 4, -1), -1):
            _, top, bottom = groups[place]
            high, low = (y0 if y0 > top else top), (y1 if y1 < bottom else bottom)
            overlap = (low - high) / (min(height, bottom - top) or 0.1)
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
            if height > bottom - top and len(members) < 4:
                groups[best] = (members, y0, y1)
    ordered = sorted(groups, key=lambda group: group[1] + group[2])
    return [[words[index] for index in sorted(members)] for members, _, _ in ordered]


def _left_to_right(band: Sequence[Word]) -> list[Word]:
    """Sort the stretches of a band by their left edge; within one the file's order holds.

    So words printed over one another (a header that runs into its neighbour) stay readable.
    Stretches in a right-to-left script run the other way.
    """
    stretches: list[list[Word]] = []
    for word in band:
        last = stretches[-1][-1] if stretches else None
        if last is not None and -0.3 * last.size <= word.box.x0 - last.box.x1 <= STRETCH * max(last.size, 1.0):
            stretches[-1].append(word)
        else:
            stretches.append([word])
    stretches.sort(key=lambda stretch: stretch[0].box.x0)
    if sum(_leftward(word.text) for word in band) * 2 > len(band):
        return sorted(band, key=lambda word: -word.box.x1)
    return [word for stretch in stretches for word in stretch]


def _leftward(text: str) -> bool:
    return not text.isascii() and bool(_RIGHT_TO_LEFT.search(text))


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
