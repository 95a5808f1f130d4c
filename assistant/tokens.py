"""A sentence as the check sees it: words with the root of their family, figures, clauses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import Stemmer

from assistant.figures import Figure, figures
from assistant.lexicon import groups, lexicon

_WORD = re.compile(r"[^\W\d_]+(?:[*:_/]-?[iI]nnen\b|[*:_]in\b)?")
_CLAUSE = re.compile(r"[,;:()\[\]•|\n\t]|\s[–-]\s|[.!?](?=\s|$)")
_GENDERED = re.compile(r"(?:[*:_/]-?)?(?:innen|in)$|(?<=[a-zäöüß])Innen$")
_SEPARABLE = [
    "zusammen",
    "zurück",
    "weiter",
    "bereit",
    "durch",
    "statt",
    "teil",
    "unter",
    "über",
    "fest",
    "nach",
    "auf",
    "aus",
    "bei",
    "ein",
    "her",
    "hin",
    "mit",
    "vor",
    "weg",
    "an",
    "ab",
    "um",
    "zu",
    "los",
    "fort",
    "vorbei",
    "heraus",
    "hinaus",
    "herein",
    "dar",
]
_PARTICIPLE = re.compile(rf"^({'|'.join(_SEPARABLE)})?(?:ge)([a-zäöüß]{{3,}}(?:t|en))$")
_ZU_INFINITIVE = re.compile(rf"^({'|'.join(_SEPARABLE)})zu([a-zäöüß]{{3,}}n)$")
# Derivation on top of inflection: Leit-ung, leit-end, Leit-er, mehrheit-lich.
_DERIVED = ("ierung", "iert", "keit", "heit", "lich", "isch", "ung", "ier", "end", "ig", "er", "t", "e", "n", "s")
_SHORTEST_ROOT = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A word or figure; `place` counts tokens, `clause` counts stretches between punctuation marks.

    `content` is false for function words; `capital` for words written with a capital inside a sentence.
    """

    text: str
    lower: str
    root: str
    families: frozenset[int]
    content: bool
    capital: bool
    place: int
    clause: int
    figure: Figure | None = None


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """Return words and figures of `text` in order."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    found = figures(text)
    cuts = [match.start() for match in _CLAUSE.finditer(text) if not _inside(match.start(), found)]
    items: list[tuple[int, str, Figure | None]] = [(f.start, text[f.start : f.end], f) for f in found]
    items += [(m.start(), m[0], None) for m in _WORD.finditer(text) if not _inside(m.start(), found)]
    items.sort(key=lambda item: item[0])
    function = lexicon("verify")["function"]
    clause, begins = 0, True
    for place, (start, word, figure) in enumerate(items):
        while cuts and cuts[0] < start:
            begins = text[cuts.pop(0)] in ".!?:•\n" or begins
            clause += 1
        lower = word.lower()
        plain = figure is None
        content = plain and lower not in function and len(word) > 1
        yield Token(
            word,
            lower,
            root(word) if plain else "",
            _families().get(root(word), frozenset()) | _families().get(lower, frozenset()) if plain else frozenset(),
            content,
            plain and word[0].isupper() and not begins,
            place,
            clause,
            figure,
        )
        begins = False


def _inside(position: int, found: tuple[Figure, ...]) -> bool:
    return any(figure.start <= position < figure.end for figure in found)


@cache
def _stemmer() -> Any:
    return Stemmer.Stemmer("german")


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """Return what a word shares with its family: leitet, Leitung, Leiterin, geleitet -> leit."""
    lower = word.lower()
    if len(word) > 6:
        lower = _GENDERED.sub("", word).lower()
    if not word[0].isupper():
        match = _PARTICIPLE.match(lower) or _ZU_INFINITIVE.match(lower)
        if match:
            lower = (match[1] or "") + match[2]
    stem = str(_stemmer().stemWord(lower))
    for ending in _DERIVED:
        if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST_ROOT:
            return stem[: -len(ending)]
    return stem


@cache
def _families() -> Mapping[str, frozenset[int]]:
    """Root of each word of the synonym list -> numbers of its lines."""
    table: dict[str, set[int]] = {}
    lines = [*groups("verify", "synonyms"), *(tuple(block) for line in contraries() for block in line)]
    for number, line in enumerate(lines):
        for word in line:
            if " " not in word:
                table.setdefault(root(word), set()).add(number)
                table.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in table.items()}


@cache
def contraries() -> tuple[tuple[frozenset[str], ...], ...]:
    """Return the lines of opposites: blocks of words, each contrary to the other blocks of its line."""
    lines = (" ".join(line).split("|") for line in groups("verify", "opposites"))
    return tuple(tuple(frozenset(block.split()) for block in line) for line in lines)


def same(claim: Token, source: Token) -> bool:
    """Say whether two words are of one family, synonyms, or the claim's word is a part of the source's."""
    if claim.root == source.root or claim.lower == source.lower or claim.families & source.families:
        return True
    if _prefixed(claim.root, source.root) or _prefixed(source.root, claim.root):
        return not (claim.capital or source.capital)
    # "Konzept" for "Handlungskonzept"; four letters, so that no syllable counts as a word.
    return (
        len(claim.root) >= 4
        and len(source.root) > len(claim.root) + 2
        and (source.root.endswith(claim.root) or source.root.startswith(claim.root))
    )


def _prefixed(short: str, long: str) -> bool:
    """Say whether one word is the other with a separable prefix: "führt ... durch", "durchführen"."""
    return len(short) >= 3 and long.endswith(short) and long.removesuffix(short) in _SEPARABLE
