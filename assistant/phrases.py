"""The frame of an answer in the asker's language (`phrases/xx.toml`); quotes stay as they are."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

FALLBACK = "de"


@cache
def phrases(language: str) -> dict[str, str]:
    """Return the phrases of a language (ISO 639-1), German ones where it has none."""
    return dict(_table(language)["answer"])


@cache
def offer_phrases(language: str) -> dict[str, str]:
    """Return what stands on and around the cards of offers in a language, in German where it has none."""
    return dict(_table(language)["offers"])


@cache
def _table(language: str) -> dict[str, dict[str, str]]:
    folder = files("assistant") / "phrases"
    file = folder / f"{language}.toml"
    if not file.is_file():
        file = folder / f"{FALLBACK}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def day(value: date | None, language: str) -> str:
    """Return a date as it is written in the language, or the language's word for "undated"."""
    if value is None:
        return phrases(language)["undated"]
    return f"{value:%Y-%m-%d}" if language == "en" else f"{value:%d.%m.%Y}"


def stand(value: date | None, language: str) -> str:
    """Return the Stand of a source in words of the language: "Stand: 01.05.2020", or that it has no date."""
    words = phrases(language)
    return words["stand"].format(date=day(value, language)) if value else words["undated"]
