"""The figures of a catalogue of offers: counts, and the shares that `OFFERS.md` asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RIGHT, WRONG, MISSING = "right", "wrong", "missing"  # where the papers state the field
EMPTY, ACCEPTED, FILLED = "empty", "accepted", "filled"  # where they do not


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """One field over the matched, required offers; the counts are of offers, for `sources` of citations."""

    counts: Mapping[str, int]

    @property
    def stated(self) -> int:
        """How many state the field."""
        return sum(self.counts.get(name, 0) for name in (RIGHT, WRONG, MISSING))

    @property
    def unstated(self) -> int:
        """How many do not."""
        return sum(self.counts.get(name, 0) for name in (EMPTY, ACCEPTED, FILLED))

    def as_json(self) -> dict[str, float | None]:
        """Return the shares (0-1) right and missing of those stated, empty and wrongly filled of those not stated."""
        shares = {name: _share(self.counts.get(name, 0), self.stated) for name in (RIGHT, MISSING)}
        shares |= {name: _share(self.counts.get(name, 0), self.unstated) for name in (EMPTY, FILLED)}
        return {"stated": self.stated, "unstated": self.unstated, **shares}


@dataclass(frozen=True, slots=True)
class Mistake:
    """A field that an entry has otherwise than the papers."""

    offer: str
    field: str
    expected: tuple[Any, ...]
    found: Any


@dataclass(frozen=True, slots=True)
class Figures:
    """What `score` found. `missed` are keys of required offers, `invented` names of entries, `unmerged` keys."""

    required: int
    matched: int
    entries: int
    several: int
    fields: Mapping[str, FieldFigures]
    missed: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()
    unmerged: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    @property
    def recall(self) -> float | None:
        """Share (0-1) of the required offers that have an entry."""
        return _share(self.matched, self.required)

    @property
    def precision(self) -> float | None:
        """Share (0-1) of the entries that are required offers, those of optional ones left out."""
        return _share(self.matched, self.entries)

    @property
    def merged(self) -> float | None:
        """Share (0-1) of the required offers of several papers that are one entry with all of these papers."""
        return _share(self.several - len(self.unmerged), self.several)

    def as_json(self) -> dict[str, Any]:
        """Return the shares with what they are shares of, and the figures by field."""
        counts = {name: getattr(self, name) for name in ("required", "matched", "entries", "several")}
        shares = {name: getattr(self, name) for name in ("recall", "precision", "merged")}
        return {**counts, **shares, "fields": {name: part.as_json() for name, part in self.fields.items()}}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
