"""The word index of each generation, in a folder of its own: made from the one before, and never changed again.

What tantivy has written it never writes again, so that a generation takes the files of the one before over by links
and writes what is new. A reader of a generation counts the words of its passages alone, whatever is being written.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from kb.disk import disk_error
from kb.errors import KnowledgeBaseError

NAME = "words"
# Not taken over: they say who is writing in the folder.
LOCKS = "*.lock"


def words_of(folder: Path, generation: int) -> Path | None:
    """Return where the words of `generation` lie: those of the newest that wrote some until then; None without."""
    found = [(number, path) for number, path in _all(folder) if number <= generation]
    return max(found)[1] if found else None


def begin(folder: Path, base: int, number: int) -> Path:
    """Return the folder for the words of generation `number`, with what those of `base` hold.

    :raises KnowledgeBaseError: the disk is full or may not be written.
    """
    before, after = words_of(folder, base), folder / f"{NAME}-{number}"
    try:
        shutil.rmtree(after, ignore_errors=True)
        after.mkdir(parents=True)
        for file in before.iterdir() if before else ():
            if not file.match(LOCKS):
                _link(file, after / file.name)
    except OSError as error:
        raise disk_error(error, folder) or KnowledgeBaseError("index-damaged", path=folder, why=error) from error
    return after


def settle(folder: Path, number: int) -> None:
    """Have the names of the files for generation `number` reach the disk."""
    for path in (folder / f"{NAME}-{number}", folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(folder: Path, generation: int) -> None:
    """Remove what `generation` does not show."""
    for path in unneeded(folder, generation):
        shutil.rmtree(path, ignore_errors=True)


def unneeded(folder: Path, generation: int) -> list[Path]:
    """Return what `generation` does not show: the words before it, and those that were never published."""
    kept = words_of(folder, generation)
    return [path for _, path in _all(folder) if path != kept]


def _all(folder: Path) -> Iterator[tuple[int, Path]]:
    """Yield the generations that wrote words, with their folders; of an index of the first release the only one."""
    for path in folder.glob(f"{NAME}*"):
        number = path.name.removeprefix(NAME).removeprefix("-") or "0"
        if number.isdigit():
            yield int(number), path


def _link(file: Path, linked: Path) -> None:
    try:
        os.link(file, linked)
    except OSError:  # a file system without links
        shutil.copyfile(file, linked)
