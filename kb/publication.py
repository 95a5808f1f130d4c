"""The writing side: a new generation written beside the published one, made visible in one step."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kb.catalogue import Failure, Place
from kb.embed import Embedder
from kb.errors import KnowledgeBaseError
from kb.ledger import FILE, Ledger
from kb.lock import write_lock
from kb.model import Document, Page, Passage, Visibility
from kb.shard import Shard, build_folder, index_recipe, open_shard
from kb.words import WordEntry

BUILTIN = "builtin-"
# Passages embedded and written to the vectors together: Chroma writes its files anew with every batch, which
# for papers of three passages took nine tenths of the time.
TOGETHER = 1000
VISIBILITIES: tuple[Visibility, ...] = ("public", "internal")


class Publication:
    """The generation being written. Nothing of it is visible before `publish`."""

    def __init__(self, ledger: Ledger, embedder: Embedder, shards: Mapping[Visibility, Shard], build: int) -> None:
        self.base = ledger.number()
        self.number = self.base + 1
        self._ledger = ledger
        self._embedder = embedder
        self._build = build
        self.shards = shards
        self._waiting: dict[Visibility, list[tuple[int, str]]] = {visibility: [] for visibility in shards}

    def documents(self) -> dict[str, Document]:
        """Return the documents of the published generation by id."""
        return {d.id: d for shard in self.shards.values() for d in shard.catalogue.documents(self.base)}

    def recipes(self) -> dict[tuple[str, str], str]:
        """Return (document id, version) -> recipe of the published generation."""
        return {k: v for shard in self.shards.values() for k, v in shard.catalogue.recipes(self.base).items()}

    def sizes(self, generation: int) -> dict[str, tuple[int, int]]:
        """Return document id -> its numbers of pages and passages in `generation`."""
        return {k: v for shard in self.shards.values() for k, v in shard.catalogue.sizes(generation).items()}

    def places(self) -> tuple[Place, ...]:
        """Return where the published documents were found."""
        return tuple(place for shard in self.shards.values() for place in shard.catalogue.places(self.base))

    def failures(self) -> tuple[Failure, ...]:
        """Return the files on record as unreadable (kept with the internal papers)."""
        return self.shards["internal"].catalogue.failures()

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
            _keep(file, shard.file(document.version))
        ids = shard.catalogue.add(document, recipe, evidence, pages, passages, self.number)
        self._index(shard, document, passages, ids)

    def _index(self, shard: Shard, document: Document, passages: Sequence[Passage], ids: Sequence[int]) -> None:
        if not passages:
            return
        shard.words.add(
            WordEntry(number, document.id, document.title, " ".join(passage.section), passage.text)
            for number, passage in zip(ids, passages, strict=True)
        )
        waiting = self._waiting[shard.visibility]
        waiting += [
            (number, f"{document.title}\n{passage.text}") for number, passage in zip(ids, passages, strict=True)
        ]
        if len(waiting) >= TOGETHER:
            self._embed(shard)

    def _embed(self, shard: Shard) -> None:
        """Write the vectors of the passages that wait for theirs."""
        waiting = self._waiting[shard.visibility]
        if waiting:
            ids, texts = zip(*waiting, strict=True)
            shard.vectors.upsert(ids, self._embedder.passages(texts))
            waiting.clear()

    def end(self, document: str) -> None:
        """Let the published version of a document end with this generation."""
        for shard in self.shards.values():
            shard.catalogue.end(document, self.number)

    def add_place(self, place: Place, visibility: Visibility) -> None:
        """Record where a document was found."""
        self.shards[visibility].catalogue.add_place(place, self.number)

    def end_place(self, place: Place) -> None:
        """Forget with this generation that a document was found there."""
        for shard in self.shards.values():
            shard.catalogue.end_place(place.source, place.path, self.number)

    def set_failures(self, sources: Sequence[str], failures: Sequence[Failure]) -> None:
        """Record which files of the sources could not be read."""
        self.shards["internal"].catalogue.set_failures(sources, failures)

    def reindex(self) -> None:
        """Write words and vectors of all published passages anew, from the catalogue alone."""
        for shard in self.shards.values():
            for document in shard.catalogue.documents(self.base):
                passages = shard.catalogue.passages_of(document.id, self.base)
                self._index(shard, document, passages, [passage.id for passage in passages])

    def publish(self, summary: Mapping[str, object]) -> None:
        """Make the generation visible in one transaction, then sweep what it ended."""
        for shard in self.shards.values():
            shard.words.commit()
            self._embed(shard)
            _ = shard.vectors  # made even if empty: readers look for both
        self._ledger.publish(self.number, index_recipe(self._embedder), self._build, summary)
        self._sweep()

    def _sweep(self) -> None:
        for shard in self.shards.values():
            kept = {document.version for document in shard.catalogue.documents(self.number)}
            ended = shard.catalogue.ended(self.number)
            _remove(shard, ended)
            shard.catalogue.sweep(self.number)
            for file in (shard.folder / "files").glob("*"):
                if file.stem not in kept:
                    file.unlink()
            for folder in shard.folder.glob("build-*"):
                if folder.name != f"build-{self._build}":
                    shutil.rmtree(folder)

    def recover(self) -> None:
        """Take back what a broken ingest left behind."""
        for shard in self.shards.values():
            _remove(shard, shard.catalogue.unpublished(self.base))
            shard.catalogue.undo(self.base)


def _keep(file: Path, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    if not kept.exists():
        beside = kept.with_suffix(".part")
        shutil.copyfile(file, beside)
        beside.rename(kept)


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
        shards: dict[Visibility, Shard] = {}
        try:
            for visibility in VISIBILITIES:
                shards[visibility] = open_shard(index, visibility, build, recipe, embedder.dimension, writable=True)
            work = Publication(ledger, embedder, shards, build)
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
        documents = len(work.documents())
        work.publish({"repaired": documents})
    return documents
