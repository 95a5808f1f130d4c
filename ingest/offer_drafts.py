"""What is gathered of an entry before it is an offer: values with their stretches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kb.offers import Span

_COUNT = re.compile(
    r"^(?:ca\.|rund|etwa|max\.|maximal|bis zu|mindestens|über)?\s?\d+(?:\s?(?:–|-|bis)\s?\d+)?(?:\s(?:Personen|Plätze|Teilnehmende))?$",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"^[\s–—.:/-]*(?:k\. ?A\.)?$")


class Value(NamedTuple):
    """A text with the stretches of passages that it is; several where it runs over lines or cells."""

    text: str
    spans: tuple[Span, ...]


@dataclass(slots=True)
class Draft:
    """What was gathered of one entry: labelled values, running text, and what the titles above say of it.

    `told`: the text tells of the offer beside other things; its days, places and names are not the offer's.
    `known`: what the abbreviations of the paper mean.
    """

    name: Value
    fields: dict[str, list[Value]] = field(default_factory=dict)
    texts: list[Value] = field(default_factory=list)
    above: list[Draft] = field(default_factory=list)
    told: bool = False
    known: Mapping[str, Value] = field(default_factory=dict)

    def put(self, name: str, value: Value) -> None:
        """Add a value of a field unless it says nothing; a count („rund 750“, „8“) says neither whom nor which."""
        counts = name in {"audience", "languages"} and _COUNT.match(value.text)
        if not _NOTHING.match(value.text) and not counts:
            self.fields.setdefault(name, []).append(value)


def part(value: Value, start: int, end: int) -> Value:
    """Return ``text[start:end]`` of a value with the stretches that it is."""
    spans = []
    at = 0
    for span in value.spans:
        length = span.end - span.start
        low, high = max(start, at), min(end, at + length)
        if low < high:
            spans.append(Span(span.ordinal, span.start + low - at, span.start + high - at))
        at += length + 1  # a blank parts what was printed apart
    return Value(value.text[start:end], tuple(spans))
