"""What lies near on a page, and how alike words and directions are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Wide = NDArray[np.float64]


def among(rows: Wide | Matrix, first: int, last: int) -> Wide:
    """Return for each line the column-wise greatest of the lines from `first` to `last` around it."""
    padded = np.pad(rows.astype(np.float64), ((max(-first, 0), max(last, 0)), (0, 0)))
    total, shift = len(rows), max(-first, 0)
    return np.asarray(np.maximum.reduce([padded[shift + by : shift + by + total] for by in range(first, last + 1)]))


def stretch(sums: Matrix, reach: int) -> Matrix:
    """Return for each line the sum of those up to `reach` away."""
    padded = np.pad(sums, ((reach, reach), (0, 0)))
    return np.asarray(sum(padded[by : by + len(sums)] for by in range(2 * reach + 1)), dtype=np.float32)


def literal(asked: Sequence[str], words: Sequence[str]) -> Matrix:
    """Return how far the words of the question are those of the page by their letters: 1 the same, 0 strange."""
    right = [word.casefold() for word in words]
    return np.array([[_alike(word.casefold(), other) for other in right] for word in asked], dtype=np.float32)


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if one[:1] == other[:1]:
        common = next(
            (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
        )
        if common >= 4 and common >= 0.6 * max(len(one), len(other)):
            return 0.8
    else:
        common = 0
    # A part of a compound: "Anmeldung" in "Wohnungsanmeldung".
    if (len(one) >= 5 and one in other) or (len(other) >= 5 and other in one):
        return 0.6
    return 0.5 if common >= 5 else 0.0


def unit(rows: Matrix) -> Matrix:
    """Return the rows with length 1, empty ones as they are."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths < 1e-6, 1, lengths), dtype=np.float32)
