"""Pages as printed -> pages as read: blocks in reading order, furniture dropped, words whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import NamedTuple

from ingest.boxes import area, lies_in
from ingest.cells import headed, table
from ingest.columns import regions
from ingest.composed import composed
from ingest.furniture import without
from ingest.headings import body_size, marked, mostly_bold
from ingest.hyphens import vocabulary
from ingest.lines import Line, lines, usual_pitch, without_leaders
from ingest.notes import goes_on, parted, told
from ingest.paragraphs import Rough, joined_columns, paragraphs
from ingest.pdf import RawPage, Word
from ingest.sides import letterheads, signatures
from ingest.stripes import tables_on
from ingest.tables import Grid, place
from ingest.tabular import stretches
from ingest.turned import ASLANT, Level, as_printed, groups, level, printed_box, rule, texts, within
from kb.model import Block, Box, Page

# Upright lines shorter than this (points) part no columns.
UPRIGHT = 100.0
# So many pages tell the usual distance of lines.
FULLEST = 5
# What of a block would be missed: letters, digits, the marks of a form, an omission.
_SIGNS = frozenset("☐☑☒✓✔✗✘…§€%&")


def pages(raw: Sequence[RawPage]) -> tuple[Page, ...]:
    """Return the pages of one document as they are read.

    The whole document is needed: what repeats on its pages is dropped, its body type tells
    headings, and its own vocabulary decides about hyphens. A page without words has the text ''.
    """
    kept = [without_leaders(words) for words in without(raw)]
    fullest = {id(words): _columns(words) for words in sorted(kept, key=len, reverse=True)[:FULLEST]}
    pitch = _pitch(fullest.values())
    rough = [
        block
        for page, words in zip(raw, kept, strict=True)
        for block in _page(page, words, pitch, fullest.get(id(words)))
    ]
    rough = [block for block in rough if block.kind == "row" or any(_speaks(line.words) for line in block.lines)]
    every = [line for block in rough for line in block.lines]
    body = body_size(every)
    rough = marked(rough, body, bold=not mostly_bold(every))
    rough = told(rough, body, {page.number: page.height for page in raw})
    known = vocabulary(line.words for line in every)
    blocks = composed(rough, known)
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


def _columns(words: Sequence[Word]) -> list[_Column]:
    return [(region, lines(region)) for region in regions(words)]


def _pitch(fullest: Iterable[Sequence[_Column]]) -> float:
    """Return the usual line distance (in type sizes) of the document, from its fullest pages."""
    found = [usual_pitch(column) for columns in fullest for _, column in columns]
    ratios = [ratio for ratio in found if ratio is not None]
    return median(ratios) if ratios else 1.25


# What stands in a column, and the lines of the words in it.
_Column = tuple[Sequence["Word | Inset"], list[Line]]


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
    height: float
    drawn: tuple[Box, ...]
    columns: Sequence[_Column] | None = None  # of the whole page, if it holds words alone


def _page(page: RawPage, words: Sequence[Word], pitch: float, columns: Sequence[_Column] | None = None) -> list[Rough]:
    """Return the blocks of a page.

    :param columns: those of `words`, where they have been looked for already.
    """
    drawn = tuple(rule for rule in page.rules if rule.y1 - rule.y0 >= UPRIGHT and rule.x1 - rule.x0 <= 3)
    sheet = _Sheet(page.number, pitch, page.width * page.height, page.height, drawn)
    turned = [word for word in words if word[4]]
    upright = [word for word in words if not word[4]] if turned else list(words)
    if len(turned) > len(upright):
        return _sideways(sheet, page, turned) + _flow(sheet, upright, [])
    ruled = tables_on(page.rules, upright)
    if not turned:
        return _flow(replace(sheet, columns=columns) if not drawn else sheet, upright, ruled)
    insets: list[Inset] = []
    aside: list[Rough] = []
    back: dict[tuple[Box, str], Word] = {}
    for turn, members in groups(turned):
        fitted: set[int] = set()
        for cell in _by_cell(members, ruled) if turn % 90 == 0 else []:
            upright += within(level(cell, turn, page), back)
            fitted.update(map(id, cell))
        for part in texts(level([word for word in members if id(word) not in fitted], turn, page)):
            if not _speaks(part.words):
                continue
            if min(turn, 360 - turn) <= ASLANT:
                box = printed_box(part)
                insets.append(Inset(box, part.words[0].size, part.words[0].text, tuple(_turned(sheet, part))))
            else:
                aside += _turned(sheet, part)
    blocks = _flow(sheet, upright, ruled, insets)
    return [as_printed(block, back) for block in blocks] + aside if back else blocks + aside


def _sideways(sheet: _Sheet, page: RawPage, words: Sequence[Word]) -> list[Rough]:
    """Lay out a page that is set sideways: read with the page turned, boxes as on the page."""
    blocks: list[Rough] = []
    for turn, members in groups(words):
        found = level(members, turn, page)
        ruled = tables_on([rule(line, turn, page) for line in page.rules], found.words) if turn % 90 == 0 else []
        blocks += _turned(sheet, found, ruled)
    return blocks


def _turned(sheet: _Sheet, found: Level, ruled: Sequence[Grid] = ()) -> list[Rough]:
    return [as_printed(block, found.back) for block in _flow(replace(sheet, drawn=()), found.words, ruled)]


def _flow(sheet: _Sheet, words: Sequence[Word], ruled: Sequence[Grid], placed: Sequence[Inset] = ()) -> list[Rough]:
    """Lay out words and the tables and other insets among them: column by column, from top to bottom."""
    # Only the page as a whole has its columns looked for before; what is laid out within it has not.
    known, sheet = sheet.columns, replace(sheet, columns=None) if sheet.columns else sheet
    insets = list(placed)
    rest = list(words)
    for number, grid in enumerate(ruled):
        inside = [word for word in rest if place(grid, word.box) is not None]
        if not inside:
            continue
        frame = len(grid.cells) == 1
        if frame and area(grid.box) > 0.6 * sheet.area:
            continue
        taken = {id(word) for word in inside}
        if frame and _cuts_lines(grid.box, inside, [word for word in rest if id(word) not in taken]):
            continue
        if frame:
            inner = [other for other in ruled[number + 1 :] if lies_in(other.box, grid.box, 2.0)]
            blocks = _flow(sheet, inside, inner)
        else:
            blocks = table(grid, inside, sheet.number, lambda cell: _flow(sheet, cell, []))
        rest = [word for word in rest if id(word) not in taken]
        insets.append(Inset(grid.box, inside[0].size, inside[0].text, tuple(blocks)))
    every: list[Word | Inset] = [*rest, *insets]
    found = known if known and not insets else [(region, None) for region in regions(every, sheet.drawn)]
    columns = [_region(sheet, region, column) for region, column in found]
    for (text, tail), below in zip(columns, [*columns[1:], None], strict=False):
        # A box at the foot of a column waits for the sentence above it, which ends in the next column.
        if text and below and below[0] and goes_on(text[-1], below[0][0]):
            below[0][1:1] = tail
        else:
            text.extend(tail)
    blocks, feet = parted([text for text, _ in columns], sheet.height)
    return joined_columns(blocks) + feet


def _cuts_lines(frame: Box, inside: Sequence[Word], outside: Sequence[Word]) -> bool:
    """Tell a picture's edge that runs through lines of text from a frame around a text of its own."""
    cut = 0
    for left, right in ((outside, inside), (inside, outside)):
        border = frame.x0 if left is outside else frame.x1
        ends = [word for word in left if abs(word.box.x1 - border) < word.size]
        starts = [word for word in right if abs(word.box.x0 - border) < word.size]
        cut += sum(
            abs(one.box.y1 - other.box.y1) < 0.2 * one.size and 0 <= other.box.x0 - one.box.x1 < 0.6 * one.size
            for one in ends
            for other in starts
        )
    return cut >= 2


