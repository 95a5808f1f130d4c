"""Facets of the catalogue of offers: which values an entry has, which entries pass, and how many have each value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from assistant.offer_terms import facet_name, folded, language_code, told_by, value_name
from kb.errors import KnowledgeBaseError
from kb.offer_days import parts_of_day, read_times
from kb.offer_merge import CatalogueEntry
from kb.offer_words import audiences, label, topics, values

FACETS = ("audience", "topic", "town", "language", "cost", "when", "organiser", "status")
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WHEN = (*WEEK, "morning", "afternoon", "evening", "holidays")
COST = ("free", "partly", "donation", "paid")
STATUS = ("current", "unknown", "past")
_FREE = re.compile(
    r"(?<!nicht )\b(?:kostenlos|kostenfrei|gebührenfrei|unentgeltlich|umsonst|gratis|frei\b|keine\b|kostet nichts"
    r"|ohne kosten)|\b0(?:,00)?\s?(?:€|euro)",
)  # fmt: skip
_SPENDE = re.compile(r"spende")
_AMOUNT = re.compile(r"\d[\d.,]*\s?(?:€|euro|eur\b)|(?:€|euro)\s?\d")
_NOTHING = re.compile(r"\b0(?:,00)?\s?(?:€|euro)")
_HOLIDAYS = re.compile(r"\w*ferien")
_OUTSIDE = re.compile(r"(?:nicht|außer|ausgenommen|keine?)[\w\s,]{0,20}\w*ferien|außerhalb der \w*ferien|schulferien\)")
# Compounds that name whom they are for: „Jugendtreff“, „Kinderturnen“, „Migrationsberatung“; not what an office does.
_BY_NAME = (
    ("newcomers", re.compile(r"migrations(?:fach|sozial)?(?:beratung|dienst)", re.IGNORECASE)),
    ("young people", re.compile(r"(?<!\w)jugend(?!amt|hilfe|bildung)", re.IGNORECASE)),
    ("children", re.compile(r"(?<!\w)kinder(?!tages|betreuung|schutz|garten|gärten|pfleg)", re.IGNORECASE)),
)
# Somebody to turn to, whatever it is about: „Telefon für Respekt“, „Servicestelle Antidiskriminierung“.
_ADVICE = re.compile(
    r"(?<!\w)(?:telefon|hotline)\b|\w(?:telefon|hotline|sprechstunde)\b|(?:service|anlauf|fach|beratungs|kontakt)stelle\b|\w*sprechstunde\b",
    re.IGNORECASE,
)
# Who is for volunteers is about volunteering, whatever its topic.
_ALSO = {("topic", "volunteering"): ("audience", "volunteers")}

_CLOSED: Mapping[str, tuple[str, ...]] = {"cost": COST, "when": WHEN, "status": STATUS}

Traits = Mapping[str, tuple[str, ...]]
Wanted = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Facets:
    """What entries must have; empty lets all through.

    One of several values of a facet is enough, several facets must all be met. Values are codes, or as readers
    call them in German. Entries that are over pass only with `past`, or where `status` asks for them.
    """

    audience: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    town: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    organiser: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    past: bool = False

    def chosen(self, facet: str) -> tuple[str, ...]:
        """Return the values chosen of a facet."""
        return tuple(getattr(self, facet))


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries have a value: its code, its name for readers, and whether it is chosen."""

    code: str
    label: str
    count: int
    chosen: bool


def traits_of(entry: CatalogueEntry, towns: frozenset[str] = frozenset()) -> Traits:
    """Return the values that an entry has of each facet.

    Of audience and topic also those that its name, or the words on whom it is for, tell: "Väterarbeit" is for
    fathers. `towns` are names known from all entries; one that stands in the place or the time is a town of this one.
    """
    offer = entry.offer
    where = f" {' '.join(_words(' '.join(filter(None, (offer.place, offer.time)))))} "
    named = sorted(town for town in towns if f" {' '.join(_words(town))} " in where)
    said = " · ".join(filter(None, (offer.name, offer.intended)))
    found = {
        "audience": (*offer.audience, *(told.value for told in audiences(said))),
        "topic": (*filter(None, (offer.topic,)), *(told.value for told in topics(offer.name))),
        "town": (*filter(None, (offer.town,)), *named),
        "language": tuple(language_code(name) for name in offer.languages),
        "cost": cost_of(offer.cost),
        "when": when_of(offer.time, offer.name),
        "organiser": tuple(filter(None, (offer.organiser,))),
        "status": (entry.status,),
    }
    if _ADVICE.search(offer.name):
        found["topic"] = (*found["topic"], "counselling")
    found["audience"] = (*found["audience"], *(code for code, name in _BY_NAME if name.search(offer.name)))
    for (facet, code), (other, value) in _ALSO.items():
        if value in found[other]:
            found[facet] = (*found[facet], code)
    return {facet: tuple(dict.fromkeys(values)) for facet, values in found.items()}


def cost_of(text: str | None) -> tuple[str, ...]:
    """Return "free", "partly" (free, but for some or with other costs), "donation" or "paid"; () where nothing is said."""
    if not text:
        return ()
    said = text.casefold()
    free, amount = bool(_FREE.search(said)), bool(_AMOUNT.search(_NOTHING.sub("", said)))
    if free:
        return ("partly",) if amount or re.search(r"teil(?:weise|s)\b|\bfür \w+", said) else ("free",)
    if _SPENDE.search(said):
        return ("donation",)
    return ("paid",) if amount or re.search(r"kostenpflichtig|gebühr|\d", said) else ()


