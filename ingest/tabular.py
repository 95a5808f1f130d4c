"""Tables without ruling lines: lines whose stretches stand under one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.lines import Line, line_of
from ingest.pdf import Word

# A white space this wide (type sizes) parts cells; justified text rarely reaches 1.5.
CELL_GAP = 1.8
# Between columns as a whole less is enough, where no word of any row stands.
COLUMN_GAP = 0.8
# Rows may stand this far apart (in type sizes) and still be one table.
ROW_GAP = 4.0
WRAPPED = 1.35
# A list's mark stands apart from its text as well: „1.“, „3.1.4“, „a)“, „•“, „§ 5“.
_MARK = re.compile(r"^(?:§+|[^\w\s]{1,2}|o|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[ivxIVX]{1,4})[.)]{0,2})$")

Cells = tuple[tuple[Line, ...], ...]


@dataclass(slots=True)
class Stretch:
    """Lines of text, or (where `rows` is filled) the rows of a table."""

    lines: list[Line] = field(default_factory=list)
    rows: list[Cells] = field(default_factory=list)


def stretches(found: Sequence[Line]) -> list[Stretch]:
    """Part the lines of one column into text and tables, in order."""
    parts = [_parts(line) for line in found]
    done: list[Stretch] = [Stretch()]
    index = 0
    while index < len(found):
        end, columns = _table_from(found, parts, index)
        if columns:
            done.append(Stretch(rows=_rows(found[index:end], parts[index:end], columns)))
            done.append(Stretch())
            index = end
        else:
            done[-1].lines.append(found[index])
            index += 1
    return [stretch for stretch in done if stretch.lines or stretch.rows]


def _parts(line: Line) -> list[list[Word]]:
    """Part a line at wide white space; a mark stays with what it marks."""
    parts: list[list[Word]] = []
    reach = 0.0
    for word in line.words:
        if parts and (word.box.x0 - reach <= CELL_GAP * line.size or _only_marks(parts)):
            parts[-1].append(word)
        else:
            parts.append([word])
        reach = max(reach, word.box.x1)
    return parts


def _only_marks(parts: Sequence[Sequence[Word]]) -> bool:
    return len(parts) == 1 and all(_MARK.match(held.text) for held in parts[0])


def _table_from(
    found: Sequence[Line], parts: Sequence[list[list[Word]]], start: int
) -> tuple[int, list[tuple[float, float]]]:
    """Return the end of the table that begins at line `start` and its columns; none if it is text."""
    if len(parts[start]) < 2:
        return start, []
    end, columns = start + 1, _extents(parts[start])
    last_full = start + 1
    aligned = 1
    while end < len(found):
        size = found[end].size
        if found[end].box.y1 - found[end - 1].box.y1 > ROW_GAP * size or _other_type(found[start], found[end]):
            break
        extents = _extents(parts[end])
        merged = _union(columns, extents, COLUMN_GAP * size)
        if len(extents) >= 2:
            if len(merged) < (len(columns) if aligned >= 2 else 2) or not _shares_edge(columns, extents, size):
                break
            columns, last_full = merged, end + 1
            aligned += 1
        # A single stretch belongs if it stays within its column: a cell's next line, or a label alone.
        elif len(merged) < len(columns) or end - last_full >= 3:
            break
        else:
            columns = merged
        end += 1
    while last_full < end and _within_cell(found, parts, last_full, columns):
        last_full += 1
    return (last_full, _recount(parts[start:last_full], found[start].size)) if aligned >= 2 else (start, [])


def _other_type(first: Line, line: Line) -> bool:
    return max(first.size, line.size) > 1.12 * min(first.size, line.size)


def _extents(parts: Sequence[Sequence[Word]]) -> list[tuple[float, float]]:
    return [(part[0].box.x0, max(word.box.x1 for word in part)) for part in parts]


def _union(
    columns: Sequence[tuple[float, float]], extents: Sequence[tuple[float, float]], gap: float
) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for left, right in sorted([*columns, *extents]):
        if merged and left - merged[-1][1] < gap:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _shares_edge(columns: Sequence[tuple[float, float]], extents: Sequence[tuple[float, float]], size: float) -> bool:
    """Tell whether a stretch after the first begins or ends where a column does."""
    near = 0.7 * size
    return any(
        abs(left - low) < near or abs(right - high) < near for left, right in extents[1:] for low, high in columns[1:]
    )


def _within_cell(
    found: Sequence[Line],
    parts: Sequence[list[list[Word]]],
    index: int,
    columns: Sequence[tuple[float, float]],
) -> bool:
    """Tell whether the line after the last full row goes on with one of its later cells."""
    left = parts[index][0][0].box.x0
    distance = found[index].box.y1 - found[index - 1].box.y1
    return left >= columns[1][0] - 2 and distance <= WRAPPED * found[index].size * 1.2


def _recount(parts: Sequence[list[list[Word]]], size: float) -> list[tuple[float, float]]:
    columns: list[tuple[float, float]] = []
    for line in parts:
        columns = _union(columns, _extents(line), COLUMN_GAP * size)
    return columns if len(columns) >= 2 else []


def _rows(
    found: Sequence[Line], parts: Sequence[list[list[Word]]], columns: Sequence[tuple[float, float]]
) -> list[Cells]:
    rows: list[list[list[Line]]] = []
    for index, line in enumerate(parts):
        cells: list[list[Line]] = [[] for _ in columns]
        for part in line:
            middle = (part[0].box.x0 + part[-1].box.x1) / 2
            number = next((n for n, (low, high) in enumerate(columns) if low <= middle <= high), len(columns) - 1)
            cells[number].append(line_of(part))
        if rows and _continues(found, index, cells):
            for held, more in zip(rows[-1], cells, strict=True):
                held.extend(more)
        else:
            rows.append(cells)
    return [_trimmed(row) for row in rows]


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
