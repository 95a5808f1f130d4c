"""The reading side of the knowledge base: what an audience may see of the published generation."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from kb.blocks import Block, blocks, path_of
from kb.contacts import Contact
from kb.embed import Embedder, Wordwise
from kb.errors import KizError, KnowledgeBaseError
from kb.filters import Filters, filters_of, passing
from kb.guard import NOTHING, Guard, guard
from kb.ledger import Generation, Ledger
from kb.model import Audience, Document, Explained, Hit, Page, Passage, Query, Visibility
from kb.offer_corrections import OverridesFile
from kb.offer_mentions import Text, mentions
from kb.offers import Offer
from kb.pairs import PairReader
from kb.rerank import LateInteraction
from kb.search import Aids, Scope, explain, search
from kb.shard import Shard, file_path, index_recipe, open_shard, past_exists, shard_exists
from kb.shown import Shown
from kb.synonyms import Group, load
from kb.translate import Translator

# Filters whose documents are remembered while a generation is published.
FILTERS = 32
# Of a word that stands in more passages of the papers asked about, so many are counted.
MENTIONS = 2_000
# A publication that cannot be opened is tried again after so many seconds; until then the one before is shown.
AGAIN = 2.0
# The settings may name the new model only after the index has it: they are asked again after so many seconds.
RELOAD = 60.0


@dataclass(frozen=True, slots=True)
class _State:
    """What is open for one generation. Replaced whole, so that a query never sees two.

    `scopes` are what searches without filters look at: the shards that hold a visible paper at all.
    `filtered` remembers the scopes of the last filters. `ledger` is the ledger's file: a restored index is another.
    """

    ledger: tuple[int, int] | None
    generation: Generation
    aids: Aids
    shards: tuple[Shard, ...]
    documents: dict[str, Document]
    homes: dict[str, Shard]
    scopes: tuple[Scope, ...]
    filtered: dict[Filters, tuple[Scope, ...]]


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
        self._guards: tuple[object, Guard] = (None, NOTHING)
        self._lock = threading.RLock()
        self._opening = threading.Lock()
        self._reader = reader
        self._reload = reload
        self._aids = self._aids_of(embedder)
        self._ledger = Ledger(index)
        self._state: _State | None = None
        self._with_past: _State | None = None
        self._missed = (0, 0.0)  # the generation that could not be opened, and when (monotonic)
        self._offers: tuple[object, tuple[tuple[Document, Offer], ...]] | None = None
        self._asked_for = (0, 0.0)  # the generation whose model is being loaded, and since when (monotonic)

    def _aids_of(self, embedder: Embedder) -> Aids:
        look = LateInteraction(embedder) if isinstance(embedder, Wordwise) else None
        return Aids(embedder, Translator(embedder), look, self._reader, self.synonyms)

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
        return tuple(map(self._guard().document, self._current().documents.values()))

    def document(self, document: str) -> Document | None:
        """Return a document by its id, None where this audience sees none. Superseded versions have ids of their own."""
        found = self._showing(document).documents.get(document)
        return found and self._guard().document(found)

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
        return page and self._guard().page(page)

    def passages(self, document: str) -> tuple[Passage, ...]:
        """Return the passages of a document in reading order."""
        state = self._showing(document)
        home = state.homes.get(document)
        found = home.catalogue.passages_of(document, state.generation.number) if home else ()
        return tuple(map(self._guard().passage, found))

    def evidence(self, document: str) -> list[dict[str, Any]]:
        """Return field, quote and page of what was read off the paper's head."""
        state = self._showing(document)
        home = state.homes.get(document)
        return self._guard().evidence(home.catalogue.evidence(document, state.generation.number)) if home else []

    def offers(self) -> tuple[tuple[Document, Offer], ...]:
        """Return the offers that the visible documents state or name (`kb.offer_mentions`), each with its document."""
        state, shown = self._current(), self._guard()
        return tuple(
            (shown.document(document), offer)
            for document, each in self._offers_of(state)
            if (offer := shown.offer(each)) is not None
        )

    def _offers_of(self, state: _State) -> tuple[tuple[Document, Offer], ...]:
        of, held = (state.ledger, state.generation.number), self._offers
        if held is None or held[0] != of:  # looking up the names takes two seconds for ten million letters
            held = self._offers = (of, _stated(state))
        return held[1]

    def contacts(self) -> tuple[tuple[Document, Contact], ...]:
        """Return the contacts that the visible documents state, each with its document; blocked ones are left out."""
        state, shown = self._current(), self._guard()
        return tuple(
            (shown.document(document), contact) for document, contact in _contacts(state) if shown.lets(contact)
        )

    def blocks(self) -> tuple[Block, ...]:
        """Return who and what is blocked."""
        return self._guard().held

    def _guard(self) -> Guard:
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
            made = guard(blocks(self.index), [contact for _, contact in _contacts(state)])
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
        shown = self._guard()
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

    def _scopes(self, state: _State, query: Query) -> tuple[Scope, ...]:
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
        with self._lock:
            for shard in self._with_past.shards if self._with_past else self._state.shards if self._state else ():
                shard.close()
            self._state = self._with_past = None
            self._ledger.close()

    def _current(self) -> _State:
        """Return what is open, of the published generation. One thread opens a new one; others stay with the old."""
        number, before = self._ledger.number(), self._state
        if before is not None and (self._shows(before, number) or self._lately(number)):
            return before
        if not self._opening.acquire(blocking=before is None) and before is not None:
            return before
        try:
            if self._state is before:
                self._open_new(number)
        finally:
            self._opening.release()
        assert self._state is not None
        return self._state

    def _shows(self, state: _State, number: int) -> bool:
        return state.generation.number == number and state.ledger == self._ledger.file

    def _open_new(self, number: int) -> None:
        before = self._state
        try:
            self._state = self._newest()
            self._with_past = None  # its files are released with the last query that uses it
        except KnowledgeBaseError as error:
            if before is None or (error.key == "other-embedding" and self._reload is None):
                raise
            self._stay(number, error)

    def _newest(self) -> _State:
        """Open the published generation; where another is published and this one swept meanwhile, that one."""
        while True:
            number = self._ledger.number()
            try:
                return self._open()
            except KnowledgeBaseError:
                if self._ledger.number() == number:
                    raise

    def _lately(self, number: int) -> bool:
        """Return whether generation `number` could not be opened a moment ago."""
        return self._missed[0] == number and time.monotonic() - self._missed[1] < AGAIN

    def _stay(self, number: int, error: KnowledgeBaseError) -> None:
        """Go on with the state before: generation `number` cannot be opened, or not yet."""
        self._missed = (number, time.monotonic())
        if error.key == "other-embedding":
            self._change_model(number)
        else:
            logging.getLogger(__name__).warning("%s", error)

    def _change_model(self, number: int) -> None:
        """Load the model of generation `number` beside the running queries."""
        if self._asked_for[0] != number or time.monotonic() - self._asked_for[1] > RELOAD:
            self._asked_for = (number, time.monotonic())
            threading.Thread(target=self._adopt, daemon=True).start()

    def _adopt(self) -> None:
        assert self._reload is not None
        try:
            aids = self._aids_of(self._reload())
            with self._opening:
                before, self._aids = self._aids, aids
                try:
                    self._state = self._open()
                except KizError:
                    self._aids = before
                    raise
        except KizError as error:
            logging.getLogger(__name__).warning("%s", error)

    def _past(self) -> _State:
        """Return the current state together with the superseded versions; opened when first asked for."""
        with self._lock:
            state = self._current()
            while self._with_past is None or self._with_past.generation != state.generation:
                try:
                    self._with_past = self._open_past(state)
                except KnowledgeBaseError:
                    if self._ledger.number() == state.generation.number:
                        raise
                    with self._opening:  # a newer one swept it, and may just be opened by another thread
                        pass
                    before, state = state, self._current()
                    if state is before:  # that one cannot be opened yet
                        return state
            return self._with_past

    def _showing(self, document: str) -> _State:
        """Return the state that knows a document: superseded versions are looked for where it may be one."""
        state = self._current()
        return state if document in state.documents or "." not in document else self._past()

    def _open(self) -> _State:
        generation = self._ledger.current()
        if generation is None:
            raise KnowledgeBaseError("no-index", path=self.index)
        aids = self._aids
        recipe = index_recipe(aids.embedder)
        if generation.space != recipe:
            raise KnowledgeBaseError("other-embedding", path=self.index, built=generation.space, wanted=recipe)
        visible: tuple[Visibility, ...] = ("public", "internal") if self.audience == "internal" else ("public",)
        for visibility in visible:
            if not shard_exists(self.index, visibility):
                why = f"{visibility}/catalogue.sqlite fehlt"
                raise KnowledgeBaseError("catalogue-damaged", path=self.index, why=why)
        # The state before is left to its running queries and released with the last of them.
        shards = tuple(self._shard(generation, visibility, aids) for visibility in visible)
        return _state(self._ledger.file, generation, aids, shards)

    def _open_past(self, state: _State) -> _State:
        generation = state.generation
        further = tuple(
            self._shard(generation, shard.visibility, state.aids, past=True)
            for shard in state.shards
            if past_exists(self.index, shard.visibility, generation)
        )
        return _state(state.ledger, generation, state.aids, (*state.shards, *further)) if further else state

    def _shard(self, generation: Generation, visibility: Visibility, aids: Aids, *, past: bool = False) -> Shard:
        dimension = aids.embedder.dimension
        return open_shard(self.index, visibility, generation, dimension, synonyms=self.synonyms, past=past)


