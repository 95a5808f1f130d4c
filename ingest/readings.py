"""What was read of files and is not published yet: neither a preview's work nor a broken ingest's is done twice.

What a paper states is kept with its text, under the recipe of both: where only the offers' recipe has changed, or what
the manifest says, the text is not read again.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import time
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from ingest import ocr
from ingest.batch import read_all
from ingest.described import document_of
from ingest.farm import Errand, read_far
from ingest.plan import Task
from ingest.read import RECIPE, Reading
from kb.config import IngestConfig
from kb.errors import IngestError, KnowledgeBaseError
from kb.packing import pack, pieces

# A preview that nobody acted upon is forgotten.
KEPT = 7 * 24 * 3600.0
# The name of a text of which nobody has read what it states, and how long a name may be with its line's end.
TEXT, NAME = "text", 65
OnPage = Callable[[Path, int, int], None]
Found = Generator[tuple[Path, Reading | IngestError], None, None]


class Readings:
    """The folder of an index where readings wait."""

    def __init__(self, index: Path, config: IngestConfig) -> None:
        self._folder = index / "readings"
        self._config = config

    def of(self, tasks: Sequence[Task], on_page: OnPage) -> Iterator[tuple[Task, Reading | IngestError]]:
        """Yield each task, in order, with its file's reading: the kept one, else read now and kept."""
        self._forget_old()
        kept = {task.version: self._name(task) for task in tasks}
        new = [task for task in tasks if kept[task.version] != _named(task)]
        far = {task.version for task in new if self._config.scheduler and not kept[task.version]}
        fresh_versions = {task.version for task in new}
        # Closed here, where an interruption while the workers end is heard: one in a generator that is only let go is lost.
        with (
            closing(self._far([task for task in new if task.version in far])) as fresh,
            closing(self._near([task for task in new if task.version not in far], on_page)) as near,
        ):
            for task in tasks:
                if task.version not in fresh_versions and (reading := self._kept(task)) is not None:
                    yield task, reading
                    continue
                if task.version in fresh_versions:
                    _, found = next(fresh if task.version in far else near)
                else:  # what was kept is damaged
                    ((_, found),) = self._near([task], on_page)
                if isinstance(found, Reading):
                    self._keep(task, found)
                yield task, found

    def _far(self, tasks: Sequence[Task]) -> Found:
        config = self._config
        errands = [
            Errand(task.source.path, task.version, _named(task), partial(document_of, task, config=config))
            for task in tasks
        ]
        return read_far(errands, config.scheduler, timeout=config.timeout, memory_mb=config.memory_mb)

    def _near(self, tasks: Sequence[Task], on_page: OnPage) -> Found:
        config, by_path = self._config, {task.source.path: task for task in tasks}
        return read_all(
            by_path,
            workers=config.workers,
            timeout=config.timeout,
            memory_mb=config.memory_mb,
            on_page=on_page,
            describe=lambda file, reading: document_of(by_path[file], reading, config),
            known=lambda file: self._text(by_path[file]),
        )

    def clear(self) -> None:
        """Forget all: it is published."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _file(self, task: Task) -> Path:
        return self._folder / f"{task.version}-{RECIPE}{'-ocr' if ocr.available() else ''}"

    def _name(self, task: Task) -> str:
        """Return the name of what is kept of a file: of its text and what it states; "" for nothing."""
        try:
            with self._file(task).open("rb") as kept:
                return kept.readline(NAME).decode("ascii", "replace").strip()
        except OSError:
            return ""

    def _keep(self, task: Task, reading: Reading) -> None:
        drafts = tuple(replace(draft, pieces=()) for draft in reading.drafts)
        words = [pack(draft.pieces) for draft in reading.drafts]
        content = zlib.compress(pickle.dumps((replace(reading, drafts=drafts), words)), 1)
        # Offers that could not be read in time are tried again, with what the next run has for limits.
        name = _named(task) if reading.stated and not reading.stated.remarks else TEXT
        file = self._file(task)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            beside = file.with_name(f"{file.name}.{os.getpid()}.part")  # a preview and an ingest may read at once
            beside.write_bytes(f"{name}\n".encode() + content)
            beside.rename(file)
        except FileNotFoundError:
            return  # the other one has published and forgot all
        except OSError as error:
            raise KnowledgeBaseError("read-only", path=self._folder, why=error.strerror) from error

    def _kept(self, task: Task) -> Reading | None:
        # As trusted as the catalogue beside it: who can write here can write there.
        try:
            _, _, content = self._file(task).read_bytes().partition(b"\n")
            reading: Reading
            reading, words = pickle.loads(zlib.decompress(content))  # noqa: S301
            drafts = zip(reading.drafts, words, strict=True)
            return replace(reading, drafts=tuple(replace(draft, pieces=pieces(blob)) for draft, blob in drafts))
        except Exception:  # whatever a damaged file makes pickle do: it is read anew
            return None

    def _text(self, task: Task) -> Reading | None:
        """Return what is kept of a file, but for what it states."""
        kept = self._kept(task)
        return replace(kept, stated=None) if kept else None

    def _forget_old(self) -> None:
        for file in self._folder.glob("*"):
            with suppress(FileNotFoundError):
                if time.time() - file.stat().st_mtime > KEPT:
                    file.unlink()


def _named(task: Task) -> str:
    """Return by what a file and what it states are read: its recipe, and its name where it has no title."""
    return hashlib.sha256(repr((task.recipe, task.source.name)).encode()).hexdigest()
