"""What a German word shares with its family: root, synonyms, the parts of a compound."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import Stemmer

from assistant.lexicon import groups
from kb.compounds import fold, split, vocabulary

_GENDERED = re.compile(r"(?:[*:_/]-?)?(?:innen|in)$|(?<=[a-zäöüß])Innen$")
SEPARABLE = [
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
_PREFIX = rf"(?:{'|'.join(SEPARABLE)}|be|ge|er|ver|zer|ent|emp)"
_PARTICIPLE = re.compile(rf"^({'|'.join(SEPARABLE)})?(?:ge)([a-zäöüß]{{3,}}?(?:t|en))(?:e[nmrs]?)?$")
_ZU_INFINITIVE = re.compile(rf"^({'|'.join(SEPARABLE)})zu([a-zäöüß]{{3,}}n)$")
# Derivation on top of inflection: Leit-ung, leit-end, Leit-er, mehrheit-lich.
_DERIVED = ("ierung", "iert", "keit", "heit", "lich", "isch", "ung", "ier", "end", "ig", "er", "t", "e", "n", "s")
_IERT = re.compile(r"(?<=[^\W\d_]{3})ier(?:en|t|te|ten|tes|ter|tem|end|ende|enden|ung|ungen)$")
SHORTEST_ROOT = 4
_EL = 5


@cache
def _stemmer() -> Any:
    return Stemmer.Stemmer("german")


@lru_cache(maxsize=50_000)
def root(word: str) -> str:
    """Return what a word shares with its family: leitet, Leitung, Leiterin, geleitet -> leit."""
    lower = word.lower()
    if lower == "möglichst":
        return lower
    if len(word) > 6:
        lower = _GENDERED.sub("", word).lower()
    if lower.startswith("rück") and len(lower) > 7:
        # "Rückgabe", "zurückgeben".
        lower = _present("zu" + lower)
    if not word[0].isupper():
        match = _PARTICIPLE.match(lower) or _ZU_INFINITIVE.match(lower)
        if match:
            lower = (match[1] or "") + match[2]
        lower = _present(lower)
    stem = str(_stemmer().stemWord(_IERT.sub("ier", lower)))
    if lower[0] == word[0] and len(stem) > _EL and stem.endswith("el"):
        # "verhandelt", "Verhandlung".
        return stem[:-2] + "l"
    for ending in _DERIVED:
        if stem.endswith(ending) and len(stem) - len(ending) >= SHORTEST_ROOT:
            return stem[: -len(ending)]
    return stem


def head_root(word: str) -> str:
    """Return the root of the first word of a sentence: "Geleitet wird" has no noun at its head."""
    return root(word.lower()) if _PARTICIPLE.match(word.lower()) and not known(word) else root(word)


@cache
def _strong() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Past stems of strong verbs -> the stem of the present ("nahm" -> "nehm")."""
    stems = {past: line[0] for line in groups("verify", "strong") for past in line[1:]}
    forms = "|".join(sorted(stems, key=len, reverse=True))
    return re.compile(rf"^({_PREFIX}{{0,2}})({forms})(?:e|en|t|st)?$"), stems


def _present(lower: str) -> str:
    pattern, stems = _strong()
    match = pattern.match(lower)
    return f"{match[1]}{stems[match[2]]}en" if match else lower


@lru_cache(maxsize=50_000)
def families(word: str) -> frozenset[int]:
    """Return the numbers of the synonym lines that a word or its root stands in."""
    table = _families()
    return table.get(root(word), frozenset()) | table.get(word.lower(), frozenset())


@cache
def _families() -> Mapping[str, frozenset[int]]:
    """Root of each word of the synonym list -> numbers of its lines."""
    table: dict[str, set[int]] = {}
    said = (*groups("verify", "synonyms"), *groups("wordings", "synonyms"))
    lines = [*said, *(tuple(block) for line in contraries() for block in line)]
    for number, line in enumerate(lines):
        for word in line:
            if " " not in word:
                table.setdefault(root(word), set()).add(number)
                table.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in table.items()}


@lru_cache(maxsize=50_000)
def narrower(word: str) -> frozenset[str]:
    """Return the roots of the words of which a more general one may be said: "Gremium" of a "Beirat"."""
    return _general().get(root(word), frozenset())


@cache
def _general() -> Mapping[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in groups("wordings", "general"):
        table[root(line[0])] = table.get(root(line[0]), frozenset()) | {root(word) for word in line[1:]}
    return table


@cache
def contraries() -> tuple[tuple[frozenset[str], ...], ...]:
    """Return the lines of opposites: blocks of words, each contrary to the other blocks of its line."""
    lines = (" ".join(line).split("|") for line in groups("verify", "opposites"))
    return tuple(tuple(frozenset(block.split()) for block in line) for line in lines)


class Part:
    """The roots and synonym lines of the parts of one compound."""

    __slots__ = ("families", "root")

    def __init__(self, word: str) -> None:
        self.root = root(word)
        self.families = families(word)


@lru_cache(maxsize=50_000)
def parts(word: str) -> tuple[Part, ...]:
    """Return the parts of a compound, linking letters taken off; empty for a simple word."""
    found = split(fold(_GENDERED.sub("", word).lower() if len(word) > 6 else word.lower()))
    return tuple(Part(part) for part in found if len(part) >= 3)


@lru_cache(maxsize=50_000)
def known(word: str) -> bool:
    """Say whether a word is German vocabulary rather than a name: listed, compound, or of a synonym line."""
    lower = fold(word.lower())
    words = vocabulary()
    stem = str(_stemmer().stemWord(lower))
    listed = any(form in words.heads or form in words.modifiers for form in (lower, stem))
    return listed or bool(families(word)) or len(split(lower)) > 1
