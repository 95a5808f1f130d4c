"""The catalogue: the same offer in several papers is one entry with its history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, NamedTuple

from kb.model import Document
from kb.offer_names import alike, apart
from kb.offer_words import label
from kb.offers import Field, Offer, Span

Status = Literal["current", "past", "unknown"]
# The values of each field, and whether a difference between papers is a change: another wording is none.
_VALUES: dict[Field, tuple[str, ...]] = {
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
    "validity": ("valid_from", "valid_to"),
}
_CHANGING: tuple[Field, ...] = (
    "audience", "place", "time", "cost", "languages", "organiser", "contact", "registration", "validity",
)  # fmt: skip


class Sighting(NamedTuple):
    """An offer as one paper states it."""

    document: Document
    offer: Offer


class Change(NamedTuple):
    """A field of which a newer paper says something else; `date` is that paper's."""

    field: Field
    before: object
    after: object
    document: str
    date: date | None


class Source(NamedTuple):
    """Where a field of an entry is stated: the document's id and the stretches of its passages."""

    field: Field
    document: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """An offer over all papers: the newest value of every field, where it stands, and what changed.

    `seen` are the papers, oldest first; `first` and `last` the dates of the oldest and the newest dated one.
    """

    offer: Offer
    status: Status
    seen: tuple[Document, ...]
    first: date | None
    last: date | None
    sources: tuple[Source, ...]
    changes: tuple[Change, ...] = ()


def merge(sightings: Iterable[tuple[Document, Offer]], today: date) -> tuple[CatalogueEntry, ...]:
    """Return the entries of a catalogue in order of their names.

    :param today: the day by which an offer is current or past.
    """
    groups: list[list[Sighting]] = []
    for document, offer in sightings:
        found = Sighting(document, offer)
        group = next((group for group in groups if _belongs(found, group)), None)
        if group is None:
            groups.append([found])
        else:
            group.append(found)
    entries = (_entry(group, today) for group in groups)
    return tuple(sorted(entries, key=lambda entry: entry.offer.name.casefold()))


def _belongs(found: Sighting, group: Sequence[Sighting]) -> bool:
    if any(found.document.id == other.document.id for other in group):  # one paper lists each offer once
        return False
    return any(alike(found.offer.name, other.offer.name) for other in group) and not any(
        apart(found.offer, other.offer) for other in group
    )


def _entry(group: Sequence[Sighting], today: date) -> CatalogueEntry:
    # Undated papers come first: what a dated one says is newer as far as anybody knows.
    ordered = sorted(group, key=lambda sighting: sighting.document.date or date.min)
    newest = ordered[-1]
    values: dict[str, Any] = {}
    sources = [Source("name", newest.document.id, newest.offer.where("name"))]
    changes: list[Change] = []
    for field, names in _VALUES.items():
        held: tuple[Any, ...] | None = None
        source: Source | None = None
        for document, offer in ordered:
            stated = tuple(getattr(offer, name) for name in names)
            if not any(stated):
                continue
            if held is not None and field in _CHANGING and _differ(field, held, stated):
                changes.append(Change(field, _told(held), _told(stated), document.id, document.date))
            held, source = stated, Source(field, document.id, offer.where(field))
        if held is not None and source is not None:
            values |= zip(names, held, strict=True)
            sources.append(source)
    offer = replace(Offer(newest.offer.name), **values)
    days = [sighting.document.date for sighting in ordered if sighting.document.date]
    return CatalogueEntry(
        offer,
        status(offer, today),
        tuple(sighting.document for sighting in ordered),
        min(days, default=None),
        max(days, default=None),
        tuple(sources),
        tuple(changes),
    )


def _differ(field: Field, before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    if field == "audience":  # the closed vocabulary tells; papers word it in many ways
        told = set(before[0]), set(after[0])
        return not (told[0] <= told[1] or told[1] <= told[0])  # one that says more of them is no change
    return _folded(before) != _folded(after)


def _folded(values: tuple[Any, ...]) -> tuple[object, ...]:
    return tuple(" ".join(value.casefold().split()) if isinstance(value, str) else value for value in values)


def _told(values: tuple[Any, ...]) -> object:
    return values[0] if len(values) == 1 else values


def status(offer: Offer, today: date) -> Status:
    """Return whether an offer goes on, is over, or whether its papers leave it open."""
    if offer.valid_to is not None:
        return "past" if offer.valid_to < today else "current"
    if offer.valid_from is not None and offer.valid_from >= today:
        return "current"
    return "unknown"  # begun one day: no paper says that it still is


def as_json(entry: CatalogueEntry, quote: Callable[[str, Span], tuple[str, int, str]]) -> dict[str, Any]:
    """Return an entry in the form of `kiz offers --json`; null or [] where the papers say nothing.

    :param quote: the file, page and text of a stretch in the document with this id.
    """
    offer = entry.offer
    audience = [label("audience", value) for value in offer.audience]
    sources = []
    for field, document, spans in entry.sources:
        for span in spans:
            file, page, text = quote(document, span)
            sources.append({"field": field, "document": file, "page": page, "quote": text})
    return {
        "name": offer.name,
        "description": offer.description,
        "audience": audience or ([offer.intended] if offer.intended else []),
        "audience_text": offer.intended,
        "ages": list(offer.ages) if offer.ages else None,
        "topic": label("topic", offer.topic) if offer.topic else None,
        "place": offer.place,
        "town": offer.town,
        "time": offer.time,
        "cost": offer.cost,
        "languages": list(offer.languages),
        "organiser": offer.organiser,
        "contact": {"name": offer.contact.name, "phone": offer.contact.phone, "mail": offer.contact.mail},
        "registration": offer.registration,
        "valid_from": offer.valid_from.isoformat() if offer.valid_from else None,
        "valid_to": offer.valid_to.isoformat() if offer.valid_to else None,
        "status": entry.status,
        "first_seen": entry.first.isoformat() if entry.first else None,
        "last_seen": entry.last.isoformat() if entry.last else None,
        "changes": [
            {
                "field": change.field,
                "before": _plain(change.before),
                "after": _plain(change.after),
                "date": _plain(change.date),
            }
            for change in entry.changes
        ],
        "sources": sources,
    }


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
