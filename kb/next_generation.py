"""The generation being written: documents, words and vectors beside the published ones, and what ended swept."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kb import steps
from kb.archive import Archive
from kb.catalogue import Failure, Place, past_id
from kb.contacts import Contact
from kb.embed import Embedder
from kb.errors import KnowledgeBaseError
from kb.history import forget_reports
from kb.ledger import Ledger
from kb.model import Document, Page, Passage, Visibility
from kb.offers import Offer
from kb.places import VECTORS, forget_vectors, sweep_words
from kb.published import Published, look
from kb.register import Fate
from kb.shard import Shard, WritableShard, index_recipe
from kb.word_terms import WordEntry

# Passages embedded and written to the vectors together: Chroma writes its files anew with every batch, which
# for papers of three passages took nine tenths of the time.
TOGETHER = 1000
PART = ".part"
PAST = "past"
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
        self.vectors_from: Callable[[Shard, Sequence[int]], dict[int, NDArray[np.float32]]] | None = None

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
        offers: Sequence[Offer] = (),
        contacts: Sequence[Contact] = (),
    ) -> None:
        """Write a document with a copy of its file (where it has one), its pages, passages, words, vectors, statements."""
        shard = self.shards[document.visibility]
        if file is not None:
            keep_file(file, shard.file(document.version))
        ids = shard.register.add(document, recipe, evidence, pages, passages, self.number, offers, contacts)
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

    def embed(self) -> None:
        """Write the vectors of all passages that wait for theirs."""
        for shard in tuple(self._waiting):
            self._embed(shard)

    def _embed(self, shard: Shard) -> None:
        """Write the vectors of the passages that wait for theirs."""
        waiting = self._waiting.get(shard)
        if waiting:
            ids, texts = zip(*waiting, strict=True)
            shard.vectors.upsert(ids, self._vectors(shard, ids, texts))
            waiting.clear()

    def _vectors(self, shard: Shard, ids: Sequence[int], texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of passages: those there are already, where they only move (`kb.migrate`)."""
        known = self.vectors_from(shard, ids) if self.vectors_from else {}
        if len(known) < len(ids):
            missing = [row for row, number in enumerate(ids) if number not in known]
            made = self._embedder.passages([texts[row] for row in missing])
            known |= {ids[row]: vector for row, vector in zip(missing, made, strict=True)}
        return np.array([known[number] for number in ids], dtype=np.float32)

    def offers(self, generation: int) -> dict[str, tuple[Offer, ...]]:
        """Return document id -> the offers that it states in `generation`."""
        return {k: v for shard in self.shards.values() for k, v in shard.catalogue.offers(generation).items()}

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
        ids = {row.row: past_id(row.id, row.version) for row in shard.register.rows()} if rows else {}
        for row in rows:
            self._write(shard.past, ids[row], *shard.register.entries(row))

    def _forget_words(self, shard: WritableShard, written: Shard, ended: Sequence[int], leaving: Sequence[int]) -> None:
        """Delete the words of passages that end; of those that leave the index, nothing stays in the files."""
        if not ended:
            return
        rest = set(written.words.beside(leaving)).difference(ended)
        written.words.delete(ended)
        written.words.add(
            WordEntry(number, document if written is shard else past_id(document, version), title, section, text)
            for document, version, title, number, section, text in shard.register.entries_of(sorted(rest))
        )

    def _finish_words(self, shard: WritableShard, written: Shard) -> None:
        """Leave the words as they stay, if they are those of the catalogue.

        :raises KnowledgeBaseError: words of published passages are missing: files were lost.
        """
        written.words.finish()
        wanted = shard.register.count(shard.register.in_words(self.number, past=written is shard.past))
        if (there := written.words.count()) != wanted:
            raise KnowledgeBaseError("index-damaged", path=written.indexes, why=f"{steps.NAME}: {there} != {wanted}")
        steps.settle(written.indexes, self.number)

    def _match(self, shard: WritableShard, written: Shard) -> None:
        """Have the vectors be those of the catalogue, where their number says that they are not.

        A rebuild that broke off may have taken rows back that the build before it still knows.
        """
        where = shard.register.in_vectors(self.number, past=written is shard.past)
        if written.vectors.count() == shard.register.count(where):
            return
        known = {number: f"{title}\n{text}" for number, title, text in shard.register.known(where)}
        there = written.vectors.ids()
        written.vectors.delete(sorted(there - known.keys()))
        missing = sorted(known.keys() - there)
        for start in range(0, len(missing), TOGETHER):
            part = missing[start : start + TOGETHER]
            written.vectors.upsert(part, self._embedder.passages([known[number] for number in part]))

    def publish(self, summary: Mapping[str, object]) -> None:
        """Make the generation visible in one transaction. What it ended is still there until `sweep`."""
        self.archive.begin(self.base)
        for shard in self.shards.values():
            self._write_past(shard, shard.register.superseded(self.number))
            leaving = shard.register.passages_in(shard.register.leaving(self.number))
            self._forget_words(shard, shard, shard.register.ended(self.number), leaving)
            if shard.has_past():
                self._forget_words(shard, shard.past, leaving, leaving)
            for written in (shard, shard.past) if shard.has_past() else (shard,):
                if written.has_words or steps.words_of(written.indexes, self.base) is None:
                    self._embed(written)
                    self._match(shard, written)  # opened even if empty: readers look for both
                    self._finish_words(shard, written)
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
            _forget_vectors(shard, register.ended(number))
            leaving = register.leaving(number)
            if leaving:
                for row in leaving:
                    stored = register.stored_row(row)
                    self.archive.keep(shard.visibility, stored, shard.file(stored["version"]), number)
                if shard.has_past():
                    _forget_vectors(shard.past, register.passages_in(leaving))
            register.sweep(leaving, number)
        self._tidy()
        self.forget(floor)
        self._sweep_builds()

    def forget(self, floor: int) -> None:
        """Forget for good what ended by generation `floor`."""
        for shard in self.shards.values():
            shard.register.forget_places(floor)
        self.archive.prune(floor)

    def _tidy(self) -> None:
        """Remove files, words and logs that no stored version needs."""
        number = self._ledger.number()
        for shard in self.shards.values():
            shard.register.empty_log()
            for indexes in (shard.indexes, shard.past.indexes):
                sweep_words(indexes, number)
            kept = shard.register.versions()
            for file in (shard.folder / "files").glob("*"):
                if file.suffix == PART or file.stem not in kept:
                    file.unlink(missing_ok=True)

    def _sweep_builds(self) -> None:
        """Remove the indexes of builds that neither this publication nor the one before shows."""
        used = {generation.build for generation in self._ledger.generations(2)} | {self._build}
        for shard in self.shards.values():
            for folder in shard.folder.glob("build-*"):
                if folder.name not in {f"build-{build}" for build in used}:
                    remove_build(folder)

    def recover(self) -> None:
        """Take back what a broken ingest left behind, and finish a sweep that broke off."""
        for shard in self.shards.values():
            register = shard.register
            left = register.not_published(self.base)
            if left and (shard.past.indexes / VECTORS).exists():
                _forget_vectors(shard.past, left)
            _forget_vectors(shard, register.unpublished(self.base))
            register.undo(self.base)
        if any(shard.register.ended(self.base) or shard.register.leaving(self.base) for shard in self.shards.values()):
            self.sweep()
        else:  # it may have broken off after its last row
            self._tidy()
        forget_reports(self.index, self.base)


def keep_file(file: Path, kept: Path) -> None:
    """Copy a file into the index, whole or not at all.

    :raises KnowledgeBaseError: the disk is full or may not be written.
    """
    if kept.exists():
        return
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        beside = kept.with_suffix(PART)
        shutil.copyfile(file, beside)
        beside.rename(kept)
    except OSError as error:
        raise KnowledgeBaseError("read-only", path=kept.parent, why=error.strerror) from error


def _forget_vectors(shard: Shard, passages: Sequence[int]) -> None:
    if passages:
        shard.vectors.delete(passages)


def remove_build(folder: Path) -> None:
    """Delete the folder of a build, and its vectors on a server."""
    forget_vectors(folder / VECTORS)
    forget_vectors(folder / PAST / VECTORS)
    shutil.rmtree(folder, ignore_errors=True)
