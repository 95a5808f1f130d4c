"""The heading with which a document's first page begins: the title of what is no council paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.consultations import TABLE
from ingest.dates import find_dates
from ingest.labels import begins_with_label
from ingest.parts import BODY_HEADING, BODY_SENTENCE, POINT, label_line, no_heading, not_title
from ingest.printed import Line, join_lines, words_of

# Wider than a printed line is a paragraph.
WIDEST = 130
# Laws that carry out others name them all.
_LONGEST_LAW = 600
_OPEN_END = re.compile(
    r"\b(?:das|die|der|den|dem|des|ein|eine|einer|durch|für|und|in|im|zu|zur|zum|von|vom|über|mit)$|-$|,$"
)
_PROSE_END = re.compile(r"[a-zäöü]{3}[.!?]$|\b(?:ist|sind|wird|werden|hat|haben|wurde)\b.*,$")
# What follows a heading and is none of it: opening words of statutes and letters, dates, contents.
_NEXT = re.compile(
    r"^(?:Auf ?[Gg]rund|Vom \d|vom \d|Inhalt|§|Stand\b|Sehr geehrte|Herausgeber|Die Gemeindevertretung"
    r"|Der (?:Rat|Bundestag)|Anwesend"
    r"|Besprechung|Beginn|Ort:|\(Beginn|Amtliche Abkürzung|Ausfertigungsdatum|Vollzitat|Wir\b|wir\b"
    r"|Nach den|\d+\. Sitzung|Öffentliche Tagesordnung|Zum \d|Ausgabe\b|Gültig ab|[Bb]eschlossen (?:auf|am|von|durch)\b"
    r"|An (?:das|den|die) [A-ZÄÖÜ]|An$|Redaktion|Impressum|In der Fassung|Nichtamtlich|Vorwort|Präambel"
    r"|(?:Allgemeines|Einleitung|Einführung)$)"
)
# "FwDV 100", "DGUV Grundsatz 305-002", "Anlage 3 (zu Nummer 2.2)", "Satzung": a title goes on below these.
_DESIGNATION = re.compile(
    r"(?:(?:[A-ZÄÖÜ][\w-]*(?: ?/ ?[A-Z]\w*)? ){1,3}\d[\d/-]*\s?){1,2}|(?:Anlage \d+[a-z]?)? ?(?:\(zu .{1,30}\))?"
    r"|Satzung|\w*[Vv]erordnung|Technische Richtlinie(?: \(TR\))?"
)
_EDITION = re.compile(r"^(?:Stand|Ausgabe|Version|Fassung)\b.{0,40}$|^mit Änderungen \d{4}$")
# A law's abbreviation stands between its title and its day.
_ABBREVIATION = re.compile(r"[A-ZÄÖÜ]\S*[A-ZÄÖÜ]\S*(?: \d{4})?")


def heading_places(lines: Sequence[Line], first: int, *, sure: bool = False) -> list[int]:
    """Return the indexes of the heading that line `first` begins, [] where it does not look like one.

    :param first: where to look from; lines that cannot be a heading are passed over.
    :param sure: line `first` is known to be the heading.
    """
    near = range(first, min(first + 6, len(lines)))
    start = first if sure else next((n for n in near if _may_begin(lines[n].text)), None)
    if start is not None and not sure and (BODY_SENTENCE.match(lines[start].text) or _NEXT.match(lines[start].text)):
        return []
    if start is None or len(lines[start].text) > (_LONGEST_LAW if sure else WIDEST):
        return []
    if not sure and _PROSE_END.search(lines[start].text) and not _asks(lines, start):
        return []
    # "IV", "V-VII", "x": a heading has a real word.
    if not any(len(word) > 3 for word in words_of(lines[start].text)):
        return []
    found = [start, *carried_on(lines, start, (start,))]
    while _DESIGNATION.fullmatch(without_edition(join_lines([lines[n].text for n in found]))):
        below = _below_designation(lines, found[-1])
        if not below:
            break
        found += below
    return found


def _may_begin(text: str) -> bool:
    return not (not_title(text) or label_line(text) or no_heading(text))


def _asks(lines: Sequence[Line], place: int) -> bool:
    """Whether a short line that ends like a sentence is set off as a heading is: "Bescheid – und nun?"."""
    text = lines[place].text
    after = lines[place + 1] if place + 1 < len(lines) else None
    return place == 0 and text.endswith(("?", "!")) and len(text) < 80 and (after is None or len(after.text) > WIDEST)


def without_edition(text: str) -> str:
    """Return a designation without its edition ("FwDV 100 Ausgabe: März 1999")."""
    return re.sub(r"\s+(?:Ausgabe|Stand):?(?: [A-ZÄÖÜ]\w+)? \d{4}(?: mit .{0,20})?$", "", text)


def without_edition_inside(title: str) -> str:
    """Return a title without the edition between designation and name ("DV 800 Ausgabe 2017 Technik im Einsatz")."""
    return re.sub(r"(?<=\d) (?:Ausgabe|Stand):? (?:[A-ZÄÖÜ]\w+ )?\d{4}(?= \w)", "", title)


def _below_designation(lines: Sequence[Line], last: int) -> list[int]:
    """Return the lines of the title that follows a bare designation, editions between them passed over."""
    passed: list[int] = []
    for place in range(last + 1, min(last + 5, len(lines))):
        text = lines[place].text
        if lines[place].page != lines[last].page or BODY_HEADING.match(text) or _NEXT.match(text):
            if not _EDITION.match(text):
                return []
            continue
        if _EDITION.match(text):
            continue
        if _DESIGNATION.fullmatch(text):
            passed.append(place)
            continue
        if not_title(text) or len(text) > WIDEST * 2 or _PROSE_END.search(text) or POINT.match(text):
            return []
        return [*passed, place, *carried_on(lines, place, (place,))]
    return []


def carried_on(lines: Sequence[Line], last: int, run: Sequence[int]) -> list[int]:
    """Return the indexes of the lines in which a heading that stands on `run` up to `last` goes on."""
    more: list[int] = []
    for place in range(last + 1, min(last + 5, len(lines))):
        text = lines[place].text
        if (
            not_title(text)
            or TABLE.match(text)
            or _NEXT.match(text)
            or BODY_HEADING.match(text)
            or _EDITION.match(text)
        ):
            break
        if (
            begins_with_label(text)
            or text.count("\t") > 1
            or no_heading(text)
            or re.match(r"^(?:Der|Die|Das|Wir|Ich)\b.*[.:]$", text)
            or re.match(r"^\d{1,2}(?:\.\d+)* [A-ZÄÖÜ]", text)
            or (_ABBREVIATION.fullmatch(text) and _is_date_next(lines, place))
            or (new_paragraph(lines, [*run, *more], place) and not _short_name(text))
            or POINT.match(text)
            or len(text) > WIDEST
        ):
            break
        more.append(place)
    # Four lines and no end in sight is a paragraph, of which only the first line was the heading.
    if len(more) < 4 and not any(_PROSE_END.search(lines[n].text) for n in more):
        return more
    return more[:1] if _OPEN_END.search(lines[last].text) else []


def _short_name(text: str) -> bool:
    """Whether a line is the short name in brackets with which a statute's title ends."""
    return re.match(r"^[(\[][A-ZÄÖÜ][\w –-]{2,60}[)\]]", text) is not None


def _is_date_next(lines: Sequence[Line], place: int) -> bool:
    return place + 1 < len(lines) and bool(find_dates(lines[place + 1].text))


def unfinished(line: str) -> bool:
    """Return whether a title line ends with a word that something must follow."""
    return _OPEN_END.search(line) is not None


def new_paragraph(lines: Sequence[Line], run: Sequence[int], place: int) -> bool:
    """Whether line `place` begins something new after the title lines `run`."""
    last = lines[run[-1]]
    if lines[place].page != last.page:
        return True
    if not lines[place].gap:
        return False
    # A space after the title; but a title that is plainly unfinished goes on over it.
    return not (last.text.endswith(("-", ",", "/", ":", "–")) or lines[place].text[:1].islower())
