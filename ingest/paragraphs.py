"""Lines of one column -> paragraphs, list items and headings, still as lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.lines import Line, usual_pitch
from kb.model import Block, BlockKind

# A line's foot this much lower than usual begins a new paragraph. Word's narrowest "6 pt after" on 11 pt
# type set at 1.15 is 1.43 times the usual pitch; uneven pitch from raised digits stays below 1.2.
GAP = 1.25
# Type that differs by more than this factor is other text (10 pt notes under 12 pt text: 1.2).
OTHER_SIZE = 1.12
INDENT = 0.8

BULLET = re.compile(r"^[›‣⁃»•▪●○◦■□◆❖➢➔➤►▶→✓*·-]$|^[‐‑–—−]$|^[☐☒☑]$|^o$")
_NUMBER = re.compile(
    r"^(?:\(?\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+\.?|\(\d{1,2}\)|\(?[a-zA-Z]\)|[a-z]{1,2}\)|[ivxIVX]{1,4}[.)])$"
)
_GLUED = re.compile(r"^[•▪●■➢►✓]\S")
_END = re.compile(r"[.!?:;…][)\"“”»«'’]*$")
# No paragraph ends after these; a gap that follows is an accident of the file.
_OPEN = re.compile(
    r"(?:\b(?:der|die|das|dem|den|des|ein|eine|einem|einen|einer|eines|und|oder|sowie|bzw\.|im|in|am|an|auf|aus|bei|beim"
    r"|durch|für|gegen|mit|nach|ohne|über|um|unter|vom|von|vor|wegen|zu|zum|zur|zwischen|dass|welche|deren|dessen)|,)$"
)


@dataclass(frozen=True, slots=True)
class Rough:
    """A block before its text is written: its lines, cell by cell (one cell unless a row)."""

    kind: BlockKind
    cells: tuple[tuple[Line, ...], ...]
    page: int
    level: int = 0

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for cell in self.cells for line in cell)


def paragraphs(found: Sequence[Line], page: int, pitch: float) -> list[Rough]:
    """Return the blocks that the lines of one column form.

    :param pitch: usual distance of lines in type sizes, where the lines themselves do not tell.
    """
    own = usual_pitch(found)
    # Few lines (a title page, a form) say little about the pitch of set text.
    pitch = min(own if own and len(found) > 8 else min(own or pitch, pitch), 2.0)
    blocks: list[list[Line]] = []
    kinds: list[BlockKind] = []
    chunks = _chunks(found, pitch)
    for chunk in chunks:
        right = max(line.box.x1 for line in chunk)
        left = min(line.box.x0 for line in chunk)
        for index, line in enumerate(chunk):
            below = chunk[index + 1] if index + 1 < len(chunk) else None
            above = chunk[index - 1] if index else None
            fresh = above is None
            item = _opens_item(line, above, below, kinds[-1] if kinds else "text", left=left, right=right)
            if fresh or item or _parted(blocks[-1], kinds[-1], line, below, left=left, right=right):
                blocks.append([line])
                kinds.append("item" if item else "text")
            else:
                blocks[-1].append(line)
    return [Rough(kind, (tuple(block),), page) for kind, block in zip(kinds, blocks, strict=True)]


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
    larger, smaller = max(above.size, line.size), min(above.size, line.size)
    if larger > OTHER_SIZE * smaller:
        return True
    if (above.bold and not line.words[0].bold) or (line.bold and not above.words[-1].bold):
        return True
    distance = line.box.y1 - above.box.y1
    if 0 < distance < 2.4 * larger and line.words[0].text[0].islower() and not _END.search(above.text):
        return False  # set wider than the rest of the page, but one sentence
    # A line beside or above the last one belongs to something else (a box, an uneven row).
    return distance > GAP * pitch * larger + 0.5 or distance < -0.5 * larger


def _parted(
    block: Sequence[Line], kind: BlockKind, line: Line, below: Line | None, *, left: float, right: float
) -> bool:
    """Tell whether `line` begins a new paragraph after `block`, by indents and by a line left short."""
    above = block[-1]
    size = max(line.size, 1.0)
    shift = line.box.x0 - above.box.x0
    centred = abs((line.box.x0 + line.box.x1) - (above.box.x0 + above.box.x1)) < size
    if abs(shift) > INDENT * size and abs(line.box.x1 - above.box.x1) < 0.3 * size and len(block) == 1:
        centred = centred or (below is not None and abs(below.box.x1 - line.box.x1) < 0.3 * size)
    if kind == "item":
        start = block[0]
        if line.box.x0 < start.box.x0 - INDENT * size:
            return True
        hanging = start.words[1].box.x0 if len(start.words) > 1 else start.box.x0
        if len(block) > 1 and block[1].box.x0 > start.box.x0 + INDENT * size and line.box.x0 < hanging - INDENT * size:
            return True
    elif shift > INDENT * size and not centred:
        # Indented like the line after it: the hanging part of a paragraph, not the start of one.
        hangs = len(block) == 1 and (below is None or abs(below.box.x0 - line.box.x0) < INDENT * size)
        if not hangs or (below is None and _END.search(above.text)):
            return True
    elif shift < -INDENT * size and len(block) > 1 and not centred:
        return True
    if centred and abs(shift) > INDENT * size:
        return False
    return _left_short(above, line, left, right)


def _left_short(above: Line, line: Line, left: float, right: float) -> bool:
    """Tell whether the next word would have fitted on the line above: it was ended on purpose."""
    word = line.words[0]
    room = right - above.box.x1 - (word.box.x1 - word.box.x0)
    if _OPEN.search(above.words[-1].text) or above.words[-1].text.endswith("-"):
        return False
    if _END.search(above.words[-1].text):
        return room > 1.2 * line.size + 0.04 * (right - left)
    # Ragged lines may end early before a long word, but then the word would not have fitted.
    return room > max(2.5 * line.size, 0.12 * (right - left)) and not word.text[0].islower()


def _opens_item(
    line: Line, above: Line | None, below: Line | None, kind: BlockKind, *, left: float, right: float
) -> bool:
    first = line.words[0].text
    if len(line.words) == 1:
        return bool(_GLUED.match(first))
    second = line.words[1]
    if first in {"-", "–", "—", "o", "*", "·", "→"} or _NUMBER.match(first):
        # These are words and dashes as well; as a mark they stand after an end, an indent or hanging lines.
        if first == "o" and second.box.x0 - line.words[0].box.x1 < 0.6 * line.size:
            return False
        if (
            above is None
            or kind == "item"
            or above.words[-1].text.endswith(":")
            or line.box.x0 > above.box.x0 + INDENT * line.size
            or (_END.search(above.text) and _left_short(above, line, left, right))
        ):
            return True
        hanging = below is not None and abs(below.box.x0 - second.box.x0) < 0.3 * line.size
        return hanging and line.box.x0 < second.box.x0 - INDENT * line.size
    return bool(BULLET.match(first) or _GLUED.match(first))


def runs_on(above: str, below: str) -> bool:
    """Tell whether text that ends as `above` goes on as `below` over a column or page end."""
    if _END.search(above):
        return False
    return below[:1].islower() or above.endswith("-") or bool(_OPEN.search(above)) or len(above) > 80


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
            and (_in_next_column(last, block) or _OPEN.search(last.lines[-1].text))
            and _same_type(last.lines[-1], block.lines[0])
            and runs_on(_tail(last), block.lines[0].text)
        ):
            done[-1] = replace(last, cells=((*last.lines, *block.lines),))
        else:
            done.append(block)
    return done


def _in_next_column(last: Rough, block: Rough) -> bool:
    return block.lines[0].box.y0 < last.lines[-1].box.y0 - 2 * block.lines[0].size


def _tail(block: Rough) -> str:
    return " ".join(line.text for line in block.lines[-4:])


def _same_type(above: Line, below: Line) -> bool:
    larger, smaller = max(above.size, below.size), min(above.size, below.size)
    return larger <= OTHER_SIZE * smaller and above.bold == below.bold


def ends(block: Block) -> bool:
    """Tell whether a block's text is finished: it ends as a sentence does."""
    return bool(_END.search(block.text))
