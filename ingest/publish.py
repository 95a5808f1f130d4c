"""From sources to a published generation: plan what changed, read it, write it, publish it in one step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ingest.bulletin import write_bulletin
from ingest.bulletin_said import Aside
from ingest.described import document_of
from ingest.gathering import gather
from ingest.plan import LASTING, Plan, Task, limits_of, noted, plan
from ingest.read import Reading, Stated
from ingest.readings import Readings
from ingest.remote import FetchProgress
from ingest.report import Report
from ingest.sources import Sources
from ingest.stated import passages_of
from ingest.workers import peak_mb
from kb.catalogue import Place
from kb.changes import changes
from kb.config import FetchConfig, IngestConfig
from kb.embed import Embedder
from kb.errors import IngestError, KnowledgeBaseError
from kb.history import floor, generations, prune_reports
from kb.next_generation import Publication
from kb.offer_changes import offer_changes
from kb.publication import outdated, publication
from kb.published import Published, published
from kb.rollback import take_back


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


OnProgress = Callable[[Progress], None]
OnFetch = Callable[[FetchProgress], None]
CAREFUL = FetchConfig()


def ingest(
    paths: Sequence[Path | str],
    index: Path,
    embedder: Embedder,
    config: IngestConfig,
    on_progress: OnProgress = lambda progress: None,
    *,
    fetch: FetchConfig = CAREFUL,
    on_fetch: OnFetch = lambda progress: None,
    confirmed: bool = False,
    answerable: Callable[[], Sequence[str]] = tuple,
) -> Report:
    """Take the papers of `paths` (folders, files, manifests, web addresses, lists of them, OParl bodies) into the index and publish them as one new generation.

    Files are known by their bytes, not their names: the same bytes again are unchanged wherever they
    lie. What vanished from a folder given here is withdrawn; where that is a mass of papers, it is held unless
    `confirmed`. A file that cannot be read is reported, and what the index holds of it stays. Where nothing
    changed, nothing is written. `answerable` is asked after a publication which open questions have an answer now, for
    the report on it. An index made by another release of the program is renewed from its
    catalogue in the same step.

    :raises KizError: nothing to read, a manifest with a mistake, index locked or of another model.
    """
    started = time.monotonic()
    renew = outdated(index, embedder)
    sources = gather(paths, index, published(index).places, fetch, on_fetch)
    with publication(index, embedder, rebuild=renew) as work:
        if renew:
            work.reindex()
        before = work.published()
        todo = plan(sources, before, config, confirmed=confirmed)
        readings = Readings(index, config)
        added, changed = _carry_out(todo, work, before, readings, config, on_progress)
        gone = _withdraw(todo, work, before)
        work.set_failures(sorted({source.source for source in sources.files}), todo.lasting)
        report = _report(todo, sources, before, added, changed, gone)
        generation = None
        if todo.writes or renew:
            generation = _publish(work, report, config, answerable)
        else:  # what was withdrawn is not kept longer because nothing else happens
            work.forget(floor(index, config.keep_days))
        prune_reports(index, floor(index, config.keep_reports))
        readings.clear()
        mine = todo.unchanged | {place.document for place, _ in todo.places}
        sizes = [size for document, size in work.sizes(generation or work.base).items() if document in mine]
    return replace(
        report,
        documents=len(sizes),
        pages=sum(pages for pages, _ in sizes),
        passages=sum(passages for _, passages in sizes),
        seconds=round(time.monotonic() - started, 3),
        generation=generation,
        peak_mb=peak_mb(),
    )


def preview(
    paths: Sequence[Path | str],
    index: Path,
    config: IngestConfig,
    on_progress: OnProgress = lambda progress: None,
    *,
    fetch: FetchConfig = CAREFUL,
    on_fetch: OnFetch = lambda progress: None,
    confirmed: bool = False,
    as_if: Callable[[Sources], Sources] = lambda sources: sources,
) -> Report:
    """Return what `ingest` would do. New and changed files are read, so that unreadable ones are known.

    Nothing is published, and no lock is held; what was read is kept for the ingest itself. `as_if` returns the
    sources as they are going to be: files that are to come or to go.

    :raises KizError: nothing to read, a manifest with a mistake, damaged index.
    """
    started = time.monotonic()
    before = published(index)
    sources = as_if(gather(paths, index, before.places, fetch, on_fetch))
    todo = plan(sources, before, config, confirmed=confirmed)
    added: list[str] = []
    changed: list[str] = []
    public: list[str] = []
    sizes: dict[str, tuple[int, int]] = {}
    for task, reading in _read(todo, Readings(index, config), config, on_progress):
        if isinstance(reading, IngestError):
            todo.failed.append(task.failure(reading))
            continue
        (changed if task.document in before.documents else added).append(task.source.name)
        sizes[task.document] = len(reading.pages), len(reading.drafts)
        document = document_of(task, reading, config)
        public += [task.source.name] if document.visibility == "public" else []
        todo.noted += noted(document)
    report = _report(todo, sources, before, added, changed, sorted(before.documents[name].file for name in todo.gone))
    return replace(
        report,
        documents=len(sizes),
        pages=sum(pages for pages, _ in sizes.values()),
        passages=sum(passages for _, passages in sizes.values()),
        seconds=round(time.monotonic() - started, 3),
        peak_mb=peak_mb(),
        public=tuple(public),
    )


def roll_back(index: Path, embedder: Embedder, config: IngestConfig, to: int | None = None) -> int:
    """Show again what generation `to` showed (without it: the one before the last); return the new generation.

    :raises KizError: no such generation, no longer kept, or no different; index locked or of another model.
    """
    with publication(index, embedder) as work:
        target = work.base - 1 if to is None else to
        if not take_back(work, target):
            raise KnowledgeBaseError("nothing-to-take-back", number=target)
        return _publish(work, target, config, tuple)


def _publish(
    work: Publication, what: Report | int, config: IngestConfig, answerable: Callable[[], Sequence[str]]
) -> int:
    """Write the report for people, publish, and sweep what ended; return the generation."""
    differs = changes(work)
    published_before = generations(work.index)
    last = published_before[0].published.date() if published_before else None
    aside = Aside(offer_changes(work, last, date.today()))
    write_bulletin(work.index, work.number, differs, what, aside)
    counts: dict[str, object] = {
        name: sum(change.what == name for change in differs) for name in ("added", "changed", "gone")
    }
    if isinstance(what, Report):
        held = sum(len(one.documents) for one in what.held)
        counts |= {"moved": len(what.moved), "failed": len(what.failed), "held": held}
    else:
        counts |= {"rollback": what}
    work.publish(counts)
    work.sweep(floor(work.index, config.keep_days))
    if answered := answerable():
        write_bulletin(work.index, work.number, differs, what, replace(aside, answerable=tuple(answered)))
    return work.number


def _report(
    todo: Plan, sources: Sources, before: Published, added: list[str], changed: list[str], gone: list[str]
) -> Report:
    return Report(
        documents=0,
        pages=0,
        passages=0,
        unchanged=len(todo.unchanged),
        removed=len(gone),
        failed=tuple(todo.failed),
        seconds=0.0,
        added=tuple(added),
        changed=tuple(changed),
        moved=tuple(todo.moved),
        gone=tuple(gone),
        held=tuple(todo.held),
        duplicates=tuple(todo.duplicates),
        notes=sources.notes,
        noted=tuple(sorted(todo.noted, key=lambda one: one.file)),
    )


def _read(
    todo: Plan, readings: Readings, config: IngestConfig, on_progress: OnProgress
) -> Iterator[tuple[Task, Reading | IngestError]]:
    """Yield each file to be read with its reading, in order."""
    pages = done = 0

    def on_page(file: Path, page: int, of_pages: int) -> None:
        on_progress(Progress(done, len(todo.read), pages, file.name, page, of_pages))

    for task, reading in readings.of(todo.read, on_page):
        yield task, reading
        done += 1
        pages += 0 if isinstance(reading, IngestError) else len(reading.pages)
        on_progress(Progress(done, len(todo.read), pages, task.source.name))


def _carry_out(
    todo: Plan,
    work: Publication,
    before: Published,
    readings: Readings,
    config: IngestConfig,
    on_progress: OnProgress,
) -> tuple[list[str], list[str]]:
    """Read and write what is new or changed; return the file names of both."""
    added: list[str] = []
    changed: list[str] = []
    for task, reading in _read(todo, readings, config, on_progress):
        source = task.source
        if isinstance(reading, IngestError):
            failure = task.failure(reading)
            todo.failed.append(failure)
            todo.lasting += [failure] if reading.key in LASTING else []
            continue
        document = document_of(task, reading, config)
        evidence = [item._asdict() for item in reading.head.evidence]
        old = before.documents.get(document.id)
        if old is not None:
            newer = old.version != document.version and old.visibility == document.visibility
            work.end(document.id, "superseded" if newer else "reread")
        passages = list(passages_of(document, reading))
        stated = reading.stated or Stated()
        recipe = task.recipe + (limits_of(config) if stated.remarks else "")
        work.add(source.path, document, recipe, evidence, reading.pages, passages, stated.offers, stated.contacts)
        (changed if old is not None else added).append(source.name)
        todo.noted += noted(document)
        todo.places.append((Place(source.source, source.place, document.id, task.version), document.visibility))
        todo.ended_places += [*([task.place] if task.place else []), *task.left]
    return added, changed


def _withdraw(todo: Plan, work: Publication, before: Published) -> list[str]:
    """Move the places, and end the documents that have none left; return their file names."""
    for place in todo.ended_places:
        work.end_place(place)
    for place, visibility in todo.places:
        work.add_place(place, visibility)
    for document in todo.gone:
        work.end(document, "withdrawn")
    return sorted(before.documents[document].file for document in todo.gone)
