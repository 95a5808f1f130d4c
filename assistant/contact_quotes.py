"""The lines of papers that state a contact, quoted for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assistant.choose import citation, shown
from assistant.orders import trusted
from kb.contact_merge import ContactEntry, Sighting
from kb.contacts import Field
from kb.model import AnswerPart, AnswerSentence, Citation, Document, Hit
from kb.offers import Span
from kb.store import KnowledgeBase

WHO: tuple[Field, ...] = ("person", "role", "tasks")
WAYS: tuple[Field, ...] = ("phone", "mail", "address", "hours")
# Lines of one answer.
MOST = 6


class Stretch(NamedTuple):
    """``text[start:end]`` of the passage of a hit: a line, or the cells of a row that are about one contact."""

    hit: Hit
    start: int
    end: int


def lines_of(
    base: KnowledgeBase, chosen: Sequence[tuple[ContactEntry | None, Sighting]], ways: frozenset[str]
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """Return the lines that state the chosen, each with its source: who and for what, then how they are reached.

    :param ways: kinds of ways to reach somebody that are wanted, none: all.
    """
    sentences: list[AnswerSentence] = []
    citations: list[Citation] = []
    for entry, seen in chosen:
        said = [(seen.document, span) for name in WHO for span in seen.contact.where(name)]
        if not seen.contact.person:
            said += [(seen.document, span) for span in seen.contact.where("unit")]
        reached = list(_reached(base, entry, ways)) if entry else []
        every = [*said, *reached]
        for places, part in ((said, None), (reached, "contact")):
            for stretch in _stretches(base, places, every):
                text = shown(stretch.hit.passage.text[stretch.start : stretch.end])
                if len(sentences) < MOST and all(text != line.text for line in sentences):
                    citations.append(citation(len(citations) + 1, *stretch))
                    shape: AnswerPart = "contact" if part else "text"
                    sentences.append(AnswerSentence(text, (len(citations),), shape))
    return tuple(sentences), tuple(citations)


def _reached(base: KnowledgeBase, entry: ContactEntry, ways: frozenset[str]) -> Iterator[tuple[Document, Span]]:
    for source in entry.sources:
        if source.field in WAYS and (not ways or source.field in ways or "contact" in ways):
            paper = base.document(source.document)
            yield from ((paper, span) for span in source.spans if paper)


def _stretches(
    base: KnowledgeBase, places: Iterable[tuple[Document, Span]], every: Sequence[tuple[Document, Span]]
) -> Iterator[Stretch]:
    """Yield the lines in which the places lie, in order of place, each once; what gives orders to a machine is left out."""
    held = list(places)
    for identity in dict.fromkeys(document.id for document, _ in held):
        document = base.document(identity)
        passages = {passage.ordinal: passage for passage in base.passages(identity)}
        done: set[tuple[int, int]] = set()
        for ordinal, start in sorted({span[:2] for paper, span in held if paper.id == identity}):
            passage = passages.get(ordinal)
            line = next((one for one in passage.sentences if one.start <= start < one.end), None) if passage else None
            if document is None or passage is None or line is None or (ordinal, line.start) in done:
                continue
            done.add((ordinal, line.start))
            hit = Hit(passage, document, 1.0)
            if trusted([hit]):
                own = [span for paper, span in every if paper.id == identity and span.ordinal == ordinal]
                yield Stretch(hit, *_cells(passage.text, line.start, line.end, own))


def _cells(text: str, start: int, end: int, own: Sequence[Span]) -> tuple[int, int]:
    """Return the cells of a row from the first to the last that hold something of the contact; of other lines all."""
    inside = [span for span in own if start <= span.start < end]
    if "\t" not in text[start:end] or not inside:
        return start, end
    low, high = min(span.start for span in inside), max(span.end for span in inside)
    left = text.rfind("\t", start, low) + 1
    right = text.find("\t", high, end)
    return max(left, start), right if right >= 0 else end
