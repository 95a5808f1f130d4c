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
# The share of words that names of one offer have in common: „Stärkung der interkulturellen Väterarbeit“ and
# „Interkulturelle Väterarbeit“ have two of three, names of two levels of a course or two parts of a town less.
ALIKE = 0.65
_ENDING = re.compile(r"(?<=\w{4})(?:en|er|es|em|e|n|s)$")
_ASIDE = re.compile(r"\s*\([^)]*\)|\s[–-]\s.*")


def _ordered(name: str) -> list[str]:
    every = re.findall(r"\w+", name.casefold())
    return [word for word in every if word not in _COMMON] or every


def words(name: str) -> frozenset[str]:
    """Return the words that tell a name from others; all of its words where none does."""
    return frozenset(_ordered(name))


def alike(left: str, right: str) -> bool:
    """Tell whether two names are of one offer: nearly the same words, or the same before a dash or a bracket.

    „MIMI“ and „MIMI – Mit Migranten für Migranten“ are, „Demokratie leben!“ and „Demokratie leben!: Jugendfonds“ are not.
    """
    if _same(left, right):
        return True
    short = (_ASIDE.sub("", left), _ASIDE.sub("", right))
    if short == (left, right):
        return _coined(left, right) or _coined(right, left)
    if left != short[0] and right != short[1]:
        rests = words(left[len(short[0]) :]), words(right[len(short[1]) :])
        return _same(*short) and 2 * len(rests[0] & rests[1]) >= max(map(len, rests))
    return _same(*short)


def _same(left: str, right: str) -> bool:
    if "".join(_ordered(left)) == "".join(_ordered(right)):  # „DemokratieLeben“, „Demokratie leben!“
        return True
    stems = {_stem(word) for word in words(left)}, {_stem(word) for word in words(right)}
    numbers = [{word for word in held if any(map(str.isdigit, word))} for held in stems]
    shared = len(stems[0] & stems[1])
    return stems[0] == stems[1] or (
        numbers[0] == numbers[1] and shared > 1 and shared > ALIKE * len(stems[0] | stems[1])
    )


def _stem(word: str) -> str:
    return _ENDING.sub("", _ENDING.sub("", word))  # „Kooperationen“, „Kooperation“


def _coined(name: str, longer: str) -> bool:
    """Tell a coined word („IntegrationsKompass“) of which the other name says for whom it is."""
    return bool(re.fullmatch(r"[A-ZÄÖÜ]\w*[a-zäöüß][A-ZÄÖÜ]\w*", name)) and longer.startswith(f"{name} für ")


def apart(left: Offer, right: Offer) -> bool:
    """Tell offers of one name that are held in different towns: each is an offer of its own."""
    return left.town is not None and right.town is not None and left.town != right.town
