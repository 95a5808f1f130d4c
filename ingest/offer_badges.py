"""Badges: an age or a price that stands alone beside a text („8–13 J.“, „ab 12“, „60 €“, „frei“) -> its field."""

from __future__ import annotations

import re

from ingest.offer_lines import FACE, Line, cut
from ingest.offer_values import costs
from kb.offer_words import audiences

# In words: what is longer is no badge.
WORDS = 4
# In line heights: white between a text and a badge read as its end is wider than a blank.
WHITE = 0.5
_AGE = re.compile(
    r"(?:für\s)?(?:(?:ab|bis|von|ca\.)\s)?\d{1,2}(?:[.,]5)?\s?(?:(?:–|-|bis)\s?\d{1,2}(?:[.,]5)?\s?)?(?:Jahren?|J\.?|Mon(?:aten?|\.))"
    r"|(?:ab|bis)\s\d{1,2}|\d{1,2}\s?\+|U\s?\d{1,2}|(?:ab\s)?(?:Klassen?|Kl\.)\s\d{1,2}(?:\s?(?:–|-|bis)\s?\d{1,2})?"
    r"|(?:ab\s)?\d{1,2}\.(?:\s?(?:–|-|bis)\s?\d{1,2}\.)?\s(?:Klasse|Kl\.)",
    re.IGNORECASE,
)
_ANY_AGE = re.compile(
    r"(?:für\s)?alle(?:\sAlter(?:sgruppen|sstufen)?)?|jedes\sAlter|jedes\sAlter|\d{1,2}\s?(?:–|-)\s?\d{1,2}",
    re.IGNORECASE,
)
_COST = re.compile(
    r"(?:(?:ab|je|ca\.|[A-ZÄÖÜ][a-zäöü]{1,11}\.?)\s)?\d{1,3}(?:,(?:\d{2}|-|–))?\s?(?:€|Euro|EUR)(?:\s?(?:/|pro|je|p\.)\s?[\w.]+)?",
    re.IGNORECASE,
)
_FREE = re.compile(r"frei|gratis|umsonst|kosten(?:los|frei)|Eintritt\sfrei|(?:auf\s)?Spende(?:nbasis)?", re.IGNORECASE)


def badge(text: str) -> str | None:
    """Return the field of a text that is nothing but an age or a price, None for any other."""
    text = text.strip()
    if len(text.split()) > WORDS:
        return None
    if _AGE.fullmatch(text) or _ANY_AGE.fullmatch(text):
        return "audience"
    if _COST.fullmatch(text) or _FREE.fullmatch(text) or (costs(text)[:1] and _is_whole(text)):
        return "cost"
    told = audiences(text)
    return "audience" if told and told[0].start == 0 and told[-1].end == len(text) else None


def _is_whole(text: str) -> bool:
    found = costs(text)[0]
    return found.start == 0 and found.end == len(text)


def peeled(line: Line) -> tuple[Line, ...]:
    """Return a line with the badges that were read as its beginning or its end as lines of their own.

    They are set in another face or size, or stand apart from the text.
    """
    for number in range(1, len(line.words)):
        behind = len(line.words) - number
        if behind <= WORDS:
            text, end = cut(line, number)
            if is_sure(end.text) and _apart(line, number):
                return (*peeled(text), end)
        if number <= WORDS:
            begin, text = cut(line, number)
            if is_sure(begin.text) and _apart(line, number):
                return (begin, *peeled(text))
    return (line,)


def is_sure(text: str) -> bool:
    """Tell an age or a price with its unit or its preposition; „frei“, „alle“ and „6–10“ may be something else."""
    return bool(_AGE.fullmatch(text) or _COST.fullmatch(text))


def _apart(line: Line, number: int) -> bool:
    before, word = line.words[number - 1].box, line.words[number].box
    high, other = before.y1 - before.y0, word.y1 - word.y0
    return word.x0 - before.x1 > WHITE * max(high, other) or abs(high - other) > 2 * FACE * max(high, other)
