"""Passages -> printed lines with their place on the page: what stands under what tells cards and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import NamedTuple

from kb.model import BlockKind, Box, Passage, Piece
from kb.offers import Span

# In line heights. White wider than this parts columns; justified text has gaps of up to one.
GUTTER = 1.5
# Share of the height. Words of one face differ by less, those of two faces by more (Helvetica and its bold: 1.7 %).
FACE = 0.005
# Share of the height by which bold words are made higher. That of Helvetica is; those of many fonts are as high as plain ones.
BOLD = 0.017

# Share of the height by which letters with accents stand out in some fonts at most.
ACCENT = 0.05
ACCENTED = re.compile(r"[ÄÖÜÁÀÂÉÈÊÍÓÔÚÇŠŽéèêëáàâíîóôúûçčğşšžñ]")


class Line(NamedTuple):
    """A printed line, or the part of it that stands in one column or cell.

    `size` is the height of its words (the median: capitals with dots are higher), `block` counts blocks through the document, `cell` those of a row;
    `lead` is the width of its first word; `words` are its printed words, with offsets into the passage. `field` is
    that of a badge or of a line that its place tells; `apart`: whether a line begins a paragraph, None where the page does not tell.
    """

    text: str
    span: Span
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    kind: BlockKind
    block: int
    cell: int
    lead: float
    words: tuple[Piece, ...] = ()
    field: str = ""
    apart: bool | None = None


def printed(passages: Sequence[Passage], bold: Sequence[Sequence[int]] = ()) -> list[Line]:
    """Return the printed lines of a document in reading order.

    :param bold: for each passage where its bold words begin; they are made higher, as they are in many fonts.
    """
    lines: list[Line] = []
    block = 0
    for number, each in enumerate(passages):
        passage = _weighed(each, frozenset(bold[number])) if number < len(bold) and bold[number] else each
        starts = [sentence.start for sentence in passage.sentences]
        for start, end in _blocks(passage.text):
            at = max(bisect_right(starts, start) - 1, 0)
            kind = passage.sentences[at].kind if passage.sentences else "text"
            cell = 0
            for group, tabbed in _broken(passage, start, end):
                cell = cell + 1 if tabbed else cell
                lines.append(_line(passage, group, kind, block, cell))
            block += 1
    return lines


def _weighed(passage: Passage, bold: frozenset[int]) -> Passage:
    """Return a passage with its bold words higher than plain ones of their size, whatever their font makes them."""
    pieces = [piece._replace(box=_higher(piece.box)) if piece.start in bold else piece for piece in passage.pieces]
    return replace(passage, pieces=tuple(pieces))


def _higher(box: Box) -> Box:
    return box._replace(y0=box.y0 - BOLD * (box.y1 - box.y0))


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for part in text.split("\n"):
        if part.strip():
            yield start, start + len(part)
        start += len(part) + 1


def _broken(passage: Passage, start: int, end: int) -> Iterator[tuple[list[Piece], bool]]:
    """Yield the words of each printed line, and whether it begins another cell than the one before."""
    group: list[Piece] = []
    tabbed = False
    for piece in passage.pieces:
        if piece.end <= start or piece.start >= end:
            continue
        if group:
            between = passage.text[group[-1].end : piece.start]
            if "\t" in between or _parted(group, piece, joined=not between):
                yield group, tabbed
                group, tabbed = [], "\t" in between
        group.append(piece)
    if group:
        yield group, tabbed


def _parted(group: Sequence[Piece], piece: Piece, *, joined: bool) -> bool:
    if joined:  # the rest of a word broken at the line's end stays with it
        return False
    last = group[-1]
    if len(group) > 1 and group[-2].end == last.start:
        return True
    high = max(last.box.y1 - last.box.y0, piece.box.y1 - piece.box.y0, 1.0)
    if last.page != piece.page or piece.box.x0 < last.box.x0:
        return True
    middle = (piece.box.y0 + piece.box.y1) / 2
    level = last.box.y0 <= middle <= last.box.y1 or piece.box.y0 <= (last.box.y0 + last.box.y1) / 2 <= piece.box.y1
    return not level or piece.box.x0 - last.box.x1 > GUTTER * high


def _line(passage: Passage, group: Sequence[Piece], kind: BlockKind, block: int, cell: int) -> Line:
    start, end = group[0].start, group[-1].end
    return _of(passage.text[start:end], passage.ordinal, group, kind, block, cell)


def _of(text: str, ordinal: int, words: Sequence[Piece], kind: BlockKind, block: int, cell: int) -> Line:
    first = words[0]
    # A word broken at the line's end has its rest in the line below.
    own = [piece for piece in words if piece.page == first.page and piece.box.y0 < first.box.y1]
    return Line(
        text,
        Span(ordinal, first.start, words[-1].end),
        first.page,
        first.box.x0,
        first.box.y0,
        max(piece.box.x1 for piece in own),
        max(piece.box.y1 for piece in own),
        median(piece.box.y1 - piece.box.y0 for piece in own),
        kind,
        block,
        cell,
        first.box.x1 - first.box.x0,
        tuple(words),
    )


def cut(line: Line, number: int) -> tuple[Line, Line]:
    """Return a line in two: before its word of this number, and from it on."""
    origin = line.span.start
    before, after = line.words[:number], line.words[number:]

    def made(words: Sequence[Piece]) -> Line:
        text = line.text[words[0].start - origin : words[-1].end - origin]
        return _of(text, line.span.ordinal, words, line.kind, line.block, line.cell)

    return made(before), made(after)


def faced(words: Sequence[Piece]) -> int:
    """Return how many of the first words are set in another face than all the others; 0 without such a change.

    Faces differ in the height of their words: a bold one is set higher than a plain one of the same size.
    """
    high = [piece.box.y1 - piece.box.y0 for piece in words]
    own = next((n for n, one in enumerate(high) if abs(one - high[0]) > FACE * high[0]), len(high))
    rest = high[own:]
    return own if rest and all(abs(one - rest[0]) <= FACE * rest[0] for one in rest) else 0


def stands_out(line: Line, words: Sequence[Piece], others: Sequence[Piece]) -> bool:
    """Tell words that letters with accents make higher than the others of their line, not another face."""
    high, plain = (median(word.box.y1 - word.box.y0 for word in held) for held in (words, others))
    if not BOLD + FACE < high / plain - 1 <= ACCENT:
        return False
    start = line.span.start
    return all(ACCENTED.search(line.text[word.start - start : word.end - start]) for word in words)


def level(left: Line, right: Line) -> bool:
    """Tell whether two lines stand beside one another."""
    return left.page == right.page and abs(left.y1 - right.y1) < 0.5 * min(left.size, right.size)
