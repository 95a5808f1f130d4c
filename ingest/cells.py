"""The cells of a ruled table -> rows, each value under the head of its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ingest.boxes import area
from ingest.lines import Line, line_of, lines
from ingest.paragraphs import Rough
from ingest.pdf import Word
from ingest.tables import Cell, Grid, place

# A value longer than this, or of several items, stands under its label instead of beside it.
LONG_VALUE = 240
LONG_LABEL = 80
# A cell with this many words is a piece of page, not of a table.
PAGE_LIKE = 150
# Boxes around the regions of a flow chart overlap by 1.29 to 2 times its surface (8 measured), cells of tables by 1.05.
OVERLAPPING = 1.2
# Most rows that may head a table.
HEADS = 3
# What a cell of figures is made of: amounts, dates, marks, and the words that stand with them.
_FIGURE = re.compile(
    r"^(?:[^\w\s]*\d[\w.,:/%€²³–-]*[^\w\s]*|[xX–—-]|[☐☒☑✓✗]|€|%|EUR|Euro|Cent|TEUR|Std\.?|Uhr|[vV]\.|H\.|v\.H\.|max\.|min\.|ca\.|ab|bis|je"
    r"|qm|m²|km|kg|Jan\w*|Feb\w*|März|Apr\w*|Mai|Jun\w*|Jul\w*|Aug\w*|Sep\w*|Okt\w*|Nov\w*|Dez\w*)$"
)

# A field of a form: its label, and perhaps what was filled in.
_FIELD = re.compile(r"^[A-ZÄÖÜ][^:\d]{1,30}:(?:\s|$)")

Flow = Callable[[Sequence[Word]], list[Rough]]
Slot = list[Word]


class Placed(NamedTuple):
    """The lines of a cell and the right edge of the cell."""

    lines: tuple[Line, ...]
    edge: float


def table(grid: Grid, words: Sequence[Word], page: int, flow: Flow) -> list[Rough]:
    """Return the blocks of a ruled table from top to bottom.

    A row that heads the table has level 1. A cell that is a piece of page is laid out by `flow`; so is what
    is ruled like a table but has words in one column only. The boxes of a flow chart are rows of one cell.
    """
    members: dict[int, Slot] = {}
    for word in words:
        index = place(grid, word.box)
        if index is not None:
            members.setdefault(index, []).append(word)
    if _overlapping(grid):
        return [block for index in sorted(members) for block in _box(members[index], page, flow)]
    if grid.columns > 2 and len(members) > 1 and len({grid.cells[index].column for index in members}) == 1:
        return [block for index in sorted(members) for block in flow(members[index])]
    columns = _columns(grid, members) if members else []
    blocks: list[Rough] = []
    label: Cell | None = None  # one that stands as a heading over the rows beside it
    for row in range(grid.rows):
        starting = [(index, cell) for index, cell in enumerate(grid.cells) if cell.row == row]
        if not any(index in members for index, _ in starting):
            continue
        if label is not None and row >= label.row + label.rows:
            label = None
        found = _row(grid, starting, members, columns, page, flow, under=label is not None)
        if found and found[0].kind == "heading" and starting[0][1].rows > 1:
            label = starting[0][1]
        blocks += found
    return headed(blocks)


def _overlapping(grid: Grid) -> bool:
    """Tell a plan or flow chart from a table: its regions are no rectangles."""
    return sum(area(cell.box) for cell in grid.cells) > OVERLAPPING * area(grid.box)


def _box(words: Slot, page: int, flow: Flow) -> list[Rough]:
    return flow(words) if _length(words) > LONG_VALUE else [Rough("row", (tuple(lines(words)),), page)]


def _columns(grid: Grid, members: dict[int, Slot]) -> list[int]:
    """Return where columns begin: the first with words, and edges that part cells in at least half of the rows.

    The rows of a form are divided each in its own way; an edge of one row is no column for the others.
    """
    filled = {grid.cells[index].row for index in members}
    worded = {grid.cells[index].column for index in members}
    begins: dict[int, int] = {}
    for row in filled:
        for column in {cell.column for cell in grid.cells if cell.row <= row < cell.row + cell.rows}:
            begins[column] = begins.get(column, 0) + 1
    often = (column for column, times in begins.items() if column in worded and 2 * times >= len(filled))
    return sorted({min(worded), *often})


def _row(
    grid: Grid,
    starting: Sequence[tuple[int, Cell]],
    members: dict[int, Slot],
    columns: Sequence[int],
    page: int,
    flow: Flow,
    *,
    under: bool,
) -> list[Rough]:
    own = [members.get(index, []) for index, _ in starting]
    filled = [cell for cell in own if cell]
    first = starting[0][1]
    if under or (len(starting) == 1 and first.columns == grid.columns) or max(map(len, filled)) > PAGE_LIKE:
        if not under and len(own) == 2 and len(filled) == 2 and _length(own[0]) <= LONG_LABEL:
            return _labelled(own[0], flow(own[1]), page)
        return [block for cell in filled for block in flow(cell)]
    if len(own) == 1 and first.column and _long(own[0], flow):
        return flow(own[0])
    if len(own) == 2 and own[1] and first.column == 0 and _length(own[0]) <= LONG_LABEL and _long(own[1], flow):
        return _labelled(own[0], flow(own[1]), page)
    slots = _slots(starting, members, columns)
    return [Rough("row", row, page) for row in _fields(slots) or _entries(slots)]


def _slots(starting: Sequence[tuple[int, Cell]], members: dict[int, Slot], columns: Sequence[int]) -> list[Placed]:
    """Return the cells of a row; what a cell from above or from the left covers is empty."""
    slots: list[Placed] = []
    last = 0
    for number, begin in enumerate(columns):
        end = columns[number + 1] if number + 1 < len(columns) else None
        inside = [(i, cell) for i, cell in starting if cell.column >= begin and (end is None or cell.column < end)]
        for index, cell in inside:
            slots.append(Placed(tuple(lines(members[index])) if index in members else (), cell.box.x1))
        if inside:
            last = len(slots)
        else:
            slots.append(Placed((), 0.0))
    return slots[:last]


def _fields(slots: Sequence[Placed]) -> list[tuple[tuple[Line, ...], ...]]:
    """Return the fields of a row all of whose cells are lines of „Az.: 50-5“, one row each; [] for others."""
    filled = [slot.lines for slot in slots if slot.lines]
    if not all(_FIELD.match(cell[0].text) for cell in filled):
        return []
    rows: list[tuple[tuple[Line, ...], ...]] = []
    for cell in filled:
        for line in cell:
            if not _FIELD.match(line.text):
                rows[-1] = (rows[-1][0], (*rows[-1][-1], line)) if len(rows[-1]) > 1 else (rows[-1][0], (line,))
                continue
            colon = next(number for number, word in enumerate(line.words, 1) if ":" in word.text)
            label, value = line.words[:colon], line.words[colon:]
            rows.append(((line_of(label),), (line_of(value),)) if value else ((line_of(label),),))
    return rows if len(rows) > len(filled) else []


def _entries(slots: Sequence[Placed]) -> list[tuple[tuple[Line, ...], ...]]:
    """Part a ruled row that is several: labels under one another, each with figures beside it."""
    whole = [tuple(slot.lines for slot in slots)]
    figures = [slot for slot in slots[1:] if len(slot.lines) > 1 and all(map(_is_figures, slot.lines))]
    labels = _on_end(slots[0])
    if not figures or len(labels) < 2:
        return whole
    rows: list[list[list[Line]]] = [[list(label)] + [[] for _ in slots[1:]] for label in labels]
    for number, slot in enumerate(slots[1:], 1):
        before = 0
        for index, line in enumerate(slot.lines):
            row = _beside(line, labels)
            if row is None or (rows[row][number] and slot in figures):
                return whole
            if index and row != before and not _on_purpose(slot.lines[index - 1], line, slot.edge):
                return whole
            rows[row][number].append(line)
            before = row
        if len(slot.lines) == 1 and not _is_figures(slot.lines[0]):
            return whole  # a remark on all of them
    if sum(any(row[1:]) for row in rows) < 2:
        return whole
    return [tuple(tuple(cell) for cell in row) for row in rows]


def _on_end(slot: Placed) -> list[list[Line]]:
    """Group the lines of a cell into those that were broken only because the cell ended."""
    groups: list[list[Line]] = []
    for line in slot.lines:
        if groups and not _on_purpose(groups[-1][-1], line, slot.edge):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_figures(line: Line) -> bool:
    return all(_FIGURE.match(word.text) for word in line.words)


def _beside(line: Line, labels: Sequence[Sequence[Line]]) -> int | None:
    middle = (line.box.y0 + line.box.y1) / 2
    return next((n for n, label in enumerate(labels) if label[0].box.y0 <= middle <= label[-1].box.y1), None)


def _on_purpose(above: Line, line: Line, edge: float) -> bool:
    """Tell whether the next word would have fitted on the line above in a cell that ends at `edge`."""
    if above.text.endswith("-") or line.text[:1].islower():
        return False
    word = line.words[0]
    return edge - above.box.x1 - (word.box.x1 - word.box.x0) > 0.8 * line.size


def headed(blocks: Sequence[Rough]) -> list[Rough]:
    """Return the rows of a table with those that head it at level 1.

    Heads are bold where the rows below are not, or words over columns of figures.
    """
    count = 0
    while count < min(HEADS, len(blocks) - 1) and _all_bold(blocks[count]):
        count += 1
    below = [block for block in blocks[count:] if block.kind == "row"]
    if count and (not below or all(map(_all_bold, below))):
        count = 0
    if not count and len(blocks) > 2 and _names_figures(blocks):
        count = 1
    return [
        Rough(block.kind, block.cells, block.page, 1) if number < count else block
        for number, block in enumerate(blocks)
    ]


def _all_bold(block: Rough) -> bool:
    filled = [cell for cell in block.cells if cell]
    return block.kind == "row" and len(block.cells) > 1 and all(line.bold for cell in filled for line in cell)


def _names_figures(blocks: Sequence[Rough]) -> bool:
    first, below = blocks[0], [block for block in blocks[1:] if block.kind == "row"]
    if first.kind != "row" or sum(map(bool, first.cells)) < 2 or any(map(_has_digit, first.cells)):
        return False
    columns = range(1, len(first.cells))
    return any(
        first.cells[column] and sum(_has_digit(row.cells[column]) for row in below if column < len(row.cells)) >= 2
        and all(_has_digit(row.cells[column]) for row in below if column < len(row.cells) and row.cells[column])
        for column in columns
    )  # fmt: skip


def _has_digit(cell: Sequence[Line]) -> bool:
    return any(letter.isdigit() for line in cell for letter in line.text)


def _long(value: Slot, flow: Flow) -> bool:
    return _length(value) > LONG_VALUE or sum(block.kind == "item" for block in flow(value)) > 1


def _labelled(label: Slot, value: list[Rough], page: int) -> list[Rough]:
    head = [Rough("heading", (tuple(lines(label)),), page, 6)] if label else []
    return head + value


def _length(words: Sequence[Word]) -> int:
    return sum(len(word.text) + 1 for word in words)
