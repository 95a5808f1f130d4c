"""How a paper names itself: paper type, kind and title, with the quotes they were taken from."""

from __future__ import annotations

import re

from ingest import kinds, titles
from ingest.dates import find_dates
from ingest.labels import reference_in
from ingest.parts import text_start
from ingest.printed import join_lines, vocabulary_of
from ingest.sheet import Evidence, Sheet

# A paper type, or the subject that begins with one, stands among the first lines, below an address at most.
_SUBJECT_LINES = 16
_REQUEST = re.compile(r"Beschlu(?:ss|ß)(?:antrag|vorschlag|empfehlung)\b\W*(?:\(.*\))?$")


def paper_type_of(sheet: Sheet) -> tuple[str, Evidence] | None:
    """Return the paper type in the paper's own words."""
    if _other_sort(sheet) is not None:
        return None
    if sheet.headline is not None:
        printed = range(sheet.headline.first, sheet.headline.last)
        return _finer_type(sheet) or (sheet.headline.paper_type, sheet.quote("paper_type", printed))
    for place, line in enumerate(sheet.top[:_SUBJECT_LINES]):
        begun = kinds.type_at_start(line.text)
        if begun:
            return begun, sheet.quote("paper_type", [place])
    named = kinds.type_at_start(sheet.info_title) or kinds.headline_in(sheet.info_title)
    if named and named != "Vorlage":
        return named, Evidence("paper_type", sheet.info_title, 0)
    return _by_request(sheet)


def _by_request(sheet: Sheet) -> tuple[str, Evidence] | None:
    """Read a Vorlage that names no type but asks for a decision: every town calls it a Beschlussvorlage."""
    if any(entry.field == "reference" for entry in sheet.entries):
        for place, line in enumerate(sheet.top):
            if _REQUEST.match(line.text):
                return "Beschlussvorlage", sheet.quote("paper_type", [place])
    return None


def _finer_type(sheet: Sheet) -> tuple[str, Evidence] | None:
    """Return what a head that says "Antrag" says more exactly below the title: "Ergänzungsantrag: SPD"."""
    named = sheet.headline.paper_type if sheet.headline else ""
    if not re.search(r"\bAntrag$", named):
        return None
    for place, line in enumerate(sheet.top[: text_start(sheet.top)]):
        match = re.match(
            r"(?:Interfraktioneller |Gemeinsamer )?(?P<type>(?:Änderungs|Ergänzungs|Zusatz)antrag)(?::"
            r"| de[rs]\b)",
            line.text,
        )
        if match:
            return re.sub(r"Antrag$", match["type"], named), sheet.quote("paper_type", [place])
    return None


def _other_sort(sheet: Sheet) -> kinds.Sort | None:
    """Return the kind of minutes, invitations and laws: a motion quoted in them is not their type."""
    sort = kinds.sort_of(sheet.top, sheet.info)
    if sort is None or sort.kind not in ("niederschrift", "einladung", "gesetz", "praesentation"):
        return None
    return sort if sheet.headline is None or sort.line < sheet.headline.first else None


def kind_of(sheet: Sheet) -> tuple[kinds.Kind, Evidence] | None:
    """Return the coarse kind of the paper."""
    sort = _other_sort(sheet)
    if sort is None:
        found = paper_type_of(sheet) or reference_of(sheet)
        if found is not None:
            return "vorlage", Evidence("kind", found[1].quote, found[1].page)
        sort = kinds.sort_of(sheet.top, sheet.info)
    if sort is None:
        return None
    return sort.kind, _sort_evidence(sheet, "kind", sort)


def _sort_evidence(sheet: Sheet, field: str, sort: kinds.Sort) -> Evidence:
    if sort.line >= 0:
        return sheet.quote(field, [sort.line])
    return Evidence(field, sheet.info.get("title") or sheet.info.get("producer", ""), 0)


