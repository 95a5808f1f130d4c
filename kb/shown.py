"""Which passages a generation shows, and which of them a filter leaves: kept in memory while it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Shown:
    """The passages of one shard: `ids` ascending, and for each the place of its document in `documents`."""

    ids: NDArray[np.int64]
    owners: NDArray[np.int64]
    documents: tuple[str, ...]

    def owner(self, passages: Sequence[int]) -> list[str | None]:
        """Return the document of each of `passages`, None for one that is not shown."""
        if not len(self.ids):
            return [None] * len(passages)
        asked = np.asarray(passages, dtype=np.int64)
        places = np.minimum(np.searchsorted(self.ids, asked), len(self.ids) - 1)
        there = self.ids[places] == asked
        return [
            self.documents[owner] if shown else None
            for owner, shown in zip(self.owners[places].tolist(), there.tolist(), strict=True)
        ]

    def shares(self, passages: Sequence[int]) -> dict[str, float]:
        """Return for each document of `passages` which share of its shown passages they are."""
        if not len(self.ids):
            return {}
        asked = np.asarray(passages, dtype=np.int64)
        places = np.minimum(np.searchsorted(self.ids, asked), len(self.ids) - 1)
        held = np.bincount(self.owners[places[self.ids[places] == asked]], minlength=1)
        every = np.bincount(self.owners, minlength=len(held))
        return {self.documents[owner]: float(held[owner] / every[owner]) for owner in np.flatnonzero(held).tolist()}

    def among(self, documents: frozenset[str]) -> Shown:
        """Return what is shown of these documents alone."""
        wanted = np.fromiter((name in documents for name in self.documents), dtype=bool, count=len(self.documents))
        rows = wanted[self.owners]
        return Shown(self.ids[rows], self.owners[rows], self.documents)
