"""Boxes of a programme, each with badges for age and price beside its text -> one entry after the other.

Boxes stand in one to three columns and differ in height, so a page of them is easily read across. What tells a box is
its title with a badge near it; what stands under the title in its column, until the next title, is the box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.offer_badges import badge, is_sure, peeled
from ingest.offer_lines import Line
from ingest.offer_looks import tells
from ingest.offer_paragraphs import paragraphs, told_by_place
from ingest.offer_rows import SETTLED, TABLE
from ingest.offer_values import is_place

# Blocks from this number on are lines of boxes; tables end below it.
BOX = 2 * SETTLED
# So many titles with a badge make a programme of boxes, and at least half of the titles set like them have one.
SEVERAL = 3
# A title is larger than the line below by this; titles of one rank differ by less than `ALIKE`.
LARGER, ALIKE = 1.04, 1.04
# In line heights: what begins within EDGE stands in one column; a badge is NEAR its title; a box ends with more white
# than APART (as a list by date does); lines of a paragraph differ by less than LEADING in the white between them.
EDGE, NEAR, APART, LEADING = 0.5, 1.5, 2.5, 0.1
# A title runs over so many lines.
LINES = 3
# In points: a badge that begins further left than every title stands at the left of its text.
BADGE = 5.0


@dataclass(slots=True)
class _Box:
    """A title of one or more lines, the badges of its box with their fields, and the lines of its text."""

    title: list[Line]
    left: float
    badges: list[tuple[str, Line]] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)

    @property
    def top(self) -> float:
        return min(line.y0 for line in (*self.title, *(line for _, line in self.badges)))

    @property
    def right(self) -> float:
        return max(line.x1 for line in (*self.title, *self.body))


def in_boxes(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those of boxes box by box: the title a heading, then the text, each badge with its field.

    A paper without several such boxes stays as it is.
    """
    numbers = dict.fromkeys(line.page for line in lines)
    pages = {page: _whole([line for line in lines if line.page == page]) for page in numbers}
    badges = {page: _badges(held) for page, held in pages.items()}
    titles = _titles(pages, badges)
    found = {page: _boxes(pages[page], badges[page], titles[page]) for page in titles}
    every = [box for boxes in found.values() for box in boxes]
    spacing, towns = _spacing(every), _towns(every)
    done: list[Line] = []
    block = BOX
    for page, held in pages.items():
        if page not in found:
            done += [line for line in lines if line.page == page]
            continue
        for put in _ordered(held, found[page]):
            if isinstance(put, Line):
                done.append(put)
            else:
                made = _entry(put, block, spacing, towns)
                block = made[-1].block + 1
                done += made
    return done


