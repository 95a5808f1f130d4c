"""Lines under the heads of columns -> rows of a table, in whatever order the page was read.

Where a cell is empty, or a row goes on overleaf, a table is easily read as text or column by column. Its head tells
where the columns stand; what stands below until something runs over the columns is the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from ingest.offer_labels import head_label
from ingest.offer_lines import Line, cut, level
from ingest.offer_spacing import Cells, Spacing, rows_of
from ingest.offer_weeks import in_week, is_week

# Blocks from this number on are rows that were put together here; from the other, lines in the order that they keep.
TABLE, SETTLED = 1_000_000, 2_000_000
# In line heights: so near to a column's edge a word stands in it, and white between words is wider than a blank.
NEAR, BLANK = 0.4, 0.3
# In line heights: a table ends with more white than this.
APART = 3.0
# In words: the title of the rows below it; the head of a column.
GROUP, HEAD = 14, 5
# A head stands on so many levels at most: three lines, and one line in the middle beside two.
LINES = 4
# What is larger than the head by this is the heading of what follows the table.
LARGER = 1.2


@dataclass(slots=True)
class _Table:
    """A head with where its columns begin, and the rows under it as lines with their columns (-1: a title of rows)."""

    head: list[list[Line]]
    left: list[float]
    rows: list[Cells] = field(default_factory=list)
    taken: list[Line] = field(default_factory=list)
    week: bool = False  # a column for each day
    follows: bool = False  # goes on with the table of the page before

    @property
    def named(self) -> list[str]:
        return [_named(held) for held in self.head]


def in_rows(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those of tables row by row, each row a block of its own and each cell its column."""
    pages = [
        _bands([line for line in lines if line.page == page and line.block < TABLE])
        for page in sorted({line.page for line in lines})
    ]
    spacings: dict[tuple[str, ...], Spacing] = {}
    list(_found(pages, spacings))  # the parts of a table on several pages are spaced alike
    done = list(lines)
    block = TABLE
    for table in _found(pages, spacings):
        put, block = _lines(table, block)
        done = _placed(done, table, put)
    return done


def _found(pages: Sequence[Sequence[list[Line]]], spacings: dict[tuple[str, ...], Spacing]) -> Iterator[_Table]:
    """Yield the tables of a document; `spacings` are those known by their heads, and are added to."""
    before: _Table | None = None
    for bands in pages:
        tables = _tables(bands, before, spacings)
        yield from tables
        lowest = max((line.y1 for table in tables for line in table.taken), default=0.0)
        ends = tables and not any(band[0].y0 > lowest for band in bands)
        before = tables[-1] if ends else None


def _tables(
    bands: Sequence[list[Line]], before: _Table | None, spacings: dict[tuple[str, ...], Spacing]
) -> list[_Table]:
    found: list[_Table] = []
    at = 0
    if before is not None and bands and _fits(before, bands[0]):
        at, table = _read(_Table(before.head, before.left, follows=True), bands, 0, spacings)
        found += [table] if table.rows else []
    while at < len(bands):
        started = _head(bands, at)
        at += 1
        if started is None:
            continue
        after, table = started
        if before is not None and not found and table.named == before.named:
            table.follows = True
        after, table = _read(table, bands, after, spacings)
        if table.rows:
            found.append(table)
            at = after
    return found


def _bands(lines: Sequence[Line]) -> list[list[Line]]:
    """Return what stands on one level, from top to bottom, each from left to right."""
    bands: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.y1, line.x0)):
        if bands and level(bands[-1][0], line):
            bands[-1].append(line)
        else:
            bands.append([line])
    return [sorted(band, key=lambda line: line.x0) for band in bands]


