"""Errors of the disk, told from damage: full, not to be written, too large a file."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from kb.errors import KnowledgeBaseError

REFUSED = frozenset(
    {
        errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EEXIST,
    }
)  # fmt: skip
# How SQLite, Chroma and tantivy say the same in their own errors.
SAID = (
    "no space left", "disk is full", "quota exceeded", "file too large", "readonly database", "read-only file system",
    "permission denied", "unable to open database", "disk i/o error",
)  # fmt: skip
# tantivy's writer dies of a full disk in a thread of its own and says no more than that. Then so much space is left.
NOTHING_LEFT = 1_000_000


def disk_error(error: BaseException, path: Path) -> KnowledgeBaseError | None:
    """Return the error of the house for one of the disk at `path`; None where the disk is not to blame."""
    if isinstance(error, OSError) and error.errno in REFUSED:
        return KnowledgeBaseError("read-only", path=path, why=error.strerror)
    if any(words in str(error).casefold() for words in SAID):
        return KnowledgeBaseError("read-only", path=path, why=error)
    if not isinstance(error, OSError) and _full(path):
        return KnowledgeBaseError("read-only", path=path, why=os.strerror(errno.ENOSPC))
    return None


def _full(path: Path) -> bool:
    try:
        disk = os.statvfs(next(folder for folder in (path, *path.parents) if folder.exists()))
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < NOTHING_LEFT
