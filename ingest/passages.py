"""Pages -> passages: stretches of 60 to 160 words under one heading, cut along paragraphs."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from ingest.boxes import box_of, piece_of
from ingest.paragraphs import runs_on
from kb.model import BlockKind, Page, Piece, Sentence
from kb.sentences import spans

# In words. What a passage may hold was chosen for reading: a question's answer with its surroundings.
SMALL, FULL, LIMIT = 60, 160, 220
# A section shorter than this says little alone; it joins its neighbour under the same parent.
TINY = 25
# Items and rows up to this length are quoted whole.
WHOLE = 80
# The heading level of labels of table cells (`ingest.layout`): they reign until the next row.
CELL_LABEL = 6
# The level of rows that head a table (`ingest.cells.headed`).
HEAD = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """A passage before it is stored; fields as in `kb.model.Passage`."""

    ordinal: int
    text: str
    section: tuple[str, ...]
    pieces: tuple[Piece, ...]
    sentences: tuple[Sentence, ...]
    ocr: bool = False

    def __reduce__(self) -> tuple[object, ...]:
        # From the worker it travels as plain numbers: a tenth of the time that thousands of small tuples take.
        starts, ends, pages, boxes = zip(*self.pieces, strict=True) if self.pieces else ((), (), (), ())
        counts, places = array("q", (*starts, *ends, *pages)), array("d", chain.from_iterable(boxes))
        return _travelled, (self.ordinal, self.text, self.section, counts, places, self.sentences, self.ocr)


def _travelled(
    ordinal: int,
    text: str,
    section: tuple[str, ...],
    counts: array[int],
    places: array[float],
    sentences: tuple[Sentence, ...],
    ocr: bool,
) -> Draft:
    boxes = map(box_of, zip(places[::4], places[1::4], places[2::4], places[3::4], strict=True))
    number = len(counts) // 3
    pieces = map(piece_of, zip(counts[:number], counts[number : 2 * number], counts[2 * number :], boxes, strict=True))
    return Draft(ordinal, text, section, tuple(pieces), sentences, ocr)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A block, or part of one; offsets count from its start, `words` are counted once."""

    kind: BlockKind
    text: str
    pieces: tuple[Piece, ...]
    level: int = 0
    ocr: bool = False
    words: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", len(self.text.split()))


@dataclass(slots=True)
class _Group:
    """Units that will make one passage."""

    section: tuple[str, ...]
    units: list[_Unit] = field(default_factory=list)
    head: str = ""  # of the table in whose middle the passage begins

    @property
    def words(self) -> int:
        return sum(unit.words for unit in self.units)


def cut(pages: Sequence[Page]) -> tuple[Draft, ...]:
    """Return the passages of a document in reading order.

    Blocks are parted by a line break; a paragraph that runs over a page end is whole and carries
    the boxes of both pages. A heading opens its passage and is part of `section`. Of a table that is cut,
    the later passages have its head as the last part of `section`: the text itself is only what stands there.
    """
    groups = _merged(list(_groups(_units(pages))))
    return tuple(_draft(number, group) for number, group in enumerate(groups))


def _units(pages: Sequence[Page]) -> list[_Unit]:
    """Return the blocks of all pages, paragraphs that run over a page end joined."""
    units: list[_Unit] = []
    for page in pages:
        for index, block in enumerate(page.blocks):
            unit = _Unit(block.kind, block.text, block.pieces, block.level, page.ocr)
            open_end = _open_end(units, page.number) if index == 0 and block.kind == "text" else None
            if open_end is not None and runs_on(units[open_end].text, unit.text):
                units[open_end] = _joined(units[open_end], unit)
            else:
                units.append(unit)
    return units


def _open_end(units: Sequence[_Unit], page: int) -> int | None:
    """Return the index of the paragraph that ends the page before `page`, footnotes aside."""
    for index in range(len(units) - 1, -1, -1):
        unit = units[index]
        if unit.kind == "note":
            continue
        near = unit.pieces and page - 1 <= unit.pieces[-1].page <= page
        return index if near and unit.kind in {"text", "item"} else None
    return None


def _joined(first: _Unit, second: _Unit) -> _Unit:
    by = len(first.text) + 1
    moved = _moved(second.pieces, by)
    text = f"{first.text} {second.text}"
    return _Unit(first.kind, text, first.pieces + moved, first.level, first.ocr or second.ocr)


def _moved(pieces: Sequence[Piece], by: int) -> tuple[Piece, ...]:
    if not by:
        return tuple(pieces)
    return tuple([piece_of((start + by, end + by, page, box)) for start, end, page, box in pieces])


