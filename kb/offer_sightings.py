"""Statements of papers on offers, and what several of one offer say together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from kb.model import Document
from kb.offer_ages import day_of
from kb.offer_contexts import Context, context_of, joined
from kb.offer_names import Name, read_name
from kb.offers import Offer


class Sighting(NamedTuple):
    """An offer as one paper states it."""

    document: Document
    offer: Offer

    @property
    def age(self) -> tuple[date, str, int, int, str]:
        """What statements are ordered by: the paper's day (none before all), the paper, the place in it."""
        day = day_of(self.document)
        name = next(iter(self.offer.where("name")), None)
        place = (name.ordinal, name.start) if name else (0, 0)
        return (day.day if day else date.min, self.document.id, *place, repr(self.offer))


class Cluster(NamedTuple):
    """Statements of one offer, what they say together besides the name, and the papers that say more than the name."""

    sightings: tuple[Sighting, ...]
    context: Context
    detailed: frozenset[str]

    @property
    def names(self) -> dict[str, Name]:
        """The names by their joined words."""
        found = (read_name(sighting.offer.name) for sighting in self.sightings)
        return {name.joined: name for name in found}


def in_order(sightings: Iterable[tuple[Document, Offer]]) -> list[Sighting]:
    """Return statements in an order of their own: the oldest paper first, undated ones before, then by place in it."""
    return sorted((Sighting(*sighting) for sighting in sightings), key=lambda each: each.age)


def alone(sighting: Sighting) -> Cluster:
    """Return one statement as that of an offer."""
    context = context_of(*sighting)
    return Cluster((sighting,), context, frozenset() if context.bare else context.papers)


def join(one: Cluster, other: Cluster) -> Cluster:
    """Return the statements of two as those of one offer."""
    return Cluster(one.sightings + other.sightings, joined((one.context, other.context)), one.detailed | other.detailed)
