"""Questions about somebody by name ("Was macht Frau Hecker?"): what is said of others answers none of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.extract import Scored
from kb.model import Hit

# What stands this many sentences from the name is still told of whoever bears it.
BESIDE = 2
_TITLE = r"(?:Dr|Prof|Dipl|Mag)\.?"
_NAME = r"[A-ZÄÖÜÇŞİ][\wäöüßéèáçğışøćčšž-]+"
_CALLED = re.compile(rf"\b(?:Frau|Herrn?|Hr\.|Fr\.|Mrs?\.?|Ms\.?)\s+(?:{_TITLE}\s+)*(?P<name>{_NAME}(?:\s{_NAME})?)")
_ONLY = re.compile(
    r"(?i)^\W*(?:(?:und\s+)?(?:wer\s+ist|wer\s+war|was\s+macht|was\s+tut|womit\s+befasst\s+sich|wofür\s+ist|wo\s+arbeitet|"
    r"welche\s+(?:aufgaben?|funktion|rolle)\s+hat|who\s+is|what\s+does)\s+)?(?:denn\s+|eigentlich\s+)?#"
    r"(?:\s+(?:zuständig|verantwortlich|da|do|denn|eigentlich|im\s+\w+|in\s+der\s+\w+))*\W*$"
)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a question names, by the family name; `alone`: it asks nothing but who that is or does."""

    name: str
    alone: bool


def person_asked(question: str) -> Person | None:
    """Return whom a question names after "Frau" or "Herr", if it does."""
    found = _CALLED.search(question)
    if not found:
        return None
    return Person(found["name"].split()[-1], bool(_ONLY.search(_CALLED.sub("#", question))))


def told_of(person: Person, ranked: Sequence[Scored], hits: Sequence[Hit]) -> list[Scored]:
    """Return the sentences that name somebody, or where none does, those right beside one that does."""
    name = re.compile(rf"\b{re.escape(person.name)}s?\b")
    if own := [entry for entry in ranked if name.search(entry.unit.text)]:
        return own

    def near(entry: Scored) -> bool:
        passage, at = hits[entry.unit.hit].passage, entry.unit.at
        around = range(max(0, at - BESIDE), min(at + BESIDE + 1, len(passage.sentences)))
        return any(name.search(passage.said(number)) for number in around)

    return [entry for entry in ranked if near(entry)]
