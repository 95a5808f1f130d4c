"""Plans of a week, a column for each day -> entries one after the other: name, day, hour."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.offer_lines import Line, faced
from ingest.offer_values import look

_DAY = re.compile(
    r"(?:montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonnabends?|sonntags?|mo|di|mi|do|fr|sa|so)\.?",
    re.IGNORECASE,
)
# So many days beside one another are the head of a plan.
DAYS = 3


def is_day(text: str) -> bool:
    """Tell the name of a day of the week, and nothing else."""
    return bool(_DAY.fullmatch(text.strip()))


def is_week(band: Sequence[Line]) -> bool:
    """Tell the head of a plan of a week."""
    return sum(is_day(line.text) for line in band) >= DAYS


def in_cells(head: Sequence[Sequence[Line]], row: Sequence[tuple[int, Line]], block: int) -> tuple[list[Line], int]:
    """Return the cells of a row as entries, and the number of the last block.

    :param head: the lines that name each column, days and what stands before them.
    :param row: lines with their columns.
    """
    days = [number for number, held in enumerate(head) if is_day(held[0].text)]
    hours = [line for column, line in row if column not in days and look(line.text) == "time"]
    made: list[Line] = []
    for number in days:
        cell = [line for column, line in row if column == number]
        stated = [line for line in cell if look(line.text) == "time"]
        told = [line for line in cell if look(line.text) != "time"]
        if not told or not any(char.isalpha() for line in told for char in line.text):
            continue
        words = [word for line in told for word in line.words]
        own = faced(words) or len(words)
        count = 0
        block += 1
        for line in told:
            name = count < own
            count += len(line.words)
            made.append(line._replace(kind="heading" if name else "text", block=block + (not name), cell=0))
        block += 2
        for line in (head[number][0], *(stated or hours)):
            made.append(line._replace(kind="text", block=block, cell=0))
            block += 1
    return made, block
