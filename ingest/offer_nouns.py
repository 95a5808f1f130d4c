"""What tells the name of an offer: its noun, quotation marks; and what is none: sentences, bodies, papers."""

from __future__ import annotations

import re

from ingest.offer_labels import pattern, table
from kb.offer_words import audiences, topics

QUOTED = re.compile(r"[„\"»“](?P<name>[^„“”\"«»]{2,80}?)[“”\"«]")

_SOME = re.compile(
    r"(?:einige|mehrere|verschiedene|diverse|weitere|viele|zahlreiche|genaue[srn]?|neue|eigene|keine)\s", re.IGNORECASE
)


def is_named(text: str, *, quoted: bool = True) -> bool:
    """Tell a name that says what is offered: by its noun („Sprachcafé“, „Beratung von Kitas“) or in quotes."""
    words = re.findall(r"[\w-]+", text)
    nouns = re.compile(r"(?:.*[a-zäöüß-])?(?:" + "|".join(table()["names"]["kinds"]) + r")$", re.IGNORECASE)
    return bool(quoted and QUOTED.search(text)) or any(word[0].isupper() and nouns.match(word) for word in words)


def is_sentence(text: str) -> bool:
    """Tell a title or an item that asks or addresses somebody: no name of an offer."""
    return bool(pattern("names", "sentence").match(text) and re.match(r"\w+(?:\s|:|!|$)", text)) or text.endswith("?")


def never(text: str) -> bool:
    """Tell what is no offer to anybody: calls for funding, concepts, studies, bodies."""
    return bool(re.search(r"(?:" + "|".join(table()["names"]["never"]) + ")", text, re.IGNORECASE))


def is_bare(text: str) -> bool:
    """Tell a noun that names a kind of offers, and none of them („Beratungsstellen“, „Projekte“, „einige Führungen“)."""
    return bool(_SOME.match(text)) or bool(
        re.fullmatch("(?:" + "|".join(table()["names"]["bare"]) + ")", text.strip(), re.IGNORECASE)
    )


def is_group(text: str) -> bool:
    """Tell a topic or an audience under which names are listed."""
    told = [*topics(text), *audiences(text)]
    return (
        bool(told)
        and len(text.split()) <= 6
        and not QUOTED.search(text)
        and not re.search(r"\w(?:kurs|café|treff|gruppe)\b", text)
    )
