"""Parts -> entries: what stands under each title, and what the titles above hold for all under them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.offer_drafts import Value
from ingest.offer_drafts import part as part_of
from ingest.offer_heads import Head, head_of
from ingest.offer_labels import pattern
from ingest.offer_looks import tells
from ingest.offer_parts import Part
from ingest.offer_values import look, times

_NUMBER = re.compile(
    r"^(?:(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[IVX]{1,4})[.)]+|\d{1,2}\.\d{1,2}|Nr\.\s?\d+:?|[A-Z]{1,3}-?\d{1,5}:?)\s+(?=\S)|^\d{1,2}(?:\.\d+)*\s+(?=[A-ZÄÖÜ][a-zäöü])|^(?:Maßnahme|Angebot|Projekt|Kurs|Baustein|Modul|Workshop|Veranstaltung|Handlungsfeld)\s(?:Nr\.\s?)?\d+(?:\.\d+)*\s?[:.–-](?!\d)\s*|^(?:Maßnahme|Angebot|Projekt|Baustein|Handlungsfeld)\s(?:Nr\.\s?)?(?:\d+(?:\.\d+)*|[A-Z]\d*|[IVX]+)\s+(?=[A-ZÄÖÜ„»“][^\d\s])|^[•·▪■●►➤→*–-]\s+"
)
_WHOSE = re.compile(r"^(?:ihre?|unsere?|die|der|das|alle|wichtige|weitere)\s(?!angebote)", re.IGNORECASE)
_BEFORE = re.compile(r"\s?[,|·(–:-]\s?(?:am |vom |ab )?$")
_AS_OF = re.compile(r"\bStand\W*$")
_QUOTES = '„»"“'
# Headings of one rank differ by less than this in size.
RANK = 1.06
# So many rows under a title are no table.
FEW = 3
# A day stands over titles that are larger by less than this.
DAY = 1.1


@dataclass(slots=True)
class Node:
    """A title with what stands under it until the next; `above` are the titles of higher rank, nearest first."""

    title: Part | None
    above: tuple[Node, ...] = ()
    parts: list[Part] = field(default_factory=list)
    leaf: bool = True
    head: Head | None = None  # of the table that goes on under the title
    overruled: bool = False  # entries stand under it, whatever it says
    bears: bool = False  # an organisation, what it offers stands under titles of its own
    tabled: bool = False  # a table of offers stands right under it, whatever it says

    @property
    def name(self) -> str:
        """The title as printed, without its number, and without the hour before or the day behind it."""
        return untimed(bare(self.title.text))[0] if self.title else ""

    @property
    def day(self) -> Part | None:
        """The nearest title above that is nothing but a day."""
        return next((node.title for node in self.above if node.title and is_day(node.title.text)), None)

    @property
    def closed(self) -> bool:
        """Whether the title, or one above it, says that no offers follow."""
        if is_closed(self.name) and not self.tabled:
            return True
        return any(is_closed(node.name) and not (node.overruled or node.tabled) for node in self.above)

    @property
    def open(self) -> bool:
        """Whether the title, or one above it, says that offers follow."""
        return any(pattern("sections", "open").search(node.name) for node in (self, *self.above))

    def values(self) -> dict[str, list[Part]]:
        """Return the labelled values, field by field."""
        found: dict[str, list[Part]] = {}
        for part in self.parts:
            if part.kind == "value" and part.field and part.text:
                found.setdefault(part.field, []).append(part)
        return found


def bare(text: str) -> str:
    """Return a title without number or mark before it; a day or an hour („3. März“, „15.30 Uhr“) is no number."""
    if any(found.start == 0 and found.end > 3 for found in times(text)):
        return text.strip()
    return _NUMBER.sub("", text).strip()


def is_day(title: str) -> bool:
    """Tell a title that is nothing but a day, or an hour."""
    return look(title) == "time" and not untimed(bare(title))[1]


def untimed(title: str) -> tuple[str, str]:
    """Return a title without the time that it begins or ends with, and that time; "" where it is nothing but one."""
    found = times(title)
    if not found:
        return title, ""
    first, last = found[0], found[-1]
    if _AS_OF.search(title[: first.start]):
        return title, ""
    rest = title[first.end :].lstrip(" ,;:|·–-)") if first.start == 0 else ""
    if rest and (rest[0].isupper() or rest[0] in _QUOTES) and look(rest) != "time":
        return rest, title[: first.end]
    if look(title) == "time":
        return title, ""
    ends = title[last.end :].strip(" ).") == ""
    before = _BEFORE.search(title[: last.start]) if ends else None
    if before and before.start() > 2:
        return title[: before.start()], title[last.start : last.end]
    return title, ""


def is_closed(title: str) -> bool:
    """Tell a heading under which no offers stand (foreword, imprint, contacts, dates of committees)."""
    closed = pattern("sections", "closed")
    return bool(closed.match(title) or closed.match(_WHOSE.sub("", title)))


def nodes_of(parts: Sequence[Part]) -> list[Node]:
    """Return the titles of a document in reading order with what stands under them; first what has none."""
    node = Node(None)
    nodes = [node]
    path: list[Node] = []
    for part in parts:
        if part.kind != "title":
            node.parts.append(part)
            continue
        rank = _rank(Node(part))
        while path and path[-1].title is not None and _rank(path[-1]) <= RANK * rank:
            path.pop()
        for above in path:
            above.leaf = False
        node = Node(part, tuple(reversed(path)))
        told = untimed(bare(part.text))[1]
        if told:
            node.parts.append(_stated(part, told))
        path.append(node)
        nodes.append(node)
    head: Head | None = None
    for node in nodes:
        rows = [part for part in node.parts if part.kind == "row"]
        if rows and rows[0] is node.parts[0] and head_of(rows[0]) is None:
            node.head = head
        heads = [found for found in map(head_of, rows) if found]
        ends = bool(node.parts) and node.parts[-1].kind != "row"
        head = None if ends else heads[-1] if heads else node.head if rows else head
    return [each for node in map(_loosened, nodes) for each in _split(node)]


def _loosened(node: Node) -> Node:
    """Return a node with the few rows under its title as lines: an address with its telephone beside it is no table."""
    rows = [part for part in node.parts if part.kind == "row"]
    if not rows or len(rows) > FEW or node.head or node.title is None or any(head_of(row) for row in rows):
        return node
    if not any(
        look(line.text) in {"contact", "place", "time", "cost"}
        for row in rows
        for cell in row.cells
        for line in cell.lines
    ):
        return node
    parts: list[Part] = []
    for part in node.parts:
        if part.kind != "row":
            parts.append(part)
            continue
        for cell in part.cells:
            parts += [Part("text", line.text, (line.span,), line) for line in cell.lines]
    node.parts = parts
    return node


def _rank(node: Node) -> float:
    """Return the size of a title; a day stands over what is set like it."""
    if node.title is None:
        return float("inf")
    return node.title.line.size * (DAY if is_day(node.title.text) else 1.0)


def _stated(title: Part, told: str) -> Part:
    """Return the time that a title states as a value."""
    at = title.text.find(told)
    whole = Value(title.text, title.spans)
    spans = part_of(whole, at, at + len(told)).spans if len(title.spans) == 1 else title.spans
    return Part("value", told, spans, title.line, "time")


def _split(node: Node) -> Iterator[Node]:
    """Part a node whose entries are named by a label („Angebot: …“) instead of a title."""
    for part in node.parts if any(part.line.field for part in node.parts) else ():
        if part.kind == "value" and part.field == "name" and tells(part.text) == "place":
            part.field = "place"  # a box has its name above: „Treff: Parkplatz“ says where
    first = next((part for part in node.parts if part.kind == "value" and part.field), None)
    if first is None or first.field != "name":
        for part in node.parts:
            if part.kind == "value" and part.field == "name":
                part.field = "other"
        yield node
        return
    before: list[Part] = []
    current: Node | None = None
    found: list[Node] = []
    for part in node.parts:
        if part.kind == "value" and part.field == "name":
            current = Node(part, (node, *node.above))
            found.append(current)
        elif current is None:
            before.append(part)
        else:
            current.parts.append(part)
    node.parts = before
    node.leaf = False
    yield node
    yield from found
