"""The sentences of the passages found, as candidates for an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant import people
from kb.model import BlockKind, Hit

DIGIT = re.compile(r"\d")
ENDS = re.compile(r"[.!?…][\"“”»)]*$")
SHORT = 90


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence that could be (part of) the answer: sentence `at` of the hit with the number `hit`.

    `lead` is the heading or the list lead above it; `scan`: its text was read off a picture.
    """

    text: str
    kind: BlockKind
    hit: int = 0
    at: int = 0
    lead: str = ""
    scan: bool = False


def units_of(hits: Sequence[Hit]) -> list[Unit]:
    """Return every sentence of the hits' passages, in the order of the hits."""
    units: list[Unit] = []
    for number, hit in enumerate(hits):
        lead = ""
        for at, sentence in enumerate(hit.passage.sentences):
            text = hit.passage.said(at)
            if sentence.kind == "heading" or text.endswith(":"):
                lead = text
            kind = "heading" if _titles(text, sentence.kind) else sentence.kind
            units.append(Unit(text, kind, number, at, lead, hit.passage.ocr))
    return units


def _titles(text: str, kind: BlockKind) -> bool:
    """Return whether a text only names what follows: a heading set like running text, without a figure or a name."""
    if kind != "text" or len(text) >= SHORT or ":" in text or DIGIT.search(text) or ENDS.search(text):
        return False
    return not people.names(text)
