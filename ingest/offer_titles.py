"""Printed lines -> which of them are titles: headings, and short lines that stand alone over an entry."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.offer_labels import labels_in, whole_label
from ingest.offer_lines import FACE, Line
from ingest.offer_rows import SETTLED
from ingest.offer_values import look, reached, times

# A title has at most so many words, a line with a label but no colon fewer than these.
TITLE = 14
# A line larger than the one below by this is a title, even one that is a day.
LARGE = 1.25
GOES_ON = re.compile(
    r"(?:[-–,/(&·|]|\b(?:und|oder|sowie|für|von|in|im|der|die|das|des|den|mit|am|zu|bis|an|zur|zum|bei|auf|aus|ab))$",
    re.IGNORECASE,
)


def same_title(above: Line, line: Line) -> bool:
    near = line.page == above.page and -0.5 * line.size < line.y0 - above.y1 < 0.6 * line.size
    return (
        near
        and above.block == line.block
        and 0.93 < line.size / above.size < 1.07
        and abs(line.x0 - above.x0) < 4 * line.size
    )


def titles_of(lines: Sequence[Line]) -> set[int]:
    """Return the places of lines that are titles: headings, and short lines that stand alone over an entry."""
    found: set[int] = set()
    labelled = False
    for number, line in enumerate(lines):
        above = lines[number - 1] if number else None
        below = lines[number + 1] if number + 1 < len(lines) else None
        labels = labels_in(line.text)
        if line.kind == "heading":  # what no field takes is no label there
            labels = tuple(label for label in labels if label.field != "other")
        fresh = above is None or above.block != line.block
        labelled = bool(labels) or (labelled and not fresh)
        if line.field or labels or (line.kind == "row" and not _sole_cell(lines, number)):
            continue
        if line.kind == "heading" and not labelled:
            found.add(number)
        elif line.block >= SETTLED:  # there the titles are known
            continue
        elif below is not None and line.kind in {"text", "heading", "row"} and _stands_alone(above, line, below):
            found.add(number)
            labelled = False
    return found


def _sole_cell(lines: Sequence[Line], number: int) -> bool:
    block = lines[number].block
    around = lines[max(number - 3, 0) : number + 4]
    return all(line.cell == 0 for line in around if line.block == block)


def _ends_open(text: str) -> bool:
    return text[-1] in ".,;:" or (text[-1].isalpha() and bool(GOES_ON.search(text)))


def _is_value(line: Line, below: Line) -> bool:
    """Tell a line that says when, whom to ask or what follows; a day set large is a title all the same."""
    day = look(line.text) == "time" and line.size > LARGE * below.size
    return bool(times(line.text) and not day) or bool(reached(line.text)) or whole_label(line.text) is not None


def _stands_alone(above: Line | None, line: Line, below: Line) -> bool:
    words = line.text.split()
    opens = bool(labels_in(below.text)) and labels_in(below.text)[0].start == 0
    if (
        not words
        or len(words) > TITLE
        or not (opens or words[0][0].isupper() or words[0][0] in "„\"»'" or words[0][0].isdigit())
    ):
        return False
    if _ends_open(line.text) or _is_value(line, below):
        return False
    fresh = above is None or above.block != line.block
    gap = line.y0 - above.y1 if above is not None and above.page == line.page and line.y0 >= above.y0 else float("inf")
    apart = gap > (0.4 if fresh else 0.75) * line.size or (fresh and above is not None and above.kind == "heading")
    apart = apart or (fresh and opens and above is not None and above.text[-1] in ".!?")
    larger = line.size > 1.08 * below.size and above is not None and line.size > 1.08 * above.size
    if not (apart or (larger and fresh)) or (
        above is not None and not (apart and fresh) and GOES_ON.search(above.text)
    ):
        return False
    near = below.page == line.page and -0.4 * line.size <= below.y0 - line.y1 < 1.2 * line.size
    if below.kind == "row":
        return near and (whole_label(below.text) is not None or line.size > LARGE * below.size)
    another = apart and line.size > (1 + FACE) * below.size and len(words) <= 10 and below.kind == "text"
    another = another and below.text[0].isupper() and not times(below.text) and look(line.text) is None
    wrapped = below.block == line.block and not opens
    return near and (
        opens
        or another
        or larger
        or (
            not wrapped
            and len(words) <= 10
            and below.kind == "text"
            and len(below.text.split()) > 6
            and below.text[0].isupper()
        )
    )
