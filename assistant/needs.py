"""The content words of a question, and how much is amiss where a text does not know them."""

from __future__ import annotations

import lzma
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from assistant.facts import told_by
from assistant.glossary import german
from assistant.lexicon import lexicon
from assistant.period import days_named
from assistant.question import function_words
from assistant.wordforms import WORD, streets_joined, unaddressed, word
from kb.compounds import fold, vocabulary
from kb.exact import MONTHS

_PARTICLES = "zusammen an aus ein ab vor teil statt durch mit auf bei um weiter zurück fest her hin"
PARTICLES = frozenset(_PARTICLES.split())
# A proper name is amiss however often the papers use it elsewhere, unless nearly every page does; a country or
# Land goes without saying.
PROPER, FAMILIAR = 0.85, 0.35
# A common noun may be said in other words: it makes an answer less likely, but does not rule it out.
NOUN = 0.7
FACT = 0.8
# Letters that the first and the last part of an unlisted compound have at least ("Agrar-diesel").
MODIFIER, HEAD = 3, 5
# Shorter words in small letters are too often something else ("statt", "gut").
SHORT = 4
INFLECTED = ("s", "n", "es", "en", "e", "er")
Sort = Literal["name", "number", "noun", "word"]


@dataclass(frozen=True, slots=True)
class Need:
    """A content word of the question and how rare it is in the papers (its weight, 0..1).

    `name`: how much is amiss where a text does not know it, 0..1: a noun's weight, more for a proper name or a
    number. `fact`: the kind of fact it asks for, which a text meets by holding one ("Anschrift" by an address).
    """

    word: str
    weight: float
    name: float
    fact: str | None
    sort: Sort = "word"


def needs_of(question: str, language: str, rarity: Callable[[str], float]) -> tuple[Need, ...]:
    """Return the content words of a question, each once, in order."""
    common = function_words(language)
    needs: dict[str, Need] = {}
    days = days_named(question)
    words = WORD.findall(streets_joined(unaddressed(question) if language == "de" else question))
    for position, found in enumerate(_rejoined(words) if language == "de" else words):
        if found.casefold() in common or not word(found).stems or (len(found) < 2 and not found.isdigit()):
            continue
        fact = told_by(found, question)
        # Whether the papers use the word for it matters little.
        weight = FACT if fact else _rare(found, language, rarity)
        sort: Sort = "word" if fact or found in days else _sort(found, language, first=position == 0)
        if sort == "number" and word(found).exact:
            weight = 1.0  # another year or number is another matter
        amiss = {"word": 0.0, "noun": NOUN * weight, "number": 1.0, "name": max(weight, PROPER)}[sort]
        if sort == "name" and weight < FAMILIAR:
            sort, amiss = "noun", NOUN * weight
        needs.setdefault(found.casefold(), Need(found, weight, amiss, fact, sort))
    return tuple(needs.values())


def _rare(found: str, language: str, rarity: Callable[[str], float]) -> float:
    """Return how rare a word is in the papers; one of another language is as rare as what they call it."""
    called = german(found, language) if language != "de" else ()
    return min(rarity(found), *map(rarity, called)) if called else rarity(found)


def _sort(found: str, language: str, *, first: bool) -> Sort:
    """Return what a word is: a first word is written large whatever it is, and a month is said in many ways.

    What German has as a noun is one as first word, too ("pizza bestellen"); an infinitive may be a verb.
    """
    if any(char.isdigit() for char in found):
        return "number" if word(found).exact or not first else "word"
    folded = found.casefold()
    if folded in MONTHS or folded in lexicon("places")["lands"] or folded in lexicon("places")["tongues"]:
        return "word"
    if first or not found[0].isupper():
        listed = first and language == "de" and len(folded) > SHORT and not folded.endswith(("en", "eln", "ern", "t"))
        return "noun" if listed and (fold(folded) in _nouns() or fold(folded) in vocabulary().heads) else "word"
    return "name" if is_proper(found) else "noun"


def is_proper(found: str) -> bool:
    """Return whether a word is a proper name: one that German texts do not use as a word.

    A word made of two others is none, even if only the last is known, unless it ends as towns do.
    """
    forms = word(found)
    folded = fold(found.casefold())
    if not found.isalpha() or forms.parts or _is_noun(folded, fold(min(forms.stems, default=""))):
        return False
    if any(folded.endswith(ending) for ending in lexicon("places")["endings"]):
        return True
    ends = (folded[at:] for at in range(MODIFIER, len(folded) - HEAD + 1))
    return not any(end in _nouns() or end.removesuffix("s") in _nouns() for end in ends)


def _is_noun(folded: str, stem: str) -> bool:
    # The lists have few inflected forms.
    parts = vocabulary()
    forms = (folded, stem, *(folded.removesuffix(ending) for ending in INFLECTED), f"{folded}e", f"{folded}en")
    return any(form in _nouns() or form in parts.heads or form in parts.modifiers for form in forms)


@cache
def _nouns() -> frozenset[str]:
    """Load the German nouns (`nouns.txt.xz`, made by `python -m training.nouns`)."""
    packed = (files("assistant") / "nouns.txt.xz").read_bytes()
    return frozenset(lzma.decompress(packed).decode().split())


def _rejoined(words: list[str]) -> list[str]:
    """Put a separable verb together again: "arbeitet ... zusammen" is "zusammenarbeitet"."""
    if len(words) < 3 or words[-1] not in PARTICLES:
        return words
    for position, found in enumerate(words[1:-1], 1):
        if found.islower() and found.endswith(("t", "en", "st")) and word(found).stems:
            return [*words[:position], words[-1] + found, *words[position + 1 : -1]]
    return words[:-1]
