"""Lines of a table -> its rows, by how far apart they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.offer_lines import Line

# Lines of a cell follow one another by their leading, which is at most so many line heights; the next row stands
# further below than the leading (in leadings).
LEADED, LEADING = 1.9, 1.15
# The share of the columns that a line fills where a row begins, in a table whose lines all stand equally far apart.
FILLED = 0.6

Cells = list[tuple[int, Line]]


@dataclass(slots=True)
class Spacing:
    """How far apart the lines of a table stand: `within` a column, and all of them (`steps`)."""

    within: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    ruled: bool = False  # rows of several lines were read as such

    def add(self, bands: Sequence[Cells]) -> None:
        last: dict[int, Line] = {}
        for above, below in pairwise(bands):
            of = [{line.block for _, line in band if line.kind == "row"} for band in (above, below)]
            self.ruled = self.ruled or bool(of[0] & of[1])
            if _alone(above) == _alone(below):
                self.steps.append(below[0][1].y1 - above[0][1].y1)
        for band in bands:
            for column, line in band:
                above_it = last.get(column)
                if above_it is not None and 0.7 * line.size < line.y1 - above_it.y1 < LEADED * line.size:
                    self.within.append(line.y1 - above_it.y1)
                last[column] = line

    @property
    def leading(self) -> float:
        """The step from line to line of a cell: the usual smallest one, 0 where no cell has several lines."""
        return sorted(self.within)[len(self.within) // 5] if self.within else 0.0

    @property
    def even(self) -> bool:
        """Whether rows stand no further apart than lines."""
        return all(step <= LEADING * self.leading for step in self.steps)


def rows_of(bands: Sequence[Cells], columns: int, spacing: Spacing) -> list[Cells]:
    """Return the lines row by row."""
    rows: list[Cells] = []
    for number, band in enumerate(bands):
        above = bands[number - 1] if number else []
        if not above or _alone(band) or _alone(above) or _fresh(above, band, spacing, columns):
            rows.append(list(band))
        else:
            rows[-1] += band
    return rows


def _alone(band: Cells) -> bool:
    return band[0][0] == -1 or (len(band) == 1 and band[0][0] == 0 and band[0][1].kind == "heading")


def _fresh(above: Cells, band: Cells, spacing: Spacing, columns: int) -> bool:
    """Tell whether a band begins a row."""
    step = band[0][1].y1 - above[0][1].y1
    leading = spacing.leading
    if not spacing.even or not leading:
        return step > LEADING * leading and step > 0.7 * band[0][1].size
    if spacing.ruled:  # lines between the rows told them
        return not {line.block for _, line in above} & {line.block for _, line in band}
    return len({column for column, _ in band}) >= FILLED * columns