def when_of(time: str | None, name: str = "") -> tuple[str, ...]:
    """Return the weekdays, the parts of the day and "holidays", as far as the words say them."""
    text = time or ""
    found = {WEEK[day] for day in read_times(text).all_weekdays} | set(parts_of_day(text))
    said = f"{name} {text}".casefold()
    if _HOLIDAYS.search(said) and not _OUTSIDE.search(said):
        found.add("holidays")
    return tuple(value for value in WHEN if value in found)


def known_values(every: Iterable[Traits]) -> Mapping[str, tuple[str, ...]]:
    """Return the values of each facet: the whole vocabulary where it is closed, and what entries have."""
    had: dict[str, dict[str, None]] = {facet: dict.fromkeys(_CLOSED.get(facet, ())) for facet in FACETS}
    for facet in ("audience", "topic"):
        had[facet] = dict.fromkeys(values(facet))
    for traits in every:
        for facet in FACETS:
            had[facet].update(dict.fromkeys(traits[facet]))
    return {facet: tuple(found) for facet, found in had.items()}


def wanted(facets: Facets, known: Mapping[str, tuple[str, ...]]) -> Wanted:
    """Return the codes that entries must have one of, for each facet of which something is chosen.

    Without a choice of `status` and without `past` these are all but "past".
    """
    found = {
        facet: frozenset(code for value in facets.chosen(facet) for code in codes(facet, value, known[facet]))
        for facet in FACETS
        if facets.chosen(facet)
    }
    if not facets.past and not facets.status:
        found["status"] = frozenset(STATUS) - {"past"}
    return found


def failing(traits: Traits, asked: Wanted) -> tuple[str, ...]:
    """Return the facets that an entry with these values does not meet."""
    return tuple(facet for facet, codes in asked.items() if codes.isdisjoint(traits[facet]))


def count(
    every: Iterable[Traits], facets: Facets, known: Mapping[str, tuple[str, ...]], language: str = "de"
) -> dict[str, tuple[Count, ...]]:
    """Return how many entries have each value, the choice of the other facets considered; most frequent first.

    A value that is chosen is listed even where none has it; whoever has not asked for them sees how many are over.
    """
    asked = wanted(facets, known)
    having: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for traits in every:
        missed = failing(traits, asked)
        if not missed:
            for facet in FACETS:
                having[facet].update(traits[facet])
        elif len(missed) == 1:
            having[missed[0]].update(traits[missed[0]])
    found: dict[str, tuple[Count, ...]] = {}
    for facet, counted in having.items():
        chosen = asked.get(facet, frozenset()) if facets.chosen(facet) else frozenset()
        names = {code: value_name(facet, code, language) for code in {*counted, *chosen}}
        counts = [Count(code, name, counted[code], code in chosen) for code, name in names.items()]
        if facet == "when":  # the days in their order
            counts.sort(key=lambda one: WHEN.index(one.code) if one.code in WHEN else len(WHEN))
        else:
            counts.sort(key=lambda one: (-one.count, one.label.casefold()))
        found[facet] = tuple(counts)
    return found


def codes(facet: str, value: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the codes that a value means: itself, what readers call so, or what holds it (names) or is told by it (words)."""
    asked = folded(value)
    if facet in ("town", "organiser"):
        names = [(code, folded(code)) for code in known]
        exact = tuple(code for code, name in names if name == asked)
        return exact or tuple(code for code, name in names if asked in name) or (value,)
    called = tuple(code for code in known if asked in _called(facet, code)) or told_by(facet, value)
    return called or (_languages(value, known) if facet == "language" else ()) or (value,)


def _languages(value: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the languages that a name in other words means: „Kurdisch (Kurmandschi)“ is Kurdish, „Bahdini“ a part of a name."""
    if (code := language_code(value)) != value:
        return (code,)
    parts = frozenset(_words(folded(value)))
    return tuple(
        code for code in known if parts and any(parts <= set(_words(one)) for one in _called("language", code))
    )


def check(facets: Facets, known: Mapping[str, tuple[str, ...]]) -> None:
    """See that each value chosen exists: a slip in one would find nothing and say nothing.

    :raises KnowledgeBaseError: "no-facet-value"; names the facet, the value and those there are.
    """
    for facet in FACETS:
        for value in facets.chosen(facet):
            if not set(codes(facet, value, known[facet])) & set(known[facet]):
                names = sorted({value_name(facet, code) for code in known[facet]}, key=str.casefold)
                listed = ", ".join(names) or "–"
                raise KnowledgeBaseError("no-facet-value", facet=facet_name(facet), value=value, known=listed)


@cache
def _called(facet: str, code: str) -> frozenset[str]:
    names = {code, code.replace(" ", "_"), value_name(facet, code)}
    if facet in ("audience", "topic"):
        names.add(label(facet, code))
    return frozenset(map(folded, names))


def _words(text: str) -> list[str]:
    return re.findall(r"\w[\w-]*", text.casefold())
