"""The catalogue of one shard (public or internal): documents, pages, passages and their places.

Rows carry the generation that brought them (`since`) and the one that ended them (`until`); what is
visible in generation G is what was brought by then and not yet ended. SQLite holds the truth: word
index and vectors can be rebuilt from here.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.ledger import translate
from kb.model import Box, Consultation, Document, Page, Passage, Piece, Sentence
from kb.shown import Shown

# Passage ids must not meet across the two shards: the internal ones start here.
INTERNAL_IDS = 1 << 40
_LIVE = "{0}.since <= :g AND ({0}.until IS NULL OR {0}.until > :g)"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, recipe TEXT NOT NULL,
    data TEXT NOT NULL, evidence TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER);
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
    """One shard's catalogue. Reading takes the generation to look at; writing names the one it brings."""

    def __init__(self, path: Path, *, internal: bool = False) -> None:
        """Open (and where missing create) the catalogue file at `path`.

        :raises KnowledgeBaseError: damaged file, or the folder cannot be written.
        """
        self.path = path
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, check_same_thread=False, timeout=30)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_SCHEMA)
            if internal and self._db.execute("SELECT count(*) FROM sqlite_sequence").fetchone() == (0,):
                self._db.execute("INSERT INTO sqlite_sequence VALUES ('passage', ?)", (INTERNAL_IDS,))
            self._db.commit()
        except sqlite3.DatabaseError as error:
            raise translate(error, path.parent) from error

    # -- reading ---------------------------------------------------------------------------------

    def documents(self, generation: int) -> tuple[Document, ...]:
        """Return the documents visible in `generation`, in the order they came."""
        rows = self._rows(f"SELECT data FROM document d WHERE {_LIVE.format('d')} ORDER BY row", g=generation)
        return tuple(_document(row[0]) for row in rows)

    def recipes(self, generation: int) -> dict[tuple[str, str], str]:
        """Return (document id, version) -> the recipe it was read with."""
        rows = self._rows(f"SELECT id, version, recipe FROM document d WHERE {_LIVE.format('d')}", g=generation)
        return {(row[0], row[1]): row[2] for row in rows}

    def evidence(self, document: str, generation: int) -> list[dict[str, Any]]:
        """Return for each field read off the paper its value's quote and page."""
        rows = self._rows(
            f"SELECT evidence FROM document d WHERE id = :id AND {_LIVE.format('d')}", id=document, g=generation
        )
        return list(json.loads(rows[0][0])) if rows else []

    def places(self, generation: int) -> tuple[Place, ...]:
        """Return where the visible documents were found."""
        rows = self._rows(
            f"SELECT source, path, document, version FROM place p WHERE {_LIVE.format('p')}", g=generation
        )
        return tuple(Place(*row) for row in rows)

    def failures(self) -> tuple[Failure, ...]:
        """Return the files that could not be read the last time they were seen."""
        return tuple(Failure(*row) for row in self._rows("SELECT source, path, version, recipe, reason FROM failure"))

    def page(self, document: str, number: int, generation: int) -> Page | None:
        """Return a page's text and size (without blocks), or None."""
        rows = self._rows(
            "SELECT p.number, p.width, p.height, p.text, p.ocr, p.problem FROM page p JOIN document d ON p.document = d.row"
            f" WHERE d.id = :id AND p.number = :n AND {_LIVE.format('d')}",
            id=document, n=number, g=generation,
        )  # fmt: skip
        if not rows:
            return None
        at, width, height, text, ocr, problem = rows[0]
        return Page(at, width, height, text, ocr=bool(ocr), problem=problem)

    def shown(self, generation: int) -> Shown:
        """Return which passages are visible in `generation`."""
        documents = self._rows(f"SELECT row, id FROM document d WHERE {_LIVE.format('d')} ORDER BY row", g=generation)
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
            rows = self._rows(f"{_PASSAGE} WHERE s.id IN ({marks}) AND {_LIVE.format('d')}", g=generation)
            found.update((row[0], _passage(row)) for row in rows)
        return found

    def texts(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the texts of those of the passages `ids` that are there."""
        marks = ",".join(str(int(number)) for number in ids)
        return dict(self._rows(f"SELECT id, text FROM passage WHERE id IN ({marks})"))

    def places_of(self, ids: Sequence[int]) -> dict[int, int]:
        """Return on which page each of the passages `ids` begins."""
        marks = ",".join(str(int(number)) for number in ids)
        return {
            number: int(_table(pieces)[0, 2])
            for number, pieces in self._rows(f"SELECT id, pieces FROM passage WHERE id IN ({marks})")
        }

    def passages_of(self, document: str, generation: int) -> tuple[Passage, ...]:
        """Return the passages of a document in reading order."""
        rows = self._rows(
            f"{_PASSAGE} WHERE d.id = :id AND {_LIVE.format('d')} ORDER BY s.ordinal", id=document, g=generation
        )
        return tuple(_passage(row) for row in rows)

    def sizes(self, generation: int) -> dict[str, tuple[int, int]]:
        """Return document id -> its numbers of pages and passages, for the visible documents."""
        rows = self._rows(
            "SELECT d.id, (SELECT count(*) FROM page p WHERE p.document = d.row),"
            f" (SELECT count(*) FROM passage s WHERE s.document = d.row) FROM document d WHERE {_LIVE.format('d')}",
            g=generation,
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    # -- writing ---------------------------------------------------------------------------------

    def add(
        self,
        document: Document,
        recipe: str,
        evidence: Sequence[dict[str, Any]],
        pages: Sequence[Page],
        passages: Sequence[Passage],
        generation: int,
    ) -> list[int]:
        """Write a document of `generation`; return the ids that its passages got, in their order."""
        data = json.dumps(asdict(document), ensure_ascii=False, default=str)
        with self._writing():
            cursor = self._db.execute(
                "INSERT INTO document (id, version, recipe, data, evidence, since) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    document.id,
                    document.version,
                    recipe,
                    data,
                    json.dumps(list(evidence), ensure_ascii=False),
                    generation,
                ),
            )
            row = cursor.lastrowid
            self._db.executemany(
                "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(row, p.number, p.width, p.height, p.text, p.ocr, p.problem) for p in pages],
            )
            return [self._add_passage(row, passage) for passage in passages]

    def _add_passage(self, row: int | None, passage: Passage) -> int:
        cursor = self._db.execute(
            "INSERT INTO passage (document, ordinal, text, section, pieces, sentences, ocr) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                row,
                passage.ordinal,
                passage.text,
                json.dumps(passage.section, ensure_ascii=False),
                _pack(passage.pieces),
                json.dumps(passage.sentences),
                passage.ocr,
            ),
        )
        return int(cursor.lastrowid or 0)

    def end(self, document: str, generation: int) -> None:
        """Let the visible version of a document end with `generation`."""
        self._write(
            "UPDATE document SET until = ? WHERE id = ? AND until IS NULL AND since < ?",
            generation,
            document,
            generation,
        )

    def add_place(self, place: Place, generation: int) -> None:
        """Record where a document was found."""
        self._write(
            "INSERT INTO place (source, path, document, version, since) VALUES (?, ?, ?, ?, ?)",
            place.source, place.path, place.document, place.version, generation,
        )  # fmt: skip

    def end_place(self, source: str, path: str, generation: int) -> None:
        """Let a place end with `generation`."""
        self._write(
            "UPDATE place SET until = ? WHERE source = ? AND path = ? AND until IS NULL AND since < ?",
            generation, source, path, generation,
        )  # fmt: skip

    def set_failures(self, sources: Iterable[str], failures: Iterable[Failure]) -> None:
        """Replace what is on record as unreadable in `sources`."""
        with self._writing():
            self._db.executemany("DELETE FROM failure WHERE source = ?", [(source,) for source in sources])
            self._db.executemany(
                "INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?, ?)",
                [(f.source, f.path, f.version, f.recipe, f.reason) for f in failures],
            )

    def unpublished(self, generation: int) -> list[int]:
        """Return the ids of passages that came after `generation`: leftovers of a broken ingest."""
        rows = self._rows(
            "SELECT s.id FROM passage s JOIN document d ON s.document = d.row WHERE d.since > :g", g=generation
        )
        return [row[0] for row in rows]

    def undo(self, generation: int) -> None:
        """Forget everything that came after `generation`."""
        with self._writing():
            for sql in (
                "DELETE FROM passage WHERE document IN (SELECT row FROM document WHERE since > ?)",
                "DELETE FROM page WHERE document IN (SELECT row FROM document WHERE since > ?)",
                "DELETE FROM document WHERE since > ?",
                "DELETE FROM place WHERE since > ?",
                "UPDATE document SET until = NULL WHERE until > ?",
                "UPDATE place SET until = NULL WHERE until > ?",
            ):
                self._db.execute(sql, (generation,))

    def ended(self, generation: int) -> list[int]:
        """Return the ids of passages that no reader of `generation` sees any more."""
        rows = self._rows(
            "SELECT s.id FROM passage s JOIN document d ON s.document = d.row WHERE d.until <= :g", g=generation
        )
        return [row[0] for row in rows]

    def sweep(self, generation: int) -> None:
        """Delete what ended by `generation`."""
        with self._writing():
            for sql in (
                "DELETE FROM passage WHERE document IN (SELECT row FROM document WHERE until <= ?)",
                "DELETE FROM page WHERE document IN (SELECT row FROM document WHERE until <= ?)",
                "DELETE FROM document WHERE until <= ?",
                "DELETE FROM place WHERE until <= ?",
            ):
                self._db.execute(sql, (generation,))

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, alone; SQLite's errors become ours."""
        try:
            with self._lock, self._db:
                yield
        except sqlite3.DatabaseError as error:
            raise translate(error, self.path.parent) from error

    def _rows(self, sql: str, **values: object) -> list[Any]:
        try:
            with self._lock:
                return self._db.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise translate(error, self.path.parent) from error

    def _write(self, sql: str, *values: object) -> None:
        with self._writing():
            self._db.execute(sql, values)


_PASSAGE = (
    "SELECT s.id, d.id, d.version, s.ordinal, s.text, s.section, s.pieces, s.sentences, s.ocr"
    " FROM passage s JOIN document d ON s.document = d.row"
)


def _passage(row: Any) -> Passage:
    number, document, version, ordinal, text, section, pieces, sentences, ocr = row
    return Passage(
        id=number,
        document=document,
        version=version,
        ordinal=ordinal,
        text=text,
        section=tuple(json.loads(section)),
        pieces=_unpack(pieces),
        sentences=tuple(Sentence(start, end, kind) for start, end, kind in json.loads(sentences)),
        ocr=bool(ocr),
    )


def _pack(pieces: Sequence[Piece]) -> bytes:
    # float32 holds offsets and page numbers exactly up to 2**24, and boxes to a thousandth of a point.
    table = np.array([(p.start, p.end, p.page, *p.box) for p in pieces], dtype=np.float32)
    return zlib.compress(table.tobytes(), 6)


def _unpack(blob: bytes) -> tuple[Piece, ...]:
    rows = _table(blob).tolist()
    return tuple(Piece(int(s), int(e), int(n), Box(x0, y0, x1, y1)) for s, e, n, x0, y0, x1, y1 in rows)


def _table(blob: bytes) -> NDArray[np.float32]:
    return np.frombuffer(zlib.decompress(blob), dtype=np.float32).reshape(-1, 7)


def _document(data: str) -> Document:
    values = json.loads(data)
    values["date"] = date.fromisoformat(values["date"]) if values["date"] else None
    values["consultations"] = tuple(
        Consultation(c["organization"], date.fromisoformat(c["date"]) if c["date"] else None, c["role"], c["public"])
        for c in values["consultations"]
    )
    return Document(**values)
