"""Passages of a paper -> the contacts and responsibilities it states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.contact_blocks import Draft, from_lines
from ingest.contact_prose import from_prose
from ingest.contact_tables import by_columns, from_tables
from ingest.contact_titles import titles
from ingest.contact_words import bare_label, generic, is_body
from ingest.offer_drafts import Value, part
from ingest.offer_lines import Line, printed
from kb.contacts import FIELDS, Contact, Field
from kb.model import Document, Passage
from kb.offers import Span
from kb.people import names


def read_contacts(document: Document, passages: Sequence[Passage]) -> tuple[Contact, ...]:
    """Return who is responsible for what and how they are reached, as a paper states it, in order of place.

    Nothing is looked up elsewhere: what the passages do not say stays empty. A person or body stated in several places of the
    paper comes back once for each that says something new.
    """
    lines = by_columns(printed(passages))
    heads = _heads(passages, lines)
    rows, read = from_tables(lines)
    for draft in rows:
        draft.heads = tuple(heads.get(_ordinal(draft), ()))
    drafts = [
        *rows,
        *from_lines(
            [line for line in lines if line.block not in read], [heads.get(at, ()) for at in range(len(passages))]
        ),
        *from_prose(passages),
    ]
    named = _named_body(lines)
    found = [_contact(draft, named) for draft in drafts]
    return _once([contact for contact in found if contact is not None])


def _ordinal(draft: Draft) -> int:
    return next((value.spans[0].ordinal for value in draft.values.values() if value.spans), 0)


def _heads(passages: Sequence[Passage], lines: Sequence[Line]) -> dict[int, tuple[Value, ...]]:
    """Return for each passage the titles above it, nearest first, without the paper's own; each where it is printed."""
    printed_heads: dict[str, Value] = {}
    for passage in passages:
        for sentence in passage.sentences:
            if sentence.kind == "heading":
                text = passage.text[sentence.start : sentence.end]
                printed_heads[" ".join(text.split())] = Value(
                    text, (Span(passage.ordinal, sentence.start, sentence.end),)
                )
    return {
        passage.ordinal: tuple(
            printed_heads.get(" ".join(head.split()), Value(head, ())) for head in reversed(passage.section)
        )
        for passage in passages
    }


def _named_body(lines: Sequence[Line]) -> Value | None:
    """Return the body that a sheet is about: what stands behind the label „Name“ and is nobody's name."""
    for line, following in pairwise(lines):
        if line.kind != "row" or bare_label(line.text) != "name" or following.block != line.block:
            continue
        called = following.text.split(", auch")[0]  # „Kommunales Integrationszentrum, auch Kreisintegrationszentrum“
        if not names(called) and is_body(called):
            return part(Value(following.text, (following.span,)), 0, len(called))
    return None


def _contact(draft: Draft, named: Value | None) -> Contact | None:
    """Return the contact that a draft is: what it lacks, the titles above and the sheet's own name say."""
    values = dict(draft.values)
    tasks = [_plain(task) for task in draft.tasks if task.text]
    unit, task = titles(draft)
    if "unit" not in values:
        of_holder = draft.holder if draft.holder and not names(draft.holder.text) else None
        if draft.office:
            values["unit"] = draft.office
        elif of_holder or (unit and unit.spans):
            values["unit"] = of_holder or unit  # type: ignore[assignment]
        elif named and (draft.reachable or "role" in values):
            values["unit"] = named
    if not tasks and (draft.reachable or "address" in values):
        tasks = [each for each in draft.maybe if not any(map(str.isdigit, each.text))]
    if not tasks and task and task.spans and draft.reachable and not draft.row and not generic(task.text):
        tasks = [task]
    if not {"person", "unit"} & values.keys() and not (tasks and draft.reachable):
        return None
    spans: list[tuple[Field, tuple[Span, ...]]] = []
    for name in FIELDS:
        if name == "tasks" and tasks:
            spans.append(("tasks", tuple(span for value in tasks for span in value.spans)))
        elif name in values:
            spans.append((name, values[name].spans))
    told = {name: " ".join(value.text.split()) for name, value in values.items() if name in FIELDS}
    return Contact(
        **told, tasks=tuple(" ".join(value.text.split()) for value in tasks), past=draft.past, spans=tuple(spans)
    )


def _plain(task: Value) -> Value:
    match = re.match(r"(?:der|die|das|den|dem|alle Fragen (?:zu|rund um))\s(?=[A-ZÄÖÜ])", task.text)
    return part(task, match.end(), len(task.text)) if match else task


def _once(found: Sequence[Contact]) -> tuple[Contact, ...]:
    """Drop contacts of which another of the same paper says all and more; keep the order of places."""
    kept: list[Contact] = []
    for contact in sorted(found, key=_place):
        if any(_within(contact, other) for other in kept):
            continue
        kept = [other for other in kept if not _within(other, contact)]
        kept.append(contact)
    reached = {way for each in kept if each.person or each.unit for way in (each.phone, each.mail) if way}
    return tuple(
        each
        for each in kept
        if each.person or each.unit or not reached.intersection(filter(None, (each.phone, each.mail)))
    )


def _within(less: Contact, more: Contact) -> bool:
    for name in FIELDS:
        if name == "tasks":
            if not set(less.tasks) <= set(more.tasks):
                return False
        elif getattr(less, name) is not None and getattr(less, name) != getattr(more, name):
            return False
    return less.past == more.past


def _place(contact: Contact) -> tuple[int, int]:
    return min(((span.ordinal, span.start) for _, spans in contact.spans for span in spans), default=(0, 0))
