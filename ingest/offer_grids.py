"""Cards and columns set side by side that were read line by line across: each is read on its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from ingest.offer_labels import head_label, labels_in, whole_label
from ingest.offer_lines import Line, level
from ingest.offer_rows import TABLE
from ingest.offer_values import look

# A cell of so many lines is a card, not a value.
CARD = 3
# A heading read as part of a row is larger than its cells by this.
LARGER = 1.25


def in_columns(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those of cards and columns that stand beside one another each in its own order.

    What is read column by column already, and tables, stay as they are.
    """
    done = list(lines)
    for page in sorted({line.page for line in lines}):
        for titles in _title_rows([line for line in done if line.page == page]):
            done = _regrouped(done, titles)
    return _unrowed(done)


def _title_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the headings that stand beside one another, from top to bottom."""
    headings = [line for line in lines if line.kind == "heading" and line.block < TABLE]
    rows: list[list[Line]] = []
    for line in sorted(headings, key=lambda line: (line.y1, line.x0)):
        if rows and level(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    beside = [sorted(row, key=lambda line: line.x0) for row in rows if len(row) > 1]
    return [row for row in beside if max(line.size for line in row) < 1.15 * min(line.size for line in row)]


def _regrouped(lines: list[Line], titles: Sequence[Line]) -> list[Line]:
    left = [title.x0 for title in titles]
    page, top = titles[0].page, min(title.y0 for title in titles)
    below = sorted((line for line in lines if line.page == page and line.y0 >= top - 1), key=lambda line: line.y0)
    bottom = min((line.y0 for line in below if _ends(line, titles)), default=float("inf"))
    held = [line for line in lines if line.page == page and top - 1 <= line.y0 < bottom and line.block < TABLE]
    columns = [_column(line, left) for line in held]
    changes = sum(one != other for one, other in pairwise(columns))
    if changes < len(titles):
        return lines
    first = lines.index(held[0])
    ordered = sorted(zip(columns, held, strict=True), key=lambda pair: (pair[0], pair[1].y0))
    moved = [line if line.kind == "heading" else _as_text(line, (first, column)) for column, line in ordered]
    inside = set(held)
    before = [line for line in lines[:first] if line not in inside]
    return [*before, *moved, *(line for line in lines[first:] if line not in inside)]


def _as_text(line: Line, column: tuple[int, int]) -> Line:
    """Return a line of a row as one of running text, in a block for its column."""
    block = -1 - 100 * column[0] - column[1]
    return line._replace(kind="text" if line.kind == "row" else line.kind, block=block, cell=0)


def _ends(line: Line, titles: Sequence[Line]) -> bool:
    """Tell whether a line ends the row of cards: the next row of titles, or what runs over several columns."""
    if line in titles:
        return False
    left = [title.x0 for title in titles]
    column = _column(line, left)
    over = column + 1 < len(left) and line.x1 > left[column + 1] + line.size
    return over or (line.kind == "heading" and line.size > 0.95 * titles[0].size and line.y0 > titles[0].y1)


def _column(line: Line, left: Sequence[float]) -> int:
    return max((number for number, x0 in enumerate(left) if x0 <= line.x0 + line.size), default=0)


def _unrowed(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with rows that are no table as columns: cards in cells, text with its fields beside it."""
    done: list[Line] = []
    for row, group in groupby(_titles_freed(lines), key=lambda line: line.kind == "row" and line.block < TABLE):
        held = list(group)
        done += _parted(held, len(done)) if row else held
    return done


def _titles_freed(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those of rows that are far larger than the rest of their row as headings."""
    done: list[Line] = []
    for block, group in groupby(lines, key=lambda line: line.block):
        held = list(group)
        usual = min(line.size for line in held)
        for line in held:
            large = line.kind == "row" and line.block < TABLE and line.size > LARGER * usual
            done.append(line._replace(kind="heading", block=-1 - 100 * block - 99, cell=0) if large else line)
    return done


def _parted(rows: Sequence[Line], at: int) -> list[Line]:
    blocks = [list(group) for _, group in groupby(rows, key=lambda line: line.block)]
    if _is_head(blocks[0]):
        return list(rows)
    done: list[Line] = []
    if not any(map(_are_cards, blocks)) and _side_by_side(blocks):
        numbers = sorted({line.cell for line in rows})
        return [_as_text(line, (at, number)) for number in numbers for line in rows if line.cell == number]
    for number, block in enumerate(blocks):
        cells = [list(group) for _, group in groupby(block, key=lambda line: line.cell)]
        if _are_cards(block):
            for cell in cells:
                title, *rest = (_as_text(line, (at + number, cell[0].cell)) for line in cell)
                done += [title._replace(kind="heading"), *rest]
        else:
            done += block
    return done


def _are_cards(block: Sequence[Line]) -> bool:
    cells = [list(group) for _, group in groupby(block, key=lambda line: line.cell)]
    return len(cells) > 1 and all(len(cell) >= CARD for cell in cells) and any(_shows(cell[1:]) for cell in cells)


def _is_head(block: Sequence[Line]) -> bool:
    cells = [" ".join(line.text for line in group) for _, group in groupby(block, key=lambda line: line.cell)]
    known = sum(head_label(cell) is not None for cell in cells)
    return known > 1 and 2 * known >= len(cells)


def _shows(lines: Iterable[Line]) -> bool:
    return sum(_tells(line) for line in lines) > 1


def _tells(line: Line) -> bool:
    found = labels_in(line.text)
    return bool(found and found[0].start == 0 and found[0].field != "other") or look(line.text) is not None


def _side_by_side(blocks: Sequence[Sequence[Line]]) -> bool:
    """Tell rows that are columns: in one that is not the first, most lines are fields with their labels."""
    if len(blocks) < 2 or any(len({line.cell for line in block}) != 2 for block in blocks):
        return False
    left = [line for block in blocks for line in block if line.cell == 0]
    right = [line for block in blocks for line in block if line.cell > 0]
    labelled = [line for line in right if labels_in(line.text) and labels_in(line.text)[0].start == 0]
    if any(whole_label(line.text) for line in left):
        return False
    return len(labelled) > 1 and 2 * len(labelled) > len(right)