def _groups(units: Sequence[_Unit]) -> Iterator[_Group]:
    """Part units at headings and where a passage is full."""
    path: list[tuple[int, str]] = []
    group = _Group(())
    head = _Head()
    for unit in units:
        head.sees(unit, labelled=bool(path) and path[-1][0] == CELL_LABEL)
        if unit.kind == "heading":
            only_heads = all(held.kind == "heading" for held in group.units)
            if group.units and not (only_heads and group.units[-1].level < unit.level):
                yield group
                group = _Group(())
            while path and path[-1][0] >= unit.level:
                path.pop()
            path.append((unit.level, unit.text))
            group.section = tuple(title for _, title in path)
            group.units.append(unit)
            continue
        if unit.kind == "row" and path and path[-1][0] == CELL_LABEL:
            path.pop()
            if group.units:
                yield group
            group = _Group(tuple(title for _, title in path), head=head.text(unit))
        for part in _parts(unit):
            if group.units and not _fits(group, part):
                yield group
                group = _Group(tuple(title for _, title in path), head=head.text(unit))
            group.units.append(part)
    if group.units:
        yield group


class _Head:
    """The rows that head the table being read; over what stands under a cell's label, and notes, it goes on."""

    def __init__(self) -> None:
        self._rows: list[_Unit] = []
        self._open = False

    def sees(self, unit: _Unit, *, labelled: bool) -> None:
        if unit.kind == "row":
            heads = unit.level == HEAD
            if heads:
                self._rows = [*self._rows, unit] if self._open else [unit]
            self._open = heads
        elif not (unit.kind == "note" or unit.level == CELL_LABEL or (labelled and unit.kind != "heading")):
            self._rows, self._open = [], False

    def text(self, unit: _Unit) -> str:
        """Return the head's cells for a passage that begins with `unit`, '' if it has no head or is part of it."""
        if unit.kind != "row" or unit.level == HEAD:
            return ""
        return " · ".join(cell for row in self._rows for cell in row.text.split("\t") if cell)


def _fits(group: _Group, unit: _Unit) -> bool:
    words = group.words
    if all(held.kind == "heading" for held in group.units):
        return words + unit.words <= LIMIT + 40
    return words + unit.words <= (LIMIT if words < SMALL else FULL)


def _parts(unit: _Unit) -> list[_Unit]:
    """Cut a block that is too long for one passage at sentence ends, into parts of like length."""
    total = unit.words
    if total <= LIMIT:
        return [unit]
    share = total / -(-total // FULL)
    parts: list[_Unit] = []
    start = end = words = 0
    for left, right in _pieces_of(unit.text):
        length = len(unit.text[left:right].split())
        if words and words + length / 2 > share:
            parts.append(_slice(unit, start, end))
            start, words = left, 0
        end = right
        words += length
    parts.append(_slice(unit, start, end))
    return parts


def _pieces_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield sentences; one longer than a passage may be (lists of names, wide tables) is cut at words."""
    for start, end in spans(text):
        if len(text[start:end].split()) <= LIMIT:
            yield start, end
            continue
        at = start
        while at < end:
            words = 0
            stop = at
            while stop < end and words < FULL:
                gap = text.find(" ", stop + 1, end)
                stop = gap if gap >= 0 else end
                words += 1
            yield at, stop
            at = stop + 1


def _slice(unit: _Unit, start: int, end: int) -> _Unit:
    inside = [
        piece._replace(start=max(piece.start, start), end=min(piece.end, end))
        for piece in unit.pieces
        if piece.start < end and piece.end > start
    ]
    pieces = _moved(inside, -start)
    return _Unit(unit.kind, unit.text[start:end], pieces, unit.level, unit.ocr)


def _merged(groups: Sequence[_Group]) -> list[_Group]:
    """Join a short rest with its section, and tiny sections with a tiny one before under the same parent."""
    done: list[_Group] = []
    for group in groups:
        last = done[-1] if done else None
        if last is not None and _belong(last, group):
            section = group.section if last.section == group.section else group.section[:-1]
            done[-1] = _Group(section, [*last.units, *group.units], last.head)
        else:
            done.append(group)
    return done


def _belong(last: _Group, group: _Group) -> bool:
    if last.section == group.section:
        return min(last.words, group.words) < TINY and last.words + group.words <= LIMIT
    siblings = len(last.section) == len(group.section) and last.section[:-1] == group.section[:-1]
    return siblings and max(last.words, group.words) < TINY


def _draft(number: int, group: _Group) -> Draft:
    text = ""
    pieces: list[Piece] = []
    sentences: list[Sentence] = []
    for unit in group.units:
        if text:
            text += "\n"
        at = len(text)
        text += unit.text
        pieces += _moved(unit.pieces, at)
        sentences += (Sentence(at + start, at + end, unit.kind) for start, end in _quotable(unit))
    ocr = any(unit.ocr for unit in group.units)
    section = (*group.section, group.head) if group.head else group.section
    return Draft(number, text, section, tuple(pieces), tuple(sentences), ocr)


def _quotable(unit: _Unit) -> tuple[tuple[int, int], ...]:
    if unit.kind == "heading" or (unit.kind in {"item", "row"} and unit.words <= WHOLE):
        return ((0, len(unit.text)),)
    return spans(unit.text)
