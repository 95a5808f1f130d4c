"""Telling entries from other text under a title: by the labels there, or by what lines and sentences state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.offer_asides import ASIDE
from ingest.offer_drafts import Draft
from ingest.offer_entries import Node
from ingest.offer_labels import pattern, whole_label
from ingest.offer_looks import REGISTER
from ingest.offer_nouns import is_named, is_sentence, never
from ingest.offer_rows import SETTLED
from ingest.offer_values import costs, look, placed, reached, regular, times
from kb.model import Document
from kb.offer_words import audiences, languages
from kb.sentences import spans as sentences

# In words: the name of an entry, and what is said of it where no labels part it.
NAME, ENTRY = 14, 220
# The share of titles over times and prices that makes a paper one of offers.
SHARE = 0.1
# Titles of one rank differ by less than this in size; so many entries of a rank make it one of entries.
ALIKE, SEVERAL = 1.04, 3
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
_HOLIDAYS = re.compile(r"ferien|feiertag|gebühr|kosten|beitrag|schließ", re.IGNORECASE)
_FOR = re.compile(r"\b(?:für|richtet sich an|eingeladen sind|willkommen sind)\s(?P<who>[^.;]{3,60})", re.IGNORECASE)


def _is_name(name: str) -> bool:
    named = len(name) > 2 and len(name.split()) <= NAME and not whole_label(name) and name[-1] not in ".,;…"
    return named and look(name) not in {"time", "contact", "cost"}


def is_labelled(node: Node, draft: Draft, *, paper: bool) -> bool:
    """Tell an entry by the labels of its values; times and places alone are those of meetings, too."""
    stated = labelled(node)
    if not _is_name(draft.name.text) or is_no_offer(draft.name.text, _all(node), lasts=is_boxed(node)):
        return False
    if is_boxed(node):
        return bool(stated)
    if paper and never(draft.name.text):
        return False
    if paper:
        return len(stated) > 2 and bool(stated & {"audience", "cost"})
    return (len(stated) > 1 and bool(stated & _TELLING)) or stated >= {"topic", "organiser"}


def is_boxed(node: Node) -> bool:
    """Tell an entry by the box of labels beside its text."""
    return any(each.kind == "value" and ASIDE <= each.line.block < SETTLED for each in node.parts)


def labelled(node: Node) -> set[str]:
    return {str(each.field) for each in node.parts if each.kind == "value"} & CORE


def is_card(node: Node, draft: Draft) -> bool:
    """Tell an entry without labels by what its lines and sentences state."""
    name = draft.name.text
    if not _is_name(name) or is_sentence(name) or not node.leaf or any(each.kind == "row" for each in node.parts):
        return False
    said = " ".join(value.text for value in draft.texts)
    if len(said.split()) > ENTRY or never(name) or is_no_offer(name, _all(node)):
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


def kin_of(nodes: Sequence[tuple[Node, bool]]) -> set[int]:
    """Return the ids of titles among whose like (of the same size) at least half are entries, and several.

    Entries of a booklet are set alike: what stands among them needs to show less to be one.

    :param nodes: titles and whether each is surely an entry.
    """
    titled = sorted(
        ((node.title.line.size, node, sure) for node, sure in nodes if node.title and node.leaf and not node.closed),
        key=lambda one: one[0],
    )
    groups: list[list[tuple[float, Node, bool]]] = []
    for one in titled:
        if groups and one[0] <= ALIKE * groups[-1][0][0]:
            groups[-1].append(one)
        else:
            groups.append([one])
    kin: set[int] = set()
    for group in groups:
        sure = sum(one[2] for one in group)
        if sure >= SEVERAL and 2 * sure >= len(group):
            kin |= {id(node) for _, node, _ in group}
    return kin


def is_dated(node: Node, draft: Draft) -> bool:
    """Tell a title under which a line of its own, or a label, says when."""
    return node.leaf and not node.closed and "time" in draft.fields and _is_name(draft.name.text)


def is_kin(node: Node, draft: Draft) -> bool:
    """Tell an entry among others set like it: it says when, where, for whom, for how much or whom to ask."""
    name = draft.name.text
    said = " ".join(value.text for value in draft.texts)
    if (
        not _is_name(name)
        or never(name)
        or any(part.kind == "row" for part in node.parts)
        or is_no_offer(name, _all(node))
    ):
        return False
    shown = _shown(draft) | labelled(node)
    if is_sentence(name) and not shown - {"topic", "description", "contact", "phone", "mail"}:
        return False
    if len(said.split()) > ENTRY:
        return False
    return bool(shown - {"topic", "description"}) or bool(pattern("prose", "offering").search(said))


def is_rich(node: Node, draft: Draft) -> bool:
    """Tell what states several things that entries state, whatever stands over it."""
    shown = _shown(draft) | labelled(node)
    return {"time", "place"} <= shown or (len(shown) > 1 and bool(shown & {"audience", "cost", "registration"}))


def _all(node: Node) -> str:
    return ". ".join(part.text for part in node.parts)


def is_no_offer(name: str, said: str, *, lasts: bool = False) -> bool:
    """Tell what is over, cancelled, an advertisement or a meeting by what it says of itself.

    :param lasts: whether a box says how it is held; then a report of how many came does not say that it is over.
    """
    called_off = pattern("prose", "cancelled")
    over = pattern("prose", "over" if lasts else "past")
    return (
        bool(over.search(said))
        or bool(pattern("prose", "over").search(said))
        or any(
            called_off.search(text) and not _HOLIDAYS.search(text)
            for text in (name, *(said[start:end] for start, end in sentences(said)))
        )
    )


def is_programme(document: Document, drafts: Sequence[tuple[Node, Draft]]) -> bool:
    """Tell a paper made of offers: by its kind, or as several titles stand over times and what goes with them."""
    if document.kind == "programmheft":
        return True
    if pattern("papers", "programme").search(document.title):
        open_ones = [(node, draft) for node, draft in drafts if node.leaf and not node.closed]
        dated = sum("time" in draft.fields for _, draft in open_ones)
        tables = any(each.kind == "row" for node, _ in drafts for each in node.parts)
        if dated >= SEVERAL or tables or sum(is_rich(node, draft) for node, draft in open_ones) > 1:
            return True
    like = titles = 0
    for node, draft in drafts:
        shown = _shown(draft) if node.leaf and draft.name.text and not node.closed else set()
        titles += node.leaf and not node.closed
        like += "time" in shown and bool(shown & {"cost", "registration", "contact", "audience", "place"})
    return like >= 2 and like >= SHARE * titles
