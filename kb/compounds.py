"""German compounds, split into the words they are made of by a shipped list of such words.

The list says which words stand before others (modifiers, in the form they have there: `integrations`)
and which stand last (heads), each with its frequency; `kb.data.build_words` counts it. A word is cut
where the product of the relative frequencies of its parts is greatest, as in Koehn & Knight, Empirical
Methods for Compound Splitting (EACL 2003); it stays whole where it cannot be cut without remainder.
"""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log

SHORTEST_WORD = 7  # amtsarzt, kursort: shorter words are hardly ever compounds
MOST_PARTS = 5


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Costs (negative log of the relative frequency) of modifiers and heads."""

    modifiers: Mapping[str, float]
    heads: Mapping[str, float]
    longest: int


def fold(word: str) -> str:
    """Return a casefolded word with its umlauts written out, as they are in the list."""
    return word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")


@cache
def vocabulary() -> Vocabulary:
    """Return the shipped list (`kb/data/german-words.txt.xz`)."""
    packed = (files("kb") / "data" / "german-words.txt.xz").read_bytes()
    return parse(lzma.decompress(packed).decode())


def parse(text: str) -> Vocabulary:
    """Return the vocabulary of lines `word kinds count`; kinds are m (modifier), h (head) or both."""
    rows = [line.split(" ") for line in text.splitlines()]
    total = log(sum(int(number) for _, _, number in rows) + 1)
    modifiers = {word: total - log(int(number)) for word, kinds, number in rows if "m" in kinds}
    heads = {word: total - log(int(number)) for word, kinds, number in rows if "h" in kinds}
    return Vocabulary(modifiers, heads, max((len(row[0]) for row in rows), default=0))


def split(word: str, known: Vocabulary | None = None) -> tuple[str, ...]:
    """Return the parts of a folded word, modifiers as they stand there; () where it is no compound."""
    words = known or vocabulary()
    end = len(word)
    if end < SHORTEST_WORD:
        return ()
    # best[i]: (cost, parts, start of the last part) of the cheapest way to cut word[:i] into modifiers
    best: dict[int, tuple[float, int, int]] = {0: (0.0, 0, 0)}
    for stop in range(3, end - 2):
        for start in range(max(0, stop - words.longest), stop - 2):
            before = best.get(start)
            cost = words.modifiers.get(word[start:stop])
            if before is None or cost is None or before[1] == MOST_PARTS - 1:
                continue
            if stop not in best or before[0] + cost < best[stop][0]:
                best[stop] = (before[0] + cost, before[1] + 1, start)
    ways = [(best[i][0] + words.heads[word[i:]], i) for i in best if i and word[i:] in words.heads]
    if not ways:
        return ()
    _, cut = min(ways)
    parts = [word[cut:]]
    while cut:
        start = best[cut][2]
        parts.append(word[start:cut])
        cut = start
    return tuple(reversed(parts))
