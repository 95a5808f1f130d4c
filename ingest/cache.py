"""The folder of a web source: its papers as they were last fetched, and what is known of each.

Nothing half-fetched is ever taken for whole: a paper is written beside, then moved to its place in one
step. One run at a time has the folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ingest.web import NONE, Validators
from kb.errors import IngestError

STATE = "state.sqlite"
PAPERS = "papers"
_WAITING = ".part"
_SCHEMA = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS file (key TEXT PRIMARY KEY, address TEXT NOT NULL, path TEXT NOT NULL DEFAULT '',
  sha256 TEXT NOT NULL DEFAULT '', size INTEGER NOT NULL DEFAULT 0, etag TEXT NOT NULL DEFAULT '',
  last_modified TEXT NOT NULL DEFAULT '', stamp TEXT NOT NULL DEFAULT '', fetched TEXT,
  missing_since TEXT, missing_runs INTEGER NOT NULL DEFAULT 0, failed_runs INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS paper (id TEXT PRIMARY KEY, body TEXT NOT NULL,
  missing_since TEXT, missing_runs INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS object (id TEXT PRIMARY KEY, body TEXT NOT NULL, fetched TEXT NOT NULL);
"""
_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
# File systems take 255 bytes; what shows names takes less.
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a file: where it lies (relative to the folder), its version, since when it is missing.

    `stamp` is what the source says of its version without being asked for the file. Without `path` it
    was never fetched; `failed_runs` counts the runs in which that did not work.
    """

    key: str
    address: str
    path: str = ""
    sha256: str = ""
    size: int = 0
    validators: Validators = NONE
    stamp: str = ""
    fetched: datetime | None = None
    missing_since: datetime | None = None
    missing_runs: int = 0
    failed_runs: int = 0


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper as an OParl source described it, and since when full listings lack it."""

    id: str
    body: dict[str, Any]
    missing_since: datetime | None = None
    missing_runs: int = 0


