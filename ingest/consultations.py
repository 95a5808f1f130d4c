"""A paper's Beratungsfolge (OParl `consultations`): which bodies deal with it, when, how, openly or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.dates import find_dates
from ingest.labels import Entry
from ingest.printed import Line
from kb.model import Consultation

# The table's head: its own title, or its column names.
TABLE = re.compile(
    r"^(?:Beratungsfolge|Beratungsgang|Beratungsverlauf|Sitzungsfolge|Beratung(?:en)? im|Gremi(?:um"
    r"|en)\b.*\b(?:Termine?|Datum|Sitzung)"
    r"|Gremi(?:um|en)$|Datum\b.*\bGremium|Sitzungstermin\b.*\bGremium|Termine?\b.*\bGremium)\b",
    re.IGNORECASE,
)
_COLUMNS = re.compile(
    r"^(?:(?:Beratungsfolge|dieser Vorlage|Gremi(?:um|en)|Termine?|Datum|Sitzung(?:stermin|sdatum)?|am|TOP"
    r"|ö|nö|Ö|N|/|-"
    r"|Ergebnis|Zuständigkeit|Art|der|Entscheidung|Beratung|Beschluss|Status|Öffentlichkeitssta\w+"
    r"|Abstimmung|Ein|Für|Geg|Enth|:)\s*)+$"
)
_BODY = re.compile(
    r"(?:^|\b)(?:\w*(?:[Aa]usschuss|[Aa]usschuß|[Bb]eirat|Gemeinderat|Stadtrat|Kreistag|Ortschaftsrat"
    r"|Ortsrat|Bezirksrat"
    r"|Verwaltungsrat|Aufsichtsrat|Jugendrat|Integrationsrat|Ältestenrat|Bürgerschaft|Bezirksvertretung"
    r"|versammlung|kommission"
    r"|Magistrat|Senat|Werkausschuss|Gemeindevertretung|Gemeindevorstand|Verbandsversammlung"
    r"|Kreisausschuss)|Rat)\b"
)
_ROLE = re.compile(
    r"\b(?:Kenntnisnahme|Entscheidung|Vorberatung|Beratung|Beschluss(?:fassung)?|Beschlussempfehlung"
    r"|Anhörung|Behandlung"
    r"|Empfehlung|Wahl|Information|Mitteilung|zur Kenntnis|beschließend|vorberatend|beratend)\b"
)
_SESSION = re.compile(r"^\d+\.\s*(?:\w+\s)?(?:\(\w+\)\s)?(?:Plenar|Sonder)?[Ss]itzung\s*(?:de[sr]\s+)?")
_STATUS = re.compile(r"\b(?:(?P<no>[Nn]icht[-\s]?öffentlich|N\b)|[Öö]ffentlich|Ö\b)")
_LONGEST, _LONGEST_ROLE = 140, 40
_MOST = 12


class Steps(NamedTuple):
    """The consultations and the lines (indexes) they and their table's head stand on."""

    consultations: tuple[Consultation, ...]
    places: tuple[int, ...]


def read_consultations(lines: Sequence[Line], entries: Sequence[Entry]) -> Steps:
    """Return the consultations of a head, from its table or else from its Gremium and Termin."""
    for place, line in enumerate(lines):
        if TABLE.match(line.text.replace("\t", " ")):
            steps = _rows(lines, place)
            if steps.consultations:
                return steps
    return _from_labels(entries)


def _rows(lines: Sequence[Line], head: int) -> Steps:
    found: list[Consultation] = []
    places = [head]
    columns = lines[head].text
    waiting: list[int] = []
    for place in range(head + 1, len(lines)):
        text = lines[place].text
        plain = text.replace("\t", " ")
        if _COLUMNS.match(plain):
            if not found:
                columns = f"{columns}\t{text}"
            places.append(place)
            continue
        if plain.lower() in ("x", "öffentlich", "nichtöffentlich", "vertagt", "vorberaten", "abgesetzt"):
            if found and plain.lower().endswith("öffentlich"):
                found[-1] = _with_status(found[-1], plain)
            places.append(place)
            continue
        dates = find_dates(plain)
        if len(plain) > _LONGEST or len(found) >= _MOST:
            break
        if not dates and not waiting and (step := _undated(text)):
            found.append(step)
            places.append(place)
        elif dates and (step := _step(" ".join([*(lines[n].text for n in waiting), text]), columns)):
            found.append(step)
            places += [*waiting, place]
            waiting = []
        elif not dates and len(waiting) < 2 and _BODY.search(plain) and len(plain) < 70 and not plain.endswith("."):
            waiting.append(place)  # a long name that goes on in the next line, or a row without a day
        else:
            break
    return Steps(tuple(found), tuple(places) if found else ())


def _step(row: str, columns: str) -> Consultation | None:
    text = row.replace("\t", " ")
    day = find_dates(text)[0]
    before, after = text[: day.start].strip(" -–:,"), text[day.end :].strip(" -–:,")
    before = re.sub(r"(?i)\s*(?:,?\s*(?:Sitzung)?\s*(?:am|vom)|(?:mo|di|mi|do|fr|sa|so)\.?,?)$", "", before).strip()
    if not before:  # the day in the first column, the body in the second
        end = min((m.start() for m in (_ROLE.search(after), _STATUS.search(after)) if m), default=len(after))
        before, after = after[:end].strip(" -–:,"), after[end:]
    role = _ROLE.search(after)
    organization = _SESSION.sub("", before).strip()
    if not _BODY.search(organization) or len(organization) > 90 or re.search(r"[.!?]\s", organization):
        return None
    return Consultation(organization, day.date, role[0] if role else None, _row_status(row, after, columns))


def _undated(row: str) -> Consultation | None:
    """Read a row whose cell for the day was left empty: body and role stand in cells of their own."""
    cells = [cell.strip() for cell in row.split("\t")]
    roles = [cell for cell in cells[1:] if _ROLE.search(cell)]
    if len(roles) != 1 or len(roles[0]) > _LONGEST_ROLE or not _BODY.search(cells[0]):
        return None
    after = " ".join(cells[1:])
    match = _STATUS.search(after)
    role = _ROLE.search(roles[0])
    return Consultation(cells[0], None, role[0] if role else None, None if match is None else not match["no"])


def _row_status(row: str, after: str, columns: str) -> bool | None:
    match = _STATUS.search(after)
    if match:
        return not match["no"]
    cells, heads = row.split("\t"), columns.split("\t")
    if len(cells) < 3:
        return None  # without cells nobody can say in which column the x stands
    crossed = [n for n, cell in enumerate(cells) if cell.strip().lower() in ("x", "☒", "✓")]
    names = {n: head.strip().lower() for n, head in enumerate(heads)}
    if len(crossed) != 1 or names.get(crossed[0]) not in ("ö", "nö"):
        return None
    return names[crossed[0]] == "ö"


def _with_status(step: Consultation, text: str) -> Consultation:
    return Consultation(step.organization, step.date, step.role, not text.lower().startswith("nicht"))


def _from_labels(entries: Sequence[Entry]) -> Steps:
    bodies = [entry for entry in entries if entry.field == "committee" and entry.value]
    days = [entry for entry in entries if entry.field == "session" and find_dates(entry.value)]
    if len(bodies) != 1 or len(days) != 1:
        return Steps((), ())
    name = _SESSION.sub("", bodies[0].value).strip()
    step = Consultation(name, find_dates(days[0].value)[0].date)
    return Steps((step,), (*bodies[0].places, *days[0].places)) if _BODY.search(name) else Steps((), ())
