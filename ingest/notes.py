"""Footnotes: told from other small print, and read after the text of their page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.paragraphs import Rough, runs_on

# Notes are set at least this much smaller than the body (9 pt under 10 pt).
SMALL_TYPE = 0.92
# Notes stand below this share of the page's height.
LOW = 0.4
_WORD = re.compile(r"[^\W\d_]{2,}")
_MARK = re.compile(r"^(?:\d{1,3}\)?(?:\s+|(?=[A-ZÄÖÜ„]))|[*†]{1,3}\)?\s*|[¹²³⁴⁵⁶⁷⁸⁹⁰]+\)?\s*)\S")


def parted(columns: Sequence[Sequence[Rough]], height: float) -> tuple[list[Rough], list[Rough]]:
    """Part the blocks of columns that are read one after the other into text and the notes at the columns' feet.

    Small print that says nothing of a note stays, unless the sentence above it goes on in the next column.
    """
    text: list[Rough] = []
    feet: list[Rough] = []
    body = _usual([block for column in columns for block in column])
    for number, column in enumerate(columns):
        at = len(column)
        while at > 0 and _small(column[at - 1], body) and column[at - 1].lines[0].box.y0 > LOW * height:
            at -= 1
        below = columns[number + 1][0] if number + 1 < len(columns) and columns[number + 1] else None
        if 0 < at < len(column) and (_marked(column[at]) or goes_on(column[at - 1], below)):
            text += column[:at]
            feet += column[at:]
        else:
            text += column
    return text, feet


def told(blocks: Sequence[Rough], body: float, heights: Mapping[int, float]) -> list[Rough]:
    """Mark footnotes (small, numbered, at the foot of their column) and move them behind the text of their page.

    :param body: the type size of the document's text.
    :param heights: the height of each page.
    """
    done: list[Rough] = []
    start = 0
    while start < len(blocks):
        end = start
        while end < len(blocks) and blocks[end].page == blocks[start].page:
            end += 1
        done += _of_page(blocks[start:end], body, heights[blocks[start].page])
        start = end
    return done


def _of_page(blocks: Sequence[Rough], body: float, height: float) -> list[Rough]:
    text: list[Rough] = []
    notes: list[Rough] = []
    last = False
    for block in blocks:
        low = _small(block, body) and block.lines[0].box.y0 > LOW * height
        last = low and (_marked(block) or last) and not any(_below(block, other, body) for other in blocks)
        (notes if last else text).append(block)
    return text + [replace(note, kind="note") for note in notes]


def _below(note: Rough, other: Rough, body: float) -> bool:
    """Tell whether text of the usual size stands under the note: then it is small print of another kind."""
    first, line = note.lines[0], other.lines[0]
    if line.size <= SMALL_TYPE * body or line.box.y0 < first.box.y1:
        return False
    return any(line.box.x0 < first.box.x1 and first.box.x0 < line.box.x1 for line in other.lines)


def _usual(blocks: Sequence[Rough]) -> float:
    weights: Counter[float] = Counter()
    for block in blocks:
        for line in block.lines:
            weights[line.size] += len(line.words)
    return weights.most_common(1)[0][0] if weights else 0.0


def _small(block: Rough, body: float) -> bool:
    return block.kind in {"text", "item"} and block.lines[0].size <= SMALL_TYPE * body


def _marked(block: Rough) -> bool:
    """Tell whether the block begins with the mark of a note and says something: „260 mm“ in a drawing does not."""
    text = " ".join(line.text for line in block.lines)
    return bool(_MARK.match(text)) and len(_WORD.findall(text)) >= 3


def goes_on(last: Rough, below: Rough | None) -> bool:
    """Tell whether the sentence that breaks off in `last` goes on in `below`, a column further on."""
    if below is None or last.kind not in {"text", "item"} or below.kind != "text":
        return False
    # One short line at most, so that its length alone says nothing.
    return runs_on(last.lines[-1].text[-60:], below.lines[0].text)
