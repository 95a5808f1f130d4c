"""Backup and restore: an index as one file that can be checked, made while the index is served."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path

from kb.blocks import path_of
from kb.catalogue_copy import copy_to_files
from kb.catalogue_move import move_catalogue
from kb.catalogue_place import FILE, LEFT, catalogue_place, database_files, has_ledger
from kb.disk import disk_error
from kb.errors import KnowledgeBaseError
from kb.ledger import Ledger
from kb.lock import write_lock

FORMAT = 1
# The last member of a backup: a file that broke off has none.
LIST = "backup.json"
BLOCKS = "blocks.json"
# SQLite's files beside its database are part of the copy that SQLite makes; locks belong to processes.
_DATABASES = (".sqlite", ".sqlite3")
_LEFT_OUT = ("-wal", "-shm", "-journal", ".lock", "/lock", ".partial")


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: the published generation, when it was made (UTC), its files and their bytes."""

    generation: int
    made: datetime
    files: int
    size: int


def back_up(index: Path, target: Path) -> Backup:
    """Write the index into one file, `target`, and read that file again to see that it is whole.

    Readers are served meanwhile; a writer is waited for by nobody: while one is at work, this ends at once.
    What has the name of `target` is replaced only by a backup that is whole.

    :raises KnowledgeBaseError: no index there, an ingest is running, or the target cannot be written.
    """
    _generation(index)  # before the lock, which would make the folder
    partial = target.with_name(target.name + ".partial")
    with write_lock(index), _disk(target):
        number = _generation(index)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write(index, partial, number)
            made = check(partial)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    return made


def check(source: Path) -> Backup:
    """Read a backup from end to end and compare every file with its checksum.

    :raises KnowledgeBaseError: not a backup, broken off, or damaged.
    """
    held: dict[str, str] = {}
    listed: dict[str, object] = {}
    with _reading(source) as archive:
        for member in archive:
            if member.name == LIST:
                listed = _listed(archive, member, source)
            elif member.isfile():
                held[member.name] = _digest(archive, member)
            elif member.islnk():
                held[member.name] = held.get(member.linkname, "")
    return _compare(source, held, listed)


def restore(source: Path, index: Path, *, replace: bool = False) -> tuple[Backup, Path | None]:
    """Bring an index back from a backup; return what it held and where the index before it was put.

    The backup is unpacked beside `index` and compared with its checksums before anything is exchanged. With
    `replace`, the index that is there is moved aside, never deleted. Where its catalogue lies in a database, it is brought
    into that folder, so that nothing is left there when the folder is deleted; a database out of reach keeps it
    (`catalogue_place` tells).

    :raises KnowledgeBaseError: damaged backup, no room, an index is there already (and not `replace`), or it is
        being written.
    """
    there = has_ledger(index)
    if there and not replace:
        raise KnowledgeBaseError("restore-in-the-way", path=index)
    with _disk(index):
        index.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{index.name}.", dir=index.parent))
        try:
            with _reading(source) as archive:
                archive.extractall(staging, filter="data")
            whole = _unpacked(source, staging)
            staging.chmod(0o755)
            for name in (FILE, LEFT):  # no backup of ours has them: nobody else says where passwords are sent to
                (staging / name).unlink(missing_ok=True)
            _put_blocks(staging / BLOCKS, index)
            if not there:
                if index.exists() and not any(index.iterdir()):
                    index.rmdir()
                staging.replace(index)
                return whole, None
            with write_lock(index):
                aside = _aside(index)
                index.replace(aside)
                staging.replace(index)
            with suppress(KnowledgeBaseError):
                move_catalogue(aside, None)
            return whole, aside
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _generation(index: Path) -> int:
    ledger = Ledger(index)
    try:
        return ledger.number()
    finally:
        ledger.close()


def _write(index: Path, partial: Path, generation: int) -> None:
    sums: dict[str, str] = {}
    packed = "gz" if partial.name.removesuffix(".partial").endswith(("gz", "tgz")) else ""
    mode = "w:gz" if packed else "w"
    with tarfile.open(partial, mode) as archive, tempfile.TemporaryDirectory(dir=partial.parent) as scratch:  # type: ignore[call-overload]
        copied = Path(scratch) / "database"
        rows = Path(scratch) / "rows"
        if catalogue_place(index) is not None:
            copy_to_files(index, rows)
        beside = path_of(index)
        for path in (*_files(index), *_files(rows), *([beside] if beside.is_file() else [])):
            name = (
                BLOCKS if path == beside else path.relative_to(rows if path.is_relative_to(rows) else index).as_posix()
            )
            held = path
            if path.suffix in _DATABASES:
                held = copied
                _copy_database(path, copied)
            with held.open("rb") as stream:
                sums[name] = file_digest(stream, "sha256").hexdigest()
            archive.add(held, name)
        listed = {
            "format": FORMAT,
            "generation": generation,
            "made": datetime.now(UTC).isoformat(),
            "files": sums,
        }
        data = json.dumps(listed).encode()
        member = tarfile.TarInfo(LIST)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))


