"""The catalogue: the same offer in several papers is one entry with its history, people's corrections included."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from kb.model import Document
from kb.offer_groups import groups
from kb.offer_history import CatalogueEntry, Change, Correction, Source, Status, entry_of, status
from kb.offer_ids import ids_of, slug
from kb.offer_overrides import NONE, Applied, Known, Override, Overrides, Unmatched, added, corrected, missed, select
from kb.offer_sightings import Sighting, in_order
from kb.offer_words import label
from kb.offers import Contact, Offer, Span

__all__ = [
    "CatalogueEntry", "Change", "Correction", "Sighting", "Source", "Status", "as_json", "by_id", "merge", "merged",
    "status",
]  # fmt: skip


class Merged(NamedTuple):
    """The entries in order of their names, and what became of each row of corrections."""

    entries: tuple[CatalogueEntry, ...]
    applied: tuple[Applied, ...]
    unmatched: tuple[Unmatched, ...]


def merge(
    sightings: Iterable[tuple[Document, Offer]], today: date, overrides: Overrides = NONE
) -> tuple[CatalogueEntry, ...]:
    """Return the entries of a catalogue in order of their names; hidden ones are left out.

    :param today: the day by which an offer is current or past.
    :param overrides: what people say of the offers; it wins.
    """
    return merged(sightings, today, overrides).entries


def merged(sightings: Iterable[tuple[Document, Offer]], today: date, overrides: Overrides = NONE) -> Merged:
    """Return the entries with what became of each row of corrections."""
    found = groups(sightings)
    joined, rows, joins, unmatched = _join(found, ids_of(found), overrides)
    known = [_known(group, ids) for group, ids in joined]
    taken = {one.ids[0] for one in known}
    new: list[CatalogueEntry] = []
    applied = list(joins)
    for row in (row for row in overrides.rows if not row.same_as):
        picked = select(row, known)
        if len(picked) == 1:
            rows.setdefault(picked[0], []).append(row)
            applied.append(Applied(row, known[picked[0]].ids[:1]))
        elif row.new and not picked:
            own = _free(slug(row.offer) or "angebot", taken)
            new.append(added(row, (own,), overrides.file, today))
            applied.append(Applied(row, (own,)))
        else:
            unmatched.append(missed(row, row.id or row.offer, picked, known))
    entries = []
    for n, (group, ids) in enumerate(joined):
        said = rows.get(n, [])
        if not any(row.hide for row in said):
            entry = replace(entry_of(group, today), id=ids[0], ids=ids)
            entries.append(corrected(entry, said, overrides.file, today) if said else entry)
    ordered = sorted((*entries, *new), key=lambda entry: (slug(entry.offer.name), entry.id))
    return Merged(tuple(ordered), tuple(applied), tuple(unmatched))


def by_id(entries: Iterable[CatalogueEntry], wanted: str) -> CatalogueEntry | None:
    """Return the entry with this id, or else the first that may have been known by it."""
    every = tuple(entries)
    own = next((entry for entry in every if entry.id == wanted), None)
    return own or next((entry for entry in every if wanted in entry.ids), None)


_Joined = tuple[list[tuple[list[Sighting], tuple[str, ...]]], dict[int, list[Override]], list[Applied], list[Unmatched]]


def _join(found: Sequence[list[Sighting]], ids: Sequence[tuple[str, ...]], overrides: Overrides) -> _Joined:
    """Join the offers that people say are one; each keeps the ids of all."""
    home = list(range(len(found)))
    known = [_known(group, own) for group, own in zip(found, ids, strict=True)] if overrides.rows else []
    said: list[tuple[int, Override]] = []
    applied: list[Applied] = []
    unmatched: list[Unmatched] = []
    for row in (row for row in overrides.rows if row.same_as):
        picked, target = select(row, known), select(Override(row.row, row.same_as), known)
        if len(picked) != 1:
            unmatched.append(missed(row, row.id or row.offer, picked, known))
        elif len(target) != 1:
            unmatched.append(missed(row, row.same_as, target, known, "same"))
        else:
            first, second = sorted((home[picked[0]], home[target[0]]))
            home = [first if one == second else one for one in home]
            said.append((first, replace(row, values={"name": known[target[0]].names[-1]})))
            applied.append(Applied(row, known[target[0]].ids[:1]))
    places: dict[int, list[int]] = {}
    for n, at in enumerate(home):
        places.setdefault(at, []).append(n)
    joined = [
        (
            found[members[0]] if len(members) == 1 else in_order(each for n in members for each in found[n]),
            tuple(dict.fromkeys(one for n in members for one in ids[n])),
        )
        for members in places.values()
    ]
    at_home = {at: n for n, at in enumerate(places)}
    rows: dict[int, list[Override]] = {}
    for at, row in said:
        rows.setdefault(at_home[home[at]], []).append(row)
    return joined, rows, applied, unmatched


def _known(group: Sequence[Sighting], ids: tuple[str, ...]) -> Known:
    names = tuple(dict.fromkeys(each.offer.name for each in group))
    where = " ".join(filter(None, (part for each in group for part in (each.offer.town, each.offer.place))))
    return Known(ids, names, where, tuple({each.document.id: each.document for each in group}.values()))


def _free(wanted: str, taken: set[str]) -> str:
    number = 1
    own = wanted
    while own in taken:
        number += 1
        own = f"{wanted}-{number}"
    taken.add(own)
    return own


def as_json(entry: CatalogueEntry, quote: Callable[[str, Span], tuple[str, int, str]]) -> dict[str, Any]:
    """Return an entry in the form of `kiz offers --json`; null or [] where the papers say nothing.

    :param quote: the file, page and text of a stretch in the document with this id.
    """
    offer = entry.offer
    audience = [label("audience", value) for value in offer.audience]

    def quotes(sources: Iterable[Source]) -> list[dict[str, Any]]:
        found = ((source.field, *quote(source.document, span)) for source in sources for span in source.spans)
        return [{"field": field, "document": file, "page": page, "quote": text} for field, file, page, text in found]

    return {
        "id": entry.id,
        "name": offer.name,
        "names": list(entry.names),
        "description": offer.description,
        "audience": audience,
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
        "valid_from": _bound(offer.valid_from, offer.valid_printed[:1]),
        "valid_to": _bound(offer.valid_to, offer.valid_printed[1:]),
        "status": entry.status,
        "first_seen": entry.first_seen,
        "last_seen": entry.last_seen,
        "changes": [
            {
                "field": change.field,
                "before": _told(change.field, change.before),
                "after": _told(change.field, change.after),
                "date": _plain(change.date),
                "old": quotes(change.old),
                "new": quotes(change.new),
            }
            for change in entry.changes
        ],
        "corrections": [
            correction._asdict()
            | {name: _told(correction.field, getattr(correction, name)) for name in ("before", "after")}
            for correction in entry.corrections
        ],
        "sources": quotes(entry.sources),
    }


def _bound(day: date | None, printed: tuple[str, ...]) -> str | None:
    """Return a first or last day as exact as printed („2021-09“); the whole day where nobody noted how exact it is."""
    return next(iter(printed), "") or (day.isoformat() if day else None)


def _told(field: str, value: Any) -> object:
    """Return a value of a change or correction as JSON; an audience by the words for readers, or else as printed."""
    if field == "audience" and isinstance(value, tuple):
        return [label("audience", one) for one in value[0]] or [value[1]] * bool(value[1])
    if field == "topic" and isinstance(value, str):
        return label("topic", value)
    return dict(value._asdict()) if isinstance(value, Contact) else _plain(value)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
