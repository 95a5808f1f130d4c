"""Fits the weights of `assistant.extract` on questions with known facts; prints them as TOML.

    python -m evaluation.fit INDEX:QUESTIONS.jsonl[:WEIGHT] ... > assistant/weights.toml

Rows of the part "held" are left out. `WEIGHT` (1 where none is given) is what each question of a set counts.

For each question the sentences of the passages found compete with each other and with silence
(softmax over all scores and a zero); right are those that hold a fact of the question and stand in a
right paper, for an unanswerable question silence is right. Gaussian prior around weights set by hand
(`BY_HAND`), L-BFGS, deterministic. The sets used and what they give each other are in
`docs/evaluation.md`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.answer import READ, query
from assistant.extract import FEATURES, features, rated, units_of
from assistant.question import read_question
from evaluation.answers import UNANSWERABLE
from evaluation.rows import read_rows
from kb.embed import load_embedder
from kb.store import KnowledgeBase

Vector = NDArray[np.float64]
# Strength of the prior; between .1, .3, .5 and 1 there was no difference worth the name when the weights of
# one question set were measured on the other.
PRIOR = 0.5
BY_HAND = {
    "one": -5.2, "own": 1.6, "near": 1.2, "wide": 2.0, "top": 0.4, "top_near": 1.2, "meaning": 0.6, "meaning_near": 0.6,
    "prior": 0.9, "fact": 0.9, "no_fact": -0.4, "novelty": 0.6, "length": 0.3, "unfinished": -0.3, "item": 0.1, "row": 0.4,
    "lacks": -1.5, "unmet": -1.0, "unmet_near": -0.5, "foreign": 0.0, "own_best": 0.3, "near_best": 0.3, "meaning_best": 0.3,
    "bound": 0.5, "fact_near": 0.5, "subject": 0.4, "listing": -2.0, "asks": -0.8, "nouns": 1.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """A question's sentences as rows of features, and which of them are right; `answerable` or not."""

    table: Vector
    right: Vector
    answerable: bool
    weight: float = 1.0


def examples(index: Path, questions: Path, weight: float = 1.0) -> list[Example]:
    """Return an example for each question; one whose facts were not found at all teaches nothing."""
    lexicon = load_embedder("builtin")
    found: list[Example] = []
    with KnowledgeBase.open(index, lexicon) as base:
        for row in read_rows(questions, ("intent", "question", "sources", "facts")):
            if row.get("part") == "held":
                continue
            asked = read_question(row["question"])
            hits = base.search(query(asked, base.audience), READ)
            units = units_of(hits)
            answerable = row["intent"] != UNANSWERABLE
            right = [
                answerable
                and hits[unit.hit].document.file in row["sources"]
                and any(re.search(fact, " ".join(unit.text.split())) for fact in row["facts"])
                for unit in units
            ]
            table = features(asked, units, base.rarity, lexicon)
            eligible = [entry.eligible for entry in rated(units, table)]
            table, right = table[eligible], [mark for mark, kept in zip(right, eligible, strict=True) if kept]
            if any(right) or not answerable:
                found.append(Example(table, np.array(right, dtype=np.float64), answerable, weight))
    return found


def fit(data: Sequence[Example], start: Vector, strength: float = PRIOR) -> Vector:
    """Return the weights that explain `data` best, held near `start`."""

    def loss(weights: Vector) -> tuple[float, Vector]:
        value = strength * float(np.sum((weights - start) ** 2))
        slope = 2 * strength * (weights - start)
        for example in data:
            scores = example.table @ weights
            peak = max(0.0, float(scores.max(initial=0.0)))
            powers = np.exp(scores - peak)
            total = float(np.exp(-peak) + powers.sum())
            slope = slope + example.weight * example.table.T @ (powers / total)
            if example.answerable:
                share = float(powers @ example.right)
                value -= example.weight * np.log(share / total)
                slope = slope - example.weight * example.table.T @ (powers * example.right / share)
            else:
                value -= example.weight * (-peak - np.log(total))
        return value, slope

    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def main(arguments: Sequence[str]) -> None:
    """Print the weights as TOML."""
    sets = [(*argument.split(":"), "1")[:3] for argument in arguments]
    data = [example for index, file, weight in sets for example in examples(Path(index), Path(file), float(weight))]
    weights = fit(data, np.array([BY_HAND[name] for name in FEATURES]))
    names = ", ".join(Path(questions).name for _, questions, _ in sets)
    print(f"# Made by `python -m evaluation.fit` from {len(data)} questions of {names}.")
    print("[weights]")
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"{name} = {weight:.4f}")


if __name__ == "__main__":
    main(sys.argv[1:])
