"""Reads one PDF into pages, head data and passages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import layout, ocr, paper, passages, pdf
from ingest.remarks import hidden_text, remarks
from ingest.running import running_lines
from ingest.weights import Weights, bold_words
from ingest.workers import hush
from kb.contacts import Contact
from kb.errors import IngestError, KizError
from kb.model import Page, Remark
from kb.offers import Offer

__all__ = ["RECIPE", "Reading", "Stated", "hush", "read", "read_pages"]

# Changes whenever the same bytes would be read differently: then every paper is read anew.
RECIPE = "3"
# So many pictures are recognised where the file is read; for more, it pays to open the file once again.
FEW_PICTURES = 2


@dataclass(frozen=True, slots=True)
class Stated:
    """What a paper states: offers and contacts, and `remarks` where one of them could not be read."""

    offers: tuple[Offer, ...] = ()
    contacts: tuple[Contact, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one PDF gave: pages (without blocks), head data, passages not yet stored, remarks on the file, bold words.

    `stated` is read from these (`ingest.batch`); None where nobody asked.
    """

    pages: tuple[Page, ...]
    head: paper.Head
    drafts: tuple[passages.Draft, ...]
    remarks: tuple[Remark, ...] = ()
    bold: Weights = ()
    stated: Stated | None = None


def read_pages(file: Path) -> tuple[Page, ...]:
    """Return the pages of a PDF in reading order, pictures of text read by Tesseract where it is there.

    :raises IngestError: unreadable, encrypted, or without pages.
    """
    raw = list(pdf.raw_pages(file))
    return _laid_out(raw, _pictures_read(file, filter(ocr.needs_ocr, raw)))


def _pictures_read(file: Path, pictures: Iterable[pdf.RawPage]) -> dict[int, pdf.RawPage]:
    """Return the pages of `file` that are pictures with their words, by their numbers."""
    return {page.number: recognise(file, page) for page in pictures}


def recognise(file: Path, page: pdf.RawPage) -> pdf.RawPage:
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
        if read is not page and read.problem is None and read != page:
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


Found = Reading | tuple[str, dict[str, str]] | tuple[pdf.RawPage, ...]


def read_or_pictures(file: Path, recognised: Mapping[int, pdf.RawPage] | None) -> Found:
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
