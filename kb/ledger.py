"""The ledger: which generation of the knowledge base is published. The one switch there is.

An ingest writes generation G+1 beside G into the catalogues, word indexes and vectors; the single
transaction in `publish` makes it visible. Nothing else in the house decides what readers see.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kb.errors import KnowledgeBaseError

SCHEMA = 1
FILE = "ledger.sqlite"


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
    """The ledger file of an index. Generation 0 is the empty state before anything is published.

    `file` changes when another ledger was put in this one's place (`kb.backup.restore`), which `number` notices.
    """

    def __init__(self, index: Path, *, create: bool = False) -> None:
        """Open the ledger of `index`.

        :raises KnowledgeBaseError: no index there (and not `create`), damaged, or of a newer program.
        """
        self.path = index / FILE
        self._lock = threading.Lock()
        if not create and not self.path.is_file():
            raise KnowledgeBaseError("no-index", path=index)
        try:
            if create:
                index.mkdir(parents=True, exist_ok=True)
            self._connect()
            if create:
                self._prepare()
            (found,) = self._db.execute("PRAGMA user_version").fetchone()
        except sqlite3.DatabaseError as error:
            raise translate(error, index) from error
        except OSError as error:
            raise KnowledgeBaseError("read-only", path=index, why=error.strerror) from error
        if found > SCHEMA:
            raise KnowledgeBaseError("index-newer", path=index, found=found, known=SCHEMA)

    def _connect(self) -> None:
        self._db = sqlite3.connect(self.path, check_same_thread=False, timeout=30, isolation_level=None)
        self.file = _identity(self.path)

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS generation (number INTEGER PRIMARY KEY, published TEXT NOT NULL,"
            " space TEXT NOT NULL, build INTEGER NOT NULL, summary TEXT NOT NULL)"
        )
        self._db.execute(f"PRAGMA user_version={SCHEMA}")

    def current(self) -> Generation | None:
        """Return the published generation, or None before the first publication."""
        found = self.generations(1)
        return found[0] if found else None

    def generations(self, most: int = -1) -> tuple[Generation, ...]:
        """Return the publications, newest first; at most `most`, where that is not negative."""
        rows = self._execute(
            "SELECT number, published, space, build, summary FROM generation ORDER BY number DESC LIMIT ?", (most,)
        )
        return tuple(
            Generation(row[0], datetime.fromisoformat(row[1]), row[2], row[3], json.loads(row[4])) for row in rows
        )

    def number(self) -> int:
        """Return the number of the published generation, 0 before the first."""
        now = _identity(self.path)
        if now is not None and now != self.file:
            with self._lock:
                self._db.close()
                self._connect()
        ((number,),) = self._execute("SELECT coalesce(max(number), 0) FROM generation")
        return int(number)

    def publish(self, number: int, space: str, build: int, summary: Mapping[str, object]) -> None:
        """Make generation `number` the visible one, in one transaction."""
        self._execute(
            "INSERT INTO generation VALUES (?, ?, ?, ?, ?)",
            (number, datetime.now(UTC).isoformat(), space, build, json.dumps(summary, ensure_ascii=False)),
        )

    def close(self) -> None:
        self._db.close()

    def _execute(self, sql: str, values: tuple[object, ...] = ()) -> list[Any]:
        try:
            with self._lock:
                return self._db.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise translate(error, self.path.parent) from error


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def translate(error: sqlite3.DatabaseError, index: Path) -> KnowledgeBaseError:
    """Return our error for one of SQLite's, so that no caller needs to know SQLite."""
    why = str(error)
    if "locked" in why:
        return KnowledgeBaseError("index-locked", path=index, who="SQLite")
    if "readonly" in why or "full" in why or "unable to open" in why or "disk I/O" in why:
        return KnowledgeBaseError("read-only", path=index, why=why)
    return KnowledgeBaseError("catalogue-damaged", path=index, why=why)
