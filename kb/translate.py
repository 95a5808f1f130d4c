"""What a question's foreign words are called in German: the nearest words of our German vocabulary.

Word vectors of all languages lie in one space; the nearest German words stand in for a dictionary and
are then looked up in the word index like any others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kb.compounds import vocabulary
from kb.embed import Embedder

# Nearest words taken for each word of the question, and how near they must be. Judged by looking, not
# tuned: on OMoS-QA dev this leg adds one point of recall@1 in en and fr, and nothing to recall@5.
MOST = 4
NEAR = 0.42
_WORD = re.compile(r"[^\W\d_]{3,}")


class Translator:
    """Translates single words into German by the vectors of one embedder."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._words: tuple[str, ...] = ()
        self._vectors: NDArray[np.float32] | None = None
        self.german = lru_cache(maxsize=4096)(self._german)

    def question(self, text: str) -> dict[str, float]:
        """Return German words for the words of `text`, each with its nearness (0..1) as weight."""
        found: dict[str, float] = {}
        for word in dict.fromkeys(_WORD.findall(text)):
            for german, nearness in self.german(word):
                found[german] = max(found.get(german, 0.0), nearness)
        return found

    def _german(self, word: str) -> tuple[tuple[str, float], ...]:
        words, vectors = self._vocabulary()
        nearness = vectors @ self._embedder.words([word])[0]
        best = np.argpartition(-nearness, MOST)[:MOST]
        return tuple((words[at], float(nearness[at])) for at in best if nearness[at] >= NEAR)

    def _vocabulary(self) -> tuple[Sequence[str], NDArray[np.float32]]:
        """Embed the vocabulary at the first foreign question: a third of a second."""
        if self._vectors is None:
            self._words = tuple(vocabulary().heads)
            self._vectors = self._embedder.words(self._words)
        return self._words, self._vectors
