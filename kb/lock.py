"""One writer at a time: an advisory lock on the index folder that dies with its process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from io import FileIO
from pathlib import Path

from kb.errors import KnowledgeBaseError


@contextmanager
def write_lock(index: Path) -> Iterator[None]:
    """Hold the write lock of `index` for the time of the block.

    :raises KnowledgeBaseError: another process holds it (named with its number and since when).
    """
    path = index / "lock"
    try:
        index.mkdir(parents=True, exist_ok=True)
        handle = path.open("ab+", buffering=0)
    except OSError as error:
        raise KnowledgeBaseError("read-only", path=index, why=error.strerror) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            handle.seek(0)
            who = handle.read().decode(errors="replace").strip() or "unbekannt"
            raise KnowledgeBaseError("index-locked", path=index, who=who) from error
        _say(handle, f"Prozess {os.getpid()}, seit {datetime.now():%d.%m.%Y %H:%M:%S}")
        try:
            yield
        finally:
            _say(handle, "")


def _say(handle: FileIO, who: str) -> None:
    """Write who holds the lock; a full disk keeps nobody from holding it."""
    with suppress(OSError):
        handle.truncate(0)
        handle.write(who.encode())