def _head(bands: Sequence[Sequence[Line]], at: int) -> tuple[int, _Table] | None:
    """Return the number of the band behind the head of a table, and the table; None where no head begins.

    Heads of several lines stand on several levels, as do those of one line beside them when set to the middle.
    """
    best: tuple[int, _Table] | None = None
    taken: list[Line] = []
    heads: list[list[Line]] = []
    for number in range(at, min(at + LINES, len(bands))):
        band = bands[number]
        if taken and band[0].y0 - max(line.y1 for line in taken) > NEAR * band[0].size:
            break
        for line in (half for whole in band for half in _halves(whole)):
            column = next((held for held in heads if held[0].x0 < line.x1 and line.x0 < max(x.x1 for x in held)), None)
            if column is None:
                heads.append([line])
            else:
                column.append(line)
        taken += band
        if any(len(_named(held).split()) > HEAD for held in heads):
            break
        columns = sorted(([*held] for held in heads), key=lambda held: held[0].x0)
        if _are_heads(columns):
            week = is_week([held[0] for held in columns])
            left = [min(line.x0 for line in held) for held in columns]
            best = number + 1, _Table(columns, left, taken=[*taken], week=week)
    return best


def _are_heads(columns: Sequence[Sequence[Line]]) -> bool:
    if len(columns) < 2:
        return False
    if is_week([held[0] for held in columns]):
        return all(len(held) == 1 for held in columns)
    fields = [head_label(_named(held)) for held in columns]
    whole = all(name or len(held) == 1 for name, held in zip(fields, columns, strict=True))
    return whole and len({name for name in fields if name}) > 1 and 2 * sum(map(bool, fields)) >= len(fields)


def _named(held: Sequence[Line]) -> str:
    return " ".join(line.text for line in held)


def _halves(line: Line) -> tuple[Line, ...]:
    """Return two heads that stand close („Nr. Kurs“) as two lines, any other line as it is."""
    if len(line.words) == 2 and head_label(line.words and line.text) is None:
        halves = cut(line, 1)
        if all(head_label(half.text) for half in halves):
            return halves
    return (line,)


def _read(
    table: _Table, bands: Sequence[Sequence[Line]], at: int, spacings: dict[tuple[str, ...], Spacing]
) -> tuple[int, _Table]:
    """Return the number of the band after a table, and the table with its rows."""
    size = median(line.size for held in table.head for line in held)
    stops = (n for n in range(at, len(bands)) if _head(bands, n) or any(one.size > LARGER * size for one in bands[n]))
    table.left = _edges(table, [line for band in bands[at : next(stops, len(bands))] for line in band])
    held: list[Cells] = []
    sources: list[Sequence[Line]] = []
    bottom = table.taken[-1].y1 if table.taken else None
    for number in range(at, len(bands)):
        band = [line for line in bands[number] if line.x1 > table.left[0] - size]
        if not band:
            continue
        apart = bottom is not None and band[0].y0 - bottom > APART * size
        if apart or any(line.size > LARGER * size for line in band) or _head(bands, number) is not None:
            break
        cells = _cells(table, band)
        if cells is None:
            below = bands[number + 1] if number + 1 < len(bands) else []
            if len(band) > 1 or not _titles(band[0], below, table):
                break
            cells = [(-1, band[0])]
        held.append(cells)
        sources.append(band)
        bottom = max(line.y1 for line in band)
    spacing = spacings.setdefault(tuple(table.named), Spacing())
    spacing.add(held)
    table.rows = rows_of(held, len(table.left), spacing)
    while table.rows and len({column for column, _ in table.rows[-1]}) < 2:
        table.rows.pop()  # a note below, or the heading of what follows
    kept = {line.span.start for row in table.rows for _, line in row}
    lowest = max((line.y1 for row in table.rows for _, line in row), default=0.0)
    table.taken += [line for band in sources for line in band if line.y0 < lowest]
    after = at + sum(1 for band in bands[at:] if band[0].y0 < lowest)
    return (after, table) if kept else (at, table)


