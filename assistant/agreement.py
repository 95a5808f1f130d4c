"""Do papers of different years say the same? Told from the values that their sentences hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.facts import places
from assistant.match import content_words
from assistant.people import names
from kb.model import AnswerSentence, Citation

# Kinds of fact of which one value rules out another.
NUMBERS = ("number", "amount", "share")
# Two sentences speak of the same if they share this part of the shorter one's words.
SAME = 0.5
_VALUE = re.compile(r"\d[\d.,]*")


def differing(
    wants: frozenset[str], sentences: Sequence[AnswerSentence], citations: Sequence[Citation]
) -> tuple[date, ...]:
    """Return the dates of the papers, oldest first, where papers of different years give different values.

    Compared are the people named where a head is asked for, and figures where a number is; sentences about other
    things (few words in common) are not.
    """
    by_number = {citation.n: citation for citation in citations}
    dated = [
        (day, sentence.text)
        for sentence in sentences
        if sentence.citations and (day := by_number[sentence.citations[0]].date) and sentence.part != "contact"
    ]
    for at, (day, text) in enumerate(dated):
        for other_day, other in dated[at + 1 :]:
            ours, theirs = values(wants, text), values(wants, other)
            if day.year != other_day.year and ours and theirs and not ours & theirs and _alike(wants, text, other):
                return tuple(sorted((day, other_day)))
    return ()


def values(wants: frozenset[str], text: str) -> frozenset[str]:
    """Return the values of the kinds asked for that a sentence holds: family names, or figures."""
    if "leader" in wants:
        return frozenset(name.split(",")[0].split()[-1] for name in names(text))
    spots = {at for kind in NUMBERS if kind in wants for at in places(kind, text)}
    found = (match for match in _VALUE.finditer(text) if any(match.start() <= at < match.end() for at in spots))
    return frozenset(match.group().strip(".,") for match in found)


def _alike(wants: frozenset[str], text: str, other: str) -> bool:
    if "leader" in wants:
        return True
    ours, theirs = (
        {word.casefold() for word in content_words(each) if not word[0].isdigit()} for each in (text, other)
    )
    return len(ours & theirs) >= SAME * max(min(len(ours), len(theirs)), 1)
