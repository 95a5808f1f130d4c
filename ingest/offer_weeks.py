"""Plans of a week, a column for each day -> entries one after the other: name, day, hour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.offer_lines import Line, cut, faced
from ingest.offer_values import look
from kb.model import Piece

_DAY = re.compile(
    r"(?:montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonnabends?|sonntags?|mo|di|mi|do|fr|sa|so)\.?",
    re.IGNORECASE,
)
# So many days beside one another are the head of a plan.
DAYS = 3
# What is larger than another line by this is set in another size; letters with dots make less of a difference.
SMALLER = 1.08
_DOTS = {"·", "|", "•"}
_CLOSED = re.compile(r"geschlossen|ruhetag|frei|kein\w*(?: \w+){0,2}|entfällt|–|-", re.IGNORECASE)
_UNIT = re.compile(r"(?:Uhr|h)\b.*", re.IGNORECASE)


def is_day(text: str) -> bool:
    """Tell the name of a day of the week, and nothing else."""
    return bool(_DAY.fullmatch(text.strip()))


def is_week(band: Sequence[Line]) -> bool:
    """Tell the head of a plan of a week."""
    return sum(is_day(line.text) for line in band) >= DAYS


def in_week(
    head: Sequence[Sequence[Line]], rows: Sequence[Sequence[tuple[int, Line]]], block: int
) -> tuple[list[Line], int]:
    """Return the cells of a plan as entries, and the number of the last block.

    What is on several days under one name, in the same room and for the same price, is one entry with several times.

    :param head: the lines that name each column, days and what stands before them.
    :param rows: lines with their columns.
    """
    days = [number for number, held in enumerate(head) if is_day(held[0].text)]
    held: dict[str, tuple[list[Line], list[Line]]] = {}
    for row in rows:
        hours = [line for column, line in row if column not in days and look(line.text) == "time"]
        for number in days:
            cell = sorted((line for column, line in row if column == number), key=lambda line: (line.page, line.y0))
            for told, stated in _entries(cell):
                if any(char.isalpha() for line in told for char in line.text) and not _CLOSED.fullmatch(told[0].text):
                    said = " ".join(line.text for line in told)
                    held.setdefault(said, (told, []))[1].extend([head[number][0], *(stated or hours)])
    made: list[Line] = []
    for told, when in held.values():
        own = _name(told)
        block += 1
        for count, line in enumerate(told):
            if count < own:
                made.append(line._replace(kind="heading", block=block, cell=0))
                continue
            for piece in _pieces(line):
                block += 1
                made.append(piece._replace(kind="text", block=block, cell=0, field="marks"))
        for line in when:
            block += 1
            made.append(line._replace(kind="text", block=block, cell=0, field="time"))
    return made, block


def _pieces(line: Line) -> Iterator[Line]:
    """Yield what a line says between dots or bars, as lines of their own: „Saal · 2 € · ab 60“."""
    rest = line
    while True:
        at = next((n for n, word in enumerate(rest.words) if _said(rest, word) in _DOTS), None)
        if at is None:
            yield rest
            return
        if at:
            yield cut(rest, at)[0]
        if at + 1 == len(rest.words):
            return
        rest = cut(rest, at + 1)[1]


def _said(line: Line, word: Piece) -> str:
    return line.text[word.start - line.span.start : word.end - line.span.start]


def _entries(cell: Sequence[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """Yield what a cell says and when, entry by entry: where the hour stands over each name, or under it."""
    first = bool(cell) and look(cell[0].text) == "time"
    told: list[Line] = []
    stated: list[Line] = []
    for line in cell:
        hour = look(line.text) == "time" or bool(stated and not told and _UNIT.fullmatch(line.text))
        if told and ((first and hour) or (not first and stated and not hour and _is_larger(line, told[-1]))):
            yield told, stated
            told, stated = [], []
        (stated if hour else told).append(line)
    if told:
        yield told, stated


def _is_larger(line: Line, above: Line) -> bool:
    return line.size > SMALLER * above.size


def _name(told: Sequence[Line]) -> int:
    """Return how many of the lines are the name: those set as large as the first, in its face."""
    smaller = next((n for n, line in enumerate(told) if told[0].size > SMALLER * line.size), None)
    if smaller is not None:
        return smaller
    own = faced([word for line in told for word in line.words])
    count = 0
    for number, line in enumerate(told):
        if own and count >= own:
            return number
        count += len(line.words)
    return len(told)
