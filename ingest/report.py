"""What a run did: one value for people, machines and the written bulletin."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.plan import Held, Move, Noted
from kb.catalogue import Failure


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did, or would do. Documents, pages and passages count what its sources now have in the index.

    `generation` is the number of the publication, None where nothing was published. `notes` is what sources had to say, `noted` are those of
    these documents that there is something to say about, new or not. `peak_mb` is the most memory that
    one process has held. `public`, of a run that publishes nothing: those of `added` and `changed` that everybody is to see.
    """

    documents: int
    pages: int
    passages: int
    unchanged: int
    removed: int
    failed: tuple[Failure, ...]
    seconds: float
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[Move, ...] = ()
    gone: tuple[str, ...] = ()
    held: tuple[Held, ...] = ()
    duplicates: tuple[str, ...] = ()
    noted: tuple[Noted, ...] = ()
    notes: tuple[str, ...] = ()
    generation: int | None = None
    peak_mb: int = 0
    public: tuple[str, ...] = ()
