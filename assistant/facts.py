"""Kinds of fact (date, amount, phone number ...): how questions name them, how papers print them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from assistant.people import is_noun, names

# An office can be the answer to "who", but a person is the better one where there is one; so is a day beside "on Mondays".
OFFICE = 0.7
# So many characters lie between a title and the name of who holds it.
BESIDE = 40
_TITLED = r"\b(?P<title>{})\b(?:\s(?P<after>[A-ZÄÖÜÇŞ][a-zäöüßéèáçğış]+))?"
# "Wie hat sich ... entwickelt?": the other words for it are nouns, and some languages write these small.
_HOW = re.compile(r"(?:wie|how|nasıl|كيف|як|как|comment|jak|چگونه|چطور|cum)\b")
_TOLD = (
    "geschichte",
    "chronik",
    "history",
    "timeline",
    "tarihçe",
    "تاريخ",
    "історі",
    "истори",
    "histoire",
    "histori",
    "تاریخچه",
    "istori",
)
# Who asks for one of these is not answered without one.
EXACT = frozenset(
    ["date", "number", "amount", "share", "phone", "mail", "hours", "address", "file", "reference", "holder"]
)


@dataclass(frozen=True, slots=True)
class _Kind:
    nouns: re.Pattern[str] | None
    words: re.Pattern[str] | None
    looks: tuple[re.Pattern[str], ...]
    printed: tuple[str, ...]
    without: re.Pattern[str] | None
    people: bool
    rather: tuple[re.Pattern[str], ...] = ()
    titles: re.Pattern[str] | None = None


def kind_of(word: str) -> str | None:
    """Return the kind of fact that a word of a question names ("Anschrift" -> "address"), if it does."""
    folded = word.casefold()
    return next((name for name, kind in _kinds().items() if kind.nouns and kind.nouns.match(folded)), None)


def told_by(word: str, question: str = "") -> str | None:
    """Return the kind of fact with which a paper tells what a word names, asked for or not ("Jahr" -> "date").

    A verb asks how something came about only in a question that begins with "how".
    """
    folded = word.casefold()
    if question and word.islower() and not _HOW.match(question.strip().casefold()) and _course(folded):
        return None
    said = (name for name, kind in _kinds().items() if kind.words and kind.words.match(folded))
    return kind_of(word) or next(said, None)


def _course(folded: str) -> bool:
    words = _kinds()["course"].words
    return bool(words and words.match(folded)) and not folded.startswith(_TOLD)


def kinds() -> frozenset[str]:
    """Return the names of all kinds."""
    return frozenset(_kinds())


def printed(wants: Iterable[str]) -> tuple[str, ...]:
    """Return the words with which German papers print facts of these kinds: worth searching for."""
    return tuple(word for want in sorted(wants) if want in _kinds() for word in _kinds()[want].printed)


def holds(kind: str, text: str) -> bool:
    """Return whether a German text holds a fact of this kind."""
    return strength(kind, text) > 0


@lru_cache(maxsize=10_000)
def strength(kind: str, text: str) -> float:
    """Return how surely a German text holds a fact of this kind: 1 it does, 0 it does not."""
    if not places(kind, text):
        return OFFICE if any(look.search(text) for look in _kinds()[kind].rather) else 0.0
    return OFFICE if _kinds()[kind].people and not names(text) else 1.0


@lru_cache(maxsize=10_000)
def places(kind: str, text: str) -> tuple[int, ...]:
    """Return where in a German text facts of this kind begin."""
    entry = _kinds()[kind]
    if entry.without:
        # "Wie viele?" is not answered by a date: as many blanks take its place.
        text = entry.without.sub(lambda match: " " * len(match.group()), text)
    found = {match.start() for look in entry.looks for match in look.finditer(text)}
    if entry.titles:
        found |= {match.start() for match in entry.titles.finditer(text) if _named(match)}
    if entry.people:
        found |= {text.find(name) for name in names(text)}
    return tuple(sorted(found))


def _named(title: re.Match[str]) -> bool:
    """Return whether a name stands beside a title: "Landrat Hendele", "Dezernentin laut Bericht: Eva Muster"."""
    if title["after"] and not is_noun(title["after"]):
        return True
    around = title.string[title.end("title") :][:BESIDE]
    before = title.string[: title.start()][-BESIDE:]
    return bool(names(around) or names(before)) and not re.search(
        r"[.;!?]\s", around.split(names(around)[0])[0] if names(around) else before.split(names(before)[-1])[-1]
    )


@cache
def _kinds() -> dict[str, _Kind]:
    table = tomllib.loads((files("assistant") / "facts.toml").read_text(encoding="utf-8"))
    return {
        name: _Kind(
            _beginnings(entry["nouns"]),
            _beginnings(entry.get("words", ())),
            tuple(re.compile(look) for look in entry["looks"]),
            tuple(entry.get("printed", ())),
            re.compile("|".join(entry["without"])) if "without" in entry else None,
            bool(entry.get("people", False)),
            tuple(re.compile(look) for look in entry.get("rather", ())),
            re.compile(_TITLED.format(entry["titles"])) if "titles" in entry else None,
        )
        for name, entry in table.items()
    }


def _beginnings(cues: Iterable[str]) -> re.Pattern[str] | None:
    pattern = "|".join(beginning(cue) for cue in cues)
    return re.compile(pattern) if pattern else None


def beginning(cue: str) -> str:
    """Return the pattern of a cue word: the beginning of a word, or ("$" at its end) a whole word.

    In Arabic "and", "for", "in" and the article are written with the word.
    """
    whole = cue.endswith("$")
    before = r"(?:[وف]?[بلك]?(?:ال|ل)?)" if "\u0620" <= cue[0] <= "\u064a" else ""
    return r"(?<!\w)" + before + re.escape(cue.removesuffix("$").casefold()) + (r"(?!\w)" if whole else "")
