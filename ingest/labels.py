"""Label and value in a paper's head: "Az.: 50-5", cells parted by tabs, or labels and values in two stacks.

Where a head was laid out as a form, some extractors give all labels first and the values after them.
A value is then taken only if its look says which label it belongs to (a date, a Vorlagen-Nr.).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ingest.dates import find_dates, parse_date
from ingest.printed import Line, join_lines

# Labels that council papers print, by field. Where several would do, the first found of the field wins.
_LABELS = {
    "reference": r"(?:(?:Beschluss|Informations|Sitzungs|Mitteilungs|Rats|Kreistags)?-?[Vv]orlagen?"
    r"|Drucksachen?|Ds|DS|SV|BV|IV"
                 r"|Anträge|Antrags?|Anfragen?|Sitzungsdrucksache)[\s-]{0,2}(?:Nr\b\.?|[Nn]ummer|Nrn\.)",
    "reference_loose": r"Anlage(?: \d+)? zur Vorlage(?: Nr\.?)?|(?:Sitzungs|Beschluss"
    r"|Informations)?[Vv]orlage|Drucksache|DS",
    "file_reference": r"Az\.?|AZ\.?|Aktenzeichen|Geschäftszeichen|Gesch\.-?Z\.?|Gz\.?|Unser Zeichen",
    "date": r"Datum|Erstellt am|Erstellungsdatum|Vorlagendatum|Freigabedatum|Stand|Ausfertigungsdatum"
    r"|Fassung vom",
    "received": r"Eingang|Eingegangen(?: am)?|eingegangen(?: am)?|Eingangsdatum|Antragsdatum",
    "submitted": r"[Vv]om",
    "unit": r"Fachbereich|Dienststelle|Fachamt|Amt|Fachdienst|Geschäftsbereich|Abteilung|Referat"
    r"|Sachgebiet|Eigenbetrieb"
            r"|Federführung|Federführend(?:e[rs]?)?(?: (?:Stelle|Amt|Fachbereich|Dezernat|Dienststelle"
            r"|Abteilung))?"
            r"|Organisationseinheit|Zuständige(?:s|r)? (?:Stelle|Amt|Fachbereich)",
    "department": r"Dezernat|[Vv]erantwortlich|Geschäftskreis|Vorstandsbereich",
    "author": r"(?:Sach)?[Bb]earbeiter(?:/-?in|\*in|:in|in|\(in\))?(?: \(.*?\))?|[Vv]erfasser(?:/-?in|\*in"
    r"|:in|in|\(in\))?"
              r"|Sachbearbeitung|Berichterstatter(?:/-?in|\*in|:in|in)?|Ansprechpartner(?:/-?in|\*in|:in"
              r"|in)?|Auskunft erteilt",
    "subject": r"Punkt \d+(?:\.\d+)? der Tagesordnung|Betreff|Betr\.?|Thema|Titel"
    r"|Bezeichnung(?: der Vorlage)?|Gegenstand(?: der Vorlage)?|Beratungsgegenstand",
    "committee": r"Gremium|Gremien|Ausschuss",
    "session": r"Termine?|Sitzungstermin|Sitzungsdatum|Sitzungstag|Sitzung am|Besprechung am",
    "top": r"TOP|Tagesordnungspunkt|Top",
    "public": r"Status|Öffentlichkeitsstatus|Öffentlichkeit|Beratungsart|Behandlung",
    "issuer": r"Herausgeber(?:in)?|Herausgegeben von|Normgeber",
    "other": r"Amtliche Abkürzung|Beginn|Ende|Ort|Telefon|Tel\.?|Telefax|Fax|E-?[Mm]ail|Zimmer|Seite"
             r"|Verteiler|Beteiligte \w+"
    r"|Wahlperiode"
             r"|Anwesende|Vorsitz(?:ende[rn]?)?",
}  # fmt: skip
_FIELD_OF = {f"f{number}": field for number, field in enumerate(_LABELS)}
# Needing no colon: what can hardly be anything else. The rest wants a colon, a tab or the line's end.
_BARE = ("reference",)
_COLON, _OR_SPACE = r"(?:[ ]?:|(?=\t)|(?=$))", r"(?:[ ]?:|(?=[ \t]|$))"
_LABEL = re.compile(
    r"(?:^|(?<=[\t ]))(?:"
    + "|".join(
        f"(?P<f{number}>(?:{pattern}){_OR_SPACE if field in _BARE else _COLON})"
        for number, (field, pattern) in enumerate(_LABELS.items())
    )
    + r")"
)
# "vom 2. Dezember 2014", "eingegangen am 3.2.2020" alone on a line: no colon, but a date after it.
_DATED = re.compile(
    r"^(?:(?P<submitted>[Vv]om)|(?P<received>[Ee]ingegangen(?: am)?|Eingang(?:sdatum)?)"
    r"|(?P<date>Stand(?: vom)?|Datum"
    r"|Ausgabe|Ausgegeben zu \w+ am|Drucksache vom))\s*:?\s+(?P<value>\S.*)$"
)
# Vorlagen-Nr. as systems write them: 2021/0123, 50/025/2021, VI/191/2019, VO/0012/21-1, WP 14-20 SV 51/292,
# 20-26 / V 01234.
REFERENCE = re.compile(
    r"(?:WP \d\d-\d\d )?(?:[A-ZÄÖÜ]{1,6}[ /-]{0,3}){0,2}\d[\dA-Za-z]*"
    r"(?: ?[/-] ?(?:[A-ZÄÖÜ]{1,6} ?)?[\dA-Z][\dA-Za-z]*|\.\d+(?=[/-])){0,5}"
)
# Alone on its line among other values it must have a stroke; two papers may share one head ("… und …").
_STACKED_REFERENCE = re.compile(
    rf"(?=.*\d.*[/].*\d|[A-Z]{{1,4}}-\d)(?!.*\.\d)(?:\d+ zur Vorlage )?{REFERENCE.pattern}(?: (?:und|,"
    rf"|/) {REFERENCE.pattern})?"
)
# "Vorlage 2025/0679", also behind a stroke: no colon, but nothing else stands there.
_BARE_REFERENCE = re.compile(
    r"(?:^|[|·] )(?:(?:\w+v|V)orlage |Anlage(?: \d+)? zur Vorlage )(?:Nr\.? ?)?(?P<value>[\w/-]*\d/\d[\w/-]*)$"
)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)*\.?[a-z]?(?:\s*\+\s*\d+)?")
STATUS = re.compile(r"[-–(]?\s*(?P<no>nicht[-\s]?)?öffentlich(?:\s*\)|\s*[-–])?", re.IGNORECASE)
_DEPARTMENT = re.compile(r"(?:(?:[\w. ]{2,24} ?/ ?)?Dez(?:ernat)?\.?(?: ?(?:\d|[IVX]+)\b.*)?|OB|BM|EBM)")
_UNIT = re.compile(
    r"(?=.{2,60}$)(?:.*(?:amt|stelle|betrieb|verwaltung|dienst|büro|kasse|ämmerei|ibliothek|archiv"
    r"|referat)\b.*"
    r"|(?:Amt|Fachbereich|Fachdienst|Referat|Abteilung|Stabsstelle|Dezernat) .*"
    r"|[A-ZÄÖÜ][A-Za-zÄÖÜäöü]{1,5}|\d{2}(?:[-/.]\d+)*)"
)
_MEETING = re.compile(
    r"(?:\d+\.\s*)?(?:\([\w. ]+\)\s*)?(?:\S+ )?(?:[Ss]itzung|Plenarsitzung)\b.*|"
    r".*(?:rat|[Aa]usschuss|[Aa]usschuß|beirat|tag|versammlung|kommission|konferenz"
    r"|[Rr]at der Stadt)(?:\s.*)?"
)
# The value of a last label goes on in the next line after these.
_OPEN = re.compile(
    r"(?:[,;/&-]|\b(?:für|und|der|des|die|im|zur|zum|von|i\. ?B\. ?m\.)|^(?:Ortsverwaltung|Stadtamt"
    r"|Zentrale[rs]?|Städtische[rs]?))$"
)
# How far below its label a stacked value may stand: in 4,914 Karlsruhe papers two to eight lines.
_STACK = 10
# What an office's name has in its second line; more is the title below it.
_LONGEST_REST = 40


class Entry(NamedTuple):
    """A field's printed value, which stands on the lines `places` (indexes, label included)."""

    field: str
    value: str
    places: tuple[int, ...]


