"""What a paper is: pages with words in boxes, blocks, passages with the places of their words, and the document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

Visibility = Literal["public", "internal"]
BlockKind = Literal["heading", "text", "item", "row", "note"]
Day = date  # for classes that have a field of that name


class Box(NamedTuple):
    """A rectangle on a page in PDF points, origin top left; a tuple, as pages hold thousands."""

    x0: float
    y0: float
    x1: float
    y1: float


class Piece(NamedTuple):
    """A printed word at ``text[start:end]``; a word broken at a line end has two pieces."""

    start: int
    end: int
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, table row or footnote as it stands on the page.

    In `text` line breaks are spaces and end-of-line hyphens are undone; the cells of a row are
    parted by a tab. `level` is 1.. for headings (1 = most prominent), 1 for a row that heads its table,
    0 otherwise.
    """

    kind: BlockKind
    text: str
    pieces: tuple[Piece, ...]
    level: int = 0

    @property
    def page(self) -> int:
        """The page on which the block begins."""
        return self.pieces[0].page if self.pieces else 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page in reading order, furniture (running heads, page numbers) left out."""

    number: int
    width: float
    height: float
    text: str
    blocks: tuple[Block, ...] = ()
    ocr: bool = False
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Consultation:
    """One step of a paper's Beratungsfolge (OParl 1.1 `Consultation`); `result` is what was decided (`AgendaItem`)."""

    organization: str
    date: date | None = None
    role: str | None = None
    public: bool | None = None
    authoritative: bool | None = None
    result: str | None = None


class Remark(NamedTuple):
    """What a reader of the document should know about the file.

    `kind` names its wording (section `remark` of the command's language file), `pages` are those it is
    about (none: the whole file), `text` is the detail: a reason, a quote, names of files.
    """

    kind: str
    pages: tuple[int, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A published paper. What the paper does not say is None, never guessed.

    `id` stays the same over new versions; `version` is the sha256 of the file's bytes.
    `reference`, `paper_type` and `consultations` are OParl's terms; `file_reference` is the Az.
    `superseded`: the day on which a newer version took its place; None for what is current.
    """

    id: str
    version: str
    file: str
    title: str
    kind: str
    visibility: Visibility
    pages: int
    date: date | None = None
    issuer: str | None = None
    reference: str | None = None
    paper_type: str | None = None
    file_reference: str | None = None
    unit: str | None = None
    author: str | None = None
    consultations: tuple[Consultation, ...] = ()
    origin: str | None = None
    remarks: tuple[Remark, ...] = ()
    superseded: Day | None = None

    def __post_init__(self) -> None:
        # Stored documents come back with lists for tuples.
        remarks = tuple(Remark(kind, tuple(pages), text) for kind, pages, text in self.remarks)
        object.__setattr__(self, "remarks", remarks)


class Sentence(NamedTuple):
    """A unit of a passage that can be quoted: a sentence, a list item, a table row, a heading."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Passage:
    """A located stretch of a document: some blocks under one heading, cut along paragraphs.

    `section` is the path of headings above it, outermost first. `id` is 0 until stored.
    """

    id: int
    document: str
    version: str
    ordinal: int
    text: str
    section: tuple[str, ...]
    pieces: tuple[Piece, ...]
    sentences: tuple[Sentence, ...]
    ocr: bool = False

    @property
    def first_page(self) -> int:
        return self.pieces[0].page

    @property
    def last_page(self) -> int:
        return self.pieces[-1].page

    def said(self, at: int) -> str:
        """Return the text of the sentence at `at`."""
        return self.text[self.sentences[at].start : self.sentences[at].end]

    def page_at(self, offset: int) -> int:
        """Return the page on which the character at `offset` is printed."""
        page = self.pieces[0].page
        for piece in self.pieces:
            if piece.start > offset:
                break
            page = piece.page
        return page

    def boxes(self, start: int, end: int) -> tuple[tuple[int, Box], ...]:
        """Return (page, box) per printed line of ``text[start:end]``, in reading order."""
        return _lines(piece for piece in self.pieces if piece.start < end and piece.end > start)


def _lines(pieces: Iterable[Piece]) -> tuple[tuple[int, Box], ...]:
    lines: list[tuple[int, Box]] = []
    for piece in pieces:
        box = piece.box
        if lines and lines[-1][0] == piece.page and _same_line(lines[-1][1], box):
            last = lines[-1][1]
            joined = Box(min(last.x0, box.x0), min(last.y0, box.y0), max(last.x1, box.x1), max(last.y1, box.y1))
            lines[-1] = (piece.page, joined)
        else:
            lines.append((piece.page, box))
    return tuple(lines)


def _same_line(left: Box, right: Box) -> bool:
    overlap = min(left.y1, right.y1) - max(left.y0, right.y0)
    height = min(left.y1 - left.y0, right.y1 - right.y0)
    # A gap wider than three line heights is another column or cell, not the same line.
    near = right.x0 - left.x1 < 3 * max(height, 1.0)
    return overlap > 0.5 * height and right.x0 >= left.x0 - height and near
