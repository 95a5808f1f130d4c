"""Overviews in a booklet: a row that repeats an offer with its day, age and price is another mention of that offer.

The entry says more and wins; the row adds what the entry leaves open and is a further source of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ingest.offer_periods import WEEK
from kb.offer_names import apart, words
from kb.offers import Field, Offer, Span

# What a row of an overview may say; who, how and what for stand in the entry alone.
_ALONE = ("description", "organiser", "registration", "languages")
_TOGETHER: tuple[tuple[Field, tuple[str, ...]], ...] = (
    ("time", ("time",)),
    ("validity", ("valid_from", "valid_to", "valid_printed")),
    ("cost", ("cost",)),
    ("place", ("place", "town")),
)
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_WEEKDAY = re.compile(
    r"\b(?:(?P<long>mo|di|mi|do|fr|sa|so)(?:ntag|enstag|ttwoch|nnerstag|eitag|mstag|nnabend|nntag)(?:s|en)?|(?P<short>(?-i:Mo|Di|Mi|Do|Fr|Sa|So)))\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\d+(?:,\d\d)?(?=\s?(?:€|Euro|EUR))")


def without_overviews(offers: Sequence[Offer]) -> list[Offer]:
    """Return the offers of a paper, those that only repeat another one joined with it.

    A row belongs to the one entry whose name is its own, or has it as a part, and with whose days it agrees. Where it
    agrees with none or with several, it stays.
    """
    found = list(offers)
    rows = [n for n, offer in enumerate(found) if _is_row(offer)]
    entries = [n for n, offer in enumerate(found) if _is_entry(offer)]
    gone: set[int] = set()
    for row in rows:
        fits = [n for n in entries if n != row and _repeats(found[row], found[n])]
        same = [n for n in fits if _words(found[n]) == _words(found[row])]
        fits = same or fits
        if len(fits) == 1:
            found[fits[0]] = _joined(found[fits[0]], found[row])
            gone.add(row)
    return [offer for n, offer in enumerate(found) if n not in gone]


def _is_row(offer: Offer) -> bool:
    return not any(getattr(offer, name) for name in _ALONE) and not offer.contact and bool(offer.time or offer.cost)


def _is_entry(offer: Offer) -> bool:
    """Tell what says more than a row: what it is about, or both where and when."""
    return bool(offer.description) or bool(offer.place and offer.time)


def _words(offer: Offer) -> frozenset[str]:
    return words(_ASIDE.sub("", offer.name) or offer.name)


def _repeats(row: Offer, entry: Offer) -> bool:
    """Tell a row of the same name and day; of a part of the name, it has to agree in day, age or price."""
    short, full = _words(row), _words(entry)
    if not short or not (short <= full or full <= short) or apart(row, entry):
        return False
    if row.place and entry.place and not words(row.place) <= words(entry.place):
        return False
    days = _agree_in_days(row, entry)
    if days is not None:
        return days
    return short == full or (row.ages is not None and row.ages == entry.ages) or _amounts(row, entry)


def _agree_in_days(row: Offer, entry: Offer) -> bool | None:
    """Tell whether the days of a row are among those of an entry, None where one of them names none."""
    if row.valid_from and entry.valid_from:
        last = entry.valid_to or entry.valid_from
        return entry.valid_from <= row.valid_from and (row.valid_to or row.valid_from) <= last
    some, every = _weekdays(row.time), _weekdays(entry.time)
    return some <= every if some and every else None


def _weekdays(text: str | None) -> set[str]:
    found = ((match["long"] or match["short"]).lower() for match in _WEEKDAY.finditer(text or ""))
    return {day for day in found if day in WEEK}


def _amounts(row: Offer, entry: Offer) -> bool:
    some, every = set(_AMOUNT.findall(row.cost or "")), set(_AMOUNT.findall(entry.cost or ""))
    return bool(some) and some <= every


def _joined(entry: Offer, row: Offer) -> Offer:
    """Return an entry with a row as a further source of its name, and with what only the row says."""
    spans: dict[Field, tuple[Span, ...]] = dict(entry.spans)
    added: dict[str, Any] = {}
    for field, names in _TOGETHER:
        if not any(getattr(entry, name) for name in names) and any(getattr(row, name) for name in names):
            added |= {name: getattr(row, name) for name in names}
            spans[field] = row.where(field)
    if not (entry.audience or entry.intended or entry.ages) and (row.audience or row.intended or row.ages):
        added |= {name: getattr(row, name) for name in ("audience", "intended", "ages")}
        spans["audience"] = row.where("audience")
    spans["name"] = tuple(dict.fromkeys((*spans.get("name", ()), *row.where("name"))))
    return replace(entry, **added, spans=tuple(spans.items()))
