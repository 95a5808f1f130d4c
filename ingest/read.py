"""Reads one PDF into pages, head data and passages, in a worker process that cannot take us down.

Pages that are pictures are recognised one by one, by all workers: a long scan takes as many cores as
there are, and a page that breaks is one page.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ingest import layout, ocr, paper, passages, pdf
from ingest.remarks import hidden_text, remarks
from ingest.running import running_lines
from ingest.turns import Turns
from ingest.weights import Weights, bold_words
from ingest.workers import Broken, Workers, hush, outcome
from kb.errors import IngestError, KizError
from kb.model import Page, Remark

__all__ = ["RECIPE", "Reading", "hush", "read", "read_all", "read_pages"]

# Changes whenever the same bytes would be read differently: then every paper is read anew.
RECIPE = "3"
# So many pictures are recognised where the file is read; for more, it pays to open the file once again.
FEW_PICTURES = 2
# Seconds for one picture: Tesseract is given 60 for each of up to three runs, and the page must be drawn.
SECONDS_PER_PICTURE = 200.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What one PDF gave: pages (without blocks), head data, passages not yet stored, remarks on the file, bold words."""

    pages: tuple[Page, ...]
    head: paper.Head
    drafts: tuple[passages.Draft, ...]
    remarks: tuple[Remark, ...] = ()
    bold: Weights = ()


def read_pages(file: Path) -> tuple[Page, ...]:
    """Return the pages of a PDF in reading order, pictures of text read by Tesseract where it is there.

    :raises IngestError: unreadable, encrypted, or without pages.
    """
    raw = list(pdf.raw_pages(file))
    return _laid_out(raw, _pictures_read(file, filter(ocr.needs_ocr, raw)))


def _pictures_read(file: Path, pictures: Iterable[pdf.RawPage]) -> dict[int, pdf.RawPage]:
    """Return the pages of `file` that are pictures with their words, by their numbers."""
    return {page.number: _recognised(file, page) for page in pictures}


def _recognised(file: Path, page: pdf.RawPage) -> pdf.RawPage:
    """Return the page with the words of its picture; where that fails, with the problem."""
    try:
        return ocr.read_page(file, page)
    except IngestError as error:
        return page.unread(error)


def _laid_out(raw: list[pdf.RawPage], recognised: Mapping[int, pdf.RawPage]) -> tuple[Page, ...]:
    """Put the recognised pages in the place of the pictures (in `raw`, too) and lay out the document."""
    by_ocr = set()
    for index, page in enumerate(raw):
        read = recognised.get(page.number, page)
        if read.problem is None and read != page:
            by_ocr.add(page.number)
        raw[index] = read
    return tuple(replace(page, ocr=page.number in by_ocr) for page in layout.pages(raw))


def read(file: Path) -> Reading:
    """Read a PDF in this process.

    :raises IngestError: unreadable, encrypted, without pages, or without any text.
    """
    raw = list(pdf.raw_pages(file))
    return _read(file, raw, _pictures_read(file, filter(ocr.needs_ocr, raw)))


def _read(file: Path, raw: list[pdf.RawPage], recognised: Mapping[int, pdf.RawPage]) -> Reading:
    info = pdf.document_info(file)
    pages = _laid_out(raw, recognised)
    if not any(page.text.strip() for page in pages):
        raise _without_text(file, raw, pictures=bool(recognised))
    facts = {name: str(getattr(info, name) or "") for name in ("title", "author", "created", "producer")}
    head = paper.read_head([page.text for page in pages], facts, running_lines(raw))
    drafts = passages.cut(pages)
    plain = tuple(replace(page, blocks=()) for page in pages)
    return Reading(plain, head, drafts, remarks(raw, info), bold_words(raw, drafts))


def _without_text(file: Path, raw: Sequence[pdf.RawPage], *, pictures: bool) -> IngestError:
    """Return why nothing could be read. Without Tesseract a file may yet be read one day."""
    problems = [page for page in raw if page.problem is not None]
    if any(page.cause == "ocr-missing" for page in problems):
        return IngestError("ocr-missing", file=file.name)
    if problems:
        why = str(problems[0].problem).removesuffix(".")
        return IngestError("pdf-pages-unreadable", file=file.name, why=why)
    hidden = hidden_text(raw)
    if hidden:
        return IngestError("pdf-hidden-text", file=file.name, text=hidden)
    return IngestError("pdf-no-text-in-pictures" if pictures else "pdf-no-text", file=file.name)


