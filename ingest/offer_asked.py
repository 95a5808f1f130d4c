"""Whom to ask for what a section of a report names: said once for all of it, or piece by piece („Silke Tamm (Passgenau)“)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.offer_drafts import Draft, Value, part
from ingest.offer_entries import Node
from ingest.offer_looks import tells
from ingest.offer_nouns import QUOTED
from ingest.offer_values import PHONE, reached

_PIECE = re.compile(r"[^;]+")
_FOR_WHAT = re.compile(r"\((?P<what>[^()\d@]{2,60})\)")
_FIELDS = ("contact", "phone", "mail", "leader", "organiser")


def ask(drafts: Sequence[Draft], section: Node) -> None:
    """Put whom to ask where an offer does not say it: who is named for it in the section, else who is for all of it."""
    ways = [value for value in _said(section) if reached(value.text)]
    parted = [piece for value in ways for piece in _pieces(value)]
    own = [(_FOR_WHAT.search(piece.text), piece) for piece in parted]
    general = [piece for what, piece in own if what is None]
    if sum(PHONE.search(piece.text) is not None for piece in general) > 1:
        general = []  # nobody says which of them
    for draft in drafts:
        for head in draft.above:
            held = [value for value in head.fields.pop("organiser", ()) if not reached(value.text)]
            head.fields |= {"organiser": held} if held else {}
        if any(reached(value.text) for held in (draft.fields.get("contact", ()), draft.texts) for value in held):
            continue
        name = _core(draft.name.text)
        mine = [_without(piece, what) for what, piece in own if what is not None and _core(what["what"]) & name]
        for value in (mine or general)[: 1 if mine else None]:
            draft.put("contact", value)


def _said(section: Node) -> list[Value]:
    """Return what labels of a section say of persons and offices, each with the telephone that its line had no room for."""
    found: list[Value] = []
    open_ = False
    for each in section.parts:
        goes_on = open_ and each.kind == "text" and tells(each.text) == "contact"
        if goes_on and found:
            found[-1] = Value(f"{found[-1].text} {each.text}", (*found[-1].spans, *each.spans))
        elif each.kind == "value" and each.field in _FIELDS:
            found.append(Value(each.text, each.spans))
        open_ = goes_on or (each.kind == "value" and each.field in _FIELDS)
    return found


def _pieces(value: Value) -> Iterator[Value]:
    """Yield what semicolons part, if each piece says how to reach somebody."""
    found = [part(value, match.start(), match.end()) for match in _PIECE.finditer(value.text)]
    yield from found if all(reached(piece.text) for piece in found) else [value]


def _without(piece: Value, what: re.Match[str]) -> Value:
    """Return the piece without what it is for."""
    before, behind = part(piece, 0, what.start()), part(piece, what.end(), len(piece.text))
    return Value(f"{before.text.strip()}{behind.text}", (*before.spans, *behind.spans))


def _core(text: str) -> set[str]:
    """Return the beginnings of the words with a capital, those in quotes where there are any."""
    quoted = QUOTED.search(text)
    return {word[:6].lower() for word in re.findall(r"[A-ZÄÖÜ][\w-]{3,}", quoted["name"] if quoted else text)}
