"""What a follow-up puts in the place of something said before: a year follows a year, an office or person another."""

from __future__ import annotations

import re
from itertools import takewhile

from assistant.facts import holds
from assistant.people import names

# Letters that two compounds have in common at the end, and that each has before them ("Handlungs|konzept"): judgement.
TAIL, MODIFIER = 5, 3
YEAR = re.compile(r"(?<![\d/.-])(?:19|20)\d\d(?![\d/-])")
_ARTICLE = re.compile(r"(?i)^(?:der|die|das|den|dem|the)\s+")
# Adjectives that are part of the name of an organisation: "das Rote Kreuz".
_CALLED = r"(?:(?:rot|deutsch|evangelisch|katholisch|kommunal|städtisch|diakonisch|jüdisch)e[nrs]?)"
_NAMED = re.compile(
    rf"(?i)(?<!\w)(?P<article>(?:(?:bei|von|at|by|of|chez)\s+)?(?:(?:der|die|das|den|dem|the|beim|vom)\s+)?(?:{_CALLED}\s+)?)(?P<word>[^\W\d_](?:[\w*:-]*\w)?)"
)
# "Antrag" ends like a company ("AG"); "Amt" alone is a word for an office, not its name.
_NONE = re.compile(r"(?i)\w(?:ag|vorrat|heirat)$")
_BARE = re.compile(
    r"(?i)amt|zentrum|stelle|verein|verband|büro|team|einrichtung|behörde|abteilung|träger|schule|institut|fachbereich|sachgebiet|dezernat|referat|"
    r"ministerium|ausschuss|gremium|dienst|verwaltung"
)
_FOR = re.compile(r"\s+für\s+[A-ZÄÖÜ][\w-]+(?:(?:,|\s+und)\s+[A-ZÄÖÜ][\w-]+)*")
_AT = re.compile(r"(?i)^(?:bei|beim|von|vom|at|by|of|chez)\s")
_WORD = re.compile(r"[^\W\d_](?:[\w*:-]*\w)?")


def years(text: str) -> list[str]:
    """Return the years that a text names; the number of a paper (12/2021) is none."""
    return YEAR.findall(text)


def parties(text: str) -> list[str]:
    """Return the words of a text that name a person or an office, in order."""
    people = {word for name in names(text) for word in name.split()}
    return [
        word for word in _WORD.findall(text) if word in people or (holds("office", word) and not _NONE.search(word))
    ]


def newcomers(text: str) -> list[str]:
    """Return the same without what only points back: "das Amt" is the one spoken of, "das Amt für Soziales" another."""
    return [
        word for word in parties(text) if not (_BARE.fullmatch(word) and not _tail(text, text.find(word) + len(word)))
    ]


def _tail(text: str, start: int) -> int:
    """Return how long "für Soziales und Integration" behind the word for an office is."""
    found = _FOR.match(text, start)
    return len(found[0]) if found else 0


def at_party(phrase: str) -> bool:
    """Return whether a phrase says at whose place something is: "bei der Caritas", not "in der Stadt"."""
    return bool(_AT.search(phrase) and newcomers(phrase))


def with_year(before: str, year: str) -> str | None:
    """Return a question with another year in the place of its own; None where it names no single one."""
    return YEAR.sub(year, before) if len(set(years(before))) == 1 else None


def with_party(before: str, party: str) -> str | None:
    """Return a question with another office or person in the place of those that it names; None where it names none.

    `party` may bring its article, which takes the place of the one before.
    """
    known = set(parties(before))
    found = [match for match in _NAMED.finditer(before) if match["word"] in known]
    if not found:
        return None
    text, end = "", 0
    for match in found:
        put = "" if end else f" {party if match['article'] else _ARTICLE.sub('', party)} "
        text += before[end : match.start()] + put
        end = match.end() + (_tail(before, match.end()) if _BARE.fullmatch(match["word"]) else 0)
    return re.sub(r" (?=[:?,;])", "", " ".join((text + before[end:]).split()))


def with_sibling(before: str, phrase: str) -> str | None:
    """Return a question with a compound in the place of the one that ends like it; None where it has none.

    "das Integrationskonzept" takes the place of "das Handlungskonzept"; "die Ziele" are those of what was spoken of.
    """
    bare = _ARTICLE.sub("", phrase)
    if not _WORD.fullmatch(bare):
        return None
    alike = [match for match in _NAMED.finditer(before) if _siblings(match["word"], bare)]
    if len(alike) != 1:
        return None
    found = alike[0]
    return f"{before[: found.start()]}{phrase if found['article'] else bare}{before[found.end() :]}"


def _siblings(word: str, other: str) -> bool:
    word, other = word.casefold(), other.casefold()
    pairs = zip(reversed(word), reversed(other), strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return word != other and same >= TAIL and min(len(word), len(other)) - same >= MODIFIER
