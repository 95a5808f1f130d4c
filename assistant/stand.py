"""How old an answer is: what a reader must know of the date (Stand) of its sources."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from textwrap import shorten

from assistant.agreement import Version, versions
from assistant.facts import beginning
from assistant.phrases import phrases, stand
from assistant.question import Question
from kb.model import AnswerSentence, Citation, Hit

__all__ = ["named", "newest_first", "notes", "over", "present", "upcoming", "versions"]

# A source older than this is named as old where the question is about the present: programme booklets and budgets
# are renewed every year, so after two years two newer ones are missed.
OLD = timedelta(days=730)
# What changes from one year to the next: heads, ways to reach them, prices, hours, numbers.
CHANGING = frozenset(
    [
        "leader",
        "person",
        "contact",
        "phone",
        "mail",
        "address",
        "hours",
        "amount",
        "number",
        "share",
        "place",
        "audience",
    ]
)
# A title within a sentence is at most so long.
TITLE = 90
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def present(asked: Question) -> bool:
    """Return whether a question asks how things are now: no year in it, no word of the past, no history."""
    if asked.intent in ("history", "paper") or "date" in asked.wants or _YEAR.search(asked.text):
        return False
    now = asked.intent in ("responsibility", "offer") or bool(asked.wants & CHANGING)
    return now and not _cues("past", asked.language).search(asked.text.casefold())


def upcoming(asked: Question) -> bool:
    """Return whether a question asks when something is still to come ("Wann ist der nächste Kurs?")."""
    coming = bool(asked.wants & {"date", "hours"}) and asked.intent != "paper"
    return coming and bool(_cues("upcoming", asked.language).search(asked.text.casefold()))


def over(text: str, today: date) -> bool:
    """Return whether all years that a text names are over."""
    years = [int(year) for year in _YEAR.findall(text)]
    return bool(years) and max(years) < today.year


def notes(
    asked: Question, sentences: Sequence[AnswerSentence], citations: Sequence[Citation], today: date
) -> tuple[str, ...]:
    """Return what is to be said of the sources' dates: that papers differ over time, that the newest is old."""
    words = phrases(asked.frame)
    said: tuple[str, ...] = ()
    if found := versions(asked.wants, sentences, citations):
        said = (words["differs"].format(versions="; ".join(_version(each, asked.frame) for each in found)),)
    if not present(asked) or not citations:
        return said
    newest = max(citations, key=lambda each: (each.date is not None, each.date or date.min))
    title = named(newest.document.title)
    if newest.date is None:
        # Whoever is in charge, or how they are reached, is worth nothing without a date.
        return (*said, words["undated_source"].format(title=title)) if asked.intent == "responsibility" else said
    if today - newest.date < OLD:
        return said
    return (*said, words["old"].format(title=title, stand=stand(newest.date, asked.frame)))


def newest_first(picked: Sequence[tuple[int, int]], hits: Sequence[Hit]) -> tuple[tuple[int, int], ...]:
    """Return picked sentences, as (hit number, sentence number), with those of newer papers before those of older."""
    return tuple(sorted(picked, key=lambda place: -(day.toordinal() if (day := hits[place[0]].document.date) else 0)))


def _version(version: Version, language: str) -> str:
    words = phrases(language)["version"]
    return words.format(value=version.value, title=named(version.title), stand=stand(version.day, language))


def named(title: str) -> str:
    """Return a title as it is named within a sentence: not too long, its own quotation marks single."""
    return shorten(title, TITLE, placeholder=" …").replace("„", "‚").replace("“", "‘").replace("”", "’")


@cache
def _cues(kind: str, language: str) -> re.Pattern[str]:
    table = tomllib.loads((files("assistant") / "stand.toml").read_text(encoding="utf-8"))[kind]
    return re.compile("|".join(beginning(word) for word in table.get(language, table["de"])))
