"""Small files beside the index for what people said: questions without an answer, feedback. What goes is overwritten."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.database import translated
from kb.errors import KnowledgeBaseError


@contextmanager
def notes(file: Path, schema: str) -> Iterator[sqlite3.Connection]:
    """Open a file of notes, made where there is none, for its owner alone; commit at the end.

    :raises KnowledgeBaseError: it is damaged or cannot be written.
    """
    try:
        if not file.exists():
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        db = sqlite3.connect(file, timeout=30)
        try:
            with db:
                db.execute("PRAGMA secure_delete=ON")
                db.executescript(schema)
                yield db
        finally:
            db.close()
    except sqlite3.DatabaseError as error:
        raise translated(error, file.parent) from error
    except OSError as error:
        raise KnowledgeBaseError("read-only", path=file.parent, why=error) from error
