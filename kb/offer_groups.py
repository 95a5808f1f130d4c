"""Which statements of papers are of one offer: by name first, then by what else they say.

Statements of one name are gone through paper by paper, the oldest first; each joins the offer that it fits best
(`kb.offer_contexts`), and two of one paper never the same one. Then offers of like names are joined
(`kb.offer_links`). Neither depends on the order in which the statements come.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import log2

from kb.model import Document
from kb.offer_contexts import NAME, ORDINARY, crowd, evidence
from kb.offer_links import MANY, of_like_names
from kb.offer_names import ordinary, read_name
from kb.offer_sightings import Cluster, Sighting, alone, in_order, join
from kb.offers import Offer


def groups(sightings: Iterable[tuple[Document, Offer]]) -> list[list[Sighting]]:
    """Return the statements of each offer together, the oldest first; the offers by their oldest statement."""
    blocks: dict[str, list[Cluster]] = defaultdict(list)
    ordered = in_order(sightings)
    for sighting in ordered:
        blocks[read_name(sighting.offer.name).joined].append(alone(sighting))
    # „Sprach-Treff“ and „Sprachtreff“ are one name of two readings.
    weights = weights_of(
        stems
        for block in blocks.values()
        for stems in {read_name(one.sightings[0].offer.name).stems: None for one in block}
    )
    places = weights_of(one.context.places for block in blocks.values() for one in block if one.context.places)
    clusters = [one for block in blocks.values() for one in _of_one_name(block, places)]
    age = {id(sighting): n for n, sighting in enumerate(ordered)}
    found = [sorted(one.sightings, key=lambda each: age[id(each)]) for one in of_like_names(clusters, weights, places)]
    return sorted(found, key=lambda group: age[id(group[0])])


def _of_one_name(block: Sequence[Cluster], places: Mapping[str, float]) -> list[Cluster]:
    if len(block) == 1:
        return list(block)
    start = NAME + (ORDINARY if ordinary(read_name(block[0].sightings[0].offer.name)) else 0.0)
    papers = [_in_paper(list(every), start, places) for _, every in groupby(block, key=_paper)]
    most = max(sum(not one.context.bare for one in paper) for paper in papers)
    start += crowd(most)
    offers = _Offers()
    for bare in (False, True):  # who says only the name joins last, and only where it is clear whom
        for paper in papers:
            _match([one for one in paper if one.context.bare == bare], offers, start, places)
    return offers.held


class _Offers:
    """The offers of one name found so far, and which of them have a word of the place or a contact."""

    def __init__(self) -> None:
        self.held: list[Cluster] = []
        self._having: dict[str, set[int]] = defaultdict(set)

    def near(self, one: Cluster) -> Iterable[int]:
        """Return those that a statement may be of: all, or of very many those that share with it what few have."""
        if len(self.held) <= MANY:
            return range(len(self.held))
        keys = (self._having.get(key, set()) for key in one.context.keys)
        return sorted(set().union(*(having for having in keys if len(having) <= MANY)))

    def add(self, one: Cluster) -> None:
        """Take a new offer."""
        self.held.append(one)
        self._note(len(self.held) - 1, one)

    def join(self, at: int, one: Cluster) -> None:
        """Take a further statement of an offer."""
        self.held[at] = join(self.held[at], one)
        self._note(at, one)

    def _note(self, at: int, one: Cluster) -> None:
        for key in one.context.keys:
            self._having[key].add(at)


def _in_paper(block: Sequence[Cluster], start: float, places: Mapping[str, float]) -> list[Cluster]:
    """Return the offers that one paper states under one name."""
    found = _Offers()
    for one in sorted(block, key=lambda each: each.context.bare):
        fits = [n for n in found.near(one) if start + evidence(one.context, found.held[n].context, places) > 0]
        if fits and (not one.context.bare or len(fits) == 1 or found.held[fits[0]].context.bare):
            found.join(fits[0], one)
        else:
            found.add(one)
    return found.held


def _match(paper: Sequence[Cluster], offers: _Offers, start: float, places: Mapping[str, float]) -> None:
    """Join each offer of a paper with the known one that it fits best, one to one; the others are new."""
    scores = []
    for n, one in enumerate(paper):
        fits = []
        for at in offers.near(one):
            other = offers.held[at].context
            score = start + evidence(one.context, other, places)
            if score > 0 and (one.context.bare or not one.context.papers & other.papers):
                fits.append((-score, n, at))
        if not one.context.bare or len(fits) == 1:
            scores += fits
    taken: set[int] = set()
    done: set[int] = set()
    for _, n, at in sorted(scores):
        if n not in done and at not in taken:
            offers.join(at, paper[n])
            done.add(n)
            taken.add(at)
    for n, one in enumerate(paper):
        if n not in done:
            offers.add(one)


def weights_of(every: Iterable[frozenset[str]]) -> dict[str, float]:
    """Return stem -> log2(1 + N / n) of N names of which n have it: 1 for one that all have."""
    held = Counter[str]()
    count = 0
    for stems in every:
        held.update(stems)
        count += 1
    return {stem: log2(1 + count / n) for stem, n in held.items()}


def _paper(one: Cluster) -> str:
    return one.sightings[0].document.id
