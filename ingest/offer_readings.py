"""The readings of a paper: its offers each once, with those that sentences of a report name beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ingest.offer_drafts import Draft
from ingest.offer_entries import Node
from ingest.offer_overviews import without_overviews
from ingest.offer_reported import Section, asked, reported
from kb.offer_names import apart, words
from kb.offers import Offer


class Reading(NamedTuple):
    """The offers of one reading of a paper, before and after each is there once; the sections of a report with theirs."""

    offers: tuple[Offer, ...]
    every: list[Offer]
    sections: list[Section]
    make: Callable[[Draft, Node], Offer]


def with_reported(reading: Reading) -> tuple[Offer, ...]:
    """Return the offers of a reading with those that sentences of a report name; a topic over them is none, then."""
    if not reading.sections:
        return reading.offers
    whole = list(reading.every)
    for section in reading.sections:
        for number, told in asked(section).items():
            whole = [told if each is section.offers[number] else each for each in whole]
        found, instead = reported(section, whole)
        if not found:
            continue
        made = [reading.make(draft, section.node) for draft in found]
        at = next((n for n, each in enumerate(whole) if each is section.offers[-1]), None) if section.offers else None
        whole[len(whole) if at is None else at + 1 : len(whole) if at is None else at + 1] = made
        if instead:
            whole = [each for each in whole if each is not section.offers[instead - 1]]
    return once(without_overviews(whole))


def once(offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """Return each offer once: where a list names what an entry describes, the entry stays."""
    best: list[Offer] = []
    for each in offers:
        at = next(
            (n for n, other in enumerate(best) if words(each.name) == words(other.name) and not _differ(each, other)),
            None,
        )
        if at is None:
            best.append(each)
        elif len(each.spans) > len(best[at].spans):
            best[at] = each
    return tuple(each for each in best if not _listed_again(each, best))


def _differ(left: Offer, right: Offer) -> bool:
    """Tell entries of one name apart that are held at several places or times."""
    pairs = ((left.place, right.place), (left.time, right.time))
    return apart(left, right) or any(one and other and one != other for one, other in pairs)


def _listed_again(bare: Offer, offers: Sequence[Offer]) -> bool:
    if bare.description or bare.time or bare.place:
        return False
    own = words(bare.name)
    return any(
        bool(each.description or each.time) and (own <= words(each.name) or words(each.name) <= own)
        for each in offers
        if each is not bare
    )
