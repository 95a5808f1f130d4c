"""The catalogue of offers, searched: by facets, by text in any of the languages, and as whole lists for answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from assistant import offer_facets
from assistant.offer_asking import Asked, read_asked
from assistant.offer_catalogue import Catalogue, catalogue
from assistant.offer_facets import FACETS, Count, Facets, Traits, Wanted, count, failing, wanted
from assistant.offer_limits import Limits, meets, read_limits
from assistant.offer_matches import HALF, meant, near
from assistant.question import read_question
from kb.model import Passage, Query
from kb.offer_merge import CatalogueEntry
from kb.offer_names import words
from kb.offers import Span
from kb.store import KnowledgeBase

__all__ = [
    "FACETS",
    "Count",
    "Facets",
    "Listing",
    "Page",
    "Told",
    "browse",
    "check",
    "entries",
    "find",
    "listing",
]

Sort = Literal["relevance", "date", "name"]
# The mean of the fused scores of all that the search looks at for a text (kb.fuse).
AVERAGE = 0.0
# Whoever wants to help asks for the subject or for whom it is: both are the same.
KIN = (("topic", "volunteering"), ("audience", "volunteers"))


class Told(NamedTuple):
    """A value of a facet that a text tells, and the words that do."""

    facet: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a search: its entries, how many there are on all pages, and the counts of each facet's values."""

    entries: tuple[CatalogueEntry, ...]
    total: int
    facets: Mapping[str, tuple[Count, ...]]
    sort: Sort


@dataclass(frozen=True, slots=True)
class Listing:
    """All offers that a question asks for, best first, and how it was read.

    `told` are the facets' values in its words, `rest` what no facet says. `complete`: every entry that has all this is
    listed; else none has what `rest` says, and the entries have the facets and one of its words, or the facets alone.
    `asked`: the question asks for offers. `without` are words of it left out, because nothing has all that it asks for.
    """

    entries: tuple[CatalogueEntry, ...]
    total: int
    facets: Facets
    told: tuple[Told, ...]
    rest: str
    complete: bool
    asked: bool
    without: str = ""


def entries(base: KnowledgeBase, today: date) -> tuple[CatalogueEntry, ...]:
    """Return all entries in order of their names."""
    return catalogue(base, today).entries


def browse(
    base: KnowledgeBase,
    text: str = "",
    facets: Facets = Facets(),  # noqa: B008 - frozen
    *,
    today: date,
    sort: Sort = "relevance",
    offset: int = 0,
    limit: int | None = None,
    language: str = "de",
) -> Page:
    """Return a page of the entries that pass the facets and, with a text, that it finds.

    A text is read like a question, in any of the languages: words of facets in it ("kostenlos", "für Väter") are
    taken as such beside the facets chosen.

    :param sort: "date" is by the next day, those without one last; without a text "relevance" is by name.
    :param language: of the labels of the counts.
    """
    held = catalogue(base, today)
    scores = _scores(base, held, text)
    every = [held.traits[at] for at in scores]
    asked = wanted(facets, held.known)
    found = [at for at in scores if not failing(held.traits[at], asked)]
    if sort == "date":
        found.sort(key=lambda at: (held.days[at] or date.max, at))
    elif sort == "name" or not text.strip():
        found.sort()
    else:
        found.sort(key=lambda at: -scores[at])
    shown = found[offset : None if limit is None else offset + limit]
    return Page(tuple(held.entries[at] for at in shown), len(found), count(every, facets, held.known, language), sort)


def find(base: KnowledgeBase, text: str, facets: Facets, today: date) -> tuple[CatalogueEntry, ...]:
    """Return the entries that pass the facets; with a text those that it finds, best first."""
    return browse(base, text, facets, today=today).entries


def listing(
    base: KnowledgeBase, question: str, today: date, language: str | None = None, *, past: bool = False
) -> Listing:
    """Return all entries that a question asks for, read in whatever language; those that are over only with `past`."""
    held = catalogue(base, today)
    query = _query(base, question, language)
    limits = read_limits(question, query.language, today)
    asked = read_asked(limits.rest, query.language, held.known["town"], limited=bool(limits))
    facets = replace(_facets(asked), past=past)
    codes = wanted(facets, held.known)
    passing = _passing(held, codes, asked, limits)
    found = meant(base, held, asked, query.language)
    most = found.most()
    listed = {at: most[at] for at in passing if at in most}
    complete = bool(listed) or not asked.rest
    if not listed:
        some = found.some()
        listed = {at: some[at] for at in passing if at in some}
    if not listed and asked.told:
        listed = dict.fromkeys(passing, 0.0)
    hits = near(base, held, query) if listed else {}
    order = sorted(
        listed,
        key=lambda at: (
            -listed[at],
            limits.ages is not None and not held.entries[at].offer.ages,
            -hits.get(at, float("-inf")),
            at,
        ),
    )
    return Listing(
        tuple(held.entries[at] for at in order),
        len(order),
        facets,
        (
            *(Told("age" if said == limits.age else "limit", said, said) for said in limits.said),
            *(Told(told.facet, code, told.words) for told in asked.told for code in told.codes),
        ),
        " ".join(asked.rest),
        complete,
        _for_offers(held, asked, listed, complete=complete),
    )


