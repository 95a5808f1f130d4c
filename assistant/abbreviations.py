"""What abbreviations stand for, learnt from the papers that are read: "Jugendmigrationsdienst (JMD)"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from kb.german import analyse
from kb.synonyms import Group

# A way of several words gives each its share of this: two count as they are, five hardly.
WEIGHT = 1.0
_SHORT = r"[A-ZÄÖÜ][A-Za-zÄÖÜäöü]{0,6}[A-ZÄÖÜ][a-z]?"
# Either may stand in brackets, or behind a dash or as the cell of a table.
_BEFORE = re.compile(
    rf"(?P<long>(?:[\wäöüß-]+\s){{0,5}}[A-ZÄÖÜ][\wäöüß-]+)(?:\s[–-]\s|\s?\(|\t|,\s)(?P<short>{_SHORT})(?=[\s).,;:\t“”\"»«]|$)"
)
_AFTER = re.compile(
    rf"(?<!\w)(?P<short>{_SHORT})(?:\s[–-]\s|\s?\(|\t|:\s)(?P<long>[A-ZÄÖÜ][\wäöüß-]+(?:\s[\wäöüß-]+){{0,5}})"
)


def expansions(texts: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return the words that each abbreviation in the texts stands for, its letters told apart by their beginnings."""
    found: dict[str, frozenset[str]] = {}
    for text in texts:
        for short, words in _pairs(text):
            found[short] = found.get(short, frozenset()) | words
    return found


def learnt(question: str, texts: Iterable[str]) -> tuple[Group, ...]:
    """Return what the texts say of abbreviations in a question, and what they shorten its words to, as synonyms."""
    asked = frozenset(analyse(question).stems)
    groups = []
    for short, words in expansions(texts).items():
        ways = (analyse(short), analyse(" ".join(sorted(words))))
        if all(way.stems for way in ways) and any(asked.issuperset(way.stems) for way in ways):
            groups.append(Group(ways, WEIGHT))
    return tuple(groups)


@lru_cache(maxsize=4_000)
def _pairs(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple(
        (match["short"], frozenset(words))
        for look in (_BEFORE, _AFTER)
        for match in look.finditer(text)
        if (words := _spelt(match["short"], match["long"], from_end=look is _BEFORE))
    )


def _spelt(short: str, phrase: str, *, from_end: bool) -> tuple[str, ...]:
    """Return the words of a phrase, from its end or its beginning, whose letters an abbreviation has; () for another phrase."""
    words = re.findall(r"[\wäöüß-]+", phrase)
    spans = (words[-count:] if from_end else words[:count] for count in range(len(words), 0, -1))
    letters = short.casefold()
    for span in spans:
        content = [word for word in span if word[0].isupper()]
        if not content or content[0][0].casefold() != letters[0] or short in span:
            continue
        # "IfKuF" leaves out what is written small ("für", "und"), or has its letters.
        capitals = "".join(letter for letter in short if letter.isupper()).casefold()
        if (_fits(letters, content) or (len(content) > 1 and _fits(capitals, content))) and (
            len(content) > 1 or len(content[0]) > 2 * len(short)
        ):
            return tuple(content)
    return ()


def _fits(letters: str, words: list[str]) -> bool:
    """Tell whether the letters stand in the words in their order, each word giving one at least: its first."""
    at = 0
    for word in words:
        low = word.casefold()
        if at >= len(letters) or low[0] != letters[at]:
            return False
        at += 1
        place = 1
        while at < len(letters) and (found := low.find(letters[at], place)) >= 0:
            following = words.index(word) + 1
            if following < len(words) and letters[at] == words[following][0].casefold():
                break
            place, at = found + 1, at + 1
    return at == len(letters)
