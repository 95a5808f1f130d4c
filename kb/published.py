"""What a generation holds, looked at without a lock and without the search: for planning what is to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.catalogue import Catalogue, Failure, Place
from kb.catalogue_place import catalogue_file, has_ledger
from kb.ledger import Ledger
from kb.model import Document, Visibility
from kb.shard import shard_exists


@dataclass(frozen=True, slots=True)
class Published:
    """The documents of a generation by id, their recipes by (id, version), where they lie, what was unreadable."""

    generation: int
    documents: Mapping[str, Document]
    recipes: Mapping[tuple[str, str], str]
    places: tuple[Place, ...]
    failures: tuple[Failure, ...]


def look(catalogues: Sequence[Catalogue], generation: int) -> Published:
    """Return what `generation` holds in these catalogues."""
    return Published(
        generation,
        {document.id: document for one in catalogues for document in one.documents(generation)},
        {key: recipe for one in catalogues for key, recipe in one.recipes(generation).items()},
        tuple(place for one in catalogues for place in one.places(generation)),
        tuple(failure for one in catalogues for failure in one.failures()),
    )


def published(index: Path) -> Published:
    """Return what is published in `index`; nothing where there is no index yet.

    :raises KnowledgeBaseError: damaged.
    """
    if not has_ledger(index):
        return look((), 0)
    ledger = Ledger(index)
    number = ledger.number()
    ledger.close()
    visible: tuple[Visibility, ...] = ("public", "internal")
    catalogues = [
        Catalogue(catalogue_file(index, visibility), internal=visibility == "internal")
        for visibility in visible
        if shard_exists(index, visibility)
    ]
    try:
        return look(catalogues, number)
    finally:
        for catalogue in catalogues:
            catalogue.close()
