"""Boxes of labels and values beside running text („Auf einen Blick“) -> behind the text that they belong to.

A page is read column by column, so all boxes at its margin come behind all its text. A box belongs to the title beside
whose text most of it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.offer_labels import labels_in, whole_label
from ingest.offer_lines import FACE, Line
from ingest.offer_rows import TABLE

# Blocks from this number on are labels with their values that were put together here; those of tables end below it.
ASIDE = 3 * TABLE // 2
# In line heights: lines of a box begin within EDGE; a box ends with more white than APART, where a title stands beside
# the next line than LEVEL.
EDGE, APART, LEVEL = 1.0, 2.5, 0.8
# So many labels make a box, fewer of them where the box has a title that others have, too.
LABELS = 2
# In words: an unknown label at most; a line of running text at least.
WORDS, PROSE = 4, 5
# The heading of a chapter is larger than the lines of a box by this.
LARGE = 1.5
_TITLE = re.compile(
    r"(?:(?:alles |das wichtigste )?auf einen (?:blick|klick)|(?:alles|das) wichtige?(?:ste)?|kurz und (?:knapp|bündig)|steckbrief|kurzinfo(?:s)?|infos?(?:box|kasten)?"
    r"|(?:daten|zahlen) und fakten|fakten|eckdaten|eckpunkte|rahmendaten|im überblick|überblick|projektdaten|kurzprofil|das projekt in kürze|in kürze)\W*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Box:
    lines: list[Line]
    named: bool = False  # its first line is the title of boxes, and of none alone

    @property
    def fields(self) -> list[tuple[list[Line], list[Line]]]:
        """The labels of the box with the lines of their values; what stands before the first has no label."""
        found: list[tuple[list[Line], list[Line]]] = []
        held = self.lines[1:] if self.named else self.lines
        plain = min((line.size for line in held), default=0.0)
        for number, line in enumerate(held):
            below = held[number + 1] if number + 1 < len(held) else None
            last = found[-1] if found else None
            empty = last is not None and last[0] and not last[1]
            if _begins(line):
                found.append(([], [line]))
            elif below is not None and not empty and _is_label(line, plain):
                found.append(([line], []))
            elif last is not None:
                last[1].append(line)
            else:
                found.append(([], [line]))
        return found


class _Owner(NamedTuple):
    """A title in the running text, from where to where it and its text reach on the page."""

    line: Line
    top: float
    bottom: float


def in_asides(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with boxes at the margin behind the text beside them, each label with its value as a row."""
    boxes = _boxes(lines)
    done = list(lines)
    block = ASIDE
    for box in _under(lines, {id(line) for other in boxes for line in other.lines}):
        put = _rows(box, block)
        block += len(put) + 1
        inside = {id(line) for line in box.lines}
        at = next(number for number, line in enumerate(done) if id(line) in inside)
        done = [*done[:at], *put, *(line for line in done[at:] if id(line) not in inside)]
    for box in boxes:
        inside = {id(line) for line in box.lines}
        rest = [line for line in done if id(line) not in inside]
        owner = _owner(box, lines, {id(line) for other in boxes for line in other.lines})
        if owner is None:
            continue
        put = _rows(box, block)
        block += len(put) + 1
        at = _end(rest, owner)
        done = [*rest[:at], *put, *rest[at:]]
    return done


def _boxes(lines: Sequence[Line]) -> list[_Box]:
    """Return the boxes of a document: stacks beside running text, with labels, and no title of their own."""
    stacks = [_Box(stack) for page in sorted({line.page for line in lines}) for stack in _stacks(lines, page)]
    first = Counter(stack.lines[0].text for stack in stacks)
    found = []
    for stack in stacks:
        top = stack.lines[0]
        stack.named = bool(_TITLE.fullmatch(top.text)) or (first[top.text] > 1 and _field(top) is None)
        known = sum(_field((label or value)[0]) is not None for label, value in stack.fields)
        opens = stack.named or _field(top) is not None
        if opens and known >= (1 if stack.named else LABELS):
            found.append(stack)
    return found


def _under(lines: Sequence[Line], inside: set[int]) -> Iterator[_Box]:
    """Yield the boxes that stand below the text they belong to, as they have the title of boxes."""
    free = [line for line in lines if id(line) not in inside]
    for number, line in enumerate(free):
        above = free[number - 1] if number else line
        if line.block >= TABLE or not _TITLE.fullmatch(line.text) or above.kind == "heading":
            continue
        box = _Box([line], named=True)
        for below in free[number + 1 :]:
            last = box.lines[-1]
            near = below.page == line.page and -EDGE * line.size < below.y0 - last.y1 < APART * line.size
            ends = below.kind == "row" or below.block >= TABLE or below.size > 1.04 * line.size
            if not near or ends or abs(below.x0 - line.x0) > EDGE * line.size or _TITLE.fullmatch(below.text):
                break
            box.lines.append(below)
        if sum(_field((label or value)[0]) is not None for label, value in box.fields) >= LABELS:
            yield box


