"""Finds names of people in German text: behind a title, behind a given name, or "Family, Given"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from kb.compounds import fold, split, vocabulary

_NAME = r"[A-ZÄÖÜÇŞİ][a-zäöüßéèêáàçğışôñøćčšžłńóë]+(?:[-'’][A-ZÄÖÜÇŞİ]?[a-zäöüßéèçğışô]+)*"
_PARTICLE = r"(?:(?:von|van|vom|zu|zur|de|del|di|el|al|bin|ter|ten)\s(?:der\s|den\s)?)?"
_TITLE = r"(?:(?:Dr|Prof|Dipl)\.(?:-?\s?[A-Za-z]+\.)*\s*)"
_ADDRESSED = re.compile(rf"\b(?:Herrn?|Frau|Hr\.|Fr\.)\s+{_TITLE}*{_PARTICLE}{_NAME}(?:\s{_PARTICLE}{_NAME})?")
_DOCTOR = re.compile(rf"\b{_TITLE}+{_PARTICLE}{_NAME}(?:\s{_PARTICLE}{_NAME})?")
_PAIR = re.compile(rf"\b({_NAME})\s({_PARTICLE})({_NAME})\b")
# What is named after people: "Martin Straße", "Elisabeth Krankenhaus".
_NO_FAMILY = re.compile(
    r"(?i)\w*(?:stra(?:ß|ss)e|weg|platz|allee|schule|gymnasium|kolleg|haus|kirche|gemeinde|stiftung|verein|heim|zentrum|kita|werk)$"
)
_TURNED = re.compile(rf"\b({_NAME}),\s({_NAME})\b")


@lru_cache(maxsize=5_000)
def names(text: str) -> tuple[str, ...]:
    """Return the names of people as they are printed in `text`, in order, each once."""
    found: list[tuple[int, str]] = []
    end = 0
    for match in sorted(_candidates(text), key=lambda match: (match.start(), -match.end())):
        if match.start() >= end:
            found.append((match.start(), match.group()))
            end = match.end()
    return tuple(dict.fromkeys(name for _, name in found))


def family(name: str) -> str:
    """Return the family name of a name as `names` gives it."""
    return name.split(",", maxsplit=1)[0].rsplit(maxsplit=1)[-1]


def _candidates(text: str) -> Iterator[re.Match[str]]:
    for look in (_ADDRESSED, _DOCTOR):
        yield from look.finditer(text)
    yield from (
        match for match in _overlapping(_PAIR, text) if match[1] in given_names() and not _NO_FAMILY.match(match[3])
    )
    for match in _TURNED.finditer(text):
        if match[2] in given_names() and match[1] not in given_names() and not is_noun(match[1]):
            yield match


def _overlapping(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Return the matches that begin at every word: the second of two words may begin a name."""
    found = []
    match = pattern.search(text)
    while match:
        found.append(match)
        match = pattern.search(text, match.end(1))
    return found


def is_noun(word: str) -> bool:
    """Return whether a word is a German noun, as far as the shipped list of words goes ("Kinder, Eva")."""
    folded = fold(word.casefold())
    return folded in vocabulary().heads or bool(split(folded))


@cache
def given_names() -> frozenset[str]:
    """Return given names common in Germany (`kb/data/given-names.txt`)."""
    lines = (files("kb") / "data" / "given-names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
