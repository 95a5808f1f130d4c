"""What people say of offers wins over what is read off papers: fields set or emptied, entries hidden, joined, added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, NamedTuple

from kb.german import analyse
from kb.model import Document
from kb.offer_history import VALUES, CatalogueEntry, Correction, status, told_of
from kb.offer_names import read_name, relation
from kb.offers import Contact, Field, Offer

# Why a row changes nothing: no offer of that name; several; the one that it should be joined with is not found.
Why = Literal["unknown", "several", "same"]
_CLOSE = 3  # names offered where a name is not known


@dataclass(frozen=True, slots=True)
class Override:
    """A row of corrections: which offer (by name or id; `at` a town or place, `document` a file), and what of it.

    `values` are attributes of `Offer` (None, () or "" empties them), parts of the contact as "contact.phone". `row` is
    the row of the table, or the number of the entry in a TOML file.
    """

    row: int
    offer: str = ""
    id: str = ""
    at: str = ""
    document: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    hide: bool = False
    same_as: str = ""
    new: bool = False
    note: str | None = None
    who: str | None = None
    when: str | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Overrides:
    """The rows of a file of corrections, in its order; of two that set one field the later one wins."""

    file: Path | None = None
    rows: tuple[Override, ...] = ()


NONE = Overrides()


class Applied(NamedTuple):
    """A row and the ids of the entries that it changed, hid, joined or added."""

    row: Override
    ids: tuple[str, ...]


class Unmatched(NamedTuple):
    """A row that changes nothing; `like` are names or ids that may have been meant."""

    row: Override
    why: Why
    like: tuple[str, ...]


class Known(NamedTuple):
    """An offer as rows may name it."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    where: str
    papers: tuple[Document, ...]


def select(row: Override, known: Sequence[Known]) -> list[int]:
    """Return which offers a row names: by id, else by name, first as it is printed, then whatever stands around it."""
    wanted = row.id or row.offer
    for own in (True, False):
        found = [n for n, one in enumerate(known) if (wanted == one.ids[0] if own else row.id and wanted in one.ids)]
        if found or (row.id and not own):
            return found
    name = read_name(row.offer)
    kept = [n for n, one in enumerate(known) if _stands(row, one)]
    equal = [n for n in kept if any(read_name(other).joined == name.joined for other in known[n].names)]
    return equal or [n for n in kept if any(relation(name, read_name(other), {}) == "same" for other in known[n].names)]


def missed(row: Override, wanted: str, found: Sequence[int], known: Sequence[Known], why: Why = "unknown") -> Unmatched:
    """Return why a row changes nothing, with what may have been meant."""
    if len(found) > 1:
        return Unmatched(row, "several", tuple(known[n].ids[0] for n in found))
    names = {name.casefold(): name for one in known for name in one.names}
    close = get_close_matches(wanted.casefold(), list(names), _CLOSE)
    return Unmatched(row, why, tuple(names[one] for one in close))


def corrected(entry: CatalogueEntry, rows: Sequence[Override], file: Path | None, today: date) -> CatalogueEntry:
    """Return an entry with what people say of it; a field that they set has no source in the papers any more."""
    offer = entry.offer
    marks = list(entry.corrections)
    gone: set[Field] = set()
    for row in rows:
        after = _set(offer, row.values)
        if row.same_as:
            marks.append(_mark("same_as", None, row.same_as, row, file))
        if after.name != offer.name:
            marks.append(_mark("name", offer.name, after.name, row, file))
        for one, names in VALUES.items():
            if set(names) & {name.partition(".")[0] for name in row.values}:
                told = [told_of(one, tuple(getattr(each, name) for name in names)) for each in (offer, after)]
                marks.append(_mark(one, told[0], told[1], row, file))
                gone.add(one)
        offer = after
    sources = tuple(source for source in entry.sources if source.field not in gone)
    names = tuple(dict.fromkeys((offer.name, *entry.names)))
    return replace(
        entry, offer=offer, status=status(offer, today), sources=sources, names=names, corrections=tuple(marks)
    )


def added(row: Override, ids: tuple[str, ...], file: Path | None, today: date) -> CatalogueEntry:
    """Return the entry that people add: it has no papers, its note says where it is from."""
    offer = _set(Offer(row.offer), row.values)
    mark = _mark("new", None, offer.name, row, file)
    return CatalogueEntry(
        offer, status(offer, today), (), None, None, (), id=ids[0], ids=ids, names=(offer.name,), corrections=(mark,)
    )


def _set(offer: Offer, values: Mapping[str, Any]) -> Offer:
    parts = {name.partition(".")[2]: value for name, value in values.items() if name.startswith("contact.")}
    plain = {name: value for name, value in values.items() if not name.startswith("contact.")}
    contact: Contact = offer.contact._replace(**parts)
    if {"valid_from", "valid_to"} & plain.keys():
        plain["valid_printed"] = _printed(offer, values)
    if "audience" in plain:  # what the papers print of those meant is said no longer
        plain |= {"intended": None, "ages": None}
    return replace(offer, contact=contact, **plain)


def _printed(offer: Offer, values: Mapping[str, Any]) -> tuple[str, ...]:
    before = offer.valid_printed or ("", "")
    told = values.get("valid_printed", {})
    days = [
        (told.get(name, "") if name in values else before[n]) or "" for n, name in enumerate(("valid_from", "valid_to"))
    ]
    return tuple(days) if any(days) else ()


def _mark(name: str, before: object, after: object, row: Override, file: Path | None) -> Correction:
    return Correction(name, before, after, row.who, row.when, row.note, row.row, file.name if file else "")


def _stands(row: Override, one: Known) -> bool:
    words = set(analyse(row.at).stems)
    return words <= set(analyse(one.where).stems) and (
        not row.document or any(row.document in (paper.file, Path(paper.file).name, paper.id) for paper in one.papers)
    )
