"""Reads a question: in which language it is asked, what kind of answer it wants, what it looks for."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from kb.model import Intent

LANGUAGES = ("de", "en", "tr", "ar", "uk", "ru", "fr", "pl", "fa", "ro")
Wanted = Literal["date", "number", "person", "contact", "place", "duration"]
# Below this probability a short question in Latin letters is taken as German: most names of offers
# ("Rucksack KiTa", "MIMI") are German or no language at all. On 60 such inputs .5 parted them best.
CONFIDENT = 0.5


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its language (ISO 639-1), its intent and the kinds of fact it asks for."""

    text: str
    language: str
    intent: Intent
    wants: frozenset[Wanted]


def read_question(text: str, language: str | None = None) -> Question:
    """Read a question; `language` is detected where it is not given."""
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    cues = _cues()
    folded = text.casefold()
    intent = next((name for name, pattern in cues.intents if pattern.search(folded)), "other")
    wants = frozenset(name for name, pattern in cues.wants if pattern.search(folded))
    return Question(text, language or detect(text), cast(Intent, intent), cast("frozenset[Wanted]", wants))


def detect(text: str) -> str:
    """Return the language of a text among those the assistant speaks; German where it cannot be told."""
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return "de"
    arabic = sum("\u0600" <= char <= "\u06ff" for char in letters)
    cyrillic = sum("\u0400" <= char <= "\u04ff" for char in letters)
    if 2 * arabic >= len(letters):
        return _ranked(text, ("ar", "fa"))[0]
    if 2 * cyrillic >= len(letters):
        return _ranked(text, ("uk", "ru"))[0]
    best, probability = _ranked(text, ("de", "en", "tr", "fr", "pl", "ro"))
    return best if probability >= CONFIDENT else "de"


def _ranked(text: str, languages: tuple[str, ...]) -> tuple[str, float]:
    language, probability = _identifier(languages).classify(text)
    return str(language), float(probability)


@cache
def _identifier(languages: tuple[str, ...]):  # type: ignore[no-untyped-def]
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - half a second to load

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(languages))
    return identifier


@dataclass(frozen=True, slots=True)
class _Cues:
    intents: tuple[tuple[str, re.Pattern[str]], ...]
    wants: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _cues() -> _Cues:
    """Load the cue words (`cues.toml`); the order of intents there is their precedence."""
    table = tomllib.loads((files("assistant") / "cues.toml").read_text(encoding="utf-8"))

    def patterns(part: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        # Cues are beginnings of words; a cue ending in "$" is a whole word.
        return tuple((name, re.compile("|".join(_cue(word) for word in words))) for name, words in table[part].items())

    return _Cues(patterns("intents"), patterns("wants"))


def _cue(word: str) -> str:
    whole = word.endswith("$")
    return r"(?<!\w)" + re.escape(word.removesuffix("$").casefold()) + (r"(?!\w)" if whole else "")
