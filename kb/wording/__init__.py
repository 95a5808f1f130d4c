"""User-facing words, kept in TOML files beside this module, one per part and language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def wording(part: str, language: str = "de") -> dict[str, dict[str, str]]:
    """Return the wording of `part` ("errors", "cli") as section -> name -> text."""
    text = (files(__name__) / f"{part}.{language}.toml").read_text(encoding="utf-8")
    return {section: dict(names) for section, names in tomllib.loads(text).items()}
