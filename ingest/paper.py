"""Head data of a paper, read off its first pages, each with the quote it was taken from.

The terms are OParl's (https://oparl.org/spezifikation, Paper and Consultation). What the paper does not
say for certain stays None.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ingest import kinds, senders
from ingest.attachments import read_attachments
from ingest.dated import DATE_LINES, head_date
from ingest.effects import financial_effect
from ingest.naming import kind_of, paper_type_of, reference_of, title_of
from ingest.openness import openness
from ingest.sheet import NOTHING_RUNS, Evidence, Running, Sheet, sheet_of
from kb.model import Consultation, Visibility

_T = TypeVar("_T")

_LONGEST_VALUE = 100


@dataclass(frozen=True, slots=True)
class Head:
    """What a paper says of itself. None or () where it says nothing, or nothing certain.

    `date` is the day the paper bears; where it bears none, the day of the first session it was written
    for (of the session itself, for minutes and invitations): `evidence` says which.
    """

    title: str | None = None
    kind: kinds.Kind | None = None
    paper_type: str | None = None
    reference: str | None = None
    date: date | None = None
    file_reference: str | None = None
    issuer: str | None = None
    unit: str | None = None
    author: str | None = None
    consultations: tuple[Consultation, ...] = ()
    attachments: tuple[str, ...] = ()
    financial_effect: bool | None = None
    public: bool | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def visibility(self) -> Visibility | None:
        """Who may see the paper by its own word, None where it has none."""
        return None if self.public is None else "public" if self.public else "internal"


def read_head(pages: Sequence[str], info: Mapping[str, str], running: Running = NOTHING_RUNS) -> Head:
    """Return the head data of a paper.

    :param pages: the text of its pages in reading order; cells of a row parted by tabs.
    :param info: the file's properties, as far as known: title, author, created.
    :param running: what repeats at the edges of the pages and is therefore not in their text.
    """
    sheet = sheet_of(pages, info, running)
    evidence: list[Evidence] = []

    def keep(found: tuple[_T, Evidence] | None) -> _T | None:
        if found is None:
            return None
        evidence.append(found[1])
        return found[0]

    paper_type, kind = keep(paper_type_of(sheet)), keep(kind_of(sheet))
    titled = title_of(sheet, kind)
    title = keep(titled)
    # Books list their appendices in their contents; what a council paper lists was sent with it.
    council = kind in ("vorlage", "niederschrift", "einladung")
    attachments = read_attachments(sheet.lines if council else ())
    if attachments.names:
        evidence.append(sheet.quote("attachments", attachments.places))
    if sheet.steps.consultations:
        evidence.append(sheet.quote("consultations", sheet.steps.places))
    return Head(
        title=title,
        kind=kind,
        paper_type=paper_type,
        reference=keep(reference_of(sheet)),
        date=keep(head_date(sheet, kind, titled)),
        file_reference=keep(_labelled(sheet, "file_reference")),
        issuer=keep(_issuer(sheet, titled)),
        unit=keep(_unit(sheet)),
        author=keep(_labelled(sheet, "author")),
        consultations=sheet.steps.consultations,
        attachments=attachments.names,
        financial_effect=keep(_effect(sheet)),
        public=keep(openness(sheet, kind)),
        evidence=tuple(evidence),
    )


def _labelled(sheet: Sheet, field: str) -> tuple[str, Evidence] | None:
    for entry in sheet.entries:
        value = entry.value.strip("•▪-– ")
        if entry.field != field or not any(c.isalnum() for c in value):
            continue
        # Names are short, and an Az. has a number: a form's sentence beside the label is neither.
        if len(value) <= _LONGEST_VALUE and (field != "file_reference" or any(c.isdigit() for c in value)):
            return value, sheet.quote(field, entry.places)
    return None


def _unit(sheet: Sheet) -> tuple[str, Evidence] | None:
    for field in ("unit", "department"):
        found = _labelled(sheet, field)
        # "Dez." without a number is a form left empty.
        if found and len(found[0]) > 1 and not re.fullmatch(r"Dez(?:ernat)?\.?", found[0]):
            return found[0], Evidence("unit", found[1].quote, found[1].page)
    author = sheet.info.get("author", "")
    unit = senders.unit_of_author(author)
    return (unit, Evidence("unit", author, 0)) if unit else None


def _issuer(sheet: Sheet, titled: tuple[str, Evidence] | None) -> tuple[str, Evidence] | None:
    labelled = _labelled(sheet, "issuer")
    if labelled:
        return senders.without_address(labelled[0]), labelled[1]
    sender = senders.issuer_of([line.text for line in sheet.top[:DATE_LINES]])
    if sender:
        return sender.name, sheet.quote("issuer", [sender.place])
    sender = senders.issuer_of(sheet.running.head)
    if sender:
        return sender.name, Evidence("issuer", sheet.running.head[sender.place], 1)
    named = next((n for text in sheet.running.head if (n := senders.issuer_in_title(text))), None)
    if named:
        return named, Evidence("issuer", next(text for text in sheet.running.head if named in text), 1)
    author = sheet.info.get("author", "")
    name = senders.issuer_of_author(author)
    if name:
        return name, Evidence("issuer", author, 0)
    named = senders.issuer_in_title(titled[0]) if titled else None
    return (named, titled[1]._replace(field="issuer")) if named and titled else None


def _effect(sheet: Sheet) -> tuple[bool, Evidence] | None:
    effect = financial_effect(sheet.lines)
    return (effect.value, sheet.quote("financial_effect", effect.places)) if effect else None
