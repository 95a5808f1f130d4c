"""Opens a PDF with pdfium, or says what the file is instead and what can be done about it."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2

from kb.errors import IngestError

# What pypdf lets through from damaged files, beside its own errors (found on a collection of broken files).
_BROKEN = (
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
# A reader looks for the head of a PDF this far into the file (PDF 1.7, annex H.3.4.1).
HEAD = 1024
# Budgets and land-use plans have some thousand pages; a page tree that runs in circles claims any number.
MAX_PAGES = 20_000
# First bytes of what is saved under the wrong name most often, and the error that says so.
_KINDS = (
    (re.compile(rb"\s*(?:<!doctype html|<html|<head|<\?xml[^>]*>\s*<(?:!doctype )?html)", re.IGNORECASE), "no-pdf-web"),
    (re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf"), "no-pdf-office"),
    (re.compile(rb"\xff\xd8\xff|\x89PNG|II\*\x00|MM\x00\*|GIF8"), "no-pdf-image"),
)
_HEADER = re.compile(rb"%PDF-\d")


def opened(path: Path) -> pypdfium2.PdfDocument:
    """Return the document with at least one page; where the file is encrypted, the empty password opened it.

    :raises IngestError: `no-such-file`, `pdf-encrypted`, `pdf-empty`, `no-pdf-web`, `-office`, `-image`
        or `-other`, `pdf-unreadable`, `pdf-truncated`, `pdf-no-pages`, `pdf-only-attachments` or `pdf-too-many-pages`.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _failure(path, reason(error)) from error
    except FileNotFoundError as error:
        raise IngestError("no-such-file", file=path.name) from error
    except OSError as error:
        raise IngestError("pdf-unreadable", file=path.name, why=error.strerror or str(error)) from error
    if len(document) == 0:
        names = attachments(document)
        document.close()
        raise _without_pages(path, names)
    if len(document) > MAX_PAGES:
        pages = len(document)
        document.close()
        raise IngestError("pdf-too-many-pages", file=path.name, pages=pages, most=MAX_PAGES)
    return document


def attachments(document: pypdfium2.PdfDocument) -> tuple[str, ...]:
    """Return the names of the files embedded in the document."""
    names = []
    for index in range(min(document.count_attachments(), 1000)):
        try:
            names.append(document.get_attachment(index).get_name() or "?")
        except pypdfium2.PdfiumError:
            names.append("?")
    return tuple(names)


def reason(error: pypdfium2.PdfiumError) -> str:
    """Return pdfium's own word without the adapter's sentence around it."""
    found = re.search(r"\((PDFium: .*?)\)", str(error))
    return found.group(1) if found and "Success" not in found.group(1) else "PDFium"


def _failure(path: Path, why: str) -> IngestError:
    """Return what is wrong with a file that pdfium refuses.

    pdfium's own code may be left over from an earlier file, so pypdf and the bytes are asked.
    """
    size = path.stat().st_size
    if size == 0:
        return IngestError("pdf-empty", file=path.name)
    import pypdf  # noqa: PLC0415 - a fifth of what a worker takes to start, and most never need it
    import pypdf.errors  # noqa: PLC0415

    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return IngestError("pdf-encrypted", file=path.name)
        if not len(reader.pages):
            return _without_pages(path, tuple(reader.attachments))
    except pypdf.errors.DependencyError:
        # Only AES needs what is missing here.
        return IngestError("pdf-encrypted", file=path.name)
    except (pypdf.errors.PyPdfError, *_BROKEN):
        pass
    return _damaged(path, size, why)


def _damaged(path: Path, size: int, why: str) -> IngestError:
    """Tell from the first and last bytes whether this ever was a whole PDF."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(max(size - HEAD, 0))
        tail = file.read()
    if not _HEADER.search(head) and b"startxref" not in tail:
        key = next((key for pattern, key in _KINDS if pattern.match(head)), "no-pdf-other")
        return IngestError(key, file=path.name)
    if b"%%EOF" not in tail:
        return IngestError("pdf-truncated", file=path.name)
    return IngestError("pdf-unreadable", file=path.name, why=why)


def _without_pages(path: Path, names: tuple[str, ...]) -> IngestError:
    if names:
        return IngestError("pdf-only-attachments", file=path.name, names=", ".join(names[:10]))
    return IngestError("pdf-no-pages", file=path.name)
