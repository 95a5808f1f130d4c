"""The statements of one offer -> its entry: the newest word on every field, where it stands, and what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from kb.german import analyse
from kb.model import Document
from kb.offer_ages import day_of
from kb.offer_contexts import is_bare
from kb.offer_sightings import Sighting
from kb.offers import Contact, Field, Offer, Span

Status = Literal["current", "past", "unknown"]
# The values of each field, and whether a difference between papers is a change: another wording is none.
VALUES: Mapping[Field, tuple[str, ...]] = {
    "description": ("description",),
    "audience": ("audience", "intended", "ages"),
    "topic": ("topic",),
    "place": ("place",),
    "town": ("town",),
    "time": ("time",),
    "cost": ("cost",),
    "languages": ("languages",),
    "organiser": ("organiser",),
    "contact": ("contact",),
    "registration": ("registration",),
    "validity": ("valid_from", "valid_to", "valid_printed"),
}
_CHANGING: tuple[Field, ...] = (
    "audience", "place", "time", "cost", "languages", "organiser", "contact", "registration", "validity",
)  # fmt: skip
# Fields of which a text that only says more ("donnerstags", "donnerstags, 15 Uhr") changes nothing.
_WORDED: tuple[Field, ...] = ("place", "time", "organiser", "registration")


class Source(NamedTuple):
    """Where a field of an entry is stated: the document's id and the stretches of its passages."""

    field: Field
    document: str
    spans: tuple[Span, ...]


class Change(NamedTuple):
    """A field of which a newer paper says something else; `date` is that paper's, `old` and `new` where both stand."""

    field: Field
    before: object
    after: object
    document: str
    date: date | None
    old: tuple[Source, ...] = ()
    new: tuple[Source, ...] = ()


class Correction(NamedTuple):
    """What people set: `before` is what the papers say, `row` the place in the `file` of corrections."""

    field: str
    before: object
    after: object
    who: str | None
    when: str | None
    note: str | None
    row: int
    file: str


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """An offer over all papers: the newest value of every field, where it stands, and what changed.

    `seen` are the papers, oldest first; `first` and `last` the dates of the oldest and the newest dated one, `first_seen`
    and `last_seen` the same as exact as is known: an undated paper may name a year. `sources` hold the name of every
    paper, the newest first. `id` stays the same when the papers are read again; `ids` are all by which the entry may
    have been known. An entry that people added has no papers and no sources.
    """

    offer: Offer
    status: Status
    seen: tuple[Document, ...]
    first: date | None
    last: date | None
    sources: tuple[Source, ...]
    changes: tuple[Change, ...] = ()
    id: str = ""
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    first_seen: str | None = None
    last_seen: str | None = None
    corrections: tuple[Correction, ...] = ()


class _Held(NamedTuple):
    values: tuple[Any, ...]
    sources: tuple[Source, ...]
    document: Document


def entry_of(group: Sequence[Sighting], today: date) -> CatalogueEntry:
    """Return the entry of an offer.

    :param group: its statements, the oldest paper first.
    """
    # Of one paper the fullest statement counts: a table beside an entry names what the entry says.
    rank = {sighting.document.id: n for n, sighting in enumerate(group)}
    ordered = sorted(group, key=lambda each: (rank[each.document.id], len(each.offer.spans)))
    held: dict[Field, _Held] = {}
    changes: list[Change] = []
    for sighting in ordered:
        changes += _take(held, sighting)
    values = {name: value for field, one in held.items() for name, value in zip(VALUES[field], one.values, strict=True)}
    detailed = [each for each in ordered if not is_bare(each.offer)]
    newest = (detailed or ordered)[-1]
    names = [newest.offer.name, *(each.offer.name for each in reversed(ordered))]
    offer = replace(Offer(newest.offer.name), **values)
    seen = tuple({each.document.id: each.document for each in ordered}.values())
    known = sorted(day for document in seen if (day := day_of(document)))
    days = [document.date for document in seen if document.date]
    return CatalogueEntry(
        offer,
        status(offer, today),
        seen,
        min(days, default=None),
        max(days, default=None),
        (*_named(newest, ordered), *(source for one in held.values() for source in one.sources)),
        tuple(changes),
        names=tuple(dict.fromkeys(names)),
        first_seen=known[0].known if known else None,
        last_seen=known[-1].known if known else None,
    )


