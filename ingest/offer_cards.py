"""Telling entries from other text under a title: by the labels there, or by what lines and sentences state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.offer_drafts import Draft
from ingest.offer_entries import Node
from ingest.offer_labels import pattern, whole_label
from ingest.offer_lists import is_named, is_sentence
from ingest.offer_pieces import REGISTER
from ingest.offer_values import costs, placed, reached, regular, times
from kb.model import Document
from kb.offer_words import audiences, languages

# In words: the name of an entry, and what is said of it where no labels part it.
NAME, ENTRY = 14, 220
# The share of titles over times and prices that makes a paper one of offers.
SHARE = 0.1
CORE = {
    "description",
    "audience",
    "topic",
    "place",
    "time",
    "cost",
    "languages",
    "organiser",
    "registration",
    "validity",
}
_TELLING = {"description", "audience", "cost", "languages", "registration"}
_FOR = re.compile(r"\b(?:für|richtet sich an|eingeladen sind|willkommen sind)\s(?P<who>[^.;]{3,60})", re.IGNORECASE)


def _is_name(name: str) -> bool:
    return len(name) > 2 and len(name.split()) <= NAME and not whole_label(name) and name[-1] not in ".,;…"


def is_labelled(node: Node, draft: Draft, *, paper: bool) -> bool:
    """Tell an entry by the labels of its values; times and places alone are those of meetings, too."""
    stated = labelled(node)
    if not _is_name(draft.name.text):
        return False
    if paper:
        return len(stated) > 2 and bool(stated & {"audience", "cost"})
    return (len(stated) > 1 and bool(stated & _TELLING)) or stated >= {"topic", "organiser"}


def labelled(node: Node) -> set[str]:
    return {str(each.field) for each in node.parts if each.kind == "value"} & CORE


def is_card(node: Node, draft: Draft) -> bool:
    """Tell an entry without labels by what its lines and sentences state."""
    name = draft.name.text
    if not _is_name(name) or is_sentence(name) or not node.leaf or any(each.kind == "row" for each in node.parts):
        return False
    said = " ".join(value.text for value in draft.texts)
    if len(said.split()) > ENTRY or pattern("prose", "past").search(said):
        return False
    shown = _shown(draft) | labelled(node)
    if len(shown) > 1 and shown & {"audience", "cost", "registration", "languages"}:
        return True
    if not said:
        return False
    if is_named(name):
        return bool(shown) or bool(pattern("prose", "offering").search(said))
    return node.open and len(shown) > 1 and bool(shown & {"time", "contact"})


def _shown(draft: Draft) -> set[str]:
    """Return the fields of which the running text under a title, or a line of it, states something."""
    shown = set(draft.fields) & (CORE | {"contact", "phone", "mail"})
    said = " ".join(value.text for value in draft.texts)
    checks = {
        "time": any(regular(said[found.start : found.end]) for found in times(said)),
        "cost": bool(costs(said)),
        "place": bool(placed(said)),
        "contact": bool(reached(said)),
        "registration": bool(REGISTER.search(said)),
        "audience": any(audiences(match["who"]) for match in _FOR.finditer(f"{draft.name.text}. {said}")),
        "languages": any(len(languages(value.text)) > 1 for value in draft.texts),
    }
    return shown | {field for field, holds in checks.items() if holds}


def is_programme(document: Document, drafts: Sequence[tuple[Node, Draft]]) -> bool:
    """Tell a paper made of offers: by its kind, or as several titles stand over times and what goes with them."""
    if document.kind == "programmheft":
        return True
    like = titles = 0
    for node, draft in drafts:
        shown = _shown(draft) if node.leaf and draft.name.text and not node.closed else set()
        titles += node.leaf and not node.closed
        like += "time" in shown and bool(shown & {"cost", "registration", "contact", "audience", "place"})
    return like >= 2 and like >= SHARE * titles
