"""Ruling lines -> grids of cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.boxes import area
from kb.model import Box

# Lines within this distance (points) are one line, and ends within it touch. Word processors leave up to
# 2 pt between the border pieces of neighbouring cells.
TOUCH = 4.0
# The share of a cell's side that must be ruled to part it from its neighbour.
RULED = 0.55


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at its first row and column (from 0), and how many of each it covers."""

    row: int
    column: int
    box: Box
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table, or (one cell) a frame."""

    box: Box
    cells: tuple[Cell, ...]

    @property
    def rows(self) -> int:
        """The rows in which a cell begins."""
        return 1 + max(cell.row for cell in self.cells)

    @property
    def columns(self) -> int:
        return max(cell.column + cell.columns for cell in self.cells)


def grids(rules: Sequence[Box]) -> list[Grid]:
    """Return the grids that lines form where they cross or meet, larger ones first."""
    level = level_rules(rules)
    upright = _joined((rule for rule in rules if rule.x1 - rule.x0 < rule.y1 - rule.y0), horizontal=False)
    found = []
    for across, down in _connected(level, upright):
        grid = _grid(across, down)
        if grid:
            found.append(grid)
    return sorted(found, key=lambda grid: -area(grid.box))


def level_rules(rules: Sequence[Box]) -> list[Box]:
    """Return the horizontal lines, pieces joined."""
    return _joined((rule for rule in rules if rule.x1 - rule.x0 >= rule.y1 - rule.y0), horizontal=True)


def _joined(rules: Iterable[Box], *, horizontal: bool) -> list[Box]:
    """Join pieces of line that lie on end or on one another."""
    flat = [rule if horizontal else _turned(rule) for rule in rules]
    flat.sort(key=lambda rule: ((rule.y0 + rule.y1) / 2, rule.x0))
    done: list[Box] = []
    row: list[Box] = []
    for rule in flat:
        if row and (rule.y0 + rule.y1) / 2 - (row[0].y0 + row[0].y1) / 2 > TOUCH / 2:
            done += _on_end(row)
            row = []
        row.append(rule)
    done += _on_end(row)
    long = [rule for rule in done if rule.x1 - rule.x0 >= 2 * TOUCH]
    return long if horizontal else [_turned(rule) for rule in long]


def _on_end(row: Sequence[Box]) -> list[Box]:
    joined: list[Box] = []
    for rule in sorted(row):
        last = joined[-1] if joined else None
        if last is not None and rule.x0 <= last.x1 + TOUCH:
            joined[-1] = Box(last.x0, min(last.y0, rule.y0), max(last.x1, rule.x1), max(last.y1, rule.y1))
        else:
            joined.append(rule)
    return joined


def _turned(box: Box) -> Box:
    return Box(box.y0, box.x0, box.y1, box.x1)


def _connected(level: Sequence[Box], upright: Sequence[Box]) -> list[tuple[list[Box], list[Box]]]:
    """Group lines that touch, directly or through others, into horizontal and vertical ones."""
    parent = list(range(len(level) + len(upright)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, h in enumerate(level):
        for j, v in enumerate(upright):
            if h.x0 - TOUCH <= v.x1 and v.x0 <= h.x1 + TOUCH and v.y0 - TOUCH <= h.y1 and h.y0 <= v.y1 + TOUCH:
                parent[root(i)] = root(len(level) + j)
    groups: dict[int, tuple[list[Box], list[Box]]] = {}
    for i, h in enumerate(level):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(upright):
        groups.setdefault(root(len(level) + j), ([], []))[1].append(v)
    return [group for group in groups.values() if group[0] and group[1]]


def _grid(across: Sequence[Box], down: Sequence[Box]) -> Grid | None:
    """Return the cells between the lines; sides that are not ruled join neighbours."""
    # Outer borders are often left out: the ends of the crossing lines stand in for them.
    ys = _levels([(h.y0 + h.y1) / 2 for h in across] + [v.y0 for v in down] + [v.y1 for v in down])
    xs = _levels([(v.x0 + v.x1) / 2 for v in down] + [h.x0 for h in across] + [h.x1 for h in across])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > 5_000:
        return None
    parent = list(range(rows * columns))

    def root(node: int) -> int:
        while parent[node] != node:
            node = parent[node]
        return node

    for i in range(rows):
        for j in range(columns):
            if j + 1 < columns and not _ruled(
                [(v.y0, v.y1) for v in down if abs((v.x0 + v.x1) / 2 - xs[j + 1]) <= TOUCH], ys[i], ys[i + 1]
            ):
                _unite(parent, root(i * columns + j), root(i * columns + j + 1))
            if i + 1 < rows and not _ruled(
                [(h.x0, h.x1) for h in across if abs((h.y0 + h.y1) / 2 - ys[i + 1]) <= TOUCH],
                xs[j],
                xs[j + 1],
            ):
                _unite(parent, root(i * columns + j), root((i + 1) * columns + j))
    members: dict[int, list[int]] = {}
    for node in range(rows * columns):
        members.setdefault(root(node), []).append(node)
    cells = []
    for nodes in members.values():
        first, last = min(n // columns for n in nodes), max(n // columns for n in nodes)
        left, right = min(n % columns for n in nodes), max(n % columns for n in nodes)
        box = Box(xs[left], ys[first], xs[right + 1], ys[last + 1])
        cells.append(Cell(first, left, box, last - first + 1, right - left + 1))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(cells))


def _unite(parent: list[int], one: int, other: int) -> None:
    parent[max(one, other)] = min(one, other)


def _levels(values: Iterable[float]) -> list[float]:
    levels: list[list[float]] = []
    for value in sorted(values):
        if levels and value - levels[-1][-1] <= TOUCH:
            levels[-1].append(value)
        else:
            levels.append([value])
    return [sum(level) / len(level) for level in levels]


def _ruled(pieces: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    covered = sum(max(0.0, min(high, end) - max(low, start)) for low, high in pieces)
    return covered >= RULED * (end - start)


def place(grid: Grid, box: Box) -> int | None:
    """Return the index of the cell in which the middle of `box` lies."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    left, top, right, bottom = grid.box
    if not (left <= x <= right and top <= y <= bottom):
        return None
    for index in range(bisect_right(grid.cells, y, key=_top) - 1, -1, -1):
        x0, y0, x1, y1 = grid.cells[index].box
        if x0 <= x <= x1 and y0 <= y <= y1:
            return index
    return None


def _top(cell: Cell) -> float:
    return cell.box.y0
