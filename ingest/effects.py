"""The financial effect that a council paper declares: boxes ticked, or plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.printed import Line

_HEADING = re.compile(r"^\W*(?:Hat die Vorlage )?[Ff]inanzielle Auswirkung(?:en)?\b(?P<rest>.*)$")
_NONE = re.compile(
    r"^\W*(?:[Kk]eine finanziellen Auswirkungen|[Ff]inanzielle Auswirkung(?:en)?[\s:]+(?:nein"
    r"|keine)\b)(?!.*\bja\b)"
)
_ANSWER = re.compile(r"(?P<box>[☐☒☑✓✗□■]|\[\s*[xX]?\s*\])|\b(?P<word>[Jj]a|JA|[Nn]ein|NEIN)\b")
_TICKED = re.compile(r"[☒☑✓✗■]|\[\s*[xX]\s*\]")
_PLAIN = re.compile(r"^\W*(?P<word>[Jj]a|[Nn]ein|[Kk]eine)\W*$")
# The boxes stand on the heading's line or on the next two.
_BELOW = 2


class Effect(NamedTuple):
    """Whether the paper costs or brings money, and the lines (indexes) that say so."""

    value: bool
    places: tuple[int, ...]


def financial_effect(lines: Sequence[Line]) -> Effect | None:
    """Return the declared financial effect; None where it is not said or no box is told from the other.

    "☐ ja ☒ nein" and "Ja ☐ Nein ☒" are told apart by what comes first, a box or a word.
    """
    for place, line in enumerate(lines):
        if _NONE.match(line.text.replace("\t", " ")):
            return Effect(value=False, places=(place,))
        heading = _HEADING.match(line.text)
        if heading is None:
            continue
        text, places = heading["rest"].replace("\t", " "), [place]
        for below in range(place + 1, min(place + 1 + _BELOW, len(lines))):
            ticked = _ticked(text)
            if ticked is not None:
                return Effect(ticked, tuple(places))
            text = f"{text} {lines[below].text}".replace("\t", " ")
            places.append(below)
        plain = _PLAIN.match(heading["rest"])
        if plain:
            return Effect(plain["word"].lower() == "ja", (place,))
        ticked = _ticked(text)
        if ticked is not None:
            return Effect(ticked, tuple(places))
    return None


def _ticked(text: str) -> bool | None:
    marks = list(_ANSWER.finditer(text))[:4]
    if len(marks) < 4 or sum(bool(mark["box"]) for mark in marks) != 2:
        return None
    first_is_box = bool(marks[0]["box"])
    pairs = ((marks[0], marks[1]), (marks[2], marks[3]))
    answers = []
    for left, right in pairs:
        box, word = (left, right) if first_is_box else (right, left)
        if not (box["box"] and word["word"]):
            return None
        if _TICKED.fullmatch(box[0]):
            answers.append(word["word"].lower() == "ja")
    return answers[0] if len(answers) == 1 else None
