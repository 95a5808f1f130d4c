"""Where the catalogue and the ledger of an index lie: in its folder, or in a PostgreSQL database.

The file `catalogue.json` in the folder names the database; without it, SQLite's files in the folder are the truth.
The same database holds many indexes: each has schemas of its own, named after `schema`.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from kb.errors import KnowledgeBaseError
from kb.model import Visibility

FILE, LEFT = "catalogue.json", "catalogue.left.json"
LEDGER_FILE, CATALOGUE_FILE, QUESTIONS_FILE = "ledger.sqlite", "catalogue.sqlite", "questions.sqlite"
SCHEMES = ("postgresql", "postgres")
# What SQLite keeps beside a database.
_BESIDE = ("", "-wal", "-shm", "-journal")
_SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,40}")
_PASSWORD = re.compile(r"//[^/]*@|(?<=password=)[^&]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CataloguePlace:
    """A database's address and the name that the schemas of the index begin with.

    Internal papers may have a database of their own.
    """

    url: str
    schema: str
    internal_url: str | None = None

    def shard(self, visibility: Visibility) -> tuple[str, str]:
        """Return address and schema of a shard's catalogue."""
        url = (self.internal_url if visibility == "internal" else None) or self.url
        return url, f"{self.schema}_{visibility}"

    def ledger(self) -> tuple[str, str]:
        """Return address and schema of the ledger and of the questions without an answer."""
        return self.url, self.schema

    def all(self) -> tuple[tuple[str, str], ...]:
        """Return address and schema of everything that lies there."""
        return self.ledger(), self.shard("public"), self.shard("internal")


def catalogue_place(index: Path, name: str = FILE) -> CataloguePlace | None:
    """Return the database that holds catalogue and ledger of an index; None where they are in its folder.

    :raises KnowledgeBaseError: the file that says so is damaged.
    """
    path = index / name
    try:
        place = CataloguePlace(**json.loads(path.read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, TypeError) as error:
        raise KnowledgeBaseError("index-damaged", path=path, why=error) from error
    if not _SCHEMA.fullmatch(str(place.schema)):
        raise KnowledgeBaseError("index-damaged", path=path, why=f"schema: {place.schema}")
    for url in filter(None, (place.url, place.internal_url)):
        check_address(url)
    return place


def put_catalogue_place(index: Path, place: CataloguePlace, name: str = FILE) -> None:
    """Have catalogue and ledger be in a database from now on: readers look there at their next call."""
    path = index / name
    beside = path.with_suffix(".part")
    try:
        index.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(asdict(place)), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise KnowledgeBaseError("read-only", path=index, why=error.strerror) from error


def check_address(url: str) -> None:
    """See that an address is one of PostgreSQL's, without a password: it is stored, and named in errors.

    :raises KnowledgeBaseError: it is not.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
    except ValueError:
        parts = urlsplit("")
    options = {name.casefold() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    secret = parts.password is not None or options & {"password", "sslpassword"}
    if parts.scheme not in SCHEMES or not parts.path.strip("/") or secret:
        raise KnowledgeBaseError("bad-database", url=_PASSWORD.sub("…", url))


def identity(index: Path) -> tuple[int, int] | None:
    """Return what tells this ledger from another one put in its place; None where there is none."""
    for name in (FILE, LEDGER_FILE):
        try:
            found = (index / name).stat()
        except OSError:
            continue
        return found.st_dev, found.st_ino
    return None


def has_ledger(index: Path) -> bool:
    """Return whether there is an index: a ledger in the folder, or a database named there."""
    return (index / FILE).is_file() or (index / LEDGER_FILE).is_file()


def catalogue_file(index: Path, visibility: Visibility) -> Path:
    """Return where a shard's catalogue lies in the folder of the index."""
    return index / visibility / CATALOGUE_FILE


def database_files(index: Path) -> tuple[Path, ...]:
    """Return SQLite's files of catalogue, ledger and questions in the folder of an index, there or not."""
    return (
        index / LEDGER_FILE,
        catalogue_file(index, "public"),
        catalogue_file(index, "internal"),
        index / QUESTIONS_FILE,
    )


def remove_file(database: Path) -> None:
    """Delete a file of SQLite with what lies beside it; whoever has it open reads on."""
    for suffix in _BESIDE:
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def remove_stale(index: Path) -> None:
    """Delete what a move that broke off left in the folder, where catalogue and ledger are in a database."""
    if catalogue_place(index) is not None:
        for path in database_files(index):
            remove_file(path)
