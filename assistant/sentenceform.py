"""What a sentence is by its form: an item, a row, a listing of papers, unfinished, new beside its heading."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from assistant.question import Question
from assistant.units import ENDS, Unit
from assistant.views import View
from assistant.wordforms import content_words

# A sentence of more words than this, of which at most this share is in no paper's title or sender, names a paper.
TITLE, NEW = 2, 0.15
_APPARATUS = re.compile(
    r"(?i)\b(?:(?:nacherzählt|zusammengestellt|entnommen)\W.*|quellen(?:verzeichnis|angaben?)?|literatur\w*|inhalt(?:sverzeichnis)?|impressum|abbildungsverzeichnis)$"
)
# Lines that name other papers, or what stands on which page, answer nothing themselves.
_LISTING = re.compile(
    r"^\W*(?:Quellen?|Literatur|Siehe|Vgl\.|Fundstelle|Grundlagen? dieses|Stand:)\b|https?://\S+\W*$|\.{4,}|→[^:]*:\s*\d+\W*$"
)


def form_columns(question: Question, units: Sequence[Unit], view: View) -> Mapping[str, object]:
    """Return the features of each sentence's form."""
    asked = _folded(question.text)
    papers = frozenset().union(*(_folded(paper) for paper in view.papers))
    told = [asked | _folded(heading) for heading in view.headings]
    return {
        "foreign": [float(question.language != "de")] * len(units),
        "item": [unit.kind == "item" for unit in units],
        "row": [unit.kind == "row" for unit in units],
        "length": [math.log1p(len(unit.text)) / 5 for unit in units],
        "unfinished": [not ENDS.search(unit.text.strip()) for unit in units],
        "asks": [unit.text.rstrip().endswith("?") for unit in units],
        "listing": [_lists(unit, view.headings[unit.hit], papers) for unit in units],
        "novelty": [
            min(sum(word.casefold() not in told[unit.hit] for word in content_words(unit.text)) / 5, 1)
            for unit in units
        ],
    }


def _lists(unit: Unit, heading: str, papers: frozenset[str]) -> bool:
    """Return whether a sentence only names papers, or stands in a list of sources or contents."""
    if _LISTING.search(unit.text) or _APPARATUS.search(heading) or _APPARATUS.search(unit.lead.rstrip(": ")):
        return True
    words = _folded(unit.text)
    return len(words) > TITLE and len(words - papers) <= NEW * len(words)


def _folded(text: str) -> set[str]:
    return {word.casefold() for word in content_words(text)}
