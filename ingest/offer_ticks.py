"""Tables that tick for whom something is -> the ticks read as the heads of their columns, or left out where these are unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.offer_lines import Line
from kb.offer_words import audiences, languages

_TICK = re.compile(r"[xX×✓✔✗✘☑☒●•■♦◆]|\[[xX]\]|\([xX]\)")
_EMPTY = re.compile(r"[☐□○◯]|\[\s?\]|[–—-]")
# So many ticks in so many rows make a table of ticks.
TICKS, ROWS = 4, 3
# In line heights: the middle of a tick stands so far beside the middle of its head, or under it.
BESIDE = 1.0


def in_ticks(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with each tick of a table as what heads its column says; other ticks there are left out."""
    ticks = [line for line in lines if line.kind == "row" and _TICK.fullmatch(line.text.strip())]
    rows = {line.block for line in ticks}
    if len(ticks) < TICKS or len(rows) < ROWS:
        return list(lines)
    heads = [line for line in lines if audiences(line.text) or languages(line.text)]
    mine = {id(line): _head(line, heads) for line in ticks}
    done: list[Line] = []
    for line in lines:
        if id(line) in mine:
            head = mine[id(line)]
            if head is not None:
                done.append(line._replace(text=head.text, span=head.span, words=head.words))
        elif not (line.block in rows and _EMPTY.fullmatch(line.text.strip())):
            done.append(line)
    return done


def _head(tick: Line, heads: Sequence[Line]) -> Line | None:
    """Return the line nearest over a tick that stands in its column, on its page or the one before."""
    middle = (tick.x0 + tick.x1) / 2
    over = [
        line
        for line in heads
        if (line.page < tick.page or (line.page == tick.page and line.y1 <= tick.y0))
        and line.x0 - BESIDE * tick.size < middle < line.x1 + BESIDE * tick.size
        and len(line.text.split()) <= 2
    ]
    near = max(over, key=lambda line: (line.page, line.y1), default=None)
    return near if near is not None and tick.page - near.page <= 1 else None
