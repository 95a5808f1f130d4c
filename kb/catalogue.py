"""The catalogue of one shard (public or internal), read: documents, pages, passages and their places.

Rows carry the generation that brought them (`since`) and the one that ended them (`until`); what is
visible in generation G is what was brought by then and not yet ended (`kb.visible`). It is the truth, in a file of
SQLite or in PostgreSQL: word index and vectors can be rebuilt from here. `kb.register` writes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np
from sqlalchemy import Executable

from kb import packing
from kb.catalogue_place import CATALOGUE_FILE, CataloguePlace, catalogue_place
from kb.contacts import Contact
from kb.contacts import restored as restored_contact
from kb.database import Database, sqlite_file
from kb.errors import KnowledgeBaseError
from kb.model import Document, Page, Passage, Visibility
from kb.offers import Offer, restored
from kb.postgresql import open_schema
from kb.shown import Shown
from kb.tables import CATALOGUE, PASSAGE
from kb.visible import FAILURES, OWNERS, PIECES, PLACES, TEXTS, sight

SCHEMA = 2
# Columns of JSON: what a paper states, each with its stretches.
Stated = Literal["offers", "contacts"]
_Stated = TypeVar("_Stated")
# Passage ids must not meet across the two shards: the internal ones start here.
INTERNAL_IDS = 1 << 40
# Passages asked for in one statement.
TOGETHER = 500


def past_id(document: str, version: str) -> str:
    """Return the id under which a superseded version is shown: as `kb.visible` has it."""
    return f"{document}.{version[:8]}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper was found: its source (a folder or file), the path in it, and what lies there."""

    source: str
    path: str
    document: str
    version: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read: which bytes, read by which recipe, and why."""

    source: str
    path: str
    version: str
    recipe: str
    reason: str


class Catalogue:
    """One shard's catalogue; every method takes the generation to look at.

    With `past` it shows the versions that newer ones have superseded, each under an id of its own.
    """

    def __init__(self, path: Path, *, internal: bool = False, past: bool = False) -> None:
        """Open the catalogue of the shard's folder, whose file is (or would be) `path`: made where it is missing.

        :raises KnowledgeBaseError: damaged, of a newer program, not writable, or its database is out of reach.
        """
        self.path = path
        self._ask = sight(past=past)
        self._db = self._open(path, internal=internal)

    def _open(self, path: Path, *, internal: bool) -> Database:
        return open_catalogue(path, internal=internal)

    def documents(self, generation: int) -> tuple[Document, ...]:
        """Return the documents visible in `generation`, in the order they came."""
        return tuple(packing.document(*row) for row in self._rows(self._ask.documents, g=generation))

    def document(self, document: str, generation: int) -> Document | None:
        """Return a document visible in `generation`, or None."""
        rows = self._rows(self._ask.document, id=document, g=generation)
        return packing.document(*rows[0]) if rows else None

    def recipes(self, generation: int) -> dict[tuple[str, str], str]:
        """Return (document id, version) -> the recipe it was read with."""
        return {(row[0], row[1]): row[2] for row in self._rows(self._ask.recipes, g=generation)}

    def offers(self, generation: int) -> dict[str, tuple[Offer, ...]]:
        """Return document id -> the offers that it states, for documents that state any."""
        return self._stated("offers", restored, generation)

    def contacts(self, generation: int) -> dict[str, tuple[Contact, ...]]:
        """Return document id -> the contacts that it states, for documents that state any."""
        return self._stated("contacts", restored_contact, generation)

    def _stated(
        self, column: Stated, restore: Callable[[Mapping[str, Any]], _Stated], generation: int
    ) -> dict[str, tuple[_Stated, ...]]:
        """Return document id -> what a column of statements holds, for documents in which it is not empty."""
        rows = self._rows(self._ask.stated[column], g=generation)
        return {name: tuple(map(restore, json.loads(held))) for name, held in rows}

    def evidence(self, document: str, generation: int) -> list[dict[str, Any]]:
        """Return for each field read off the paper its value's quote and page."""
        rows = self._rows(self._ask.evidence, id=document, g=generation)
        return list(json.loads(rows[0][0])) if rows else []

    def places(self, generation: int) -> tuple[Place, ...]:
        """Return where the visible documents were found."""
        return tuple(Place(*row) for row in self._rows(PLACES, g=generation))

    def failures(self) -> tuple[Failure, ...]:
        """Return the files that could not be read the last time they were seen."""
        return tuple(Failure(*row) for row in self._rows(FAILURES))

    def page(self, document: str, number: int, generation: int) -> Page | None:
        """Return a page's text and size (without blocks), or None."""
        rows = self._rows(self._ask.page, id=document, n=number, g=generation)
        if not rows:
            return None
        at, width, height, text, ocr, problem = rows[0]
        return Page(at, width, height, text, ocr=bool(ocr), problem=problem)

    def shown(self, generation: int) -> Shown:
        """Return which passages are visible in `generation`."""
        documents = self._rows(self._ask.rows, g=generation)
        places = {row: place for place, (row, _) in enumerate(documents)}
        rows = sorted((number, places[row]) for row, number in self._rows(OWNERS) if row in places)
        table = np.array(rows, dtype=np.int64).reshape(-1, 2)
        return Shown(table[:, 0].copy(), table[:, 1].copy(), tuple(name for _, name in documents))

    def passages(self, ids: Sequence[int], generation: int) -> dict[int, Passage]:
        """Return those of the passages `ids` that are visible in `generation`."""
        found: dict[int, Passage] = {}
        for start in range(0, len(ids), TOGETHER):
            part = [int(number) for number in ids[start : start + TOGETHER]]
            rows = self._rows(self._ask.passages, ids=part, g=generation)
            found.update((row[0], packing.passage(row)) for row in rows)
        return found

    def texts(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the texts of those of the passages `ids` that are there."""
        if len(ids) == 0:
            return {}
        return {number: text for number, text in self._rows(TEXTS, ids=[int(number) for number in ids])}  # noqa: C416

    def places_of(self, ids: Sequence[int]) -> dict[int, int]:
        """Return on which page each of the passages `ids` begins."""
        rows = self._rows(PIECES, ids=[int(number) for number in ids])
        return {number: int(packing.table(pieces)[0, 2]) for number, pieces in rows}

    def passages_of(self, document: str, generation: int, *, thin: bool = False) -> tuple[Passage, ...]:
        """Return the passages of a document in reading order; `thin` ones have only the words that begin a page."""
        rows = self._rows(self._ask.passages_of, id=document, g=generation)
        return tuple(packing.passage(row, thin=thin) for row in rows)

    def running(self, generation: int) -> list[tuple[str, int, str]]:
        """Return document id, ordinal and text of all passages, in the order of documents and passages."""
        return [(row[0], row[1], row[2]) for row in self._rows(self._ask.running, g=generation)]

    def sizes(self, generation: int) -> dict[str, tuple[int, int]]:
        """Return document id -> its numbers of pages and passages, for the visible documents."""
        return {row[0]: (row[1], row[2]) for row in self._rows(self._ask.sizes, g=generation)}

    def close(self) -> None:
        """Release the file or the connections."""
        self._db.close()

    def _rows(self, statement: Executable, **values: object) -> Sequence[Any]:
        return self._db.rows(statement, **values)


def open_catalogue(path: Path, *, internal: bool = False, writer: bool = False) -> Database:
    """Open the database of a shard, for reading or for the one writer, who makes what is missing.

    :raises KnowledgeBaseError: damaged, of a newer program, not writable, or out of reach.
    """
    place = catalogue_place(path.parent.parent) if path.name == CATALOGUE_FILE else None
    if place is None:
        return catalogue_in_file(path, internal=internal, overwriting=writer)
    return catalogue_on_server(place, "internal" if internal else "public", writer=writer)


def catalogue_in_file(path: Path, *, internal: bool = False, overwriting: bool = False) -> Database:
    """Open (and where missing create) a catalogue in a file of SQLite."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnowledgeBaseError("read-only", path=path.parent, why=error.strerror) from error
    # What is withdrawn is overwritten, not only marked as free.
    return _prepared(sqlite_file(path, overwriting=overwriting), path.parent, internal=internal)


def catalogue_on_server(place: CataloguePlace, visibility: Visibility, *, writer: bool = False) -> Database:
    """Open a shard's catalogue in PostgreSQL; readers make nothing there."""
    url, schema = place.shard(visibility)
    database = open_schema(url, schema, writer=writer)
    if not writer:
        return _known(database, url)
    return _prepared(database, url, internal=visibility == "internal")


def _prepared(database: Database, named: object, *, internal: bool) -> Database:
    try:
        _known(database, named)
        database.make(CATALOGUE)
        if internal and not database.last_number(PASSAGE.c.id):
            database.go_on_after(PASSAGE.c.id, INTERNAL_IDS)
        if database.server and database.version() < SCHEMA:
            database.put_version(SCHEMA)
    except BaseException:
        database.close()
        raise
    return database


def _known(database: Database, named: object) -> Database:
    if (found := database.version()) > SCHEMA:
        database.close()
        raise KnowledgeBaseError("index-newer", path=named, found=found, known=SCHEMA)
    return database
