"""Lines of a table without rules -> its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line, line_of
from ingest.pdf import Word

# Lines of one cell stand this close at most (foot to foot, type sizes), with a fifth for uneven setting.
WRAPPED = 1.35
# Cells of a column begin within this (type sizes) of one another.
SAME_EDGE = 0.3
# A list's mark stands apart from its text as well: „1.“, „3.1.4“, „a)“, „•“, „§ 5“.
MARK = re.compile(r"^(?:§+|[^\w\s]{1,2}|o|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[ivxIVX]{1,4})[.)]{0,2})$")

Cells = tuple[tuple[Line, ...], ...]
Span = tuple[float, float]


def rows_of(found: Sequence[Line], parts: Sequence[list[list[Word]]], columns: Sequence[Span]) -> list[Cells]:
    """Return the rows that lines, each parted into cells, form in `columns`; cells of several lines are joined."""
    rows: list[list[list[Line]]] = []
    for index, line in enumerate(parts):
        cells: list[list[Line]] = [[] for _ in columns]
        for part in line:
            middle = (part[0].box.x0 + part[-1].box.x1) / 2
            number = next((n for n, (low, high) in enumerate(columns) if low <= middle <= high), len(columns) - 1)
            cells[number].append(line_of(part))
        if rows and (
            _continues(found, index, cells)
            or _runs_into(rows[-1], found[index], cells)
            or _label_beside(found, index, rows[-1], cells)
        ):
            for held, more in zip(rows[-1], cells, strict=True):
                held.extend(more)
        else:
            rows.append(cells)
    return [_trimmed(row) for row in rows]


def _runs_into(row: Sequence[Sequence[Line]], line: Line, cells: Sequence[Sequence[Line]]) -> bool:
    """Tell whether a label alone goes on in the line below, at whose end its value stands."""
    if any(row[1:]) or not cells[0]:
        return False
    above, below = row[0][-1], cells[0][0]
    if line.box.y1 - above.box.y1 > WRAPPED * 1.2 * line.size:
        return False
    hangs = below.box.x0 > row[0][0].box.x0 + SAME_EDGE * line.size and not MARK.match(below.words[0].text)
    return hangs or below.text[0].islower() or above.text[-1] in "-,"


def _label_beside(
    found: Sequence[Line], index: int, row: Sequence[Sequence[Line]], cells: Sequence[Sequence[Line]]
) -> bool:
    """Tell whether a value began above its label, which stands at its middle or foot."""
    filled = [number for number, cell in enumerate(row) if cell]
    if index < 2 or not cells[0] or len(filled) != 1 or filled[0] == 0 or len(row[filled[0]]) > 2:
        return False
    if any(cell for number, cell in enumerate(cells) if number not in {0, filled[0]}):
        return False
    first = row[filled[0]][0]
    above = first.box.y1 - max(line.box.y1 for line in found[:index] if line.box.y1 < first.box.y0)
    distance = found[index].box.y1 - found[index - 1].box.y1
    return distance <= WRAPPED * 1.2 * found[index].size and distance < 0.8 * above


def _trimmed(row: Sequence[Sequence[Line]]) -> Cells:
    """Leave out empty cells at the end: without rules nobody sees them."""
    last = max(number for number, cell in enumerate(row) if cell)
    return tuple(tuple(cell) for cell in row[: last + 1])


def _continues(found: Sequence[Line], index: int, cells: Sequence[Sequence[Line]]) -> bool:
    """Tell whether a line goes on with the cells of the row above it."""
    above = found[index].box.y1 - found[index - 1].box.y1
    if above > WRAPPED * 1.2 * found[index].size:
        return False
    if not cells[0]:
        return True
    if any(cells[1:]) or index + 1 >= len(found):
        return False
    # A label's second line stands closer to its row than to the next.
    return found[index + 1].box.y1 - found[index].box.y1 > 1.25 * above
