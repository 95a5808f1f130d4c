"""What is quoted: whole sentences, rows and items of a passage, word for word.

A sentence without its beginning or its end may say more than it did ("Nicht alle Eltern ...", "..., außer für
Erwachsene"), so a piece of one is no quote and is checked like any other sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from assistant.lexicon import lexicon
from assistant.stretches import FULL_LINE, LINE_BEGINS, LINE_ENDS, is_row
from kb.sentences import spans

# So many sentences or lines in a row may be one quote: a heading goes with its sentence.
_MOST = 4
_MARKS = " .!?;:,\"'()…-•*"


def is_quote(sentence: str, passages: Sequence[str]) -> bool:
    """Say whether `sentence` is, word for word, a sentence, row or item of a passage, or a few that follow each other."""
    wanted = _bare(sentence)
    return bool(wanted) and any(wanted in _quotable(text) for text in passages)


@lru_cache(maxsize=256)
def _quotable(text: str) -> frozenset[str]:
    """Return what may be quoted of a passage."""
    pieces = [block[start:end] for block in _blocks(text) for start, end in spans(block)]
    runs = (pieces[at : at + width] for width in range(1, _MOST + 1) for at in range(len(pieces) - width + 1))
    return frozenset(_bare(" ".join(run)) for run in runs)


def _blocks(text: str) -> list[str]:
    """Join the lines of a passage that merely wrap."""
    blocks: list[str] = []
    last = ""
    for line in text.split("\n"):
        if blocks and not _parted(last, line):
            blocks[-1] += " " + line.strip()
        else:
            blocks.append(line.strip())
        last = line
    return blocks


def _parted(last: str, line: str) -> bool:
    """Say whether one line ends what is said before the next begins; an article or a comma goes on."""
    if is_row(last) or is_row(line) or LINE_ENDS.search(last) or LINE_BEGINS.match(line) or not last.strip():
        return True
    if len(last.strip()) >= FULL_LINE or line.strip()[:1].islower():
        return False
    word = last.rsplit(maxsplit=1)[-1]
    return word[-1].isalnum() and word.lower() not in lexicon("verify")["function"]


def _bare(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    text = re.sub(r"[„“”»«‚‘’]", '"', re.sub(r"[‐‑–—−]", "-", text))
    text = " ".join(text.split()).strip(_MARKS)
    return text[:1].casefold() + text[1:]
