"""How well a text meets each content word of a question: same word, same root, or near in meaning.

The late-interaction idea of ColBERT (Khattab and Zaharia 2020: each question word takes its best
match in the text) with the word analyser of the index first and static word vectors behind it, so
that one formula serves German, related words (`leitet` - `Leitung`) and questions in other languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from kb.embed import Embedder
from kb.german import analyse

WORD = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")
# Endings of German inflection and derivation, longest first: what is left is the root of a word
# family (leit-et, Leit-ung, Leit-er). At least four letters stay.
ENDINGS = (
    "ierungen", "erinnen", "ungen", "ierung", "ieren", "innen", "keiten", "heiten", "erin", "ung", "iert", "ende", "ten", "isch",
    "lich", "keit", "heit", "ell", "ern", "end", "ers", "est", "et", "en", "er", "em", "es", "te", "st", "in", "ig", "e", "t", "n", "s",
)  # fmt: skip
SAME, PART, ROOT = 1.0, 0.8, 0.8
# Cosines of the built-in word vectors: below LOW words have nothing in common, above HIGH they mean
# the same. Read off 400 translated word pairs against 400 random ones.
LOW, HIGH = 0.45, 0.85
NEAR = 0.75


@dataclass(frozen=True, slots=True)
class Need:
    """A content word of the question and how rare it is in the papers (its weight, 0..1)."""

    word: str
    weight: float
    name: bool


@dataclass(frozen=True, slots=True)
class _Word:
    stems: frozenset[str]
    parts: frozenset[str]
    root: str


class Matcher:
    """Compares texts with one question."""

    def __init__(self, question: str, language: str, rarity: Callable[[str], float], lexicon: Embedder) -> None:
        """Take the question apart.

        :param rarity: weight 0..1 of a word's stem in the papers (1 = occurs nowhere).
        :param lexicon: gives word vectors; words of all languages in one space.
        """
        self._lexicon = lexicon
        self.needs = _needs(question, language, rarity)
        self._words = [_word(need.word) for need in self.needs]
        self.weights = np.array([need.weight for need in self.needs], dtype=np.float32)
        self._vectors = _vectors(lexicon, tuple(need.word for need in self.needs))

    def support(self, text: str) -> NDArray[np.float32]:
        """Return for each need how well `text` meets it, 0..1."""
        needs = len(self.needs)
        words = content_words(text)
        if not needs or not words:
            return np.zeros(needs, dtype=np.float32)
        cosines = self._vectors @ _vectors(self._lexicon, tuple(words)).T
        near = NEAR * np.clip((cosines.max(axis=1) - LOW) / (HIGH - LOW), 0, 1)
        known = [_word(word) for word in words]
        stems = frozenset().union(*(word.stems for word in known))
        parts = frozenset().union(*(word.parts for word in known))
        roots = {word.root for word in known}
        found = near.astype(np.float32)
        for row, need in enumerate(self._words):
            if need.stems & stems:
                found[row] = SAME
            elif need.stems & parts or need.parts & stems or need.parts & parts:
                shared = len(need.parts & (stems | parts)) / max(len(need.parts), 1) if need.parts else 1.0
                found[row] = max(found[row], PART * shared)
            elif need.root in roots:
                found[row] = max(found[row], ROOT)
        return found


def content_words(text: str) -> list[str]:
    """Return the words of a text that carry meaning: no German function words."""
    return [word for word in WORD.findall(text) if _word(word).stems]


def _needs(question: str, language: str, rarity: Callable[[str], float]) -> tuple[Need, ...]:
    common = _common(language)
    needs: dict[str, Need] = {}
    words = WORD.findall(question)
    for position, word in enumerate(words):
        if word.casefold() in common or not _word(word).stems or (len(word) < 2 and not word.isdigit()):
            continue
        name = position > 0 and word[0].isupper()
        needs.setdefault(word.casefold(), Need(word, rarity(word), name))
    return tuple(needs.values())


@lru_cache(maxsize=200_000)
def _word(word: str) -> _Word:
    terms = analyse(word)
    stems = frozenset(terms.stems + terms.exact)
    stem = terms.stems[0] if terms.stems else word.casefold()
    return _Word(stems, frozenset(terms.parts), _root(stem))


def _root(stem: str) -> str:
    for ending in ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= 4:
            return stem[: -len(ending)]
    return stem


def _vectors(lexicon: Embedder, words: Sequence[str]) -> NDArray[np.float32]:
    if not words:
        return np.zeros((0, lexicon.dimension), dtype=np.float32)
    return np.stack([_vector(lexicon, word) for word in words])


@lru_cache(maxsize=200_000)
def _vector(lexicon: Embedder, word: str) -> NDArray[np.float32]:
    return lexicon.words([word])[0]


@lru_cache
def _common(language: str) -> frozenset[str]:
    """Return the function words of a language (`common/xx.txt`), none where there is no list."""
    file = files("assistant") / "common" / f"{language}.txt"
    return frozenset(file.read_text(encoding="utf-8").split()) if file.is_file() else frozenset()
