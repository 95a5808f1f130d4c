"""How near words, and sentences as sums of theirs, are in meaning, by the shipped vectors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.tokens import Token
from kb.embed import load_embedder


def nearness(left: str, right: str) -> float:
    """Return how near two words are in meaning, -1 to 1, by the shipped vectors: translations of one word are near."""
    return float(_vector(left) @ _vector(right))


def nearest(token: Token, there: Sequence[Token]) -> float:
    return max((nearness(token.text, other.text) for other in there), default=0.0)


def likeness(content: Sequence[Token], there: Sequence[Token]) -> float:
    if not content or not there:
        return 0.0
    left = np.sum([_vector(token.text) for token in content], axis=0)
    right = np.sum([_vector(token.text) for token in there], axis=0)
    return float(left @ right / (np.linalg.norm(left) * np.linalg.norm(right) + 1e-9))


@lru_cache(maxsize=20_000)
def _vector(word: str) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = load_embedder("builtin").words([word])[0]
    return vector
