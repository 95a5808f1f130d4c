"""Tables without ruling lines: lines whose stretches stand under one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.lines import Line, lines, same_size
from ingest.lists import abreast, are_blocks, as_one
from ingest.pdf import Word
from ingest.rows import MARK, SAME_EDGE, WRAPPED, Cells, Span, rows_of

# A white space this wide (type sizes) parts cells; justified text rarely reaches 1.5.
CELL_GAP = 1.8
# Behind a label's colon, and between columns as a whole, less is enough.
COLUMN_GAP = 0.8
# Where other lines begin a cell at the same place, half a type size: a space is .25 to .35, a wide one .5.
EDGE_GAP = 0.5
# Rows may stand this far apart (in type sizes) and still be one table.
ROW_GAP = 4.0
LABEL_WORDS = 5


@dataclass(slots=True)
class Stretch:
    """Lines of text, or (where `rows` is filled) the rows of a table."""

    lines: list[Line] = field(default_factory=list)
    rows: list[Cells] = field(default_factory=list)


def stretches(found: Sequence[Line]) -> list[Stretch]:
    """Part the lines of one column into text and tables, in order.

    Lists set side by side, each read on its own, are text: one stretch for each.
    """
    parts = [_parts(line) for line in found]
    done: list[Stretch] = [Stretch()]
    index = 0
    while index < len(found):
        end, columns = _table_from(found, parts, index)
        if not columns:
            end, columns = _pair_from(found, parts, index)
        if not columns:
            done[-1].lines.append(found[index])
            index += 1
            continue
        start = index
        while start > 0 and done[-1].lines and _joins_above(found, parts, start - 1, columns):
            start -= 1
            done[-1].lines.pop()
        end = _with_last_labels(found, parts, start, end, columns)
        columns = _recount(parts[start:end], found[index].size) or columns
        rows = rows_of(found[start:end], parts[start:end], columns)
        lists = abreast(rows, found[end:])
        if lists:
            done += (Stretch(lines=lines(words)) for words in lists.columns)
            end += lists.further
        else:
            done.append(Stretch(rows=as_one(rows) if are_blocks(rows) else rows))
        done.append(Stretch())
        index = end
    return [stretch for stretch in done if stretch.lines or stretch.rows]


def _parts(line: Line, edges: Sequence[float] = ()) -> list[list[Word]]:
    """Part a line at wide white space and before `edges`; a mark stays with what it marks."""
    words, size = line.words, line.size
    parts: list[list[Word]] = [[words[0]]]
    reach = words[0].box[2]
    label = True
    for number in range(1, len(words)):
        word = words[number]
        left, right = word.box[0], word.box[2]
        gap = left - reach
        reach = max(reach, right)
        # The narrowest white that parts cells; spaces are narrower.
        if gap <= EDGE_GAP * size:
            parts[-1].append(word)
            continue
        enough = CELL_GAP
        below = any(abs(left - edge) < SAME_EDGE * size for edge in edges)
        if label and number <= LABEL_WORDS and words[number - 1].text[-1] == ":":
            enough, label = COLUMN_GAP, False
        elif below:
            enough = EDGE_GAP
        if gap <= enough * size or _stays_with_mark(parts, below=below):
            parts[-1].append(word)
        else:
            parts.append([word])
    return parts


def _stays_with_mark(parts: Sequence[Sequence[Word]], *, below: bool) -> bool:
    """Tell whether only a list's mark has been read; below others, a letter or number may be a cell, a bullet never."""
    if len(parts) != 1 or not all(MARK.match(held.text) for held in parts[0]):
        return False
    return not below or not any(held.text[0].isalnum() for held in parts[0])


def _table_from(found: Sequence[Line], parts: list[list[list[Word]]], start: int) -> tuple[int, list[Span]]:
    """Return the end of the table that begins at line `start` and its columns; none if it is text.

    Lines of a table are parted anew where its columns begin.
    """
    if len(parts[start]) < 2:
        return start, []
    end, columns = start + 1, _extents(parts[start])
    edges = [low for low, _ in columns[1:]]
    last_full = start + 1
    aligned = 1
    anew: dict[int, list[list[Word]]] = {}
    while end < len(found):
        size = found[end].size
        if found[end].box.y1 - found[end - 1].box.y1 > ROW_GAP * size or _other_type(parts[start], parts[end]):
            break
        anew[end] = _parts(found[end], edges)
        extents = _extents(anew[end])
        merged = _union(columns, extents, size, edges)
        if len(extents) >= 2:
            if len(merged) < (len(columns) if aligned >= 2 else 2) or not _shares_edge(columns, extents, size):
                break
            if len(merged) < len(extents) and (aligned == 1 or _more_cells(parts, end, len(columns))):
                break  # another table begins
            columns, last_full = merged, end + 1
            edges += (low for low, _ in extents[1:])
            # What was parted only because it stands under a column is no evidence of one.
            aligned += len(parts[end]) >= 2
        # A single stretch belongs if it stays within its column: a cell's next line, or a label alone.
        elif len(merged) < len(columns) or (end - last_full >= 3 and extents[0][0] < columns[1][0] - 2):
            break
        else:
            columns = merged
        end += 1
    for index in range(start + 1, last_full):
        parts[index] = anew[index]
    while last_full < end and _within_cell(found, parts, last_full, columns):
        last_full += 1
    return (last_full, _recount(parts[start:last_full], found[start].size)) if aligned >= 2 else (start, [])


