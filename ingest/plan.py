"""What a run has to do: looked at beforehand, from the files' bytes and what is published. Nothing is written here."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest import ocr
from ingest.read import RECIPE
from ingest.sources import SourceFile, Sources, sha256
from kb.catalogue import Failure, Place
from kb.config import IngestConfig
from kb.errors import IngestError
from kb.model import Document, Remark, Visibility
from kb.published import Published

# What was read with text recognition stays where it is missing later, not the other way round.
WITH_OCR = "+ocr"
# Begins the limits within which offers or contacts of a paper could not be read: with others they are tried again.
WITHIN = "<"
# Changes whenever the same passages would give other offers.
OFFERS = "7"
# Changes whenever the same passages would give other contacts.
CONTACTS = "1"
# More than this share of a source's papers gone at once is rather a slip (a drive not mounted, a folder emptied)
# than a decision: held until somebody confirms it. A single paper is no mass.
MASS = 0.2
# Failures that lie in the bytes; any other (time, memory, a file out of reach) is tried again next time.
LASTING = frozenset(
    {
        "no-pdf-image", "no-pdf-office", "no-pdf-other", "no-pdf-web", "pdf-empty", "pdf-encrypted", "pdf-hidden-text",
        "pdf-no-pages", "pdf-no-text", "pdf-no-text-in-pictures", "pdf-only-attachments", "pdf-too-many-pages",
        "pdf-truncated", "pdf-unreadable",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Noted:
    """A file in the index, and what is to be known about it."""

    file: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read: its bytes' hash, recipe, the document it becomes, the place it had until now.

    `left` are places where the same bytes lay and nothing lies any more: they end with the reading.
    """

    source: SourceFile
    version: str
    recipe: str
    document: str
    place: Place | None
    left: tuple[Place, ...] = ()

    def failure(self, why: IngestError) -> Failure:
        """Return the record of a file that could not be read."""
        return Failure(self.source.source, self.source.place, self.version, self.recipe, str(why))


@dataclass(frozen=True, slots=True)
class Move:
    """The same bytes, found elsewhere than before."""

    before: str
    after: str

    def shown(self) -> tuple[str, str]:
        """Return both places without the folders they have in common."""
        if "://" in self.before or "://" in self.after:
            return self.before, self.after
        common = os.path.commonpath([Path(self.before).parent, Path(self.after).parent])
        return str(Path(self.before).relative_to(common)), str(Path(self.after).relative_to(common))


@dataclass(frozen=True, slots=True)
class Held:
    """Withdrawals that wait to be confirmed: their source, the documents, of how many, and what is wrong with the source."""

    source: str
    documents: tuple[str, ...]
    known: int
    why: str | None


@dataclass(slots=True)
class Plan:
    """What is to be done; filled while looking at the sources. Documents are named by their ids."""

    read: list[Task] = field(default_factory=list)
    places: list[tuple[Place, Visibility]] = field(default_factory=list)
    unchanged: set[str] = field(default_factory=set)
    moved: list[Move] = field(default_factory=list)
    ended_places: list[Place] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    held: list[Held] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    lasting: list[Failure] = field(default_factory=list)  # those that the same bytes would meet again
    duplicates: list[str] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)

    @property
    def writes(self) -> bool:
        """Whether anything is to be written before a file is read."""
        return bool(self.places or self.ended_places)


def plan(sources: Sources, published: Published, config: IngestConfig, *, confirmed: bool = False) -> Plan:
    """Return what is to be done so that the index holds what the sources hold.

    Withdrawals of a mass of papers at once are held unless `confirmed`.
    """
    found = Plan()
    look = _Look(sources, published, {source.path: sha256(source.path) for source in sources.files})
    # Of the same bytes in several places the one that is declared internal speaks for all.
    for source in sorted(sources.files, key=lambda source: source.declared != "internal"):
        look.file(found, source, config)
    look.vanished(found)
    look.withdraw(found, confirmed)
    return found


