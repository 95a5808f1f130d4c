"""Offers as papers state them: each value with the stretches of passages that say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any, Literal, NamedTuple

Field = Literal[
    "name",
    "description",
    "audience",
    "topic",
    "place",
    "town",
    "time",
    "cost",
    "languages",
    "organiser",
    "contact",
    "registration",
    "validity",
]


class Span(NamedTuple):
    """``text[start:end]`` of the passage with this ordinal in its document."""

    ordinal: int
    start: int
    end: int


class Contact(NamedTuple):
    """Whom to ask; `name` is a person or an office, as printed."""

    name: str | None = None
    phone: str | None = None
    mail: str | None = None

    def __bool__(self) -> bool:
        return any(self)


NOBODY = Contact()


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer as one paper states it; what the paper does not state is None or empty.

    `audience` and `topic` are of the closed vocabularies of `kb.offer_words`; `intended` is the audience
    as printed, `ages` the years of those meant (None: open). `valid_printed` are the first and last day as exact as
    printed ("2021-09", "" where none is), () where neither is stated. `spans` are the sources, field by field.
    """

    name: str
    description: str | None = None
    audience: tuple[str, ...] = ()
    intended: str | None = None
    ages: tuple[int | None, int | None] | None = None
    topic: str | None = None
    place: str | None = None
    town: str | None = None
    time: str | None = None
    cost: str | None = None
    languages: tuple[str, ...] = ()
    organiser: str | None = None
    contact: Contact = NOBODY
    registration: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    valid_printed: tuple[str, ...] = ()
    spans: tuple[tuple[Field, tuple[Span, ...]], ...] = ()

    def where(self, field: Field) -> tuple[Span, ...]:
        """Return the stretches that state a field, () where it is not stated."""
        return next((spans for name, spans in self.spans if name == field), ())


def stored(offer: Offer) -> dict[str, Any]:
    """Return an offer as values of JSON."""
    values = asdict(offer)
    values["contact"] = tuple(offer.contact)
    values["spans"] = {name: [tuple(span) for span in spans] for name, spans in offer.spans}
    for name in ("valid_from", "valid_to"):
        values[name] = values[name] and values[name].isoformat()
    return {name: value for name, value in values.items() if value not in (None, (), {})}


def restored(values: Mapping[str, Any]) -> Offer:
    """Return the offer that `stored` gave."""
    known = {field.name for field in fields(Offer)}
    offer = Offer(**{name: _tuple(value) for name, value in values.items() if name in known - {"spans", "contact"}})
    return replace(
        offer,
        contact=Contact(*values.get("contact", ())),
        valid_from=_day(values.get("valid_from")),
        valid_to=_day(values.get("valid_to")),
        spans=tuple((name, tuple(Span(*span) for span in spans)) for name, spans in values.get("spans", {}).items()),
    )


def _tuple(value: object) -> Any:
    return tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else value


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
