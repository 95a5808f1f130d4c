"""Taking in the body of an answer piece by piece: unpacked, no longer than allowed, and whole."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpcore
import httpx

from kb.errors import IngestError

MB = 1024 * 1024
# The signature may stand behind other bytes, but not far (ISO 32000-1, Annex H, implementation note 13).
_HEAD = 1024
# Where a body's length was not announced, the mark of a PDF's end must stand in its last bytes (note 18).
_TAIL = 1024
# What is unpacked at once; a bomb is noticed after that much.
_PIECE = 256 * 1024


class Saved(NamedTuple):
    """A PDF as it was written: the sha256 of its bytes in hexadecimal, and how many they are."""

    sha256: str
    size: int


def read_body(response: httpx.Response, address: str, most: int) -> bytes:
    """Return a body of at most `most` bytes.

    :raises IngestError: longer, or packed in a way that was not asked for.
    :raises httpcore.ProtocolError: broken off.
    """
    return b"".join(_pieces(response, address, most))


def save_pdf(response: httpx.Response, address: str, file: Path, most: int) -> Saved:
    """Write a body that is a PDF of at most `most` bytes to `file`, whole and safe on the disk.

    :raises IngestError: longer, no PDF, or the disk does not take it.
    :raises httpcore.ProtocolError: broken off.
    """
    digest, size, head, tail, checked = hashlib.sha256(), 0, b"", b"", False
    pieces = _pieces(response, address, most)
    try:
        with file.open("wb") as handle:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                tail = (tail + piece)[-_TAIL:]
                handle.write(piece)
                if not checked:
                    head = (head + piece)[:_HEAD]
                    if checked := len(head) == _HEAD:
                        _check_head(head, address)
            if not checked:
                _check_head(head, address)
            handle.flush()
            os.fsync(handle.fileno())
    except OSError as error:
        raise IngestError("read-only", path=file.parent, why=error.strerror) from error
    announced = "content-length" in response.headers or "transfer-encoding" in response.headers
    if not announced and b"%%EOF" not in tail:
        raise httpcore.RemoteProtocolError("the body ends before the PDF does")
    return Saved(digest.hexdigest(), size)


def _check_head(head: bytes, address: str) -> None:
    if b"%PDF-" in head:
        return
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml", b"<!--")):
        raise IngestError("web-page", address=address)
    raise IngestError("web-no-pdf", address=address)


def _pieces(response: httpx.Response, address: str, most: int) -> Iterator[bytes]:
    """Yield the unpacked body; gzip alone was offered, and only for lists."""
    length = response.headers.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise IngestError("web-too-large", address=address, most=most // MB)
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("gzip", "x-gzip"):
        pieces = _unzipped(response.iter_raw())
    elif encoding in ("identity", ""):
        pieces = response.iter_raw()
    else:
        raise IngestError("web-encoding", address=address, encoding=encoding)
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise IngestError("web-too-large", address=address, most=most // MB)
        yield piece


def _unzipped(packed: Iterator[bytes]) -> Iterator[bytes]:
    unpack = zlib.decompressobj(wbits=31)
    try:
        for piece in packed:
            rest = piece
            while rest and not unpack.eof:
                yield unpack.decompress(rest, _PIECE)
                rest = unpack.unconsumed_tail
    except zlib.error as error:
        raise httpcore.RemoteProtocolError(f"gzip: {error}") from error
    if not unpack.eof:
        raise httpcore.RemoteProtocolError("gzip: broken off")
