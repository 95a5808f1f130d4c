"""Words as question and paper are compared by them: stems, parts of compounds, roots of word families."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kb.german import analyse

WORD = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")
# Endings of German inflection and derivation: what is left can be the root of a word family
# (leit-et, Leit-ung, Leit-er). At least four letters and half of the word stay.
ENDINGS = (
    "ierungen", "erinnen", "atorinnen", "atoren", "atorin", "ationen", "ator", "ation", "ungen", "ierung", "ieren", "innen", "keiten", "heiten", "erin", "ung", "iert", "ende", "ten", "isch",
    "lich", "keit", "heit", "ell", "ern", "end", "ers", "est", "et", "en", "er", "em", "es", "te", "st", "in", "ig", "e", "t", "n", "s",
)  # fmt: skip
# "Düsseldorfer Straße" lies anywhere but in Düsseldorf.
STREET = re.compile(
    r"\b[A-ZÄÖÜ]\w+er\s+(?:Stra(?:ß|ss)e|Str\b|Landstra(?:ß|ss)e|Platz|Allee|Weg|Chaussee|Tor|Ring|Damm|Ufer)"
)
BEGINNING = 4
# The last part of a participle where it is split like a compound.
PARTICIPLE = ("end",)
# "Zentrum, Zentren", "Gremium, Gremien", "Praktikum, Praktika", "Thema, Themen", "Firma, Firmen".
_LATIN = re.compile(r"^(\w*?(?:tr|[ei]|ik|nd|them|firm|schem))(?:um|a)$")
# "Frau Hecker" tells nothing of women: how somebody is addressed before a name.
_ADDRESS = re.compile(r"\b(?:Frau|Herrn?|Hr\.|Fr\.)\s+(?=(?:(?:Dr|Prof|Dipl)\.|[A-ZÄÖÜÇŞİ][a-zäöüßéèáçğışôøćčšž]))")


@dataclass(frozen=True, slots=True)
class Word:
    """A word taken apart. `exact` is its token where it has a digit, `beginning` its first letters.

    `small`: it is written with a small letter, so no noun.
    """

    stems: frozenset[str]
    exact: str | None
    parts: tuple[str, ...]
    roots: frozenset[str]
    family: frozenset[str]
    beginning: str
    small: bool = False


@lru_cache(maxsize=50_000)
def word(text: str) -> Word:
    """Return a word taken apart; without stems it carries no meaning of its own."""
    terms = analyse(text)
    stem = terms.stems[0] if terms.stems else text.casefold()
    small = text[:1].islower()
    # "passend" is no end of a passport, "Wochenende" is one of a week.
    parts = () if small and terms.parts[-1:] == PARTICIPLE else terms.parts
    return Word(
        stems=frozenset((*terms.stems, *map(latin, terms.stems), *terms.exact)),
        exact=terms.exact[0] if terms.exact else None,
        parts=parts,
        roots=_roots(stem),
        family=_roots(stem).union(*(_roots(part) for part in parts[-1:])),
        beginning=stem[:BEGINNING],
        small=small,
    )


@lru_cache(maxsize=4_000)
def content_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that carry meaning: no German function words, no street named after a town.

    Nor how somebody is addressed before a name.
    """
    return tuple(found for found in WORD.findall(streets_joined(unaddressed(text))) if word(found).stems)


def unaddressed(text: str) -> str:
    """Return the text without "Frau" and "Herr" before a name."""
    return _ADDRESS.sub("", text)


def streets_joined(text: str) -> str:
    """Return the text with streets named after towns as one word each."""
    return STREET.sub(lambda street: "".join(street.group().split()), text)


def latin(stem: str) -> str:
    """Return what the stem of a Latin or Greek word has in common with that of its plural ("zentrum", "zentr" of "Zentren")."""
    found = _LATIN.match(stem)
    return found[1] if found else stem


def _roots(stem: str) -> frozenset[str]:
    least = max(4, len(stem) // 2)
    cut = (stem[: -len(ending)] for ending in ENDINGS if stem.endswith(ending))
    return frozenset([stem, *(root for root in cut if len(root) >= least)])
