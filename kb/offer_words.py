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
    """Return the languages that a text names, under their German names, each once, in order of place.

    „Kurdisch (Kurmandschi)“ is one. Inflected words count where the text tells that they mean a language („ins
    Arabische“, „in türkischer Sprache“): „arabische Küche“ names none.
    """
    found: list[Told] = []
    for match in _languages().finditer(text):
        if match["ending"] and not _is_language(text, match.start(), match.end()):
            continue
        told = Told(_called(match["name"]), match.start(), match.end())
        within = re.fullmatch(r"\s?\(", text[found[-1].end : told.start]) if found else None
        if within and re.match(r"\)|\s?[,/]", text[told.end :]):
            before = found.pop()
            close = text.find(")", told.end) + 1 or told.end
            told = Told(f"{before.value} ({text[told.start : close - 1]})", before.start, close)
        elif found and told.start < found[-1].end:
            continue
        found.append(told)
    return tuple({told.value: told for told in reversed(found)}.values())[::-1]


def _called(name: str) -> str:
    return _own().get(name.casefold()) or " ".join(word[:1].upper() + word[1:] for word in name.split())


def _is_language(text: str, start: int, end: int) -> bool:
    """Tell an inflected word that means a language by the words around it."""
    before, behind = text[:start], text[end:]
    return bool(
        re.match(r"(?:\s(?:und|oder|sowie|bzw\.)\s\w+|,\s?\w+)*\s(?:(?:Mutter|Herkunfts|Erst)?[Ss]prach|Übersetzung|Untertitel|Dolmetsch)", behind)
        or re.search(r"\b(?:ins|im|aus dem|vom)\s(?:[A-ZÄÖÜ]\w+(?:,\s|\s(?:und|oder)\s))*(?:ins\s)?$", before)
    )  # fmt: skip


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
def _own() -> dict[str, str]:
    return {own.casefold(): name for own, name in _table()["languages"]["own"].items()}


@cache
def _languages() -> re.Pattern[str]:
    table = _table()["languages"]
    names = sorted([*table["cues"], *table["own"]], key=len, reverse=True)
    return re.compile(
        rf"(?<!\w)(?P<name>{'|'.join(map(re.escape, names))})(?P<ending>e[nrsm]?|-?sprachige?[nrsm]?)?(?!\w)",
        re.IGNORECASE,
    )
