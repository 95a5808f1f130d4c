"""The reading side of the knowledge base: what an audience may see of the published generation."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from kb.blocks import Block, blocks, path_of
from kb.contacts import Contact
from kb.embed import Embedder, Wordwise
from kb.filters import filters_of, passing
from kb.generations import Generations
from kb.guard import NOTHING, Guard, guard
from kb.ledger import Generation
from kb.model import Audience, Document, Explained, Hit, Page, Passage, Query
from kb.offer_corrections import OverridesFile
from kb.offers import Offer
from kb.opened import Opened, contacts_of, offers_of
from kb.pairs import PairReader
from kb.rerank import LateInteraction
from kb.search import Aids, Scope, explain, search
from kb.shard import file_path
from kb.synonyms import Group, load
from kb.translate import Translator

# Filters whose documents are remembered while a generation is published.
FILTERS = 32
# Of a word that stands in more passages of the papers asked about, so many are counted.
MENTIONS = 2_000


class KnowledgeBase:
    """The published papers as `audience` may see them; safe to ask from several threads.

    The public audience opens the public shard alone. A new publication by another process is
    noticed at the next call, without a restart; one with another embedding model as soon as `reload` has
    brought that model, while the state before is served. Of `synonyms`, the shipped ones are the default.
    """

    def __init__(
        self,
        index: Path,
        embedder: Embedder,
        audience: Audience,
        synonyms: tuple[Group, ...] | None = None,
        reader: PairReader | None = None,
        reload: Callable[[], Embedder] | None = None,
        overrides: OverridesFile | None = None,
    ) -> None:
        self.index = index
        self.overrides = overrides or OverridesFile()
        self.audience = audience
        self.synonyms = load() if synonyms is None else synonyms
        aids_of = partial(_aids, reader=reader, synonyms=self.synonyms)
        self._generations = Generations(index, audience, self.synonyms, embedder, aids_of, reload)
        self._current, self._past = self._generations.current, self._generations.past
        self._showing = self._generations.showing
        self._lock = threading.Lock()
        self._guards: tuple[object, Guard] = (None, NOTHING)
        self._offers: tuple[object, tuple[tuple[Document, Offer], ...]] | None = None

    @classmethod
    def open(
        cls,
        index: Path,
        embedder: Embedder,
        audience: Audience = "internal",
        synonyms: tuple[Group, ...] | None = None,
        reader: PairReader | None = None,
        reload: Callable[[], Embedder] | None = None,
        overrides: OverridesFile | None = None,
    ) -> KnowledgeBase:
        """Open the index folder for reading; `reader` looks at the best passages again, `overrides` correct offers.

        :raises KnowledgeBaseError: no index there, damaged, or built with another embedding model.
        """
        base = cls(index, embedder, audience, synonyms, reader, reload, overrides)
        base._current()
        return base

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def embedder(self) -> Embedder:
        """The model of the published index."""
        return self._current().aids.embedder

    @property
    def generation(self) -> Generation:
        """The published generation."""
        return self._current().generation

    def documents(self) -> tuple[Document, ...]:
        """Return the visible documents."""
        return tuple(map(self.guard().document, self._current().documents.values()))

    def document(self, document: str) -> Document | None:
        """Return a document by its id, None where this audience sees none. Superseded versions have ids of their own."""
        found = self._showing(document).documents.get(document)
        return found and self.guard().document(found)

    def file(self, document: str) -> Path | None:
        """Return the kept copy of a document's PDF, None where this audience sees none."""
        state = self._showing(document)
        home = state.homes.get(document)
        return file_path(home.folder, state.documents[document].version) if home else None

    def page(self, document: str, number: int) -> Page | None:
        """Return a page's text, None where there is none."""
        state = self._showing(document)
        home = state.homes.get(document)
        page = home.catalogue.page(document, number, state.generation.number) if home else None
        return page and self.guard().page(page)

    def passages(self, document: str) -> tuple[Passage, ...]:
        """Return the passages of a document in reading order."""
        state = self._showing(document)
        home = state.homes.get(document)
        found = home.catalogue.passages_of(document, state.generation.number) if home else ()
        return tuple(map(self.guard().passage, found))

    def evidence(self, document: str) -> list[dict[str, Any]]:
        """Return field, quote and page of what was read off the paper's head."""
        state = self._showing(document)
        home = state.homes.get(document)
        return self.guard().evidence(home.catalogue.evidence(document, state.generation.number)) if home else []

    def offers(self) -> tuple[tuple[Document, Offer], ...]:
        """Return the offers that the visible documents state or name (`kb.offer_mentions`), each with its document."""
        state, shown = self._current(), self.guard()
        return tuple(
            (shown.document(document), offer)
            for document, each in self._offers_of(state)
            if (offer := shown.offer(each)) is not None
        )

    def _offers_of(self, state: Opened) -> tuple[tuple[Document, Offer], ...]:
        of, held = (state.ledger, state.generation.number), self._offers
        if held is None or held[0] != of:  # looking up the names takes two seconds for ten million letters
            held = self._offers = (of, offers_of(state))
        return held[1]

    def contacts(self) -> tuple[tuple[Document, Contact], ...]:
        """Return the contacts that the visible documents state, each with its document; blocked ones are left out."""
        state, shown = self._current(), self.guard()
        return tuple(
            (shown.document(document), contact) for document, contact in contacts_of(state) if shown.lets(contact)
        )

    def blocks(self) -> tuple[Block, ...]:
        """Return who and what is blocked."""
        return self.guard().held

    def guard(self) -> Guard:
        """Return what keeps blocked persons out; read anew when the list or the publication has changed."""
        path = path_of(self.index)
        try:
            written = path.stat()
        except FileNotFoundError:
            return NOTHING
        state = self._current()
        now = (written.st_mtime_ns, written.st_size, written.st_ino, state.generation.number)
        known, made = self._guards
        if known != now:
            made = guard(blocks(self.index), [contact for _, contact in contacts_of(state)])
            self._guards = (now, made)
        return made

    def versions(self, document: str) -> tuple[Document, ...]:
        """Return the superseded versions of a document, newest first."""
        found = [d for d in self._past().documents.values() if d.superseded and d.id.rpartition(".")[0] == document]
        return tuple(sorted(found, key=lambda d: d.superseded or date.min, reverse=True))

    def places(self, document: str) -> tuple[str, ...]:
        """Return where a document was found."""
        state = self._current()
        home = state.homes.get(document)
        places = home.catalogue.places(state.generation.number) if home else ()
        return tuple(place.path for place in places if place.document == document)

    def count(self) -> tuple[int, int, int]:
        """Return the numbers of visible documents, pages and passages."""
        state = self._current()
        sizes = [size for shard in state.shards for size in shard.catalogue.sizes(state.generation.number).values()]
        return len(sizes), sum(pages for pages, _ in sizes), sum(passages for _, passages in sizes)

    def search(self, query: Query, k: int = 10) -> tuple[Hit, ...]:
        """Return the `k` best passages for the query, best first. Scores compare within one query."""
        state = self._past() if query.past else self._current()
        scopes = self._scopes(state, query)
        hits = search(scopes, state.documents, state.aids, query, k, state.generation.number) if scopes else ()
        shown = self.guard()
        if not shown:
            return hits
        return tuple(
            replace(hit, passage=passage, document=shown.document(hit.document))
            for hit in hits
            if (passage := shown.passage(hit.passage)).text.strip()
        )

    def explain(self, query: Query) -> Explained:
        """Return how the search reads a query: weights of the legs, synonyms, German words for foreign ones."""
        state = self._past() if query.past else self._current()
        return explain(self._scopes(state, query), state.aids, query)

    def _scopes(self, state: Opened, query: Query) -> tuple[Scope, ...]:
        """Return what the query's filters leave of each shard; shards of which they leave nothing are not asked."""
        filters = filters_of(query)
        if filters is None:
            return state.scopes
        with self._lock:
            if filters not in state.filtered:
                passes = passing(state.documents, filters)
                wanted = [(scope, scope.shown.among(passes)) for scope in state.scopes]
                while len(state.filtered) >= FILTERS:
                    del state.filtered[next(iter(state.filtered))]
                state.filtered[filters] = tuple(
                    Scope(scope.shard, scope.shown, left, passes) for scope, left in wanted if len(left.ids)
                )
            return state.filtered[filters]

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[tuple[int, float]]:
        """Return the `k` passages nearest to a vector by the vector index alone, with their cosine, best first."""
        shards = self._current().shards
        found = [entry for shard in shards for entry in shard.vectors.search(vector, k)]
        return sorted(found, key=lambda entry: -entry[1])[:k]

    def mentions(self, word: str, documents: Collection[str]) -> dict[str, float]:
        """Return for those of the documents that have a word (by its stem) in which share of their passages it stands."""
        shares: dict[str, float] = {}
        for scope in self._current().scopes:
            wanted = scope.passing.intersection(documents)
            shares.update(scope.shown.shares(scope.shard.words.holding(word, wanted, MENTIONS)))
        return shares

    def rarity(self, word: str) -> float:
        """Return how rare a word is among the visible passages: 1 = in none, near 0 = in all (scaled idf)."""
        shards = self._current().shards
        total = sum(shard.words.count() for shard in shards)
        with_word = sum(shard.words.frequency(word) for shard in shards)
        return math.log((total + 1) / (min(with_word, total) + 0.5)) / math.log((total + 1) / 0.5)

    def close(self) -> None:
        """Release all files."""
        self._generations.close()


def _aids(embedder: Embedder, reader: PairReader | None, synonyms: tuple[Group, ...]) -> Aids:
    look = LateInteraction(embedder) if isinstance(embedder, Wordwise) else None
    return Aids(embedder, Translator(embedder), look, reader, synonyms)
