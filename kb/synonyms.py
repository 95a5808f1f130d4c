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

    :raises ConfigError: the file is missing or no such list; names the group and what is wrong with it.
    """
    if path is None:
        return _shipped()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError("no-synonyms", file=path, why=error.strerror) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError("bad-config-file", file=path, why=error) from error
    _check(table, path)
    return (*_shipped(), *_groups(table))


def _check(table: Mapping[str, Any], file: Path) -> None:
    entries = table.get("group")
    if not isinstance(entries, list) or set(table) != {"group"}:
        raise ConfigError("synonyms-no-group", file=file, keys=", ".join(sorted(set(table) - {"group"})) or "–")
    for number, entry in enumerate(entries, start=1):
        unknown = sorted(set(entry) - {"terms", "weight"}) if isinstance(entry, dict) else ["–"]
        if unknown:
            raise ConfigError("synonyms-unknown-key", file=file, group=number, key=unknown[0])
        terms, weight = entry.get("terms"), entry.get("weight", WEIGHT)
        if not isinstance(terms, list) or len(terms) < 2 or not all(isinstance(term, str) for term in terms):
            raise ConfigError("synonyms-bad-terms", file=file, group=number)
        silent = [term for term in terms if not analyse(term).stems]
        if silent:
            raise ConfigError("synonyms-silent-term", file=file, group=number, term=silent[0])
        if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not 0 < weight <= 1:
            raise ConfigError("synonyms-bad-weight", file=file, group=number, weight=weight)


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
