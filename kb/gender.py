"""Gendered German word forms brought to one form, so that all spellings of a word meet."""

from __future__ import annotations

import re

# What any of the patterns below needs; most texts have none of it.
MARKS = re.compile(r"[*:_·’'/(-][iI][nN]|[a-zäöüß]In|[eE](?:[*:_·]|/-?)[rRnN]\b")
# Lehrer*innen, Teilnehmer/-innen, Mitarbeiter(innen), Bürger*innenversammlung -> Lehrer, ...
PLURAL = re.compile(r"(?<=[^\W\d_])(?:[*:_·’']|/-?|\(-?)innen\)?(?=[a-zäöüß-]|\b|$)", re.IGNORECASE)
SINGULAR = re.compile(r"(?<=[rtegndfhl])(?:[*:_·’']|/-?|\(-?)in\b\)?", re.IGNORECASE)
CAPITAL_I = re.compile(r"(?<=[a-zäöüß])I(?:nnen|n(?![a-zäöüß]))")  # BürgerInnen, LehrerIn
# jede*r, Angestellte:r, eine*n, Beauftragte/-r
ENDING = re.compile(r"(?<=[a-zäöüß]e)(?:[*:_·]|/-?)(?=[rn]\b)", re.IGNORECASE)
# Words of women whose masculine is the word without -in, by the ending before it; Termin, Medizin stay.
FEMININE = re.compile(r"^(.{2,}(?:er|or|at|rät|ent|ant|ist|eur|log|wirt)|.*ärzt)in(?:nen)?$")
WOMEN = re.compile(r"^(.{4,})innen$")
NO_WOMEN = (
    "beginnen",
    "gewinnen",
    "besinnen",
    "entsinnen",
    "ersinnen",
    "spinnen",
    "drinnen",
    "entrinnen",
    "gerinnen",
)


def neutral(text: str) -> str:
    """Return the text with gendered spellings as the plain word: `Lehrer*innen` -> `Lehrer`."""
    if not MARKS.search(text):
        return text
    text = CAPITAL_I.sub("", text)
    text = PLURAL.sub("", text)
    text = SINGULAR.sub("", text)
    return ENDING.sub("", text)


def feminine(word: str) -> str:
    """Return a casefolded word without the feminine ending: `migrantinnen` -> `migrant`."""
    if not word.endswith(("in", "innen")):
        return word
    found = FEMININE.match(word) or (None if word.endswith(NO_WOMEN) else WOMEN.match(word))
    return found[1] if found else word
