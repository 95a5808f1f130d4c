"""Of some passages the nearest, exactly: their vectors compared one by one, those of the last selections remembered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

# Selections of passages whose vectors are remembered: the next question under the same filter costs nothing.
SELECTIONS = 4
Rows = tuple[NDArray[np.int64], NDArray[np.float32]]


class Selections:
    """Vectors of selected passages."""

    def __init__(self) -> None:
        self._reading = threading.Lock()
        self._kept: dict[bytes, Rows] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def nearest(
        self,
        rows: Callable[[Sequence[int]], Rows],
        vector: NDArray[np.float32],
        k: int,
        among: NDArray[np.int64],
    ) -> list[tuple[int, float]]:
        """Return the `k` nearest of the passages `among` with cosine similarity, best first.

        `rows` gives ids (n) and vectors (n, d) of those of the passages that have one.
        """
        ids, vectors = self._of(rows, among)
        query = np.asarray(vector, dtype=np.float32).ravel()
        cosines = vectors @ query / (float(np.linalg.norm(query)) or 1.0)
        best = np.argsort(-cosines, kind="stable")[:k]
        return [(int(ids[row]), float(cosines[row])) for row in best]

    def forget(self) -> None:
        """Forget all selections: something was written."""
        with self._reading:
            self._kept.clear()

    def _of(self, rows: Callable[[Sequence[int]], Rows], among: NDArray[np.int64]) -> Rows:
        """Return ids and vectors (of length 1) of these passages."""
        key = sha256(among.tobytes()).digest()
        with self._reading:
            found = self._kept.pop(key, None)
        if found is None:
            ids, vectors = rows(among.tolist())
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            vectors /= np.where(lengths, lengths, 1)
            found = ids, vectors
        with self._reading:
            self._kept[key] = found
            while len(self._kept) > SELECTIONS:
                del self._kept[next(iter(self._kept))]
        return found