class Cache:
    """The folder of one source, held for one run."""

    def __init__(self, folder: Path, address: str) -> None:
        """Open the folder, making it where it is not there.

        :raises IngestError: another run has it, it belongs to another address, it cannot be written or is damaged.
        """
        self.folder = folder
        try:
            (folder / PAPERS).mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(folder / STATE, isolation_level=None, timeout=1)
            self._prepare(address)
            # Left by a run that was killed.
            shutil.rmtree(folder / _WAITING, ignore_errors=True)
            (folder / _WAITING).mkdir()
        except sqlite3.DatabaseError as error:
            raise _translated(error, folder) from error
        except OSError as error:
            raise IngestError("read-only", path=folder, why=error.strerror) from error

    def _prepare(self, address: str) -> None:
        # The lock is held until the connection closes, and dies with the process.
        self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
        self._db.execute("BEGIN EXCLUSIVE")
        (found,) = self._db.execute("PRAGMA user_version").fetchone()
        if found > _SCHEMA:
            raise IngestError("source-newer", path=self.folder)
        for statement in _TABLES.split(";"):
            self._db.execute(statement)
        self._db.execute(f"PRAGMA user_version={_SCHEMA}")
        self._db.execute("COMMIT")
        if (of := self.fact("address")) not in ("", address):
            self._db.close()
            raise IngestError("source-other", path=self.folder, address=address, of=of)
        self.remember("address", address)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        shutil.rmtree(self.folder / _WAITING, ignore_errors=True)
        self._db.close()

    # Facts about the source

    def fact(self, name: str) -> str:
        """Return what was remembered under a name, "" for nothing."""
        row = self._run("SELECT value FROM fact WHERE name = ?", name).fetchone()
        return str(row[0]) if row else ""

    def remember(self, name: str, value: str) -> None:
        self._run("INSERT INTO fact VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", name, value)

    # Files

    def known(self, key: str) -> Known | None:
        """Return what is known of a file; one that was changed or removed by others counts as never fetched."""
        row = self._run("SELECT * FROM file WHERE key = ?", key).fetchone()
        if row is None:
            return None
        known = _known(row)
        if known.path and _size(self.folder / known.path) != known.size:
            return replace(known, path="", sha256="", size=0, validators=NONE, stamp="", fetched=None)
        return known

    def all_known(self) -> list[Known]:
        return [_known(row) for row in self._run("SELECT * FROM file ORDER BY key")]

    def note(self, known: Known) -> None:
        """Keep what is known of a file."""
        self._run(
            "INSERT OR REPLACE INTO file VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            known.key, known.address, known.path, known.sha256, known.size, known.validators.etag,
            known.validators.last_modified, known.stamp, _iso(known.fetched), _iso(known.missing_since),
            known.missing_runs, known.failed_runs,
        )  # fmt: skip

    def waiting(self, key: str) -> Path:
        """Return where a file is to be written before it is whole."""
        return self.folder / _WAITING / _digest(key)

    def place(self, waiting: Path, known: Known) -> None:
        """Move a whole file to its place and keep what is known of it.

        Between the two the file is new and what is known still old: then nothing must be known by which
        the new one could be taken for the old.
        """
        target = self.folder / known.path
        self._run("UPDATE file SET etag = '', last_modified = '', stamp = '' WHERE key = ?", known.key)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            waiting.replace(target)
            _settle(target.parent)
        except OSError as error:
            raise IngestError("read-only", path=target.parent, why=error.strerror) from error
        self.note(known)

    def forget(self, key: str) -> bool:
        """Remove a file and what is known of it; return whether it was ever fetched."""
        row = self._run("SELECT * FROM file WHERE key = ?", key).fetchone()
        self._run("DELETE FROM file WHERE key = ?", key)
        if row is None or not _known(row).path:
            return False
        path = self.folder / _known(row).path
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # not empty
            path.parent.rmdir()
        return True

    # What an OParl source describes

    def papers(self) -> Iterator[ListedPaper]:
        """Return all papers that the source has listed, in order of their ids."""
        for name, body, since, runs in self._run("SELECT * FROM paper ORDER BY id").fetchall():
            yield ListedPaper(name, json.loads(body), _time(since), runs)

    def keep_paper(self, paper: ListedPaper) -> None:
        body = json.dumps(paper.body, ensure_ascii=False)
        self._run(
            "INSERT OR REPLACE INTO paper VALUES (?,?,?,?)",
            paper.id, body, _iso(paper.missing_since), paper.missing_runs,
        )  # fmt: skip

    def drop_paper(self, name: str) -> None:
        self._run("DELETE FROM paper WHERE id = ?", name)

    def thing(self, name: str) -> tuple[dict[str, Any], datetime] | None:
        """Return another object of the source, and when it was fetched."""
        row = self._run("SELECT body, fetched FROM object WHERE id = ?", name).fetchone()
        return (json.loads(row[0]), datetime.fromisoformat(row[1])) if row else None

    def keep_thing(self, name: str, body: dict[str, Any], fetched: datetime) -> None:
        text = json.dumps(body, ensure_ascii=False)
        self._run("INSERT OR REPLACE INTO object VALUES (?,?,?)", name, text, fetched.isoformat())

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Keep everything said in the block, or nothing of it."""
        self._run("BEGIN")
        try:
            yield
        except BaseException:
            self._run("ROLLBACK")
            raise
        self._run("COMMIT")

    def _run(self, sql: str, *values: object) -> sqlite3.Cursor:
        try:
            return self._db.execute(sql, values)
        except sqlite3.DatabaseError as error:
            raise _translated(error, self.folder) from error


def place_for(key: str, name: str) -> str:
    """Return where a file lies, relative to the folder: always the same for the same key and name."""
    return f"{PAPERS}/{_digest(key)[:12]}/{fit_name(name)}"


def fit_name(name: str) -> str:
    """Return a file name that every file system takes and a reader can read; it ends in ``.pdf``."""
    text = _UNFIT.sub(" ", unicodedata.normalize("NFC", name))
    stem = re.sub(r"(?i)\.pdf$", "", " ".join(text.split()).strip(". "))
    encoded = stem.encode("utf-8", "ignore")[:_LONGEST_NAME]
    return (encoded.decode("utf-8", "ignore").strip(". ") or "dokument") + ".pdf"


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return -1


def _settle(folder: Path) -> None:
    """Have the disk keep the names of a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _known(row: tuple[Any, ...]) -> Known:
    key, address, path, sha256, size, etag, modified, stamp, fetched, since, runs, failed = row
    return Known(
        key, address, path, sha256, size, Validators(etag, modified), stamp, _time(fetched), _time(since), runs, failed
    )


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _translated(error: sqlite3.DatabaseError, folder: Path) -> IngestError:
    why = str(error)
    if "locked" in why:
        return IngestError("source-busy", path=folder)
    if "readonly" in why or "full" in why or "unable to open" in why or "disk I/O" in why:
        return IngestError("read-only", path=folder, why=why)
    return IngestError("source-damaged", path=folder, why=why)
