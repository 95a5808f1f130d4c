"""Entries of the catalogue as cards: every value as printed, with the citations that hold its words."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.choose import citation
from assistant.facts import holds
from assistant.orders import gives_orders
from kb.model import Citation, Document, Hit, OfferCard, OfferValue, Passage
from kb.offer_history import CatalogueEntry, Source
from kb.offer_words import label
from kb.offers import Field, Span
from kb.store import KnowledgeBase

# The fields of a card in order of display; the topic only sorts.
FIELDS: tuple[Field, ...] = (
    "description", "audience", "time", "place", "cost", "languages", "registration", "contact", "organiser", "validity",
)  # fmt: skip
# Papers whose passages are kept in memory; a list of offers seldom draws on more.
KEPT = 64
# A line that states more than the value is quoted whole up to this length (letters), else its part with the value:
# two lines of a card 70 letters wide.
LINE = 140
_DATED = re.compile(r"(?:(?:ab|seit|bis|von|vom) )?[\d.]*\b(?:19|20)\d\d(?:\s?(?:/|–|-|bis)\s?[\d.]*\d)?")
_SIGNS = re.compile(r"[^\w(„“\"+€]+")
_LETTERS = re.compile(r"\w+")


class Quotes:
    """Passages of papers by their ordinal, kept while the same is published and blocked; for several threads."""

    def __init__(self, base: KnowledgeBase) -> None:
        """Take the knowledge base that has the papers."""
        self._base = base
        self._lock = threading.Lock()
        self._state: Hashable = None
        self._known: dict[str, Mapping[int, Passage]] = {}

    def passage(self, document: Document, ordinal: int) -> Passage | None:
        """Return a passage that may be quoted: None where there is none, or it speaks to a language model."""
        found = self._passages(document).get(ordinal)
        return None if found is None or _commands(found) else found

    def gives_orders(self, entry: CatalogueEntry) -> bool:
        """Return whether a passage that names an entry speaks to a language model."""
        by_id = {document.id: document for document in entry.seen}
        return any(
            (passage := self._passages(by_id[source.document]).get(span.ordinal)) is not None and _commands(passage)
            for source in entry.sources
            if source.field == "name" and source.document in by_id
            for span in source.spans
        )

    def _passages(self, document: Document) -> Mapping[int, Passage]:
        state = (self._base.generation.number, self._base.blocks())
        with self._lock:
            if self._state != state:
                self._known, self._state = {}, state
            passages = self._known.pop(document.id, None)
        if passages is None:
            passages = {passage.ordinal: passage for passage in self._base.passages(document.id)}
        with self._lock:
            if self._state == state:
                self._known[document.id] = passages  # the one used last stays longest
                while len(self._known) > KEPT:
                    del self._known[next(iter(self._known))]
        # An entry of the publication before points into other passages.
        return passages if all(passage.version == document.version for passage in passages.values()) else {}


def _commands(passage: Passage) -> bool:
    return gives_orders("\n".join((*passage.section, passage.text)))


class _Numbered:
    """Citations under consecutive numbers, each stretch once."""

    def __init__(self, first: int) -> None:
        self._at: dict[tuple[int, int, int], int] = {}
        self._first = first
        self.citations: list[Citation] = []

    def number(self, stretch: _Stretch) -> int:
        key = (stretch.passage.id, stretch.start, stretch.end)
        if key not in self._at:
            self._at[key] = self._first + len(self.citations)
            hit = Hit(stretch.passage, stretch.document, 1.0)
            self.citations.append(citation(self._at[key], hit, stretch.start, stretch.end))
        return self._at[key]


def cards(
    entries: Sequence[CatalogueEntry], quotes: Quotes, groups: Sequence[str] = (), first: int = 1
) -> tuple[tuple[OfferCard, ...], tuple[Citation, ...]]:
    """Return entries as cards in their order, and the citations of their values, names first.

    An entry whose name no paper states that may be quoted has no card, unless a person added it.

    :param groups: the heading of each entry; none where () is given.
    :param first: the number of the first citation.
    """
    numbered = _Numbered(first)
    names = [_name(entry, quotes, numbered) for entry in entries]
    made = [
        OfferCard(entry.id, name, _values(entry, quotes, numbered), entry.status == "past", group)
        for entry, name, group in zip(entries, names, groups or [""] * len(entries), strict=True)
        if name is not None
    ]
    return tuple(made), tuple(numbered.citations)


def _name(entry: CatalogueEntry, quotes: Quotes, numbered: _Numbered) -> OfferValue | None:
    """Return the name, cited to the paper that states most of the entry, among those that have it in these words."""
    if any(correction.field in ("name", "new") for correction in entry.corrections):
        return OfferValue("name", entry.offer.name, corrected=True)
    stating = Counter(source.document for source in entry.sources)
    named = [source for source in entry.sources if source.field == "name"]
    held = [found for source in named if (found := _stretches(entry, source, quotes))]
    held.sort(
        key=lambda found: (_bare(_said(found, "name")) != _bare(entry.offer.name), -stating[found[0].document.id])
    )
    return _value("name", entry.offer.name, held[0], numbered) if held else None


def _values(entry: CatalogueEntry, quotes: Quotes, numbered: _Numbered) -> tuple[OfferValue, ...]:
    corrected = {correction.field for correction in entry.corrections}
    values: list[OfferValue] = []
    for field in FIELDS:
        told = _told(entry, field)
        if told and (field in corrected or "new" in corrected):
            values.append(OfferValue(field, told, corrected=True))
        elif told and (found := _held(entry, field, quotes)):
            values.append(_value(field, told, found, numbered))
    spans = {source.field: set(source.spans) for source in entry.sources}
    # When it takes place is not said twice.
    twice = spans.get("validity", set()) <= spans.get("time", set()) and "validity" not in corrected
    return tuple(value for value in values if value.field != "validity" or not twice)


def _held(entry: CatalogueEntry, field: Field, quotes: Quotes) -> list[_Stretch]:
    """Return the stretches that state a field; the town belongs to the place where that does not name it."""
    stated: list[Field] = [field]
    if field == "place" and entry.offer.town and entry.offer.town not in (entry.offer.place or ""):
        stated.append("town")
    sources = [source for name in stated for source in entry.sources if source.field == name]
    return [stretch for source in sources for stretch in _stretches(entry, source, quotes)]


class _Stretch(NamedTuple):
    document: Document
    passage: Passage
    start: int
    end: int

    @property
    def quote(self) -> str:
        return " ".join(self.passage.text[self.start : self.end].split())


def _stretches(entry: CatalogueEntry, source: Source, quotes: Quotes) -> list[_Stretch]:
    """Return the stretches in which a paper states a field; none where one of them cannot be quoted."""
    document = next((document for document in entry.seen if document.id == source.document), None)
    found: list[_Stretch] = []
    for span in source.spans if document else ():
        passage = quotes.passage(document, span.ordinal) if document else None
        if document is None or passage is None:
            return []
        start, end = _printed(passage.text, span, source.field, _told(entry, source.field))
        if source.field == "validity" and (year := _year_of(document.title, passage.text, start, end)):
            start, end = year
        if start < end:
            found.append(_Stretch(document, passage, start, end))
    return list({(stretch.passage.id, stretch.start): stretch for stretch in found}.values())


def _value(field: Field, told: str, found: Sequence[_Stretch], numbered: _Numbered) -> OfferValue:
    said = _said(found, field)
    told = _SIGNS.sub("", told, count=1) if _SIGNS.match(told) else told
    printed = _bare(said)
    parts = [_bare(part) for part in told.split(", ")]
    whole = all(part in printed for part in parts)
    same = _bare(told) == printed or (whole and (len(said) > LINE or (field == "contact" and _only_words(said, told))))
    return OfferValue(field, told if same else said, tuple(map(numbered.number, found)))


def _only_words(said: str, told: str) -> bool:
    """Tell whether a line says nothing beside a contact by which somebody else is reached ("Fragen beantwortet ...")."""
    for part in told.split(", "):
        said = said.replace(part, " ")
    return not any(holds(kind, said) for kind in ("phone", "mail"))


def _said(found: Sequence[_Stretch], field: Field) -> str:
    # A name may be broken over lines of a cell; other values in several places are several statements.
    return (" " if field == "name" else " · ").join(stretch.quote for stretch in found)


def _printed(text: str, span: Span, field: Field, told: str) -> tuple[int, int]:
    """Return the stretch to be quoted: whole words, of a long line the part with the value."""
    start, end = span.start, min(span.end, len(text))
    while start > 0 and start < end and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    if signs := _SIGNS.match(text, start, end):  # the box or bullet before it is no word
        start = signs.end()
    if field != "description" and end - start > LINE and told and (at := text.find(told, start, end)) >= 0:
        return at, at + len(told)
    return start, end


def _year_of(title: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the years stand in a stretch that is (part of) the title of a paper, None in others."""
    said, named = _bare(text[start:end]), _bare(title)
    found = _DATED.search(text, start, end) if said in named or named in said else None
    return found.span() if found else None


