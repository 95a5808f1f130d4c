"""The day of a paper: the one it bears; else that of the session it was written for, or of which it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ingest.dates import FoundDate, find_dates, parse_date
from ingest.kinds import Kind
from ingest.printed import Line
from ingest.sheet import Evidence, Sheet

# Where letters and minutes put their date.
DATE_LINES = 16
# Invitations are dated at their end, above the signature; statutes on their last page.
_SIGNED_LINES = 50
_LAST_LINES = 40
# A label's date stands behind it: "Stand: zuletzt geändert durch Gesetz vom 11. März 2024" is another law's.
_NEAR_LABEL = 25
_PLACE_DATE = re.compile(
    r"(?:^|\s)(?!(?:Zum|Zur|Vom|Am|Im|Ab|Bis|Seit|Und|Der|Die|Das|Den|Für|Mit|Nach|Vor|Auf|Durch|Artikel|Art|Absatz"
    r"|Abs|Nummer|Nr|Ziffer|Punkt|Seite|Teil|TOP|Tagesordnungspunkt|Kapitel|Abschnitt|Anlage|Version|Uhr|Gesetz"
    r"|\w+gesetz|Verordnung|Mo|Di|Mi|Do|Fr|Sa|So|\w+tag|Mittwoch|\w+sitzung|Sitzung)\b)"
    r"[A-ZÄÖÜ][\w.-]+(?: [A-ZÄÖÜ(][\w.()/-]+)?,?\s+(?:den |am )?(?=\d)"
)
_SESSION_DATE = re.compile(r"[Ss]itzung\b[^.]{0,60}?(?:vom|am|,|\s)\s*(?=\d)")
_WEEKDAY_DATE = re.compile(
    r"(?:^|\s)(?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend),? (?:den |dem )?(?=\d)"
)
# "… hat die Gemeindevertretung in ihrer Sitzung am 27.04.1998 diese Satzung beschlossen"
_ENACTED = re.compile(r"\b[Ss]itzung (?:am|vom) (?=\d)")
_LONGEST_CLAUSE, _LONGEST_LINE = 3000, 140
_OWN_DAY = re.compile(
    r"(?!.*\bin der\b)\W*(?:(?:\(|/ ?)(?:Amtsblatt|ABl|Amtliche|Die [Aa]mtlichen|In Kraft|in Kraft).*)?"
)
_SIGNED = re.compile(r"^[A-ZÄÖÜ][\w.-]+(?: [A-ZÄÖÜ(][\w.()/-]+)?,\s*(?:den |am )?(?=\d)")


def head_date(sheet: Sheet, kind: Kind | None, titled: tuple[str, Evidence] | None) -> tuple[date, Evidence] | None:
    """Return the paper's day and the line it was read from; None where none is certain.

    :param titled: the paper's title: "Satzung … vom 19.08.1993" is of that day.
    """
    return _labelled(sheet) or _in_title(kind, titled) or _beside_place(sheet, kind) or _of_session(sheet, kind, titled)


def _labelled(sheet: Sheet) -> tuple[date, Evidence] | None:
    for field in ("date", "received", "submitted"):
        for entry in sheet.entries:
            days = find_dates(entry.value) if entry.field == field else ()
            above = sheet.top[entry.places[0] - 1].text if entry.places[0] else ""
            # "… der Abfallsatzung in der Fassung" / "vom 12.12.2024": another paper's date
            if days and days[0].start < _NEAR_LABEL and not (field == "submitted" and above.endswith("Fassung")):
                return days[0].date, sheet.quote("date", entry.places)
    return None


def _in_title(kind: Kind | None, titled: tuple[str, Evidence] | None) -> tuple[date, Evidence] | None:
    if titled is None or kind not in ("satzung", "gesetz"):
        return None
    match = re.search(r"(?<!Fassung )\bvom (?=\d)(?P<day>.*)$", titled[0])
    days = find_dates(match["day"]) if match else ()
    return (days[0].date, titled[1]._replace(field="date")) if days else None


def _beside_place(sheet: Sheet, kind: Kind | None) -> tuple[date, Evidence] | None:
    """Read "Musterstadt, den 3. Mai 2021" and "Sitzung am 3. Mai 2021" at the top, an invitation's at its end."""
    council = kind in ("vorlage", "niederschrift", "einladung")
    for pattern in (_PLACE_DATE, _SESSION_DATE, *((_WEEKDAY_DATE,) if council else ())):
        reach = _SIGNED_LINES if kind == "einladung" and pattern is _PLACE_DATE else DATE_LINES
        for place, line in enumerate(sheet.top[:reach]):
            if place in sheet.steps.places:  # "Umweltausschuss 3.5.2022" is a body, no place
                continue
            for day in find_dates(line.text):
                alone = parse_date(line.text) is not None and pattern is _PLACE_DATE and place < 4
                if alone or (len(line.text) < 90 and _stands_before(pattern, line.text, day)):
                    return day.date, sheet.quote("date", [place])
    return None


