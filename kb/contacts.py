"""Contacts and responsibilities as papers state them: each value with the stretches of passages that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from kb.offers import Span

Field = Literal["person", "role", "unit", "tasks", "phone", "mail", "address", "hours"]
FIELDS: tuple[Field, ...] = get_args(Field)


@dataclass(frozen=True, slots=True)
class Contact:
    """Who is responsible for what, or how somebody is reached, as one paper states it in one place.

    All values are as printed; what the paper does not state is None or empty. There is a `person`, a `unit`
    (Amt, Sachgebiet, Stelle, association), or both. `tasks` are the words for what they are responsible for.
    `past`: the paper itself says that this was so once. `spans` are the sources, field by field.
    """

    person: str | None = None
    role: str | None = None
    unit: str | None = None
    tasks: tuple[str, ...] = ()
    phone: str | None = None
    mail: str | None = None
    address: str | None = None
    hours: str | None = None
    past: bool = False
    spans: tuple[tuple[Field, tuple[Span, ...]], ...] = ()

    def where(self, field: Field) -> tuple[Span, ...]:
        """Return the stretches that state a field, () where it is not stated."""
        return next((spans for name, spans in self.spans if name == field), ())

    @property
    def reachable(self) -> bool:
        """Whether there is a way to reach them at once."""
        return bool(self.phone or self.mail)


def stored(contact: Contact) -> dict[str, Any]:
    """Return a contact as values of JSON."""
    values = {field.name: getattr(contact, field.name) for field in fields(contact)}
    values["spans"] = {name: [tuple(span) for span in spans] for name, spans in contact.spans}
    return {name: value for name, value in values.items() if value not in (None, (), {}, False)}


def restored(values: Mapping[str, Any]) -> Contact:
    """Return the contact that `stored` gave."""
    known = {field.name for field in fields(Contact)} - {"spans", "tasks"}
    return Contact(
        **{name: value for name, value in values.items() if name in known},
        tasks=tuple(values.get("tasks", ())),
        spans=tuple((name, tuple(Span(*span) for span in spans)) for name, spans in values.get("spans", {}).items()),
    )
