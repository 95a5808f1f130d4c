"""Word pairs learned from parallel sentences, and German text put into another language word by word.

IBM model 1 (Brown et al. 1993) in both directions; a word pair counts as strongly as the geometric
mean of both probabilities. A bag of words has no grammar to lose, so a text translated word by word
trains it as a real translation would, as far as the lexicon goes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.lineviews import halves

Lexicon = dict[str, tuple[tuple[str, ...], NDArray[np.float64]]]
ROUNDS = 6
# Below this strength pairs are mostly chance (looked at for en, tr and ar).
WEAKEST = 0.12
# Longer sentences align badly and cost most.
LONGEST = 40


def lexicon(pairs: Sequence[tuple[str, str]], normalise: Callable[[str], str], most: int = 4) -> Lexicon:
    """Return German word -> its translations and their shares, from (German, other) sentences."""
    left, right = _Words(), _Words()
    rows = []
    for german, other in pairs:
        row = (left.numbers(normalise(german)), right.numbers(normalise(other)))
        if 0 < len(row[0]) <= LONGEST and 0 < len(row[1]) <= LONGEST:
            rows.append(row)
    if not rows:
        return {}
    links, strength = _strength(rows, len(left.words), len(right.words))
    result: Lexicon = {}
    good = np.flatnonzero(strength >= WEAKEST)
    good = good[np.lexsort((-strength[good], links[good] // len(right.words)))]
    found: dict[int, list[int]] = {}
    for link in good:
        found.setdefault(int(links[link] // len(right.words)), []).append(int(link))
    for word, chosen in found.items():
        weights = strength[chosen[:most]]
        translations = tuple(right.words[int(links[n] % len(right.words))] for n in chosen[:most])
        result[left.words[word]] = (translations, weights / weights.sum())
    return result


def translated(text: str, known: Lexicon, rng: np.random.Generator) -> str | None:
    """Return the (normalised) German text word by word in the other language; None if half of it is unknown.

    Compounds of two known words become both; unknown words stay as they are.
    """
    words = text.split()
    result: list[str] = []
    missing = 0
    for word in words:
        parts = [word] if word in known else halves(word, known)
        missing += not parts
        for part in parts:
            choices, shares = known[part]
            result.append(choices[int(np.searchsorted(np.cumsum(shares), rng.random()))])
        if not parts:
            result.append(word)
    return " ".join(result) if words and missing <= len(words) / 2 else None


class _Words:
    def __init__(self) -> None:
        self.words: list[str] = []
        self._known: dict[str, int] = {}

    def numbers(self, text: str) -> NDArray[np.int64]:
        found = []
        for word in dict.fromkeys(text.split()):
            if word not in self._known:
                self._known[word] = len(self.words)
                self.words.append(word)
            found.append(self._known[word])
        return np.asarray(found, dtype=np.int64)


def _strength(
    rows: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]], lefts: int, rights: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the links (left * rights + right) met at least twice and their strength, 0 to 1."""
    keys = np.concatenate([(a[:, None] * rights + b[None, :]).ravel() for a, b in rows])
    links, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    del keys
    # Which occurrence of a left (right) word each link belongs to: EM shares each occurrence out.
    begin_left = np.cumsum([0, *(len(a) for a, _ in rows)])
    begin_right = np.cumsum([0, *(len(b) for _, b in rows)])
    of_left = np.concatenate(
        [np.repeat(np.arange(len(a)) + o, len(b)) for (a, b), o in zip(rows, begin_left[:-1], strict=True)]
    )
    of_right = np.concatenate(
        [np.tile(np.arange(len(b)) + o, len(a)) for (a, b), o in zip(rows, begin_right[:-1], strict=True)]
    )
    forward = _model1(inverse, links // rights, lefts, of_right, len(links))
    backward = _model1(inverse, links % rights, rights, of_left, len(links))
    return links, np.where(counts >= 2, np.sqrt(forward * backward), 0)


def _model1(
    inverse: NDArray[np.int64], given: NDArray[np.int64], size: int, occurrence: NDArray[np.int64], links: int
) -> NDArray[np.float64]:
    """Return p(other word | given word) per link."""
    chance = np.ones(links)
    for _ in range(ROUNDS):
        share = chance[inverse]
        share /= np.bincount(occurrence, share)[occurrence]
        counts = np.bincount(inverse, share, minlength=links)
        chance = counts / np.bincount(given, counts, minlength=size)[given]
    return chance
