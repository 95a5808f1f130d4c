"""The adapter to the PDF libraries: pages as words with boxes, ruling lines, and the file's own metadata.

pdfium gives the characters in the order of the file's stream; here they only become words. What
belongs together, and in which order it is read, is decided from the boxes in `ingest.layout`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pypdf.errors
import pypdfium2
import pypdfium2.raw as fpdf

from ingest.letters import View, Word, words_of
from ingest.strokes import drawn
from kb.errors import IngestError
from kb.model import Box

__all__ = ["DocumentInfo", "RawPage", "Word", "document_info", "raw_pages"]


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as the file has it: words in stream order, ruling lines as thin boxes.

    `images` is the share of the page (0..1) that pictures cover; `hidden` are words that nobody
    sees: printed invisibly (unless over a scan, as its text layer) or outside the page.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    rules: tuple[Box, ...] = ()
    images: float = 0.0
    hidden: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the file says about itself. Strings as written, empty where it says nothing.

    `created` is ISO 8601; `outline` are the bookmarks as (level from 1, title, page from 1).
    """

    title: str
    author: str
    subject: str
    created: str
    producer: str
    pages: int
    encrypted: bool
    outline: tuple[tuple[int, str, int], ...]


def raw_pages(path: Path) -> Iterator[RawPage]:
    """Yield the pages of the PDF at `path`; a page that cannot be read carries its `problem`.

    pdfium is not thread-safe: one process reads one file at a time.

    :raises IngestError: `pdf-encrypted`, `pdf-unreadable` or `pdf-no-pages`.
    """
    document = _opened(path)
    try:
        for index in range(len(document)):
            yield _page(document, index)
    finally:
        document.close()


def _opened(path: Path) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise IngestError(_failure(path), file=path.name, why=_reason(error)) from error
    except FileNotFoundError as error:
        raise IngestError("no-such-file", file=path.name) from error
    except OSError as error:
        raise IngestError("pdf-unreadable", file=path.name, why=error.strerror or str(error)) from error
    if len(document) == 0:
        document.close()
        raise IngestError("pdf-no-pages", file=path.name)
    return document


def _failure(path: Path) -> str:
    """Return the key of what is wrong with a file that pdfium refuses.

    pdfium's own code may be left over from an earlier file, so pypdf is asked.
    """
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return "pdf-encrypted"
        return "pdf-unreadable" if len(reader.pages) else "pdf-no-pages"
    except pypdf.errors.DependencyError:
        # Only AES needs what is missing here.
        return "pdf-encrypted"
    except _BROKEN:
        return "pdf-unreadable"


def _reason(error: pypdfium2.PdfiumError) -> str:
    """Return pdfium's own word without the adapter's sentence around it."""
    found = re.search(r"\((PDFium: .*?)\)", str(error))
    return found.group(1) if found and "Success" not in found.group(1) else "PDFium"


def document_info(path: Path) -> DocumentInfo:
    """Return the metadata and the outline of the PDF at `path`.

    Where pypdf cannot read the file (AES without its optional parts, damage), pdfium's word is taken.

    :raises IngestError: `pdf-encrypted`, `pdf-unreadable` or `pdf-no-pages`.
    """
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise IngestError("pdf-encrypted", file=path.name)
        meta: Mapping[str, object] = reader.metadata or {}
        created = reader.metadata.creation_date if reader.metadata else None
        return DocumentInfo(
            title=_entry(meta, "/Title"),
            author=_entry(meta, "/Author"),
            subject=_entry(meta, "/Subject"),
            created=created.isoformat() if created else "",
            producer=_entry(meta, "/Producer"),
            pages=len(reader.pages),
            encrypted=reader.is_encrypted,
            outline=tuple(_outline(reader, reader.outline, 1)),
        )
    except IngestError:
        raise
    except _BROKEN:
        return _plain_info(path)


def _plain_info(path: Path) -> DocumentInfo:
    document = _opened(path)
    try:
        meta = {f"/{key}": value for key, value in document.get_metadata_dict().items()}
        created = re.match(r"D:(\d{4})(\d\d)(\d\d)", str(meta.get("/CreationDate", "")))
        return DocumentInfo(
            title=_entry(meta, "/Title"),
            author=_entry(meta, "/Author"),
            subject=_entry(meta, "/Subject"),
            created="-".join(created.groups()) if created else "",
            producer=_entry(meta, "/Producer"),
            pages=len(document),
            encrypted=fpdf.FPDF_GetSecurityHandlerRevision(document.raw) != -1,
            outline=(),
        )
    finally:
        document.close()


# What pypdf lets through from damaged files, beside its own errors (found on a collection of broken files).
_BROKEN = (
    pypdf.errors.PyPdfError,
    pypdf.errors.DependencyError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    RecursionError,
    NotImplementedError,
    AssertionError,
    OverflowError,
)


def _entry(meta: Mapping[str, object], key: str) -> str:
    value = meta.get(key)
    return " ".join(str(value).replace("\x00", "").split()) if value is not None else ""


def _outline(reader: pypdf.PdfReader, entries: object, level: int) -> Iterator[tuple[int, str, int]]:
    if not isinstance(entries, list) or level > 20:
        return
    for entry in entries:
        if isinstance(entry, list):
            yield from _outline(reader, entry, level + 1)
            continue
        number = reader.get_destination_page_number(entry)
        if number is not None and entry.title:
            yield level, " ".join(str(entry.title).split()), number + 1


def _page(document: pypdfium2.PdfDocument, index: int) -> RawPage:
    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        problem = IngestError("page-unreadable", page=index + 1, why=_reason(error)).message
        return RawPage(index + 1, 0.0, 0.0, problem=problem)
    try:
        view = View(page)
        rules, images = drawn(page.raw, view.box, view.width, view.height)
        text = fpdf.FPDFText_LoadPage(page.raw)
        if not text:
            problem = IngestError("page-unreadable", page=index + 1, why="FPDFText_LoadPage").message
            return RawPage(index + 1, view.width, view.height, rules=rules, images=images, problem=problem)
        try:
            words, hidden = words_of(text, view, scanned=images > 0.5)
        finally:
            fpdf.FPDFText_ClosePage(text)
        return RawPage(index + 1, view.width, view.height, words, rules, images, hidden)
    finally:
        page.close()
