"""What a paper states, read from its passages in a worker process: its offers and its contacts, each as a task of its own."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Literal

from ingest.contacts import read_contacts
from ingest.offers import read_offers
from ingest.read import Reading
from kb.contacts import Contact
from kb.model import Document, Passage
from kb.offers import Offer

What = Literal["offers", "contacts"]


def states(what: What, document: Document, packed: bytes) -> tuple[Offer, ...] | tuple[Contact, ...]:
    """Return what a paper states, from its reading as a worker packed it."""
    reading: Reading = pickle.loads(packed)  # noqa: S301 - from our own worker
    passages = list(passages_of(document, reading))
    if what == "offers":
        return read_offers(document, passages, reading.bold)
    return read_contacts(document, passages)


def passages_of(document: Document, reading: Reading) -> Iterator[Passage]:
    """Yield the passages of a reading, as passages of `document`."""
    for draft in reading.drafts:
        yield Passage(
            id=0,
            document=document.id,
            version=document.version,
            ordinal=draft.ordinal,
            text=draft.text,
            section=draft.section,
            pieces=draft.pieces,
            sentences=draft.sentences,
            ocr=draft.ocr,
        )
