"""Headings that were parted where they look like lists or paragraphs: joined again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.lines import Line
from ingest.paragraphs import OPEN, Rough

# Lines of one heading follow each other at this many type sizes at most (1.5 lines of 1.15).
LEADING = 1.75
_REFERENCE = re.compile(r"^(?:[A-ZÄÖÜ]{1,4}[ /-])*\d+(?:[./-]\d+)+(?:[ /-]\w{1,3})?$")
_SECTION_SIGN = re.compile(r"^§+\s?\d+\s?[a-z]?$")
_STATUTE_SIGN = re.compile(r"^(?:[A-ZÄÖÜ][\wäöü]*[A-ZÄÖÜ]|SGB [IVX]+)$")


def rejoined(blocks: Sequence[Rough], heads: Callable[[Rough], bool]) -> list[Rough]:
    """Return the blocks with each heading in one: its later lines may begin like an item or a number.

    :param heads: tells whether a block is set as a heading.
    """
    done: list[Rough] = []
    for block in blocks:
        last = done[-1] if done else None
        if last is not None and _goes_on(last, block):
            joined = replace(last, cells=((*last.lines, *block.lines),))
            if _section_of_statute(last, block) or (heads(last) and heads(joined)):
                done[-1] = joined
                continue
        done.append(block)
    return done


def _goes_on(last: Rough, block: Rough) -> bool:
    if last.page != block.page or not {last.kind, block.kind} <= {"text", "item"}:
        return False
    above, below = last.lines[-1], block.lines[0]
    if not 0 < below.box.y1 - above.box.y1 <= LEADING * max(above.size, below.size):
        return False
    if _section_of_statute(last, block):
        return True
    if abs(above.size - below.size) > 0.3 or any(line.bold != above.bold for line in block.lines):
        return False
    return _begins_below(last, block) or (
        above.text[-1] not in ".!?:"
        and block.kind == "text"
        and (below.text[0].islower() or bool(OPEN.search(above.text)) or above.text.endswith(("-", "–")))
    )


def _begins_below(last: Rough, block: Rough) -> bool:
    """Tell whether a block is a file number under its title, or hangs under the words after the title's number."""
    below = block.lines[0]
    return (len(block.lines) == 1 and bool(_REFERENCE.match(below.text))) or _hangs(last.lines[0], below)


def _hangs(first: Line, below: Line) -> bool:
    if len(first.words) < 2 or not first.words[0].text[0].isdigit():
        return False
    return abs(below.box.x0 - first.words[1].box.x0) < 0.3 * first.size and below.box.x0 > first.box.x0 + first.size


def _section_of_statute(last: Rough, block: Rough) -> bool:
    """Tell whether a badge says „§ 60c“ and, under it, of which statute."""
    if len(last.lines) != 1 or len(block.lines) != 1:
        return False
    return bool(_SECTION_SIGN.match(last.lines[0].text) and _STATUTE_SIGN.match(block.lines[0].text))
