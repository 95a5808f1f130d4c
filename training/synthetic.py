"""Questions in other languages made from German ones, word by word, and the words themselves as pairs.

Only 461 of the questions come in other languages, and only in four. With a lexicon from the parallel
sentences and `glossary.tsv` (words of the field, written for this project), all German questions and
titles can ask in ten.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np

from training.data import Pairs, Sources
from training.lexicon import Lexicon, lexicon, translated

GLOSSARY = Path(__file__).resolve().parent / "glossary.tsv"
# Language -> share of its made questions; those without real questions lean on them more.
LANGUAGES = {"en": 4, "fr": 4, "ar": 5, "uk": 4, "ru": 5, "tr": 5, "pl": 4, "fa": 4, "ro": 3, "bg": 2}
# Titles and headings taken per language, out of 91,000.
TITLES = 6_000
# Characters of their texts: the beginning says most, and ten languages tokenise them anew.
BEGINNING = 1_000
# Lexicon entries count once met; the glossary's must be met as often as the lexicon asks for.
REPEATED = 3


def pairs(sources: Sources, normalise: Callable[[str], str], seed: int) -> list[Pairs]:
    """Return the sets "made xx" (made question or title, German text), "words xx" and "glossary xx"."""
    asked = _askable(sources)
    folded = [(normalise(left), right, group) for left, right, group in asked]
    sets = []
    for number, (language, share) in enumerate(LANGUAGES.items()):
        rng = np.random.default_rng([seed, number])
        terms = glossary(language)
        known = lexicon([*_sentences(sources, language), *terms * REPEATED], normalise)
        sets.append(_made(language, folded, known, share, rng))
        sets.append(_words(f"words {language}", [(w, o) for w, (others, _) in known.items() for o in others]))
        if terms:
            sets.append(_words(f"glossary {language}", terms))
    return sets


def glossary(language: str) -> list[tuple[str, str]]:
    """Return (German, other) terms of the field; none where the glossary has no such language."""
    with GLOSSARY.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return [(row["de"], row[language]) for row in rows if row.get(language)]


def _made(
    language: str, asked: list[tuple[str, str, str]], known: Lexicon, share: float, rng: np.random.Generator
) -> Pairs:
    numbers: dict[str, int] = {}
    left, right, groups = [], [], []
    for text, answer, group in asked:
        made = translated(text, known, rng)
        if made:
            left.append(made)
            right.append(answer)
            groups.append(numbers.setdefault(group, len(numbers)))
    return Pairs(f"made {language}", tuple(left), tuple(right), tuple(groups), share)


def _words(name: str, rows: list[tuple[str, str]]) -> Pairs:
    """Return the rows as pairs; the same German word is no negative of itself."""
    numbers: dict[str, int] = {}
    groups = tuple(numbers.setdefault(row[0], len(numbers)) for row in rows)
    return Pairs(name, tuple(row[0] for row in rows), tuple(row[1] for row in rows), groups, 2)


def _askable(sources: Sources) -> list[tuple[str, str, str]]:
    """Return (question or title, text, group), all German: the questions four times, titles by lot."""
    questions = []
    for row in sources.questions:
        context = row["context"]["de"]
        lines = context.split("\n")
        answer = " ".join([lines[0], *(lines[n] for n in row["answers"] if n < len(lines))])
        questions += [(row["question"]["de"], context, context)] * 2
        questions += [(row["question"]["de"], answer, context)] * 2
        questions += [(context, context, context)]
    titles = [(row["title"], row["text"][:BEGINNING], row["title"]) for row in (*sources.pages, *sources.papers)]
    titles += [(row["heading"], row["text"][:BEGINNING], row["title"]) for row in sources.laws]
    rng = np.random.default_rng(0)
    return questions + [titles[n] for n in rng.permutation(len(titles))[:TITLES]]


def _sentences(sources: Sources, language: str) -> list[tuple[str, str]]:
    rows = [*sources.parallel, *sources.lines, *(row["question"] for row in (*sources.questions, *sources.written))]
    return list(dict.fromkeys((row["de"], row[language]) for row in rows if row.get(language)))
