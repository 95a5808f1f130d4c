"""Scores the sentences found by how well they answer a question: fitted models over their features."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from assistant import people
from assistant.asked_paper import ANOTHERS, belonging
from assistant.facts import EXACT
from assistant.features import FEATURES, Evidence, Rarity, features
from assistant.legible import formal, legible
from assistant.match import Matcher
from assistant.outlook import OUTLOOK, outlook, usable
from assistant.question import Question, read_question
from assistant.units import DIGIT, Unit, units_of
from assistant.views import Mentions
from kb.embed import Embedder
from kb.model import Hit
from kb.synonyms import Group

# Of a question without a single sentence that could answer it.
HOPELESS = -99.0


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with its score: the higher of two is the more likely to answer.

    `fact` is the share of the kinds of fact asked for that it holds (0 where none is asked for).
    `listing`: it only names papers or pages. `own` is the share of the question's words that it says itself, `about`
    how well it or the heading above it names what a development is told of (1 where none is asked for).
    `named`: the number of a paper that is asked for stands in it. `defines`: how well it begins with the thing asked about and
    goes on to say something of it.
    """

    unit: Unit
    score: float
    fact: float = 0.0
    listing: bool = False
    own: float = 0.0
    about: float = 1.0
    named: bool = False
    defines: float = 0.0

    @property
    def eligible(self) -> bool:
        """Whether it can be (part of) an answer.

        A heading is one only where it holds a figure, a name or the number of a paper asked for, a form of letters only
        with a fact asked for.
        """
        if self.unit.kind != "heading":
            return legible(self.unit.text, scan=self.unit.scan) and (self.fact > 0 or not formal(self.unit.text))
        return self.named or (self.fact > 0 and bool(DIGIT.search(self.unit.text) or people.names(self.unit.text)))


@dataclass(frozen=True, slots=True)
class Found:
    """The sentences found, scored, in their order; `hope`: the log-odds that the papers answer at all."""

    scored: tuple[Scored, ...] = ()
    hope: float = HOPELESS


def score(
    question: Question,
    hits: Sequence[Hit],
    rarity: Rarity,
    lexicon: Embedder,
    synonyms: tuple[Group, ...] | None = None,
    mentions: Mentions | None = None,
) -> Found:
    """Return the sentences of the hits with their scores, in the order given."""
    units = units_of(hits)
    if not units:
        return Found()
    evidence = features(question, hits, units, rarity, lexicon, synonyms, mentions)
    sentence, question_weights = weights()
    scored = rated(units, evidence, sentence)
    if "development" in question.wants:
        scored = _about(scored, hits, Matcher(question.text, question.language, rarity, lexicon, synonyms))
    change = belonging(question, hits, units)
    eligible = np.array([entry.eligible for entry in scored], dtype=bool) & (change > ANOTHERS)
    scores = np.array([entry.score for entry in scored])
    wanted = usable(question, evidence, eligible)
    seen = outlook(evidence, scores, eligible, wanted)
    if question.wants & EXACT:
        # What may not answer holds no fact that is asked for.
        scored = [entry if told else replace(entry, fact=0.0) for entry, told in zip(scored, wanted, strict=True)]
    # In which order sentences are taken says nothing of whether the papers answer at all.
    scored = [
        replace(entry, score=entry.score + float(more)) if more else entry
        for entry, more in zip(scored, change, strict=True)
    ]
    return Found(tuple(scored), HOPELESS if seen is None else float(question_weights @ np.append(seen, 1.0)))


def rated(units: Sequence[Unit], evidence: Evidence, weights: NDArray[np.float64]) -> list[Scored]:
    """Return the units with the scores that the weights give their rows of `FEATURES`."""
    fact, listing, own, subject = (FEATURES.index(name) for name in ("fact", "listing", "own", "subject"))
    named = evidence.named or (False,) * len(units)
    return [
        Scored(
            unit,
            float(value),
            float(row[fact]),
            bool(row[listing]),
            float(row[own]),
            named=said,
            defines=float(row[subject]),
        )
        for unit, value, row, said in zip(units, evidence.rows @ weights, evidence.rows, named, strict=True)
    ]


def _about(scored: Sequence[Scored], hits: Sequence[Hit], matcher: Matcher) -> list[Scored]:
    """Return the units with how well they, or the lead and heading above them, name what the question is about.

    That is its most telling word, of those that do not only ask for a development ("Geschichte", "entwickelt").
    """
    told = [
        at
        for at, need in enumerate(matcher.needs)
        if "development" not in read_question(need.word, "de").wants and need.fact is None
    ]
    if not told:
        return list(scored)
    top = max(told, key=lambda at: (matcher.needs[at].sort in ("name", "number"), matcher.needs[at].weight))
    known: dict[str, float] = {}

    def support(text: str) -> float:
        if text not in known:
            known[text] = float(matcher.support(text)[top])
        return known[text]

    return [
        replace(
            entry,
            about=max(
                support(text) for text in (entry.unit.text, entry.unit.lead, *hits[entry.unit.hit].passage.section[-1:])
            ),
        )
        for entry in scored
    ]


@cache
def weights() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Load the fitted weights of a sentence and of a question (`weights.toml`, made by `python -m evaluation.fit`)."""
    table = tomllib.loads((files("assistant") / "weights.toml").read_text(encoding="utf-8"))
    return (
        np.array([table["sentence"][name] for name in FEATURES], dtype=np.float64),
        np.array([table["question"][name] for name in (*OUTLOOK, "one")], dtype=np.float64),
    )
