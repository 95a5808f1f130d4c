"""Which documents a query's filters leave, and what people write for a filter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kb.errors import KizError, KnowledgeBaseError
from kb.model import Document, Query, Visibility

_YEARS = re.compile(r"(?P<first>\d{4})?(?:(?P<to>\s*[-–]\s*)(?P<last>\d{4})?)?")


def read_years(text: str) -> tuple[int | None, int | None]:
    """Return first and last year of `2021`, `2019-2021`, `2019-` or `-2021`; None where it is open.

    :raises KizError: anything else ("bad-years").
    """
    match = _YEARS.fullmatch(text.strip())
    if match is None or not (match["first"] or match["last"]):
        raise KizError("bad-years", value=text)
    first, last = (int(match[part]) if match[part] else None for part in ("first", "last"))
    if first and last and first > last:
        raise KizError("bad-years", value=text)
    return (first, last) if match["to"] else (first, first)


def named(
    documents: Sequence[Document], names: Iterable[str], kinds: Iterable[str], organizations: Iterable[str]
) -> tuple[str, ...]:
    """Return the ids of the documents called `names`: by id, file or number (Vorlagen-Nr.).

    :raises KnowledgeBaseError: no document is called so, none is of one of the `kinds`, or none was dealt
        with by one of the `organizations`: a filter with a slip in it would find nothing and say nothing.
    """
    known = sorted({document.kind for document in documents})
    for kind in kinds:
        if kind not in known:
            raise KnowledgeBaseError("no-kind", kind=kind, known=", ".join(known))
    for organization in organizations:
        if not any(_dealt_with(document, (organization,)) for document in documents):
            raise KnowledgeBaseError("no-organization", organization=organization)
    found: list[str] = []
    for name in names:
        ids = [document.id for document in documents if name in (document.id, document.file, document.reference)]
        if not ids:
            raise KnowledgeBaseError("no-document", document=name)
        found += ids
    return tuple(dict.fromkeys(found))


class Filters(NamedTuple):
    """The filters of a query, as in `Query`; equal ones leave the same documents."""

    documents: tuple[str, ...]
    kinds: tuple[str, ...]
    years: tuple[int | None, int | None]
    organizations: tuple[str, ...]
    visibilities: tuple[Visibility, ...]


def filters_of(query: Query) -> Filters | None:
    """Return the query's filters, None where everything passes."""
    given = Filters(query.documents, query.kinds, query.years, query.organizations, query.visibilities)
    return given if any((*given[:2], *given[3:])) or given.years != (None, None) else None


def passing(documents: Mapping[str, Document], filters: Filters) -> frozenset[str]:
    """Return the ids of the documents that pass all filters."""
    named = {key: documents[key] for key in filters.documents if key in documents}
    among = named if filters.documents else documents
    return frozenset(key for key, document in among.items() if _passes(document, filters))


def _passes(document: Document, wanted: Filters) -> bool:
    return (
        (not wanted.kinds or document.kind in wanted.kinds)
        and (not wanted.visibilities or document.visibility in wanted.visibilities)
        and _in_years(document, *wanted.years)
        and (not wanted.organizations or _dealt_with(document, wanted.organizations))
    )


def _in_years(document: Document, first: int | None, last: int | None) -> bool:
    if first is None and last is None:
        return True
    return (
        document.date is not None
        and (first is None or document.date.year >= first)
        and (last is None or document.date.year <= last)
    )


def _dealt_with(document: Document, organizations: tuple[str, ...]) -> bool:
    names = [step.organization.casefold() for step in document.consultations] + [(document.issuer or "").casefold()]
    return any(wanted.casefold() in name for wanted in organizations for name in names)