def _put_blocks(kept: Path, index: Path) -> None:
    """Bring back the list of blocked persons, which lies beside the index; one that is there already is newer."""
    if kept.is_file():
        if not path_of(index).exists():
            shutil.copyfile(kept, path_of(index))
            path_of(index).chmod(0o600)
        kept.unlink()


def _files(index: Path) -> Iterator[Path]:
    # What a database holds goes into the backup as files: it can be brought back where there is no such database.
    elsewhere = {index / FILE, index / LEFT, *(database_files(index) if catalogue_place(index) else ())}
    for path in sorted(index.rglob("*")):
        if (
            path.is_file()
            and not path.is_symlink()
            and not f"/{path.name}".endswith(_LEFT_OUT)
            and path not in elsewhere
        ):
            yield path


def _copy_database(path: Path, copied: Path) -> None:
    """Copy a SQLite database as of now, whoever reads or writes it."""
    copied.unlink(missing_ok=True)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source, closing(sqlite3.connect(copied)) as copy:
        source.backup(copy)


def _unpacked(source: Path, staging: Path) -> Backup:
    """Compare what was unpacked with the list of checksums, and take that list away."""
    listing = staging / LIST
    if not listing.is_file():
        raise KnowledgeBaseError("backup-damaged", file=source, why=LIST)
    listed = _read_list(listing.read_bytes(), source)
    listing.unlink()
    held = {}
    for path in staging.rglob("*"):
        if path.is_file():
            with path.open("rb") as stream:
                held[path.relative_to(staging).as_posix()] = file_digest(stream, "sha256").hexdigest()
    return _compare(source, held, listed, sum(path.stat().st_size for path in staging.rglob("*") if path.is_file()))


def _compare(source: Path, held: dict[str, str], listed: dict[str, object], size: int | None = None) -> Backup:
    if not listed:
        raise KnowledgeBaseError("backup-damaged", file=source, why=LIST)
    files, generation = listed.get("files"), listed.get("generation")
    if not isinstance(files, dict) or not isinstance(generation, int):
        raise KnowledgeBaseError("backup-damaged", file=source, why=LIST)
    wrong = sorted(name for name in files.keys() | held.keys() if files.get(name) != held.get(name))
    if wrong:
        raise KnowledgeBaseError("backup-damaged", file=source, why=wrong[0])
    made = datetime.fromisoformat(str(listed["made"]))
    return Backup(generation, made, len(files), source.stat().st_size if size is None else size)


def _listed(archive: tarfile.TarFile, member: tarfile.TarInfo, source: Path) -> dict[str, object]:
    stream = archive.extractfile(member)
    return _read_list(stream.read() if stream else b"", source)


def _read_list(data: bytes, source: Path) -> dict[str, object]:
    try:
        listed = json.loads(data)
    except ValueError as error:
        raise KnowledgeBaseError("backup-damaged", file=source, why=LIST) from error
    if not isinstance(listed, dict) or listed.get("format") != FORMAT:
        raise KnowledgeBaseError("backup-damaged", file=source, why=f"{LIST}: format")
    return listed


def _digest(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    stream, digest = archive.extractfile(member), sha256()
    while stream and (block := stream.read(1 << 20)):
        digest.update(block)
    return digest.hexdigest()


@contextmanager
def _reading(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source) as archive:
            yield archive
    except FileNotFoundError as error:
        raise KnowledgeBaseError("no-backup", file=source) from error
    except (tarfile.TarError, EOFError, OSError) as error:
        if known := disk_error(error, source):
            raise known from error
        raise KnowledgeBaseError("backup-damaged", file=source, why=error) from error


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise disk_error(error, path) or KnowledgeBaseError("read-only", path=path, why=error) from error


def _aside(index: Path) -> Path:
    name = f"{index.name}.vor-{datetime.now():%Y%m%d-%H%M%S}"
    return next(
        p for p in (index.with_name(f"{name}{'-' + str(n) if n else ''}") for n in range(100)) if not p.exists()
    )


def as_json(backup: Backup) -> dict[str, object]:
    """Return a backup as values of JSON."""
    return {**asdict(backup), "made": backup.made.isoformat()}
