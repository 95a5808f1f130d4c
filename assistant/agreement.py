"""Do papers of different years say the same? Told from the values that their sentences hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from assistant.facts import kind_of, places
from assistant.people import family, names
from assistant.wordforms import content_words
from kb.model import AnswerSentence, Citation

# Kinds of fact of which one value rules out another.
NUMBERS = ("number", "amount", "share")
# Two sentences speak of the same if they share this part of the shorter one's words.
SAME = 0.5
MARK = 3
_VALUE = re.compile(r"\d[\d.,]*")


class Version(NamedTuple):
    """What one paper says: the value asked for, the paper's title and date."""

    day: date
    title: str
    value: str


def versions(
    wants: frozenset[str], sentences: Sequence[AnswerSentence], citations: Sequence[Citation]
) -> tuple[Version, ...]:
    """Return what papers of different years say differently, oldest first; nothing where they agree.

    Compared are the people named where a head is asked for, and figures where a number is; sentences about other
    things (few words in common) are not. Of one day's papers with one value the first is named.
    """
    by_number = {citation.n: citation for citation in citations}
    dated = [
        (cited.date, cited.document.title, sentence.text)
        for sentence in sentences
        if sentence.citations and (cited := by_number[sentence.citations[0]]).date and sentence.part != "contact"
    ]
    found: dict[tuple[date, str], Version] = {}
    for at, (day, title, text) in enumerate(dated):
        for other_day, other_title, other in dated[at + 1 :]:
            ours, theirs = values(wants, text), values(wants, other)
            if day.year != other_day.year and ours and theirs and not ours & theirs and _alike(text, other):
                for when, where, what in ((day, title, ours), (other_day, other_title, theirs)):
                    value = ", ".join(sorted(what))
                    found.setdefault((when, value), Version(when, where, value))
    return tuple(sorted(found.values()))


def values(wants: frozenset[str], text: str) -> frozenset[str]:
    """Return the values of the kinds asked for that a sentence holds: family names, or figures."""
    if "leader" in wants:
        return frozenset(family(name) for name in names(text))
    spots = {at for kind in NUMBERS if kind in wants for at in places(kind, text)}
    # A number begins where it is found; the mark of an amount or share (Euro, %) stands right behind it.
    found = (match for match in _VALUE.finditer(text) if any(match.start() <= at < match.end() + MARK for at in spots))
    return frozenset(match.group().strip(".,") for match in found)


def _alike(text: str, other: str) -> bool:
    ours, theirs = (
        {
            word.casefold()
            for word in content_words(each)
            if not word[0].isdigit() and not kind_of(word) and not any(word in name for name in names(each))
        }
        for each in (text, other)
    )
    if not ours or not theirs:
        return ours == theirs
    return len(ours & theirs) >= SAME * min(len(ours), len(theirs))
