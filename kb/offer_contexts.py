"""What speaks for and against two statements of one name being one offer: place, contact, organiser, audience, issuer.

The evidence is added up as Fellegi and Sunter do (A Theory for Record Linkage, 1969): a weight is about the logarithm
to base 2 of how much likelier an agreement (or a difference) is between statements of one offer than of two. The
weights are estimates from reading, not fitted: there are too few printed cases to fit on. In the gold lists (236 rows)
83 of 84 pairs of like names are of one offer, so a like name alone carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from kb.german import analyse
from kb.model import Document
from kb.offers import Offer

# A name's own weight, and what a common noun ("Hausaufgabenhilfe") has less, because many bodies offer one.
NAME, ORDINARY = 3.0, -2.0
_TOWN = (1.0, -5.0)  # in two towns a name means two offers, unless contact and organiser are the same
_PLACE = (3.0, -1.5)  # offers move; two houses with an offer of one name each are somewhat likelier
_CONTACT = (3.0, -1.0)
_ORGANISER = (1.0, -1.0)
# Of two towns, or of two counties: more than all that like offers have in common, but for the same place or contact.
_ISSUER = (0.0, -6.0)
_AUDIENCE = (0.5, -1.5)
_AGAIN = 1.0  # the same time in two papers; another time is no sign, times change
# The same paper: what differs there is no change over time, but two courses.
_TIME = (2.0, -4.0)
_ELSEWHERE = -4.0
# The share (by weight) of the words of the shorter of two places or organisers that the other has, too.
_MOST = 0.5
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")  # "Sommerfest 2026": the year is a time, no name
_WEEKDAY = re.compile(
    r"(?<!\w)(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|(?:mo|di|mi|do|fr|sa|so)(?!\w))"
)
_DAYS = frozenset(("mo", "di", "mi", "do", "fr", "sa", "so"))
_TOWN_NAMED = re.compile(r"\b(?:(?:Kreis|Hanse|Landeshaupt|Universitäts)?[Ss]tadt|Gemeinde|Markt)\s+([A-ZÄÖÜ][\w-]+)")
_COUNTY_NAMED = re.compile(
    r"\b(?:(?:Land)?[Kk]reis(?:es|e)?|Städteregion|Region)\s+([A-ZÄÖÜ][\w-]+)|\b([A-ZÄÖÜ][\w-]+-Kreis)(?:es)?\b"
    r"|\b([A-ZÄÖÜ]\w+isch)e[rns]\sKreis(?:es)?\b"
)
# Words of places that any house has.
_ROOMS = frozenset(("raum", "zimmer", "etage", "haus", "gebaud", "eingang", "uhr", "str", "strass", "platz", "weg"))


@dataclass(frozen=True, slots=True)
class Context:
    """What statements of an offer say besides its name; sets, so that those of several can be joined."""

    papers: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    organisers: frozenset[str] = frozenset()
    issuers: frozenset[tuple[str, str]] = frozenset()
    audience: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()

    @property
    def bare(self) -> bool:
        """Whether nothing says where, when or with whom."""
        return not (self.towns or self.places or self.times or self.contacts)

    @property
    def keys(self) -> frozenset[str]:
        """The words of the place and the ways of contact: what statements of one offer most likely share."""
        return self.places | self.contacts


_FIELDS = tuple(Context.__dataclass_fields__)


def context_of(document: Document, offer: Offer) -> Context:
    """Return what a statement says besides its name."""
    contact = offer.contact
    keys = [contact.mail and contact.mail.casefold(), contact.phone and "".join(filter(str.isdigit, contact.phone))]
    times = " ".join((offer.time or "", *_YEAR.findall(offer.name))).casefold()
    return Context(
        frozenset({document.id}),
        frozenset(filter(None, [offer.town and offer.town.casefold()])),
        _stems(f"{offer.place or ''} {offer.town or ''}") - _ROOMS,
        frozenset(filter(None, keys)),
        _stems(offer.organiser or ""),
        _bodies(" · ".join(filter(None, (document.issuer, offer.organiser, offer.name)))),
        frozenset(offer.audience),
        _moments(times),
    )


def is_bare(offer: Offer) -> bool:
    """Tell a statement that says nothing of where, when or with whom."""
    contact = offer.contact
    return not (offer.town or offer.place or offer.time or contact.phone or contact.mail)


def joined(contexts: Iterable[Context]) -> Context:
    """Return what several statements say together."""
    every = tuple(contexts)
    if len(every) == 1:
        return every[0]
    return Context(*(frozenset().union(*(getattr(one, name) for one in every)) for name in _FIELDS))


def evidence(left: Context, right: Context, weights: Mapping[str, float]) -> float:
    """Return the weight of what two statements of one name say besides it; below zero it speaks for two offers.

    :param weights: how much a stem of a place or organiser tells; 1 for those that it has not.
    """
    place = _agree(left.places, right.places, weights)
    total = 0.0
    if left.towns and right.towns:
        if left.towns & right.towns:
            total += _TOWN[0]
        elif not place:  # a town read wrongly is outdone by the words of the place
            total += _TOWN[1]
    if place is not None:
        total += _PLACE[0] if place else _PLACE[1]
    if left.contacts and right.contacts:
        total += _CONTACT[0] if left.contacts & right.contacts else _CONTACT[1]
    organiser = _agree(left.organisers, right.organisers, weights)
    if organiser is not None:
        total += _ORGANISER[0] if organiser else _ORGANISER[1]
    if bodies_differ(left, right) and not place:
        total += _ISSUER[1]
    if left.audience and right.audience:
        total += _AUDIENCE[0] if left.audience & right.audience else _AUDIENCE[1]
    if left.papers & right.papers and not left.bare and not right.bare:
        return total + _twice(left, right, place=place)
    return total + (_AGAIN if left.times == right.times != frozenset() else 0.0)


@lru_cache(maxsize=20_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(analyse(text).stems)


@lru_cache(maxsize=20_000)
def _bodies(text: str) -> frozenset[tuple[str, str]]:
    """Return the towns and counties that are named as bodies, each with its kind."""
    counties = {next(filter(None, match.groups())).casefold() for match in _COUNTY_NAMED.finditer(text)}
    towns = {match[1].casefold() for match in _TOWN_NAMED.finditer(text)}
    return frozenset((*(("county", name) for name in counties), *(("town", name) for name in towns)))


@lru_cache(maxsize=20_000)
def _moments(text: str) -> frozenset[str]:
    return frozenset((*(day[:2] for day in _WEEKDAY.findall(text)), *analyse(text).exact))


def crowd(most: int) -> float:
    """Return what a name loses of its weight where one paper has so many offers of it."""
    return -log2(max(most, 1))


def _twice(left: Context, right: Context, *, place: bool | None) -> float:
    total = _ELSEWHERE if place is False else 0.0
    if left.times and left.times == right.times:
        return total + _TIME[0]
    return total + (_TIME[1] if _other_time(left, right) else 0.0)


def _other_time(left: Context, right: Context) -> bool:
    """Tell times of one kind that differ: weekdays from weekdays, dates and clock times from such."""
    kinds = [
        ({one for one in each.times if one in _DAYS}, {one for one in each.times if one[-1].isdigit()})
        for each in (left, right)
    ]
    return any(bool(one) and bool(other) and one != other for one, other in zip(*kinds, strict=True))


def _agree(left: frozenset[str], right: frozenset[str], weights: Mapping[str, float]) -> bool | None:
    if not left or not right:
        return None
    shared, least = _weight(left & right, weights), min(_weight(left, weights), _weight(right, weights))
    return shared >= _MOST * least


def _weight(stems: frozenset[str], weights: Mapping[str, float]) -> float:
    return sum(weights.get(stem, 1.0) for stem in stems)


def bodies_differ(left: Context, right: Context) -> bool:
    """Tell whether the papers are of two towns, or of two counties; not where one is of a town, the other of a county."""
    kinds = {kind for kind, _ in left.issuers} & {kind for kind, _ in right.issuers}
    return bool(kinds) and not left.issuers & right.issuers
