"""Rows of a form that hold several labels („Träger | AWO | Laufzeit | seit 2021“) -> each label with its value as a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from ingest.offer_labels import head_label, whole_label
from ingest.offer_lines import Line
from ingest.offer_rows import TABLE
from ingest.offer_values import times
from kb.offers import Span

# Blocks from this number on are labels with their values that were put together here.
PAIRED, PAIRS_END = TABLE + 300_000, TABLE + 400_000
_DAY = r"(?:montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|(?:Mo|Di|Mi|Do|Fr|Sa|So)\.?)"
_DAYS = re.compile(rf"{_DAY}(?:\s?(?:–|-|/|,|\+|und|bis)\s?{_DAY})*:?", re.IGNORECASE)
# In words: a label that no field takes, beside one that a field takes.
WORDS = 3


def in_pairs(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with each label and the cell behind it as a row of two cells."""
    done: list[Line] = []
    block = PAIRED
    for _, group in groupby(lines, key=lambda line: line.block):
        held = list(group)
        cells = [list(cell) for _, cell in groupby(held, key=lambda line: line.cell)]
        if (hours := _hours(cells)) is not None:
            done.append(hours)
            continue
        if held[0].kind != "row" or held[0].block >= TABLE or not _are_pairs(cells):
            done += held
            continue
        for label, value in zip(cells[::2], cells[1::2], strict=True):
            done += [line._replace(block=block, cell=0) for line in label]
            done += [line._replace(block=block, cell=1) for line in value]
            block += 1
    return done


def _hours(cells: Sequence[Sequence[Line]]) -> Line | None:
    """Return a day with its hours in the cell beside it as one line, None for any other row."""
    if [len(cell) for cell in cells] != [1, 1] or cells[0][0].kind != "row" or cells[0][0].block >= TABLE:
        return None
    day, hours = cells[0][0], cells[1][0]
    first, second = day.span, hours.span
    beside = first.ordinal == second.ordinal and second.start - first.end == 1
    if not beside or not _DAYS.fullmatch(day.text) or not any(one.start == 0 for one in times(hours.text)):
        return None
    text, span = f"{day.text} {hours.text}", Span(first.ordinal, first.start, second.end)
    words = (*day.words, *hours.words)
    return day._replace(text=text, span=span, x1=hours.x1, kind="text", cell=0, words=words, apart=True)


def is_paired(line: Line) -> bool:
    """Tell a line of a label or its value."""
    return PAIRED <= line.block < PAIRS_END


def _are_pairs(cells: Sequence[Sequence[Line]]) -> bool:
    if len(cells) < 2 or len(cells) % 2:
        return False
    labels = [" ".join(line.text for line in cell) for cell in cells[::2]]
    values = [" ".join(line.text for line in cell) for cell in cells[1::2]]
    known = [label for label in labels if whole_label(label) is not None]
    if sum(head_label(text) is not None for text in (*labels, *values)) > len(labels):
        return False  # the head of a table
    if any(whole_label(value) is not None for value in values) or 2 * len(known) < len(labels):
        return False
    return bool(known) and all(len(label.split()) <= WORDS or label in known for label in labels)
