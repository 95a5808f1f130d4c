"""Whether a paper is public by its own word. One that calls itself nichtöffentlich anywhere in its head is not."""

from __future__ import annotations

import re

from ingest.kinds import Kind
from ingest.labels import status_of
from ingest.parts import text_start
from ingest.sheet import Evidence, Sheet

_HIDDEN = re.compile(r"\bnicht[-\s]*öffentlich|\bVS-NfD\b|nur für den Dienstgebrauch", re.IGNORECASE)
_HIDDEN_LINE = re.compile(
    r"^(?!.*§)\W*(?:[IVX\d]+\.?\s*)?nicht[-\s]?öffentlich(?:e[rsn]?)?(?: (?:Sitzung|Teil|Vorlage|\w+vorlage"
    r"|Niederschrift))?\W*$",
    re.IGNORECASE,
)
_OPEN_SESSION = re.compile(
    r"^(?:.{0,40}\b)?öffentliche[rn]? (?:Sitzung|Tagesordnung|Niederschrift|Teil)\b", re.IGNORECASE
)
_OPEN_PAPER = re.compile(r"^\W*[Öö]ffentliche \w*[Vv]orlage\b|(?:[–(-]\s?|\d\s+)öffentlich\)?$")
# "Ö = öffentlich, N = nichtöffentlich": what the marks of a table mean, said of no paper.
_LEGEND = re.compile(r"\b[nN][öÖ]?\s*(?:=|:|–|-)\s*nicht[-\s]?öffentlich", re.IGNORECASE)
_WORD = r"(?P<no>nicht[-\s]*)?öffentlich\b"
_BOX = r"(?P<box>[☐☒☑□■✓✗]|[\[(]\s*[xX]?\s*[\])])"
_BOX_FIRST = re.compile(rf"{_BOX}\s*{_WORD}", re.IGNORECASE)
_BOX_LAST = re.compile(rf"{_WORD}\s*{_BOX}", re.IGNORECASE)
_TICKED = re.compile(r"[☒☑■✓✗]|[\[(]\s*[xX]\s*[\])]")
# A sentence of the text that speaks of a closed session: "… wurde in nichtöffentlicher Sitzung beraten". One that
# speaks of the paper ("Diese Vorlage ist nichtöffentlich zu behandeln") is meant.
_TOLD = re.compile(r"\b(?:[iI]n|[iI]m|der|einer|eine|die|den)\s+(?:\w+\s+)?nicht[-\s]*öffentliche", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:hat|haben|wurden?|wird|werden|ist|sind|war|waren|kommt|schlägt|schlage|tagt|tagen|findet|finden)\b"
)
_OF_THE_PAPER = re.compile(r"[Vv]orlage|[Dd]rucksache|[Uu]nterlage|[Vv]ertraulich|Dokument|Papier|Niederschrift")
# Laws and books do not speak of themselves below their heads: "§ 4 Nichtöffentliche Sitzung" is a rule.
_OF_OTHERS = ("satzung", "gesetz", "wahlprogramm", "konzept", "bericht", "broschuere", "programmheft", "steckbrief")
_BEGINS = re.compile(
    r"^(?:Sehr geehrte|Liebe \w+|§ ?1\b|Artikel (?:1|I)\b|Präambel\b|Inhaltsverzeichnis|Inhaltsübersicht"
    r"|Auf ?[Gg]rund de[rs]\b)"
)
_STOP = re.compile(r"[a-zäöüß)\"“][.!?]$")
# What a paragraph is at least as long as; heads have no such lines, but for titles, which end without a stop.
_PARAGRAPH = 160


def openness(sheet: Sheet, kind: Kind | None) -> tuple[bool, Evidence] | None:
    """Return whether the paper is public and the lines that say so, None where it says nothing."""
    end = head_end(sheet)
    ticked = _ticked(sheet, end)
    chosen = set(ticked[1]) if ticked else set()
    for place, line in enumerate(sheet.lines):
        if place in chosen:
            continue
        if (place < end and _hides(sheet.printed(place))) or (kind not in _OF_OTHERS and _HIDDEN_LINE.match(line.text)):
            return False, sheet.quote("public", [place])
    for text in (*sheet.running.head, *sheet.running.foot):
        if _hides(text):
            return False, Evidence("public", text, 1)
    if ticked:
        return ticked[0], sheet.quote("public", ticked[1])
    said = {step.public for step in sheet.steps.consultations} - {None}
    if said == {False, True}:
        return None  # prepared behind closed doors, decided in the open: the paper itself says nothing
    if said == {False}:
        return False, sheet.quote("public", sheet.steps.places)
    places = _said_open(sheet, kind, end) or (sheet.steps.places if said else ())
    return (True, sheet.quote("public", places)) if places else None


def head_end(sheet: Sheet) -> int:
    """Return the index of the line where the head ends: at a letter's salutation, a law's first words, or prose."""
    end = text_start(sheet.top)
    for place, line in enumerate(sheet.top[:end]):
        if _BEGINS.match(line.text):
            return place
        # The paragraph itself may be a head whose lines were run together.
        if len(line.text) > _PARAGRAPH and _STOP.search(line.text):
            return place + 1
    return end


def _hides(text: str) -> bool:
    """Whether a line of the head calls the paper closed."""
    if _HIDDEN.search(_LEGEND.sub("", text)) is None:
        return False
    told = _TOLD.search(text) and _VERB.search(text) and not _OF_THE_PAPER.search(text)
    # "nichtöffentlich" as such, without an ending, is never part of a story.
    return not told or re.search(r"\bnicht[-\s]*öffentlich(?!\w)|\bVS-NfD\b", text, re.IGNORECASE) is not None


def _ticked(sheet: Sheet, end: int) -> tuple[bool, tuple[int, ...]] | None:
    """Return what is ticked of "☒ öffentlich ☐ nichtöffentlich", None unless exactly one of the two is."""
    found: list[tuple[bool, bool, int]] = []
    for place in range(min(end, len(sheet.top))):
        # As printed, a choice may have its boxes before the words or behind them, but all alike.
        text = sheet.top[place].text.replace("\t", " ")
        matches = list(_BOX_FIRST.finditer(text))
        if len(matches) != text.lower().count("öffentlich"):
            matches = list(_BOX_LAST.finditer(text))
        if len(matches) == text.lower().count("öffentlich"):
            found += [(not match["no"], _TICKED.fullmatch(match["box"]) is not None, place) for match in matches]
    if {is_open for is_open, _, _ in found} != {False, True} or len(found) != 2 or found[1][2] - found[0][2] > 1:
        return None
    answers = [is_open for is_open, is_ticked, _ in found if is_ticked]
    places = tuple(sorted({place for _, _, place in found}))
    return (answers[0], places) if len(answers) == 1 else None


def _said_open(sheet: Sheet, kind: Kind | None, end: int) -> tuple[int, ...]:
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
