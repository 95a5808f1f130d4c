"""Names and words of offers as `OFFERS.md` compares them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import Stemmer

from kb.german import stopwords

# The share of the longer name's content words that a shorter name has to have (OFFERS.md).
_ENOUGH = 0.6
_QUOTES = "„“”‟\"«»‹›‚‘’‛'`´"
_QUOTED = re.compile(r"[„“\"»«‚‘›‹]([^„“”\"»«‚‘’›‹]+)[“”\"«»‘’‹›]")
_BRACKETS = re.compile(r"\s*(?:\([^)]*\)|\[[^\]]*\])")
_DASHES = re.compile(r"[‐‑‒–—―−]")
_COURSE_NUMBER = re.compile(r"^[^\W\d_]{1,3}-?\d{3,}[^\W\d_]?\s+(?=\S)")
# A noun of so few letters („Bus“, „Kurs“) ends in the s itself.
_SHORT_NOUN = 4
_WORD = re.compile(r"[^\W_]+")
EQUAL, BRACKETS, QUOTED, WORDS = 4, 3, 2, 1


def normal(name: str) -> str:
    """Return a name in lower case, without quotation marks, the four signs that drop out, and a course number in front."""
    text = unicodedata.normalize("NFKC", name).replace("\xad", "")
    text = _DASHES.sub("-", text).casefold()
    text = re.sub(r"(?<=\w)-\s*\n\s*", "", text)
    text = re.sub(rf"[{re.escape(_QUOTES)}.,:!]", "", text)
    return _COURSE_NUMBER.sub("", " ".join(text.split()))


def content_words(text: str) -> frozenset[str]:
    """Return the stems of a text's words, without the small words of German."""
    return frozenset(_stem(word) for word in _WORD.findall(_text(text)) if word not in stopwords())


def likeness(one: str, other: str) -> int:
    """Return how one name matches another: `EQUAL`, `BRACKETS`, `QUOTED`, `WORDS`, or 0 where it does not."""
    left, right = normal(one), normal(other)
    if not left or not right:
        return 0
    if left == right or _stems(left) == _stems(right) != ():
        return EQUAL
    if {left, normal(_BRACKETS.sub("", one))} & {right, normal(_BRACKETS.sub("", other))} - {""}:
        return BRACKETS
    if right in map(normal, _QUOTED.findall(one)) or left in map(normal, _QUOTED.findall(other)):
        return QUOTED
    shorter, longer = sorted((content_words(left), content_words(right)), key=len)
    return WORDS if len(shorter) > 1 and shorter <= longer and len(shorter) >= _ENOUGH * len(longer) else 0


def is_named(name: str, text: str) -> bool:
    """Return whether `text` holds the name as whole words, both normalised."""
    return bool(normal(name)) and re.search(rf"(?<!\w){re.escape(normal(name))}(?!\w)", normal(text)) is not None


def _text(text: str) -> str:
    joined = unicodedata.normalize("NFKC", text).replace("\xad", "").casefold()
    return re.sub(r"(?<=\w)[-‐]\s*\n\s*", "", joined)


def _stems(text: str) -> tuple[str, ...]:
    return tuple(_stem(word) for word in _WORD.findall(text))


@cache
def _stem(word: str) -> str:
    stem = str(_stemmer().stemWord(word))
    # The stemmer leaves the genitive of nouns that end in a vowel („des Bildungsbüros“, „der Kitas“).
    return stem[:-1] if len(stem) > _SHORT_NOUN and re.search(r"[aeioué]s$", stem) else stem


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("german")
