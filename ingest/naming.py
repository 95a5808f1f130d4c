"""How a paper names itself: paper type, kind and title, with the quotes they were taken from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import captions, kinds, properties, titles
from ingest.dates import find_dates
from ingest.labels import reference_in
from ingest.parts import text_start
from ingest.printed import LEFT_HYPHEN, join_lines, vocabulary_of, whole_words
from ingest.sheet import Evidence, Sheet

# A paper type, or the subject that begins with one, stands among the first lines, below an address at most.
_SUBJECT_LINES = 16
# The words with which a session is opened stand in the first sentences.
_OPENING = 1500
_COUNCIL = re.compile(r"^(?:Rat|Gemeinderat|Stadtrat|Kreistag|\w*[Aa]usschuss|\w*[Bb]eirat)\b.{0,60}$")
_ORDINALS = {"erste": "1", "zweite": "2", "dritte": "3", "vierte": "4", "fünfte": "5", "sechste": "6"}
_SESSION_NUMBER = re.compile(rf"\b(?:(?P<number>\d+)\.|(?P<word>{'|'.join(_ORDINALS)})) (?:\w+ )?Sitzung\b")
_OPENED = re.compile(
    r"\beröffne (?:ich )?(?:hiermit )?(?:die|unsere) (?:\w+ Sondersitzung als )?"
    rf"(?P<session>(?:\d+\.|{'|'.join(_ORDINALS)}) (?:\w+ )?Sitzung (?:de[rs]) [A-ZÄÖÜ]\w+(?: der Stadt [A-ZÄÖÜ]\w+)?)"
)
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
    sort = sheet.sort
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
        sort = sheet.sort
    if sort is None:
        return None
    return sort.kind, _sort_evidence(sheet, "kind", sort)


def _sort_evidence(sheet: Sheet, field: str, sort: kinds.Sort) -> Evidence:
    return sheet.quote(field, [sort.line]) if sort.line >= 0 else Evidence(field, sort.quote, sort.page)


def title_of(sheet: Sheet, kind: kinds.Kind | None) -> tuple[str, Evidence] | None:
    """Return the title: labelled, printed in its usual place, or the file's own if the text bears it out."""
    for entry in sheet.entries:
        if entry.field == "subject" and entry.value:
            places = captions.carried_on(sheet.top, entry.places[-1], entry.places)
            return join_lines([entry.value, *(sheet.top[n].text for n in places)]), sheet.quote(
                "title", [*entry.places, *places]
            )
    if kind == "vorlage":
        return _printed(sheet, _paper_title_places(sheet)) or _of_file(sheet)
    if kind == "einladung" and (called := _invitation(sheet)):
        return called
    if kind == "niederschrift" and (called := _session(sheet)):
        return called
    return _document_title(sheet, kind)


def _document_title(sheet: Sheet, kind: kinds.Kind | None) -> tuple[str, Evidence] | None:
    """Choose between the printed heading and the file's title, where the text bears that out."""
    sort, law = sheet.sort, kinds.law_line(sheet.top) if kind == "gesetz" else None
    begins = law if law is not None else sort.line if sort and sort.line >= 0 and kind != "gesetz" else None
    if begins is not None and sheet.top[begins].text.startswith("("):  # "(Beginn: 14 Uhr - Ende: 16 Uhr)"
        return None
    places = captions.heading_places(sheet.top, begins or 0, sure=begins is not None)
    if kind == "praesentation":  # below a slide's title stand its speakers
        places = places[:1]
    printed = _printed(sheet, places)
    named = kinds.dated_title(sheet.info_title)
    if not named or not properties.borne_out(named, sheet.pages):
        return printed or _of_running_head(sheet, kind)
    if not properties.generic(named) and (own := _own_line(sheet, named)):
        return own
    if printed and (properties.generic(named) or _letters(printed[0]).startswith(_letters(named))):
        return printed
    if kind is None and printed and _letters(printed[0]) not in _letters(named):
        return printed
    return properties.without_type(named) if kind is None else named, Evidence("title", sheet.info["title"], 0)


