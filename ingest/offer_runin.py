"""Entries whose names run in with their text: „Griffbereit: Eltern und Kinder …“, „Sprachpaten – Ehrenamtliche …“."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.offer_entries import Node
from ingest.offer_labels import whole_label
from ingest.offer_nouns import is_group, is_named, is_sentence, never
from ingest.offer_parts import Part
from ingest.offer_values import look
from kb.offers import Span

# In words: the name at most, the text behind it at least; so many of them make a layout.
NAME, TEXT, MOST = 6, 5, 2
# In words: a name that is set apart.
TITLE = 14
_LEAD = re.compile(r"^(?P<name>[A-ZÄÖÜ„\"][^.:!?]{2,60}?)(?P<mark>\s[–-]\s|\.\s)(?=[A-ZÄÖÜ„\"])")
_SENTENCES = re.compile(r"[a-zäöüß]{2,}[.!]\s[A-ZÄÖÜ]")
_VERB = re.compile(r"\b(?:ist|sind|wird|werden|hat|haben|können|kann|gibt|bietet|finden|findet|treffen|beginnt)\b")


def run_in(nodes: Sequence[Node]) -> list[Node]:
    """Return the nodes with entries that run in as nodes of their own, where a document has several."""
    named: dict[int, Part] = {}
    for node in nodes:
        found = {id(part): name for part in _candidates(node) if (name := _name(part)) is not None}
        # The only paragraph under a title describes it, however it begins, unless its name is set apart.
        apart = any(part.lead for part in node.parts if id(part) in found)
        if len(found) > 1 or apart or node.title is None:
            named |= found
    if len(named) < MOST:
        return list(nodes)
    return [each for node in nodes for each in _split(node, named)]


def _candidates(node: Node) -> list[Part]:
    """Return the parts under a title that may begin an entry: all, unless labels of fields come first."""
    first = next((part for part in node.parts if part.kind == "value" and part.field not in {"other", "name"}), None)
    begins = node.parts[0] if node.parts else None
    starts = begins is not None and (first is None or first is not begins) and _name(begins) is not None
    return [part for part in node.parts if part.kind in {"text", "value"}] if starts else []


def _name(part: Part) -> Part | None:
    """Return the title that a part begins with, None where it begins with none."""
    if part.kind != "value" and part.lead:
        return _set_apart(part)
    if part.kind == "value":
        return _labelled(part)
    lead = _LEAD.match(part.text)
    if lead is None or len(part.text[lead.end() :].split()) < TEXT or not part.spans:
        return None
    if not _fits(lead["name"], sure=lead["mark"].startswith(".")):
        return None
    span = part.spans[0]
    return Part("title", lead["name"], (Span(span.ordinal, span.start, span.start + lead.end("name")),), part.line)


def _labelled(part: Part) -> Part | None:
    """Return the label before a text as a title, if it is a name."""
    known = part.field != "other" or whole_label(part.label) is not None
    if known or part.label_span is None or len(part.text.split()) < TEXT:
        return None
    if not _fits(part.label, sure=bool(is_group(part.label)) and not _SENTENCES.search(part.text)):
        return None
    return Part("title", part.label, (part.label_span,), part.line)


def _set_apart(part: Part) -> Part | None:
    """Return the title that is set in another face than the text behind it."""
    name = part.text[: part.lead].rstrip(" .:,–-")
    rest = part.text[part.lead :].lstrip(" .:,–-")
    known = whole_label(name) is not None or look(name) in {"time", "cost", "contact"}
    if known or len(rest.split()) < 2 or len(name) < 3 or len(name.split()) > TITLE or never(name) or not part.spans:
        return None
    if not name[0].isupper() and name[0] not in '„»"' and not name[0].isdigit():
        return None
    span = part.spans[0]
    return Part("title", name, (Span(span.ordinal, span.start, span.start + len(name)),), part.line)


def _fits(name: str, *, sure: bool) -> bool:
    """Tell a name; `sure`: only by its noun, for what may be the first sentence, or the topic of a list."""
    if len(name.split()) > NAME or is_sentence(name) or never(name) or _VERB.search(name):
        return False
    return is_named(name) or not sure


def _split(node: Node, named: dict[int, Part]) -> list[Node]:
    if not any(id(part) in named for part in node.parts):
        return [node]
    found = [node]
    before: list[Part] = []
    for part in node.parts:
        title = named.get(id(part))
        if title is not None:
            found.append(Node(title, (node, *node.above)))
        held = part if title is None else _rest(part)
        (found[-1].parts if len(found) > 1 else before).append(held)
    node.parts, node.leaf = before, False
    return found


def _rest(part: Part) -> Part:
    """Return what a part says behind its name, as running text."""
    if part.kind == "value":
        return Part("text", part.text, part.spans, part.line)
    lead = _LEAD.match(part.text)
    start = lead.end() if lead else 0
    if part.lead:
        start = part.lead + len(part.text[part.lead :]) - len(part.text[part.lead :].lstrip(" .:,–-"))
    first = part.spans[0]
    if first.end - first.start <= start:  # the name fills the line
        return Part("text", part.text[start:], part.spans[1:], part.line)
    return Part(
        "text", part.text[start:], (Span(first.ordinal, first.start + start, first.end), *part.spans[1:]), part.line
    )
