"""A second look at the candidates: how near their words come to each word of the question.

Late interaction as in ColBERT (Khattab & Zaharia, SIGIR 2020): for each word of the question the nearest
word of the passage, by the cosine of their vectors; the mean of that over the question, each word with the
length of its vector as weight (the shipped model has learned those: small for „wo“, large for „Kita“).
One vector per passage blurs what a question's single words need; this does not, in any language.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kb.embed import Wordwise

# Word vectors and passages remembered before all are forgotten: 40 MB and some 10 MB.
WORDS, PASSAGES = 40_000, 20_000
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


class LateInteraction:
    """Scores passages against a question word by word; remembers words and passages."""

    def __init__(self, embedder: Wordwise) -> None:
        self._embedder = embedder
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._rows: dict[str, int] = {}
        self._vectors = np.empty((WORDS, self._embedder.dimension), dtype=np.float32)
        self._passages: dict[int, NDArray[np.int32]] = {}

    def scores(
        self, question: str, passages: Sequence[int], read: Callable[[Sequence[int]], Mapping[int, str]]
    ) -> list[tuple[int, float]]:
        """Return each of the passages that has a text with its score (0 to 1), in their order.

        :param read: title and text of passages by id, asked for those that are not remembered; the same id
            always has the same text.
        """
        asked = list(dict.fromkeys(_WORD.findall(question)))
        sums = self._embedder.sums(asked)
        weights = np.linalg.norm(sums, axis=1)
        if not passages or not weights.any():
            return []
        with self._lock:
            members = self._members(passages, read)
            vectors = self._vectors
        if not members:
            return []
        # Each distinct word is compared once, whatever number of passages has it.
        rows = np.concatenate([*members.values()])
        held = np.zeros(len(vectors), dtype=bool)
        held[rows] = True
        distinct = np.flatnonzero(held)
        places = np.zeros(len(vectors), dtype=np.int32)
        places[distinct] = np.arange(len(distinct), dtype=np.int32)
        near = np.maximum(_unit(sums) @ vectors[distinct].T, 0)
        starts = np.cumsum([0, *(len(member) for member in members.values())])[:-1]
        best = np.maximum.reduceat(near[:, places[rows]], starts, axis=1)
        found = weights @ best / weights.sum()
        return [(passage, float(score)) for passage, score in zip(members, found, strict=True)]

    def _members(
        self, passages: Sequence[int], read: Callable[[Sequence[int]], Mapping[int, str]]
    ) -> dict[int, NDArray[np.int32]]:
        """Return the rows of each passage's distinct words."""
        new = read([passage for passage in passages if passage not in self._passages])
        words = {passage: list(dict.fromkeys(_WORD.findall(text))) or [""] for passage, text in new.items()}
        fresh = {word for found in words.values() for word in found}.difference(self._rows)
        if self._rows and (len(self._rows) + len(fresh) > WORDS or len(self._passages) + len(new) > PASSAGES):
            self._forget()
            return self._members(passages, read)
        self._learn(sorted(fresh))
        for passage, found in words.items():
            self._passages[passage] = np.array([*map(self._rows.__getitem__, found)], dtype=np.int32)
        return {passage: self._passages[passage] for passage in passages if passage in self._passages}

    def _learn(self, words: Sequence[str]) -> None:
        start, end = len(self._rows), len(self._rows) + len(words)
        if end > len(self._vectors):  # one question's passages alone hold more than are remembered
            self._vectors = np.resize(self._vectors, (end, self._embedder.dimension))
        self._rows |= {word: row for row, word in enumerate(words, start)}
        self._vectors[start:end] = _unit(self._embedder.sums(words))


def _unit(sums: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.where(lengths < 1e-6, 1, lengths), dtype=np.float32)
