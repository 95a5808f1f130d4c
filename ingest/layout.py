"""Pages as printed -> pages as read: blocks in reading order, furniture dropped, words whole."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import NamedTuple

from ingest.columns import regions
from ingest.furniture import without
from ingest.headings import body_size, marked, mostly_bold
from ingest.hyphens import Row, between, vocabulary, written
from ingest.lines import Line, lines, usual_pitch, without_leaders
from ingest.paragraphs import Rough, joined_columns, paragraphs
from ingest.pdf import RawPage, Word
from ingest.tables import Grid, grids, place
from ingest.tabular import stretches
from kb.model import Block, Box, Page, Piece

# A value longer than this, or of several paragraphs, stands under its label instead of beside it.
LONG_VALUE = 240
LONG_LABEL = 80
# Notes are set at least this much smaller than the body (9 pt under 10 pt).
SMALL_TYPE = 0.92
_NOTE = re.compile(r"^(?:\d{1,3}|[*†]{1,3}|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)\)?\s*\S")
# A cell with this many words is a piece of page, not of a table.
PAGE_LIKE = 150


def pages(raw: Sequence[RawPage]) -> tuple[Page, ...]:
    """Return the pages of one document as they are read.

    The whole document is needed: what repeats on its pages is dropped, its body type tells
    headings, and its own vocabulary decides about hyphens. A page without words has the text ''.
    """
    kept = [without_leaders(words) for words in without(raw)]
    pitch = _pitch(kept)
    rough = [block for page, words in zip(raw, kept, strict=True) for block in _page(page, words, pitch)]
    every = [line for block in rough for line in block.lines]
    body = body_size(every)
    rough = marked(rough, body, bold=not mostly_bold(every))
    rough = _notes(rough, body, {page.number: page.height for page in raw})
    known = vocabulary(line.words for line in every)
    blocks = _composed(rough, known)
    by_page: dict[int, list[Block]] = {page.number: [] for page in raw}
    for number, block in blocks:
        by_page[number].append(block)
    return tuple(_finished(page, by_page[page.number]) for page in raw)


def _finished(page: RawPage, blocks: Sequence[Block]) -> Page:
    text = ""
    for block in blocks:
        if text:
            text += "\n\n" if block.kind == "heading" else "\n"
        text += block.text
    return Page(page.number, page.width, page.height, text, tuple(blocks), problem=page.problem)


def _pitch(kept: Sequence[Sequence[Word]]) -> float:
    """Return the usual line distance (in type sizes) of the document, from its fullest pages."""
    fullest = sorted(kept, key=len, reverse=True)[:5]
    found = [usual_pitch(lines(region)) for words in fullest for region in regions(words)]
    ratios = [ratio for ratio in found if ratio is not None]
    return median(ratios) if ratios else 1.25


class Inset(NamedTuple):
    """A table or frame: it is placed as a whole, its blocks are already made."""

    box: Box
    size: float
    text: str
    blocks: tuple[Rough, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the parts of one page need to know."""

    number: int
    pitch: float
    area: float


def _page(page: RawPage, words: Sequence[Word], pitch: float) -> list[Rough]:
    sheet = _Sheet(page.number, pitch, page.width * page.height)
    upright = [word for word in words if word.turn == 0]
    turned = [word for word in words if word.turn != 0]
    if len(turned) > len(upright):
        return _turned(sheet, page, turned, ruled=True) + _flow(sheet, upright, [])
    blocks = _flow(sheet, upright, grids(page.rules) if upright else [])
    return blocks + _turned(sheet, page, turned, ruled=False)


def _turned(sheet: _Sheet, page: RawPage, words: Sequence[Word], *, ruled: bool) -> list[Rough]:
    """Lay out words that run aslant, up or down: read with the page turned, boxes as on the page."""
    blocks: list[Rough] = []
    for turn in sorted({word.turn for word in words}):
        back: dict[tuple[Box, str], Word] = {}
        upright = []
        for word in words:
            if word.turn == turn:
                flat = word._replace(box=_read(word, page), turn=0)
                back[flat.box, flat.text] = word
                upright.append(flat)
        rules = [_level(rule, turn, page) for rule in page.rules] if ruled and turn % 90 == 0 else []
        for block in _flow(sheet, upright, grids(rules)):
            cells = tuple(tuple(_as_printed(line, back) for line in cell) for cell in block.cells)
            blocks.append(Rough(block.kind, cells, block.page, block.level))
    return blocks


