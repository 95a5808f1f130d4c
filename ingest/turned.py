"""Words that run aslant, up or down: grouped, and turned level to be read like any others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.boxes import around
from ingest.lines import Line
from ingest.paragraphs import Rough
from ingest.pdf import RawPage, Word
from kb.model import Box

# Words on a curve differ by a few degrees from one to the next and are one text.
ALIKE = 4
# What is turned alike, stands within this many type sizes and differs no more than this in size is one text.
NEAR = 3.0
OTHER = 2.5
# Up to this many degrees a text stands among the others; what runs up or down stands beside them.
ASLANT = 30

Back = Mapping[tuple[Box, str], Word]


class Level(NamedTuple):
    """Turned words with boxes as if their lines were level, and the way back to the words as printed."""

    words: list[Word]
    back: Back


def groups(words: Sequence[Word]) -> list[tuple[int, list[Word]]]:
    """Return the words by their turn (degrees), each group in the order of the file."""
    turns = sorted({word.turn for word in words})
    chains: list[list[int]] = []
    for turn in turns:
        if chains and turn - chains[-1][-1] <= ALIKE:
            chains[-1].append(turn)
        else:
            chains.append([turn])
    found = []
    for chain in chains:
        members = [word for word in words if chain[0] <= word.turn <= chain[-1]]
        weights = Counter(dict.fromkeys(chain, 0))
        for word in members:
            weights[word.turn] += len(word.text)
        found.append((weights.most_common(1)[0][0], members))
    return found


def level(words: Sequence[Word], turn: int, page: RawPage) -> Level:
    """Return `words` as they stand once the page is turned by `turn` degrees about its middle."""
    back: dict[tuple[Box, str], Word] = {}
    flat = []
    for word in words:
        upright = word._replace(box=_read(word, turn, page), turn=0)
        back[upright.box, upright.text] = word
        flat.append(upright)
    return Level(flat, back)


def texts(found: Level) -> list[Level]:
    """Part level words into texts that stand apart from one another, from top to bottom as printed."""
    held: list[tuple[Box, list[Word]]] = []
    for word in found.words:
        box, members = word.box, [word]
        rest = []
        for other, its in held:
            smaller, larger = sorted((word.size, its[0].size))
            if larger <= OTHER * smaller and _near(other, box, NEAR * smaller):
                box, members = around([box, other]), its + members
            else:
                rest.append((other, its))
        held = [*rest, (box, members)]
    parts = [Level(members, found.back) for _, members in held]
    return sorted(parts, key=lambda part: printed_box(part)[1])


def printed_box(part: Level) -> Box:
    """Return the box around a text as it is printed."""
    return around([part.back[word.box, word.text].box for word in part.words])


def _near(one: Box, other: Box, far: float) -> bool:
    return (
        one.x0 - far <= other.x1 and other.x0 - far <= one.x1 and one.y0 - far <= other.y1 and other.y0 - far <= one.y1
    )


def within(part: Level, back: dict[tuple[Box, str], Word]) -> list[Word]:
    """Return a text that runs up or down as level words that fit the room it takes: for its place in a table.

    :param back: takes the way back to the words as printed.
    """
    room = printed_box(part)
    flat = around([word.box for word in part.words])
    scale = min(1.0, (room.x1 - room.x0) / (flat.x1 - flat.x0 or 1.0))
    down = (room.y0 + room.y1) / 2 - (flat.y0 + flat.y1) / 2
    words = []
    for word in part.words:
        left, right = ((x - flat.x0) * scale + room.x0 for x in (word.box.x0, word.box.x1))
        fitted = word._replace(box=Box(left, word.box.y0 + down, right, word.box.y1 + down))
        back[fitted.box, fitted.text] = part.back[word.box, word.text]
        words.append(fitted)
    return words


def rule(box: Box, turn: int, page: RawPage) -> Box:
    """Return where a ruling line stands once the page is turned by a multiple of 90 degrees."""
    angle = math.radians(turn)
    cos, sin = round(math.cos(angle)), round(math.sin(angle))
    corners = [(x - page.width / 2, y - page.height / 2) for x, y in ((box.x0, box.y0), (box.x1, box.y1))]
    xs, ys = zip(*((x * cos + y * sin, y * cos - x * sin) for x, y in corners), strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _read(word: Word, turn: int, page: RawPage) -> Box:
    """Return where the word stands once its line is turned level about the middle of the page."""
    angle = math.radians(turn)
    cos, sin = math.cos(angle), math.sin(angle)
    box = word.box
    across, down = box.x1 - box.x0, box.y1 - box.y0
    # The box around a slanted word is wider and taller than the word; its height is known from its type.
    height = min(1.15 * word.size, down if abs(cos) > 0.9 else across) or 1.0
    width = (across - height * abs(sin)) / abs(cos) if abs(cos) > 0.7 else (down - height * abs(cos)) / abs(sin)
    width = max(width, 1.0)
    x, y = (box.x0 + box.x1 - page.width) / 2, (box.y0 + box.y1 - page.height) / 2
    middle_x, middle_y = x * cos + y * sin, y * cos - x * sin
    return Box(middle_x - width / 2, middle_y - height / 2, middle_x + width / 2, middle_y + height / 2)


def as_printed(block: Rough, back: Back) -> Rough:
    """Return the block with its words as they are printed; lines keep the boxes in which they were read."""
    return replace(block, cells=tuple(tuple(_printed(line, back) for line in cell) for cell in block.cells))


def _printed(line: Line, back: Back) -> Line:
    return line._replace(words=tuple(back.get((word.box, word.text), word) for word in line.words))
