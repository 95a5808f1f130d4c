"""Lists by date, the days in a column of their own -> entries one after the other: name, day, and what is said of it.

Such a page is easily read column by column, all days first and all names after them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from ingest.offer_lines import Line, cut, faced, level
from ingest.offer_rows import TABLE

_HOUR = re.compile(r"\d\s?(?:uhr|h)\b|\d[:.]\d{2}(?!\.|\d)", re.IGNORECASE)
_DAY = re.compile(r"\d\.(?:\s?\d{1,2}\.|\s?[A-ZÄ]|$)|tag|woch|\b(?:Mo|Di|Mi|Do|Fr|Sa|So)\b")
_GOES_ON = re.compile(r"(?:[–/,&+-]|\b(?:und|bis|zum))$")
_MONTHS = r"(?:jan|feb|mär|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-zä]*\.?"
# Nothing but days and hours, however short („Sa 19.“, „19.9. –“, „10–12 und“, „ab 15 Uhr“).
_WHEN = re.compile(
    rf"(?:(?:(?:mo|di|mi|do|fr|sa|so)(?:(?:n|ens|ttwo|nners|ei|ms|nn)[a-z]*tags?|ch|chs)?\b\.?|\d{{1,2}}\.(?:\s?\d{{1,2}}\.)?(?:\s?\d{{4}}|\d{{2}}\b)?"
    rf"|\d{{1,2}}(?:[.:]\d{{2}})?(?:\s?(?:uhr|h)\b)?|{_MONTHS}(?:\s\d{{4}})?|ab|bis|von|und|um|ca\.|täglich|uhr)[\s,;/+&|–-]*)+",
    re.IGNORECASE,
)
_SURE = re.compile(
    rf"\d\.|\d[:.]\d|uhr\b|\dh\b|\d\sund$|tag|mittwoch|^(?:mo|di|mi|do|fr|sa|so)\b|\b{_MONTHS}", re.IGNORECASE
)
# The number of a section, not a day: „3.1“.
_SECTION = re.compile(r"\d{1,2}(?:\.\d)+")
# So many days beneath one another, each beside a text, are a list by date.
SEVERAL = 3
# In line heights: columns begin within this; the lines of one day stand closer, an entry ends with more white.
EDGE, NEAR, APART = 0.5, 1.0, 2.5
# A heading between entries is larger than their lines by this.
LARGER = 1.2
# In words: a longer line is no name.
NAME = 14


def in_margins(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those of lists by date entry by entry, the name of each as a heading."""
    done = list(lines)
    days = [line for line in lines if line.block < TABLE and _is_when(line.text)]
    block = min((line.block for line in lines), default=0) - 1
    for page in sorted({line.page for line in days}):
        here = [line for line in lines if line.page == page and line.block < TABLE]
        for column in _columns([line for line in days if line.page == page]):
            if len(column) < SEVERAL:
                continue
            entries = _entries(column, here)
            if len(entries) < SEVERAL:
                continue
            taken = {id(line) for day, held in entries for line in (*day, *held)}
            put: list[Line] = []
            for day, held in entries:
                made = _entry(day, held, block)
                block = min(line.block for line in made) - 1
                put += made
            first = next(number for number, line in enumerate(done) if id(line) in taken)
            before = [line for line in done[:first] if id(line) not in taken]
            done = [*before, *put, *(line for line in done[first:] if id(line) not in taken)]
    return done


def _is_when(text: str) -> bool:
    return bool(_SURE.search(text) and _WHEN.fullmatch(text.strip())) and not _SECTION.fullmatch(text.strip())


def _columns(days: Sequence[Line]) -> list[list[Line]]:
    """Return the days that begin at the same place, from left to right."""
    columns: list[list[Line]] = []
    for line in sorted(days, key=lambda line: line.x0):
        if columns and line.x0 - columns[-1][0].x0 < EDGE * line.size:
            columns[-1].append(line)
        else:
            columns.append([line])
    return columns


def _entries(days: Sequence[Line], here: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Return each day of a column (of several lines) with the lines beside it."""
    ordered = sorted(days, key=lambda line: line.y0)
    stacks: list[list[Line]] = []
    for line in ordered:
        above = stacks[-1][-1] if stacks else line
        near = line.y0 - above.y1 < NEAR * min(line.size, above.size) and line.size < LARGER * above.size
        if stacks and near and _beside(stacks[-1][0], here) and not _again(stacks[-1], line):
            stacks[-1].append(line)
        else:
            stacks.append([line])
    edge = max((line.x1 for stack in stacks if _beside(stack[0], here) for line in stack), default=0.0)
    entries = []
    day: list[Line] = []  # the last one named, which holds until the next
    for number, stack in enumerate(stacks):
        named = [line for line in stack if _DAY.search(line.text)]
        day = named or day
        if not _beside(stack[0], here):
            continue
        top = stack[0].y0 - EDGE * stack[0].size
        below = stacks[number + 1][0].y0 - EDGE * stack[0].size if number + 1 < len(stacks) else float("inf")
        held: list[Line] = []
        bottom = stack[0].y1
        for line in sorted(here, key=lambda line: (line.y0, line.x0)):
            if line.y0 < top or line.y0 >= below or any(line is one for one in stack):
                continue
            ends = line.x0 < edge or line.y0 - bottom > APART * line.size
            if ends or (held and line.size > LARGER * held[0].size):
                break
            held.append(line)
            bottom = max(bottom, line.y1)
        if held:
            entries.append((stack if named else [*day, *stack], held))
    return entries


def _again(stack: Sequence[Line], line: Line) -> bool:
    """Tell another day below a day, or another hour below an hour: the next entry."""
    if _GOES_ON.search(stack[-1].text):
        return False
    return any(what.search(line.text) and any(what.search(above.text) for above in stack) for what in (_HOUR, _DAY))


def _beside(day: Line, here: Sequence[Line]) -> bool:
    return any(line.x0 > day.x1 and level(day, line) for line in here)


def _entry(day: Sequence[Line], held: Sequence[Line], block: int) -> list[Line]:
    """Return the lines of an entry: its name as heading, the day, the rest column by column."""
    columns: list[list[Line]] = []
    for line in sorted(held, key=lambda line: line.x0):
        if columns and line.x0 - columns[-1][0].x0 < 2 * line.size:
            columns[-1].append(line)
        else:
            columns.append([line])
    first, *others = [sorted(column, key=lambda line: line.y0) for column in columns]
    name, rest = _name(first)
    made = [line._replace(kind="heading", block=block, cell=0) for line in name]
    made += [line._replace(kind="text", block=block - 1, cell=0) for line in day]
    block -= 2
    for column in (rest, *others):
        for _, group in groupby(column, key=lambda line: (line.block, line.cell)):
            made += [
                line._replace(kind="item" if line.kind == "item" else "text", block=block, cell=0) for line in group
            ]
            block -= 1
    return made


def _name(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines of a name, and those that follow it: in another face, or behind its first line."""
    first = lines[0]
    own = faced(first.words)
    if own:
        before, behind = cut(first, own)
        return [before], [behind, *lines[1:]]
    words = [word for line in lines for word in line.words]
    own = faced(words)
    count = 0
    name: list[Line] = []
    for line in lines:
        if name and (not own or count >= own):
            break
        name.append(line)
        count += len(line.words)
    return name, list(lines[len(name) :])
