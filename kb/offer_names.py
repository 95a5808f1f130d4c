"""When two papers mean the same offer: names compared without the nouns and signs around them."""

from __future__ import annotations

import re

from kb.offers import Offer

# Words that tell no name from another: what kind of thing it is, and the small words between.
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "der die das den dem des ein eine für und mit von vom zu zur zum in im am an bei auf projekt projekte programm angebot"
        " angebote kurs konzept initiative bundesprogramm elternbildungsprogramm sprachbildungsprogramm",
    )
)
_ASIDE = re.compile(r"\s*\([^)]*\)|\s[–-]\s.*|(?<=\w):\s.*")


def words(name: str) -> frozenset[str]:
    """Return the words that tell a name from others; all of its words where none does."""
    every = re.findall(r"\w+", name.casefold())
    return frozenset(word for word in every if word not in _COMMON) or frozenset(every)


def alike(left: str, right: str) -> bool:
    """Tell whether two names are of one offer: the same words, or the same before a dash or a bracket.

    „MIMI“ and „MIMI – Mit Migranten für Migranten“ are, „Demokratie leben!: Aktionsfonds“ and „…: Jugendfonds“ are not.
    """
    if words(left) == words(right):
        return True
    short = (_ASIDE.sub("", left), _ASIDE.sub("", right))
    if short == (left, right):
        return False
    both_said_more = left != short[0] and right != short[1]
    if both_said_more:
        rests = words(left[len(short[0]) :]), words(right[len(short[1]) :])
        return words(short[0]) == words(short[1]) and 2 * len(rests[0] & rests[1]) >= max(map(len, rests))
    return words(short[0]) == words(short[1])


def apart(left: Offer, right: Offer) -> bool:
    """Tell offers of one name that are held in different towns: each is an offer of its own."""
    return left.town is not None and right.town is not None and left.town != right.town
