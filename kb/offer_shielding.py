"""Takes what is blocked out of the entries of the catalogue: what people write into corrections may bring it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kb.guard import Guard
from kb.offer_history import VALUES, CatalogueEntry, Correction


def shielded(entries: Iterable[CatalogueEntry], guard: Guard) -> Iterator[CatalogueEntry]:
    """Yield the entries without what is blocked; one whose names are all blocked is left out.

    A name that people gave gives way to one that papers print.
    """
    for entry in entries:
        shown = _shielded(entry, guard) if guard else entry
        if shown is not None:
            yield shown


def _shielded(entry: CatalogueEntry, guard: Guard) -> CatalogueEntry | None:
    names = tuple(name for name in entry.names if not guard.holds(name))
    named = entry.offer.name if not guard.holds(entry.offer.name) else next(iter(names), None)
    offer = guard.offer(replace(entry.offer, name=named)) if named else None
    if offer is None:
        return None
    gone = {
        field for field, own in VALUES.items() if any(getattr(offer, one) != getattr(entry.offer, one) for one in own)
    }
    return replace(
        entry,
        offer=offer,
        names=names,
        sources=tuple(source for source in entry.sources if source.field not in gone),
        changes=tuple(one for one in entry.changes if not (_holds(guard, one.before) or _holds(guard, one.after))),
        corrections=tuple(_mark(mark, guard) for mark in entry.corrections if not _holds(guard, mark.after)),
    )


def _mark(mark: Correction, guard: Guard) -> Correction:
    """Return a mark of which what was before, the note and the author name nobody blocked."""
    return mark._replace(
        before=None if _holds(guard, mark.before) else mark.before,
        note=None if guard.holds(mark.note) else mark.note,
        who=None if guard.holds(mark.who) else mark.who,
    )


def _holds(guard: Guard, value: object) -> bool:
    """Tell whether a value of a field, or a part of it, is blocked."""
    if isinstance(value, str):
        return guard.holds(value)
    return isinstance(value, tuple) and any(_holds(guard, part) for part in value)
