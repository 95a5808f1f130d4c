"""The writing side: a new generation written beside the published one, made visible in one step."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kb.archive import Archive
from kb.catalogue import Failure, Place
from kb.embed import Embedder
from kb.errors import KnowledgeBaseError
from kb.ledger import FILE, Ledger
from kb.lock import write_lock
from kb.model import Document, Page, Passage, Visibility
from kb.published import Published, look
from kb.register import Fate
from kb.shard import Shard, WritableShard, build_folder, index_recipe
from kb.words import WordEntry

BUILTIN = "builtin-"
# Passages embedded and written to the vectors together: Chroma writes its files anew with every batch, which
# for papers of three passages took nine tenths of the time.
TOGETHER = 1000
VISIBILITIES: tuple[Visibility, ...] = ("public", "internal")
Entries = Sequence[tuple[int, str, str]]


class Publication:
    """The generation being written. Nothing of it is visible before `publish`."""

    def __init__(
        self, index: Path, ledger: Ledger, embedder: Embedder, shards: Mapping[Visibility, WritableShard], build: int
    ) -> None:
        self.index = index
        self.base = ledger.number()
        self.number = self.base + 1
        self.archive = Archive(index)
        self.shards = shards
        self._ledger = ledger
        self._embedder = embedder
        self._build = build
        self._waiting: dict[Shard, list[tuple[int, str]]] = {}

    def published(self) -> Published:
        """Return what the published generation holds."""
        return look([shard.catalogue for shard in self.shards.values()], self.base)

    def sizes(self, generation: int) -> dict[str, tuple[int, int]]:
        """Return document id -> its numbers of pages and passages in `generation`."""
        return {k: v for shard in self.shards.values() for k, v in shard.catalogue.sizes(generation).items()}

    def add(
        self,
        file: Path | None,
        document: Document,
        recipe: str,
        evidence: Sequence[dict[str, Any]],
        pages: Sequence[Page],
        passages: Sequence[Passage],
    ) -> None:
        """Write a document with a copy of its file (where it has one), its pages, passages, words, vectors."""
        shard = self.shards[document.visibility]
        if file is not None:
            keep_file(file, shard.file(document.version))
        ids = shard.register.add(document, recipe, evidence, pages, passages, self.number)
        entries = [(number, " ".join(p.section), p.text) for number, p in zip(ids, passages, strict=True)]
        self._write(shard, document.id, document.title, entries)

    def restore(self, visibility: Visibility, stored: Mapping[str, Any], file: Path, *, past: bool = False) -> None:
        """Write a document as it was stored once, with a copy of its file; with `past` as a superseded version."""
        shard = self.shards[visibility]
        keep_file(file, shard.file(stored["version"]))
        row = shard.register.restore(stored, self.number, past=past)
        if not past:  # past ones are written with those that this generation supersedes
            self._write(shard, stored["id"], *shard.register.entries(row))

    def _write(self, shard: Shard, document: str, title: str, entries: Entries) -> None:
        if not entries:
            return
        shard.words.add(WordEntry(number, document, title, section, text) for number, section, text in entries)
        waiting = self._waiting.setdefault(shard, [])
        waiting += [(number, f"{title}\n{text}") for number, _, text in entries]
        if len(waiting) >= TOGETHER:
            self._embed(shard)

    def _embed(self, shard: Shard) -> None:
        """Write the vectors of the passages that wait for theirs."""
        waiting = self._waiting.get(shard)
        if waiting:
            ids, texts = zip(*waiting, strict=True)
            shard.vectors.upsert(ids, self._embedder.passages(texts))
            waiting.clear()

    def end(self, document: str, fate: Fate) -> None:
        """Let the published version of a document end with this generation."""
        for shard in self.shards.values():
            shard.register.end(document, fate, self.number)

    def add_place(self, place: Place, visibility: Visibility) -> None:
        """Record where a document was found."""
        self.shards[visibility].register.add_place(place, self.number)

    def end_place(self, place: Place) -> None:
        """Forget with this generation that a document was found there."""
        for shard in self.shards.values():
            shard.register.end_place(place.source, place.path, self.number)

    def set_failures(self, sources: Sequence[str], failures: Sequence[Failure]) -> None:
        """Record which files of the sources could not be read."""
        self.shards["internal"].register.set_failures(sources, failures)

    def reindex(self) -> None:
        """Write words and vectors of all published passages anew, from the catalogue alone."""
        for shard in self.shards.values():
            for document in shard.catalogue.documents(self.base):
                passages = shard.catalogue.passages_of(document.id, self.base)
                self._write(shard, document.id, document.title, [(p.id, " ".join(p.section), p.text) for p in passages])
            self._write_past(shard, shard.register.past_rows(self.base))

    def _write_past(self, shard: WritableShard, rows: Sequence[int]) -> None:
        """Write superseded versions into the indexes of the past."""
        ids = {row.row: f"{row.id}.{row.version[:8]}" for row in shard.register.rows()} if rows else {}
        for row in rows:
            self._write(shard.past, ids[row], *shard.register.entries(row))

    def publish(self, summary: Mapping[str, object]) -> None:
        """Make the generation visible in one transaction. What it ended is still there until `sweep`."""
        self.archive.begin(self.base)
        for shard in self.shards.values():
            self._write_past(shard, shard.register.superseded(self.number))
            for written in (shard, shard.past) if shard.past in self._waiting or shard.has_past() else (shard,):
                written.words.commit()
                self._embed(written)
                _ = written.vectors  # made even if empty: readers look for both
            shard.register.settle()
        self._ledger.publish(self.number, index_recipe(self._embedder), self._build, summary)

    def sweep(self, floor: int = 0) -> None:
        """Have everything that ended leave word index, vectors, catalogue and files.

        What is no past version goes to the archive, and from there what ended by generation `floor`.
        May be broken off and repeated.
        """
        number = self._ledger.number()
        for shard in self.shards.values():
            register = shard.register
            _remove(shard, register.ended(number))
            leaving = register.leaving(number)
            if leaving:
                for row in leaving:
                    stored = register.stored_row(row)
                    self.archive.keep(shard.visibility, stored, shard.file(stored["version"]), number)
                if shard.has_past():
                    _remove(shard.past, register.passages_in(leaving))
            register.sweep(leaving, number)
            register.forget_places(floor)
            kept = register.versions()
            for file in (shard.folder / "files").glob("*"):
                if file.stem not in kept:
                    file.unlink()
        self.archive.prune(floor)
        self._sweep_builds()

    def _sweep_builds(self) -> None:
        """Remove the indexes of builds that neither this publication nor the one before shows."""
        used = {generation.build for generation in self._ledger.generations(2)} | {self._build}
        for shard in self.shards.values():
            for folder in shard.folder.glob("build-*"):
                if folder.name not in {f"build-{build}" for build in used}:
                    shutil.rmtree(folder)

    def recover(self) -> None:
        """Take back what a broken ingest left behind, and finish a sweep that broke off."""
        for shard in self.shards.values():
            register = shard.register
            left = register.not_published(self.base)
            if left and shard.has_past():
                _remove(shard.past, left)
            _remove(shard, register.unpublished(self.base))
            register.undo(self.base)
            for part in (shard.folder / "files").glob("*.part"):
                part.unlink()
        if any(shard.register.ended(self.base) or shard.register.leaving(self.base) for shard in self.shards.values()):
            self.sweep()


def keep_file(file: Path, kept: Path) -> None:
    """Copy a file into the index, whole or not at all.

    :raises KnowledgeBaseError: the disk is full or may not be written.
    """
    if kept.exists():
        return
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        beside = kept.with_suffix(".part")
        shutil.copyfile(file, beside)
        beside.rename(kept)
    except OSError as error:
        raise KnowledgeBaseError("read-only", path=kept.parent, why=error.strerror) from error


def _remove(shard: Shard, passages: Sequence[int]) -> None:
    if passages:
        shard.words.delete(passages)
        shard.words.commit()
        shard.vectors.delete(passages)


@contextmanager
def publication(index: Path, embedder: Embedder, *, rebuild: bool = False) -> Iterator[Publication]:
    """Open `index` (made where missing) for writing a new generation, under the write lock.

    With `rebuild`, word index and vectors start anew in a folder beside the published ones.

    :raises KnowledgeBaseError: locked by another writer, built with another embedding model (without
        `rebuild`), damaged, or not writable.
    """
    with write_lock(index):
        ledger = Ledger(index, create=True)
        current = ledger.current()
        recipe = index_recipe(embedder)
        if current and current.space != recipe and not rebuild:
            ledger.close()
            raise KnowledgeBaseError("other-embedding", path=index, built=current.space, wanted=recipe)
        build = (current.build if current else 1) + (1 if rebuild else 0)
        if rebuild:  # what a broken rebuild may have left
            for visibility in VISIBILITIES:
                shutil.rmtree(build_folder(index, visibility, build), ignore_errors=True)
        shards: dict[Visibility, WritableShard] = {}
        try:
            for visibility in VISIBILITIES:
                shards[visibility] = WritableShard(index, visibility, build, recipe, embedder.dimension)
            work = Publication(index, ledger, embedder, shards, build)
            work.recover()
            yield work
        finally:
            for shard in shards.values():
                shard.close()
            ledger.close()


def outdated(index: Path, embedder: Embedder) -> bool:
    """Return whether the index only lags behind the program: same model, or the built-in one of another release."""
    if not (index / FILE).is_file():
        return False
    ledger = Ledger(index)
    current = ledger.current()
    ledger.close()
    if current is None or current.space == index_recipe(embedder):
        return False
    built = current.space.split(" ")[0]
    return built == embedder.space or (built.startswith(BUILTIN) and embedder.space.startswith(BUILTIN))


def repair(index: Path, embedder: Embedder) -> int:
    """Build word index and vectors anew from the catalogue; return the number of documents.

    Serves for a damaged index and for a change of the embedding model alike.

    :raises KnowledgeBaseError: no index there, locked, or the catalogue itself is damaged.
    """
    Ledger(index).close()
    with publication(index, embedder, rebuild=True) as work:
        work.reindex()
        documents = len(work.published().documents)
        work.publish({"repaired": documents})
        work.sweep()
    return documents
