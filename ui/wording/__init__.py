"""What the page says, kept in TOML beside this module, one file per language of the page."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

# Languages of the citizens' pages, each with the name it has for itself, in the order of the switch.
LANGUAGES = MappingProxyType(
    {
        "de": "Deutsch",
        "en": "English",
        "tr": "Türkçe",
        "ar": "العربية",
        "uk": "Українська",
        "ru": "Русский",
        "fr": "Français",
        "pl": "Polski",
        "fa": "فارسی",
        "ro": "Română",
    }
)
# Staff, operators and programs have these; they are written in German alone.
GERMAN_ONLY = frozenset({"login", "tools", "legal"})


@dataclass(frozen=True, slots=True)
class Example:
    """A question to start with. `topic` is None for those that show another language."""

    text: str
    language: str
    topic: str | None = None


@cache
def _table(language: str) -> dict[str, Any]:
    return tomllib.loads((files(__name__) / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def _section(section: str, language: str) -> dict[str, str]:
    german: dict[str, str] = _table("de")[section]
    if language == "de" or section in GERMAN_ONLY:
        return german
    own: dict[str, str] = _table(language).get(section, {})
    if lacking := sorted(set(german) - set(own)):
        raise LookupError(f"{language}.toml, [{section}]: {', '.join(lacking)}")
    return own


def words(section: str, language: str = "de") -> dict[str, str]:
    """Return the texts of one section (name -> text), placeholders unfilled; those of staff are German.

    :raises LookupError: the language has no file, or its file lacks a text that the German one has.
    """
    if language not in LANGUAGES:
        raise LookupError(f"{language}.toml")
    return dict(_section(section, language))


def examples(language: str = "de") -> tuple[Example, ...]:
    """Return the example questions in the order of the page."""
    return tuple(Example(**entry) for entry in _table(language)["examples"])
