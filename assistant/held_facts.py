"""How surely a sentence holds the fact that a question asks for, and of what it is asked."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from assistant import facts
from assistant.match import Matcher
from assistant.question import Question

# "Leitung des Projektes (Frau X)": at least half of its words must be asked for, else it counts for less.
_HEADED = re.compile(
    r"\b(?:[Pp]rojekt)?[Ll]eit(?:ung|er|erin|et)\s+(?:des|der|von|vom)\s+([\w-]+(?:\s[A-ZÄÖÜ][\w-]+)?)"
)
# Over so many characters a word asked for counts e times less for a fact than right beside it (0.5 ** (x / 60)).
REACH = 87
# What a question counts, and what a sentence does: "Wie viele Anträge", "zwei große Ziele", "35.000 €".
_HOW_MANY = re.compile(r"(?i:\bwie\s?viele)\s+(?:[a-zäöüß]+e[nrs]?\s+)?([A-ZÄÖÜ][\w-]+)")
# In other languages no noun can be compared, but what is counted is no sum of money.
_COUNTED = re.compile(r"(?i)\b(?:how many|kaç|combien de|ilu|câți|câte)\b")
_SUM = re.compile(r"[\d.,]+\s?(?:€|Euro\b|EUR\b)")
_OF = re.compile(r"[\w.,]+\s+(?:[a-zäöüß]+e[nrs]?\s+)?(?:\w+-\s(?:und|oder)\s)?([A-ZÄÖÜ][a-zäöüß][\w-]+|€)")
# "Ein Viertel der Einwohner" does not tell how many these are.
_FRACTION = re.compile(r"(?i)\b(?:fünftel|viertel|drittel|hälfte|zehntel)\b")
_PEOPLE = re.compile(r"(?:Person|Mensch|Leute|Einwohner|Teilnehm|Prozent|Million|Milliarde|Tausend|Stück|Mio|Mrd)")
_WAYS = frozenset(["phone", "mail", "address"])
# From this support on a noun of the question is the one that a sentence counts or heads.
SURE, OTHER_HEAD = 0.5, 0.4


def held(question: Question, wants: frozenset[str], matcher: Matcher, text: str) -> float:
    """Return the share of the kinds of fact asked for that a sentence holds."""
    told = {want: facts.strength(want, text) for want in wants}
    if told.get("number") and (counted := _counted(question.text)) and not _counts(matcher, text, counted):
        told["number"] = 0.0
    if told.get("number") and _COUNTED.search(question.text) and not facts.holds("number", _SUM.sub(" ", text)):
        told["number"] = 0.0
    if told.get("contact") and (ways := [told[way] for way in _WAYS & wants]) and not any(ways):
        told["contact"] = 0.0  # who asks for a number is not served with a name
    if told.get("holder") == 0:
        return 0.0  # an office is named on every page, and so is somebody
    fact = sum(told.values()) / max(len(wants), 1)
    return fact * OTHER_HEAD if fact and "leader" in wants and _of_another(matcher, text) else fact


def _counted(question: str) -> str | None:
    """Return the noun of which a question asks how many there are ("Wie viele Anträge")."""
    found = _HOW_MANY.search(question)
    return found[1] if found else None


def _counts(matcher: Matcher, text: str, counted: str) -> bool:
    """Return whether a sentence counts what is asked for: not all of its numbers stand before another noun."""
    at = next((n for n, need in enumerate(matcher.needs) if need.word == counted), None)
    if at is None:
        return True
    fraction = _FRACTION.search(text)
    if fraction and (part := _OF.match(text, fraction.start())):
        text = text if float(matcher.support(part[1])[at]) < SURE else _FRACTION.sub(" ", text)
        if not facts.holds("number", text):
            return False
    if _PEOPLE.match(counted):
        return True
    for place in facts.places("number", text):
        of = _OF.match(text, place)
        if of is None or _PEOPLE.match(of[1]) or float(matcher.support(of[1])[at]) >= SURE:
            return True
    return False


def bound(matcher: Matcher, wants: Iterable[str], text: str) -> float:
    """Return how close to a fact asked for the words asked for stand: 1 right beside it, 0 nowhere near."""
    where = [at for want in wants for at in facts.places(want, text)]
    words = matcher.places(text)
    if not where or not words:
        return 0.0
    shares: list[float] = [
        max(math.exp(-abs(at - place) / REACH) * held for place, held in found) for at in where for found in words
    ]
    count = len(words)
    return max(sum(shares[start : start + count]) for start in range(0, len(shares), count)) / len(matcher.needs)


def _of_another(matcher: Matcher, text: str) -> bool:
    """Return whether a sentence names the head of something that was not asked about ("Leitung des Projektes")."""
    headed = _HEADED.search(text)
    return headed is not None and float(matcher.support(headed[1]).max(initial=0.0)) < SURE
