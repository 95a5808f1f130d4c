"""German words as the word index knows them: one analyser for indexing and for asking.

`analyse` is a pure function of its text and of the shipped word list. Everything that changes its
tokens must raise `VERSION`: an index built with other tokens finds nothing and is built anew.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import Stemmer

from kb.compounds import fold, split
from kb.exact import DIGIT, exact_tokens
from kb.gender import feminine, neutral

VERSION = "1"
GRAM = 5  # letters; 5-grams did best of 3 to 6 on German questions beside stems

PLURAL_S = re.compile(r"(?<=..)[aoy]s$(?<!los|gas|aos|oos)(?<!glas|gras)")
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Terms:
    """The tokens of a text, in its order and with repetitions. No token holds a space.

    `stems`: word stems, stopwords left out; words of other scripts as they stand. `parts`: stems of
    the parts of compounds. `grams`: the character 5-grams of the words. `exact`: numbers, references,
    dates, phone numbers, mail and web addresses in a normal form (`kb.exact`).
    """

    stems: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    grams: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


def analyse(text: str) -> Terms:
    """Return the terms of `text`."""
    text = neutral(unicodedata.normalize("NFKC", text).replace("\xad", ""))
    exact, text = exact_tokens(text)
    stems: list[str] = []
    parts: list[str] = []
    grams: list[str] = []
    numbers: list[str] = []
    for word in WORD.findall(text.casefold()):
        stem, pieces, letters, number = _word(word)
        if stem:
            stems.append(stem)
            parts += pieces
            grams += letters
        elif number:
            numbers.append(number)
    return Terms(tuple(stems), tuple(parts), tuple(grams), exact + tuple(numbers))


@lru_cache(maxsize=50_000)
def _word(word: str) -> tuple[str, tuple[str, ...], tuple[str, ...], str]:
    """Return stem, part stems, grams and exact token of a casefolded word; empty what it has not."""
    if DIGIT.search(word):
        return "", (), (), word
    if word in stopwords() or len(word) < 2:
        return "", (), (), ""
    folded = fold(feminine(word))
    pieces = tuple(_stem(part) for part in split(folded))
    grams = tuple(folded[i : i + GRAM] for i in range(len(folded) - GRAM + 1))
    return _stem(folded), pieces, grams, ""


def _stem(folded: str) -> str:
    # Snowball leaves the plural of Kitas and Büros, and takes an s for an ending even where little is
    # left (Kurs -> kur, but Kurse -> kurs).
    if PLURAL_S.search(folded):
        folded = folded[:-1]
    stem = str(_stemmer().stemWord(folded))
    return folded if len(stem) <= 3 and folded == stem + "s" else stem


@cache
def stopwords() -> frozenset[str]:
    """Return the casefolded stopwords of `kb/data/german.toml`, with umlauts and with them written out."""
    lists = tomllib.loads((files("kb") / "data" / "german.toml").read_text(encoding="utf-8"))
    casefolded = {word.casefold() for word in lists["stopwords"].split()}
    return frozenset(casefolded | {fold(word) for word in casefolded})


@cache
def _stemmer() -> Any:
    return Stemmer.Stemmer("german")
