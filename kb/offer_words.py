"""The closed vocabularies of offers: whom they are for and what they are about, told by German words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Told(NamedTuple):
    """A value of a vocabulary and the stretch of text that tells it."""

    value: str
    start: int
    end: int


def audiences(text: str) -> tuple[Told, ...]:
    """Return the audiences that a text names, each once, in order of place."""
    return _told("audience", text)


def topics(text: str) -> tuple[Told, ...]:
    """Return the topics that a text names, each once, in order of place."""
    return _told("topic", text)


def languages(text: str) -> tuple[Told, ...]:
    """Return the languages that a text names, under their names, in order of place."""
    found = [Told(match.group().title(), match.start(), match.end()) for match in _languages().finditer(text)]
    return tuple({told.value: told for told in reversed(found)}.values())[::-1]


def label(vocabulary: str, value: str) -> str:
    """Return what a value of "audience" or "topic" is called for readers; itself where it is not of the vocabulary."""
    entry = _table()[vocabulary].get(value)
    return str(entry["name"]) if entry else value


def values(vocabulary: str) -> tuple[str, ...]:
    """Return the values of "audience" or "topic"."""
    return tuple(_table()[vocabulary])


def _told(vocabulary: str, text: str) -> tuple[Told, ...]:
    found = []
    for value, cues in _cues(vocabulary):
        match = cues.search(text)
        if match:
            found.append(Told(value, match.start(), match.end()))
    return tuple(sorted(found, key=lambda told: told.start))


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("kb.wording") / "offers.de.toml").read_text(encoding="utf-8"))


@cache
def _cues(vocabulary: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((value, _pattern(entry["cues"])) for value, entry in _table()[vocabulary].items())


def _pattern(cues: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(cues) + ")", re.IGNORECASE)


@cache
def _languages() -> re.Pattern[str]:
    return re.compile(
        r"(?<!\w)(?:" + "|".join(map(re.escape, _table()["languages"]["cues"])) + r")(?!\w)", re.IGNORECASE
    )
