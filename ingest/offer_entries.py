"""Parts -> entries: what stands under each title, and what the titles above hold for all under them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.offer_heads import Head, head_of
from ingest.offer_labels import pattern
from ingest.offer_parts import Part

_NUMBER = re.compile(
    r"^(?:(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z]|[IVX]{1,4})[.)]+|\d{1,2}\.\d{1,2}|Nr\.\s?\d+:?|[A-Z]{1,3}-?\d{1,5}:?)\s+(?=\S)|^\d{1,2}(?:\.\d+)*\s+(?=[A-ZÄÖÜ][a-zäöü])|^(?:Maßnahme|Angebot|Projekt|Kurs|Baustein|Modul|Workshop|Veranstaltung|Handlungsfeld)\s(?:Nr\.\s?)?\d+(?:\.\d+)*\s?[:.–-]\s*|^[•·▪■●►➤→*–-]\s+"
)
_WHOSE = re.compile(r"^(?:ihre?|unsere?|die|der|das|alle|wichtige|weitere)\s(?!angebote)", re.IGNORECASE)
# Headings of one rank differ by less than this in size.
RANK = 1.06


@dataclass(slots=True)
class Node:
    """A title with what stands under it until the next; `above` are the titles of higher rank, nearest first."""

    title: Part | None
    above: tuple[Node, ...] = ()
    parts: list[Part] = field(default_factory=list)
    leaf: bool = True
    head: Head | None = None  # of the table that goes on under the title
    overruled: bool = False  # entries stand under it, whatever it says

    @property
    def name(self) -> str:
        """The title as printed, without its number."""
        return bare(self.title.text) if self.title else ""

    @property
    def closed(self) -> bool:
        """Whether the title, or one above it, says that no offers follow."""
        return is_closed(self.name) or any(is_closed(node.name) and not node.overruled for node in self.above)

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
    """Return a title without number or mark before it."""
    return _NUMBER.sub("", text).strip()


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
        while path and path[-1].title is not None and _rank(path[-1]) <= RANK * part.line.size:
            path.pop()
        for above in path:
            above.leaf = False
        node = Node(part, tuple(reversed(path)))
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
    return [each for node in nodes for each in _split(node)]


def _rank(node: Node) -> float:
    return node.title.line.size if node.title else float("inf")


def _split(node: Node) -> Iterator[Node]:
    """Part a node whose entries are named by a label („Angebot: …“) instead of a title."""
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