def title_of(sheet: Sheet, kind: kinds.Kind | None) -> tuple[str, Evidence] | None:
    """Return the title: labelled, printed in its usual place, or the file's own if the text bears it out."""
    for entry in sheet.entries:
        if entry.field == "subject" and entry.value:
            places = titles.carried_on(sheet.top, entry.places[-1], entry.places)
            return join_lines([entry.value, *(sheet.top[n].text for n in places)]), sheet.quote(
                "title", [*entry.places, *places]
            )
    if kind == "einladung" and (called := _invitation(sheet)):
        return called
    if kind == "vorlage":
        places = _paper_title_places(sheet)
    else:
        sort = kinds.sort_of(sheet.top, sheet.info)
        named = sheet.info_title
        if named and kind is not None and titles.borne_out(named, sheet.pages):
            return named, Evidence("title", named, 0)
        law = kinds.law_line(sheet.top) if kind == "gesetz" else None
        begins = law if law is not None else sort.line if sort and sort.line >= 0 and kind != "gesetz" else None
        places = titles.heading_places(sheet.top, begins or 0, sure=begins is not None)
    if places:
        text = join_lines([sheet.lines[n].text for n in places], vocabulary_of(sheet.pages))
        text = re.sub(r"\s+Seite \d+\b.*$", "", text)
        return text if sheet.headline else titles.without_type(text), sheet.quote("title", places)
    named = sheet.info_title
    if named and titles.borne_out(named, sheet.pages) and reference_in(titles.without_type(named)) is None:
        return titles.without_type(named), Evidence("title", named, 0)
    return None


def _invitation(sheet: Sheet) -> tuple[str, Evidence] | None:
    """Name an invitation by its first lines, up to the one with the session."""
    for place, line in enumerate(sheet.top[:6]):
        if "Sitzung" in line.text:
            days = find_dates(line.text)
            last = line.text[: days[0].end] if days else line.text
            parts = [*(earlier.text for earlier in sheet.top[:place]), last]
            return ", ".join(" ".join(part.split()) for part in parts), sheet.quote("title", range(place + 1))
    return None


def _paper_title_places(sheet: Sheet) -> list[int]:
    begun = next((n for n, line in enumerate(sheet.top[:_SUBJECT_LINES]) if kinds.type_at_start(line.text)), None)
    if sheet.headline is None and begun is not None:
        return titles.heading_places(sheet.top, begun, sure=True)
    taken = {place: "label" for entry in sheet.entries for place in entry.places}
    taken |= dict.fromkeys(sheet.steps.places, "consultation")
    if sheet.headline is not None:
        taken |= dict.fromkeys(range(sheet.headline.first, sheet.headline.last), "headline")
    if not taken and sheet.headline is None:
        return []
    return titles.title_places(sheet.top, taken)


def reference_of(sheet: Sheet) -> tuple[str, Evidence] | None:
    """Return the Vorlagen-Nr."""
    for field in ("reference", "reference_loose"):
        for entry in sheet.entries:
            found = reference_in(entry.value) if entry.field == field else None
            if found:
                return found, sheet.quote("reference", entry.places)
    if sheet.headline is not None:
        rest = re.search(r"(?<=\s)(?=\S*\d)\S+$", sheet.lines[sheet.headline.first].text)
        found = reference_in(rest[0]) if rest else None
        if found:
            return found, sheet.quote("reference", [sheet.headline.first])
    alone = [n for n, line in enumerate(sheet.top) if re.fullmatch(r"\d{2,4}/\d{3,5}(?:/\d+)*", line.text)]
    if sheet.headline is not None and len(alone) == 1:
        return sheet.top[alone[0]].text, sheet.quote("reference", alone)
    named = sheet.info_title
    match = re.match(r"\w*vorlage (?:Nr\.? )?(?=\S*\d\S*/)(?P<number>\S+)", named, re.IGNORECASE)
    found = reference_in(match["number"]) if match else None
    return (found, Evidence("reference", named, 0)) if found else None