def check(base: KnowledgeBase, facets: Facets, today: date) -> None:
    """See that each value chosen exists.

    :raises KnowledgeBaseError: one does not; names those there are.
    """
    offer_facets.check(facets, catalogue(base, today).known)


def quoting(base: KnowledgeBase, entries: Iterable[CatalogueEntry] = ()) -> Callable[[str, Span], tuple[str, int, str]]:
    """Return what tells the file, page and text of a stretch; each paper's passages are read once.

    :param entries: those that will be quoted. While the catalogue of a new publication is made they are of the one
        before: of a paper that has changed since, nothing is quoted.
    """
    versions = {document.id: document.version for entry in entries for document in entry.seen}

    @cache
    def passages(document: str) -> Mapping[int, Passage]:
        return {passage.ordinal: passage for passage in base.passages(document)}

    def quoted(document: str, span: Span) -> tuple[str, int, str]:
        paper = base.document(document)
        passage = passages(document).get(span.ordinal)
        if paper is None or passage is None or versions.get(document, passage.version) != passage.version:
            return "", 0, ""
        text = " ".join(passage.text[span.start : span.end].split())
        return paper.file, passage.page_at(span.start), text

    return quoted


def _passing(held: Catalogue, codes: Wanted, asked: Asked, limits: Limits) -> list[int]:
    """Return the entries that have the values wanted and are within the limits.

    For whom something is may also stand in its text, in the very word that a question has, if that is no name of a
    value: offers for young people that tell of "Migrantenorganisationen" are wanted by whoever asks for these.
    """
    saying = {at for one in asked.told if one.facet == "audience" for at in held.says(one.words)}
    passing = []
    for at, traits in enumerate(held.traits):
        failed = failing(traits, codes)
        if failed and not (failed == ("audience",) and at in saying) and not _kin(failed, codes, traits):
            continue
        if not limits or meets(held.entries[at], traits["audience"], limits):
            passing.append(at)
    return passing


def _kin(failed: tuple[str, ...], codes: Wanted, traits: Traits) -> bool:
    """Tell whether the one facet that fails is met by another that means the same."""
    one, other = KIN
    return any(
        failed == (wants[0],) and wants[1] in codes[wants[0]] and has[1] in traits[has[0]]
        for wants, has in ((one, other), (other, one))
    )


def _for_offers(held: Catalogue, asked: Asked, listed: Mapping[int, float], *, complete: bool) -> bool:
    """Tell whether a question asks for offers, by what was found: "Welche Ämter beraten?" does not, if no offer has "Ämter"."""
    if not asked.offers or not (complete or asked.named):
        return False
    having = held.words.find(asked.head) if asked.head else {}
    return not asked.head or any(at in listed and nearness >= HALF for at, (nearness, _) in having.items())


def _facets(asked: Asked) -> Facets:
    told: dict[str, tuple[str, ...]] = {}
    for one in asked.told:
        told[one.facet] = tuple(dict.fromkeys((*told.get(one.facet, ()), *one.codes)))
    return Facets(**{field.name: told[field.name] for field in fields(Facets) if field.name in told})  # type: ignore[arg-type]


def _query(base: KnowledgeBase, text: str, language: str | None = None) -> Query:
    asked = read_question(text, language)
    return Query(asked.text, asked.language, "offer", base.audience)


def _scores(base: KnowledgeBase, held: Catalogue, text: str) -> Mapping[int, float]:
    """Return the entries that a text finds, with how well.

    These are those that have the facets it tells and most of its other words, and such as are as near in meaning as the
    best of them. Where there are none: those with one of its words, else those near in meaning.
    """
    every = range(len(held.entries))
    if not text.strip():
        return dict.fromkeys(every, 0.0)
    query = _query(base, text)
    limits = read_limits(text, query.language, held.today)
    asked = read_asked(limits.rest, query.language, held.known["town"], limited=bool(limits))
    codes = wanted(replace(_facets(asked), past=True), held.known)
    fits = set(_passing(held, codes, asked, limits))
    means, hits = meant(base, held, asked, query.language), near(base, held, query)
    found = {at: says for at, says in means.most().items() if at in fits}
    if found and asked.rest:
        best = max((hits[at] for at in found if at in hits), default=float("inf"))
        found |= {at: 0.0 for at, score in hits.items() if at in fits and at not in found and score >= best}
    found = found or {at: says for at, says in means.some().items() if at in fits}
    found = found or {at: 0.0 for at, score in hits.items() if at in fits and score > AVERAGE}
    named = words(text)
    by_name = {at for at in every if named and named <= words(held.entries[at].offer.name)}
    order = sorted(
        {*found, *by_name}, key=lambda at: (at not in by_name, -found.get(at, 0.0), -hits.get(at, float("-inf")), at)
    )
    return {at: -float(place) for place, at in enumerate(order)}
