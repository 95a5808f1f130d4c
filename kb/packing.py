"""How documents and passages are written into a row of the catalogue, and read out of it again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb.model import Box, Consultation, Document, Passage, Piece, Sentence


def packed_document(document: Document) -> str:
    """Return a document as JSON."""
    return json.dumps(asdict(document), ensure_ascii=False, default=str)


def document(data: str, shown_as: str | None = None, superseded: str | None = None) -> Document:
    """Return the document of a row; a superseded version under its own id, with the day it was superseded."""
    values = json.loads(data)
    values["date"] = date.fromisoformat(values["date"]) if values["date"] else None
    values["consultations"] = tuple(
        Consultation(**{**step, "date": date.fromisoformat(step["date"]) if step["date"] else None})
        for step in values["consultations"]
    )
    found = Document(**values)
    if superseded is None:
        return found
    return replace(found, id=shown_as or found.id, superseded=date.fromisoformat(superseded))


def packed_passage(passage: Passage) -> tuple[int, str, str, bytes, str, int]:
    """Return ordinal, text, section, pieces, sentences and ocr of a passage as columns."""
    section = json.dumps(passage.section, ensure_ascii=False)
    return (
        passage.ordinal,
        passage.text,
        section,
        pack(passage.pieces),
        json.dumps(passage.sentences),
        int(passage.ocr),
    )


def passage(row: Any, *, thin: bool = False) -> Passage:
    """Return the passage of a row: id, document, version, and the columns of `packed_passage`.

    A `thin` one has of its printed words only those that begin a page: a fortieth of the memory.
    """
    number, owner, version, ordinal, text, section, words, sentences, ocr = row
    return Passage(
        id=number,
        document=owner,
        version=version,
        ordinal=ordinal,
        text=text,
        section=tuple(json.loads(section)),
        pieces=_starts(words) if thin else pieces(words),
        sentences=tuple(Sentence(start, end, kind) for start, end, kind in json.loads(sentences)),
        ocr=bool(ocr),
    )


def pack(pieces: Sequence[Piece]) -> bytes:
    """Return printed words with their boxes as compressed bytes."""
    # float32 holds offsets and page numbers exactly up to 2**24, and boxes to a thousandth of a point.
    rows = np.array([(p.start, p.end, p.page, *p.box) for p in pieces], dtype=np.float32)
    return zlib.compress(rows.tobytes(), 6)


def pieces(blob: bytes) -> tuple[Piece, ...]:
    """Return printed words with their boxes, of the bytes that `pack` gave."""
    return _pieces(table(blob))


def _starts(blob: bytes) -> tuple[Piece, ...]:
    rows = table(blob)
    return _pieces(rows[np.flatnonzero(np.diff(rows[:, 2], prepend=-1))])


def _pieces(rows: NDArray[np.float32]) -> tuple[Piece, ...]:
    return tuple(Piece(int(s), int(e), int(n), Box(x0, y0, x1, y1)) for s, e, n, x0, y0, x1, y1 in rows.tolist())


def table(blob: bytes) -> NDArray[np.float32]:
    """Return packed words as rows (n, 7): start, end, page, x0, y0, x1, y1."""
    return np.frombuffer(zlib.decompress(blob), dtype=np.float32).reshape(-1, 7)
