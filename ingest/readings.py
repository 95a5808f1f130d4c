"""What was read of files and is not published yet: neither a preview's work nor a broken ingest's is done twice."""

from __future__ import annotations

import os
import pickle
import shutil
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ingest import ocr
from ingest.farm import read_far
from ingest.plan import Task
from ingest.read import RECIPE, Reading, read_all
from kb.config import IngestConfig
from kb.errors import IngestError, KnowledgeBaseError
from kb.packing import pack, pieces

# A preview that nobody acted upon is forgotten.
KEPT = 7 * 24 * 3600.0
OnPage = Callable[[Path, int, int], None]


class Readings:
    """The folder of an index where readings wait."""

    def __init__(self, index: Path, config: IngestConfig) -> None:
        self._folder = index / "readings"
        self._config = config

    def of(self, tasks: Sequence[Task], on_page: OnPage) -> Iterator[tuple[Task, Reading | IngestError]]:
        """Yield each task, in order, with its file's reading: the kept one, else read now and kept."""
        self._forget_old()
        new = [task for task in tasks if not self._file(task).is_file()]
        names = {task.version for task in new}
        fresh = self._read(new, on_page)
        for task in tasks:
            if task.version not in names and (kept := self._kept(task)) is not None:
                yield task, kept
                continue
            if task.version in names:
                _, reading = next(fresh)
            else:  # what was kept is damaged
                ((_, reading),) = read_all([task.source.path], workers=1, timeout=self._config.timeout)
            if isinstance(reading, Reading):
                self._keep(task, reading)
            yield task, reading

    def _read(self, new: Sequence[Task], on_page: OnPage) -> Iterator[tuple[Path, Reading | IngestError]]:
        config = self._config
        if config.scheduler:
            files = [(task.source.path, task.version) for task in new]
            return read_far(files, config.scheduler, timeout=config.timeout, memory_mb=config.memory_mb)
        return read_all(
            [task.source.path for task in new],
            workers=config.workers,
            timeout=config.timeout,
            memory_mb=config.memory_mb,
            on_page=on_page,
        )

    def clear(self) -> None:
        """Forget all: it is published."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _file(self, task: Task) -> Path:
        return self._folder / f"{task.version}-{RECIPE}{'-ocr' if ocr.available() else ''}"

    def _keep(self, task: Task, reading: Reading) -> None:
        drafts = tuple(replace(draft, pieces=()) for draft in reading.drafts)
        words = [pack(draft.pieces) for draft in reading.drafts]
        content = zlib.compress(pickle.dumps((replace(reading, drafts=drafts), words)), 1)
        file = self._file(task)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            beside = file.with_name(f"{file.name}.{os.getpid()}.part")  # a preview and an ingest may read at once
            beside.write_bytes(content)
            beside.rename(file)
        except FileNotFoundError:
            return  # the other one has published and forgot all
        except OSError as error:
            raise KnowledgeBaseError("read-only", path=self._folder, why=error.strerror) from error

    def _kept(self, task: Task) -> Reading | None:
        # As trusted as the catalogue beside it: who can write here can write there.
        try:
            reading: Reading
            reading, words = pickle.loads(zlib.decompress(self._file(task).read_bytes()))  # noqa: S301
            drafts = zip(reading.drafts, words, strict=True)
            return replace(reading, drafts=tuple(replace(draft, pieces=pieces(blob)) for draft, blob in drafts))
        except Exception:  # whatever a damaged file makes pickle do: it is read anew
            return None

    def _forget_old(self) -> None:
        for file in self._folder.glob("*"):
            with suppress(FileNotFoundError):
                if time.time() - file.stat().st_mtime > KEPT:
                    file.unlink()
