"""The first page of a booklet: which titles are those of the whole, and of which year it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.offer_cards import SEVERAL
from ingest.offer_drafts import Value, part
from ingest.offer_entries import Node

# Share of the size of the largest title; titles of one rank differ by less.
COVER = 0.94
_A_YEAR = re.compile(r"(?<![\d./])20\d{2}(?![\d./])")
_TWO_YEARS = re.compile(r"winter|schuljahr|\d{4}\s?[/–-]\s?\d{2}", re.IGNORECASE)


def year_of(nodes: Sequence[Node]) -> Value | None:
    """Return the year that the first page says in its titles, where it is one alone; a winter has two."""
    first = [node.title for node in nodes if node.title is not None and node.title.line.page == 1]
    found = [(title, match) for title in first for match in _A_YEAR.finditer(title.text)]
    years = {match.group() for _, match in found}
    if len(years) != 1 or any(_TWO_YEARS.search(title.text) for title in first):
        return None
    title, match = found[0]
    return part(Value(title.text, title.spans), match.start(), match.end())


def covers(nodes: Sequence[Node]) -> list[Node]:
    """Return the titles of the whole paper: the largest on its first page, where its entries go on overleaf."""
    titled = [node for node in nodes if node.title is not None]
    first = [node for node in titled if node.title is not None and node.title.line.page == 1]
    if not first or len(first) == len(titled) or sum(_is_entry(node) for node in first) >= SEVERAL:
        return []
    largest = max(node.title.line.size for node in titled if node.title is not None)
    return [node for node in first if node.title is not None and node.title.line.size > COVER * largest]


def _is_entry(node: Node) -> bool:
    """Tell a title under which a labelled time stands: a first page of such is no cover."""
    return any(each.kind == "value" and each.field == "time" for each in node.parts)