def _told(entry: CatalogueEntry, field: Field) -> str:
    """Return the value of a field in words; "" where there is none."""
    offer = entry.offer
    if field == "audience":
        return offer.intended or ", ".join(label("audience", value) for value in offer.audience)
    if field == "contact":
        return ", ".join(filter(None, offer.contact))
    if field == "place":
        place, town = offer.place or "", offer.town or ""
        return place if town in place else ", ".join(filter(None, (place, town)))
    if field == "validity":
        days = offer.valid_printed or [day.isoformat() if day else "" for day in (offer.valid_from, offer.valid_to)]
        shown = [".".join(reversed(day.split("-"))) for day in days]
        return " – ".join(dict.fromkeys(shown)).strip() if any(shown) else ""
    value = getattr(offer, field)
    return ", ".join(value) if isinstance(value, tuple) else value or ""


def _bare(text: str) -> str:
    return "".join(_LETTERS.findall(text)).casefold()


def whole(card: OfferCard, citations: Sequence[Citation]) -> Citation | None:
    """Return one citation for all that a card takes from the page that states most of it; None where no paper does.

    Its quote is what is said there, name first, parted by an ellipsis; its boxes are those of all these words.
    """
    own = [entry for entry in citations if entry.n in set(card.citations)]
    numbers = stated_together(own)
    beside = [entry for entry in own if entry.n in numbers]
    if not beside:
        return None
    values = [value for value in (card.name, *card.values) if value.citations and numbers.issuperset(value.citations)]
    said = list(dict.fromkeys(value.text for value in values)) or [entry.quote for entry in beside]
    said = [one for one in said if not any(one != other and one in other for other in said)]
    boxes = tuple(dict.fromkeys(box for entry in beside for box in entry.boxes))
    main = min(beside, key=lambda entry: card.citations.index(entry.n))
    return replace(main, quote=" … ".join(said), boxes=boxes)


def stated_together(own: Sequence[Citation]) -> frozenset[int]:
    """Return the numbers of those citations of a card that stand in one passage or on one page: the most there are."""
    together = (frozenset(other.n for other in own if _beside(entry, other)) for entry in own)
    return max(together, key=len, default=frozenset())


def _beside(entry: Citation, other: Citation) -> bool:
    return other.passage == entry.passage or (other.document.id, other.page) == (entry.document.id, entry.page)