def _state(ledger: tuple[int, int] | None, generation: Generation, aids: Aids, shards: tuple[Shard, ...]) -> _State:
    number = generation.number
    homes = {document.id: (document, at) for at in shards for document in at.catalogue.documents(number)}
    documents = {key: document for key, (document, _) in homes.items()}
    shown: list[tuple[Shard, Shown]] = [(shard, shard.catalogue.shown(number)) for shard in shards]
    scopes = tuple(Scope(at, all_, None, frozenset(all_.documents)) for at, all_ in shown if len(all_.ids))
    found = {key: home for key, (_, home) in homes.items()}
    return _State(ledger, generation, aids, shards, documents, found, scopes, {})


def _contacts(state: _State) -> tuple[tuple[Document, Contact], ...]:
    found = [shard.catalogue.contacts(state.generation.number) for shard in state.shards]
    return tuple(
        (state.documents[name], contact)
        for stated in found
        for name, contacts in stated.items()
        for contact in contacts
        if name in state.documents
    )


def _stated(state: _State) -> tuple[tuple[Document, Offer], ...]:
    """Return the offers that documents state, then those that they only name."""
    number = state.generation.number
    stated = [
        (state.documents[name], offer)
        for shard in state.shards
        for name, offers in shard.catalogue.offers(number).items()
        for offer in offers
        if name in state.documents
    ]
    texts = (
        Text(state.documents[name], ordinal, text)
        for shard in (state.shards if stated else ())
        for name, ordinal, text in shard.catalogue.running(number)
        if name in state.documents
    )
    return (*stated, *mentions(stated, texts))
