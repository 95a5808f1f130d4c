"""What the page says, kept in TOML beside this module, one file per language of the page."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """A question to start with. `topic` is None for those that show another language."""

    text: str
    language: str
    topic: str | None = None


@cache
def _table(language: str) -> dict[str, Any]:
    return tomllib.loads((files(__name__) / f"{language}.toml").read_text(encoding="utf-8"))


def words(section: str, language: str = "de") -> dict[str, str]:
    """Return the texts of one section (name -> text), placeholders unfilled."""
    return dict(_table(language)[section])


def examples(language: str = "de") -> tuple[Example, ...]:
    """Return the example questions in the order of the page."""
    return tuple(Example(**entry) for entry in _table(language)["examples"])
