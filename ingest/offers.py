"""Passages of a paper -> the offers it states: entries with labels, tables, cards, lists, running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.offer_cards import CORE, NAME, is_card, is_labelled, is_programme, labelled
from ingest.offer_drafts import Draft, Value, part
from ingest.offer_entries import Node, nodes_of
from ingest.offer_fields import offer
from ingest.offer_grids import in_columns
from ingest.offer_labels import pattern
from ingest.offer_lines import printed
from ingest.offer_lists import from_lists, named_only
from ingest.offer_parts import Part, parts_of
from ingest.offer_pieces import listed
from ingest.offer_prose import from_prose
from ingest.offer_runin import run_in
from ingest.offer_tables import from_tables
from ingest.offer_values import POSTCODE, look, period, reached
from kb.model import Document, Passage
from kb.offer_names import apart, words
from kb.offers import Offer
from kb.sentences import spans as sentences

# A line that is one value.
SHORT = 15
# Pages on which a booklet says when it holds.
FRONT = 2
_BEGINS = re.compile(r"(?:kurs)?beginn|start", re.IGNORECASE)
_LASTS = re.compile(r"gültig|halbjahr|semester|programmzeitraum", re.IGNORECASE)
_HOLDS = re.compile(r"programm|angebote|kurse|veranstaltungen|halbjahr|gültig|heft|wegweiser|semester", re.IGNORECASE)


def read_offers(document: Document, passages: Sequence[Passage]) -> tuple[Offer, ...]:
    """Return the offers that a paper states, in order of place, each once; every value with its stretches.

    Nothing is looked up elsewhere: what the passages do not say stays empty.
    """
    if pattern("papers", "silent").match(document.kind):
        return ()
    nodes = run_in(nodes_of(parts_of(in_columns(printed(passages)))))
    paper = bool(pattern("papers", "careful").match(document.kind))
    towns = _towns(passages)
    for node in nodes:
        for above in node.above if len(labelled(node)) > 2 else ():
            above.overruled = True
    drafts = [(node, _draft(node)) for node in nodes]
    programme = not paper and is_programme(document, drafts)
    mute = bool(pattern("papers", "mute").match(document.kind))
    found: list[Offer] = []
    held = [] if paper else _booklet(nodes)
    for node, draft in drafts:
        draft.above += held
        found += (offer(each, towns) for each in _entries(node, draft, paper=paper, programme=programme, mute=mute))
    return _once(found)


def _entries(node: Node, draft: Draft, *, paper: bool, programme: bool, mute: bool) -> Iterator[Draft]:
    above = draft.above if node.title is None else [_head(node), *draft.above]
    held: list[Draft] = []
    if not node.closed:
        if is_labelled(node, draft, paper=paper):
            yield draft
            return
        held = [*from_tables(node, above, paper=paper), *(() if mute else from_lists(node, above))]
        if not held and programme and is_card(node, draft):
            yield draft
        yield from held
    if not programme and not mute and not _closed_itself(node):
        texts = [Value(each.text, each.spans) for each in node.parts if each.kind == "text"]
        yield from from_prose(node, texts, named_only(above), group=bool(held))


def _closed_itself(node: Node) -> bool:
    return bool(
        re.match(
            r"(?:beschluss|anlage|finanziell|personell|vorwort|impressum|grußwort|inhalt|quellen)",
            node.name,
            re.IGNORECASE,
        )
    )


def _draft(node: Node) -> Draft:
    """Gather what stands under a title: labelled values, whole lines that look like a value, running text."""
    title = Value("", ()) if node.title is None else _named(node.title, node.name)
    draft = Draft(title, above=[_head(above) for above in node.above])
    for each in node.parts:
        value = Value(each.text, each.spans)
        if each.kind == "value" and each.field not in {None, "other", "name"}:
            field = str(each.field)
            if field == "description" and reached(each.text) and len(each.text.split()) <= 15:
                field = "contact"
            draft.put(field, _sentence(value) if field in {"cost", "languages"} else value)
            if field == "time" and _BEGINS.match(each.label):
                draft.put("begins", value)
        elif each.kind in {"text", "item"} and not listed(draft, value):
            field = "" if each.kind == "item" and len(each.text.split()) > 6 else look(each.text) or ""
            if field and len(each.text.split()) <= SHORT:
                draft.put(field, value)
            else:
                draft.texts.append(value)
    return draft


def _sentence(value: Value) -> Value:
    """Return the first sentence of a value: a price ends with it, whatever was printed close below."""
    return part(value, 0, next((end for _, end in sentences(value.text)), len(value.text)))


def _head(node: Node) -> Draft:
    """Return what a title holds for all that stands under it."""
    title = Value("", ()) if node.title is None else _named(node.title, node.name)
    head = Draft(title)
    for each in node.parts:
        if each.kind == "value" and each.field in CORE | {"contact", "phone", "mail"} - {"description"}:
            head.put(str(each.field), Value(each.text, each.spans))
    return head


def _named(title: Part, name: str) -> Value:
    start = title.text.find(name)
    return (
        part(Value(title.text, title.spans), start, start + len(name))
        if len(title.spans) == 1
        else Value(name, title.spans)
    )


def _towns(passages: Sequence[Passage]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match["town"] for passage in passages for match in POSTCODE.finditer(passage.text)))


def _once(offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """Return each offer once: where a list names what an entry describes, the entry stays."""
    best: list[Offer] = []
    for each in offers:
        at = next(
            (n for n, other in enumerate(best) if words(each.name) == words(other.name) and not _differ(each, other)),
            None,
        )
        if at is None:
            best.append(each)
        elif len(each.spans) > len(best[at].spans):
            best[at] = each
    return tuple(each for each in best if not _listed_again(each, best))


def _differ(left: Offer, right: Offer) -> bool:
    """Tell entries of one name apart that are held at several places or times."""
    pairs = ((left.place, right.place), (left.time, right.time))
    return apart(left, right) or any(one and other and one != other for one, other in pairs)


def _listed_again(bare: Offer, offers: Sequence[Offer]) -> bool:
    if bare.description or bare.time or bare.place:
        return False
    own = words(bare.name)
    return any(
        bool(each.description or each.time) and (own <= words(each.name) or words(each.name) <= own)
        for each in offers
        if each is not bare
    )


def _booklet(nodes: Sequence[Node]) -> list[Draft]:
    """Return the title of a booklet that says from when until when it holds („Programm 1. Halbjahr 2025“)."""
    for node in nodes:
        if node.title is None:
            continue
        if node.title.line.page > FRONT:
            break
        texts = [
            Value(each.text, each.spans) for each in node.parts if each.kind == "text" and _LASTS.search(each.text)
        ]
        named = [Value(node.title.text, node.title.spans)] if _HOLDS.search(node.title.text) else []
        for value in (*named, *texts):
            if len(value.text.split()) <= NAME and any(period(value.text)):
                return [Draft(Value("", ()), {"validity": [value]})]
    return []
