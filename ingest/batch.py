"""Reads many PDFs in worker processes that cannot take us down, and gives them back in order.

Pages that are pictures are recognised one by one, by all workers: a long scan takes as many cores as
there are, and a page that breaks is one page. What a paper states is read once its text is there, as tasks with limits
of their own: where these break, the paper is read all the same.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

from ingest.pdf import RawPage
from ingest.read import Found, Reading, Stated, read_or_pictures, recognise
from ingest.turns import Turns
from ingest.workers import Broken, Workers, hush, outcome
from kb.errors import IngestError
from kb.model import Document, Remark

# Seconds for one picture: Tesseract is given 60 for each of up to three runs, and the page must be drawn.
SECONDS_PER_PICTURE = 200.0
Describe = Callable[[Path, Reading], Document]


def read_all(
    files: Iterable[Path],
    *,
    workers: int = 0,
    timeout: float = 120.0,
    memory_mb: int = 4096,
    on_page: Callable[[Path, int, int], None] = lambda file, done, total: None,
    describe: Describe | None = None,
    known: Callable[[Path], Reading | None] = lambda file: None,
) -> Generator[tuple[Path, Reading | IngestError], None, None]:
    """Read many PDFs in worker processes; yield each, in order, with its reading or the reason it has none.

    :param workers: processes, 0 = one per core.
    :param timeout: seconds that one file may take before its worker is ended, and again for its offers and for its
        contacts. Pictures of text have `SECONDS_PER_PICTURE` each beside that, so that a long scan may take its time.
    :param memory_mb: address space that a worker may use.
    :param on_page: told file, pictures recognised so far, and how many there are.
    :param describe: the document that a file becomes, by which its offers and contacts are read; without it they are not.
    :param known: what was read of a file before, but for what it states.
    """
    todo = list(files)
    if not todo:
        return
    count = workers or os.cpu_count() or 1
    hush()
    with Workers(count, memory_mb) as pool:
        ahead = 4 * count
        jobs: dict[int, _Job] = {}  # by the file's place: begun, and not yet given out
        turns = Turns([_size(file) for file in todo], ahead)
        for number, file in enumerate(todo):
            while number not in jobs or jobs[number].result is None:
                for job in jobs.values():
                    job.advance(on_page)
                busy = sum(job.result is None for job in jobs.values())
                held = sum(job.pages for job in jobs.values())
                while busy < ahead and (following := turns.following(number, held)) is not None:
                    one = todo[following]
                    jobs[following] = _Job(one, pool, timeout, describe, known(one))
                    busy += 1
                if number not in jobs or jobs[number].result is None:
                    wait([future for job in jobs.values() for future in job.waiting], return_when=FIRST_COMPLETED)
            yield file, jobs.pop(number).result  # type: ignore[misc]


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0  # its worker says what is wrong with it


@dataclass(slots=True)
class _Job:
    """One file on its way: opened; then its pictures, each for itself; then read with their words; then what it states."""

    file: Path
    pool: Workers
    timeout: float
    describe: Describe | None
    read: Reading | None
    result: Reading | IngestError | None = None
    _pictures: dict[Future[Any], RawPage] = field(default_factory=dict)
    _recognised: dict[int, RawPage] = field(default_factory=dict)
    _reading: Future[Any] | None = None
    _stating: dict[Future[Any], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.read is not None:
            self._state(self.read, pickle.dumps(self.read, pickle.HIGHEST_PROTOCOL))
        else:
            self._reading = self.pool.run(read_or_pictures, self.file, None, seconds=self.timeout)

    @property
    def pages(self) -> int:
        """The pages that are held: none before the file is read."""
        return len(self.read.pages) if self.read is not None else 0

    @property
    def waiting(self) -> list[Future[Any]]:
        """The tasks that are not done yet."""
        return [*self._pictures, *([self._reading] if self._reading else []), *self._stating]

    def advance(self, on_page: Callable[[Path, int, int], None]) -> None:
        """Take in what is done, and give out what comes next."""
        for future in [future for future in self._pictures if future.done()]:
            page = self._pictures.pop(future)
            self._recognised[page.number] = self._picture(future, page)
            total = len(self._recognised) + len(self._pictures)
            on_page(self.file, len(self._recognised), total)
            if not self._pictures:
                self._reading = self.pool.run(read_or_pictures, self.file, self._recognised, seconds=self.timeout)
        if self._reading is not None and self._reading.done():
            future, self._reading = self._reading, None
            self._take(future)
        if self._stating and all(future.done() for future in self._stating):
            self._finish()

    def _take(self, future: Future[Any]) -> None:
        try:
            found: Found = outcome(future)
        except Broken as broken:
            key = "pdf-timeout" if broken.slow else "pdf-defect" if broken.why else "pdf-crashed"
            self.result = IngestError(key, file=self.file.name, seconds=f"{self.timeout:g}", why=broken.why)
            return
        if isinstance(found, Reading):
            self._state(found, future.result())
        elif isinstance(found[0], str):
            key, about = found
            self.result = IngestError(key, **about)
        else:
            for page in found:
                future = self.pool.run(recognise, self.file, page, seconds=SECONDS_PER_PICTURE)
                self._pictures[future] = page

    def _picture(self, future: Future[Any], page: RawPage) -> RawPage:
        try:
            read: RawPage = outcome(future)
        except Broken as broken:
            why = f"> {SECONDS_PER_PICTURE:g} s" if broken.slow else broken.why
            key = "ocr-failed" if why else "ocr-crashed"
            return page.unread(IngestError(key, file=self.file.name, page=page.number, why=why))
        return read

    def _state(self, reading: Reading, packed: bytes) -> None:
        """Have workers read what the paper states, from its reading as it came from one of them."""
        self.read = reading
        if self.describe is None:
            self.result = reading
            return
        from ingest.stated import What, states  # noqa: PLC0415 - a worker that only reads does without

        document = self.describe(self.file, reading)
        for what in get_args(What):
            self._stating[self.pool.run(states, what, document, packed, seconds=self.timeout)] = what

    def _finish(self) -> None:
        assert self.read is not None
        read: dict[str, Any] = {}
        remarks: list[Remark] = []
        for future, what in self._stating.items():
            try:
                read[what] = outcome(future)
            except Broken as broken:
                why = f"> {self.timeout:g} s" if broken.slow else broken.why
                remarks.append(Remark(f"{what}-failed" if why else f"{what}-crashed", (), why))
        self._stating.clear()
        self.result = replace(self.read, stated=Stated(**read, remarks=tuple(remarks)))
