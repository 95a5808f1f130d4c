"""The ledger: which generation of the knowledge base is published. The one switch there is.

An ingest writes generation G+1 beside G into the catalogues, word indexes and vectors; the single
transaction in `publish` makes it visible. Nothing else in the house decides what readers see.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Executable, bindparam, func, insert, select

from kb.catalogue_place import LEDGER_FILE as FILE
from kb.catalogue_place import catalogue_place, has_ledger, identity
from kb.database import Database, sqlite_file
from kb.errors import KnowledgeBaseError
from kb.postgresql import open_schema
from kb.tables import GENERATION, LEDGER, QUESTIONS

SCHEMA = 1
# Seconds for which what the ledger said holds for readers: an answer asks some fifteen times within a tenth of a second,
# and asking a server each time took longer than reading it. What this process publishes is seen at once.
HOLDS = 0.2
_NEWEST = select(func.coalesce(func.max(GENERATION.c.number), 0))
_ALL = select(GENERATION).order_by(GENERATION.c.number.desc())
_PUBLISHED = [0]  # how often this process has published
_FIRST = _ALL.limit(bindparam("most", type_=BigInteger))


@dataclass(frozen=True, slots=True)
class Generation:
    """A published state: its number, when (UTC), its vectors' embedding space, what changed.

    `build` numbers the folder of word index and vectors; a new embedding model brings a new one.
    """

    number: int
    published: datetime
    space: str
    build: int
    summary: Mapping[str, object]


class Ledger:
    """The ledger of an index. Generation 0 is the empty state before anything is published.

    `file` changes when another ledger was put in this one's place (`kb.backup.restore`, `kb.catalogue_move`), which
    `number` notices.
    """

    def __init__(self, index: Path, *, create: bool = False) -> None:
        """Open the ledger of `index`; with `create` for the one writer, who makes it where it is missing.

        :raises KnowledgeBaseError: no index there (and not `create`), damaged, of a newer program, or out of reach.
        """
        self._index = index
        self._lock = threading.Lock()
        if not create and not has_ledger(index):
            raise KnowledgeBaseError("no-index", path=index)
        self._writer = create
        # The number, and of when it is: monotonic, how often this process had published, which ledger.
        self._said: tuple[int, float, int, tuple[int, int] | None] = (0, float("-inf"), 0, None)
        self._connect()

    def _connect(self) -> None:
        file = identity(self._index)
        self._db = open_ledger(self._index, writer=self._writer)
        self.file = file or identity(self._index)

    def current(self) -> Generation | None:
        """Return the published generation, or None before the first publication."""
        found = self.generations(1)
        return found[0] if found else None

    def generations(self, most: int = -1) -> tuple[Generation, ...]:
        """Return the publications, newest first; at most `most`, where that is not negative."""
        rows = self._rows(_ALL) if most < 0 else self._rows(_FIRST, most=most)
        return tuple(
            Generation(row[0], datetime.fromisoformat(row[1]), row[2], row[3], json.loads(row[4])) for row in rows
        )

    def number(self) -> int:
        """Return the number of the published generation, 0 before the first."""
        self._follow()
        return self._ask()

    def lately(self) -> int:
        """Return that number as it was at most `HOLDS` seconds ago; another ledger is noticed at once."""
        self._follow()
        number, when, *of = self._said
        if of == [_PUBLISHED[0], self.file] and time.monotonic() - when < HOLDS:
            return number
        return self._ask()

    def _follow(self) -> None:
        """Open another ledger that was put in this one's place."""
        now = identity(self._index)
        if now is not None and now != self.file:
            with self._lock:
                if now != self.file:  # the one before is released with the last thread that asks it
                    self._connect()

    def _ask(self) -> int:
        when, published, file = time.monotonic(), _PUBLISHED[0], self.file
        ((number,),) = self._rows(_NEWEST)
        self._said = (int(number), when, published, file)
        return int(number)

    def publish(self, number: int, space: str, build: int, summary: Mapping[str, object]) -> None:
        """Make generation `number` the visible one, in one transaction."""
        told = json.dumps(summary, ensure_ascii=False)
        published = datetime.now(UTC).isoformat()
        with self._db.writing() as connection:
            connection.execute(
                insert(GENERATION).values(number=number, published=published, space=space, build=build, summary=told)
            )
        _PUBLISHED[0] += 1

    def close(self) -> None:
        """Release the file or the connections."""
        self._db.close()

    def _rows(self, statement: Executable, **values: object) -> Sequence[Any]:
        return self._db.rows(statement, **values)


def open_ledger(index: Path, *, writer: bool = False) -> Database:
    """Open the database of the ledger where it lies; for the writer it is made where it is missing.

    :raises KnowledgeBaseError: damaged, of a newer program, not writable, or out of reach.
    """
    place = catalogue_place(index)
    if place is None:
        if writer:
            try:
                index.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise KnowledgeBaseError("read-only", path=index, why=error.strerror) from error
            if not (index / FILE).exists():
                _make_whole(index)
        return ledger_prepared(sqlite_file(index / FILE, each_synced=True), index, make=writer)
    return ledger_prepared(open_schema(*place.ledger(), writer=writer), place.url, make=writer)


def ledger_prepared(database: Database, named: object, *, make: bool) -> Database:
    """Return the database of a ledger with its table, if it is of no newer program."""
    try:
        if (found := database.version()) > SCHEMA:
            raise KnowledgeBaseError("index-newer", path=named, found=found, known=SCHEMA)
        if make:
            for tables in (LEDGER, QUESTIONS) if database.server else (LEDGER,):
                database.make(tables)
            database.put_version(SCHEMA)
    except BaseException:
        database.close()
        raise
    return database


def _make_whole(index: Path) -> None:
    """Make the ledger beside its place first: one without its table would be a damaged index to every reader."""
    part = index / f"{FILE}.part"
    for left in ("", "-wal", "-shm"):
        part.with_name(part.name + left).unlink(missing_ok=True)
    ledger_prepared(sqlite_file(part, each_synced=True), index, make=True).close()
    part.replace(index / FILE)