def _own_line(sheet: Sheet, named: str) -> tuple[str, Evidence] | None:
    """Return the line of the first page that is the file's title, whatever kicker stands above it."""
    wanted = _letters(named)
    for place, line in enumerate(sheet.top[:_SUBJECT_LINES]):
        if _letters(line.text) == wanted:
            return line.text, sheet.quote("title", [place])
    return None


def _printed(sheet: Sheet, places: Sequence[int]) -> tuple[str, Evidence] | None:
    if not places:
        return None
    parts = [sheet.lines[n].text for n in places]
    broken = any(part.endswith("-") for part in parts) or LEFT_HYPHEN.search(" ".join(parts))
    # All words of a long document are worth counting only where a hyphen is to be judged.
    vocabulary = vocabulary_of(sheet.pages) if broken else frozenset()
    text = captions.without_edition_inside(join_lines(parts, vocabulary))
    text = re.sub(r"\s+Seite \d+\b.*$|\s+Vom \d{1,2}\.\s?\w+\.?\s?\d{4}.*$", "", whole_words(text, vocabulary))
    return text if sheet.headline else properties.without_type(text), sheet.quote("title", places)


def _of_file(sheet: Sheet) -> tuple[str, Evidence] | None:
    named = sheet.info_title
    if named and properties.borne_out(named, sheet.pages) and reference_in(properties.without_type(named)) is None:
        return properties.without_type(named), Evidence("title", named, 0)
    return None


def _of_running_head(sheet: Sheet, kind: kinds.Kind | None) -> tuple[str, Evidence] | None:
    """Name a document by the line of its running head that tells its kind."""
    if kind is None or sheet.sort is None or sheet.sort.page != 1 or sheet.sort.line >= 0:
        return None
    found = [sheet.sort.quote]
    for text in sheet.running.head[sheet.running.head.index(found[0]) + 1 :]:
        if not captions.unfinished(found[-1]):
            break
        found.append(text)
    return re.sub(r"\s+Seite \d+\b.*$", "", join_lines(found)), Evidence("title", "\n".join(found), 1)


def _invitation(sheet: Sheet) -> tuple[str, Evidence] | None:
    """Name an invitation by its first lines, up to the one with the session."""
    for place, line in enumerate(sheet.top[:6]):
        if "Sitzung" in line.text:
            days = find_dates(line.text)
            last = line.text[: days[0].end] if days else line.text
            parts = [*(earlier.text for earlier in sheet.top[:place]), last]
            return ", ".join(" ".join(part.split()) for part in parts), sheet.quote("title", range(place + 1))
    return None


def _session(sheet: Sheet) -> tuple[str, Evidence] | None:
    """Name verbatim minutes by their file's title, the running head, or the words that open the session."""
    opened = _OPENED.search(sheet.pages[sheet.lines[0].page - 1][:_OPENING]) if sheet.lines else None
    running = next((text for text in sheet.running.head if _SESSION_NUMBER.search(text)), "")
    number = _SESSION_NUMBER.search(running or (opened["session"] if opened else ""))
    named = kinds.dated_title(sheet.info_title)
    if number is None:
        return None
    counted = number["number"] or _ORDINALS[number["word"]]
    if (match := _SESSION_NUMBER.search(named)) and match["number"] == counted:
        # "… des Rates 2": the second file of that name.
        return re.sub(r"(?<=[a-zäöüß]) \d$", "", named), Evidence("title", sheet.info["title"], 0)
    body = next((text for text in sheet.running.head if _COUNCIL.match(text)), "")
    if running and (body or opened is None):
        # A symbol set beside it may come as a stray letter.
        named = re.sub(r"\s+Seite \d+\b.*$", "", running[number.start() :])
        return f"{body}, {named}" if body else named, Evidence("title", running, 1)
    if opened is None:
        return None
    return " ".join(opened["session"].split()), Evidence("title", opened[0], sheet.lines[0].page)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _paper_title_places(sheet: Sheet) -> list[int]:
    begun = next((n for n, line in enumerate(sheet.top[:_SUBJECT_LINES]) if kinds.type_at_start(line.text)), None)
    if sheet.headline is None and begun is not None:
        return captions.heading_places(sheet.top, begun, sure=True)
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
    if _other_sort(sheet) is not None:
        return None  # what minutes quote has numbers of its own
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
