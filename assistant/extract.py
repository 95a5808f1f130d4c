"""Scores the sentences found by how well they answer a question: fitted models over their features."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from assistant import people
from assistant.features import FEATURES, Evidence, Mentions, Rarity, features
from assistant.outlook import OUTLOOK, outlook, usable
from assistant.question import Question
from assistant.units import DIGIT, Unit, units_of
from kb.embed import Embedder
from kb.model import Hit
from kb.synonyms import Group

# Of a question without a single sentence that could answer it.
HOPELESS = -99.0


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with its score: the higher of two is the more likely to answer.

    `fact` is the share of the kinds of fact asked for that it holds (0 where none is asked for).
    `listing`: it only names papers or pages.
    """

    unit: Unit
    score: float
    fact: float = 0.0
    listing: bool = False

    @property
    def eligible(self) -> bool:
        """Whether it can be (part of) an answer: a heading is one only where it holds a figure or name asked for."""
        if self.unit.kind != "heading":
            return True
        return self.fact > 0 and bool(DIGIT.search(self.unit.text) or people.names(self.unit.text))


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
    sentence, question_weights = _weights()
    scored = rated(units, evidence, sentence)
    eligible = np.array([entry.eligible for entry in scored], dtype=bool)
    scores = np.array([entry.score for entry in scored])
    seen = outlook(evidence, scores, eligible, usable(question, evidence, eligible))
    return Found(tuple(scored), HOPELESS if seen is None else float(question_weights @ np.append(seen, 1.0)))


def rated(units: Sequence[Unit], evidence: Evidence, weights: NDArray[np.float64]) -> list[Scored]:
    """Return the units with the scores that the weights give their rows of `FEATURES`."""
    fact, listing = (FEATURES.index(name) for name in ("fact", "listing"))
    return [
        Scored(unit, float(value), float(row[fact]), bool(row[listing]))
        for unit, value, row in zip(units, evidence.rows @ weights, evidence.rows, strict=True)
    ]


@cache
def _weights() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Load the fitted weights of a sentence and of a question (`weights.toml`, made by `python -m evaluation.fit`)."""
    table = tomllib.loads((files("assistant") / "weights.toml").read_text(encoding="utf-8"))
    return (
        np.array([table["sentence"][name] for name in FEATURES], dtype=np.float64),
        np.array([table["question"][name] for name in (*OUTLOOK, "one")], dtype=np.float64),
    )
