"""What a publication changes among the offers: new ones, renamed ones, those no longer named, those that ran out since.

An offer is the same by its name, in whatever paper. One that goes and one that comes in the same paper are one that was
renamed, where what else the paper says of them agrees: the evidence is that of the catalogue (`kb.offer_contexts`), and
as a name tells nothing then, place, contact or text have to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from kb.german import analyse
from kb.model import Document
from kb.next_generation import Publication
from kb.offer_contexts import Context, context_of, evidence
from kb.offer_names import alike, words
from kb.offers import Offer

Stated = tuple[Document, Offer]

# The share of the words of two descriptions that both have: by reading, what is copied to the next year's booklet has
# nearly all, and two courses of one kind ("Deutsch A1", "Deutsch A2") less.
_SAME_TEXT = 0.8
# Fewer words describe any offer of its kind.
_TELLING = 6
# What place and contact, or place and time, weigh together (`kb.offer_contexts`); one of them alone, many share.
_ENOUGH = 5.0


class Renamed(NamedTuple):
    """An offer as the paper stated it, and as it states it now."""

    before: Stated
    after: Stated


@dataclass(frozen=True, slots=True)
class OfferChanges:
    """Offers with the document that states them, or stated them."""

    new: tuple[Stated, ...] = ()
    gone: tuple[Stated, ...] = ()
    over: tuple[Stated, ...] = ()
    renamed: tuple[Renamed, ...] = ()


def offer_changes(work: Publication, last: date | None, today: date) -> OfferChanges:
    """Return what the generation being written changes; `last` is the day of the publication before."""
    before, after = _stated(work, work.base), _stated(work, work.number)
    over = [
        stated for stated in after.values()
        if last is not None and (end := stated[1].valid_to) is not None and last <= end < today
    ]  # fmt: skip
    new = [stated for name, stated in after.items() if name not in before]
    gone = [stated for name, stated in before.items() if name not in after]
    pairs = renamed(gone, new)
    taken = {id(stated) for pair in pairs for stated in pair}
    return OfferChanges(
        tuple(stated for stated in new if id(stated) not in taken),
        tuple(stated for stated in gone if id(stated) not in taken),
        tuple(over),
        pairs,
    )


def renamed(gone: Sequence[Stated], new: Sequence[Stated]) -> tuple[Renamed, ...]:
    """Return the pairs of offers of one paper that are the same but for the name, where one alone fits the other."""
    coming: dict[str, list[tuple[Stated, Context]]] = defaultdict(list)
    for stated in new:
        coming[stated[0].id].append((stated, context_of(*stated)))
    fits: list[tuple[Stated, Stated]] = []
    for one in gone:
        if beside := coming.get(one[0].id):
            # As if of another paper: it is a change over time, not two courses of one paper.
            left = replace(context_of(*one), papers=frozenset())
            fits += [(one, other) for other, right in beside if _same(one[1], left, other[1], right)]
    ones, others = Counter(id(one) for one, _ in fits), Counter(id(other) for _, other in fits)
    return tuple(Renamed(*fit) for fit in fits if ones[id(fit[0])] == others[id(fit[1])] == 1)


def _same(one: Offer, left: Context, other: Offer, right: Context) -> bool:
    score = evidence(left, right, {})
    if score < 0:
        return False
    agree = bool(left.contacts & right.contacts or left.places & right.places)
    return score >= _ENOUGH or alike(one.name, other.name) or (agree and _same_text(one, other))


def _same_text(one: Offer, other: Offer) -> bool:
    left, right = (frozenset(analyse(offer.description or "").stems) for offer in (one, other))
    return min(len(left), len(right)) >= _TELLING and len(left & right) >= _SAME_TEXT * max(len(left), len(right))


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