def _whole(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page, badges that were read as the beginning or the end of one apart from it."""
    return [part for line in lines for part in (peeled(line) if line.block < TABLE else (line,))]


def _badges(lines: Sequence[Line]) -> list[tuple[str, Line]]:
    """Return what may be badges: ages and prices that stand alone, and not below one another with the text."""
    free = [line for line in lines if line.block < TABLE]
    told = [(one, line) for one, line in ((badge(line.text), line) for line in free) if one]
    ids = {id(line) for _, line in told}
    text = [line for line in free if id(line) not in ids]
    return [(one, line) for one, line in told if not any(_in_flow(line, other) for other in text)]


def _in_flow(line: Line, other: Line) -> bool:
    gap = max(other.y0 - line.y1, line.y0 - other.y1)
    return abs(line.x0 - other.x0) < EDGE * line.size and gap < NEAR * line.size


def _titles(pages: dict[int, list[Line]], badges: dict[int, list[tuple[str, Line]]]) -> dict[int, list[list[Line]]]:
    """Return the titles of boxes page by page, each with its lines; none where too few have a badge."""
    every: list[tuple[list[Line], bool]] = []
    for page, lines in pages.items():
        like = list(_title_like(lines, {id(line) for _, line in badges[page]})) if badges[page] else []
        sure = [line for _, line in badges[page] if is_sure(line.text)] if like else []
        before = bool(sure) and min(line.x0 for line in sure) < min(title[0].x0 for title in like) - BADGE
        owners = [_owner(line, like, before=before) for line in sure]
        every += [(title, any(title is one for one in owners)) for title in like]
    best: list[tuple[list[Line], bool]] = []
    for title, owns in every:
        size = title[0].size
        alike = [one for one in every if size / ALIKE <= one[0][0].size <= size * ALIKE]
        own = {one[0][0].page for one in alike if one[1]}
        alike = [one for one in alike if one[0][0].page in own]
        count = sum(one[1] for one in alike)
        if owns and count >= SEVERAL and 2 * count >= len(alike) and count > sum(one[1] for one in best):
            best = alike
    found: dict[int, list[list[Line]]] = {}
    for title, _ in best:
        found.setdefault(title[0].page, []).append(title)
    return found


def _owner(line: Line, titles: Sequence[list[Line]], *, before: bool) -> list[Line] | None:
    """Return the title over a badge, or beside it; `before`: badges stand at the left of their text."""
    middle = (line.y0 + line.y1) / 2
    over = [title for title in titles if title[0].y0 - NEAR * title[0].size < middle]
    if before:
        beside = [title for title in over if title[0].x0 > line.x1 - line.size]
        nearest = min((title[0].x0 for title in beside), default=None)
    else:
        beside = [title for title in over if title[0].x0 <= line.x0 + line.size]
        nearest = max((title[0].x0 for title in beside), default=None)
    held = [title for title in beside if nearest is not None and abs(title[0].x0 - nearest) < 2 * title[0].size]
    return max(held, key=lambda title: title[0].y0, default=None)


def _title_like(lines: Sequence[Line], badges: set[int]) -> Iterator[list[Line]]:
    """Yield lines set larger than what stands below them, or bold over plain text; with further lines of the title."""
    held = [line for line in lines if line.block < TABLE and id(line) not in badges]
    inside: set[int] = set()
    for line in sorted(held, key=lambda line: line.y0):
        if id(line) in inside:
            continue
        title = [line]
        below = _below(title[-1], held)
        while below is not None and len(title) < LINES and _same(title[-1], below):
            title.append(below)
            below = _below(below, held)
        if below is None or not any(map(str.isalnum, below.text)):
            continue
        larger = line.size > LARGER * below.size
        bold = len(title) == 1 and line.kind == "heading" != below.kind and line.size > below.size / LARGER
        if larger or bold:
            inside |= {id(one) for one in title}
            yield title


def _same(above: Line, line: Line) -> bool:
    return abs(line.size - above.size) < 0.02 * above.size and line.y0 - above.y1 < EDGE * line.size


def _below(line: Line, lines: Sequence[Line]) -> Line | None:
    """Return the nearest line below one that begins where it does."""
    under = [
        one
        for one in lines
        if one is not line
        and abs(one.x0 - line.x0) < EDGE * line.size
        and line.y0 + EDGE * line.size < one.y0 < line.y1 + NEAR * line.size
    ]
    return min(under, key=lambda one: one.y0, default=None)


def _boxes(lines: Sequence[Line], badges: Sequence[tuple[str, Line]], titles: Sequence[list[Line]]) -> list[_Box]:
    """Return the boxes of a page, column by column and from top to bottom."""
    left: list[float] = []
    for title in sorted(titles, key=lambda title: title[0].x0):
        if not left or title[0].x0 - left[-1] > 2 * title[0].size:
            left.append(title[0].x0)
    boxes = [_Box(title, left[_column(title[0], left)]) for title in titles]
    boxes.sort(key=lambda box: (box.left, box.title[0].y0))
    taken = {id(line) for title in titles for line in title} | {id(line) for _, line in badges}
    loose = [line for line in lines if line.block < TABLE and id(line) not in taken]
    before = bool(badges) and min(line.x0 for _, line in badges) < left[0] - EDGE * titles[0][0].size
    for number, x0 in enumerate(left):
        edge = left[number + 1] if number + 1 < len(left) else float("inf")
        column = [box for box in boxes if box.left == x0]
        held = sorted((line for line in loose if _column(line, left) == number), key=lambda line: line.y0)
        own = [(what, line) for what, line in badges if _column(line, left, before=before) == number]
        for what, line in own:
            home = _home(line, column, held)
            if home is not None:
                home.badges.append((what, line))
        for box, below in zip(column, [*column[1:], None], strict=True):
            _fill(box, held, below.top if below else float("inf"), edge)
    return boxes


def _column(line: Line, left: Sequence[float], *, before: bool = False) -> int:
    """Return the number of the column in which a line stands; `before`: it stands at the left of its column."""
    if before:
        return min((n for n, x0 in enumerate(left) if line.x1 - EDGE * line.size < x0), default=len(left) - 1)
    return max((n for n, x0 in enumerate(left) if x0 <= line.x0 + line.size), default=0)


def _home(line: Line, column: Sequence[_Box], held: Sequence[Line]) -> _Box | None:
    """Return the box of a badge: the last that begins above it or beside it, the next where it stands close over that."""
    middle = (line.y0 + line.y1) / 2
    above = [box for box in column if box.title[0].y0 - EDGE * line.size < middle]
    below = next((box for box in column if box.title[0].y0 - EDGE * line.size >= middle), None)
    if below is None or (above and any(one.y0 < middle < one.y1 for one in (*held, *above[-1].title))):
        return above[-1] if above else None
    over = [one.y1 for one in (*held, *(above[-1].title if above else ())) if one.y1 <= middle]
    gap = line.y0 - max(over, default=float("-inf"))
    return below if below.title[0].y0 - line.y1 < gap else above[-1] if above else None


def _fill(box: _Box, held: Sequence[Line], end: float, edge: float) -> None:
    """Put the lines under a title into its box: until the next one, wide white, a larger heading, or a wider line."""
    bottom = max(line.y1 for line in box.title)
    for line in held:
        if line.y0 < box.title[0].y0:
            continue
        reached = max([bottom, *(one.y1 for _, one in box.badges if one.y0 < line.y1)])
        ends = line.y0 - reached > APART * line.size or line.size > LARGER * box.title[0].size
        if line.y0 >= end - EDGE * line.size or ends or line.x1 > edge + line.size:
            break
        box.body.append(line)
        bottom = max(bottom, line.y1)


def _spacing(boxes: Sequence[_Box]) -> float | None:
    """Return the white in line heights from which on a line begins a paragraph, None where boxes have one spacing only.

    Most lines that each tell something (the day, the house) stand apart where paragraphs do; some are one value in two.
    """
    pairs = [
        (above, line) for box in boxes for above, line in pairwise(box.body) if line.y0 > above.y1 - EDGE * line.size
    ]
    gaps = sorted((line.y0 - above.y1) / line.size for above, line in pairs)
    told = [(line.y0 - above.y1) / line.size for above, line in pairs if tells(above.text) and tells(line.text)]
    if not told:
        return None
    least = gaps[min(1, len(gaps) - 1)] + LEADING  # one may be an accident
    return least if 2 * sum(gap > least for gap in told) >= len(told) else None


def _ordered(lines: Sequence[Line], boxes: Sequence[_Box]) -> Iterator[Line | _Box]:
    """Yield the boxes of a page and its other lines, what stands over a box before it."""
    taken = {id(line) for box in boxes for line in (*box.title, *box.body, *(line for _, line in box.badges))}
    free = [line for line in lines if id(line) not in taken]
    for box in boxes:
        over = [line for line in free if line.y1 <= box.top + 1 and line.x1 > box.left and line.x0 < box.right]
        yield from over
        above = {id(line) for line in over}
        free = [line for line in free if id(line) not in above]
        yield box
    yield from free


def _entry(box: _Box, block: int, spacing: float | None, towns: frozenset[str]) -> list[Line]:
    """Return a box as lines: its title, its text paragraph by paragraph, its badges."""
    made = [line._replace(kind="heading", block=block, cell=0) for line in box.title]
    before = ""
    for held, what in told_by_place(paragraphs(box.body, spacing), towns):
        block += 1
        for number, line in enumerate(held):
            kind = line.kind if line.kind == "item" else "text"
            known = spacing is not None or (number == 0 and bool(what or before))
            apart = number == 0 if known else None
            made.append(line._replace(kind=kind, block=block, cell=0, field=what, apart=apart))
        before = what
    for what, line in box.badges:
        block += 1
        made.append(line._replace(kind="text", block=block, cell=0, field=what))
    return made


def _towns(boxes: Sequence[_Box]) -> frozenset[str]:
    """Return the words of lines that name places: what two capitals name is a house there, no person."""
    named = [line.text for box in boxes for line in box.body if tells(line.text) == "place" or is_place(line.text)]
    return frozenset(word.strip(",.;") for text in named for word in text.split()[1:] if word[:1].isupper())
