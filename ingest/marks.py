"""List marks and check boxes that are drawn instead of written: small shapes beside words -> words.

A filled shape at the left of a line is a bullet, a stroked square beside a word a check box, crossed if
two slanting strokes lie in it. Shapes of drawings and outlined letters are told from these by where they
stand, and because a mark comes in one size.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from ingest.boxes import lies_in
from ingest.letters import Word
from ingest.shapes import Shape
from kb.model import Box

BULLET, EMPTY, CROSSED = "•", "☐", "☒"
# Sizes by the type beside them, with room around what was met: discs .35-.38 (a brochure), check boxes .67-1.0
# (forms of the Federal Law Gazette).
BLOT = (0.12, 0.9)
SQUARE = (0.5, 1.8)
# A bullet stands at most this far (type sizes) before its text (met: .76-.97), and nothing stands this close before it.
INDENT, CLEAR = 3.5, 1.0
# Boxes closer than this in points are cells to write letters into, or of a table.
APART = 2.5
BUCKET = 16.0


def with_marks(words: Sequence[Word], shapes: Sequence[Shape]) -> tuple[tuple[Word, ...], tuple[Box, ...]]:
    """Return the words of a page with its drawn marks among them, each before the word it stands at.

    Second come the boxes of the shapes that became marks: their edges are no ruling lines.
    """
    if not shapes or not words:
        return tuple(words), ()
    rows = _rows(words)
    found: dict[int, list[Word]] = defaultdict(list)
    boxes: list[Box] = []
    for at, text, box in (*_bullets(words, rows, shapes), *_checks(words, rows, shapes)):
        found[at].append(Word(text, box, words[min(at, len(words) - 1)].size))
        boxes.append(box)
    if not boxes:
        return tuple(words), ()
    done: list[Word] = []
    for index, word in enumerate(words):
        done += found.get(index, ())
        done.append(word)
    done += found.get(len(words), ())
    return tuple(done), tuple(boxes)


def _rows(words: Sequence[Word]) -> dict[int, list[int]]:
    """Return the indexes of upright words by the heights that they cover, in steps of BUCKET."""
    rows: dict[int, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        if word.turn == 0:
            for row in range(int(word.box.y0 // BUCKET), int(word.box.y1 // BUCKET) + 1):
                rows[row].append(index)
    return rows


def _beside(words: Sequence[Word], rows: dict[int, list[int]], box: Box) -> list[int]:
    """Return the indexes of the words on whose line the box stands."""
    middle = (box.y0 + box.y1) / 2
    near = []
    for index in rows.get(int(middle // BUCKET), ()):
        _, y0, _, y1 = words[index].box
        if 0.15 * (y1 - y0) <= middle - y0 <= 0.85 * (y1 - y0):
            near.append(index)
    return near


def _bullets(
    words: Sequence[Word], rows: dict[int, list[int]], shapes: Sequence[Shape]
) -> Iterable[tuple[int, str, Box]]:
    """Yield (index of the word it stands before, text, box) of each bullet."""
    blots = [shape for shape in shapes if shape.kind in {"disc", "blot"}]
    alike = Counter(map(_look, blots))
    opening: list[tuple[Shape, int]] = []
    for shape in blots:
        if shape.kind == "disc" or alike[_look(shape)] > 1:
            at = _opened(words, rows, shape.box)
            if at is not None:
                opening.append((shape, at))
    # What is no plain disc or square before a word counts as a mark where it opens two lines at the same edge.
    edges = Counter((_look(shape), round(shape.box.x0)) for shape, _ in opening)
    taken: set[int] = set()
    for shape, at in opening:
        edge = round(shape.box.x0)
        again = sum(edges[_look(shape), x] for x in (edge - 1, edge, edge + 1)) > 1
        if at not in taken and (again or (shape.kind == "disc" and sum(map(str.isalpha, words[at].text)) > 1)):
            taken.add(at)
            yield at, BULLET, shape.box


def _look(shape: Shape) -> tuple[int, int, int]:
    box = shape.box
    return round(2 * (box.x1 - box.x0)), round(2 * (box.y1 - box.y0)), shape.segments


def _opened(words: Sequence[Word], rows: dict[int, list[int]], box: Box) -> int | None:
    """Return the index of the word that stands after `box`, if the box opens its line."""
    first: int | None = None
    for index in _beside(words, rows, box):
        word = words[index]
        if word.box.x0 < box.x1 - 0.5:
            if word.box.x1 > box.x0 - CLEAR * word.size:
                return None
        elif first is None or word.box.x0 < words[first].box.x0:
            first = index
    if first is None:
        return None
    word = words[first]
    size = max(box.x1 - box.x0, box.y1 - box.y0) / max(word.size, 1.0)
    fits = BLOT[0] <= size <= BLOT[1] and word.box.x0 - box.x1 <= INDENT * word.size
    return first if fits and any(map(str.isalnum, word.text)) else None


def _checks(
    words: Sequence[Word], rows: dict[int, list[int]], shapes: Sequence[Shape]
) -> Iterable[tuple[int, str, Box]]:
    """Yield (index of the word it stands before, text, box) of each check box."""
    squares = _single([shape.box for shape in shapes if shape.kind in {"square", "ticked"}])
    ticks = [shape.box for shape in shapes if shape.kind in {"ticked", "slant"}]
    alike = Counter(round(box.x1 - box.x0) for box in squares)
    for box in squares:
        at = _checked(words, rows, box, alone=alike[round(box.x1 - box.x0)] < 2)
        if at is not None:
            crossed = any(lies_in(tick, box, 3.0) for tick in ticks)
            yield at, CROSSED if crossed else EMPTY, box


def _checked(words: Sequence[Word], rows: dict[int, list[int]], box: Box, *, alone: bool) -> int | None:
    """Return where among the words the check box stands; None if it is no such box."""
    before = after = None
    for index in _beside(words, rows, box):
        word = words[index].box
        if word.x0 >= box.x1 - 0.5:
            after = index if after is None or word.x0 < words[after].box.x0 else after
        elif word.x1 <= box.x0 + 0.5:
            before = index if before is None or word.x1 > words[before].box.x1 else before
        else:
            return None  # a frame around a word or number
    if after is None and before is None:
        return None
    size = max(words[index].size for index in (before, after) if index is not None)
    if not SQUARE[0] * size <= box.x1 - box.x0 <= SQUARE[1] * size:
        return None
    right = words[after].box.x0 - box.x1 if after is not None else 1e9
    left = box.x0 - words[before].box.x1 if before is not None else 1e9
    if alone and min(left, right) > INDENT * size:
        return None
    if after is not None and (right <= left or right <= INDENT * size):
        return after
    return before + 1 if before is not None else after


def _single(boxes: Sequence[Box]) -> list[Box]:
    """Leave out boxes drawn twice, and those with another right beside, above or below them."""
    order = sorted(set(boxes))
    touching: set[Box] = set()
    unique: list[Box] = []
    for index, box in enumerate(order):
        twin = False
        for other in order[index + 1 :]:
            if other.x0 > box.x1 + APART:
                break
            across = other.x0 - box.x1
            down = max(other.y0, box.y0) - min(other.y1, box.y1)
            if across < -0.5 * (box.x1 - box.x0) and down < -0.5 * (box.y1 - box.y0):
                twin = True
            elif max(across, down) <= APART:
                touching |= {box, other}
        if not twin:
            unique.append(box)
    return [box for box in unique if box not in touching]


def without_edges(rules: Sequence[Box], marks: Sequence[Box]) -> tuple[Box, ...]:
    """Leave out the ruling lines that are edges of marks."""
    if not marks:
        return tuple(rules)
    return tuple(rule for rule in rules if not any(lies_in(rule, mark, 1.0) for mark in marks))
