"""Reads one PDF into pages, head data and passages, in a worker process that cannot take us down."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import resource
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass, replace
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from ingest import layout, ocr, paper, passages, pdf
from kb.errors import IngestError, KizError
from kb.model import Page

# Changes whenever the same bytes would be read differently: then every paper is read anew.
RECIPE = "2"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one PDF gave: pages (without blocks), head data, passages not yet stored."""

    pages: tuple[Page, ...]
    head: paper.Head
    drafts: tuple[passages.Draft, ...]


def read_pages(file: Path) -> tuple[Page, ...]:
    """Return the pages of a PDF in reading order, pictures of text read by Tesseract where it is there.

    :raises IngestError: unreadable, encrypted, or without pages.
    """
    raw, recognised = _recognised(file, list(pdf.raw_pages(file)))
    return tuple(replace(page, ocr=page.number in recognised) for page in layout.pages(raw))


def _recognised(file: Path, raw: list[pdf.RawPage]) -> tuple[list[pdf.RawPage], frozenset[int]]:
    """Return the pages with the words of scans filled in, and the numbers of those pages."""
    done: list[pdf.RawPage] = []
    numbers: set[int] = set()
    for page in raw:
        read = page
        if ocr.needs_ocr(page):
            try:
                read = ocr.read_page(file, page)
            except IngestError as error:
                read = replace(page, problem=str(error))
        if read is not page and read.problem is None:
            numbers.add(page.number)
        done.append(read)
    return done, frozenset(numbers)


def read(file: Path) -> Reading:
    """Read a PDF in this process.

    :raises IngestError: unreadable, encrypted, without pages, or without any text.
    """
    info = pdf.document_info(file)
    pages = read_pages(file)
    if not any(page.text.strip() for page in pages):
        # Without Tesseract the file may yet be read one day; with it, there is nothing to read.
        raise IngestError("pdf-no-text" if ocr.available() else "ocr-missing", file=file.name)
    facts = {name: str(getattr(info, name) or "") for name in ("title", "author", "created", "producer")}
    head = paper.read_head([page.text for page in pages], facts)
    drafts = passages.cut(pages)
    return Reading(tuple(replace(page, blocks=()) for page in pages), head, drafts)


def read_all(
    files: Iterable[Path], *, workers: int = 0, timeout: float = 120.0, memory_mb: int = 4096
) -> Iterator[tuple[Path, Reading | IngestError]]:
    """Read many PDFs in worker processes; yield each with its reading or the reason it has none.

    :param workers: processes, 0 = one per core.
    :param timeout: seconds that one file may take before its worker is ended.
    :param memory_mb: address space that a worker may use.
    """
    todo = list(files)
    if not todo:
        return
    count = min(workers or os.cpu_count() or 1, len(todo))
    context = multiprocessing.get_context("spawn")
    hush()
    with ProcessPool(
        max_workers=count, max_tasks=25, initializer=_limit, initargs=(memory_mb,), context=context
    ) as pool:
        # A few ahead of the reader at most: readings of large files are large.
        waiting = [(file, pool.schedule(_work, args=(file,), timeout=timeout)) for file in todo[: 4 * count]]
        rest = iter(todo[4 * count :])
        while waiting:
            file, future = waiting.pop(0)
            try:
                result: Reading | IngestError = _opened(future.result())
            except FutureTimeout:
                result = IngestError("pdf-timeout", file=file.name, seconds=int(timeout))
            except (ProcessExpired, MemoryError):
                result = IngestError("pdf-crashed", file=file.name)
            following = next(rest, None)
            if following is not None:
                waiting.append((following, pool.schedule(_work, args=(following,), timeout=timeout)))
            yield file, result


def hush() -> None:
    """Silence pypdf's hints on every odd font: what matters of a file is in its reading."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)


def _limit(memory_mb: int) -> None:
    hush()
    gc.disable()  # workers are short-lived; measured 15 % faster on large files
    size = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _work(file: Path) -> Reading | tuple[str, dict[str, str]]:
    """Read in the worker; an error travels as key and values, as exceptions of ours do not pickle."""
    try:
        return read(file)
    except KizError as error:
        return error.key, {name: str(value) for name, value in error.about.items()}
    except RecursionError:
        return "pdf-crashed", {"file": file.name}


def _opened(result: Reading | tuple[str, dict[str, str]]) -> Reading | IngestError:
    return result if isinstance(result, Reading) else IngestError(result[0], **result[1])
