"""Sentences about another paper or programme than the one a question names.

"Wer hat das Handlungskonzept beschlossen?" is not answered by who decided on the Rahmenkonzept, and the aims of a project are
none of the concept's.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.question import Question
from assistant.units import Unit
from assistant.wordforms import WORD, content_words, word
from kb.model import Hit

# What papers and programmes that have a name are: last parts of compounds, as `kb.german` gives them.
_SORTS = frozenset(
    ["konzept", "plan", "programm", "bericht", "satzung", "ordnung", "strategi", "leitbild", "vertrag", "gesetz"]
)
# Log-odds against a sentence that neither says nor stands below the name: as much as a sentence may be worse than the
# best and still be shown (`assistant.choose.KEEP`), so that it follows those that do.
ELSEWHERE = -3.5
ANOTHERS = -99.0


def belonging(question: Question, hits: Sequence[Hit], units: Sequence[Unit]) -> NDArray[np.float64]:
    """Return what is added to the score of each unit: nothing, `ELSEWHERE`, or `ANOTHERS` where it names another instead."""
    change = np.zeros(len(units))
    asked = _asked(question)
    if not asked:
        return change
    places = [" · ".join((hit.document.title, *hit.passage.section)) for hit in hits]
    texts = [f"{unit.lead}\n{unit.text}" for unit in units]
    named = np.array(
        [_says(text, asked) or _says(places[unit.hit], asked) for unit, text in zip(units, texts, strict=True)],
        dtype=bool,
    )
    another = np.array([_says_another(text, asked) and not _says(text, asked) for text in texts], dtype=bool)
    if named.any():
        near = named.copy()
        same = np.array([left.hit == right.hit for left, right in pairwise(units)], dtype=bool)
        near[1:] |= named[:-1] & same
        near[:-1] |= named[1:] & same
        change[~near] = ELSEWHERE
    change[another] = ANOTHERS
    return change


def _asked(question: Question) -> tuple[str, ...]:
    """Return the compounds of a German question that name a paper or a programme."""
    if question.language != "de":
        return ()
    return tuple(dict.fromkeys(found for found in WORD.findall(question.text) if _sort(found)))


@lru_cache(maxsize=20_000)
def _sort(found: str) -> str | None:
    parts = word(found).parts
    return parts[-1] if len(parts) > 1 and parts[-1] in _SORTS else None


def _says(text: str, asked: Sequence[str]) -> bool:
    return any(word(found).stems & word(name).stems for found in content_words(text) for name in asked)


def _says_another(text: str, asked: Sequence[str]) -> bool:
    """Return whether a text names one of the same sort."""
    sorts = {_sort(name) for name in asked}
    return any(
        _sort(found) in sorts and not any(word(found).stems & word(name).stems for name in asked)
        for found in content_words(text)
    )
