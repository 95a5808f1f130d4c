"""Fits the weights of `assistant.extract` on questions with known facts; prints them as TOML.

    python -m evaluation.fit INDEX:QUESTIONS.jsonl[:WEIGHT] ... > weights.toml && mv weights.toml assistant/
    python -m evaluation.fit --cross INDEX:QUESTIONS.jsonl[:WEIGHT] ...

Rows of the part "held" are left out. `WEIGHT` (1 where none is given) is what each question of a set counts.

Two models in turn. For each question the sentences of the passages found compete with each other and with silence
(softmax over all scores and a zero); right are those that hold a fact of the question and stand in a
right paper, for an unanswerable question silence is right. Gaussian prior around weights set by hand
(`BY_HAND`). Then, from what the best sentences look like (`assistant.outlook`), whether the papers answer at all:
logistic regression with a Gaussian prior around 0 over standardised columns. L-BFGS, deterministic.

`--cross` fits on all sets but one and measures on that one, for each in turn. What came of it is in
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

from assistant.choose import ENOUGH, KEEP, MOST
from assistant.extract import rated
from assistant.features import FEATURES, Evidence, features
from assistant.outlook import OUTLOOK, outlook, usable
from assistant.question import read_question
from assistant.reading import read
from assistant.units import units_of
from evaluation.answers import UNANSWERABLE
from evaluation.rows import read_rows
from kb.embed import Embedder, load_embedder
from kb.store import KnowledgeBase

Vector = NDArray[np.float64]
Mask = NDArray[np.bool_]
# Strengths of the two priors, chosen by the cross-check over the sets.
PRIOR, PLAIN = 0.3, 16.0
# Columns of a question that tell how strange its words are to the papers.
STRANGE = frozenset(["unknown", "unknown_share", "rarest"])
BY_HAND = {
    "one": -5.2, "own": 1.6, "near": 1.2, "wide": 2.0, "top": 0.4, "top_near": 1.2, "meaning": 0.6, "meaning_near": 0.6,
    "prior": 0.9, "fact": 0.9, "no_fact": -0.4, "novelty": 0.6, "length": 0.3, "unfinished": -0.3, "item": 0.1, "row": 0.4,
    "lacks": -1.5, "lacks_here": -0.5, "lacks_number": -1.5, "lacks_noun": -0.5, "unmet": -1.0, "unmet_near": -0.5, "foreign": 0.0,
    "own_best": 0.3, "near_best": 0.3, "meaning_best": 0.3, "bound": 0.5, "fact_near": 0.5, "subject": 0.4, "listing": -2.0, "asks": -0.8,
    "nouns": 1.0, "paper": 0.5, "late": 0.5, "late_best": 0.5, "cosine": 0.3, "place": 0.3, "fresh": 0.5, "fresh_near": 0.5, "fresh_best": 0.3,
    "dated": 0.5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """A question's sentences as rows of features.

    `right` ones hold a fact and stand in a right paper (`cited`: they stand in one), `eligible` ones can be an answer at
    all, of these the `wanted` hold an exact fact where one is asked for.
    """

    evidence: Evidence
    right: Mask
    cited: Mask
    eligible: Mask
    wanted: Mask
    answerable: bool
    weight: float = 1.0


def examples(index: Path, questions: Path, weight: float = 1.0, lexicon: Embedder | None = None) -> list[Example]:
    """Return an example for each question; `lexicon` is the embedding of the index, where that is not the shipped one."""
    lexicon = lexicon or load_embedder("builtin")
    found: list[Example] = []
    with KnowledgeBase.open(index, lexicon) as base:
        for row in read_rows(questions, ("intent", "question", "sources", "facts")):
            if row.get("part") == "held":
                continue
            asked = read_question(row["question"])
            hits = read(base, asked)
            units = units_of(hits)
            if not units:
                continue
            answerable = row["intent"] != UNANSWERABLE
            cited = [answerable and hits[unit.hit].document.file in row["sources"] for unit in units]
            right = [
                there and any(re.search(fact, " ".join(unit.text.split())) for fact in row["facts"])
                for there, unit in zip(cited, units, strict=True)
            ]
            evidence = features(asked, hits, units, base.rarity, lexicon, base.synonyms, base.mentions)
            entries = rated(units, evidence, np.zeros(len(FEATURES)))
            eligible = np.array([entry.eligible for entry in entries], dtype=bool)
            wanted = usable(asked, evidence, eligible)
            found.append(Example(evidence, np.array(right), np.array(cited), eligible, wanted, answerable, weight))
    return found


def fit(data: Sequence[Example], start: Vector, strength: float = PRIOR) -> Vector:
    """Return the weights of a sentence that explain `data` best, held near `start`.

    A question whose facts are in none of the passages found teaches nothing.
    """
    taught = [each for each in data if not each.answerable or (each.right & each.eligible).any()]

    def loss(weights: Vector) -> tuple[float, Vector]:
        value = strength * float(np.sum((weights - start) ** 2))
        slope = 2 * strength * (weights - start)
        for example in taught:
            table = example.evidence.rows[example.eligible]
            right = example.right[example.eligible].astype(np.float64)
            scores = table @ weights
            peak = max(0.0, float(scores.max(initial=0.0)))
            powers = np.exp(scores - peak)
            total = float(np.exp(-peak) + powers.sum())
            slope = slope + example.weight * table.T @ (powers / total)
            if example.answerable:
                share = float(powers @ right)
                value -= example.weight * np.log(share / total)
                slope = slope - example.weight * table.T @ (powers * right / share)
            else:
                value -= example.weight * (-peak - np.log(total))
        return value, slope

    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def fit_question(data: Sequence[Example], sentence: Vector, strength: float = PLAIN) -> Vector:
    """Return the weights of a question (the last is the constant) under the weights of a sentence."""
    seen = [(_outlook(example, sentence), example) for example in data]
    rows = np.array([row for row, _ in seen if row is not None])
    answers = np.array([1.0 if example.answerable else -1.0 for row, example in seen if row is not None])
    counts = np.array([example.weight for row, example in seen if row is not None])
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread < 1e-9] = 1.0
    table = np.hstack([(rows - mean) / spread, np.ones((len(rows), 1))])

    def loss(weights: Vector) -> tuple[float, Vector]:
        odds = answers * (table @ weights)
        value = float(counts @ np.logaddexp(0, -odds)) + strength * float(weights[:-1] @ weights[:-1])
        slope = -table.T @ (counts * answers / (1 + np.exp(odds)))
        slope[:-1] += 2 * strength * weights[:-1]
        return value, slope

    # That the papers have never heard of a word must not speak for an answer.
    bounds = [(None, 0.0) if name in STRANGE else (None, None) for name in (*OUTLOOK, "one")]
    fitted = np.asarray(minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds).x)
    scaled = fitted[:-1] / spread
    return np.append(scaled, fitted[-1] - float(scaled @ mean))


def _outlook(example: Example, sentence: Vector) -> Vector | None:
    return outlook(example.evidence, example.evidence.rows @ sentence, example.eligible, example.wanted)


def shares(data: Sequence[Example], sentence: Vector, question: Vector, enough: float = ENOUGH) -> dict[str, float]:
    """Return what an answer would be worth, before sentences are joined and contacts added.

    `facts` and `sources`: the share of answerable questions with a right sentence (one of a right paper) among those
    shown; `refused`, `wrongly_refused`: the shares of unanswerable and answerable questions that nothing is said to.
    """
    counted = {"facts": 0, "sources": 0, "refused": 0, "wrongly_refused": 0}
    for example in data:
        row = _outlook(example, sentence)
        if row is None or float(question @ np.append(row, 1.0)) < enough:
            counted["wrongly_refused" if example.answerable else "refused"] += 1
        elif example.answerable:
            scores = example.evidence.rows @ sentence
            order = np.argsort(-scores, kind="stable")
            ranked = [at for at in order if example.wanted[at]]
            near = [at for at in ranked if scores[at] >= scores[ranked[0]] - KEEP][:MOST]
            counted["facts"] += bool(example.right[near].any())
            counted["sources"] += bool(example.cited[near].any())
    answerable = sum(example.answerable for example in data)
    sizes = {"refused": max(len(data) - answerable, 1)}
    return {name: number / sizes.get(name, max(answerable, 1)) for name, number in counted.items()}


def fitted(data: Sequence[Example]) -> tuple[Vector, Vector]:
    """Return the weights of a sentence and of a question."""
    sentence = fit(data, np.array([BY_HAND[name] for name in FEATURES]))
    return sentence, fit_question(data, sentence)


def main(arguments: Sequence[str]) -> None:
    """Print the weights as TOML, or with `--cross` what they are worth on questions they were not fitted on."""
    parts = [(*argument.split(":"), "1")[:3] for argument in arguments if argument != "--cross"]
    sets = [examples(Path(index), Path(file), float(weight)) for index, file, weight in parts]
    names = [Path(questions).name for _, questions, _ in parts]
    if "--cross" in arguments:
        for at, name in enumerate(names):
            pair = fitted([example for other, data in enumerate(sets) if other != at for example in data])
            for enough in (0.4, 0.6, 0.8, 1.0, 1.2):
                figures = shares(sets[at], *pair, enough)
                print(f"{name}  {enough:+.1f}  " + "  ".join(f"{key} {value:.3f}" for key, value in figures.items()))
        return
    sentence, question = fitted([example for data in sets for example in data])
    print(f"# Made by `python -m evaluation.fit` from {sum(map(len, sets))} questions of {', '.join(names)}.")
    for title, columns, weights in (("sentence", FEATURES, sentence), ("question", (*OUTLOOK, "one"), question)):
        print(f"[{title}]")
        for name, weight in zip(columns, weights, strict=True):
            print(f"{name} = {weight:.4f}")


if __name__ == "__main__":
    main(sys.argv[1:])
