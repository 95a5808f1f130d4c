"""Tables that are ruled in part: shaded rows, and lines between rows but none between columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.boxes import area, around, merged
from ingest.lines import bands
from ingest.pdf import Word
from ingest.tables import TOUCH, Cell, Grid, grids, level_rules
from kb.model import Box

# White that parts columns, in type sizes: within a single line, and where several lines leave it free.
GAP_IN_LINE = 1.8
GAP = 0.8
# A row between two shaded ones is at most this many times as high as they are.
TALLER = 4.0
# The first line of a row stands at most this far (type sizes) from the shading before it.
NEAR = 2.2
# So many rows may stand before the first shaded one or after the last: a head of two lines and a first row.
ENDS = 3
# So many labels stand on the feet of the values beside them; lines of other texts meet by chance.
LABELS = 3
LEVEL = 0.12
# The longest of them ends this near to the values (type sizes).
BESIDE = 12
# Fewer lines are a frame around a head, or rule off a part of the page.
LINES = 4
# Shorter lines are underlines and blanks to be filled in.
SHORTEST = 100.0


def tables_on(rules: Sequence[Box], words: Sequence[Word]) -> list[Grid]:
    """Return the tables and frames of a page, larger ones first; `words` tell what partly ruled ones hold."""
    found = grids(rules)
    if not words:
        return found
    found = [grid for grid in found if len(grid.cells) > 1 or not (_shaded_line(grid, words) or _values(grid, words))]
    found = _with_stripes(found, words)
    found += _between_lines(level_rules(rules), found, words)
    return sorted(found, key=lambda grid: -area(grid.box))


def _inside(words: Sequence[Word], box: Box) -> list[Word]:
    left, top, right, bottom = box
    return [
        word
        for word, (x0, y0, x1, y1) in [(word, word[1]) for word in words]
        if left <= (x0 + x1) / 2 <= right and top <= (y0 + y1) / 2 <= bottom
    ]


def _shaded_line(grid: Grid, words: Sequence[Word]) -> bool:
    """Tell a frame around a single line of cells: the shading of a row, not a box of its own."""
    inside = _inside(words, grid.box)
    if not inside or grid.box.y1 - grid.box.y0 > 4 * inside[0].size:
        return False
    return len(bands(inside)) == 1 and len(_spans(inside, GAP_IN_LINE * inside[0].size)) > 1


def _values(frame: Grid, words: Sequence[Word]) -> bool:
    """Tell a frame around the values of a table: line for line they stand beside labels on their left."""
    box = frame.box
    if box.x1 - box.x0 < 3 * TOUCH or box.y1 - box.y0 < 3 * TOUCH:
        return False
    beside = bands(_inside(words, Box(0.0, box.y0, box.x0, box.y1)))
    if not LABELS <= len(beside) <= 3 * LABELS or median(map(len, beside)) > 3:
        return False
    inside = bands(_inside(words, box))
    feet = [max(word.box.y1 for word in line) for line in inside]
    level = sum(
        any(abs(max(word.box.y1 for word in line) - foot) < LEVEL * line[0].size for foot in feet) for line in beside
    )
    near = max(word.box.x1 for line in beside for word in line) > box.x0 - BESIDE * beside[0][0].size
    return near and level >= LABELS and 10 * level >= 6 * min(len(beside), len(inside))


def _spans(words: Sequence[Word], gap: float) -> list[tuple[float, float]]:
    return merged([(word.box.x0, word.box.x1) for word in words], gap)


def _with_stripes(found: Sequence[Grid], words: Sequence[Word]) -> list[Grid]:
    """Join shaded rows with the rows between them, the head above and the last row below."""
    kept = [grid for grid in found if grid.rows > 1 or len(grid.cells) == 1]
    stripes = sorted((g for g in found if g.rows == 1 and len(g.cells) > 1), key=lambda g: (g.box.y0, g.box.x0))
    while stripes:
        table = [stripes.pop(0)]
        edges = [cell.box.x0 for cell in table[0].cells] + [table[0].box.x1]
        rows = [table[0].box]
        for stripe in list(stripes):
            if not _same(edges, [cell.box.x0 for cell in stripe.cells] + [stripe.box.x1]):
                continue
            between = Box(edges[0], rows[-1].y1, edges[-1], stripe.box.y0)
            held = _inside(words, between)
            higher = between.y1 - between.y0 > TALLER * max(stripe.box.y1 - stripe.box.y0, rows[-1].y1 - rows[-1].y0)
            if higher or not _fit(held, edges):
                break
            if held:
                rows.append(between)
            rows.append(stripe.box)
            table.append(stripe)
            stripes.remove(stripe)
        if len(table) > 1:
            kept.append(_of(_with_ends(rows, edges, words, ENDS), edges))
        else:
            kept += table
    return kept


def _same(edges: Sequence[float], others: Sequence[float]) -> bool:
    return len(edges) == len(others) and all(abs(a - b) <= TOUCH for a, b in zip(edges, others, strict=True))


def _fit(words: Sequence[Word], edges: Sequence[float]) -> bool:
    """Tell whether no word stands across an edge of the columns."""
    return not any(word.box.x0 < edge - 1 and word.box.x1 > edge + 1 for word in words for edge in edges[1:-1])


def _with_ends(rows: Sequence[Box], edges: Sequence[float], words: Sequence[Word], most: int) -> list[Box]:
    """Add the lines (`most` each) above the first ruled row and below the last that stand in the columns."""
    done = list(rows)
    for upward in (True, False):
        edge = done[0].y0 if upward else done[-1].y1
        reach = most * median(row.y1 - row.y0 for row in rows)
        strip = Box(edges[0], edge - reach, edges[-1], edge) if upward else Box(edges[0], edge, edges[-1], edge + reach)
        found = bands(_inside(words, strip))
        for line in found[: -most - 1 : -1] if upward else found[:most]:
            top, bottom = min(word.box.y0 for word in line), max(word.box.y1 for word in line)
            filled = {sum(edge < (word.box.x0 + word.box.x1) / 2 for edge in edges[1:-1]) for word in line}
            far = done[0].y0 - bottom if upward else top - done[-1].y1
            if far > NEAR * line[0].size or len(filled) < 2 or not _fit(line, edges):
                break
            if upward:
                done.insert(0, Box(edges[0], top - 0.5, edges[-1], done[0].y0))
            else:
                done.append(Box(edges[0], done[-1].y1, edges[-1], bottom + 0.5))
    return done


def _of(rows: Sequence[Box], edges: Sequence[float]) -> Grid:
    cells = [
        Cell(number, column, Box(edges[column], row.y0, edges[column + 1], row.y1))
        for number, row in enumerate(rows)
        for column in range(len(edges) - 1)
    ]
    return Grid(Box(edges[0], rows[0].y0, edges[-1], rows[-1].y1), tuple(cells))


def _between_lines(level: Sequence[Box], found: Sequence[Grid], words: Sequence[Word]) -> list[Grid]:
    """Return tables whose rows stand between lines of one length; their columns are where all rows are white."""
    stacks: dict[tuple[int, int], list[Box]] = {}
    for rule in level:
        if rule.x1 - rule.x0 >= SHORTEST:
            stacks.setdefault((round(rule.x0 / TOUCH), round(rule.x1 / TOUCH)), []).append(rule)
    tables = []
    for stack in stacks.values():
        if len(stack) < LINES or any(_overlap(around(stack), grid.box) for grid in found):
            continue
        heights = sorted((rule.y0 + rule.y1) / 2 for rule in stack)
        boxes = [Box(stack[0].x0, top, stack[0].x1, low) for top, low in pairwise(heights)]
        rows = [(box, held) for box in boxes if (held := _inside(words, box))]
        edges = _columns_of([held for _, held in rows])
        if len(edges) > 2 and len(rows) >= LINES - 1:
            edges = [stack[0].x0, *edges[1:-1], stack[0].x1]
            tables.append(_of(_with_ends([box for box, _ in rows], edges, words, 1), edges))
    return tables


def _overlap(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def _columns_of(rows: Sequence[Sequence[Word]]) -> list[float]:
    """Return the edges of the columns that the words of all rows leave, none if a row holds running text."""
    columns: list[tuple[float, float]] = []
    parted = 0
    for words in rows:
        size = words[0].size
        lines = bands(words)
        spans = _spans(words, (GAP_IN_LINE if len(lines) == 1 else GAP) * size)
        if len(spans) == 1 and len(rows) > LINES:
            continue  # a row of one cell
        parted += len(spans) > 1
        columns = merged([*columns, *spans], 0.5 * size)
    if parted < 3 or 3 * parted < 2 * len(rows):
        return []
    middles = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    return [columns[0][0], *middles, columns[-1][1]]
