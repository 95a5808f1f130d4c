"""Directories by organisation -> what each organisation offers as entries of their own, the organisation as what stands above them."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.offer_bodies import has_verb, is_organiser
from ingest.offer_drafts import Draft, Value
from ingest.offer_entries import Node
from ingest.offer_labels import whole_label
from ingest.offer_looks import begins_with_street, tells
from ingest.offer_nouns import is_bare, is_named, is_sentence, never
from ingest.offer_parts import Part
from ingest.offer_pieces import listed
from ingest.offer_styles import likely
from ingest.offer_values import POSTCODE
from kb.offers import Span

# In words: the name of what is offered, on a line of its own.
NAME = 8


def of_bearers(nodes: Sequence[Node]) -> list[Node]:
    """Return the nodes with those of organisations parted where lines under them name what they offer."""
    return [each for node in _addressed(nodes) for each in _parted(node)]


def _addressed(nodes: Sequence[Node]) -> list[Node]:
    """Return the nodes without titles that are the address of the title right above them: its first line, then."""
    found: list[Node] = []
    gone: set[int] = set()
    over = [id(node.above[0]) for node in nodes if node.above and _is_address(node)]
    for node in nodes:
        node.above = tuple(above for above in node.above if id(above) not in gone)
        last = found[-1] if found else None
        first = last is not None and node.above[:1] == (last,) and not last.parts
        if first and last is not None and node.title is not None and _is_address(node) and over.count(id(last)) == 1:
            last.parts = [Part("text", node.title.text, node.title.spans, node.title.line), *node.parts]
            last.leaf = node.leaf
            gone.add(id(node))
        else:
            found.append(node)
    return found


def _is_address(node: Node) -> bool:
    return begins_with_street(node.name) and POSTCODE.search(node.name) is not None


def is_bearer(node: Node) -> bool:
    """Tell a title that is an organisation, not what it offers."""
    return node.title is not None and is_organiser(node.name) and not never(node.name)


def bears(node: Node) -> bool:
    """Tell an organisation under which what it offers has titles, or items, of its own."""
    return is_bearer(node) and (not node.leaf or sum(each.kind == "item" for each in node.parts) > 1)


def _parted(node: Node) -> list[Node]:
    if not is_bearer(node) or not node.leaf or any(part.kind in {"row", "item"} for part in node.parts):
        return [node]
    titles = {number: title for number, part in enumerate(node.parts) if (title := _title(node, number, part))}
    if not titles:
        return [node]
    found = [node]
    before: list[Part] = []
    for number, part in enumerate(node.parts):
        title = titles.get(number)
        if title is not None:
            found.append(Node(title, (node, *node.above)))
            if part.kind == "value":
                found[-1].parts.append(Part("text", part.text, part.spans, part.line))
            continue
        (found[-1].parts if len(found) > 1 else before).append(part)
    node.parts, node.leaf, node.bears = before, False, True
    return found


def _title(node: Node, number: int, part: Part) -> Part | None:
    """Return the name that a line is, or begins with as a label; it keeps the block of the organisation above it."""
    if number + 1 == len(node.parts) and part.kind != "value":
        return None
    if part.kind == "value" and part.field == "other" and part.label_span and whole_label(part.label) is None:
        text = part.label
        spans: tuple[Span, ...] = (part.label_span,)
    elif part.kind == "text":
        text, spans = part.text, part.spans
    else:
        return None
    name = text.rstrip(" :")
    if not 0 < len(name.split()) <= NAME or not is_named(name) or is_bare(name) or is_sentence(name) or never(name):
        return None
    if likely(name) < 1 or is_organiser(name) or tells(name) is not None or name[-1] in ".!?;,":
        return None
    assert node.title is not None
    spans = (*spans[:-1], spans[-1]._replace(end=spans[-1].end - (len(text) - len(name)))) if spans else spans
    return Part("title", name, spans, part.line._replace(block=node.title.line.block, kind="heading"))


def borne(head: Draft, node: Node, title: Value) -> None:
    """Take an organisation with its address and how to reach it for what is listed under it."""
    if "organiser" not in head.fields:
        head.put("organiser", title)
    for each in node.parts:
        value = Value(each.text, each.spans)
        if each.kind != "text" or has_verb(value.text):
            continue
        own = Draft(title)
        field = tells(value.text)
        if not listed(own, value) and field:
            own.put(field, value)
        for name in ("place", "contact"):
            for one in own.fields.get(name, ()) if name not in head.fields else ():
                head.put(name, one)
