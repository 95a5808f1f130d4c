"""Kinds of fact (date, amount, phone number ...): how questions name them, how papers print them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class _Kind:
    nouns: re.Pattern[str] | None
    looks: tuple[re.Pattern[str], ...]
    printed: tuple[str, ...]


def kind_of(word: str) -> str | None:
    """Return the kind of fact that a word of a question names ("Anschrift" -> "address"), if it does."""
    folded = word.casefold()
    return next((name for name, kind in _kinds().items() if kind.nouns and kind.nouns.match(folded)), None)


def kinds() -> frozenset[str]:
    """Return the names of all kinds."""
    return frozenset(_kinds())


def printed(wants: Iterable[str]) -> tuple[str, ...]:
    """Return the words with which German papers print facts of these kinds: worth searching for."""
    return tuple(word for want in sorted(wants) if want in _kinds() for word in _kinds()[want].printed)


@lru_cache(maxsize=100_000)
def holds(kind: str, text: str) -> bool:
    """Return whether a German text holds a fact of this kind."""
    return any(look.search(text) for look in _kinds()[kind].looks)


@cache
def _kinds() -> dict[str, _Kind]:
    table = tomllib.loads((files("assistant") / "facts.toml").read_text(encoding="utf-8"))
    return {
        name: _Kind(
            re.compile("|".join(beginning(noun) for noun in entry["nouns"])) if entry["nouns"] else None,
            tuple(re.compile(look) for look in entry["looks"]),
            tuple(entry.get("printed", ())),
        )
        for name, entry in table.items()
    }


def beginning(cue: str) -> str:
    """Return the pattern of a cue word: the beginning of a word, or ("$" at its end) a whole word."""
    whole = cue.endswith("$")
    return r"(?<!\w)" + re.escape(cue.removesuffix("$").casefold()) + (r"(?!\w)" if whole else "")