def _level(box: Box, turn: int, page: RawPage) -> Box:
    """Return where a ruling line stands once the page is turned by a multiple of 90 degrees."""
    angle = math.radians(turn)
    cos, sin = round(math.cos(angle)), round(math.sin(angle))
    corners = [(x - page.width / 2, y - page.height / 2) for x, y in ((box.x0, box.y0), (box.x1, box.y1))]
    xs, ys = zip(*((x * cos + y * sin, y * cos - x * sin) for x, y in corners), strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _read(word: Word, page: RawPage) -> Box:
    """Return where the word stands once its line is turned level about the middle of the page."""
    angle = math.radians(word.turn)
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


def _as_printed(line: Line, back: Mapping[tuple[Box, str], Word]) -> Line:
    return Line(tuple(back[word.box, word.text] for word in line.words), line.box, line.size, line.bold)


def _flow(sheet: _Sheet, words: Sequence[Word], ruled: Sequence[Grid]) -> list[Rough]:
    """Lay out words and the tables among them: column by column, from top to bottom."""
    insets: list[Inset] = []
    rest = list(words)
    for number, grid in enumerate(ruled):
        inside = [word for word in rest if place(grid, word.box) is not None]
        if not inside:
            continue
        frame = len(grid.cells) == 1
        if frame and _area(grid.box) > 0.6 * sheet.area:
            continue
        taken = {id(word) for word in inside}
        if frame:
            inner = [other for other in ruled[number + 1 :] if _within(other.box, grid.box)]
            blocks = _flow(sheet, inside, inner)
        else:
            blocks = _table(sheet, grid, inside)
        rest = [word for word in rest if id(word) not in taken]
        insets.append(Inset(grid.box, inside[0].size, inside[0].text, tuple(blocks)))
    blocks = []
    placed: list[Word | Inset] = [*rest, *insets]
    for region in regions(placed):
        blocks += _region(sheet, region)
    return joined_columns(blocks)


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.y1 - box.y0)


def _within(inner: Box, outer: Box) -> bool:
    return (
        inner.x0 >= outer.x0 - 2 and inner.y0 >= outer.y0 - 2 and inner.x1 <= outer.x1 + 2 and inner.y1 <= outer.y1 + 2
    )


def _region(sheet: _Sheet, region: Sequence[Word | Inset]) -> list[Rough]:
    """Lay out one column: its lines, and its insets where they stand among them."""
    insets = sorted((item for item in region if isinstance(item, Inset)), key=lambda item: item.box.y0)
    found = lines([item for item in region if isinstance(item, Word)])
    blocks: list[Rough] = []
    waiting: list[Line] = []
    for line in found:
        while insets and insets[0].box.y0 < (line.box.y0 + line.box.y1) / 2:
            blocks += _text(sheet, waiting)
            waiting = []
            blocks += insets.pop(0).blocks
        waiting.append(line)
    blocks += _text(sheet, waiting)
    for inset in insets:
        blocks += inset.blocks
    return blocks


def _text(sheet: _Sheet, found: Sequence[Line]) -> list[Rough]:
    blocks: list[Rough] = []
    for stretch in stretches(found):
        blocks += paragraphs(stretch.lines, sheet.number, sheet.pitch)
        blocks += (Rough("row", cells, sheet.number) for cells in stretch.rows)
    return blocks


