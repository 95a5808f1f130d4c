"""How far the column of a block of lines reaches to the right: whether another word would have fitted on a line."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.offer_lines import Line

# So many lines that end within so many line heights of one another are justified.
JUSTIFIED, FLUSH = 2, 0.1


def edges_of(lines: Iterable[Line]) -> dict[tuple[int, int], float]:
    """Return how far the column of a block reaches to the right: as far as any line of blocks that begin there."""
    left: dict[tuple[int, int], float] = {}
    right: dict[tuple[int, int], float] = {}
    for line in lines:
        key = (line.page, line.block)
        left[key] = min(left.get(key, line.x0), line.x0)
    for line in lines:
        column = (line.page, round(left[line.page, line.block] / 4))
        right[column] = max(right.get(column, 0.0), line.x1)
    near = {(page, block): (page, round(x0 / 4)) for (page, block), x0 in left.items()}
    found = {
        key: max(right.get((page, column + step), 0.0) for step in (-1, 0, 1)) for key, (page, column) in near.items()
    }
    return found | _justified(lines)


def _justified(lines: Iterable[Line]) -> dict[tuple[int, int], float]:
    """Return where the lines of justified blocks end: all but the last in one place."""
    ends: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        ends.setdefault((line.page, line.block), []).append(line)
    return {
        key: held[0].x1
        for key, held in ends.items()
        if len(held) > JUSTIFIED and all(abs(line.x1 - held[0].x1) < FLUSH * line.size for line in held[:-1])
    }