def status(offer: Offer, today: date) -> Status:
    """Return whether an offer goes on, is over, or whether its papers leave it open."""
    if offer.valid_to is not None:
        return "past" if offer.valid_to < today else "current"
    if offer.valid_from is not None and offer.valid_from >= today:
        return "current"
    return "unknown"  # begun one day: no paper says that it still is


def _take(held: dict[Field, _Held], sighting: Sighting) -> list[Change]:
    """Take over what a newer statement says; return what it changes."""
    changes: list[Change] = []
    document, offer = sighting
    bare = is_bare(offer)
    moved = False
    where = dict(offer.spans)
    for field, names in VALUES.items():
        stated = tuple(getattr(offer, name) for name in names)
        before = held.get(field)
        if not any(stated):
            if field == "town" and moved:  # the town belonged to the old place
                held.pop(field, None)
            if field == "validity" and before and not bare and _outlived(before, document):
                del held[field]
            continue
        new = _Held(stated, (Source(field, document.id, where.get(field, ())),), document)
        if field == "contact" and before and _one_contact(before.values[0], stated[0]):
            held[field] = _filled(before, new)
            continue
        if before and field in _CHANGING and before.document.id != document.id and differ(field, before.values, stated):
            moved = moved or field == "place"
            told = told_of(field, before.values), told_of(field, stated)
            changes.append(Change(field, *told, document.id, document.date, before.sources, new.sources))
        held[field] = new
    return changes


def _outlived(before: _Held, document: Document) -> bool:
    """Tell an end that an older paper states and that lies before a newer paper which lists the offer as before."""
    end, day = before.values[1], day_of(document)
    return end is not None and day is not None and before.document.id != document.id and end < day.day


def _one_contact(before: Contact, after: Contact) -> bool:
    """Tell whether two contacts say nothing different and have a part in common."""
    pairs = [(one, other) for one, other in zip(before, after, strict=True) if one and other]
    return bool(pairs) and all(_plain(one) == _plain(other) for one, other in pairs)


def _plain(value: str) -> str:
    return "".join(filter(str.isalnum, value.casefold()))


def _filled(before: _Held, new: _Held) -> _Held:
    contact = Contact(*(other or one for one, other in zip(before.values[0], new.values[0], strict=True)))
    sources = new.sources if contact == new.values[0] else new.sources + before.sources
    return _Held((contact,), sources, new.document)


def _named(newest: Sighting, ordered: Sequence[Sighting]) -> list[Source]:
    """Return where each paper names the offer, the one whose name the entry has first."""
    found: dict[str, list[Span]] = {}
    for document, offer in (newest, *reversed(ordered)):
        spans = found.setdefault(document.id, [])
        spans += [span for span in offer.where("name") if span not in spans]
    return [Source("name", document, tuple(spans)) for document, spans in found.items()]


def differ(field: Field, before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    """Return whether two values of a field say different things."""
    if field == "audience":  # the closed vocabulary tells; papers word it in many ways
        told = set(before[0]), set(after[0])
        return not (told[0] <= told[1] or told[1] <= told[0])  # one that says more of them is no change
    if field == "validity":  # the days tell, however exact they are printed
        return before[:2] != after[:2]
    if field == "contact":
        return not _one_contact(before[0], after[0])
    if field in _WORDED:
        terms = [_terms(str(value[0])) for value in (before, after)]
        return not (terms[0] <= terms[1] or terms[1] <= terms[0])
    return _folded(before) != _folded(after)


def told_of(field: Field, values: tuple[Any, ...]) -> object:
    """Return the values of a field as a reader is told them."""
    told = values[:2] if field == "validity" else values
    return told[0] if len(told) == 1 else told


@lru_cache(maxsize=20_000)
def _terms(text: str) -> frozenset[str]:
    terms = analyse(text)
    return frozenset((*terms.stems, *(number.lstrip("0") for number in terms.exact)))


def _folded(values: tuple[Any, ...]) -> tuple[object, ...]:
    return tuple(" ".join(value.casefold().split()) if isinstance(value, str) else value for value in values)