class _Look:
    """The sources beside what is published."""

    def __init__(self, sources: Sources, published: Published, versions: Mapping[Path, str]) -> None:
        self.sources = sources
        self.documents, self.recipes = published.documents, published.recipes
        self.versions = versions
        self.by_path = {place.path: place for place in published.places}
        # By bytes and by document: looking through all places for each of many moved files would take minutes.
        self.lying: dict[str, list[Place]] = {}
        self.owned: dict[str, list[Place]] = {}
        for place in self.by_path.values():
            self.lying.setdefault(place.version, []).append(place)
            self.owned.setdefault(place.document, []).append(place)
        self.by_version = {version: document for document, version in published.recipes}
        self.failures = {(failure.path, failure.version, failure.recipe): failure for failure in published.failures}
        self.present = {source.place for source in sources.files}
        self.planned: dict[str, str] = {}  # sha256 -> document id, for the same paper twice in one run

    def file(self, plan: Plan, source: SourceFile, config: IngestConfig) -> None:
        """Decide what becomes of one file."""
        path, version = source.place, self.versions[source.path]
        recipe = recipe_of(source, config)
        place, known = self.by_path.get(path), self.by_version.get(version)
        if version in self.planned or (known is not None and self._stays(known, version, recipe, source, config)):
            self._there(plan, source, version, place, self.planned.get(version) or str(known))
            return
        if (failure := self.failures.get((path, version, recipe))) is not None:
            plan.failed.append(failure)
            plan.lasting.append(failure)
            return
        if wrong := _mismatch(source, version):
            plan.failed.append(Failure(source.source, path, version, recipe, wrong))
            return
        document = known or self._document_id(place, version)
        self.planned[version] = document
        plan.read.append(Task(source, version, recipe, document, place, tuple(self._left(version))))

    def _there(self, plan: Plan, source: SourceFile, version: str, place: Place | None, document: str) -> None:
        """Note a file whose bytes the index has, or will have from another file of this run."""
        if version in self.planned:
            plan.duplicates.append(source.place)
        else:
            plan.unchanged.add(document)
            self.planned[version] = document
            plan.noted += noted(self.documents[document])
        if place is not None and place.version == version:
            return
        visibility = self.documents[document].visibility if document in self.documents else "internal"
        plan.places.append((Place(source.source, source.place, document, version), visibility))
        plan.ended_places += [place] if place else []
        left = self._left(version)
        plan.ended_places += left
        plan.moved += [Move(old.path, source.place) for old in left]

    def _left(self, version: str) -> list[Place]:
        """Return the places where these bytes lay and nothing lies any more."""
        return [old for old in self.lying.get(version, ()) if old.path not in self.present and self._empty(old)]

    def _stays(self, known: str, version: str, recipe: str, source: SourceFile, config: IngestConfig) -> bool:
        stored = self.recipes[known, version].removesuffix(limits_of(config))
        stored = stored.removesuffix("" if ocr.available() else WITH_OCR)
        return stored == recipe or self._vouched_elsewhere(self.documents[known], version, source)

    def _vouched_elsewhere(self, document: Document, version: str, source: SourceFile) -> bool:
        """Return whether a paper stays as it is stored because it also lies where this run does not look.

        What another place decided is not undone from here, except towards internal.
        """
        if source.declared == "internal" and document.visibility != "internal":
            return False
        others = (place for place in self.lying.get(version, ()) if place.path != source.place)
        return any(place.path not in self.present and not self._empty(place) for place in others)

    def _empty(self, place: Place) -> bool:
        """Return whether nothing lies at a place any more. Of a web address only its own source can tell."""
        return not Path(place.path).exists() and "://" not in place.path

    def _document_id(self, place: Place | None, version: str) -> str:
        """Return the id of the paper that a file at `place` continues, or a new one from its bytes."""
        if place is not None:
            others = [other for other in self.owned[place.document] if other.path != place.path]
            if not any(other.path in self.present for other in others):
                return place.document
        return version[:16]

    def vanished(self, plan: Plan) -> None:
        """Note the places of covered sources where nothing lies any more."""
        ended = set(plan.ended_places)
        for place in self.by_path.values():
            covered = self.sources.covers(place.source, place.path) or place.path in self.sources.withdrawn
            if covered and place.path not in self.present and place not in ended:
                plan.ended_places.append(place)

    def withdraw(self, plan: Plan, confirmed: bool) -> None:
        """Find the documents that have no place left; hold them where they are too many of a source."""
        plan.gone = self._without_place(plan.ended_places, plan)
        if confirmed:
            return
        for source in self.sources.covered:
            known = {p.document for p in self.by_path.values() if p.source == source or _within(p.path, source)}
            gone = plan.gone & known
            silent = self.sources.silent.get(source)
            if not gone or not (silent or (len(gone) > 1 and len(gone) > MASS * len(known))):
                continue
            files = tuple(sorted(self.documents[document].file for document in gone))
            plan.held.append(Held(source, files, len(known), silent.message if silent else None))
            plan.ended_places = [place for place in plan.ended_places if place.document not in gone]
            plan.gone -= gone

    def _without_place(self, ended: Iterable[Place], plan: Plan) -> set[str]:
        """Return the documents whose last place is among `ended`; files about to be read keep theirs."""
        ended = list(ended)
        over = {place.path for place in ended}
        left = {place.document for place in self.by_path.values() if place.path not in over}
        left |= {place.document for place, _ in plan.places} | {task.document for task in plan.read}
        return {place.document for place in ended} - left


def recipe_of(source: SourceFile, config: IngestConfig) -> str:
    """Return what decides, beside the bytes, how a paper is stored."""
    entry = source.entry.digest if source.entry else "-"
    recipe = f"{RECIPE}.{OFFERS}.{CONTACTS}:{entry}:{source.folder_visibility or '-'}:{config.default_visibility}"
    return recipe + WITH_OCR if ocr.available() else recipe


def limits_of(config: IngestConfig) -> str:
    """Return what the recipe of a paper ends with whose offers or contacts could not be read within these limits."""
    return f"{WITHIN}{config.timeout:g} s, {config.memory_mb} MB"


def noted(document: Document) -> list[Noted]:
    """Return what is to be known about a document's file, if anything."""
    return [Noted(document.file, document.remarks)] if document.remarks else []


def _mismatch(source: SourceFile, version: str) -> str | None:
    expected = source.entry.sha256 if source.entry else None
    if expected is None or expected == version:
        return None
    return str(IngestError("wrong-checksum", file=source.name))


def _within(path: str, source: str) -> bool:
    return "://" not in path and Path(path).is_relative_to(source)
