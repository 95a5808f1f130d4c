"""Fits the weights of `assistant.extract` on OMoS-QA: `python -m evaluation.fit TRAIN.jsonl ... > assistant/weights.toml`.

Lines marked by people as answers (Kleinle et al., KONVENS 2024; CC BY 4.0) against the other lines,
by logistic regression (L2, Newton's method, deterministic). Only *train* files may be given; *dev*
files are for choosing thresholds and for reporting.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.extract import FEATURES, features
from assistant.lines import rarity_among, units_of_lines
from assistant.question import read_question
from evaluation.rows import read_rows
from kb.embed import load_embedder

RIDGE = 3.0
# These say nothing about lines of a web page, only about passages of papers; set by hand on the
# development questions over the shipped corpus: the search's opinion counts a little, a table row
# that meets the question is as good as a sentence.
BY_HAND = {"prior": 0.8, "item": 0.0, "row": 0.3}


def examples(paths: Iterable[Path]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return features and labels of all lines; an unanswerable question gives only wrong lines."""
    lexicon = load_embedder("builtin")
    tables: list[NDArray[np.float64]] = []
    labels: list[NDArray[np.float64]] = []
    for path in paths:
        for row in read_rows(path, ("question", "context", "answers")):
            lines = row["context"].split("\n")
            asked = read_question(row["question"], str(row.get("language") or "de"))
            tables.append(features(asked, units_of_lines(lines), rarity_among(lines), lexicon))
            right = set(row["answers"])
            labels.append(np.array([float(at in right) for at in range(len(lines))]))
    return np.concatenate(tables), np.concatenate(labels)


def fit(table: NDArray[np.float64], labels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights that fit best, those of `BY_HAND` held at zero."""
    free = np.array([name not in BY_HAND for name in FEATURES])
    x = table[:, free]
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-(x @ weights)))
        gradient = x.T @ (p - labels) + RIDGE * weights
        curvature = (x * (p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(x.shape[1])
        weights -= np.linalg.solve(curvature, gradient)
    whole = np.zeros(len(FEATURES))
    whole[free] = weights
    return whole


def main(arguments: Sequence[str]) -> None:
    """Print the weights as TOML."""
    table, labels = examples([Path(name) for name in arguments])
    weights = fit(table, labels)
    print(
        f"# Made by `python -m evaluation.fit`; {len(labels)} lines of OMoS-QA train (CC BY 4.0), {int(labels.sum())} of them answers."
    )
    print("[weights]")
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"{name} = {BY_HAND.get(name, round(float(weight), 4))}")


if __name__ == "__main__":
    main(sys.argv[1:])
