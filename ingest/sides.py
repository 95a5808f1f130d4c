"""Texts side by side within one column: sender and date, title and file number, two signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.lines import Line, line_of
from ingest.pdf import Word

# White this wide (type sizes) parts two texts. Justified lines reach 4 and more, but all their gaps do.
APART = 4.0
UNEVEN = 3.0
# Lines this far apart (type sizes, foot to foot) no longer belong to one letterhead.
REACH = 2.0
_SIGNED = re.compile(
    r"^\(?(?:gez\b|i\. ?[AV]\.|im Auftrag|in Vertretung|Unterschrift|Ort, Datum|.{0,40}, den\b)", re.IGNORECASE
)
_MARK = re.compile(r"^(?:[^\w\s(]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-z])[.)]?$)")
_DATE = re.compile(r"^(?:den )?\d{1,2}\.\s?(?:\d{1,2}\.|[A-Z]\w+ )\s?\d{2,4}$")
_AMOUNT = re.compile(r"^[\W\d]|^(?:bis|ab|von|ca)\b")


def signatures(found: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Part the lines where two signatures stand side by side: (left, right) for these, (lines, []) for all else."""
    groups: list[tuple[list[Line], list[Line]]] = [([], [])]
    index = 0
    while index < len(found):
        end, left, right = _signed(found, index)
        if end > index:
            groups += [(left, right), ([], [])]
            index = end
        else:
            groups[-1][0].append(found[index])
            index += 1
    return [group for group in groups if group[0]]


def _signed(found: Sequence[Line], start: int) -> tuple[int, list[Line], list[Line]]:
    """Return the end of the signatures that begin at line `start` and both sides; `start` if there are none."""
    parts = _halves(found[start])
    if parts is None:
        return start, [], []
    edges = (parts[0].box.x1, parts[1].box.x0)
    sides: tuple[list[Line], list[Line]] = ([], [])
    signed, pairs, end = False, 0, start
    for index in range(start, len(found)):
        line = found[index]
        if index > start and line.box.y1 - found[index - 1].box.y1 > 2 * REACH * line.size:
            break
        pair = _halves(line)
        if pair is not None:
            edges = (max(edges[0], pair[0].box.x1), min(edges[1], pair[1].box.x0))
        elif line.box.x1 > edges[1] and line.box.x0 < edges[0]:
            break
        if edges[1] - edges[0] < line.size:
            break
        if pair is not None:
            pairs += 1
            one, other = pair[0].text, pair[1].text
            signed = signed or bool(_SIGNED.match(one) and _SIGNED.match(other)) or (one[0] == other[0] == "(")
            sides[0].append(pair[0])
            sides[1].append(pair[1])
        else:
            sides[line.box.x0 >= edges[1]].append(line)
        end = index + 1
    return (end, *sides) if signed and pairs >= 2 else (start, [], [])


def _halves(line: Line) -> tuple[Line, Line] | None:
    """Return both parts of a line with one wide white in it, None if it has none or several."""
    wide = APART * line.size
    reach = line.words[0].box.x1
    cuts = []
    for index, (_, (x0, _, x1, _), _, _, _) in enumerate(line.words):
        if x0 - reach > wide:
            cuts.append(index)
        reach = max(reach, x1)
    if len(cuts) != 1:
        return None
    return line_of(line.words[: cuts[0]]), line_of(line.words[cuts[0] :])


def letterheads(found: Sequence[Line]) -> list[list[Line]]:
    """Part lines of text where one of them has a second text at the right: what is on the left goes on first."""
    groups: list[list[Line]] = [[]]
    right = max((line.box.x1 for line in found), default=0.0)
    waiting: list[Line] = []
    for index, line in enumerate(found):
        if waiting and not _under(line, found[index - 1], waiting[-1]):
            groups += [waiting, []]
            waiting = []
        below = found[index + 1] if index + 1 < len(found) else None
        halves = _two_texts(line, below, right)
        if halves is None:
            groups[-1].append(line)
        else:
            groups[-1].append(halves[0])
            waiting.append(halves[1])
    groups.append(waiting)
    return [group for group in groups if group]


def _under(line: Line, above: Line, aside: Line) -> bool:
    """Tell whether a line goes on with the left text, clear of the one on the right."""
    return line.box.y1 - above.box.y1 <= REACH * line.size and line.box.x1 < aside.box.x0 - line.size


def _two_texts(line: Line, below: Line | None, right: float) -> tuple[Line, Line] | None:
    halves = _halves(line)
    if halves is None:
        return None
    one, other = halves
    gap = other.box.x0 - one.box.x1
    inner = [*_gaps(one.words), *_gaps(other.words)]
    # A justified line that is set too wide has no narrow gaps; without any gap nobody can tell.
    if not inner or gap < UNEVEN * max(inner):
        return None
    if (
        _MARK.match(one.words[0].text)
        or one.text.endswith(":")
        or not any(word.text.isalpha() and len(word.text) > 2 for word in one.words)
    ):
        return None  # a label or a mark with its value
    if (_AMOUNT.match(other.text) or other.text[0].islower()) and not _DATE.match(other.text):
        return None  # an amount, or a sentence with a blank to be filled in
    if below is not None and abs(below.box.x0 - other.box.x0) < line.size:
        return None  # the text on the right goes on: a term and what it means
    flush = right - other.box.x1 < 3 * line.size
    return halves if flush or min(len(one.words), len(other.words)) > 1 else None


def _gaps(words: Sequence[Word]) -> list[float]:
    return [other.box.x0 - word.box.x1 for word, other in pairwise(words)]