def read_all(
    files: Iterable[Path],
    *,
    workers: int = 0,
    timeout: float = 120.0,
    memory_mb: int = 4096,
    on_page: Callable[[Path, int, int], None] = lambda file, done, total: None,
) -> Iterator[tuple[Path, Reading | IngestError]]:
    """Read many PDFs in worker processes; yield each, in order, with its reading or the reason it has none.

    :param workers: processes, 0 = one per core.
    :param timeout: seconds that one file may take before its worker is ended. Pictures of text have
        `SECONDS_PER_PICTURE` each beside that, so that a long scan may take its time.
    :param memory_mb: address space that a worker may use.
    :param on_page: told file, pictures recognised so far, and how many there are.
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
                    jobs[following] = _Job(todo[following], pool, timeout)
                    busy += 1
                if number not in jobs or jobs[number].result is None:
                    wait([future for job in jobs.values() for future in job.waiting], return_when=FIRST_COMPLETED)
            yield file, jobs.pop(number).result  # type: ignore[misc]


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0  # its worker says what is wrong with it


_Outcome = Reading | tuple[str, dict[str, str]] | tuple[pdf.RawPage, ...]


@dataclass(slots=True)
class _Job:
    """One file on its way: opened; then its pictures, each for itself; then read with their words."""

    file: Path
    pool: Workers
    timeout: float
    result: Reading | IngestError | None = None
    _pictures: dict[Future[Any], pdf.RawPage] = field(default_factory=dict)
    _recognised: dict[int, pdf.RawPage] = field(default_factory=dict)
    _reading: Future[Any] | None = None

    def __post_init__(self) -> None:
        self._reading = self.pool.run(_work, self.file, None, seconds=self.timeout)

    @property
    def pages(self) -> int:
        """The pages that are held: none before the file is read."""
        return len(self.result.pages) if isinstance(self.result, Reading) else 0

    @property
    def waiting(self) -> list[Future[Any]]:
        """The tasks that are not done yet."""
        return [*self._pictures, *([self._reading] if self._reading else [])]

    def advance(self, on_page: Callable[[Path, int, int], None]) -> None:
        """Take in what is done, and give out what comes next."""
        for future in [future for future in self._pictures if future.done()]:
            page = self._pictures.pop(future)
            self._recognised[page.number] = self._picture(future, page)
            total = len(self._recognised) + len(self._pictures)
            on_page(self.file, len(self._recognised), total)
            if not self._pictures:
                self._reading = self.pool.run(_work, self.file, self._recognised, seconds=self.timeout)
        if self._reading is not None and self._reading.done():
            future, self._reading = self._reading, None
            self._take(future)

    def _take(self, future: Future[Any]) -> None:
        try:
            found: _Outcome = outcome(future)
        except Broken as broken:
            key = "pdf-timeout" if broken.slow else "pdf-defect" if broken.why else "pdf-crashed"
            self.result = IngestError(key, file=self.file.name, seconds=f"{self.timeout:g}", why=broken.why)
            return
        if isinstance(found, Reading):
            self.result = found
        elif isinstance(found[0], str):
            key, about = found
            self.result = IngestError(key, **about)
        else:
            for page in found:
                future = self.pool.run(_recognised, self.file, page, seconds=SECONDS_PER_PICTURE)
                self._pictures[future] = page

    def _picture(self, future: Future[Any], page: pdf.RawPage) -> pdf.RawPage:
        try:
            read: pdf.RawPage = outcome(future)
        except Broken as broken:
            why = f"> {SECONDS_PER_PICTURE:g} s" if broken.slow else broken.why
            key = "ocr-failed" if why else "ocr-crashed"
            return page.unread(IngestError(key, file=self.file.name, page=page.number, why=why))
        return read


def _work(file: Path, recognised: Mapping[int, pdf.RawPage] | None) -> _Outcome:
    """Read in the worker; where there are many pictures to be recognised first, return those instead.

    An error travels as key and values, as exceptions of ours do not pickle.
    """
    try:
        raw = list(pdf.raw_pages(file))
        if recognised is None:
            pictures = tuple(page for page in raw if ocr.needs_ocr(page))
            if len(pictures) > FEW_PICTURES and ocr.available():
                return pictures
            recognised = _pictures_read(file, pictures)
        return _read(file, raw, recognised)
    except KizError as error:
        return error.key, {name: str(value) for name, value in error.about.items()}
    except RecursionError:
        return "pdf-crashed", {"file": file.name}
