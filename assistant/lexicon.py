"""Small word lists that the assistant's rules stand on: `lexicon.toml` by section, the others as one; read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    folder = files(__package__)
    table = tomllib.loads((folder / "lexicon.toml").read_text(encoding="utf-8"))
    table["verify"] = tomllib.loads((folder / "verify.toml").read_text(encoding="utf-8"))
    table["wordings"] = tomllib.loads((folder / "wordings.toml").read_text(encoding="utf-8"))
    return table


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
