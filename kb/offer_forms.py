"""Forms of the name of an offer by which it is compared: joined, without its kind, without whom it is for, its initials."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kb.compounds import fold, split
from kb.german import analyse
from kb.offer_words import audiences

# Words that tell no name from another: what kind of thing it is, and the small words between.
COMMON = frozenset(
    re.findall(
        r"\w+",
        "der die das den dem des ein eine für und mit von vom zu zur zum in im am an bei auf projekt projekte programm angebot"
        " angebote kurs konzept initiative bundesprogramm landesprogramm elternbildungsprogramm sprachbildungsprogramm stärkung förderung umsetzung durchführung ausbau aufbau fortführung",
    )
)
# Nouns that say what kind of thing a name is of, alone or as the last part of a word („Griffbereit-Gruppen“).
_KIND = (
    r"(?:angebot(?:e[ns]?|s)?|programm(?:e[ns]?|s)?|projekt(?:e[ns]?|s)?|gruppen?|treffens?|maßnahmen?|veranstaltung(?:en)?"
    r"|reihen?|initiativen?|kampagnen?|konzept(?:e[ns]?|s)?|kurs(?:e[ns]?)?|stellen?)"
)
_KIND_WORD = re.compile(_KIND)
_KIND_END = re.compile(rf"(?<=\w{{4}}){_KIND}$")
_JOINING = re.compile(r"(?:(?<=ung)|(?<=ion)|(?<=tät)|(?<=heit)|(?<=keit)|(?<=schaft))s$")
# „Gesundheitsprojekt MIMI“, „Eltern-Kind-Programm „Griffbereit““: what stands before a name of its own.
_KIND_LEAD = re.compile(
    r"^[\w-]*(?:programm|projekt|gruppe|initiative|kampagne|reihe)s?\s+(?=[„“\"»‚›]?(?-i:[A-ZÄÖÜ]))", re.IGNORECASE
)
_FOR = r"(?:\s*\b(?:für|von|mit|an|der|die|den|des|alle)\b)*\s*$"
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")


def plain_of(text: str) -> str:
    """Return the joined words without the nouns that only say what kind of thing it is; all of them where nothing else is said."""
    found = [
        _KIND_END.sub("", word)
        for word in ordered(_KIND_LEAD.sub("", unaccented(text)))
        if not _KIND_WORD.fullmatch(word)
    ]
    # The letter that joins the parts of a compound goes with the second one: „Qualifizierungs-angebot“.
    return "".join(_JOINING.sub("", word) for word in found) or joined_of(text)


def unmeant(text: str) -> str:
    """Return a name without the words that say for whom it is."""
    told = audiences(text)
    for one in sorted(told, key=lambda each: -each.start):
        end = re.match(r"\w*", text[one.end :])
        text = re.sub(_FOR, " ", text[: one.start]) + text[one.end + (end.end() if end else 0) :]
    return " ".join(text.split()) if told else text


def pieces_of(text: str) -> frozenset[str]:
    """Return the stems of a name's words, of compounds those of their parts."""
    terms = [analyse(word) for word in ordered(text)]
    every = frozenset(part for term in terms for part in (term.parts or term.stems))
    return every - common_stems()


def initials_of(text: str) -> frozenset[str]:
    """Return the first letters of a name's words and of the parts of its compounds, with and without the small words."""
    said = [piece for word in re.findall(r"\w+", text) for piece in _CAMEL.split(word)]
    parts = [(split(fold(word.casefold())) or (word.casefold(),), word[:1].isupper()) for word in said]
    every = "".join(part[0] for cut, _ in parts for part in cut)
    telling = "".join(part[0] for cut, noun in parts for part in cut if noun)
    return frozenset(one for one in (every, telling) if len(one) > 2)


@lru_cache(maxsize=1)
def common_stems() -> frozenset[str]:
    """Return the stems of the words that tell no name from another."""
    return frozenset(analyse(" ".join(COMMON)).stems)


def letters(text: str) -> str:
    """Return the letters and digits of a text in one („KommAn“, „KOMM-AN“)."""
    return "".join(filter(str.isalnum, text.casefold()))


def ordered(name: str) -> list[str]:
    """Return the telling words of a name as they follow each other; all of its words where none tells."""
    every = re.findall(r"\w+", name.casefold())
    return [word for word in every if word not in COMMON] or every


def joined_of(name: str) -> str:
    """Return the telling words of a name in one."""
    return "".join(ordered(unaccented(name)))  # „DemokratieLeben“, „Demokratie leben!“


def unaccented(text: str) -> str:
    """Return a text without accents; German umlauts are letters of their own („Elterncafé“, „Elterncafe“)."""
    return "".join(letter if letter in "äöüÄÖÜ" else unicodedata.normalize("NFKD", letter)[0] for letter in text)
