"""From folders to a published generation: plan what changed, read it, write it, publish in one step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ingest import ocr
from ingest.paper import Head
from ingest.read import RECIPE, Reading, read_all
from ingest.sources import SourceFile, Sources, find, sha256
from ingest.workers import peak_mb
from kb.catalogue import Failure, Place
from kb.config import IngestConfig
from kb.embed import Embedder
from kb.errors import IngestError
from kb.model import Document, Passage, Remark, Visibility
from kb.publication import Publication, outdated, publication

# What was read with text recognition stays where it is missing later, not the other way round.
WITH_OCR = "+ocr"
# Failures that lie in the bytes; any other (time, memory, a file out of reach) is tried again next time.
LASTING = frozenset(
    {
        "no-pdf-image", "no-pdf-office", "no-pdf-other", "no-pdf-web", "pdf-empty", "pdf-encrypted", "pdf-hidden-text",
        "pdf-no-pages", "pdf-no-text", "pdf-no-text-in-pictures", "pdf-only-attachments", "pdf-too-many-pages",
        "pdf-truncated", "pdf-unreadable",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: files done of all, pages read, the file just finished.

    While the pictures of a scan are read: `file` is the scan, `page` of `of_pages` are done.
    """

    done: int
    total: int
    pages: int
    file: str
    page: int = 0
    of_pages: int = 0


@dataclass(frozen=True, slots=True)
class Noted:
    """A file in the index, and what is to be known about it."""

    file: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did. Documents, pages and passages count what its sources now have in the index.

    `noted` are those of these documents that there is something to say about, new or not. `peak_mb` is
    the most memory that one process has held.
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
    gone: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    noted: tuple[Noted, ...] = ()
    peak_mb: int = 0


@dataclass(frozen=True, slots=True)
class _Task:
    """A file to read: its bytes' hash, recipe, the document it becomes, the place it had until now."""

    source: SourceFile
    version: str
    recipe: str
    document: str
    place: Place | None


@dataclass(slots=True)
class _Plan:
    """What is to be done; filled while looking at the sources."""

    read: list[_Task] = field(default_factory=list)
    places: list[tuple[Place, Visibility]] = field(default_factory=list)
    unchanged: set[str] = field(default_factory=set)  # document ids
    ended_places: list[Place] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    lasting: list[Failure] = field(default_factory=list)  # those that the same bytes would meet again
    duplicates: list[str] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)


def ingest(
    paths: Sequence[Path],
    index: Path,
    embedder: Embedder,
    config: IngestConfig,
    on_progress: Callable[[Progress], None] = lambda progress: None,
) -> Report:
    """Take the PDFs under `paths` into the index and publish them as one new generation.

    Files are known by their bytes, not their names: the same bytes again are unchanged wherever they
    lie. What vanished from a folder given here is withdrawn. A file that cannot be read is reported,
    and what the index holds of it stays. Where nothing changed, nothing is written. An index made by
    another release of the program is renewed from its catalogue in the same step.

    :raises KizError: nothing to read, a manifest with a mistake, index locked or of another model.
    """
    started = time.monotonic()
    sources = find(paths)
    renew = outdated(index, embedder)
    with publication(index, embedder, rebuild=renew) as work:
        if renew:
            work.reindex()
        plan = _plan(sources, work, config)
        added, changed = _carry_out(plan, work, config, on_progress)
        gone = _withdraw(plan, work)
        work.set_failures(sorted({str(source.source) for source in sources.files}), plan.lasting)
        generation = work.base
        if plan.places or plan.ended_places or renew:
            counts = {
                "added": len(added),
                "changed": len(changed),
                "removed": len(gone),
                "failed": len(plan.failed),
            }
            work.publish(counts)
            generation = work.number
        mine = plan.unchanged | {place.document for place, _ in plan.places}
        sizes = [size for document, size in work.sizes(generation).items() if document in mine]
    return Report(
        documents=len(sizes),
        pages=sum(pages for pages, _ in sizes),
        passages=sum(passages for _, passages in sizes),
        unchanged=len(plan.unchanged),
        removed=len(gone),
        failed=tuple(plan.failed),
        seconds=round(time.monotonic() - started, 3),
        added=tuple(added),
        changed=tuple(changed),
        gone=tuple(gone),
        duplicates=tuple(plan.duplicates),
        noted=tuple(sorted(plan.noted, key=lambda noted: noted.file)),
        peak_mb=peak_mb(),
    )


