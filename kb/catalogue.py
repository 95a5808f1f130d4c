"""The catalogue of one shard (public or internal), read: documents, pages, passages and their places.

Rows carry the generation that brought them (`since`) and the one that ended them (`until`); what is
visible in generation G is what was brought by then and not yet ended. SQLite holds the truth: word
index and vectors can be rebuilt from here. `kb.register` writes.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np

from kb import packing
from kb.contacts import Contact
from kb.contacts import restored as restored_contact
from kb.errors import KnowledgeBaseError
from kb.ledger import translate
from kb.model import Document, Page, Passage
from kb.offers import Offer, restored
from kb.shown import Shown

# Columns of JSON: what a paper states, each with its stretches.
Stated = Literal["offers", "contacts"]
_Stated = TypeVar("_Stated")
# Passage ids must not meet across the two shards: the internal ones start here.
INTERNAL_IDS = 1 << 40
# Ended rows say why (`fate`) and on which day (`ended`); `swept`: word index and vectors know them no more.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, recipe TEXT NOT NULL,
    data TEXT NOT NULL, evidence TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER,
    fate TEXT, ended TEXT, swept INTEGER NOT NULL DEFAULT 0, offers TEXT NOT NULL DEFAULT '[]',
    contacts TEXT NOT NULL DEFAULT '[]');
CREATE INDEX IF NOT EXISTS document_id ON document(id);
CREATE TABLE IF NOT EXISTS place (
    source TEXT NOT NULL, path TEXT NOT NULL, document TEXT NOT NULL, version TEXT NOT NULL,
    since INTEGER NOT NULL, until INTEGER);
CREATE TABLE IF NOT EXISTS page (
    document INTEGER NOT NULL, number INTEGER NOT NULL, width REAL NOT NULL, height REAL NOT NULL,
    text TEXT NOT NULL, ocr INTEGER NOT NULL, problem TEXT, PRIMARY KEY (document, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    text TEXT NOT NULL, section TEXT NOT NULL, pieces BLOB NOT NULL, sentences TEXT NOT NULL, ocr INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS passage_document ON passage(document);
CREATE TABLE IF NOT EXISTS failure (
    source TEXT NOT NULL, path TEXT NOT NULL, version TEXT NOT NULL, recipe TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (source, path));
"""
# Columns that indexes of the first release lack.
_LATER = (
    "fate TEXT",
    "ended TEXT",
    "swept INTEGER NOT NULL DEFAULT 0",
    "offers TEXT NOT NULL DEFAULT '[]'",
    "contacts TEXT NOT NULL DEFAULT '[]'",
)
LIVE = "{0}.since <= :g AND ({0}.until IS NULL OR {0}.until > :g)"
# Superseded versions, of papers that are still published. A version that came back is no past one.
_PAST = (
    "{0}.fate = 'superseded' AND {0}.until <= :g AND EXISTS (SELECT 1 FROM document n WHERE n.id = {0}.id"
    " AND n.version != {0}.version AND n.since <= :g AND (n.until IS NULL OR n.until > :g))"
)
_PAST_ID = "d.id || '.' || substr(d.version, 1, 8)"


