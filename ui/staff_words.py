"""What the staff's pages say, kept in `wording/staff.de.toml`: they are in German only."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("ui.wording") / "staff.de.toml").read_text(encoding="utf-8"))


def said(section: str) -> Mapping[str, str]:
    """Return the texts of one section (name -> text), placeholders unfilled."""
    return _table()[section]