def _edges(table: _Table, below: Sequence[Line]) -> list[float]:
    """Return where the columns begin: with their heads, or further left where these are centred over them."""
    spans = [(min(line.x0 for line in held), max(line.x1 for line in held)) for held in table.head]
    left = [x0 for x0, _ in spans]
    begins: list[Counter[float]] = [Counter() for _ in spans]
    for line in below:
        over = [n for n, (x0, x1) in enumerate(spans) if x0 < line.x1 and line.x0 < x1]
        if len(over) == 1:
            begins[over[0]][round(line.x0, 1)] += 1
    for number, found in enumerate(begins):
        if found:
            usual, times = found.most_common(1)[0]
            if times > 1 and (number == 0 or usual > spans[number - 1][1]):
                left[number] = min(left[number], usual)
    return left


def _cells(table: _Table, band: Sequence[Line]) -> Cells | None:
    """Return the lines of a band with their columns, None where one runs over several."""
    found: Cells = []
    for line in band:
        rest = line
        while True:
            at = next((n for n in range(1, len(rest.words)) if _begins(table, rest, n)), None)
            if at is None:
                break
            one, rest = cut(rest, at)
            found.append((_column(table, one), one))
        found.append((_column(table, rest), rest))
    crossing = any(
        column + 1 < len(table.left) and line.x1 > table.left[column + 1] + NEAR * line.size for column, line in found
    )
    return None if crossing else found


def _begins(table: _Table, line: Line, number: int) -> bool:
    """Tell whether a word begins another cell: it stands at the edge of a column, with white before it."""
    before, word = line.words[number - 1].box, line.words[number].box
    edge = any(abs(word.x0 - left) < NEAR * line.size for left in table.left[1:])
    return edge and word.x0 - before.x1 > BLANK * line.size


def _column(table: _Table, line: Line) -> int:
    column = max((n for n, left in enumerate(table.left) if left <= line.x0 + NEAR * line.size), default=0)
    if column + 1 < len(table.left):
        low, high = table.left[column : column + 2]
        if line.x1 > high + NEAR * line.size and line.x0 > (low + high) / 2:  # set to the right
            return column + 1
    return column


def _fits(table: _Table, band: Sequence[Line]) -> bool:
    """Tell whether the first lines of a page go on with the table of the page before."""
    cells = _cells(table, band)
    edges = sum(any(abs(line.x0 - left) < 1.0 for left in table.left) for line in band)
    return cells is not None and len({column for column, _ in cells}) > 1 and edges == len(band)


def _titles(line: Line, below: Sequence[Line], table: _Table) -> bool:
    """Tell the title of the rows below from a text behind the table."""
    if len(line.text.split()) > GROUP or line.text[-1] in ".;," or not below:
        return False
    cells = _cells(table, below)
    return cells is not None and len(cells) > 1 and below[0].y0 - line.y1 < APART * line.size


def _lines(table: _Table, block: int) -> tuple[list[Line], int]:
    """Return a table as lines: its head, titles of rows, and each row as a block; and the last block's number."""
    put: list[Line] = []
    if table.week:
        return in_week(table.head, table.rows, block)
    if not table.follows:
        block += 1
        put += [line._replace(kind="row", block=block, cell=n) for n, held in enumerate(table.head) for line in held]
    for number, row in enumerate(table.rows):
        cells = sorted(row, key=lambda one: (one[0], one[1].y0, one[1].x0))
        block += not (table.follows and number == 0 and _rest(table))
        if len(cells) == 1 and cells[0][0] < 1:
            put.append(cells[0][1]._replace(kind="heading", block=block, cell=0))
        else:
            put += [line._replace(kind="row", block=block, cell=max(column, 0)) for column, line in cells]
    return put, block


def _rest(table: _Table) -> bool:
    """Tell whether the first row of a page is the rest of the last of the page before: what begins the others is missing."""
    begun = [any(column == 0 for column, _ in row) for row in table.rows if row[0][0] != -1]
    return len(begun) > 1 and not begun[0] and all(begun[1:])


def _placed(lines: Sequence[Line], table: _Table, put: Sequence[Line]) -> list[Line]:
    taken = {id(line) for line in table.taken}
    first = next(number for number, line in enumerate(lines) if id(line) in taken)
    before = [line for line in lines[:first] if id(line) not in taken]
    return [*before, *put, *(line for line in lines[first:] if id(line) not in taken)]
