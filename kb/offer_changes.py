"""What a publication changes among the offers: new ones, those no longer named, those that ran out since the last one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kb.model import Document
from kb.offer_names import words
from kb.offers import Offer
from kb.publication import Publication

Stated = tuple[Document, Offer]


@dataclass(frozen=True, slots=True)
class OfferChanges:
    """Offers with the document that states them, or stated them."""

    new: tuple[Stated, ...] = ()
    gone: tuple[Stated, ...] = ()
    over: tuple[Stated, ...] = ()


def offer_changes(work: Publication, last: date | None, today: date) -> OfferChanges:
    """Return what the generation being written changes; `last` is the day of the publication before.

    An offer is the same by its name, in whatever paper.
    """
    before, after = _stated(work, work.base), _stated(work, work.number)
    over = [
        stated for stated in after.values()
        if last is not None and (end := stated[1].valid_to) is not None and last <= end < today
    ]  # fmt: skip
    return OfferChanges(
        tuple(stated for name, stated in after.items() if name not in before),
        tuple(stated for name, stated in before.items() if name not in after),
        tuple(over),
    )


def _stated(work: Publication, generation: int) -> Mapping[frozenset[str], Stated]:
    offers = work.offers(generation)
    documents = {
        document.id: document
        for shard in work.shards.values()
        for document in shard.catalogue.documents(generation)
        if document.id in offers
    }
    return {
        words(offer.name): (documents[name], offer)
        for name, stated in offers.items()
        if name in documents
        for offer in stated
    }
