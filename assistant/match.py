"""How well a text meets each content word of a question: same word, same root, or near in meaning.

The late-interaction idea of ColBERT (Khattab and Zaharia 2020: each question word takes its best
match in the text) with the word analyser of the index first and static word vectors behind it, so
that one formula serves German, related words (`leitet` - `Leitung`) and questions in other languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.facts import holds, kind_of
from assistant.question import function_words
from kb.embed import Embedder
from kb.german import analyse
from kb.synonyms import Group, expand, load

WORD = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")
# Endings of German inflection and derivation: what is left can be the root of a word family
# (leit-et, Leit-ung, Leit-er). At least four letters and half of the word stay.
ENDINGS = (
    "ierungen", "erinnen", "atorinnen", "atoren", "atorin", "ationen", "ator", "ation", "ungen", "ierung", "ieren", "innen", "keiten", "heiten", "erin", "ung", "iert", "ende", "ten", "isch",
    "lich", "keit", "heit", "ell", "ern", "end", "ers", "est", "et", "en", "er", "em", "es", "te", "st", "in", "ig", "e", "t", "n", "s",
)  # fmt: skip
PARTICLES = frozenset(
    [
        "zusammen",
        "an",
        "aus",
        "ein",
        "ab",
        "vor",
        "teil",
        "statt",
        "durch",
        "mit",
        "auf",
        "bei",
        "ein",
        "um",
        "weiter",
        "zurück",
        "fest",
        "her",
        "hin",
    ]
)
SAME, PART, ROOT, OTHER, HEADLESS = 1.0, 0.8, 0.8, 0.9, 0.4
# Cosines of the built-in word vectors: below the first number words have nothing in common, above the
# second they mean the same; within German, where related forms are near without meaning the same, and
# across languages. Judged by the nearest German words of 28 foreign ones of the field, not tuned.
WITHIN, ACROSS, STRICT = (0.45, 0.85), (0.30, 0.60), 0.7
NEAR = 0.75
FACT = 0.8
# A synonym of several words gives each a share of its weight; one of them alone proves little.
SYNONYM = 0.3
BEGINNING = 4


@dataclass(frozen=True, slots=True)
class Need:
    """A content word of the question and how rare it is in the papers (its weight, 0..1).

    `name`: a name or, in German, a noun. `fact`: the kind of fact it asks for, which a text meets by
    holding one ("Anschrift" by an address).
    """

    word: str
    weight: float
    name: bool
    fact: str | None


@dataclass(frozen=True, slots=True)
class _Word:
    stems: frozenset[str]
    exact: str | None
    parts: tuple[str, ...]
    roots: frozenset[str]
    family: frozenset[str]
    others: frozenset[str]
    beginning: str


class Matcher:
    """Compares texts with one question."""

    def __init__(self, question: str, language: str, rarity: Callable[[str], float], lexicon: Embedder) -> None:
        """Take the question apart.

        :param rarity: weight 0..1 of a word's stem in the papers (1 = occurs nowhere).
        :param lexicon: gives word vectors; words of all languages in one space.
        """
        self._lexicon = lexicon
        self._nearness = WITHIN if language == "de" else ACROSS
        self.needs = _needs(question, language, rarity)
        self._words = [_word(need.word) for need in self.needs]
        self.references = np.array([(word.exact or "").startswith("r:") for word in self._words], dtype=bool)
        self.weights = np.array([need.weight for need in self.needs], dtype=np.float32)
        self._vectors = _vectors(lexicon, tuple(need.word for need in self.needs))

    def support(self, text: str, *, strict: bool = False) -> NDArray[np.float32]:
        """Return for each need how well `text` meets it, 0..1; `strict` takes no word for another lightly."""
        needs = len(self.needs)
        words = content_words(text)
        if not needs or not words:
            return np.zeros(needs, dtype=np.float32)
        known = [_word(word) for word in words]
        cosines = self._vectors @ _vectors(self._lexicon, tuple(words)).T
        # Words with the same beginning share pieces and so are near whatever they mean; whether they
        # belong together is for their letters to say.
        cosines[[[need.beginning == word.beginning for word in known] for need in self._words]] = 0.0
        closest = cosines.max(axis=1)
        low, high = self._nearness
        near = NEAR * np.clip((closest - low) / (high - low), 0, 1)
        if strict:
            near[closest < STRICT] = 0.0
        near[[word.exact is not None for word in self._words]] = 0.0  # one number is never nearly another
        whole = frozenset().union(*(word.stems for word in known))
        every = whole.union(*(word.parts for word in known))
        roots = frozenset().union(*(word.family for word in known))
        literal = [_literal(need, whole, every, roots) for need in self._words]
        facts = [float(need.fact is not None and holds(need.fact, text)) for need in self.needs]
        met: NDArray[np.float32] = np.array([near, literal, facts], dtype=np.float32).max(axis=0)
        return met


def _literal(need: _Word, whole: frozenset[str], every: frozenset[str], roots: frozenset[str]) -> float:
    """Return how well the words of a text meet a need by their letters; `every` has parts of compounds, too."""
    if need.exact is not None:
        return SAME if need.exact in whole else 0.0
    if need.stems & whole:
        return SAME
    if need.stems & every or need.roots & roots:
        return ROOT
    if need.others & whole:
        return OTHER
    if not need.parts:
        return 0.0
    shared = sum(part in every for part in need.parts) / len(need.parts)
    # The last part of a compound says what it is; without it, only its field is the same.
    return PART * shared if need.parts[-1] in every else HEADLESS * shared


def content_words(text: str) -> list[str]:
    """Return the words of a text that carry meaning: no German function words."""
    return [word for word in WORD.findall(text) if _word(word).stems]


def _needs(question: str, language: str, rarity: Callable[[str], float]) -> tuple[Need, ...]:
    common = function_words(language)
    needs: dict[str, Need] = {}
    words = _rejoined(WORD.findall(question)) if language == "de" else WORD.findall(question)
    for position, word in enumerate(words):
        if word.casefold() in common or not _word(word).stems or (len(word) < 2 and not word.isdigit()):
            continue
        name = position > 0 and word[0].isupper()
        fact = kind_of(word)
        # Whether the papers use the word for it matters little.
        weight = FACT if fact else rarity(word)
        if _word(word).exact and any(char.isdigit() for char in word):
            name, weight = True, 1.0  # another year or number is another matter
        needs.setdefault(word.casefold(), Need(word, weight, name and fact is None, fact))
    return tuple(needs.values())


def _rejoined(words: list[str]) -> list[str]:
    """Put a separable verb together again: "arbeitet ... zusammen" is "zusammenarbeitet"."""
    if len(words) < 3 or words[-1] not in PARTICLES:
        return words
    for position, word in enumerate(words[1:-1], 1):
        if word.islower() and word.endswith(("t", "en", "st")) and _word(word).stems:
            return [*words[:position], words[-1] + word, *words[position + 1 : -1]]
    return words[:-1]


@lru_cache(maxsize=200_000)
def _word(word: str) -> _Word:
    terms = analyse(word)
    stem = terms.stems[0] if terms.stems else word.casefold()
    return _Word(
        stems=frozenset(terms.stems + terms.exact),
        exact=terms.exact[0] if terms.exact else None,
        parts=terms.parts,
        roots=_roots(stem),
        family=_roots(stem).union(*(_roots(part) for part in terms.parts[-1:])),
        others=frozenset(other for other, weight in expand(terms, _groups()).items() if weight >= SYNONYM),
        beginning=stem[:BEGINNING],
    )


@cache
def _groups() -> tuple[Group, ...]:
    return load()


def _roots(stem: str) -> frozenset[str]:
    least = max(4, len(stem) // 2)
    cut = (stem[: -len(ending)] for ending in ENDINGS if stem.endswith(ending))
    return frozenset([stem, *(root for root in cut if len(root) >= least)])


def _vectors(lexicon: Embedder, words: Sequence[str]) -> NDArray[np.float32]:
    return lexicon.words(words) if words else np.zeros((0, lexicon.dimension), dtype=np.float32)
