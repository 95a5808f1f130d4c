"""The catalogue of offers: all that the visible papers state, one entry an offer, found by text and facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from assistant.question import read_question
from kb.model import Passage, Query
from kb.offer_merge import CatalogueEntry, merge
from kb.offer_names import words
from kb.offer_words import label
from kb.offers import Span
from kb.store import KnowledgeBase

# So many passages are looked at for a text; an offer further down has little to do with it.
READ = 60


@dataclass(frozen=True, slots=True)
class Facets:
    """What entries must have; empty lets all through. Audience and topic as codes or as readers call them."""

    audience: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    town: tuple[str, ...] = ()
    past: bool = False

    def let(self, entry: CatalogueEntry) -> bool:
        """Return whether an entry passes; those that are over do only with `past`."""
        offer = entry.offer
        place = " ".join(filter(None, (offer.town, offer.place))).casefold()
        return (
            (self.past or entry.status != "past")
            and _meets(self.audience, "audience", offer.audience)
            and _meets(self.topic, "topic", (offer.topic,) if offer.topic else ())
            and (not self.town or any(town.casefold() in place for town in self.town))
        )


def entries(base: KnowledgeBase, today: date) -> tuple[CatalogueEntry, ...]:
    """Return all entries in order of their names."""
    return merge(base.offers(), today)


def find(base: KnowledgeBase, text: str, facets: Facets, today: date) -> tuple[CatalogueEntry, ...]:
    """Return the entries that pass the facets; with a text those that it finds, best first.

    A text is searched like any question, in any of the languages; an entry is as good as the best passage
    that states its name or description.
    """
    found = [entry for entry in entries(base, today) if facets.let(entry)]
    if not text.strip():
        return tuple(found)
    asked = read_question(text)
    hits = base.search(Query(asked.text, asked.language, "offer", base.audience), READ)
    scores: dict[tuple[str, int], float] = {}
    for hit in hits:
        scores.setdefault((hit.document.id, hit.passage.ordinal), hit.score)
    named = words(text)
    ranked = [(_score(entry, scores, named), entry) for entry in found]
    return tuple(entry for score, entry in sorted(ranked, key=lambda one: -one[0]) if score > float("-inf"))


def counts(found: Sequence[CatalogueEntry]) -> Mapping[str, Mapping[str, int]]:
    """Return how many of the entries have which audience, topic and town."""
    return {
        "audience": Counter(label("audience", value) for entry in found for value in entry.offer.audience),
        "topic": Counter(label("topic", entry.offer.topic) for entry in found if entry.offer.topic),
        "town": Counter(entry.offer.town for entry in found if entry.offer.town),
    }


def quoting(base: KnowledgeBase) -> Callable[[str, Span], tuple[str, int, str]]:
    """Return what tells the file, page and text of a stretch; each paper's passages are read once."""

    @cache
    def passages(document: str) -> Mapping[int, Passage]:
        return {passage.ordinal: passage for passage in base.passages(document)}

    def quoted(document: str, span: Span) -> tuple[str, int, str]:
        paper = base.document(document)
        passage = passages(document).get(span.ordinal)
        if paper is None or passage is None:
            return "", 0, ""
        text = " ".join(passage.text[span.start : span.end].split())
        return paper.file, passage.page_at(span.start), text

    return quoted


def _meets(wanted: Sequence[str], vocabulary: str, has: Sequence[str]) -> bool:
    names = {name.casefold() for value in has for name in (value, label(vocabulary, value))}
    return not wanted or any(value.casefold() in names for value in wanted)


def _score(entry: CatalogueEntry, scores: Mapping[tuple[str, int], float], named: frozenset[str]) -> float:
    places = [
        (source.document, span.ordinal) for source in entry.sources if source.field in ("name", "description") for span in source.spans
    ]  # fmt: skip
    best = max((scores[place] for place in places if place in scores), default=float("-inf"))
    if named and named <= words(entry.offer.name):
        return max(best, 0.0) + 100.0
    return best
