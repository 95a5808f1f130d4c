"""Which entry of a catalogue belongs to which offer of the gold lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.offer_names import content_words, likeness, normal
from evaluation.rows import read_rows

_NEEDED = ("offer", "name", "document", "page")


@dataclass(frozen=True, slots=True)
class GoldOffer:
    """An offer of a collection: all its rows, `required` where one of them is."""

    key: str
    rows: tuple[Mapping[str, Any], ...]
    names: tuple[str, ...]
    required: bool

    @property
    def documents(self) -> frozenset[str]:
        """The papers that the offer stands in, those of optional rows left out where there are others."""
        needed = [row for row in self.rows if not row.get("optional")] or self.rows
        return frozenset(str(row["document"]) for row in needed)

    @property
    def pages(self) -> frozenset[tuple[str, int]]:
        """The document and page of each row, and of its fields that stand elsewhere."""
        return frozenset(
            (str(row["document"]), page) for row in self.rows for page in (row["page"], *row.get("also_pages", ()))
        )


@dataclass(frozen=True, slots=True)
class Matching:
    """`pairs` are indexes of entries and offers; `again` the other entries, each with the best offer it is named like."""

    pairs: Mapping[int, int]
    again: Mapping[int, int]


def read_offers(paths: Sequence[Path]) -> list[GoldOffer]:
    """Return the offers of the lists of one collection.

    :raises KizError: a file is missing or is no gold list of this form.
    """
    by_key: dict[str, list[Mapping[str, Any]]] = {}
    for path in paths:
        for row in read_rows(path, _NEEDED):
            by_key.setdefault(row["offer"], []).append(row)
    return [_offer(key, rows) for key, rows in by_key.items()]


def documents_of(entry: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the files that an entry cites."""
    return frozenset(str(source["document"]) for source in entry.get("sources") or ())


def match(entries: Sequence[Mapping[str, Any]], offers: Sequence[GoldOffer]) -> Matching:
    """Pair entries and offers one to one: the closest names first, then the papers, pages and places they share.

    Of offers that share a name, an entry fits only one whose paper or place it has.
    """
    shared = _shared_names(offers)
    candidates = []
    for number, entry in enumerate(entries):
        for index, offer in enumerate(offers):
            like = max(likeness(name, other) for name in _names(entry) for other in offer.names)
            near = _nearness(entry, offer)
            if like and (offer.key not in shared or near[0] or near[2] or not entry.get("sources")):
                candidates.append(((like, *near, offer.required), number, index))
    candidates.sort(key=lambda candidate: candidate[0], reverse=True)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, index in candidates:
        if number not in pairs and index not in taken:
            pairs[number] = index
            taken.add(index)
    again: dict[int, int] = {}
    for _, number, index in candidates:
        if number not in pairs:
            again.setdefault(number, index)
    return Matching(pairs, again)


def _offer(key: str, rows: Sequence[Mapping[str, Any]]) -> GoldOffer:
    names = [name for row in rows for name in (row["name"], *row.get("accept", {}).get("name", ()))]
    return GoldOffer(key, tuple(rows), tuple(dict.fromkeys(names)), not all(row.get("optional") for row in rows))


def _names(entry: Mapping[str, Any]) -> list[str]:
    return [str(entry["name"]), *map(str, entry.get("names") or ()), *map(str, entry.get("aliases") or ())]


def _nearness(entry: Mapping[str, Any], offer: GoldOffer) -> tuple[int, int, int]:
    pages = {(str(source["document"]), source["page"]) for source in entry.get("sources") or ()}
    words = content_words(str(entry.get("place") or ""))
    places = [content_words(row.get("place") or "") for row in offer.rows]
    return (
        len(documents_of(entry) & {row["document"] for row in offer.rows}),
        len(pages & offer.pages),
        max(len(words & place) for place in places),
    )


def _shared_names(offers: Sequence[GoldOffer]) -> set[str]:
    keys: dict[str, set[str]] = {}
    for offer in offers:
        for name in offer.names:
            keys.setdefault(normal(name), set()).add(offer.key)
    return {key for same in keys.values() if len(same) > 1 for key in same}
