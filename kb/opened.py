"""What is open of one published generation, and what its shards say together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kb.contacts import Contact
from kb.errors import KnowledgeBaseError
from kb.filters import Filters
from kb.ledger import Generation, Ledger
from kb.model import Audience, Document, Visibility
from kb.offer_mentions import Text, mentions
from kb.offers import Offer
from kb.search import Aids, Scope
from kb.shard import Shard, index_recipe, open_shard, past_exists, shard_exists
from kb.shown import Shown
from kb.synonyms import Group


@dataclass(frozen=True, slots=True)
class Opened:
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


def opened(index: Path, ledger: Ledger, audience: Audience, aids: Aids, synonyms: tuple[Group, ...]) -> Opened:
    """Open the shards of the published generation that an audience may see.

    :raises KnowledgeBaseError: nothing is published, a shard is missing or damaged, or another model built it.
    """
    generation = ledger.current()
    if generation is None:
        raise KnowledgeBaseError("no-index", path=index)
    recipe = index_recipe(aids.embedder)
    if generation.space != recipe:
        raise KnowledgeBaseError("other-embedding", path=index, built=generation.space, wanted=recipe)
    visible: tuple[Visibility, ...] = ("public", "internal") if audience == "internal" else ("public",)
    for visibility in visible:
        if not shard_exists(index, visibility):
            why = f"{visibility}/catalogue.sqlite fehlt"
            raise KnowledgeBaseError("catalogue-damaged", path=index, why=why)
    dimension = aids.embedder.dimension
    shards = tuple(open_shard(index, each, generation, dimension, synonyms=synonyms, past=False) for each in visible)
    return _joined(ledger.file, generation, aids, shards)


def opened_past(index: Path, current: Opened, synonyms: tuple[Group, ...]) -> Opened:
    """Return what is open together with the superseded versions; itself where there are none.

    :raises KnowledgeBaseError: their shards are damaged.
    """
    generation, dimension = current.generation, current.aids.embedder.dimension
    further = tuple(
        open_shard(index, shard.visibility, generation, dimension, synonyms=synonyms, past=True)
        for shard in current.shards
        if past_exists(index, shard.visibility, generation)
    )
    return _joined(current.ledger, generation, current.aids, (*current.shards, *further)) if further else current


def _joined(ledger: tuple[int, int] | None, generation: Generation, aids: Aids, shards: tuple[Shard, ...]) -> Opened:
    number = generation.number
    homes = {document.id: (document, at) for at in shards for document in at.catalogue.documents(number)}
    documents = {key: document for key, (document, _) in homes.items()}
    shown: list[tuple[Shard, Shown]] = [(shard, shard.catalogue.shown(number)) for shard in shards]
    scopes = tuple(Scope(at, all_, None, frozenset(all_.documents)) for at, all_ in shown if len(all_.ids))
    found = {key: home for key, (_, home) in homes.items()}
    return Opened(ledger, generation, aids, shards, documents, found, scopes, {})


def contacts_of(state: Opened) -> tuple[tuple[Document, Contact], ...]:
    """Return the contacts that documents state, each with its document."""
    found = [shard.catalogue.contacts(state.generation.number) for shard in state.shards]
    return tuple(
        (state.documents[name], contact)
        for stated in found
        for name, contacts in stated.items()
        for contact in contacts
        if name in state.documents
    )


def offers_of(state: Opened) -> tuple[tuple[Document, Offer], ...]:
    """Return the offers that documents state, then those that they only name (`kb.offer_mentions`)."""
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
