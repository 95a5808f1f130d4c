"""What a file becomes: its document, from the manifest and from the paper itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from ingest.paper import Head
from ingest.plan import Task
from ingest.read import Reading
from ingest.sources import SourceFile
from kb.config import IngestConfig
from kb.model import Consultation, Document, Visibility


def document_of(task: Task, reading: Reading, config: IngestConfig) -> Document:
    """Return the document a file becomes: what the manifest says, which wins, and what was read off the paper."""
    source, head, entry = task.source, reading.head, task.source.entry
    said = asdict(entry) if entry else {}

    consultations = (entry.consultations if entry else ()) or head.consultations

    def first(name: str) -> str | None:
        value = said.get(name) or getattr(head, name)
        return str(value) if value else None

    return Document(
        id=task.document,
        version=task.version,
        file=source.name,
        title=first("title") or Path(source.name).stem,
        kind=first("kind") or "sonstiges",
        visibility=_visibility(source, _printed(head, consultations), config),
        pages=len(reading.pages),
        date=(entry.date if entry else None) or head.date,
        issuer=first("issuer"),
        reference=first("reference"),
        paper_type=first("paper_type"),
        file_reference=first("file_reference"),
        unit=first("unit"),
        author=first("author"),
        consultations=consultations,
        origin=said.get("origin"),
        remarks=(*reading.remarks, *(reading.stated.remarks if reading.stated else ())),
    )


def _printed(head: Head, consultations: Sequence[Consultation]) -> Visibility | None:
    """Return what the head and the Beratungsfolge say; one nichtöffentliche Beratung makes the paper internal."""
    closed = any(consultation.public is False for consultation in consultations)
    return "internal" if closed else head.visibility


def _visibility(source: SourceFile, printed: Visibility | None, config: IngestConfig) -> Visibility:
    """Decide who may see a paper: manifest, then what is internal anywhere, then what is public anywhere."""
    if source.entry and source.entry.visibility:
        return source.entry.visibility
    said = (source.folder_visibility, printed)
    if "internal" in said:
        return "internal"
    return "public" if "public" in said else config.default_visibility
