"""Names of entries on the page -> what belongs to each: below it in its column, beside it in its row, right above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.offer_lines import FACE, Line, level
from ingest.offer_pairs import is_paired
from ingest.offer_rows import SETTLED, TABLE
from kb.model import BlockKind

# Blocks from this number on are lines of entries put together here.
UNIT = 10 * SETTLED
# A line larger than the names by this ends what stands above it.
LARGER = 1.06
# In line heights: lines of one name stand closer than WRAPPED; what is level with a name may begin so far above it;
# what stands over a name belongs to it where it is closer than CLOSE (of the name's) and the white over it is wider by WHITE.
WRAPPED, LEVEL, CLOSE, WHITE = 0.6, 0.5, 1.5, 0.3
# So many lines at most stand over a name, and over at least so large a share of the names.
OVER, USUAL = 3, 0.6
# A name runs over so many lines.
LINES = 3


@dataclass(slots=True)
class Unit:
    """The lines of a name, and the others of its entry, column by column."""

    named: list[Line]
    lines: list[Line] = field(default_factory=list)
    over: bool = False  # lines over the name belong to it

    @property
    def name(self) -> str:
        """The name in one line."""
        return " ".join(line.text for line in self.named)


def units_of(lines: Sequence[Line], names: Sequence[Line]) -> list[Unit]:
    """Return the entries of a document whose names are known, in their order on the pages."""
    found = _named(names, _whole(lines))
    mine = {id(line): unit for unit in found for line in unit.named}
    size = max(line.size for line in names)
    whole = _rows(lines, mine)
    before: Unit | None = None
    columns: list[list[Line]] = []
    owner: dict[int, Unit | None] = {}
    last = 0
    for page in sorted({line.page for line in lines}):
        here = [line for line in lines if line.page == page and (line.block < TABLE or is_paired(line))]
        left = _left([unit for unit in found if unit.named[0].page == page])
        before = before if page == last + 1 and left else None
        last = page
        for column in _columns(here, left):
            columns.append(column)
            for line in column:
                if id(line) in mine:
                    before = mine[id(line)]
                elif id(line) in whole:
                    owner[id(line)] = whole[id(line)]
                    continue
                elif line.size > LARGER * size or (line.kind == "heading" and line.size > (1 - FACE) * size):
                    before = None
                owner[id(line)] = before
    _take_over(columns, mine, owner)
    for column in columns:
        for line in column:
            unit = owner.get(id(line))
            if unit is not None and id(line) not in mine:
                unit.lines.append(line)
    _end(found)
    return found


def _end(units: Sequence[Unit]) -> None:
    """Take from the end of each entry what is set in a size that no other entry has: an imprint, a note for all."""
    sizes = [{round(line.size, 1) for line in unit.lines} for unit in units]
    for number, unit in enumerate(units):
        others = {size for at, held in enumerate(sizes) if at != number for size in held}
        near = {round(size + step, 1) for size in others for step in (-0.1, 0.0, 0.1)}
        while unit.lines and round(unit.lines[-1].size, 1) not in near and not is_paired(unit.lines[-1]):
            unit.lines.pop()


def _whole(lines: Sequence[Line]) -> set[int]:
    """Return the ids of lines behind which nothing else stands in their line: a name may go on below them."""
    return {
        id(line)
        for line, behind in pairwise([*lines, lines[-1]])
        if behind is line or not (level(line, behind) and behind.x0 >= line.x1 and behind.block == line.block)
    }


def _named(names: Sequence[Line], whole: set[int]) -> list[Unit]:
    """Return the names, those of several lines put together."""
    found: list[Unit] = []
    for line in names:
        last = found[-1].named[-1] if found else None
        if last is not None and len(found[-1].named) < LINES and id(last) in whole and _wraps(last, line):
            found[-1].named.append(line)
        else:
            found.append(Unit([line]))
    return found


def _wraps(above: Line, line: Line) -> bool:
    near = above.page == line.page and -WRAPPED * line.size < line.y0 - above.y1 < WRAPPED * line.size
    alike = abs(above.size - line.size) <= FACE * line.size and line.y0 > above.y0 + 0.5 * line.size
    return near and alike and above.x0 < line.x1 and line.x0 < above.x1


def _rows(lines: Sequence[Line], mine: dict[int, Unit]) -> dict[int, Unit]:
    """Return the entries of lines that stand in a row of a table with one name."""
    blocks: dict[int, list[Line]] = {}
    for line in lines:
        if line.kind == "row" and line.block < TABLE:
            blocks.setdefault(line.block, []).append(line)
    found: dict[int, Unit] = {}
    for block in blocks.values():
        units = {id(mine[id(line)]): mine[id(line)] for line in block if id(line) in mine}
        if len(units) == 1:
            found |= {id(line): unit for line in block for unit in units.values()}
    return found


def _left(units: Sequence[Unit]) -> list[float]:
    """Return where the columns begin in which the names of a page stand: names of one column overlap."""
    columns: list[list[float]] = []
    for low, high in sorted(
        (min(line.x0 for line in unit.named), max(line.x1 for line in unit.named)) for unit in units
    ):
        if columns and low < columns[-1][1]:
            columns[-1][1] = max(columns[-1][1], high)
        else:
            columns.append([low, high])
    return [low for low, _ in columns]


def _columns(lines: Sequence[Line], left: Sequence[float]) -> Iterator[list[Line]]:
    """Yield the lines of a page column by column, each from top to bottom, lines beside one another from the left."""
    held: list[list[Line]] = [[] for _ in left or (0.0,)]
    for line in lines:
        at = max((n for n, x0 in enumerate(left) if x0 <= line.x0 + LEVEL * line.size), default=0)
        held[at].append(line)
    for column in held:
        yield in_order(column)


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Return lines from top to bottom, those that stand beside one another from the left."""
    bands: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.y1):
        if bands and line.y1 - bands[-1][0].y1 < LEVEL * min(line.size, bands[-1][0].size):
            bands[-1].append(line)
        else:
            bands.append([line])
    return [line for band in bands for line in sorted(band, key=lambda line: line.x0)]