def past_id(document: str, version: str) -> str:
    """Return the id under which a superseded version is shown: as `_PAST_ID` has it."""
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
        """Open (and where missing create) the catalogue file at `path`.

        :raises KnowledgeBaseError: damaged file, or the folder cannot be written.
        """
        self.path = path
        self._lock = threading.RLock()
        self._visible = (_PAST if past else LIVE).format("d")
        self._id = _PAST_ID if past else "d.id"
        self._ended = "d.ended" if past else "NULL"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, check_same_thread=False, timeout=30)
            # A running reader opens anew with every publication: the files must not wait for the collection of garbage.
            weakref.finalize(self, self._db.close).atexit = False
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_SCHEMA)
            known = {row[1] for row in self._db.execute("PRAGMA table_info(document)")}
            for column in _LATER:
                if column.split()[0] not in known:
                    self._db.execute(f"ALTER TABLE document ADD COLUMN {column}")
            if internal and self._db.execute("SELECT count(*) FROM sqlite_sequence").fetchone() == (0,):
                self._db.execute("INSERT INTO sqlite_sequence VALUES ('passage', ?)", (INTERNAL_IDS,))
            self._db.commit()
        except sqlite3.DatabaseError as error:
            raise translate(error, path.parent) from error
        except OSError as error:
            raise KnowledgeBaseError("read-only", path=path.parent, why=error.strerror) from error

    def documents(self, generation: int) -> tuple[Document, ...]:
        """Return the documents visible in `generation`, in the order they came."""
        rows = self._rows(
            f"SELECT data, {self._id}, {self._ended} FROM document d WHERE {self._visible} ORDER BY row", g=generation
        )
        return tuple(packing.document(*row) for row in rows)

    def document(self, document: str, generation: int) -> Document | None:
        """Return a document visible in `generation`, or None."""
        rows = self._rows(
            f"SELECT data, {self._id}, {self._ended} FROM document d WHERE {self._id} = :id AND {self._visible}",
            id=document, g=generation,
        )  # fmt: skip
        return packing.document(*rows[0]) if rows else None

    def recipes(self, generation: int) -> dict[tuple[str, str], str]:
        """Return (document id, version) -> the recipe it was read with."""
        rows = self._rows(f"SELECT {self._id}, version, recipe FROM document d WHERE {self._visible}", g=generation)
        return {(row[0], row[1]): row[2] for row in rows}

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
        where = f"{self._visible} AND {column} != '[]'"
        rows = self._rows(f"SELECT {self._id}, {column} FROM document d WHERE {where} ORDER BY row", g=generation)
        return {name: tuple(map(restore, json.loads(held))) for name, held in rows}

    def evidence(self, document: str, generation: int) -> list[dict[str, Any]]:
        """Return for each field read off the paper its value's quote and page."""
        rows = self._rows(
            f"SELECT evidence FROM document d WHERE {self._id} = :id AND {self._visible}", id=document, g=generation
        )
        return list(json.loads(rows[0][0])) if rows else []

    def places(self, generation: int) -> tuple[Place, ...]:
        """Return where the visible documents were found."""
        rows = self._rows(f"SELECT source, path, document, version FROM place p WHERE {LIVE.format('p')}", g=generation)
        return tuple(Place(*row) for row in rows)

    def failures(self) -> tuple[Failure, ...]:
        """Return the files that could not be read the last time they were seen."""
        return tuple(Failure(*row) for row in self._rows("SELECT source, path, version, recipe, reason FROM failure"))

    def page(self, document: str, number: int, generation: int) -> Page | None:
        """Return a page's text and size (without blocks), or None."""
        rows = self._rows(
            "SELECT p.number, p.width, p.height, p.text, p.ocr, p.problem FROM page p JOIN document d ON p.document = d.row"
            f" WHERE {self._id} = :id AND p.number = :n AND {self._visible}",
            id=document, n=number, g=generation,
        )  # fmt: skip
        if not rows:
            return None
        at, width, height, text, ocr, problem = rows[0]
        return Page(at, width, height, text, ocr=bool(ocr), problem=problem)

    def shown(self, generation: int) -> Shown:
        """Return which passages are visible in `generation`."""
        documents = self._rows(
            f"SELECT row, {self._id} FROM document d WHERE {self._visible} ORDER BY row", g=generation
        )
        places = {row: place for place, (row, _) in enumerate(documents)}
        # The index passage_document answers this alone, without the passages' texts.
        rows = sorted(
            (number, places[row]) for row, number in self._rows("SELECT document, id FROM passage") if row in places
        )
        table = np.array(rows, dtype=np.int64).reshape(-1, 2)
        return Shown(table[:, 0].copy(), table[:, 1].copy(), tuple(name for _, name in documents))

    def passages(self, ids: Sequence[int], generation: int) -> dict[int, Passage]:
        """Return those of the passages `ids` that are visible in `generation`."""
        found: dict[int, Passage] = {}
        for start in range(0, len(ids), 500):
            marks = ",".join(str(int(number)) for number in ids[start : start + 500])
            rows = self._rows(f"{self._select()} WHERE s.id IN ({marks}) AND {self._visible}", g=generation)
            found.update((row[0], packing.passage(row)) for row in rows)
        return found

    def texts(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the texts of those of the passages `ids` that are there."""
        marks = ",".join(str(int(number)) for number in ids)
        return dict(self._rows(f"SELECT id, text FROM passage WHERE id IN ({marks})"))

    def places_of(self, ids: Sequence[int]) -> dict[int, int]:
        """Return on which page each of the passages `ids` begins."""
        marks = ",".join(str(int(number)) for number in ids)
        return {
            number: int(packing.table(pieces)[0, 2])
            for number, pieces in self._rows(f"SELECT id, pieces FROM passage WHERE id IN ({marks})")
        }

    def passages_of(self, document: str, generation: int, *, thin: bool = False) -> tuple[Passage, ...]:
        """Return the passages of a document in reading order; `thin` ones have only the words that begin a page."""
        rows = self._rows(
            f"{self._select()} WHERE {self._id} = :id AND {self._visible} ORDER BY s.ordinal", id=document, g=generation
        )
        return tuple(packing.passage(row, thin=thin) for row in rows)

    def running(self, generation: int) -> list[tuple[str, int, str]]:
        """Return document id, ordinal and text of all passages, in the order of documents and passages."""
        return self._rows(
            f"SELECT {self._id}, s.ordinal, s.text FROM passage s JOIN document d ON d.row = s.document"
            f" WHERE {self._visible} ORDER BY d.row, s.ordinal",
            g=generation,
        )

    def sizes(self, generation: int) -> dict[str, tuple[int, int]]:
        """Return document id -> its numbers of pages and passages, for the visible documents."""
        rows = self._rows(
            f"SELECT {self._id}, (SELECT count(*) FROM page p WHERE p.document = d.row),"
            f" (SELECT count(*) FROM passage s WHERE s.document = d.row) FROM document d WHERE {self._visible}",
            g=generation,
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _select(self) -> str:
        return (
            f"SELECT s.id, {self._id}, d.version, s.ordinal, s.text, s.section, s.pieces, s.sentences, s.ocr"
            " FROM passage s JOIN document d ON s.document = d.row"
        )

    def _rows(self, sql: str, **values: object) -> list[Any]:
        try:
            with self._lock:
                return self._db.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise translate(error, self.path.parent) from error