def _table(sheet: _Sheet, grid: Grid, words: Sequence[Word]) -> list[Rough]:
    """Return a ruled table row by row."""
    members: dict[int, list[Word]] = {}
    for word in words:
        index = place(grid, word.box)
        if index is not None:
            members.setdefault(index, []).append(word)
    blocks: list[Rough] = []
    for row in range(grid.rows):
        cells = [(index, cell) for index, cell in enumerate(grid.cells) if cell.row == row]
        blocks += _row(sheet, [members.get(index, []) for index, _ in cells])
    return blocks


def _row(sheet: _Sheet, cells: Sequence[list[Word]]) -> list[Rough]:
    filled = [cell for cell in cells if cell]
    if not filled:
        return []
    if len(cells) == 1 or max(map(len, filled)) > PAGE_LIKE:
        if len(cells) == 2 and len(filled) == 2 and _length(cells[0]) <= LONG_LABEL:
            return _labelled(sheet, cells[0], _flow(sheet, cells[1], []))
        return [block for cell in filled for block in _flow(sheet, cell, [])]
    if len(cells) == 2 and cells[1] and _length(cells[0]) <= LONG_LABEL:
        value = _flow(sheet, cells[1], [])
        if _length(cells[1]) > LONG_VALUE or sum(block.kind == "item" for block in value) > 1:
            return _labelled(sheet, cells[0], value)
    return [Rough("row", tuple(tuple(lines(cell)) if cell else () for cell in cells), sheet.number)]


def _labelled(sheet: _Sheet, label: list[Word], value: list[Rough]) -> list[Rough]:
    head = [Rough("heading", (tuple(lines(label)),), sheet.number, 6)] if label else []
    return head + value


def _length(words: Sequence[Word]) -> int:
    return sum(len(word.text) + 1 for word in words)


def _notes(blocks: Sequence[Rough], body: float, heights: Mapping[int, float]) -> list[Rough]:
    """Mark footnotes (small, numbered, low on the page) and move them behind the text of their page."""
    done: list[Rough] = []
    notes: list[Rough] = []
    for index, block in enumerate(blocks):
        small = block.kind in {"text", "item"} and block.lines[0].size <= SMALL_TYPE * body
        low = small and block.lines[0].box.y0 > 0.4 * heights[block.page]
        if low and (_NOTE.match(block.lines[0].text) or (notes and blocks[index - 1] is notes[-1])):
            notes.append(block)
        else:
            done.append(block)
        last = index + 1 == len(blocks) or blocks[index + 1].page != block.page
        if last:
            done += (replace(note, kind="note") for note in notes)
            notes = []
    return done


def _composed(rough: Sequence[Rough], known: Mapping[str, int]) -> list[tuple[int, Block]]:
    """Write the blocks' texts; a word broken at a page's end goes whole into its first half's block."""
    cells = [[[Row(block.page, list(line.words)) for line in cell] for cell in block.cells] for block in rough]
    for index in range(len(rough)):
        follower = _follower(rough, index)
        if follower is None or not cells[index][-1] or not cells[follower][0]:
            continue
        last, first = cells[index][-1][-1].words[-1].text, cells[follower][0][0]
        opening = first.words[0].text
        if last[-1] in "-‐‑" and opening[0].islower() and between(last, opening, known) != " ":
            cells[index][-1].append(Row(first.page, first.words[:1]))
            cells[follower][0][0] = Row(first.page, first.words[1:])
    done = []
    for block, content in zip(rough, cells, strict=True):
        text = ""
        pieces: list[Piece] = []
        for number, cell in enumerate(content):
            text += "\t" if number else ""
            inner, found = written([row for row in cell if row.words], known, len(text))
            text += inner
            pieces += found
        if pieces:
            done.append((block.page, Block(block.kind, text, tuple(pieces), block.level)))
    return done


def _follower(rough: Sequence[Rough], index: int) -> int | None:
    """Return the block that goes on with the text of block `index` on the next page, if it may."""
    block = rough[index]
    if block.kind not in {"text", "item"}:
        return None
    for later in range(index + 1, len(rough)):
        other = rough[later]
        if other.page == block.page:
            if other.kind != "note":
                return None
            continue
        return later if other.page == block.page + 1 and other.kind == "text" else None
    return None
