"""Which entries of the catalogue a text means: by its words, by words near to them in meaning, by the search in the papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from assistant.offer_asking import Asked
from assistant.offer_catalogue import Catalogue
from kb.model import Query
from kb.store import KnowledgeBase

# So many passages are looked at for a text; they order what its words find, and stand in where these find nothing.
READ = 60
# An entry is meant by a text where it has half of what the text says, counted by how rare its words are.
HALF = 0.5
# What a German word that stands nowhere may mean is less than half of it.
GUESSED = 0.49


class Meant(NamedTuple):
    """Entries that have what no facet says: how much of it (0-1), how near they come to one of its words, what it says of them."""

    share: Mapping[int, float]
    nearest: Mapping[int, float]
    says: Mapping[int, float]

    def most(self) -> Mapping[int, float]:
        """Return the entries that have half of it."""
        return {at: self.says[at] for at, share in self.share.items() if share >= HALF}

    def some(self) -> Mapping[int, float]:
        """Return the entries that have one of its words."""
        return {at: self.says[at] for at, nearness in self.nearest.items() if nearness >= HALF}


def meant(base: KnowledgeBase, held: Catalogue, asked: Asked, language: str) -> Meant:
    """Return the entries that have the words that no facet says; all of them where the facets say it all."""
    if not asked.rest:
        every = range(len(held.entries))
        return Meant(dict.fromkeys(every, 1.0), dict.fromkeys(every, 1.0), dict.fromkeys(every, 0.0))
    whole = 0.0
    got: defaultdict[int, float] = defaultdict(float)
    says: defaultdict[int, float] = defaultdict(float)
    nearest: defaultdict[int, float] = defaultdict(float)
    for words in asked.groups:
        found: dict[int, tuple[float, float]] = {}
        for word in words:
            for at, one in _entries_with(base, held, word, language).items():
                found[at] = max(found.get(at, one), one)
        rarity = held.words.rarity(sum(nearness >= HALF for nearness, _ in found.values()))
        whole += rarity
        for at, (nearness, much) in found.items():
            got[at] += nearness * rarity
            says[at] += nearness * rarity * much
            nearest[at] = max(nearest[at], nearness)
    return Meant({at: part / whole for at, part in got.items()}, nearest, says)


def _entries_with(base: KnowledgeBase, held: Catalogue, word: str, language: str) -> dict[int, tuple[float, float]]:
    """Return the entries that have a word, or for one of another language German words near to it.

    A German word that stands nowhere is looked up by its meaning, too, but never counts as found by that.
    """
    found = held.words.find(word)
    if found and language == "de":
        return found
    near = base.explain(Query(word, language if language != "de" else "", "offer", base.audience))
    scale = 1.0 if language != "de" else GUESSED
    for other, weight in (*near.translated.items(), *near.synonyms.items()):
        for at, (nearness, much) in held.words.find(other).items():
            found[at] = max(found.get(at, (0.0, 0.0)), (scale * weight * nearness, much))
    return found


def near(base: KnowledgeBase, held: Catalogue, query: Query) -> dict[int, float]:
    """Return the entries whose name or description stands in the best passages, with the score of the best of these."""
    scores: dict[int, float] = {}
    for hit in base.search(query, READ):
        for at in held.places.get((hit.document.id, hit.passage.ordinal), ()):
            scores.setdefault(at, hit.score)
    return scores
