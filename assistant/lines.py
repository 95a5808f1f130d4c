"""Chooses the lines of one page that answer a question (the task of OMoS-QA), as an answer does."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from assistant.extract import Unit, score
from assistant.question import read_question
from kb.embed import load_embedder
from kb.german import analyse

# A page of a guide is all about one thing: its lines need less to stand out than sentences among
# passages of many papers, and more of them belong to an answer. Chosen on OMoS-QA train (de).
ENOUGH = -2.0
KEEP = 3.0


def select_lines(question: str, lines: Sequence[str], language: str = "de") -> list[int]:
    """Return the numbers (0-based) of the lines that answer the question; none where nothing does."""
    asked = read_question(question, language)
    scored = score(asked, units_of_lines(lines), rarity_among(lines), load_embedder("builtin"))
    best = max((entry.score for entry in scored), default=ENOUGH - 1)
    if best < ENOUGH:
        return []
    return [entry.unit.at for entry in scored if entry.score >= best - KEEP]


def units_of_lines(lines: Sequence[str]) -> list[Unit]:
    """Return the lines of a page as units: neighbours are near, the page is wide."""
    page = "\n".join(lines)
    return [
        Unit(line, "", " · ".join((*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2])), page, "text", 1.0, 0, at)
        for at, line in enumerate(lines)
    ]


def rarity_among(lines: Sequence[str]) -> Callable[[str], float]:
    """Return the scaled inverse frequency of a word among the lines (1 = in none)."""
    frequencies = Counter(stem for line in lines for stem in set(analyse(line).stems))
    total = len(lines)

    def rarity(word: str) -> float:
        seen = min((frequencies[stem] for stem in analyse(word).stems), default=0)
        return math.log((total + 1) / (min(seen, total) + 0.5)) / math.log((total + 1) / 0.5)

    return rarity
