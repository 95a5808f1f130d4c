"""How well a text meets each content word of a question: same word, same root, or near in meaning.

The late-interaction idea of ColBERT (Khattab and Zaharia 2020: each question word takes its best
match in the text) with the word analyser of the index first and static word vectors behind it, so
that one formula serves German, related words (`leitet` - `Leitung`) and questions in other languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.facts import holds, kind_of
from assistant.lexicon import lexicon
from assistant.question import function_words
from kb.compounds import fold, vocabulary
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
# "Düsseldorfer Straße" lies anywhere but in Düsseldorf.
_STREET = re.compile(
    r"\b[A-ZÄÖÜ]\w+er\s+(?:Stra(?:ß|ss)e|Str\b|Landstra(?:ß|ss)e|Platz|Allee|Weg|Chaussee|Tor|Ring|Damm|Ufer)"
)
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
        "um",
        "weiter",
        "zurück",
        "fest",
        "her",
        "hin",
    ]
)
SAME, PART, ROOT, OTHER, HEADLESS = 1.0, 0.8, 0.8, 0.9, 0.4
# A word as the first part of a compound says what field it is of: "Mutter" in "Muttersprache".
FIELD = 0.6
# A proper name is amiss however often the papers use it elsewhere, unless nearly every page does; a country or
# Land goes without saying.
PROPER, FAMILIAR = 0.85, 0.35
# A common noun may be said in other words: it makes an answer less likely, but does not rule it out.
NOUN = 0.7
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

    `name`: how much is amiss where a text does not know it, 0..1: a noun's weight, more for a proper name. `fact`: the kind of fact it asks for, which a text meets by
    holding one ("Anschrift" by an address).
    """

    word: str
    weight: float
    name: float
    fact: str | None


@dataclass(frozen=True, slots=True)
class _Word:
    stems: frozenset[str]
    exact: str | None
    parts: tuple[str, ...]
    roots: frozenset[str]
    family: frozenset[str]
    beginning: str


class Matcher:
    """Compares texts with one question."""

    def __init__(
        self,
        question: str,
        language: str,
        rarity: Callable[[str], float],
        lexicon: Embedder,
        synonyms: tuple[Group, ...] | None = None,
    ) -> None:
        """Take the question apart.

        :param rarity: weight 0..1 of a word's stem in the papers (1 = occurs nowhere).
        :param lexicon: gives word vectors; words of all languages in one space.
        :param synonyms: groups of synonyms; the shipped ones where none are given.
        """
        self._lexicon = lexicon
        self._nearness = WITHIN if language == "de" else ACROSS
        self.needs = _needs(question, language, rarity)
        self._words = [_word(need.word) for need in self.needs]
        groups = _groups() if synonyms is None else synonyms
        self._others = [
            frozenset(other for other, weight in expand(analyse(need.word), groups).items() if weight >= SYNONYM)
            for need in self.needs
        ]
        self.references = np.array([(word.exact or "").startswith("r:") for word in self._words], dtype=bool)
        self.weights = np.array([need.weight for need in self.needs], dtype=np.float32)
        self._vectors = _vectors(lexicon, tuple(need.word for need in self.needs))
        # Parts of compounds in the question, and which need each belongs to.
        self._parts = [(at, part) for at, word in enumerate(self._words) for part in word.parts]
        self._known: dict[str, int] = {}
        self._near = np.zeros((len(self.needs), 0), dtype=np.float32)
        self._sure = self._near.copy()
        self._literal = self._near.copy()
        self._shared = np.zeros((len(self._parts), 0), dtype=bool)

    def learn(self, texts: Iterable[str]) -> None:
        """Compare the words of many texts with the question at once: faster than text by text."""
        new = list(dict.fromkeys(word for text in texts for word in content_words(text) if word not in self._known))
        if not new or not self.needs:
            return
        words = [_word(word) for word in new]
        cosines = self._vectors @ _vectors(self._lexicon, new).T
        # Words with the same beginning share pieces and so are near whatever they mean; whether they
        # belong together is for their letters to say. And one number is never nearly another.
        apart = [[need.exact is None and need.beginning != word.beginning for word in words] for need in self._words]
        low, high = self._nearness
        near = np.where(apart, NEAR * np.clip((cosines - low) / (high - low), 0, 1), 0.0).astype(np.float32)
        literal = np.array(
            [
                [_literal(need, others, word) for word in words]
                for need, others in zip(self._words, self._others, strict=True)
            ],
            dtype=np.float32,
        )
        shared = [[part in word.parts or part in word.stems for word in words] for _, part in self._parts]
        start = len(self._known)
        self._known |= {word: start + at for at, word in enumerate(new)}
        self._near = np.hstack([self._near, near])
        self._sure = np.hstack([self._sure, np.where(cosines >= STRICT, near, 0.0).astype(np.float32)])
        self._literal = np.hstack([self._literal, literal])
        self._shared = np.hstack([self._shared, np.array(shared, dtype=bool).reshape(len(self._parts), len(new))])

    def support(self, text: str, *, strict: bool = False) -> NDArray[np.float32]:
        """Return for each need how well `text` meets it, 0..1; `strict` takes no word for another lightly."""
        words = content_words(text)
        if not self.needs or not words:
            return np.zeros(len(self.needs), dtype=np.float32)
        if not self._known.keys() >= set(words):
            self.learn([text])
        columns = [self._known[word] for word in words]
        near = (self._sure if strict else self._near)[:, columns].max(axis=1)
        met: NDArray[np.float32] = np.maximum(near, self._literal[:, columns].max(axis=1))
        if self._parts:
            met = np.maximum(met, self._compounds(np.asarray(self._shared[:, columns].any(axis=1), dtype=bool)))
        for at, need in enumerate(self.needs):
            if need.fact is not None and holds(need.fact, text):
                met[at] = 1.0
        return met

    def _compounds(self, held: NDArray[np.bool_]) -> NDArray[np.float32]:
        """Return for each need how much of a compound is met; its last part says what it is, the others its field."""
        met = np.zeros(len(self.needs), dtype=np.float32)
        for at, word in enumerate(self._words):
            if word.parts:
                own = [bool(found) for (need, _), found in zip(self._parts, held, strict=True) if need == at]
                met[at] = (PART if own[-1] else HEADLESS) * sum(own) / len(own)
        return met

    def places(self, text: str) -> tuple[tuple[tuple[int, float], ...], ...]:
        """Return for each need that words of `text` meet where these words begin and how well each meets it."""
        found = [(match.start(), match.group()) for match in WORD.finditer(text)]
        self.learn([text])
        at = [(start, self._known[word]) for start, word in found if word in self._known]
        if not at or not self.needs:
            return ()
        columns = [column for _, column in at]
        held = np.maximum(self._near[:, columns], self._literal[:, columns])
        rows = (
            tuple((start, float(value)) for (start, _), value in zip(at, row, strict=True) if value > 0) for row in held
        )
        return tuple(row for row in rows if row)


