"""Reads what a text asks of the catalogue of offers: values of facets, towns by their names, and the rest of its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from assistant.offer_terms import SHORT, Told, folded, read_terms
from assistant.question import function_words
from kb.german import analyse, stopwords

# Endings that a town's name takes: Velberter, Velbert'te, Velbertu, Велберте.
ENDING = 3
# So many words tell a need; one may stand in any offer.
NEEDED = 2
# Consonants that a name in another script must share with a town's: fewer are shared by common words.
CONSONANTS = 4
_LATIN = re.compile(r"[a-zäöüß]")
_SOUNDS = (
    ("sch", "s"), ("tsch", "c"), ("ch", "x"), ("ck", "k"), ("tz", "c"), ("ph", "f"), ("ß", "s"), ("z", "c"), ("v", "f"), ("w", "f"),
    ("h", "x"), ("q", "k"), ("y", ""), ("j", ""),
)  # fmt: skip
_CYRILLIC = dict(zip("бвгґдзклмнпрстфхцчшщ", ("b", "f", "g", "g", "d", "s", "k", "l", "m", "n", "p", "r", "s", "t", "f", "x", "c", "c", "s", "s"), strict=True))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """`told`: values of facets in the text; `rest`: what else it says; `offers`: it asks for offers, `named` by a word for them.

    `needs`: somebody tells what help is needed.
    `head` is the word of the rest that "which" stands before, if any; `either` are pairs of which one is enough.
    """

    told: tuple[Told, ...]
    rest: tuple[str, ...]
    offers: bool
    named: bool
    head: str = ""
    either: tuple[tuple[str, str], ...] = ()
    needs: bool = False

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The words of the rest; alternatives together."""
        groups: list[list[str]] = []
        for word in self.rest:
            joined = next((group for group in groups if any((other, word) in self.either for other in group)), None)
            if joined is None:
                groups.append([word])
            else:
                joined.append(word)
        return tuple(map(tuple, groups))


def read_asked(text: str, language: str, towns: Iterable[str] = (), *, limited: bool = False) -> Asked:
    """Return what a text in a language asks for; `towns` are those of the catalogue.

    :param limited: it had words that set a day, an age or a price besides (`assistant.offer_limits`).
    """
    terms = read_terms(text, language, _silent(language))
    named = list(_towns(folded(text), towns))
    told = (*terms.told, *named)
    names = {word for one in named for word in one.words.split()} | _glossed(folded(text))
    rest = tuple(word for word in terms.rest if word not in names)
    listed = (
        "offers" in terms.kinds
        or ("list" in terms.kinds and (limited or bool(told or rest)))
        or ("need" in terms.kinds and len(rest) >= NEEDED)
        or (not rest and len({one.facet for one in told}) > 1)  # "Beratung auf Arabisch am Nachmittag"
        or ((limited or bool(told)) and len(text.split()) <= SHORT)  # "Schwimmen für Frauen"
    )
    return Asked(
        told,
        rest,
        listed and "other" not in terms.kinds,
        "offers" in terms.kinds,
        terms.head,
        terms.either,
        "need" in terms.kinds,
    )


def names_offers(read: Asked) -> bool:
    """Return whether a German text names a kind of offer, be it as the last part of a word ("Schwimmkurse")."""
    ends = [parts[-1] for word in read.rest if (parts := tuple(analyse(word).parts))]
    return read.named or any(read_asked(part, "de").named for part in ends)


def is_kind(name: frozenset[str]) -> bool:
    """Return whether the words of a name are those of a kind of offer, which name none ("Beratung")."""
    read = read_asked(" ".join(name), "de")
    return bool(read.told) or read.named


def _glossed(text: str) -> set[str]:
    """Return words of another script whose German form stands behind them in brackets: "Биркенфурте (Birkenfurt)"."""
    return {match[1] for match in re.finditer(r"(\w+)\s*\([a-zäöüß\s-]+\)", text) if not _LATIN.search(match[1])}


def _towns(text: str, towns: Iterable[str]) -> Iterable[Told]:
    words = list(re.finditer(r"\w+", text))
    for town in towns:
        name = folded(town)
        if " " in name:
            if match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                yield Told("town", (town,), match.group(), *match.span())
            continue
        found = [word for word in words if _is_town(word.group(), name)]
        if found:
            yield Told("town", (town,), " ".join(word.group() for word in found), *found[0].span())


def _is_town(word: str, town: str) -> bool:
    if _LATIN.search(word):
        return len(town) >= CONSONANTS and word.startswith(town) and len(word) - len(town) <= ENDING
    sounds = "".join(_CYRILLIC.get(letter, "") for letter in word)
    own = _consonants(town)
    return len(own) >= CONSONANTS and _single(sounds).startswith(own) and len(_single(sounds)) - len(own) <= 1


@cache
def _consonants(name: str) -> str:
    for letters, sound in _SOUNDS:
        name = name.replace(letters, sound)
    return _single(re.sub(r"[^bcdfgklmnprstx]", "", name))


def _single(letters: str) -> str:
    return re.sub(r"(.)\1", r"\1", letters)


@cache
def _silent(language: str) -> frozenset[str]:
    return frozenset(map(folded, function_words(language) | function_words("de") | stopwords()))
