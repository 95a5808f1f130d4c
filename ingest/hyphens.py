"""Writing lines as text: end-of-line hyphens undone by what the document itself writes elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ingest.pdf import Word
from kb.model import Piece

_EDGE = re.compile(r"^[^\w]+|[^\w]+$")
_ENDS = re.compile(r"[\w/)\]][-‐‑]$")
# After these a hyphen stands for the part of the word that follows: „Moschee- und Kulturvereine“.
_AND = frozenset(
    {
        "und",
        "oder",
        "bzw",
        "sowie",
        "beziehungsweise",
        "u",
        "o",
        "als",
        "wie",
        "noch",
        "bis",
        "and",
        "or",
        "&",
    }
)
_ADDRESS = re.compile(r"^\(?(?:https?://|www\.)\S+$")


class Row(NamedTuple):
    """The words of a printed line and the page they are on."""

    page: int
    words: Sequence[Word]


def vocabulary(lines: Iterable[Sequence[Word]]) -> Counter[str]:
    """Count the words (small letters, no punctuation) that stand whole within the lines."""
    counts: Counter[str] = Counter()
    broken = False
    for line in lines:
        words = [word.text for word in line]
        whole = words[1:] if broken else words
        broken = bool(words) and bool(_ENDS.search(words[-1]))
        counts.update(_bare(word) for word in (whole[:-1] if broken else whole))
    del counts[""]
    return counts


def _bare(word: str) -> str:
    return _EDGE.sub("", word).lower()


def written(lines: Sequence[Row], known: Mapping[str, int], start: int = 0) -> tuple[str, list[Piece]]:
    """Return the text of `lines` and a piece per printed word, offsets counted from `start`."""
    parts: list[str] = []
    pieces: list[Piece] = []
    at = start
    last: str | None = None
    for page, line in lines:
        for index, word in enumerate(line):
            text = word[0]
            if last is not None:
                glue = " " if index else between(last, text, known)
                if glue is None:
                    # The hyphen goes: it leaves the text and the piece of the word's first half.
                    parts[-1] = parts[-1][:-1]
                    at -= 1
                    pieces[-1] = pieces[-1]._replace(end=at)
                elif glue:
                    parts.append(glue)
                    at += len(glue)
            parts.append(text)
            pieces.append(Piece(at, at + len(text), page, word[1]))
            at += len(text)
            last = text
    return "".join(parts), pieces


def between(above: str, below: str, known: Mapping[str, int]) -> str | None:
    """Return what stands between the last word of a line and the first of the next.

    A space, nothing (the hyphen or slash stays, the words touch), or None: the hyphen goes.
    """
    if _ENDS.search(above):
        return _at_hyphen(above, below, known)
    if above.endswith("/") and len(above) > 1:
        return ""
    if _ADDRESS.match(above) and re.match(r"^[\w%-]*[/.?=&#]\S", below) and not below.endswith("."):
        return ""
    return " "


def _at_hyphen(above: str, below: str, known: Mapping[str, int]) -> str | None:
    stem = above[:-1]
    bare = _bare(below)
    if not bare or bare in _AND:
        return " "
    first = below[0]
    tail = re.split(r"[-‐‑/(]", stem)[-1]
    if _ADDRESS.match(above) or first.isdigit() or stem[-1].isdigit() or stem[-1] in "/)]":
        return ""
    if not first.isalpha():
        return " " if first in '–—(„"' else ""
    joined, kept = known.get(_bare(stem + below), 0), known.get(_bare(above + below), 0)
    if first.isupper():
        # Capitals within a word do not occur, unless a heading is set in capitals: „INTEGRATI-ONSKONZEPT“.
        capitals = tail.isupper() and below[:4].isupper() and min(len(tail), len(bare)) >= 4
        return None if capitals and not kept and (joined or len(tail) > 4) else ""
    if joined or kept:
        return None if joined >= kept else ""
    # Abbreviations keep their hyphen: „EU-weit“, „IT-gestützt“.
    return "" if tail.isupper() and len(tail) > 1 else None
