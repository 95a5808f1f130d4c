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
from ingest.dates import find_dates, parse_date
from ingest.effects import financial_effect
from ingest.labels import status_of
from ingest.naming import kind_of, paper_type_of, reference_of, title_of
from ingest.parts import text_start
from ingest.sheet import Evidence, Sheet, sheet_of
from kb.model import Consultation, Visibility

_T = TypeVar("_T")

# Where letters and minutes put their date.
_DATE_LINES = 16
# Invitations are dated at their end, above the signature.
_SIGNED_LINES = 50
_LONGEST_VALUE = 100
_HIDDEN = re.compile(r"\bnicht[-\s]?öffentlich|\bVS-NfD\b|nur für den Dienstgebrauch", re.IGNORECASE)
_HIDDEN_LINE = re.compile(
    r"^\W*(?:[IVX\d]+\.?\s*)?nicht[-\s]?öffentlich(?:e[rsn]?)?(?: (?:Sitzung|Teil|Vorlage|\w+vorlage"
    r"|Niederschrift))?\W*$",
    re.IGNORECASE,
)
_OPEN_SESSION = re.compile(
    r"^(?:.{0,40}\b)?öffentliche[rn]? (?:Sitzung|Tagesordnung|Niederschrift|Teil)\b", re.IGNORECASE
)
_OPEN_PAPER = re.compile(r"^\W*[Öö]ffentliche \w*[Vv]orlage\b|(?:[–(-]\s?|\d\s+)öffentlich\)?$")
_PLACE_DATE = re.compile(r"(?:^|\s)[A-ZÄÖÜ][\w.-]+(?: [A-ZÄÖÜ(][\w.()/-]+)?,?\s+(?:den |am )?(?=\d)")
_SESSION_DATE = re.compile(r"\b[Ss]itzung\b[^.]{0,60}?(?:vom|am|,|\s)\s*(?=\d)")


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


def read_head(pages: Sequence[str], info: Mapping[str, str]) -> Head:
    """Return the head data of a paper.

    :param pages: the text of its pages in reading order; cells of a row parted by tabs.
    :param info: the file's properties, as far as known: title, author, created.
    """
    sheet = sheet_of(pages, info)
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
        date=keep(_date(sheet, kind, titled)),
        file_reference=keep(_labelled(sheet, "file_reference")),
        issuer=keep(_issuer(sheet, titled)),
        unit=keep(_unit(sheet)),
        author=keep(_labelled(sheet, "author")),
        consultations=sheet.steps.consultations,
        attachments=attachments.names,
        financial_effect=keep(_effect(sheet)),
        public=keep(_public(sheet, kind)),
        evidence=tuple(evidence),
    )


def _date(sheet: Sheet, kind: kinds.Kind | None, titled: tuple[str, Evidence] | None) -> tuple[date, Evidence] | None:
    for field in ("date", "received", "submitted"):
        for entry in sheet.entries:
            days = find_dates(entry.value) if entry.field == field else ()
            above = sheet.top[entry.places[0] - 1].text if entry.places[0] else ""
            # "… der Abfallsatzung in der Fassung" / "vom 12.12.2024": another paper's date
            if days and not (field == "submitted" and above.endswith("Fassung")):
                return days[0].date, sheet.quote("date", entry.places)
    in_title = re.search(r"(?<!Fassung )\bvom (?=\d)(?P<day>.*)$", titled[0] if titled else "")
    if titled and kind in ("satzung", "gesetz") and in_title and (days := find_dates(in_title["day"])):
        return days[0].date, titled[1]._replace(field="date")
    for pattern in (_PLACE_DATE, _SESSION_DATE):
        reach = _SIGNED_LINES if kind == "einladung" and pattern is _PLACE_DATE else _DATE_LINES
        for place, line in enumerate(sheet.top[:reach]):
            for day in find_dates(line.text):
                before = line.text[: day.start]
                alone = parse_date(line.text) is not None and pattern is _PLACE_DATE and place < 4
                if alone or (len(line.text) < 90 and (m := pattern.search(line.text)) and m.end() == len(before)):
                    return day.date, sheet.quote("date", [place])
    for entry in sheet.entries:
        if entry.field == "session" and (days := find_dates(entry.value)):
            return days[0].date, sheet.quote("date", entry.places)
    days_planned = [step.date for step in sheet.steps.consultations if step.date is not None]
    return (min(days_planned), sheet.quote("date", sheet.steps.places)) if days_planned else None


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
        return labelled
    sender = senders.issuer_of(sheet.top[:_DATE_LINES])
    if sender:
        return sender.name, sheet.quote("issuer", [sender.place])
    author = sheet.info.get("author", "")
    name = senders.issuer_of_author(author)
    if name:
        return name, Evidence("issuer", author, 0)
    named = senders.issuer_in_title(titled[0]) if titled else None
    return (named, titled[1]._replace(field="issuer")) if named and titled else None


def _effect(sheet: Sheet) -> tuple[bool, Evidence] | None:
    effect = financial_effect(sheet.lines)
    return (effect.value, sheet.quote("financial_effect", effect.places)) if effect else None


def _public(sheet: Sheet, kind: kinds.Kind | None) -> tuple[bool, Evidence] | None:
    end = text_start(sheet.top)
    for place, line in enumerate(sheet.lines):
        if (place < end and _HIDDEN.search(sheet.printed(place))) or _HIDDEN_LINE.match(line.text):
            return False, sheet.quote("public", [place])
    said = {step.public for step in sheet.steps.consultations} - {None}
    if said == {False, True}:
        return None  # prepared behind closed doors, decided in the open: the paper itself says nothing
    if said == {False}:
        return False, sheet.quote("public", sheet.steps.places)
    places = _said_open(sheet, kind, end) or (sheet.steps.places if said else ())
    return (True, sheet.quote("public", places)) if places else None


def _said_open(sheet: Sheet, kind: kinds.Kind | None, end: int) -> tuple[int, ...]:
    """Return the lines that call the paper (or the session it is of) public."""
    for place, line in enumerate(sheet.top[:end]):
        if any(status_of(cell) for cell in re.split(r"\t| [–-] ", line.text)) or _OPEN_PAPER.search(line.text):
            return (place,)
        if kind in ("einladung", "niederschrift", "praesentation") and _OPEN_SESSION.search(line.text):
            return (place,)
    for entry in sheet.entries:
        if entry.field == "public" and status_of(entry.value):
            return entry.places
    return ()
