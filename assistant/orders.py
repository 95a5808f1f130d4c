"""Finds passages that speak to a language model instead of to readers: "ignore all instructions", fake roles, fake calls.

A paper is quoted, never obeyed. A passage that tries to give orders is left out of the answer whole, with a word to
the reader: what stands beside such an order was as likely planted as the order. That is one wall of several; behind
it stand the delimiters of the request, the check of every sentence, and the page, which shows text as text.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from kb.model import Hit

# Letters of other alphabets that look like Latin ones, put into Latin words so that a search misses them.
_ALIKE = str.maketrans(
    "аеорсухіїјѕԁһкмтвАЕОРСУХІЈКМТВНΑΒΕΖΗΙΚΜΝΟΡΤΥΧαορυχ", "aeopcyxiïjsdhkmtbAEOPCYXIJKMTBHABEZHIKMNOPTYXaopux"
)
# Format characters of Unicode (category Cf) that occur in text, and the combining grapheme joiner.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
_MIXED = re.compile(r"\b(?=\w*[A-Za-zÄÖÜäöüß])(?=\w*[\u0370-\u04ff])\w+\b")
# "I g n o r i e r e": five letters or more, each with a blank behind it, several blanks between two words.
_SPACED = re.compile(r"(?<!\w)(?:\w ){4,}\w(?!\w)")


def trusted(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits whose passages, headings and titles give no orders, in their order.

    Those behind one that is left out move up and take the score of the place they come to.
    """
    kept = [
        hit for hit in hits if not gives_orders("\n".join((hit.document.title, *hit.passage.section, hit.passage.text)))
    ]
    if len(kept) == len(hits):
        return kept
    return [replace(hit, score=place.score) for hit, place in zip(kept, hits, strict=False)]


@lru_cache(maxsize=4_000)
def gives_orders(text: str) -> bool:
    """Return whether a text speaks to a language model, in whatever disguise is known here."""
    rules = _rules()
    for shape in {plain(text), plain(_joined(text))} if _SPACED.search(text) else (plain(text),):
        if rules.phrases.search(shape):
            return True
        for left, right in rules.pairs:
            rights = [(found.start(), found.end()) for found in right.finditer(shape)] if left.search(shape) else []
            for found in left.finditer(shape) if rights else ():
                if any(
                    start - found.end() <= rules.reach and found.start() - end <= rules.reach for start, end in rights
                ):
                    return True
    return False


def plain(text: str) -> str:
    """Return a text in small letters without what only disguises it: invisible marks, wide and look-alike letters."""
    text = unicodedata.normalize("NFKC", text)
    text = _UNSEEN.sub("", text)
    return _MIXED.sub(lambda found: found[0].translate(_ALIKE), text).casefold()


def _joined(text: str) -> str:
    return re.sub(r" {2,}", " ", _SPACED.sub(lambda found: found[0].replace(" ", ""), text))


@dataclass(frozen=True, slots=True)
class _Rules:
    reach: int
    pairs: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    phrases: re.Pattern[str]


@cache
def _rules() -> _Rules:
    table = tomllib.loads((files("assistant") / "orders.toml").read_text(encoding="utf-8"))
    pairs = tuple((re.compile(pair["left"]), re.compile(pair["right"])) for pair in table["pairs"])
    return _Rules(
        int(table["reach"]), pairs, re.compile("|".join(f"(?:{phrase})" for phrase in table["phrases"]["any"]))
    )