def read_labels(lines: Sequence[Line]) -> list[Entry]:
    """Return the labelled values of a head in order; a label without a value has value ""."""
    entries: list[Entry] = []
    pending: list[tuple[str, int]] = []
    taken: set[int] = set()
    for place, line in enumerate(lines):
        for field, value in _on_line(line.text, carries=_open(entries, place)):
            if value:
                entries.append(_continued(Entry(field, value, (place,)), lines))
            else:
                pending.append((field, place))
            taken.add(place)
    taken.update(place for entry in entries for place in entry.places)
    for number, (field, place) in enumerate(pending):
        lonely = not any(abs(other - place) <= 1 for n, (_, other) in enumerate(pending) if n != number)
        found = _stacked(field, place, lines, taken, lonely=lonely)
        entry = Entry(field, lines[found].text if found else "", (place, found) if found else (place,))
        # "Dez. 6 / LA und" goes on below; the lines between label and value belong to other labels.
        if found and field in ("department", "unit"):
            longer = _continued(entry, lines)
            entry = longer if len(longer.value) - len(entry.value) < _LONGEST_REST else entry
        entries.append(entry)
        taken.update(entry.places[1:])
    return sorted(entries, key=lambda entry: entry.places)


def begins_with_label(text: str) -> bool:
    """Return whether a line begins with one of the labels that heads print."""
    return _LABEL.match(text) is not None or _DATED.match(text) is not None