def _take_over(columns: Sequence[Sequence[Line]], mine: dict[int, Unit], owner: dict[int, Unit | None]) -> None:
    """Give names what is level with them, and what stands over them where it does so over most of them."""
    over: list[tuple[Unit, list[Line]]] = []
    firsts = 0
    for column in columns:
        for number, line in enumerate(column):
            if id(line) not in mine or mine[id(line)].named[0] is not line:
                continue
            firsts += 1
            unit = mine[id(line)]
            above = column[:number]
            while above and id(above[-1]) not in mine and above[-1].y0 > line.y0 - LEVEL * line.size:
                owner[id(above[-1])] = unit
                above = above[:-1]
            run = _run(above, line, mine)
            if run:
                over.append((unit, run))
    if len(over) >= max(USUAL * firsts, 2):
        for unit, run in over:
            unit.over = True
            for line in run:
                owner[id(line)] = unit


def _run(above: Sequence[Line], name: Line, mine: dict[int, Unit]) -> list[Line]:
    """Return the few lines right over a name that white parts from those above them."""
    run: list[Line] = []
    inner = -name.size
    for number in range(len(above) - 1, max(len(above) - OVER, 0) - 1, -1):
        line = above[number]
        gap = (run[0] if run else name).y0 - line.y1
        if id(line) in mine or gap > CLOSE * name.size or line.size > LARGER * name.size:
            return []
        run.insert(0, line)
        inner = max(inner, gap)
        over = above[number - 1] if number else None
        # The top, or the heading of a section, ends it as white does.
        if over is None or over.size > LARGER * name.size or line.y0 - over.y1 > inner + WHITE * name.size:
            return run
    return []


def in_units(lines: Sequence[Line], units: Sequence[Unit]) -> list[Line]:
    """Return the lines with each name as a heading, its entry behind it as running text, side by side parts in turn."""
    inside = {id(line) for unit in units for line in (*unit.named, *unit.lines)}
    first = {id(unit.named[0]): (number, unit) for number, unit in enumerate(units)}
    done: list[Line] = []
    for line in lines:
        if id(line) in first:
            number, unit = first[id(line)]
            done += _set(unit, UNIT + 100 * number)
        elif id(line) not in inside:
            done.append(line)
    return done


def _set(unit: Unit, block: int) -> Iterator[Line]:
    for line in unit.named:
        yield line._replace(kind="heading", block=block, cell=0)
    yield from (line for line in unit.lines if is_paired(line))
    for number, part in enumerate(_beside([line for line in unit.lines if not is_paired(line)])):
        for line in part:
            kind: BlockKind = "item" if line.kind == "item" else "text"
            yield line._replace(kind=kind, block=block + 1 + number, cell=0)


def _beside(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines that stand beside one another apart, as cells of a row do; pages one after the other."""
    parts: list[list[Line]] = []
    for page in sorted({line.page for line in lines}):
        held: list[tuple[float, float, list[Line]]] = []
        for line in (line for line in lines if line.page == page):
            same = [one for one in held if one[0] < line.x1 and line.x0 < one[1]]
            held = [one for one in held if one not in same]
            low, high = min([line.x0, *(one[0] for one in same)]), max([line.x1, *(one[1] for one in same)])
            held.append((low, high, [*(each for one in same for each in one[2]), line]))
        parts += [in_order(part) for _, _, part in sorted(held, key=lambda one: one[0])]
    return parts