def _plan(sources: Sources, work: Publication, config: IngestConfig) -> _Plan:
    plan = _Plan()
    documents, recipes = work.documents(), work.recipes()
    by_path = {place.path: place for place in work.places()}
    by_version = {version: document for document, version in recipes}
    failures = {(failure.path, failure.version, failure.recipe): failure for failure in work.failures()}
    planned: dict[str, str] = {}  # sha256 -> document id, for the same paper twice in one run
    present = {str(source.path) for source in sources.files}
    versions = {source.path: sha256(source.path) for source in sources.files}
    # Of the same bytes in several places the one that is declared internal speaks for all.
    strictest = sorted(sources.files, key=lambda source: source.declared != "internal")
    for source in strictest:
        path, version = str(source.path), versions[source.path]
        recipe = _recipe(source, config)
        place = by_path.get(path)
        known = by_version.get(version)
        stays = known is not None and (
            recipes[known, version].removesuffix("" if ocr.available() else WITH_OCR) == recipe
            or _vouched_elsewhere(documents[known], version, source, by_path, present)
        )
        if version in planned or stays:
            document = planned.get(version) or str(known)
            if version in planned:
                plan.duplicates.append(path)
            else:
                plan.unchanged.add(document)
                planned[version] = document
                plan.noted += _noted(documents[document])
            if place is None or place.version != version:
                visibility = documents[document].visibility if document in documents else "internal"
                plan.places.append((Place(str(source.source), path, document, version), visibility))
                plan.ended_places += [place] if place else []
                plan.ended_places += [
                    old for old in by_path.values()
                    if old.version == version and old.path not in present and not Path(old.path).exists()
                ]  # fmt: skip
            continue
        if (failure := failures.get((path, version, recipe))) is not None:
            plan.failed.append(failure)
            plan.lasting.append(failure)
            continue
        wrong = _mismatch(source, version)
        if wrong:
            plan.failed.append(Failure(str(source.source), path, version, recipe, wrong))
            continue
        document = known or _document_id(place, version, by_path, present)
        planned[version] = document
        plan.read.append(_Task(source, version, recipe, document, place))
    for place in by_path.values():
        covered = any(Path(place.path).is_relative_to(folder) for folder in sources.covered)
        if covered and place.path not in present and place not in plan.ended_places:
            plan.ended_places.append(place)
    return plan


def _vouched_elsewhere(
    document: Document, version: str, source: SourceFile, by_path: dict[str, Place], present: set[str]
) -> bool:
    """Return whether a paper stays as it is stored because it also lies where this run does not look.

    What another place decided is not undone from here, except towards internal.
    """
    if source.declared == "internal" and document.visibility != "internal":
        return False
    others = (place for place in by_path.values() if place.version == version and place.path != str(source.path))
    return any(place.path not in present and Path(place.path).exists() for place in others)


def _recipe(source: SourceFile, config: IngestConfig) -> str:
    """Return what decides, beside the bytes, how a paper is stored."""
    entry = source.entry.digest if source.entry else "-"
    recipe = f"{RECIPE}:{entry}:{source.folder_visibility or '-'}:{config.default_visibility}"
    return recipe + WITH_OCR if ocr.available() else recipe


def _mismatch(source: SourceFile, version: str) -> str | None:
    expected = source.entry.sha256 if source.entry else None
    if expected is None or expected == version:
        return None
    return str(IngestError("wrong-checksum", file=source.path.name))


def _document_id(place: Place | None, version: str, by_path: dict[str, Place], present: set[str]) -> str:
    """Return the id of the paper that a file at `place` continues, or a new one from its bytes."""
    if place is not None:
        others = [p for p in by_path.values() if p.document == place.document and p.path != place.path]
        if not any(other.path in present for other in others):
            return place.document
    return version[:16]


