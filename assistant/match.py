"""How well a text meets each content word of a question: same word, same root, or near in meaning.

The late-interaction idea of ColBERT (Khattab and Zaharia 2020: each question word takes its best
match in the text) with the word analyser of the index first and static word vectors behind it, so
that one formula serves German, related words (`leitet` - `Leitung`) and questions in other languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from assistant.facts import holds
from assistant.glossary import german
from assistant.needs import is_proper, needs_of
from assistant.wordforms import WORD, Word, content_words, latin, word
from kb.embed import Embedder, StaticEmbedder
from kb.german import analyse
from kb.synonyms import Group, expand, load

Matrix = NDArray[np.float32]
SAME, PART, ROOT, OTHER, HEADLESS = 1.0, 0.8, 0.8, 0.9, 0.4
# A noun of so few letters shares them with words that have nothing to do with it.
SHORT = 4
# A word as the first part of a compound says what field it is of: "Mutter" in "Muttersprache".
FIELD = 0.6
# Cosines of the built-in word vectors: below the first number words have nothing in common, above the
# second they mean the same; within German, where related forms are near without meaning the same, and
# across languages. Judged by the nearest German words of 28 foreign ones of the field, not tuned.
WITHIN, ACROSS, STRICT = (0.45, 0.85), (0.30, 0.60), 0.7
NEAR = 0.75
# A synonym of several words gives each a share of its weight; one of them alone proves little.
SYNONYM = 0.3
# Word vectors remembered before all are forgotten: some 60 MB.
REMEMBERED = 40_000


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
        self._vectors = _MEMORIES.setdefault(lexicon, _Vectors())
        self._foreign = language != "de"
        self._nearness = WITHIN if language == "de" else ACROSS
        self.needs = needs_of(question, language, rarity)
        self._words = [word(need.word) for need in self.needs]
        self._short = [(at, need.word.casefold()) for at, need in enumerate(self.needs) if len(need.word) <= SHORT]
        groups = _groups() if synonyms is None else synonyms
        others = [
            [
                form
                for other, weight in expand(analyse(need.word), groups).items()
                if weight >= SYNONYM
                for form in {other, latin(other)}
            ]
            + ([stem for term in german(need.word, language) for stem in word(term).stems] if self._foreign else [])
            for need in self.needs
        ]
        self.references = np.array([(form.exact or "").startswith("r:") for form in self._words], dtype=bool)
        self.weights = np.array([need.weight for need in self.needs], dtype=np.float32)
        self._asked = self._vectors.of(lexicon, [need.word for need in self.needs])
        # Which words the vectors can read at all.
        self.readable = np.any(self._asked != 0, axis=1)
        self._letters = _Letters(self._words, others)
        # Parts of compounds in the question, need by need, and where those of each need stand.
        self._parts: list[str] = [part for form in self._words for part in form.parts]
        ends = np.cumsum([len(form.parts) for form in self._words], dtype=int).tolist()
        self._spans = [(end - len(form.parts), end) for form, end in zip(self._words, ends, strict=True)]
        self._facts = [(at, need.fact) for at, need in enumerate(self.needs) if need.fact is not None]
        # A row for each word met: near, near beyond doubt, same by its letters (a column per need each), and the
        # parts of compounds it has.
        self._known: dict[str, int] = {}
        self._rows: Matrix = np.zeros((0, 3 * len(self.needs) + len(self._parts)), dtype=np.float32)

    def learn(self, texts: Iterable[str]) -> None:
        """Compare the words of many texts with the question at once: faster than text by text."""
        new = list(dict.fromkeys(found for text in texts for found in content_words(text) if found not in self._known))
        if not new or not self.needs:
            return
        forms = [word(found) for found in new]
        cosines = self._vectors.of(self._lexicon, new) @ self._asked.T
        # Words with the same beginning share pieces and so are near whatever they mean; whether they
        # belong together is for their letters to say. And one number is never nearly another.
        beginnings = np.array([form.beginning for form in forms])
        apart = np.stack([(form.exact is None) & (beginnings != form.beginning) for form in self._words], axis=1)
        # So they are where one ends with a short other: "Kompass", "Pass".
        for at, short in self._short:
            apart[:, at] &= [short == found.casefold() or short not in found.casefold() for found in new]
        low, high = self._nearness
        # A name is no other word that sounds like it; in German, compounds pass for names.
        called = [need.sort == "name" and need.word.isascii() and self._foreign for need in self.needs]
        cosines = np.where(np.array(called, dtype=bool), 0.0, cosines)
        if self._foreign:
            # Nor does Mr Brandt mean a fire.
            for place in np.flatnonzero((cosines > low).any(axis=1)):
                if new[place][0].isupper() and is_proper(new[place]):
                    cosines[place] = 0.0
        near = np.where(apart, NEAR * np.clip((cosines - low) / (high - low), 0, 1), 0.0).astype(np.float32)
        sure = np.where(cosines >= STRICT, near, 0.0).astype(np.float32)
        literal = np.zeros_like(near)
        shared = np.zeros((len(new), len(self._parts)), dtype=np.float32)
        for row, form in enumerate(forms):
            self._letters.compare(form, literal[row], shared[row])
        start = len(self._known)
        self._known |= {found: start + at for at, found in enumerate(new)}
        self._rows = np.vstack([self._rows, np.hstack([near, sure, literal, shared])])

    def seen(self, texts: Sequence[str]) -> Matrix:
        """Return a row for each text from which `support` tells how well it meets the needs.

        The row of several texts together is the elementwise greatest of theirs.
        """
        width = 3 * len(self.needs) + len(self._parts)
        table = np.zeros((len(texts), width + len(self._facts)), dtype=np.float32)
        if not self.needs or not texts:
            return table
        self.learn(texts)
        columns = [[self._known[found] for found in content_words(text)] for text in texts]
        full = [at for at, found in enumerate(columns) if found]
        if full:
            starts = np.cumsum([0, *(len(columns[at]) for at in full[:-1])])
            every = np.concatenate([columns[at] for at in full])
            table[full, :width] = np.maximum.reduceat(self._rows[every], starts, axis=0)
        for column, (_, fact) in enumerate(self._facts, width):
            table[:, column] = [
                float(bool(found) and holds(fact, text)) for found, text in zip(columns, texts, strict=True)
            ]
        return table

    def supports(self, seen: Matrix, *, strict: bool = False) -> Matrix:
        """Return for each row of `seen` how well it meets each need, 0..1; `strict` takes no word for another lightly."""
        count = len(self.needs)
        met: Matrix = np.maximum(
            seen[:, count : 2 * count] if strict else seen[:, :count], seen[:, 2 * count : 3 * count]
        )
        parts = seen[:, 3 * count : 3 * count + len(self._parts)]
        for at, (start, end) in enumerate(self._spans):
            if end > start:
                # The last part of a compound says what it is, the others its field.
                own = parts[:, start:end]
                held = np.where(own[:, -1] > 0, PART, HEADLESS) * own.mean(axis=1)
                met[:, at] = np.maximum(met[:, at], held)
        for column, (at, _) in enumerate(self._facts, 3 * count + len(self._parts)):
            met[:, at] = np.maximum(met[:, at], seen[:, column])
        return met

    def support(self, text: str, *, strict: bool = False) -> NDArray[np.float32]:
        """Return for each need how well `text` meets it, 0..1; `strict` takes no word for another lightly."""
        row: NDArray[np.float32] = self.supports(self.seen([text]), strict=strict)[0]
        return row

    def places(self, text: str) -> tuple[tuple[tuple[int, float], ...], ...]:
        """Return for each need that words of `text` meet where these words begin and how well each meets it."""
        found = [(match.start(), match.group()) for match in WORD.finditer(text)]
        self.learn([text])
        at = [(start, self._known[spelt]) for start, spelt in found if spelt in self._known]
        if not at or not self.needs:
            return ()
        rows = self._rows[[row for _, row in at]]
        count = len(self.needs)
        held = np.maximum(rows[:, :count], rows[:, 2 * count : 3 * count])
        columns = (
            tuple((start, float(value)) for (start, _), value in zip(at, column, strict=True) if value > 0)
            for column in held.T
        )
        return tuple(column for column in columns if column)


class _Letters:
    """Compares words with the needs by their letters, most of them in one step: they share nothing."""

    def __init__(self, needs: Sequence[Word], others: Sequence[Sequence[str]]) -> None:
        self._needs = needs
        self._stems: dict[str, list[int]] = {}
        self._others: dict[str, list[int]] = {}
        self._roots: dict[str, list[int]] = {}
        self._exact: dict[str, list[int]] = {}
        self._parts: dict[str, list[int]] = {}
        for at, need in enumerate(needs):
            if need.exact is not None:
                self._exact.setdefault(need.exact, []).append(at)
                continue
            for table, keys in ((self._stems, need.stems), (self._others, others[at]), (self._roots, need.roots)):
                for key in keys:
                    table.setdefault(key, []).append(at)
        for column, part in enumerate(part for need in needs for part in need.parts):
            self._parts.setdefault(part, []).append(column)

    def _by_chance(self, key: str, form: Word, at: int) -> bool:
        """Return whether what is left of a verb or adjective happens to be a short noun: "Pass" of "passend"."""
        return form.small and len(key) <= SHORT and key in self._needs[at].stems and key not in form.stems

    def compare(self, form: Word, literal: NDArray[np.float32], shared: NDArray[np.float32]) -> None:
        """Write how well the word meets each need by its letters, and which parts of compounds it shares."""
        for part in form.parts:
            for at in self._stems.get(part, ()):
                literal[at] = FIELD
            for column in self._parts.get(part, ()):
                shared[column] = 1.0
        family = [(key, at) for key in form.family for at in self._roots.get(key, ())]
        for at in [at for key, at in family if not self._by_chance(key, form, at)]:
            literal[at] = ROOT
        for part in form.parts[-1:]:
            for at in self._stems.get(part, ()):
                literal[at] = ROOT
        for stem in form.stems:
            for at in self._others.get(stem, ()):
                literal[at] = OTHER
            for column in self._parts.get(stem, ()):
                shared[column] = 1.0
        for stem in form.stems:
            for at in (*self._stems.get(stem, ()), *self._exact.get(stem, ())):
                literal[at] = SAME


class _Vectors:
    """Word vectors, remembered."""

    def __init__(self) -> None:
        self._known: dict[str, Matrix] = {}

    def of(self, lexicon: Embedder, words: Sequence[str]) -> Matrix:
        """Return the vectors (n, dimension) of words, each of length 1."""
        known = self._known
        new = [found for found in words if found not in known]
        if len(known) + len(new) > REMEMBERED:
            # Replaced, not emptied: another thread may be reading.
            known = self._known = {}
            new = list(dict.fromkeys(words))
        if new:
            vectors = lexicon.words(new)
            # What the vectors know letter by letter only ("hjkl") has no meaning that they could tell.
            if isinstance(lexicon, StaticEmbedder):
                vectors = vectors * np.array([[not _spelt(lexicon.pieces(found))] for found in new], dtype=np.float32)
            known.update(zip(new, vectors, strict=True))
        return np.stack([known[found] for found in words]) if words else np.zeros((0, lexicon.dimension), np.float32)


def _spelt(pieces: Sequence[str]) -> bool:
    """Return whether a word falls into letters: more than half of its pieces are single ones."""
    return len(pieces) > 1 and 2 * sum(len(piece) == 1 for piece in pieces) > len(pieces)


@cache
def _groups() -> tuple[Group, ...]:
    return load()


# Nothing is kept of a lexicon that is no more.
_MEMORIES: WeakKeyDictionary[Embedder, _Vectors] = WeakKeyDictionary()
