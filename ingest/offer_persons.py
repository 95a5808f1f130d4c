"""Persons that a paper lists with how to reach them -> whom to ask where an offer gives no more than a surname."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.offer_bodies import is_person
from ingest.offer_contacts import contact_of
from ingest.offer_drafts import Value
from ingest.offer_entries import Node
from ingest.offer_parts import Part
from ingest.offer_values import MAIL, PHONE
from kb.offers import Contact, Offer, Span

_TITLE = re.compile(r"^(?:Frau|Herrn?|Fr\.|Hr\.|Dr\.|Prof\.)\s")
# In words: a name with a title.
NAME = 4

Known = Mapping[str, tuple[Contact, tuple[Span, ...]]]


def persons(nodes: Sequence[Node]) -> Known:
    """Return by surname whom rows and lines of a paper name with telephone or mail; not those who share a surname."""
    found: dict[str, tuple[Contact, tuple[Span, ...]]] = {}
    twice: set[str] = set()
    for node in nodes:
        for each in node.parts:
            value = _row(each.cells) if each.cells else Value(each.text, each.spans)
            if not (PHONE.search(value.text) or MAIL.search(value.text)):
                continue
            contact, spans = contact_of([value])
            if contact.name is None or not is_person(contact.name) or len(contact.name.split()) < 2:
                continue
            own = _surname(contact.name)
            if own in found and found[own][0].name != contact.name:
                twice.add(own)
            found.setdefault(own, (contact, spans))
    return {name: held for name, held in found.items() if name not in twice}


def with_person(offer: Offer, known: Known) -> Offer:
    """Return an offer with how to reach whom it names, where it does not say so and the paper lists them."""
    contact = offer.contact
    if not contact.name or contact.phone or contact.mail or len(contact.name.split()) > NAME:
        return offer
    told = known.get(_surname(contact.name))
    if told is None or not (_alone(contact.name) or contact.name == told[0].name):
        return offer
    spans = tuple((field, (*at, *told[1]) if field == "contact" else at) for field, at in offer.spans)
    return replace(offer, contact=told[0], spans=spans)


def _row(cells: Sequence[Part]) -> Value:
    held = [Value(cell.text, cell.spans) for cell in cells]
    return Value(", ".join(one.text for one in held), tuple(span for one in held for span in one.spans))


def _alone(name: str) -> bool:
    """Tell a surname without a first name („Kuhlmann“, „Frau Kuhlmann“)."""
    return len(_TITLE.sub("", name).split()) == 1


def _surname(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1].lower()