def _carry_out(
    plan: _Plan, work: Publication, config: IngestConfig, on_progress: Callable[[Progress], None]
) -> tuple[list[str], list[str]]:
    """Read and write what is new or changed; return the file names of both."""
    added: list[str] = []
    changed: list[str] = []
    known = work.documents()
    pages = done = 0

    def on_page(file: Path, page: int, of_pages: int) -> None:
        on_progress(Progress(done, len(plan.read), pages, file.name, page, of_pages))

    readings = read_all(
        [task.source.path for task in plan.read],
        workers=config.workers,
        timeout=config.timeout,
        memory_mb=config.memory_mb,
        on_page=on_page,
    )
    for done, (task, (file, reading)) in enumerate(zip(plan.read, readings, strict=True), 1):
        source = str(task.source.source)
        if isinstance(reading, IngestError):
            failure = Failure(source, str(file), task.version, task.recipe, str(reading))
            plan.failed.append(failure)
            plan.lasting += [failure] if reading.key in LASTING else []
        else:
            document = _document(task, reading, config)
            evidence = [item._asdict() for item in reading.head.evidence]
            if document.id in known:
                work.end(document.id)
            work.add(file, document, task.recipe, evidence, reading.pages, list(_passages(document, reading)))
            (changed if document.id in known else added).append(file.name)
            pages += len(reading.pages)
            plan.noted += _noted(document)
            plan.places.append((Place(source, str(file), document.id, task.version), document.visibility))
            plan.ended_places += [task.place] if task.place else []
        on_progress(Progress(done, len(plan.read), pages, file.name))
    return added, changed


def _noted(document: Document) -> list[Noted]:
    return [Noted(document.file, document.remarks)] if document.remarks else []


def _document(task: _Task, reading: Reading, config: IngestConfig) -> Document:
    """Bring together what the manifest says (it wins) and what was read off the paper."""
    source, head, entry = task.source, reading.head, task.source.entry
    said = asdict(entry) if entry else {}

    def first(name: str) -> str | None:
        value = said.get(name) or getattr(head, name)
        return str(value) if value else None

    return Document(
        id=task.document,
        version=task.version,
        file=source.path.name,
        title=first("title") or source.path.stem,
        kind=first("kind") or "sonstiges",
        visibility=_visibility(source, _printed(head), config),
        pages=len(reading.pages),
        date=(entry.date if entry else None) or head.date,
        issuer=first("issuer"),
        reference=first("reference"),
        paper_type=head.paper_type,
        file_reference=first("file_reference"),
        unit=first("unit"),
        author=first("author"),
        consultations=head.consultations,
        origin=said.get("origin"),
        remarks=reading.remarks,
    )


def _printed(head: Head) -> Visibility | None:
    """Return what the head says; one nichtöffentliche Beratung makes the paper internal."""
    closed = any(consultation.public is False for consultation in head.consultations)
    return "internal" if closed else head.visibility


def _visibility(source: SourceFile, printed: Visibility | None, config: IngestConfig) -> Visibility:
    """Decide who may see a paper: manifest, then what is internal anywhere, then what is public anywhere."""
    if source.entry and source.entry.visibility:
        return source.entry.visibility
    said = (source.folder_visibility, printed)
    if "internal" in said:
        return "internal"
    return "public" if "public" in said else config.default_visibility


def _passages(document: Document, reading: Reading) -> Iterator[Passage]:
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


def _withdraw(plan: _Plan, work: Publication) -> list[str]:
    """Move the places, and end the documents that have none left; return their file names."""
    documents = work.documents()
    ended = {place.path for place in plan.ended_places}
    for place in plan.ended_places:
        work.end_place(place)
    for place, visibility in plan.places:
        work.add_place(place, visibility)
    left = {place.document for place in work.places() if place.path not in ended}
    left |= {place.document for place, _ in plan.places}
    gone = [document for document in {place.document for place in plan.ended_places} if document not in left]
    for document in gone:
        work.end(document)
    return [documents[document].file for document in gone if document in documents]
