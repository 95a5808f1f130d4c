"""The contact with which an answer about responsibility ends, where a source prints one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from assistant import facts
from assistant.features import BLOCK
from assistant.match import Matcher
from assistant.people import family, names
from assistant.question import Question
from kb.embed import Embedder
from kb.model import Hit

# What a line of a contact holds; the first two make it one.
REACHED = ("phone", "mail")
LINES = (*REACHED, "address")
MOST = 4
# How well title, section or passage must know each name in the question.
KNOWN, MEANT = 0.7, 0.5


def reachable(texts: Sequence[str]) -> bool:
    """Return whether one of the texts holds a phone number or a mail address."""
    return any(facts.holds(kind, text) for text in texts for kind in REACHED)


def query_text(asked: Question, people: Sequence[str]) -> str:
    """Return the words to search for a contact: the people named in an answer, and what was asked."""
    return " ".join((*people, asked.text, *facts.printed(REACHED)))


def contact(
    asked: Question, people: Sequence[str], hits: Sequence[Hit], rarity: Callable[[str], float], lexicon: Embedder
) -> tuple[int, tuple[int, ...]] | None:
    """Return the number of a hit and its sentences that make up a contact; None where no hit has a fitting one.

    It fits where it stands with one of the `people`, or with all names of the question and with nobody else.
    Of several the newest paper's is taken.
    """
    matcher = Matcher(asked.text, asked.language, rarity, lexicon)
    own = np.array([need.fact is None for need in matcher.needs], dtype=bool)
    named = own & np.array([need.name for need in matcher.needs], dtype=bool)
    found: list[tuple[int, int, int, tuple[int, ...]]] = []
    for number, hit in enumerate(hits):
        passage = hit.passage
        texts = [passage.said(at) for at in range(len(passage.sentences))]
        lines = [at for at, text in enumerate(texts) if any(facts.holds(kind, text) for kind in LINES)]
        if not reachable([texts[at] for at in lines]):
            continue
        first = next(at for at in lines if reachable([texts[at]]))
        block = tuple(sorted(sorted(lines, key=lambda at: abs(at - first))[:MOST]))
        block = tuple(at for at in block if abs(at - first) <= MOST)
        around = " ".join(texts[max(0, block[0] - BLOCK) : block[-1] + BLOCK + 1])
        person = any(re.search(rf"\b{re.escape(family(name))}\b", around) for name in people)
        place = " · ".join((hit.document.title, *passage.section, around))
        held = matcher.support(place)
        # Foreign nouns are not told by their capitals: there all words count together.
        known = bool(
            float(held[named].min()) >= KNOWN
            if asked.language == "de" and named.any()
            else own.any() and float(held[own].mean()) >= MEANT
        )
        # Where the person named has no contact of their own, one that is nobody's in particular stands in.
        if person or (known and (not people or not names(around))):
            day = hit.document.date.toordinal() if hit.document.date else 0
            found.append((-int(person), -day, number, block))
    if not found:
        return None
    _, _, number, block = min(found)
    return number, block
