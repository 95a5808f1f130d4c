"""Sections of a report -> the offers that their sentences name beside those that are set apart there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.offer_asked import ask
from ingest.offer_contacts import contact_of
from ingest.offer_drafts import Draft, Value
from ingest.offer_entries import Node
from ingest.offer_lists import from_lists, named_only
from ingest.offer_nominals import from_nominals
from ingest.offer_nouns import is_group
from kb.offer_names import words
from kb.offers import Offer


class Section(NamedTuple):
    """A title of a report with what was gathered under it, and the entries found there."""

    node: Node
    draft: Draft
    above: Sequence[Draft]
    entries: Sequence[Draft]
    offers: Sequence[Offer]


def reported(section: Section, known: Sequence[Offer]) -> tuple[list[Draft], int]:
    """Return what the sentences of a section name, and which entry (from 1) it stands instead of: a topic as the title; 0 for none.

    :param known: all that is found in the paper in another way.
    """
    node = section.node
    itself = next((n for n, each in enumerate(section.entries, 1) if each is section.draft), 0)
    if itself and not is_group(node.name):
        return [], 0
    rest = [each for each in section.entries if each is not section.draft]
    listed = list(from_lists(node, section.above)) if itself and not rest else []
    texts = [Value(each.text, each.spans) for each in node.parts if each.kind == "text"]
    found = [*listed, *from_nominals(texts, named_only(section.above), [*rest, *listed])]
    others = [words(each.name) for each in known if not itself or each is not section.offers[itself - 1]]
    found = [each for each in found if not any(words(each.name.text) <= other for other in others)]
    ask(found, node)
    return found, itself if found else 0


def asked(section: Section) -> dict[int, Offer]:
    """Return the entries of a section, by their place, with whom the section names to ask where they name nobody."""
    changed: dict[int, Offer] = {}
    for number, (entry, own) in enumerate(zip(section.entries, section.offers, strict=True)):
        if own.contact or entry is section.draft:
            continue
        stub = Draft(entry.name)
        ask([stub], section.node)
        contact, spans = contact_of(stub.fields.get("contact", ()))
        if contact:
            changed[number] = replace(own, contact=contact, spans=(*own.spans, ("contact", spans)))
    return changed