def _literal(need: _Word, others: frozenset[str], word: _Word) -> float:
    """Return how well a word of a text meets a need by its letters."""
    if need.exact is not None:
        return SAME if need.exact in word.stems else 0.0
    if need.stems & word.stems:
        return SAME
    if others & word.stems:
        return OTHER
    if need.stems.intersection(word.parts[-1:]) or need.roots & word.family:
        return ROOT
    return FIELD if need.stems.intersection(word.parts) else 0.0


@lru_cache(maxsize=4_000)
def content_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that carry meaning: no German function words, no street named after a town."""
    return tuple(word for word in WORD.findall(_STREET.sub(_joined, text)) if _word(word).stems)


def _joined(street: re.Match[str]) -> str:
    return "".join(street.group().split())


def _needs(question: str, language: str, rarity: Callable[[str], float]) -> tuple[Need, ...]:
    common = function_words(language)
    needs: dict[str, Need] = {}
    question = _STREET.sub(_joined, question)
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
        amiss = 0.0
        if name and not fact and word.casefold() not in lexicon("places")["lands"]:
            proper = _is_proper(word) or any(char.isdigit() for char in word)
            amiss = max(weight, PROPER) if proper and weight >= FAMILIAR else NOUN * weight
        needs.setdefault(word.casefold(), Need(word, weight, amiss, fact))
    return tuple(needs.values())


def _is_proper(word: str) -> bool:
    """Return whether a word is a proper name: one that German texts do not use as a word."""
    folded = fold(word.casefold())
    stems = [fold(stem) for stem in _word(word).stems]
    # The list has few inflected forms.
    forms = {
        folded,
        folded[:-1],
        folded[:-2],
        *stems,
        *(f"{stem}e" for stem in stems),
        *(f"{stem}en" for stem in stems),
    }
    words = vocabulary()
    known = forms & words.heads.keys() or forms & words.modifiers.keys()
    return word.isalpha() and not known and not _word(word).parts


def _rejoined(words: list[str]) -> list[str]:
    """Put a separable verb together again: "arbeitet ... zusammen" is "zusammenarbeitet"."""
    if len(words) < 3 or words[-1] not in PARTICLES:
        return words
    for position, word in enumerate(words[1:-1], 1):
        if word.islower() and word.endswith(("t", "en", "st")) and _word(word).stems:
            return [*words[:position], words[-1] + word, *words[position + 1 : -1]]
    return words[:-1]


@lru_cache(maxsize=50_000)
def _word(word: str) -> _Word:
    terms = analyse(word)
    stem = terms.stems[0] if terms.stems else word.casefold()
    return _Word(
        stems=frozenset(terms.stems + terms.exact),
        exact=terms.exact[0] if terms.exact else None,
        parts=terms.parts,
        roots=_roots(stem),
        family=_roots(stem).union(*(_roots(part) for part in terms.parts[-1:])),
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