def _stands_before(pattern: re.Pattern[str], text: str, day: FoundDate) -> bool:
    return any(match.end() == day.start for match in pattern.finditer(text))


def _of_session(sheet: Sheet, kind: Kind | None, titled: tuple[str, Evidence] | None) -> tuple[date, Evidence] | None:
    if kind == "satzung":
        return _below_title(sheet, titled) or _signed(sheet.lines[-_LAST_LINES:], sheet) or _enacted(sheet)
    for text in sheet.running.head if kind == "niederschrift" else ():
        days = find_dates(text)
        if days and _stands_before(_SESSION_DATE, text, days[0]):
            return days[0].date, Evidence("date", text, 1)
    for entry in sheet.entries:
        if entry.field == "session" and (days := find_dates(entry.value)):
            return days[0].date, sheet.quote("date", entry.places)
    # A table may begin with sessions of years before; where the head names its own, that stands above.
    planned = [step.date for step in sheet.steps.consultations if step.date is not None]
    return (min(planned), sheet.quote("date", sheet.steps.places)) if planned else None


def _below_title(sheet: Sheet, titled: tuple[str, Evidence] | None) -> tuple[date, Evidence] | None:
    """Read "vom 20.02.2020" below a statute's title, or set off as a line of its own behind the contents."""
    for place, line in enumerate(sheet.lines[:_SIGNED_LINES]):
        if not line.text.startswith(("vom ", "Vom ")) or len(line.text) > _LONGEST_LINE:
            continue
        above = sheet.lines[place - 1].text if place else ""
        below_title = titled is not None and above != "" and titled[1].quote.endswith(above)
        day = next(iter(find_dates(line.text)), None)
        # "vom 23. September 2004 (BGBl. I S. 2414), zuletzt geändert" is the law that the statute rests on.
        if day and day.start == 4 and (below_title or line.gap) and _OWN_DAY.fullmatch(line.text[day.end :]):
            return day.date, sheet.quote("date", [place])
    return None


def _signed(lines: Sequence[Line], sheet: Sheet) -> tuple[date, Evidence] | None:
    """Read the day above the signature, where all signatures are of one day."""
    found = [
        (day.date, place)
        for place, line in enumerate(lines, start=len(sheet.lines) - len(lines))
        for day in find_dates(line.text)[:1]
        if len(line.text) < 60 and _stands_before(_SIGNED, line.text, day)
    ]
    if len({day for day, _ in found}) != 1:
        return None
    return found[0][0], sheet.quote("date", [found[0][1]])


def _enacted(sheet: Sheet) -> tuple[date, Evidence] | None:
    for place, line in enumerate(sheet.top[:DATE_LINES]):
        text = sheet.printed(place)[:_LONGEST_CLAUSE]
        for day in find_dates(text):
            if _stands_before(_ENACTED, text, day):
                # Of a clause that names every law it rests on, the few words around the day.
                return day.date, Evidence("date", text[max(0, day.start - 60) : day.end].strip(), line.page)
    return None
