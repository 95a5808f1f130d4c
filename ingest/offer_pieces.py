"""Lines that part several values by commas: „Sonntags 9 Uhr, Hallenbad, 3 € Eintritt“."""

from __future__ import annotations

import re

from ingest.offer_bodies import has_verb
from ingest.offer_drafts import Draft, Value, part
from ingest.offer_looks import begins_with_street, tells
from ingest.offer_values import costs, times
from kb.offer_words import audiences

# In words: what is longer is running text.
LISTED = 25
REGISTER = re.compile(r"\banmeld|\banzumelden", re.IGNORECASE)


def listed(draft: Draft, line: Value) -> bool:
    """Take the fields of a line that parts them by commas („Sonntags 9 Uhr, Hallenbad, 3 € Eintritt“), if it is one."""
    found = pieces(line)
    told = [_told(piece.text) for piece in found]
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


def pieces(line: Value) -> list[Value]:
    """Return what commas, bars and dots part; days with hours, and a house with its street, stay together."""
    if re.search(r"[a-zäöüß)]{2}[.!?]\s+[A-ZÄÖÜ]\w+\s[a-zäöü]", line.text):  # sentences
        return []
    found: list[Value] = []
    text = line.text
    for one in times(text):  # the commas between a day and its hours part nothing
        text = text[: one.start] + text[one.start : one.end].replace(",", " ") + text[one.end :]
    for match in re.finditer(r"[^|·•]+" if re.search(r"\s[|·•]\s", text) else r"[^,|·•]+", text):
        text = line.text[match.start() : match.end()].strip()
        start = line.text.index(text, match.start()) if text else match.start()
        if text and found and _goes_on(found[-1].text, text):
            begin = line.text.index(found[-1].text)
            found[-1] = part(line, begin, start + len(text))
        elif text:
            found.append(part(line, start, start + len(text)))
    return found


def _goes_on(before: str, text: str) -> bool:
    """Tell a piece that goes on with the one before it: days with hours, a house or an office with its street."""
    told = _told(before)
    if told == "organiser" and begins_with_street(text):
        return True
    return told in {"time", "place", "cost"} and _told(text) == told


def _told(text: str) -> str | None:
    if REGISTER.search(text):
        return "registration"
    if costs(text) and len(text.split()) <= 6:
        return "cost"
    if re.match(r"für\s", text, re.IGNORECASE) and audiences(text):
        return "audience"
    return tells(text)
