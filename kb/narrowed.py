"""A knowledge base seen through filters: whatever asks it finds papers within them alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

from kb.contacts import Contact
from kb.filters import Filters, passing
from kb.model import Document, Hit, Query, Visibility
from kb.offers import Offer
from kb.store import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Extent:
    """Which papers a question is asked of: the filters of `Query`; with `past` also versions that newer ones superseded.

    An empty one leaves all papers of today, and is false.
    """

    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    organizations: tuple[str, ...] = ()
    visibilities: tuple[Visibility, ...] = ()
    past: bool = False

    @property
    def filters(self) -> Filters:
        """The filters alone."""
        return Filters(self.documents, self.kinds, self.years, self.organizations, self.visibilities)

    def __bool__(self) -> bool:
        return self != Extent()


class Narrowed:
    """What a knowledge base shows within an extent; all else is as the knowledge base has it."""

    def __init__(self, base: KnowledgeBase, extent: Extent) -> None:
        self._base = base
        self._extent = extent

    def __getattr__(self, name: str) -> Any:
        return getattr(self._base, name)

    def documents(self) -> tuple[Document, ...]:
        """Return the visible documents that pass the filters."""
        documents = self._base.documents()
        passes = self._passing(documents)
        return tuple(document for document in documents if document.id in passes)

    def search(self, query: Query, k: int = 10) -> tuple[Hit, ...]:
        """Return the `k` best passages for the query from papers within the extent, best first."""
        extent = self._extent
        documents, past = extent.documents, query.past or extent.past
        if query.documents:
            documents = tuple(one for one in query.documents if one in documents or not documents)
            if not documents:
                return ()
        if past:  # superseded versions have ids of their own
            documents += tuple(version.id for one in documents for version in self._base.versions(one))
        return self._base.search(
            replace(
                query,
                documents=documents,
                kinds=extent.kinds,
                years=extent.years,
                organizations=extent.organizations,
                visibilities=extent.visibilities,
                past=past,
            ),
            k,
        )

    def offers(self) -> tuple[tuple[Document, Offer], ...]:
        """Return the offers that papers within the extent state."""
        passes = self._passing(self._base.documents())
        return tuple(one for one in self._base.offers() if one[0].id in passes)

    def contacts(self) -> tuple[tuple[Document, Contact], ...]:
        """Return the contacts that papers within the extent state."""
        passes = self._passing(self._base.documents())
        return tuple(one for one in self._base.contacts() if one[0].id in passes)

    def _passing(self, documents: tuple[Document, ...]) -> frozenset[str]:
        return passing({document.id: document for document in documents}, self._extent.filters)


def narrowed(base: KnowledgeBase, extent: Extent) -> KnowledgeBase:
    """Return a knowledge base of the papers within `extent`."""
    return cast(KnowledgeBase, Narrowed(base, extent))
