"""The catalogue of contacts: a person or body of several papers is one entry, newest source first, with who was it before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from kb.contact_names import person_key, post, same_body, same_person, same_task, shares_way
from kb.contacts import FIELDS, Contact, Field
from kb.model import Document
from kb.offers import Span


class Sighting(NamedTuple):
    """A contact as one paper states it."""

    document: Document
    contact: Contact


class Source(NamedTuple):
    """Where a field of an entry is stated: the document's id and the stretches of its passages."""

    field: Field
    document: str
    spans: tuple[Span, ...]


class Predecessor(NamedTuple):
    """Who held a post or had a task before: as an older paper states it, with the dates of the oldest and newest such paper."""

    person: str
    role: str | None
    tasks: tuple[str, ...]
    first: date | None
    last: date | None
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """A person or body over all papers: the newest value of every field and where it stands.

    `seen` are the statements, newest first; `first` and `last` the dates of the oldest and the newest dated paper;
    `succeeded` is the newer holder of the same post, where a newer paper names one.
    """

    contact: Contact
    seen: tuple[Sighting, ...]
    first: date | None
    last: date | None
    sources: tuple[Source, ...]
    predecessors: tuple[Predecessor, ...] = ()
    succeeded: str | None = None

    @property
    def past(self) -> bool:
        """Whether a paper says that somebody else has taken over, or that this was so once."""
        return self.succeeded is not None or self.contact.past


def merge(sightings: Iterable[tuple[Document, Contact]]) -> tuple[ContactEntry, ...]:
    """Return the entries of a catalogue, those of the newest papers first."""
    # Full names first: „Frau Hecker“ finds Sandra Hecker whichever paper comes first.
    ordered = sorted((Sighting(*one) for one in sightings), key=lambda one: not person_key(one.contact.person or "")[1])
    groups: list[list[Sighting]] = []
    for found in ordered:
        group = next((group for group in groups if any(_same(found.contact, other.contact) for other in group)), None)
        if group is None:
            groups.append([found])
        else:
            group.append(found)
    entries = [_entry(group) for group in groups]
    related = [_with_predecessors(entry, entries) for entry in entries]
    return tuple(sorted(related, key=lambda entry: (entry.last or date.min, bool(entry.contact.person)), reverse=True))


def _same(left: Contact, right: Contact) -> bool:
    if left.person or right.person:
        return bool(left.person and right.person) and same_person(left, right)
    if left.unit and right.unit:
        return same_body(left.unit, right.unit)
    return shares_way(left, right)


def _entry(group: Sequence[Sighting]) -> ContactEntry:
    # Undated papers come last: what a dated one says is newer as far as anybody knows. Of one paper, what says most.
    seen = sorted(group, key=lambda one: (one.document.date or date.min, len(one.contact.spans)), reverse=True)
    values: dict[str, Any] = {}
    sources: list[Source] = []
    for field in FIELDS:
        if field == "tasks":
            continue
        found = next((one for one in seen if getattr(one.contact, field)), None)
        if found is not None:
            values[field] = getattr(found.contact, field)
            sources.append(Source(field, found.document.id, found.contact.where(field)))
    if values.get("person"):  # the fullest of the newest paper's names
        named = [one for one in seen if one.contact.person]
        best = max(
            named, key=lambda one: (bool(person_key(one.contact.person or "")[1]), one.document.date or date.min)
        )
        values["person"] = best.contact.person
        sources = [one for one in sources if one.field != "person"]
        sources.insert(0, Source("person", best.document.id, best.contact.where("person")))
    tasks: list[str] = []
    newest = next((one.document.id for one in seen if one.contact.tasks), None)
    for one in seen:  # the tasks of the newest paper that names any
        if one.document.id == newest and one.contact.tasks:
            tasks += [task for task in one.contact.tasks if task not in tasks]
            sources.append(Source("tasks", one.document.id, one.contact.where("tasks")))
    days = [one.document.date for one in seen if one.document.date]
    contact = Contact(**values, tasks=tuple(tasks), past=seen[0].contact.past)
    return ContactEntry(contact, tuple(seen), min(days, default=None), max(days, default=None), tuple(sources))


def _with_predecessors(entry: ContactEntry, entries: Sequence[ContactEntry]) -> ContactEntry:
    if not entry.contact.person:
        return entry
    before: list[Predecessor] = []
    after: tuple[date, str] | None = None
    for other in entries:
        if other is entry or not other.contact.person:
            continue
        if found := _earlier(entry, other):
            before.append(found)
        later = _earlier(other, entry)
        if later and other.last and (after is None or other.last > after[0]):
            after = (other.last, other.contact.person)
    before.sort(key=lambda one: one.last or date.min, reverse=True)
    return replace(entry, predecessors=tuple(before), succeeded=after[1] if after else None)


def _earlier(entry: ContactEntry, other: ContactEntry) -> Predecessor | None:
    """Return `other` as a predecessor of an entry: it held the same post, and the papers that say so are all older.

    Undated papers tell no order.
    """
    mine = [one for one in entry.seen if one.document.date]
    theirs = [one for one in other.seen if one.document.date]
    pairs = [(one, their) for one in mine for their in theirs if _same_post(one.contact, their.contact)]
    if not pairs:
        return None
    first = min(one.document.date for one, _ in pairs if one.document.date)
    held = [their for _, their in pairs]
    days = [their.document.date for their in held if their.document.date]
    if max(days) >= first and not all(their.contact.past for their in held):
        return None
    newest = max(held, key=lambda one: one.document.date or date.min)
    return Predecessor(
        other.contact.person or "", newest.contact.role, newest.contact.tasks, min(days), max(days), newest
    )


def _same_post(left: Contact, right: Contact) -> bool:
    held = post(left.role), post(right.role)
    if held[0] and held[0] == held[1]:
        return same_body(left.unit, right.unit)
    if not left.tasks or not right.tasks or held[0] or held[1]:
        return False
    bodies = not left.unit or not right.unit or same_body(left.unit, right.unit)
    return bodies and same_task(left.tasks, right.tasks)


def as_json(entry: ContactEntry, quote: Callable[[str, Span], tuple[str, int, str]]) -> dict[str, Any]:
    """Return an entry in the form of `kiz contacts --json`; null or [] where the papers say nothing.

    :param quote: the file, page and text of a stretch in the document with this id.
    """
    contact = entry.contact
    sources = []
    for field, document, spans in entry.sources:
        for span in spans:
            file, page, text = quote(document, span)
            sources.append({"field": field, "document": file, "page": page, "quote": text})
    return {
        "person": contact.person,
        "role": contact.role,
        "unit": contact.unit,
        "tasks": list(contact.tasks),
        "phone": contact.phone,
        "mail": contact.mail,
        "address": contact.address,
        "hours": contact.hours,
        "status": "past" if entry.past else "current",
        "succeeded_by": entry.succeeded,
        "first_seen": entry.first.isoformat() if entry.first else None,
        "last_seen": entry.last.isoformat() if entry.last else None,
        "predecessors": [_before(one, quote) for one in entry.predecessors],
        "sources": sources,
    }


def _before(one: Predecessor, quote: Callable[[str, Span], tuple[str, int, str]]) -> dict[str, Any]:
    span = next(iter(one.sighting.contact.where("person")), None)
    file, page, text = quote(one.sighting.document.id, span) if span else (one.sighting.document.file, 0, "")
    return {
        "person": one.person,
        "role": one.role,
        "tasks": list(one.tasks),
        "first_seen": one.first.isoformat() if one.first else None,
        "last_seen": one.last.isoformat() if one.last else None,
        "source": {"document": file, "page": page, "quote": text},
    }