def reference_in(value: str) -> str | None:
    """Return the Vorlagen-Nr. with which `value` begins, spaces taken out around strokes, or None."""
    match = REFERENCE.match(re.sub(r"^\d+ zur Vorlage ", "", value.strip()))
    if match is None or parse_date(value) is not None:
        return None
    return re.sub(r"(?<=\d)\s*([/-])\s*(?=\d)", r"\1", match[0]).strip(" -/") or None


def status_of(text: str) -> bool | None:
    """Return True for a cell that says "öffentlich", False for "nichtöffentlich", None for anything else."""
    match = STATUS.fullmatch(text.strip())
    return None if match is None else not match["no"]


def _on_line(text: str, *, carries: bool) -> list[tuple[str, str]]:
    dated = _DATED.match(text)
    if dated and (found := find_dates(dated["value"])) and found[0].start < 4:
        field = str(dated.lastgroup if dated.lastgroup != "value" else next(k for k in dated.groupdict() if dated[k]))
        rest = dated["value"][found[0].end :].strip()
        if len(rest) < 30:
            return [(field, dated["value"])]
    matches = list(_LABEL.finditer(text))
    # A label inside a title ("… in städtischen Gremien:") is none. It stands first on its line, or
    # behind the end of a value begun on the line above ("Valerie; Hecker, Sandra Datum: …").
    if matches and matches[0].start() > 0 and (first := _reference_behind(matches[0], text)):
        return [("reference", first)]
    bare = _BARE_REFERENCE.search(text)
    if bare:
        return [("reference_loose", bare["value"])]
    if not matches or (
        matches[0].start() > 0 and text[matches[0].start() - 1] != "\t" and not (carries and len(matches) > 1)
    ):
        return []
    found_values = []
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        value = text[match.end() : following.start() if following else len(text)].strip(" \t:")
        field = _FIELD_OF[str(match.lastgroup)]
        if field == "submitted" and parse_date(value) is None:
            continue
        if field == "subject" and match.start() > 0 and text[match.end() - 1] != ":":
            continue  # the head of a table's column: "Punkt / Gegenstand / Anlagen"
        found_values.append((field, " ".join(value.split())))
    return found_values


def _reference_behind(match: re.Match[str], text: str) -> str | None:
    """Return the Vorlagen-Nr. that stands behind something else ("CDU-Fraktion Vorlage Nr.: 2022/0179")."""
    value = text[match.end() :].strip(" :\t")
    found = _FIELD_OF[str(match.lastgroup)] == "reference" and text[match.end() - 1] == ":"
    return value if found and _STACKED_REFERENCE.fullmatch(value) else None


def _open(entries: Sequence[Entry], place: int) -> bool:
    """Whether a label's value on the line above goes on in line `place`."""
    return any(
        (entry.places[-1] >= place - 1 and _OPEN.search(entry.value) is not None) or place in entry.places
        for entry in entries[-2:]
    )


def _continued(entry: Entry, lines: Sequence[Line]) -> Entry:
    value, places = entry.value, list(entry.places)
    while _OPEN.search(value) and len(places) < 4 and places[-1] + 1 < len(lines):
        following = lines[places[-1] + 1].text
        label = _LABEL.search(following)
        part = following[: label.start()] if label else following
        if not part.strip():
            break
        value = join_lines([value, " ".join(part.split())])
        places.append(places[-1] + 1)
        if label:
            break
    return Entry(entry.field, value, tuple(places))


def _stacked(field: str, place: int, lines: Sequence[Line], taken: set[int], *, lonely: bool) -> int | None:
    for below in range(place + 1, min(place + 1 + _STACK, len(lines))):
        if below in taken:
            continue
        if _suits(field, lines[below].text, next_line=below == place + 1, lonely=lonely):
            return below
    return None


def _suits(field: str, text: str, *, next_line: bool, lonely: bool) -> bool:
    look = _LOOKS.get(field)
    if look is not None and look(text):
        return True
    if not (next_line and lonely):
        return False
    if field in ("reference", "reference_loose"):
        return re.fullmatch(r"\d{1,6}", text) is not None
    if field == "unit":
        return _UNIT.fullmatch(text) is not None
    return field in ("file_reference", "subject", "author", "issuer") and len(text) < 120


def _is_day(text: str) -> bool:
    return parse_date(text) is not None


def _is_reference(text: str) -> bool:
    return _STACKED_REFERENCE.fullmatch(text) is not None and not _is_day(text)


# The looks by which a value is told, wherever in the stack it stands.
_LOOKS: dict[str, Callable[[str], bool]] = {
    "date": _is_day,
    "received": _is_day,
    "submitted": _is_day,
    "session": _is_day,
    "reference": _is_reference,
    "reference_loose": _is_reference,
    "top": lambda text: _NUMBER.fullmatch(text) is not None,
    "public": lambda text: status_of(text) is not None,
    "department": lambda text: _DEPARTMENT.fullmatch(text) is not None,
    "committee": lambda text: len(text) < 80 and _MEETING.fullmatch(text) is not None,
}
