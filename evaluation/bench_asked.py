"""What benchmarks ask of every index alike: how near the nearest passages are, and how long searching and answering takes.

Imports little: what is imported here counts as memory of each side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from evaluation.bench_measures import Clock
from kb.embed import Embedder

HITS = 10
# Cosines nearer than this are the same: texts that are equally near count alike.
SAME = 1e-5


class Asked(Protocol):
    """What can be asked, whoever made it."""

    def search(self, question: str) -> None:
        """Find the ten best passages."""

    def answer(self, question: str) -> None:
        """Answer the question."""


class Watching:
    """An embedder that remembers how near to each question the nearest of all passages were that it saw."""

    def __init__(self, embedder: Embedder, questions: Sequence[str]) -> None:
        self._embedder = embedder
        self._asked = embedder.queries(questions) if questions else np.zeros((0, embedder.dimension), dtype=np.float32)
        self._best = np.full((len(questions), HITS), -1, dtype=np.float32)
        self.space, self.dimension = embedder.space, embedder.dimension
        self.queries, self.words = embedder.queries, embedder.words

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of the texts."""
        vectors = self._embedder.passages(texts)
        both = np.hstack([self._best, self._asked @ vectors.T])
        self._best = np.partition(both, -HITS, axis=1)[:, -HITS:]
        return vectors

    def floors(self) -> list[float]:
        """Return per question the cosine of its `HITS`th nearest passage."""
        return [float(floor) for floor in self._best.min(axis=1)]


def found(cosines: Sequence[Sequence[float]], floors: Sequence[float]) -> float:
    """Return the share of the exactly nearest passages that were found, given the cosines of what was found."""
    hits = [sum(cosine >= floor - SAME for cosine in each) / HITS for each, floor in zip(cosines, floors, strict=True)]
    return round(sum(hits) / len(hits), 3) if hits else 0.0


def timed(asking: Asked, question: str) -> dict[str, float]:
    """Search and answer once; return the milliseconds of both, by the clock and of the processor."""
    times: dict[str, float] = {}
    for name, run in (("search", asking.search), ("answer", asking.answer)):
        with Clock() as clock:
            run(question)
        times |= {name: 1000 * clock.seconds, f"{name} cpu": 1000 * clock.worked}
    return times
