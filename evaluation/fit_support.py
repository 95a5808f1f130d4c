"""Fit the weights by which the check accepts a sentence's own words (`assistant/support.toml`).

    python -m evaluation.fit_support BENCH.jsonl[:WEIGHT]... > support.toml && mv support.toml assistant/support.toml

Benches are rows of `evaluation.verification`. Only rows that the hard rules leave open teach anything: no figure, name
or negation is contradicted, and some word is not found. Of several stretches that one counts which lacks least.
Logistic regression with a Gaussian prior at zero; no random numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.quotes import is_quote
from assistant.roots import known
from assistant.support import FEATURES
from assistant.tokens import tokens
from assistant.verify import weighed
from evaluation.verification import rows

# Weight of the prior against the rows; not searched for.
PRIOR = 1.0


def examples(path: Path, weight: float) -> tuple[list[tuple[float, ...]], list[bool], list[float]]:
    """Return features, labels and weights of the rows of one bench that the hard rules leave open."""
    features, labels, weights = [], [], []
    for row in rows(path):
        sentence, passages = row["sentence"], row["passages"]
        if is_quote(sentence, passages):
            continue
        open_: list[tuple[float, ...]] = []
        for contradictions, found in weighed(tokens(sentence), passages):
            if not contradictions and not found.missing:
                break
            if found.features and not any(token.capital and not known(token.text) for token in found.missing):
                open_.append(found.features)
        else:
            if open_:
                features.append(min(open_, key=lambda values: values[1] + values[2]))
                labels.append(bool(row["supported"]))
                weights.append(weight)
    return features, labels, weights


def fitted(
    features: NDArray[np.float64], labels: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the weights of the features (n, features) that make the labels (n) likeliest."""
    signs = np.where(labels, 1.0, -1.0)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = signs * (features @ values)
        pull = -signs * weights / (1.0 + np.exp(np.clip(margins, -50, 50)))
        cost = float(weights @ np.logaddexp(0.0, -margins)) + PRIOR * float(values @ values)
        return cost, features.T @ pull + 2 * PRIOR * values

    found = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)


def main(arguments: Sequence[str] | None = None) -> None:
    features: list[tuple[float, ...]] = []
    labels: list[bool] = []
    weights: list[float] = []
    for given in arguments or sys.argv[1:]:
        name, _, weight = given.partition(":")
        found = examples(Path(name), float(weight or 1))
        features += found[0]
        labels += found[1]
        weights += found[2]
    values = fitted(np.array(features), np.array(labels), np.array(weights))
    print("# Weights of assistant/support.py, fitted by evaluation.fit_support.\n\n[weights]")
    for name, value in zip(FEATURES, values, strict=True):
        print(f"{name} = {value:.4f}")


if __name__ == "__main__":
    main()
