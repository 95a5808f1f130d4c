"""Lines of one column -> paragraphs, list items and headings, still as lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.addresses import is_address
from ingest.items import (
    END,
    INDENT,
    bare,
    counts_on,
    dashed,
    opens_item,
    paired_dashes,
    rows_of_marks,
    same_mark,
    spoken,
)
from ingest.lines import Line, same_size, usual_pitch
from kb.model import Block, BlockKind

# A line's foot this much lower than usual begins a new paragraph. Word's narrowest "6 pt after" on 11 pt
# type set at 1.15 is 1.43 times the usual pitch; uneven pitch from raised digits stays below 1.2.
GAP = 1.25
# A line may stand this far out of the hanging text above it and still be set at its edge.
WANDER = 0.3
# Lines left this short (share of the column) end on purpose even where the sentence seems to go on.
SHORT = 0.3

# No paragraph ends after these; a gap that follows is an accident of the file.
OPEN = re.compile(
    r"(?:\b(?:der|die|das|dem|den|des|ein|eine|einem|einen|einer|eines|und|oder|sowie|bzw\.|im|in|am|an|auf|aus|bei|beim"
    r"|durch|für|gegen|mit|nach|ohne|über|um|unter|vom|von|vor|wegen|zu|zum|zur|zwischen|dass|welche|deren|dessen)|,)$"
)
# Followed by a blank line, though the letter goes on in small letters.
_SALUTATION = re.compile(
    r"^(?:Sehr geehrte|Sehr verehrte|Liebe[rs]?\b|Guten (?:Tag|Morgen|Abend)|Hallo|Werte[rs]?\b)[^.]*,$"
)


@dataclass(frozen=True, slots=True)
class Rough:
    """A block before its text is written: its lines, cell by cell (one cell unless a row).

    `breaks` tells that its line breaks mean something and are written, as those of an address.
    """

    kind: BlockKind
    cells: tuple[tuple[Line, ...], ...]
    page: int
    level: int = 0
    breaks: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.cells[0] if len(self.cells) == 1 else tuple(line for cell in self.cells for line in cell)


class _Span(NamedTuple):
    """The edges of lines that stand together, and the right edge of the column they are in."""

    left: float
    right: float
    edge: float


def paragraphs(found: Sequence[Line], page: int, pitch: float) -> list[Rough]:
    """Return the blocks that the lines of one column form.

    :param pitch: usual distance of lines in type sizes, where the lines themselves do not tell.
    """
    own = usual_pitch(found)
    # Few lines (a title page, a form) say little about the pitch of set text.
    pitch = min(own if own and len(found) > 8 else min(own or pitch, pitch), 2.0)
    rows = rows_of_marks(found)
    paired = {index for index, line in enumerate(found) if dashed(line) and paired_dashes(found, index)}
    blocks: list[list[Line]] = []
    kinds: list[BlockKind] = []
    starts: list[Line] = []
    edge = max((line.box.x1 for line in found), default=0.0)
    at, entry = 0, -1  # the line's index, and the index of the last block that is one of a row
    for chunk in _chunks(found, pitch):
        span = _Span(min(line.box.x0 for line in chunk), max(line.box.x1 for line in chunk), edge)
        for index, line in enumerate(chunk):
            below = chunk[index + 1] if index + 1 < len(chunk) else None
            above = chunk[index - 1] if index else None
            short = above is not None and _left_short(above, line, span)
            item = blocks[-1][0] if blocks and kinds[-1] == "item" else None
            row = (
                (at in rows and bare(line))
                or counts_on(line, starts)
                or (at in paired and (above is None or _left_short(above, line, span._replace(right=edge))))
            )
            opens = opens_item(line, above, below, item, short=short, row=row)
            ends_entry = short and entry == len(blocks) - 1 and line.box.x0 < blocks[-1][0].box.x0 + WANDER * line.size
            if (
                above is None
                or opens
                or at in rows
                or ends_entry
                or _parted(blocks, kinds[-1], line, below, span, short=short)
            ):
                blocks.append([line])
                kinds.append("item" if opens else "text")
                if opens:
                    starts.append(line)
                entry = len(blocks) - 1 if at in rows else entry
            else:
                blocks[-1].append(line)
            at += 1
    kinds = ["text" if spoken(blocks, kinds, index) else kind for index, kind in enumerate(kinds)]
    return [
        Rough(kind, (tuple(block),), page, breaks=kind == "text" and is_address(block))
        for kind, block in zip(kinds, blocks, strict=True)
    ]


def _chunks(found: Sequence[Line], pitch: float) -> list[list[Line]]:
    """Part lines at wider spacing and where size or weight changes."""
    chunks: list[list[Line]] = []
    for line in found:
        above = chunks[-1][-1] if chunks else None
        if above is None or _apart(above, line, pitch):
            chunks.append([line])
        else:
            chunks[-1].append(line)
    return chunks


def _apart(above: Line, line: Line, pitch: float) -> bool:
    if not same_size(above.size, line.size):
        return True
    larger = max(above.size, line.size)
    if (above.bold and not line.words[0].bold) or (line.bold and not above.words[-1].bold):
        return True
    distance = line.box.y1 - above.box.y1
    # A remark in brackets, set in from both sides, ends where its bracket closes.
    remark = not above.bold and above.text.endswith(")") and above.box.x0 > line.box.x0 + INDENT * larger
    ended = remark or END.search(above.words[-1].text) or _SALUTATION.match(above.text)
    if 0 < distance < 2.4 * larger and line.words[0].text[0].islower() and not ended:
        return False  # set wider than the rest of the page, but one sentence
    # A line beside or above the last one belongs to something else (a box, an uneven row).
    return distance > GAP * pitch * larger + 0.5 or distance < -0.5 * larger


def _parted(
    blocks: Sequence[Sequence[Line]], kind: BlockKind, line: Line, below: Line | None, span: _Span, *, short: bool
) -> bool:
    """Tell whether `line` begins a new paragraph after the last block, by indents and by a line left short."""
    block = blocks[-1]
    above = block[-1]
    size = max(line.size, 1.0)
    shift = line.box.x0 - above.box.x0
    centred = abs((line.box.x0 + line.box.x1) - (above.box.x0 + above.box.x1)) < size
    if abs(shift) > INDENT * size and abs(line.box.x1 - above.box.x1) < 0.3 * size and len(block) == 1:
        centred = centred or (below is not None and abs(below.box.x1 - line.box.x1) < 0.3 * size)
    if kind == "item":
        if _leaves_item(blocks, line, span):
            return True
    elif abs(shift) > INDENT * size and not centred and not _mid_sentence(above, line, span.right):
        # Indented like the line after it: the hanging part of a paragraph, not the start of one.
        hangs = len(block) == 1 and (below is None or abs(below.box.x0 - line.box.x0) < INDENT * size)
        if shift < 0:
            if len(block) > 1:
                return True
        elif not hangs or (below is None and END.search(above.words[-1].text)):
            return True
    if centred and abs(shift) > INDENT * size:
        return False
    return short


def _leaves_item(blocks: Sequence[Sequence[Line]], line: Line, span: _Span) -> bool:
    """Tell whether `line` stands too far left to be part of the item above it: it closes or follows the list."""
    block = blocks[-1]
    start, size = block[0], max(line.size, 1.0)
    ending = block[-1].words[-1].text
    if ending[-1] in "-‐‑" or (ending[-1] != "," and OPEN.search(ending)):
        return False
    hanging = _hanging(start)
    if len(block) > 1:
        edge = block[1].box.x0
        if edge > start.box.x0 + INDENT * size:
            edge = hanging
        return line.box.x0 < edge - INDENT * size
    outdented = line.box.x0 < start.box.x0 - INDENT * size
    if not outdented and (hanging - start.box.x0 < 1.2 * size or line.box.x0 > start.box.x0 + WANDER * size):
        return False
    if outdented:
        # A statute's paragraph has its first line indented, and that line is full.
        return not _mid_sentence(block[-1], line, span.edge) and not _full(block[-1], line, span.edge)
    for other in reversed(blocks[:-1]):
        if len(other) > 1 and same_mark(other[0], start):
            return other[1].box.x0 > other[0].box.x0 + INDENT * size
    return span.right - block[-1].box.x1 > SHORT * (span.right - span.left)


def _hanging(start: Line) -> float:
    """Return where the text after the mark of an item begins."""
    return start.words[min(1, len(start.words) - 1)].box.x0


def _mid_sentence(above: Line, line: Line, right: float) -> bool:
    """Tell whether a line of small letters goes on with the sentence of a full line, wherever it begins."""
    return line.words[0].text[0].islower() and not END.search(above.words[-1].text) and _full(above, line, right)


def _full(above: Line, line: Line, right: float) -> bool:
    """Tell whether the next word would not have fitted on the line above."""
    word = line.words[0].box
    return right - above.box.x1 < word.x1 - word.x0 + 0.5 * line.size


def _left_short(above: Line, line: Line, span: _Span) -> bool:
    """Tell whether the next word would have fitted on the line above: it was ended on purpose."""
    word = line.words[0]
    room = span.right - above.box.x1 - (word.box.x1 - word.box.x0)
    if OPEN.search(above.words[-1].text) or above.words[-1].text.endswith("-"):
        return False
    if END.search(above.words[-1].text):
        return room > 1.2 * line.size + 0.04 * (span.right - span.left)
    # Ragged lines may end early before a long word, but then the word would not have fitted.
    return room > max(2.5 * line.size, 0.12 * (span.right - span.left)) and not word.text[0].islower()


def runs_on(above: str, below: str) -> bool:
    """Tell whether text that ends as `above` goes on as `below` over a column or page end."""
    if END.search(above):
        return False
    return below[:1].islower() or above.endswith("-") or bool(OPEN.search(above)) or len(above) > 80


def joined_columns(blocks: Sequence[Rough]) -> list[Rough]:
    """Join a paragraph that goes on in the next column, or after a stray gap, with its first half."""
    done: list[Rough] = []
    for block in blocks:
        last = done[-1] if done else None
        if (
            last is not None
            and block.kind == "text"
            and last.kind in {"text", "item"}
            and len(last.cells) == len(block.cells) == 1
            and last.page == block.page
            and (_in_next_column(last, block) or OPEN.search(last.lines[-1].text))
            and _same_type(last.lines[-1], block.lines[0])
            and not _interjected(last)
            and not _interjected(block)
            and not _closes_list(last, block)
            and not _SALUTATION.match(last.lines[-1].text)
            and runs_on(_tail(last), block.lines[0].text)
        ):
            done[-1] = replace(last, cells=((*last.lines, *block.lines),))
        else:
            done.append(block)
    return done


def _interjected(block: Rough) -> bool:
    """Tell a remark that stands in brackets by itself, as minutes put applause between the halves of a sentence."""
    text = " ".join(line.text for line in block.lines)
    return text.startswith("(") and text.find(")") == len(text) - 1


def _closes_list(last: Rough, block: Rough) -> bool:
    """Tell whether `block` stands left of the item above it: its words belong to all items."""
    if last.kind != "item" or _in_next_column(last, block):
        return False
    start, line = last.lines[0], block.lines[0]
    edge = last.lines[1].box.x0 if len(last.lines) > 1 else _hanging(start)
    return line.box.x0 < edge - INDENT * line.size and start.box.x0 >= line.box.x0 - INDENT * line.size


def _in_next_column(last: Rough, block: Rough) -> bool:
    return block.lines[0].box.y0 < last.lines[-1].box.y0 - 2 * block.lines[0].size


def _tail(block: Rough) -> str:
    return " ".join(line.text for line in block.lines[-4:])


def _same_type(above: Line, below: Line) -> bool:
    return same_size(above.size, below.size) and above.bold == below.bold


def ends(block: Block) -> bool:
    """Tell whether a block's text is finished: it ends as a sentence does."""
    return bool(END.search(block.text))