def _by_cell(words: Sequence[Word], ruled: Sequence[Grid]) -> list[list[Word]]:
    """Return the words that stand in cells of tables, cell by cell."""
    found: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        for number, grid in enumerate(ruled):
            index = place(grid, word.box) if len(grid.cells) > 1 else None
            if index is not None:
                found.setdefault((number, index), []).append(word)
                break
    return list(found.values())


def _region(
    sheet: _Sheet, region: Sequence[Word | Inset], known: Sequence[Line] | None
) -> tuple[list[Rough], list[Rough]]:
    """Lay out one column: its lines and, where they stand among them, its insets; then the insets below.

    An inset beside lines comes after those on its left, and never in the middle of a paragraph.

    :param known: the lines, where they have been read already.
    """
    insets = sorted((item for item in region if isinstance(item, Inset)), key=lambda item: item.box.y0)
    found = lines([item for item in region if isinstance(item, Word)]) if known is None else known
    right = max((line.box.x1 for line in found), default=0.0)
    blocks: list[Rough] = []
    waiting: list[Line] = []
    for line in found:
        while insets and _comes_before(insets[0].box, line, waiting[-1] if waiting else None, sheet.pitch, right):
            blocks += _text(sheet, waiting)
            waiting = []
            blocks += insets.pop(0).blocks
        waiting.append(line)
    blocks += _text(sheet, waiting)
    return blocks, [block for inset in insets for block in inset.blocks]


def _comes_before(inset: Box, line: Line, above: Line | None, pitch: float, right: float) -> bool:
    """Tell whether an inset is read before `line`: it begins above the line's middle, and there is a break."""
    if inset.y0 >= (line.box.y0 + line.box.y1) / 2 or _left_of(inset, line):
        return False
    return above is None or not _goes_on(above, line, pitch, right)


def _left_of(inset: Box, line: Line) -> bool:
    middle = (line.box.y0 + line.box.y1) / 2
    return line.box.x1 <= inset.x0 + 2 and inset.y0 <= middle <= inset.y1


def _goes_on(above: Line, line: Line, pitch: float, right: float) -> bool:
    """Tell whether `line` stands in one paragraph with the line above it."""
    if line.box.y1 - above.box.y1 > 1.25 * pitch * line.size or abs(line.size - above.size) > 0.12 * line.size:
        return False
    short = right - above.box.x1 > 3 * line.size
    return not (short and above.text.endswith((".", "!", "?", ":"))) and line.bold == above.bold


def _text(sheet: _Sheet, found: Sequence[Line]) -> list[Rough]:
    blocks: list[Rough] = []
    for group, beside in signatures(found):
        if beside:
            blocks.append(Rough("row", (tuple(group), tuple(beside)), sheet.number))
            continue
        for stretch in stretches(group):
            for part in letterheads(stretch.lines):
                blocks += paragraphs(part, sheet.number, sheet.pitch)
            blocks += headed([Rough("row", cells, sheet.number) for cells in stretch.rows])
    return blocks


def _speaks(words: Sequence[Word]) -> bool:
    """Tell text from ornaments: a lone exclamation mark beside a box, an arrow, a star."""
    return any(letter.isalnum() or letter in _SIGNS for word in words for letter in word.text)
