"""What words of the field in other languages are called in German papers (`glossary.toml`).

Vectors of single words miss some of them, and those that all KIZ papers share are known beforehand.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from assistant.offer_terms import folded

# What Arabic writes together with a word: and, then, for, in, and the article.
_ATTACHED = {"ar": r"[وف]?(?:ال|لل|بال|كال|[لبک])?"}


@lru_cache(maxsize=20_000)
def german(word: str, language: str) -> tuple[str, ...]:
    """Return the German words for a word of another language, () where the glossary has none."""
    said = folded(word)
    return tuple(dict.fromkeys(term for cue, terms in _entries(language) if cue.match(said) for term in terms))


def glossed(words: Iterable[str], language: str) -> tuple[str, ...]:
    """Return the German words for all words of a text in another language."""
    if language == "de":
        return ()
    return tuple(dict.fromkeys(term for word in words for term in german(word, language)))


def in_german_names(text: str, language: str) -> str:
    """Return a text of another language with offices that every Kreis has called by their German names (`offices.toml`)."""
    if language == "de":
        return text
    for name, cue in bodies():
        text = cue.sub(f" {name} ", text)
    return " ".join(text.split())


@cache
def bodies() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the German names of these offices, and the pattern of what they are called in other languages."""
    table = tomllib.loads((files("assistant") / "offices.toml").read_text(encoding="utf-8"))["bodies"]
    attached = r"(?<!\w)(?:[وف]?[بلك]?(?:ال|لل)?)?"
    return tuple(
        (name, re.compile(attached + "(?:" + "|".join(f"(?:{way})" for way in ways) + r")(?!\w)", re.IGNORECASE))
        for name, ways in table.items()
    )


@cache
def _entries(language: str) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    table = tomllib.loads((files("assistant") / "glossary.toml").read_text(encoding="utf-8"))
    before = _ATTACHED.get(language, "")
    return tuple(
        (re.compile(f"{before}(?:{folded(cues[language])})"), tuple(terms.split()))
        for terms, cues in table.items()
        if language in cues
    )
