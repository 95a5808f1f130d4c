"""The catalogue of one shard, written: what a generation brings and ends, and what is taken back or swept.

Nothing written here is seen before the ledger says so: readers look at the published generation alone.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Executable, and_, delete, func, insert, select, update

from kb import packing
from kb.catalogue import SCHEMA, Catalogue, Failure, Place, open_catalogue
from kb.contacts import Contact
from kb.contacts import stored as told_contact
from kb.database import Database
from kb.ended import LATE, LEAVING, PAST_ROWS, SUPERSEDED, UNSWEPT, stays
from kb.model import Document, Page, Passage
from kb.offers import Offer
from kb.offers import stored as told
from kb.tables import CATALOGUE, DOCUMENT, FAILURE, PAGE, PASSAGE, PLACE
from kb.visible import AT, IDS, live

# Why a row ended: a newer version; the same bytes read or described otherwise; withdrawn; a publication taken back.
Fate = Literal["superseded", "reread", "withdrawn", "taken-back"]
_DOCUMENT = ("id", "version", "recipe", "data", "evidence", "since", "until", "fate", "ended", "offers", "contacts")
_PAGE = ("number", "width", "height", "text", "ocr", "problem")
_PASSAGE = ("ordinal", "text", "section", "pieces", "sentences", "ocr")
_d, _s = DOCUMENT.c, PASSAGE.c
_PASSAGES = PASSAGE.join(DOCUMENT, _d.row == _s.document)
_OF = _s.document == AT
_STORED = select(*(_d[name] for name in _DOCUMENT)).where(_d.row == AT)
_STORED_PAGES = select(*(PAGE.c[name] for name in _PAGE)).where(PAGE.c.document == AT).order_by(PAGE.c.number)
_STORED_PASSAGES = select(*(_s[name] for name in _PASSAGE)).where(_OF).order_by(_s.ordinal, _s.id)


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

    def _open(self, path: Path, *, internal: bool) -> Database:
        return open_catalogue(path, internal=internal, writer=True)

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
        rows = [(p.number, p.width, p.height, p.text, int(p.ocr), p.problem) for p in pages]
        stated = _json(map(told, offers)), _json(map(told_contact, contacts))
        written = [packing.packed_passage(p) for p in passages]
        with self._db.writing() as connection:
            return _insert(connection, (*values, None, None, None, *stated), rows, written)[1]

    def restore(self, stored: Mapping[str, Any], generation: int, *, past: bool) -> int:
        """Write a document as `stored` (of `stored_row`) anew in `generation`; return its row.

        With `past` it comes back as a superseded version: it ends where it begins.
        """
        head = [stored[name] for name in _DOCUMENT[:5]]
        ended = (generation, "superseded", stored["ended"]) if past else (None, None, None)
        passages = [[*row[:3], base64.b64decode(row[3]), *row[4:]] for row in stored["passages"]]
        stated = stored.get("offers", "[]"), stored.get("contacts", "[]")
        with self._db.writing() as connection:
            return _insert(connection, (*head, generation, *ended, *stated), stored["pages"], passages)[0]

    def stored_row(self, row: int) -> dict[str, Any]:
        """Return all that is stored of a row, as plain data that `restore` understands."""
        values = self._rows(_STORED, g=row)[0]
        return {
            **dict(zip(_DOCUMENT, values, strict=True)),
            "pages": [list(page) for page in self._rows(_STORED_PAGES, g=row)],
            "passages": [
                [*p[:3], base64.b64encode(p[3]).decode(), *p[4:]] for p in self._rows(_STORED_PASSAGES, g=row)
            ],
        }

    def rows(self) -> tuple[Row, ...]:
        """Return all stored versions of all documents."""
        wanted = select(_d.row, _d.id, _d.version, _d.since, _d.until, _d.fate)
        return tuple(Row(*row) for row in self._rows(wanted))

    def end(self, document: str, fate: Fate, generation: int) -> None:
        """Let the visible version of a document end with `generation`."""
        today = datetime.now(UTC).date().isoformat()
        self._write(
            update(DOCUMENT)
            .where(_d.id == document, _d.until.is_(None), _d.since < generation)
            .values(until=generation, fate=fate, ended=today)
        )

    def add_place(self, place: Place, generation: int) -> None:
        """Record where a document was found."""
        found = {name: getattr(place, name) for name in ("source", "path", "document", "version")}
        self._write(insert(PLACE).values(**found, since=generation))

    def end_place(self, source: str, path: str, generation: int) -> None:
        """Let a place end with `generation`."""
        p = PLACE.c
        there = (p.source == source, p.path == path, p.until.is_(None), p.since < generation)
        self._write(update(PLACE).where(*there).values(until=generation))

    def set_failures(self, sources: Iterable[str], failures: Iterable[Failure]) -> None:
        """Replace what is on record as unreadable in `sources`."""
        f = FAILURE.c
        said = {(one.source, one.path): asdict(one) for one in failures}  # of a file named twice, what came last
        with self._db.writing() as connection:
            for source in sources:
                connection.execute(delete(FAILURE).where(f.source == source))
            for source, path in said:
                connection.execute(delete(FAILURE).where(f.source == source, f.path == path))
            if said:
                connection.execute(insert(FAILURE), list(said.values()))

    def unpublished(self, generation: int) -> list[int]:
        """Return the ids of passages that came after `generation`: leftovers of a broken ingest."""
        return self._passages_of_rows(_d.since > AT, generation)

    def in_vectors(self, generation: int, *, past: bool) -> ColumnElement[bool]:
        """Return which rows the vectors of current or past papers know when `generation` is written and not swept."""
        return and_(SUPERSEDED, _d.until <= generation) if past else _d.swept == 0

    def in_words(self, generation: int, *, past: bool) -> ColumnElement[bool]:
        """Return which rows the word index of current or past papers knows when `generation` is written."""
        return and_(_d.until <= generation, stays(generation)) if past else live(DOCUMENT, generation)

    def count(self, where: ColumnElement[bool]) -> int:
        """Return the number of passages in rows of which `where` (of `in_vectors`, `in_words`) is true."""
        return int(self._rows(select(func.count()).select_from(_PASSAGES).where(where))[0][0])

    def known(self, where: ColumnElement[bool]) -> list[tuple[int, str, str]]:
        """Return id, title and text of the passages in rows of which `where` (of `in_vectors`) is true."""
        titles = self._titles(select(_d.row, _d.data).where(where))
        rows = self._rows(select(_s.id, _d.row, _s.text).select_from(_PASSAGES).where(where))
        return [(number, titles[row], text) for number, row, text in rows]

    def superseded(self, generation: int) -> list[int]:
        """Return the rows that `generation` supersedes, or brings back as past versions."""
        return self._numbers(select(_d.row).where(_d.until == AT, SUPERSEDED), g=generation)

    def past_rows(self, generation: int) -> list[int]:
        """Return the rows of superseded versions of papers that `generation` shows."""
        return self._numbers(PAST_ROWS, g=generation)

    def entries(self, row: int) -> tuple[str, list[tuple[int, str, str]]]:
        """Return a row's title, and (id, section, text) of its passages."""
        titles = self._titles(select(_d.row, _d.data).where(_d.row == AT), g=row)
        passages = self._rows(select(_s.id, _s.section, _s.text).where(_OF).order_by(_s.id), g=row)
        return titles[row], [(number, " ".join(json.loads(s)), text) for number, s, text in passages]

    def entries_of(self, passages: Sequence[int]) -> list[tuple[str, str, str, int, str, str]]:
        """Return document id, version, title, id, section and text of these passages."""
        wanted = [int(number) for number in passages]
        titles = self._titles(
            select(_d.row, _d.data).where(_d.row.in_(select(_s.document).where(_s.id.in_(IDS)))), ids=wanted
        )
        rows = self._rows(
            select(_d.id, _d.version, _d.row, _s.id, _s.section, _s.text)
            .select_from(_PASSAGES)
            .where(_s.id.in_(IDS))
            .order_by(_s.id),
            ids=wanted,
        )
        return [(*row[:2], titles[row[2]], row[3], " ".join(json.loads(row[4])), row[5]) for row in rows]

    def not_published(self, generation: int) -> list[int]:
        """Return the passages that a broken ingest may have written among the past ones."""
        return self._passages_of_rows(and_(_d.until > AT, SUPERSEDED), generation)

    def undo(self, generation: int) -> None:
        """Forget everything that came after `generation`."""
        with self._db.writing() as connection:
            for statement in (
                delete(PASSAGE).where(_s.document.in_(LATE)),
                delete(PAGE).where(PAGE.c.document.in_(LATE)),
                delete(DOCUMENT).where(_d.since > AT),
                delete(PLACE).where(PLACE.c.since > AT),
                update(DOCUMENT).where(_d.until > AT).values(until=None, fate=None, ended=None),
                update(PLACE).where(PLACE.c.until > AT).values(until=None),
            ):
                connection.execute(statement, {"g": generation})

    def ended(self, generation: int) -> list[int]:
        """Return the ids of passages that the indexes of current papers still know, though they ended."""
        return self._passages_of_rows(UNSWEPT, generation)

    def leaving(self, generation: int) -> list[int]:
        """Return the rows that leave the catalogue: all that ended, but superseded versions of papers still here."""
        return self._numbers(LEAVING, g=generation)

    def passages_in(self, rows: Sequence[int]) -> list[int]:
        """Return the ids of the passages of these rows."""
        wanted = [int(row) for row in rows]
        return self._numbers(select(_s.id).where(_s.document.in_(IDS)), ids=wanted) if wanted else []

    def sweep(self, rows: Sequence[int], generation: int) -> None:
        """Delete these rows, and note that the indexes of current papers know nothing more of what ended."""
        with self._db.writing() as connection:
            for column in (_s.document, PAGE.c.document, _d.row) if rows else ():
                connection.execute(delete(column.table).where(column.in_(IDS)), {"ids": [int(row) for row in rows]})
            connection.execute(update(DOCUMENT).where(UNSWEPT).values(swept=1), {"g": generation})

    def empty_log(self) -> None:
        """Have what was deleted leave the database, as far as it can be told to.

        SQLite's log, which would keep it, is emptied; where a reader holds it, the next run empties it. PostgreSQL frees
        the room: its bytes may stay there, and in its own log, until others are written over them.
        """
        if self._db.server:
            self._db.run(f"VACUUM (ANALYZE) {', '.join(CATALOGUE.tables)}")
        else:
            self._db.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def forget_places(self, generation: int) -> None:
        """Forget places that ended by `generation`: no state before it can be brought back."""
        self._write(delete(PLACE).where(PLACE.c.until <= generation))

    def all_places(self) -> tuple[tuple[Place, int, int | None], ...]:
        """Return all places on record, each with the generations that brought and ended it."""
        rows = self._rows(select(PLACE))
        return tuple((Place(*row[:4]), row[4], row[5]) for row in rows)

    def versions(self) -> set[str]:
        """Return the sha256 of every stored version: the files that must be kept."""
        return {row[0] for row in self._rows(select(_d.version))}

    def settle(self) -> None:
        """Have all that was written reach the disk, so that the ledger never runs ahead of it."""
        if self._db.server:  # every commit of the writer waits for the disk
            return
        # Commits are not synced one by one; a synced one takes all before it along. Its content: the schema's number.
        self._db.run("PRAGMA synchronous=FULL")
        self._db.put_version(SCHEMA)
        self._db.run("PRAGMA synchronous=NORMAL")

    def _passages_of_rows(self, where: ColumnElement[bool], generation: int) -> list[int]:
        return self._numbers(select(_s.id).select_from(_PASSAGES).where(where), g=generation)

    def _numbers(self, statement: Executable, **values: object) -> list[int]:
        return [row[0] for row in self._rows(statement, **values)]

    def _titles(self, documents: Executable, **values: object) -> dict[int, str]:
        """Return row -> title of the documents of which a statement gives row and data."""
        return {row: json.loads(data)["title"] for row, data in self._rows(documents, **values)}

    def _write(self, statement: Executable) -> None:
        with self._db.writing() as connection:
            connection.execute(statement)


def _insert(
    connection: Connection, head: Sequence[Any], pages: Sequence[Any], passages: Sequence[Any]
) -> tuple[int, list[int]]:
    """Write a document; return its row and the ids of its passages."""
    values = dict(zip(_DOCUMENT, head, strict=True))
    row = int(connection.execute(insert(DOCUMENT).returning(_d.row), values).scalar_one())
    if pages:
        connection.execute(insert(PAGE), [{"document": row, **dict(zip(_PAGE, page, strict=True))} for page in pages])
    if not passages:
        return row, []
    rows = [{"document": row, **dict(zip(_PASSAGE, passage, strict=True))} for passage in passages]
    ids = connection.execute(insert(PASSAGE).returning(_s.id, sort_by_parameter_order=True), rows)
    return row, [int(number) for (number,) in ids]


def _json(stated: Iterable[dict[str, Any]]) -> str:
    return json.dumps(list(stated), ensure_ascii=False)
