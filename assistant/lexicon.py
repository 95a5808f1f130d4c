"""Small word lists that the assistant's rules stand on: the sections of `lexicon.toml`, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    text = (files(__package__) / "lexicon.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def lexicon(section: str) -> dict[str, frozenset[str]]:
    """Return the word lists of a section by name. An entry is a blank-separated line of words.

    Words of several parts are written with an underscore in the file and come back with a blank.
    """
    return {
        name: frozenset(word.replace("_", " ") for line in lines for word in line.split())
        for name, lines in _table()[section].items()
    }


@cache
def groups(section: str, name: str) -> tuple[tuple[str, ...], ...]:
    """Return the lines of one list as groups of words, in the file's order."""
    return tuple(tuple(word.replace("_", " ") for word in line.split()) for line in _table()[section][name])
