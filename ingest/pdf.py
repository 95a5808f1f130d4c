"""The adapter to the PDF libraries: pages as words with boxes, ruling lines, and the file's own metadata.

pdfium gives the characters in the order of the file's stream; here they only become words. What
belongs together, and in which order it is read, is decided from the boxes in `ingest.layout`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as fpdf

from ingest.letters import View, Word, words_of
from ingest.marks import with_marks, without_edges
from ingest.opening import attachments, opened, reason
from ingest.strokes import drawn
from ingest.unseen import Hidden, parted
from kb.errors import IngestError, KizError
from kb.model import Box

__all__ = ["DocumentInfo", "Hidden", "RawPage", "Word", "document_info", "raw_pages"]

# The densest of 3,700 pages held 8,000 characters; laying out as many as this takes some six seconds.
MAX_CHARACTERS = 150_000


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as the file has it: words in stream order, ruling lines as thin boxes.

    `images` is the share of the page (0..1) that pictures cover; `hidden` is text that nobody sees.
    What went wrong with the page is its `problem`, in words; `cause` is the error's key, `why` its detail.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    rules: tuple[Box, ...] = ()
    images: float = 0.0
    hidden: tuple[Hidden, ...] = ()
    problem: str | None = None
    cause: str = ""
    why: str = ""

    def unread(self, error: KizError) -> RawPage:
        """Return the page with `error` as its problem."""
        about = "" if error.about.get("why") is None else str(error.about["why"])
        return replace(self, problem=error.message, cause=error.key, why=about)


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the file says about itself. Strings as written, empty where it says nothing.

    `created` is a day in ISO 8601; `attachments` are the names of embedded files, which are not read.
    """

    title: str
    author: str
    subject: str
    created: str
    producer: str
    encrypted: bool
    attachments: tuple[str, ...] = ()


def raw_pages(path: Path) -> Iterator[RawPage]:
    """Yield the pages of the PDF at `path`; a page that cannot be read carries its `problem`.

    pdfium is not thread-safe: one process reads one file at a time.

    :raises IngestError: the file cannot be opened (see `ingest.opening.opened`).
    """
    document = opened(path)
    try:
        for index in range(len(document)):
            yield _page(document, index)
    finally:
        document.close()


def document_info(path: Path) -> DocumentInfo:
    """Return the metadata of the PDF at `path`.

    :raises IngestError: the file cannot be opened (see `ingest.opening.opened`).
    """
    document = opened(path)
    try:
        entries = document.get_metadata_dict().items()
        said = {key: " ".join(value.replace("\x00", "").split()) for key, value in entries}
        created = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", said["CreationDate"])
        return DocumentInfo(
            title=said["Title"],
            author=said["Author"],
            subject=said["Subject"],
            created="-".join(created.groups()) if created else "",
            producer=said["Producer"],
            encrypted=fpdf.FPDF_GetSecurityHandlerRevision(document.raw) != -1,
            attachments=attachments(document),
        )
    finally:
        document.close()


def _page(document: pypdfium2.PdfDocument, index: int) -> RawPage:
    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        return RawPage(index + 1, 0.0, 0.0).unread(IngestError("page-unreadable", page=index + 1, why=reason(error)))
    try:
        view = View(page)
        picture = drawn(page.raw, view.box, view.width, view.height)
        empty = RawPage(index + 1, view.width, view.height, rules=picture.rules, images=picture.images)
        text = fpdf.FPDFText_LoadPage(page.raw)
        if not text:
            return empty.unread(IngestError("page-unreadable", page=index + 1, why="FPDFText_LoadPage"))
        try:
            if fpdf.FPDFText_CountChars(text) > MAX_CHARACTERS:
                return empty.unread(IngestError("page-overfull", page=index + 1))
            seen, hidden = parted(words_of(text, view), picture, view, page)
        finally:
            fpdf.FPDFText_ClosePage(text)
        words, marks = with_marks(seen, picture.shapes)
        return replace(empty, words=words, rules=without_edges(picture.rules, marks), hidden=hidden)
    finally:
        page.close()
