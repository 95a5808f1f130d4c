"""Lines of a paper that answer nothing, whatever they are scored: what a scan was misread as, and the forms of a letter."""

from __future__ import annotations

import re

from assistant.facts import holds

# A line of a scan has at least so many words, and this share of its characters are letters.
WORDS, LETTERS = 3, 0.6
_WORD = re.compile(r"[^\W\d_]{3,}")
_LABEL = re.compile(r"^\W*[^\W\d_][^.:!?\t]{1,30}(?::\s|\t)")
_PLACE_AND_DATE = re.compile(
    r"^\W*[A-ZÄÖÜ][\w./ -]{2,40},\s*(?:den|im)?\s*\d{1,2}\.\s?(?:\d{1,2}\.|[A-ZÄ]\w+)\s?\d{2,4}\W*$"
)
_LETTER = re.compile(
    r"(?i)^\W*(?:sehr geehrte|liebe (?:kolleg|mitglied|damen)|mit (?:freundlich|best|herzlich)\w*\s(?:\w+\s)?gr(?:ü|ue)(?:ß|ss)|hochachtungsvoll|gez\.|i\. ?[av]\. )"
    r"|\b(?:ich|wir)\b.*\b(?:lade|laden|darf|dürfen|möchte|möchten)\b.*\b(?:ein|einladen|einzuladen)\W*$"
    r"|^\W*(?:hiermit|hierzu|zu\w*)\b.*\b(?:lade|laden)\b\s(?:ich|wir)\b.*\bein\W*$"
)
# "Stadt Musterstadt · Der Bürgermeister · Amt für Soziales": who sends a paper, no sentence.
_SENDER = re.compile(
    r"^[^.!?\t]*\b(?:Der|Die)\s(?:Landr[aä]t|(?:Ober)?[Bb]ürgermeister|Oberstadtdirektor|Stadtdirektor|Gemeindedirektor|Gemeindevorstand|"
    r"Magistrat|Kreisausschuss|Regierungspräsident)(?:in)?\s*(?:[·•|–]|$)"
)


def labelled(text: str) -> bool:
    """Return whether a line is a label and what it says: "Ort: Rathaus", or the cells of a row."""
    return bool(_LABEL.search(text))


def legible(text: str, *, scan: bool) -> bool:
    """Return whether a line is made of words; a contact or a value behind its label needs few."""
    words = _WORD.findall(text)
    if labelled(text) or any(holds(kind, text) for kind in ("phone", "mail", "address")):
        return True
    if not scan or not words:
        return bool(words)
    letters = sum(char.isalpha() for char in text)
    return len(words) >= WORDS and letters >= LETTERS * len("".join(text.split()))


def formal(text: str) -> bool:
    """Return whether a line is of the form of a letter: place and date, greeting, invitation, signature, head."""
    return bool(_PLACE_AND_DATE.search(text) or _LETTER.search(text) or _SENDER.search(text))
