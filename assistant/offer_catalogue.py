"""The catalogue of offers made ready for searching, once for each published generation and day."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import log
from typing import NamedTuple
from weakref import WeakKeyDictionary, WeakSet

from assistant.offer_dates import next_day
from assistant.offer_facets import FACETS, Traits, known_values, traits_of
from assistant.offer_terms import alike, folded, value_name
from kb.blocks import Block
from kb.german import analyse
from kb.guard import NOTHING
from kb.offer_merge import CatalogueEntry, merge
from kb.offer_overrides import Overrides
from kb.offer_shielding import shielded
from kb.store import KnowledgeBase

# How much a word says of an entry by where it stands; the order is plain, the figures are judgement, not tuned.
NAME, TOLD, ASIDE = 3.0, 1.5, 1.0
# A word counts for less where only a part of it, or its beginning, is the one asked for. Beginnings of fewer letters
# are shared by words that have nothing to do with each other (Schule, Schulden, Schulung).
PART, BEGINNING, LETTERS, LONGER = 0.8, 0.7, 6, 4
# What is said of words that mean the same, or nearly (`alike` in offer_terms/de.toml).
ALIKE = 0.8
# Shorter words for people are also parts of what has nothing to do with them.
NARROW = 6


@dataclass(frozen=True)
class Catalogue:
    """All entries, their values for each facet, and where the passages are that state them; the order is that of names."""

    entries: tuple[CatalogueEntry, ...]
    traits: tuple[Traits, ...]
    known: Mapping[str, tuple[str, ...]]
    places: Mapping[tuple[str, int], tuple[int, ...]]
    today: date

    @cached_property
    def days(self) -> tuple[date | None, ...]:
        """When each entry is next, None where its papers do not say."""
        return tuple(next_day(entry, self.today) for entry in self.entries)

    @cached_property
    def words(self) -> Words:
        """The words of the entries; made when first asked for."""
        return Words(self.entries, self.traits)

    def says(self, word: str) -> frozenset[int]:
        """Return the entries whose own text has a word for people that is narrower than the values of the facet."""
        if any(word in folded(value_name("audience", code)) for code in self.known["audience"]) or len(word) < NARROW:
            return frozenset()
        found = self.words.find(word)
        return frozenset(at for at, (near, says) in found.items() if near == 1 and says >= TOLD)


class Words:
    """Which words stand in which entries, by stem, and how much they say there."""

    def __init__(self, entries: Sequence[CatalogueEntry], traits: Sequence[Traits]) -> None:
        """Take the entries, each with its values for the facets."""
        self._entries: dict[str, dict[int, float]] = {}
        for at, (entry, values) in enumerate(zip(entries, traits, strict=True)):
            for text, weight in _texts(entry, values):
                terms = analyse(text)
                for stem in (*terms.stems, *terms.exact):
                    self._note(stem, at, weight)
                for part in terms.parts:
                    self._note(part, at, weight * PART)
        self._sorted = sorted(self._entries)
        self._total = len(entries)

    def _note(self, stem: str, at: int, weight: float) -> None:
        held = self._entries.setdefault(stem, {})
        held[at] = max(held.get(at, 0.0), weight)

    def find(self, word: str) -> dict[int, tuple[float, float]]:
        """Return the entries that have a word, or one that means the same: how nearly (0-1), and how much it says there."""
        found = self._find(word)
        for other in alike(word):
            for at, (nearness, says) in self._find(other).items():
                if nearness == 1:
                    _better(found, {at: says}, ALIKE)
        return found

    def _find(self, word: str) -> dict[int, tuple[float, float]]:
        terms = analyse(word)
        found: dict[int, tuple[float, float]] = {}
        for stem in (*terms.stems, *terms.exact):
            _better(found, self._entries.get(stem, {}), 1.0)
            for longer in self._beginning(stem):
                _better(found, self._entries[longer], BEGINNING)
        if len(terms.parts) > 1:
            by_part = [self._entries.get(part, {}) for part in dict.fromkeys(terms.parts)]
            for at in set().union(*by_part):
                having = [held[at] for held in by_part if at in held]
                _better(found, {at: max(having)}, PART * len(having) / len(by_part))
        return found

    def rarity(self, having: int) -> float:
        """Return how much a word says that so many entries have (idf)."""
        return log((self._total + 1.0) / (having + 0.5))

    def _beginning(self, stem: str) -> list[str]:
        """Return the words that begin with a stem, and those that it begins with, if they are not much longer or shorter."""
        if len(stem) < LETTERS:
            return []
        at = bisect_left(self._sorted, stem)
        found = []
        while at < len(self._sorted) and self._sorted[at].startswith(stem):
            if 0 < len(self._sorted[at]) - len(stem) <= LONGER:
                found.append(self._sorted[at])
            at += 1
        shorter = (stem[:length] for length in range(max(LETTERS, len(stem) - LONGER), len(stem)))
        return found + [word for word in shorter if word in self._entries]


class _State(NamedTuple):
    """What a catalogue is made of. What people corrected and blocked must show at once, a publication may take a moment."""

    generation: int
    today: date
    overrides: Overrides
    blocks: tuple[Block, ...]

    def serves(self, other: _State) -> bool:
        """Tell whether a catalogue of this state may be shown while that of another one is being made."""
        return (self.overrides, self.blocks) == (other.overrides, other.blocks)


class _Held(NamedTuple):
    state: _State
    catalogue: Catalogue


_HELD: WeakKeyDictionary[KnowledgeBase, _Held] = WeakKeyDictionary()
_KEPT: WeakSet[KnowledgeBase] = WeakSet()
_MAKING: WeakKeyDictionary[KnowledgeBase, threading.Lock] = WeakKeyDictionary()
_LOCK = threading.Lock()


def catalogue(base: KnowledgeBase, today: date) -> Catalogue:
    """Return the catalogue as this audience may see it, by which day offers are over.

    It is made once for a generation, a day, the corrections and the blocks in force. While one thread makes that of a
    new publication or day, the others go on with the one before; where somebody keeps it ready (`kept`), all do.
    """
    state = _state(base, today)
    with _LOCK:
        held = _HELD.get(base)
        making = _MAKING.setdefault(base, threading.Lock())
        kept = base in _KEPT
    if held is not None and (held.state == state or (kept and held.state.serves(state))):
        return held.catalogue
    waits = held is None or not held.state.serves(state)
    if not making.acquire(blocking=waits) and held is not None:
        return held.catalogue
    try:
        return _made(base, today)
    finally:
        making.release()


def made_ready(base: KnowledgeBase, today: date) -> Catalogue:
    """Return the catalogue of just now, with all that searches need of it; the next ones find it made."""
    with _LOCK:
        making = _MAKING.setdefault(base, threading.Lock())
    with making:
        made = _made(base, today)
    _ = made.days, made.words
    return made


@contextmanager
def kept(bases: Sequence[KnowledgeBase]) -> Iterator[None]:
    """Within this, nobody who asks makes the catalogue of a new publication or day: the caller does (`made_ready`)."""
    with _LOCK:
        _KEPT.update(bases)
    try:
        yield
    finally:
        with _LOCK:
            _KEPT.difference_update(bases)


def _made(base: KnowledgeBase, today: date) -> Catalogue:
    while True:
        state = _state(base, today)
        held = _HELD.get(base)
        if held is not None and held.state == state:  # another thread made it while this one waited
            return held.catalogue
        merged = merge(base.offers(), today, state.overrides)
        made = prepared(tuple(shielded(merged, base.guard() if state.blocks else NOTHING)), today)
        if _state(base, today) == state:  # else something was published in between
            with _LOCK:
                _HELD[base] = _Held(state, made)
            return made


def _state(base: KnowledgeBase, today: date) -> _State:
    return _State(base.generation.number, today, base.overrides.current(), base.blocks())


def prepared(entries: Sequence[CatalogueEntry], today: date) -> Catalogue:
    """Return entries, in order of their names, with all that searching them needs."""
    towns = frozenset(entry.offer.town for entry in entries if entry.offer.town)
    traits = tuple(traits_of(entry, towns) for entry in entries)
    places: dict[tuple[str, int], list[int]] = {}
    for at, entry in enumerate(entries):
        spots = {
            (source.document, span.ordinal)
            for source in entry.sources
            if source.field in ("name", "description")
            for span in source.spans
        }
        for spot in spots:
            places.setdefault(spot, []).append(at)
    at_spots = {spot: tuple(at) for spot, at in places.items()}
    return Catalogue(tuple(entries), traits, known_values(traits), at_spots, today)


def _texts(entry: CatalogueEntry, traits: Traits) -> list[tuple[str, float]]:
    offer = entry.offer
    named = [offer.name, *getattr(entry, "names", ())]
    told = [offer.description, offer.intended, offer.organiser, offer.place, offer.town]
    aside = [offer.time, offer.cost, offer.registration, *offer.languages, *(paper.title for paper in entry.seen)]
    called = [value_name(facet, code) for facet in FACETS[:2] for code in traits[facet]]
    return [
        (" · ".join(dict.fromkeys(filter(None, texts))), weight)
        for texts, weight in ((named, NAME), (told, TOLD), ([*aside, *called], ASIDE))
    ]


def _better(found: dict[int, tuple[float, float]], held: Mapping[int, float], nearness: float) -> None:
    for at, weight in held.items():
        if (nearness, weight) > found.get(at, (0.0, 0.0)):
            found[at] = (nearness, weight)