def _stacks(lines: Sequence[Line], page: int) -> Iterator[list[Line]]:
    """Yield lines beneath one another that stand beside other text, left or right of it."""
    here = [line for line in lines if line.page == page and line.block < TABLE and line.kind != "row"]
    edges: list[float] = []
    for line in sorted(here, key=lambda line: line.x0):
        if not edges or line.x0 - edges[-1] > EDGE * line.size:
            edges.append(line.x0)
    for edge in edges:
        column = [line for line in here if -0.5 < line.x0 - edge <= EDGE * line.size]
        stack: list[Line] = []
        tops = [line.y0 for line in here if line.kind == "heading" and abs(line.x0 - edge) > APART * line.size]
        for line in sorted(column, key=lambda line: line.y0):
            gap = line.y0 - stack[-1].y1 if stack else 0.0
            # With a title beside it, less white ends a box.
            level = any(abs(line.y0 - top) < EDGE * line.size for top in tops)
            apart = stack and gap > (LEVEL if level else APART) * line.size
            again = stack and (line.text == stack[0].text or _TITLE.fullmatch(line.text))
            if stack and (apart or again or _larger(stack, line)):
                yield from _aside(stack, here)
                stack = []
            stack.append(line)
        yield from _aside(stack, here)


def _larger(stack: Sequence[Line], line: Line) -> bool:
    return line.kind == "heading" and line.size > 1.04 * max(one.size for one in stack)


def _aside(stack: list[Line], here: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield a stack that stands beside running text, not beside other cells of a table."""
    if len(stack) < 2:
        return
    left, right = stack[0].x0, max(line.x1 for line in stack)
    top, bottom = stack[0].y0, stack[-1].y1 + APART * stack[-1].size
    beside = [line for line in here if line.y1 > top and line.y0 < bottom and (line.x1 <= left or line.x0 >= right)]
    across = any(
        line.y1 > top + 1 and line.y0 < stack[-1].y1 - 1 and line.x0 < left - 1 and line.x1 > left for line in here
    )
    prose = [line for line in beside if len(line.text.split()) >= PROSE]
    if _TITLE.fullmatch(stack[0].text) is None and (_follows(stack, here) or not _level(stack, here)):
        return
    if not across and prose and 2 * len(prose) >= len(beside):
        yield stack


def _follows(stack: Sequence[Line], here: Sequence[Line]) -> bool:
    """Tell a stack right under other lines of its column: part of an entry there."""
    left, right = stack[0].x0, max(line.x1 for line in stack)
    top, size = stack[0].y0, stack[0].size
    above = [line for line in here if line.x0 < right and line.x1 > left and line.y0 < top]
    chapter = [line for line in above if line.kind == "heading" and line.size > LARGE * size]
    return any(top - line.y1 < LEVEL * size for line in above if line not in chapter)


def _level(stack: Sequence[Line], here: Sequence[Line]) -> bool:
    """Tell a stack with a title beside its first line: that of the text it belongs to."""
    left, right = stack[0].x0, max(line.x1 for line in stack)
    beside = [line for line in here if line.kind == "heading" and (line.x0 >= right or line.x1 <= left)]
    return any(abs(line.y0 - stack[0].y0) < APART * stack[0].size for line in beside)


def _begins(line: Line) -> bool:
    """Tell a line that begins with a label, its value behind the colon."""
    found = labels_in(line.text)
    return bool(found) and found[0].start == 0 and found[0].end < len(line.text)


def _field(line: Line) -> str | None:
    """Return the field of a line that is a label, or that begins with one and a colon."""
    found = labels_in(line.text)
    if found and found[0].start == 0 and found[0].field != "other":
        return found[0].field
    return whole_label(line.text)


def _is_label(line: Line, plain: float) -> bool:
    """Tell a line that labels what stands below it: one that is known, or a short one set apart from the values."""
    if whole_label(line.text) is not None:
        return True
    apart = line.kind == "heading" or line.size > (1 + 2 * FACE) * plain
    return apart and len(line.text.split()) <= WORDS and line.text[-1] not in ".,;"


def _owner(box: _Box, lines: Sequence[Line], inside: set[int]) -> _Owner | None:
    """Return the title beside whose text most of a box stands."""
    top, bottom = box.lines[0].y0, box.lines[-1].y1
    left, right = box.lines[0].x0, max(line.x1 for line in box.lines)
    page = box.lines[0].page
    text = [line for line in lines if line.page == page and id(line) not in inside and line.block < TABLE]
    titles = sorted(
        (line for line in text if line.kind == "heading" and (line.x1 <= left or line.x0 >= right)),
        key=lambda line: line.y0,
    )
    owners = []
    for number, line in enumerate(titles):
        end = titles[number + 1].y0 if number + 1 < len(titles) else float("inf")
        if any(other.y0 >= line.y0 and other.y0 < end for other in text if other.kind != "heading"):
            owners.append(_Owner(line, line.y0, end))
    beside = [(min(bottom, one.bottom) - max(top, one.top), one) for one in owners]
    best = max(beside, key=lambda pair: pair[0], default=None)
    if best is None or best[0] <= 0:
        return None
    return best[1]


def _end(lines: Sequence[Line], owner: _Owner) -> int:
    """Return where in the reading order what stands under a title on its page ends."""
    at = next(number for number, line in enumerate(lines) if line is owner.line)
    title = True
    for number in range(at + 1, len(lines)):
        line = lines[number]
        if line.block >= ASIDE:
            continue
        if line.page != owner.line.page or (line.kind == "heading" and not title):
            return number
        title = title and line.kind == "heading"
    return len(lines)


def _rows(box: _Box, block: int) -> list[Line]:
    """Return a box as rows of two cells, label and value; a value whose label is unknown as text."""
    done: list[Line] = []
    for label, value in box.fields:
        block += 1
        if label and value and whole_label(label[0].text) is not None:
            done.append(label[0]._replace(kind="row", block=block, cell=0))
            done += [line._replace(kind="row", block=block, cell=1) for line in value]
        else:
            done += [line._replace(kind="text", block=block, cell=0) for line in (value or label)]
    return done
