"""The catalogue of one shard, written: what a generation brings and ends, and what is taken back or swept.

Nothing written here is seen before the ledger says so: readers look at the published generation alone.
"""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from kb import packing
from kb.catalogue import LIVE, Catalogue, Failure, Place
from kb.contacts import Contact
from kb.contacts import stored as told_contact
from kb.ledger import translate
from kb.model import Document, Page, Passage
from kb.offers import Offer
from kb.offers import stored as told

SCHEMA = 2
# Why a row ended: a newer version; the same bytes read or described otherwise; withdrawn; a publication taken back.
Fate = Literal["superseded", "reread", "withdrawn", "taken-back"]
_DOCUMENT = ("id", "version", "recipe", "data", "evidence", "since", "until", "fate", "ended", "offers", "contacts")
_PAGE = ("number", "width", "height", "text", "ocr", "problem")
_PASSAGE = ("ordinal", "text", "section", "pieces", "sentences", "ocr")
# Rows that ended by generation :g and that word index and vectors of the current papers still know.
_UNSWEPT = "d.until <= :g AND d.swept = 0"
# Of the superseded versions those stay whose paper is still here, once each.
_STAYS = (
    "d.fate = 'superseded' AND EXISTS (SELECT 1 FROM document n WHERE n.id = d.id AND n.version != d.version"
    " AND n.since <= :g AND (n.until IS NULL OR n.until > :g)) AND NOT EXISTS (SELECT 1 FROM document t WHERE t.id = d.id"
    " AND t.version = d.version AND t.row > d.row AND t.until <= :g AND t.fate = 'superseded')"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A stored version of a document: enough to compare generations without reading its passages."""

    row: int
    id: str
    version: str
    since: int
    until: int | None
    fate: str | None


class Register(Catalogue):
    """One shard's catalogue for the one writer."""

    def __init__(self, path: Path, *, internal: bool = False) -> None:
        """Open (and where missing create) the catalogue file at `path`.

        :raises KnowledgeBaseError: damaged file, or the folder cannot be written.
        """
        super().__init__(path, internal=internal)
        try:
            # What is withdrawn is overwritten, not only marked as free.
            self._db.execute("PRAGMA secure_delete=ON")
        except sqlite3.DatabaseError as error:
            raise translate(error, path.parent) from error

    def add(
        self,
        document: Document,
        recipe: str,
        evidence: Sequence[dict[str, Any]],
        pages: Sequence[Page],
        passages: Sequence[Passage],
        generation: int,
        offers: Sequence[Offer] = (),
        contacts: Sequence[Contact] = (),
    ) -> list[int]:
        """Write a document of `generation`; return the ids that its passages got, in their order."""
        quotes = json.dumps(list(evidence), ensure_ascii=False)
        values = (document.id, document.version, recipe, packing.packed_document(document), quotes, generation)
        rows = [(p.number, p.width, p.height, p.text, p.ocr, p.problem) for p in pages]
        stated = _json(map(told, offers)), _json(map(told_contact, contacts))
        with self._writing():
            return self._insert(
                (*values, None, None, None, *stated), rows, [packing.packed_passage(p) for p in passages]
            )[1]

    def restore(self, stored: Mapping[str, Any], generation: int, *, past: bool) -> int:
        """Write a document as `stored` (of `stored_row`) anew in `generation`; return its row.

        With `past` it comes back as a superseded version: it ends where it begins.
        """
        head = [stored[name] for name in _DOCUMENT[:5]]
        ended = (generation, "superseded", stored["ended"]) if past else (None, None, None)
        passages = [[*row[:3], base64.b64decode(row[3]), *row[4:]] for row in stored["passages"]]
        stated = stored.get("offers", "[]"), stored.get("contacts", "[]")
        with self._writing():
            return self._insert((*head, generation, *ended, *stated), stored["pages"], passages)[0]

    def _insert(self, head: Sequence[Any], pages: Sequence[Any], passages: Sequence[Any]) -> tuple[int, list[int]]:
        marks = ", ".join("?" * len(_DOCUMENT))
        into = f"INSERT INTO document ({', '.join(_DOCUMENT)}) VALUES ({marks})"
        row = int(self._db.execute(into, head).lastrowid or 0)
        self._db.executemany("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?, ?)", [(row, *page) for page in pages])
        into = f"INSERT INTO passage (document, {', '.join(_PASSAGE)}) VALUES (?, ?, ?, ?, ?, ?, ?)"
        return row, [int(self._db.execute(into, (row, *passage)).lastrowid or 0) for passage in passages]

    def stored_row(self, row: int) -> dict[str, Any]:
        """Return all that is stored of a row, as plain data that `restore` understands."""
        values = self._rows(f"SELECT {', '.join(_DOCUMENT)} FROM document WHERE row = :row", row=row)[0]
        pages = self._rows(f"SELECT {', '.join(_PAGE)} FROM page WHERE document = :row ORDER BY number", row=row)
        passages = self._rows(
            f"SELECT {', '.join(_PASSAGE)} FROM passage WHERE document = :row ORDER BY ordinal, id", row=row
        )
        return {
            **dict(zip(_DOCUMENT, values, strict=True)),
            "pages": [list(page) for page in pages],
            "passages": [[*p[:3], base64.b64encode(p[3]).decode(), *p[4:]] for p in passages],
        }

    def rows(self) -> tuple[Row, ...]:
        """Return all stored versions of all documents."""
        return tuple(Row(*row) for row in self._rows("SELECT row, id, version, since, until, fate FROM document"))

    def end(self, document: str, fate: Fate, generation: int) -> None:
        """Let the visible version of a document end with `generation`."""
        self._write(
            "UPDATE document SET until = ?, fate = ?, ended = ? WHERE id = ? AND until IS NULL AND since < ?",
            generation, fate, datetime.now(UTC).date().isoformat(), document, generation,
        )  # fmt: skip

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
        return self._passages_of_rows("d.since > :g", generation)

    def in_vectors(self, generation: int, *, past: bool) -> str:
        """Return which rows the vectors of current or past papers know when `generation` is written and not swept."""
        return f"d.fate = 'superseded' AND d.until <= {int(generation)}" if past else "d.swept = 0"

    def in_words(self, generation: int, *, past: bool) -> str:
        """Return which rows the word index of current or past papers knows when `generation` is written."""
        return (f"d.until <= :g AND {_STAYS}" if past else LIVE.format("d")).replace(":g", str(int(generation)))

    def count(self, where: str) -> int:
        """Return the number of passages in rows of which `where` (of `in_vectors`, `in_words`) is true."""
        return int(
            self._rows(f"SELECT count(*) FROM passage s JOIN document d ON s.document = d.row WHERE {where}")[0][0]
        )

    def known(self, where: str) -> list[tuple[int, str, str]]:
        """Return id, title and text of the passages in rows of which `where` (of `in_vectors`) is true."""
        return self._rows(
            "SELECT s.id, json_extract(d.data, '$.title'), s.text"
            f" FROM passage s JOIN document d ON s.document = d.row WHERE {where}"
        )

    def superseded(self, generation: int) -> list[int]:
        """Return the rows that `generation` supersedes, or brings back as past versions."""
        where = "d.until = :g AND d.fate = 'superseded'"
        return [row[0] for row in self._rows(f"SELECT d.row FROM document d WHERE {where}", g=generation)]

    def past_rows(self, generation: int) -> list[int]:
        """Return the rows of superseded versions of papers that `generation` shows."""
        return [row[0] for row in self._rows(f"SELECT d.row FROM document d WHERE d.until <= :g AND {_STAYS}", g=generation)]  # fmt: skip

    def entries(self, row: int) -> tuple[str, list[tuple[int, str, str]]]:
        """Return a row's title, and (id, section, text) of its passages."""
        (data,) = self._rows("SELECT data FROM document WHERE row = :row", row=row)[0]
        passages = self._rows("SELECT id, section, text FROM passage WHERE document = :row ORDER BY id", row=row)
        return json.loads(data)["title"], [(number, " ".join(json.loads(s)), text) for number, s, text in passages]

    def entries_of(self, passages: Sequence[int]) -> list[tuple[str, str, str, int, str, str]]:
        """Return document id, version, title, id, section and text of these passages."""
        marks = ",".join(str(int(number)) for number in passages)
        rows = self._rows(
            "SELECT d.id, d.version, json_extract(d.data, '$.title'), s.id, s.section, s.text"
            f" FROM passage s JOIN document d ON s.document = d.row WHERE s.id IN ({marks})"
        )
        return [(*row[:4], " ".join(json.loads(row[4])), row[5]) for row in rows]

    def not_published(self, generation: int) -> list[int]:
        """Return the passages that a broken ingest may have written among the past ones."""
        return self._passages_of_rows("d.until > :g AND d.fate = 'superseded'", generation)

    def undo(self, generation: int) -> None:
        """Forget everything that came after `generation`."""
        with self._writing():
            for sql in (
                "DELETE FROM passage WHERE document IN (SELECT row FROM document WHERE since > ?)",
                "DELETE FROM page WHERE document IN (SELECT row FROM document WHERE since > ?)",
                "DELETE FROM document WHERE since > ?",
                "DELETE FROM place WHERE since > ?",
                "UPDATE document SET until = NULL, fate = NULL, ended = NULL WHERE until > ?",
                "UPDATE place SET until = NULL WHERE until > ?",
            ):
                self._db.execute(sql, (generation,))

    def ended(self, generation: int) -> list[int]:
        """Return the ids of passages that the indexes of current papers still know, though they ended."""
        return self._passages_of_rows(_UNSWEPT, generation)

    def leaving(self, generation: int) -> list[int]:
        """Return the rows that leave the catalogue: all that ended, but superseded versions of papers still here."""
        return [
            row[0] for row in self._rows(f"SELECT d.row FROM document d WHERE d.until <= :g AND NOT ({_STAYS})", g=generation)
        ]  # fmt: skip

    def passages_in(self, rows: Sequence[int]) -> list[int]:
        """Return the ids of the passages of these rows."""
        marks = ",".join(str(int(row)) for row in rows)
        return [row[0] for row in self._rows(f"SELECT id FROM passage WHERE document IN ({marks})")]

    def sweep(self, rows: Sequence[int], generation: int) -> None:
        """Delete these rows, and note that the indexes of current papers know nothing more of what ended."""
        marks = ",".join(str(int(row)) for row in rows)
        with self._writing():
            self._db.execute(f"DELETE FROM passage WHERE document IN ({marks})")
            self._db.execute(f"DELETE FROM page WHERE document IN ({marks})")
            self._db.execute(f"DELETE FROM document WHERE row IN ({marks})")
            self._db.execute("UPDATE document SET swept = 1 WHERE until <= ? AND swept = 0", (generation,))

    def empty_log(self) -> None:
        """Empty SQLite's log, which would keep what was deleted; where a reader holds it, the next run empties it."""
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def forget_places(self, generation: int) -> None:
        """Forget places that ended by `generation`: no state before it can be brought back."""
        self._write("DELETE FROM place WHERE until <= ?", generation)

    def all_places(self) -> tuple[tuple[Place, int, int | None], ...]:
        """Return all places on record, each with the generations that brought and ended it."""
        rows = self._rows("SELECT source, path, document, version, since, until FROM place")
        return tuple((Place(*row[:4]), row[4], row[5]) for row in rows)

    def versions(self) -> set[str]:
        """Return the sha256 of every stored version: the files that must be kept."""
        return {row[0] for row in self._rows("SELECT version FROM document")}

    def settle(self) -> None:
        """Have all that was written reach the disk, so that the ledger never runs ahead of it."""
        # Commits are not synced one by one; a synced one takes all before it along. Its content: the schema's number.
        with self._lock:
            for sql in ("synchronous=FULL", f"user_version={SCHEMA}", "synchronous=NORMAL"):
                self._rows(f"PRAGMA {sql}")

    def _passages_of_rows(self, where: str, generation: int) -> list[int]:
        sql = f"SELECT s.id FROM passage s JOIN document d ON s.document = d.row WHERE {where}"
        return [row[0] for row in self._rows(sql, g=generation)]

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, alone; SQLite's errors become ours."""
        try:
            with self._lock, self._db:
                yield
        except sqlite3.DatabaseError as error:
            raise translate(error, self.path.parent) from error

    def _write(self, sql: str, *values: object) -> None:
        with self._writing():
            self._db.execute(sql, values)


def _json(stated: Iterable[dict[str, Any]]) -> str:
    return json.dumps(list(stated), ensure_ascii=False)
