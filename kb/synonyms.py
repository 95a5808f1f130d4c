"""Abbreviations and synonyms of the field: they widen a question, never the index."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from kb.errors import ConfigError
from kb.german import Terms, analyse

WEIGHT = 0.5  # of a synonym beside the word that was asked for, where the group names none


@dataclass(frozen=True, slots=True)
class Group:
    """Ways to say the same, each as the terms of its words."""

    terms: tuple[Terms, ...]
    weight: float = WEIGHT


def load(path: Path | None = None) -> tuple[Group, ...]:
    """Return the shipped groups (`kb/synonyms.toml`) and those of an administrator's file `path`.

    :raises ConfigError: the file is missing or no such list.
    """
    if path is None:
        return _shipped()
    try:
        groups = _groups(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ConfigError("no-such-file", file=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise ConfigError("bad-config-file", file=path, why=error) from error
    return (*_shipped(), *groups)


@cache
def _shipped() -> tuple[Group, ...]:
    return _groups(tomllib.loads((files("kb") / "synonyms.toml").read_text(encoding="utf-8")))


def _groups(table: Mapping[str, Any]) -> tuple[Group, ...]:
    return tuple(
        Group(tuple(analyse(str(term)) for term in entry["terms"]), float(entry.get("weight", WEIGHT)))
        for entry in table["group"]
    )


def expand(terms: Terms, groups: tuple[Group, ...]) -> dict[str, float]:
    """Return stem -> weight of what else the question's words are called.

    A way of several words is recognised where its words stand together. The weight of a way to say it
    is shared among its words, as all of them together stand for one. Words asked for are left out.
    """
    found: dict[str, float] = {}
    asked = frozenset(terms.stems)
    for group in groups:
        named = [way for way in group.terms if way.stems and _within(way.stems, terms.stems)]
        if not named:
            continue
        for way in group.terms:
            for stem in () if way in named else way.stems:
                if stem not in asked:
                    found[stem] = max(found.get(stem, 0.0), group.weight / len(way.stems))
    return found


def _within(words: tuple[str, ...], text: tuple[str, ...]) -> bool:
    size = len(words)
    if size == 1:
        return words[0] in text
    return any(text[start : start + size] == words for start in range(len(text) - size + 1))
