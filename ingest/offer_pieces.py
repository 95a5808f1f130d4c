"""Lines that part several values by commas: „Sonntags 9 Uhr, Hallenbad, 3 € Eintritt“."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.offer_bodies import has_verb, is_person
from ingest.offer_drafts import Draft, Value, part
from ingest.offer_legends import abbreviated
from ingest.offer_looks import REGISTER, begins_with_street, tells
from ingest.offer_values import costs, is_room, reached, times
from kb.offer_words import audiences

# In words: what is longer is running text.
LISTED = 25
# What bars part, and what commas do; the comma of a price parts nothing („88,00 €“).
_BARRED = re.compile(r"[^|·•;]+")
_LISTED = re.compile(r"(?:[^,;|·•]|(?<=\d),(?=\d\d(?!\d)\s?(?:€|Euro|EUR)))+")
# Behind a house or a street: „Bürgerhaus, Lindenstraße 12, Altstadt“.
_TOWN = re.compile(
    r"(?:(?:Bad|Alt|Neu|St\.)\s)?[A-ZÄÖÜ][a-zäöüß]{2,}(?:-[A-ZÄÖÜ][a-zäöüß]+)*(?:\s(?:am|an der|im|bei)\s[A-ZÄÖÜ]\w+)?"
)
NONE: Mapping[str, Value] = {}


def listed(draft: Draft, line: Value) -> bool:
    """Take the fields of a line that parts them by commas („Sonntags 9 Uhr, Hallenbad, 3 € Eintritt“), if it is one."""
    found = pieces(line, draft.known)
    told = [_told(piece.text, draft.known) for piece in found]
    for number, piece in enumerate(found[:-1]):  # whom the telephone behind it belongs to
        if told[number] is None and is_person(piece.text) and reached(found[number + 1].text):
            told[number] = "contact"
    if (
        len(found) < 2
        or has_verb(line.text)
        or len(line.text.split()) > LISTED
        or 3 * sum(map(bool, told)) < 2 * len(told)
        or len({*told} - {None}) < 2
    ):
        return False
    for piece, field in zip(found, told, strict=True):
        if field:
            draft.put(field, piece)
            draft.put("unlabelled", piece)
    return True


def pieces(line: Value, known: Mapping[str, Value] = NONE) -> list[Value]:
    """Return what commas, bars and dots part; days with hours, and a house with its street, stay together.

    :param known: what the abbreviations of the paper mean; they stand for houses.
    """
    if re.search(r"[a-zäöüß)]{2}[.!?]\s+[A-ZÄÖÜ]\w+\s[a-zäöü]", line.text):  # sentences
        return []
    found: list[Value] = []
    text = line.text
    for one in times(text):  # the commas between a day and its hours part nothing
        text = text[: one.start] + text[one.start : one.end].replace(",", " ") + text[one.end :]
    barred = bool(re.search(r"\s[|·•]\s", text))
    for match in re.finditer(_BARRED if barred else _LISTED, text):
        text = line.text[match.start() : match.end()].strip()
        within = pieces(part(line, match.start(), match.end()), known) if barred and "," in text else []
        if (
            len({_told(one.text, known) for one in within} - {None}) == len(within) > 1
        ):  # „gebührenfrei, bitte anmelden“
            found += within
            continue
        start = line.text.index(text, match.start()) if text else match.start()
        if text and found and _goes_on(found[-1].text, text, known) and (not barred or _is_address(text)):
            begin = line.text.index(found[-1].text)
            found[-1] = part(line, begin, start + len(text))
        elif text:
            found.append(part(line, start, start + len(text)))
    return found


def _goes_on(before: str, text: str, known: Mapping[str, Value]) -> bool:
    """Tell a piece that goes on with the one before it: days with hours, a house or an office with its street."""
    told = _told(before, known)
    if told == "organiser" and _is_address(text):
        return True
    if told == "place" and _TOWN.fullmatch(text) and _told(text, known) is None:
        return True
    return told in {"time", "place", "cost"} and _told(text, known) == told


def _is_address(text: str) -> bool:
    """Tell a street or a room, which belongs to the house before it whatever stands between them."""
    return begins_with_street(text) or is_room(text)


def _told(text: str, known: Mapping[str, Value]) -> str | None:
    if REGISTER.search(text):
        return "registration"
    if costs(text) and len(text.split()) <= 6:
        return "cost"
    if abbreviated(text, known):
        return "place"
    if re.match(r"für\s", text, re.IGNORECASE) and audiences(text):
        return "audience"
    return tells(text)
