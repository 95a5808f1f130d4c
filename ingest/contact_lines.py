"""Printed lines -> lines of contacts and sentences of running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from ingest.contact_pieces import SIGNED, joined
from ingest.contact_words import ADDRESS, labels, reached
from ingest.offer_drafts import Value, part
from ingest.offer_lines import Line
from kb.people import names
from kb.sentences import spans as sentences

# Words. A sentence is no shorter.
PROSE = 5
_CLOSING = re.compile(r"(?:Ihre?|Mit freundlichen Grüßen|Herzlichst|Freundliche Grüße)\W*$")


def unwrapped(lines: Iterable[Line]) -> Iterator[tuple[Line, Value, bool]]:
    """Yield lines with their texts; those of a paragraph or cell that is broken only for want of room by sentences.

    The third tells running text: a sentence without labels, which says what it says by its words.
    """
    for (_, _), group in groupby(lines, key=lambda line: (line.block, line.cell)):
        held = list(group)
        if len(held) > 1 and not _wrapped(held):
            signed = held[0].text.strip() in names(held[0].text)  # a name alone, over its office
            if held[0].kind != "row" and not signed and not any(_hints(line.text) for line in held):
                yield from ((line, Value(line.text, (line.span,)), True) for line in held)
                continue
            yield from ((line, Value(line.text, (line.span,)), False) for line in held)
            continue
        whole = Value(held[0].text, (held[0].span,))
        for line in held[1:]:
            whole = joined(whole, Value(line.text, (line.span,)))
        if held[0].kind == "row":
            yield held[0], whole, False
            continue
        for start, end in sentences(whole.text):
            value = part(whole, start, end)
            told = len(value.text.split()) >= PROSE and value.text.endswith((".", "!", "?")) and not labels(value.text)
            yield held[0], value, told


def _hints(text: str) -> bool:
    """Tell a line that makes its block one of contacts: a number, an address, a label for one, a signature."""
    return bool(
        reached(text)
        or ADDRESS.search(text)
        or SIGNED.match(text)
        or _CLOSING.match(text)
        or any(label.kind != "other" for label in labels(text))
    )


def _wrapped(lines: Sequence[Line]) -> bool:
    """Tell whether each line but the last is full: the first word of the next had no room in it."""
    edge = max(line.x1 for line in lines)
    return all(line.x1 + 0.25 * line.size + after.lead > edge for line, after in pairwise(lines))