def _more_cells(parts: Sequence[list[list[Word]]], index: int, columns: int) -> bool:
    return all(len(line) > columns for line in parts[index : index + 2])


def _pair_from(found: Sequence[Line], parts: Sequence[list[list[Word]]], start: int) -> tuple[int, list[Span]]:
    """Return the end of a label („Betreff:“) and its value of several lines, and their columns."""
    words = parts[start]
    if len(words) != 2 or words[0][-1].text[-1] != ":" or len(words[0]) > LABEL_WORDS:
        return start, []
    columns = _extents(words)
    end = start + 1
    while end < len(found) and abs(found[end].box.x0 - columns[1][0]) < SAME_EDGE * found[end].size:
        near = found[end].box.y1 - found[end - 1].box.y1 < WRAPPED * 1.2 * found[end].size
        if not near or _other_type(words[1:], parts[end]) or len(parts[end]) > 1:
            break
        end += 1
    return (end, columns) if end > start + 1 else (start, [])


def _joins_above(found: Sequence[Line], parts: list[list[list[Word]]], index: int, columns: Sequence[Span]) -> bool:
    """Tell whether the line before a table has a cell that begins with one of its columns; part it there."""
    size = found[index].size
    near = found[index + 1].box.y1 - found[index].box.y1 <= 0.5 * ROW_GAP * size
    if not near or _other_type(parts[index], parts[index + 1]):
        return False
    anew = _parts(found[index], [low for low, _ in columns[1:]])
    extents = _extents(anew)
    fits = len(_union(columns, extents, size, [low for low, _ in columns[1:]])) >= len(columns)
    if len(anew) < 2 or not fits or not _shares_edge(columns, extents, size):
        return False
    parts[index] = anew
    return True


def _with_last_labels(
    found: Sequence[Line], parts: Sequence[list[list[Word]]], start: int, end: int, columns: Sequence[Span]
) -> int:
    """Return the end of a table with the labels at its foot that have no value; type tells them from text."""
    labels = [line[0] for line in parts[start:end] if line[0][0].box.x0 < columns[1][0] - 2]
    values = [part for line in parts[start:end] for part in line[1:]]
    if not labels or not all(part[0].bold for part in labels) or any(part[0].bold for part in values):
        return end
    while (
        end < len(found)
        and len(parts[end]) == 1
        and found[end].bold
        and abs(found[end].box.x0 - labels[-1][0].box.x0) < SAME_EDGE * found[end].size
        and found[end].box.x1 < columns[1][0]
        and end >= start + 2
        and found[end].box.y1 - found[end - 1].box.y1 < 1.3 * (found[end - 1].box.y1 - found[end - 2].box.y1)
        and not _other_type(labels[-1:], parts[end])
    ):
        end += 1
    return end


def _other_type(parts: Sequence[Sequence[Word]], others: Sequence[Sequence[Word]]) -> bool:
    """Tell whether no cell of one line is set like one of the other; labels may be larger than values."""
    return not any(same_size(part[0].size, other[0].size) for part in parts for other in others)


def _extents(parts: Sequence[Sequence[Word]]) -> list[Span]:
    return [(part[0].box.x0, max(word.box.x1 for word in part)) for part in parts]


def _union(columns: Sequence[Span], extents: Sequence[Span], size: float, edges: Sequence[float] = ()) -> list[Span]:
    """Join what is not parted by white; before a known edge of a column a little of it is enough."""
    merged: list[Span] = []
    for left, right in sorted([*columns, *extents]):
        if (
            merged
            and left - merged[-1][1] < COLUMN_GAP * size
            and not (
                left - merged[-1][1] >= EDGE_GAP * size and any(abs(left - edge) < SAME_EDGE * size for edge in edges)
            )
        ):
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _shares_edge(columns: Sequence[Span], extents: Sequence[Span], size: float) -> bool:
    """Tell whether a stretch after the first begins or ends where a column does."""
    near = 0.7 * size
    return any(
        abs(left - low) < near or abs(right - high) < near for left, right in extents[1:] for low, high in columns[1:]
    )


def _within_cell(found: Sequence[Line], parts: Sequence[list[list[Word]]], index: int, columns: Sequence[Span]) -> bool:
    """Tell whether the line after the last full row goes on with one of its later cells."""
    left = parts[index][0][0].box.x0
    distance = found[index].box.y1 - found[index - 1].box.y1
    return left >= columns[1][0] - 2 and distance <= WRAPPED * found[index].size * 1.2


def _recount(parts: Sequence[list[list[Word]]], size: float) -> list[Span]:
    columns: list[Span] = []
    edges = [part[0].box.x0 for line in parts for part in line[1:]]
    for line in parts:
        columns = _union(columns, _extents(line), size, edges)
    return columns if len(columns) >= 2 else []
