"""In what case a German noun stands, as its article and what is before it tell."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.tokens import Token

BY = frozenset(["durch", "von", "vom"])
PREPOSITIONS = frozenset(
    [
        "in",
        "im",
        "an",
        "am",
        "auf",
        "für",
        "vom",
        "zu",
        "zum",
        "zur",
        "mit",
        "bei",
        "beim",
        "aus",
        "nach",
        "über",
        "unter",
        "um",
        "gegen",
        "ohne",
        "bis",
        "seit",
        "ab",
        "vor",
        "durch",
        "von",
        "neben",
        "zwischen",
        "wegen",
        "trotz",
        "laut",
        "gemäß",
        "pro",
        "je",
        "ins",
        "ans",
        "innerhalb",
        "außerhalb",
    ]
)
ARTICLES = frozenset(["der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines"])
# Nouns with these endings are feminine: "der" before them is no nominative.
_FEMININE = (
    "ung",
    "heit",
    "keit",
    "schaft",
    "ion",
    "tät",
    "in",
    "ei",
    "ik",
    "e",
    "stadt",
    "wehr",
    "kita",
    "firma",
    "jury",
    "arbeit",
    "zahl",
    "wahl",
    "kraft",
)
_MASCULINE = ("er", "verein", "termin", "stein")
# How far before its noun an article may stand: two adjectives.
REACH = 3


def case_of(text: Sequence[Token], noun: Token) -> str:
    """Return nominative, object, by, open (article does not tell) or other (behind a preposition, genitive)."""
    article = ""
    for at in range(noun.place - 1, max(noun.place - REACH - 1, -1), -1):
        token = text[at]
        if token.clause != noun.clause or token.figure:
            break
        if token.lower in PREPOSITIONS:
            return "by" if token.lower in BY else "other"
        if token.lower in ARTICLES:
            article = token.lower
            before = text[at - 1].lower if at else ""
            if before in PREPOSITIONS:
                return "by" if before in BY else "other"
            if article in {"des", "der", "eines", "einer"} and at and text[at - 1].noun:
                return "other"
            break
        if token.noun:
            break
    if article == "der":
        feminine = noun.lower.endswith(_FEMININE) and not noun.lower.endswith(_MASCULINE)
        return "object" if feminine else "nominative"
    if article in {"den", "dem", "einen", "einem"}:
        return "object"
    return "open" if article in {"die", "das", "ein", "eine"} else "other"
