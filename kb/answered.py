"""What an answer is: sentences and cards of offers, with the citations that carry them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kb.asked import Intent
from kb.papers import Box, Document

AnswerPart = Literal["text", "item", "event", "contact", "head", "offer", "also"]


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact quote: where it stands (file, page, boxes per page) and its paper's date (Stand).

    `ocr`: the words were read off a picture by text recognition and may differ from what is printed.
    """

    n: int
    document: Document
    page: int
    quote: str
    boxes: tuple[tuple[int, Box], ...]
    passage: int
    start: int
    end: int
    ocr: bool = False

    @property
    def date(self) -> date | None:
        return self.document.date


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer with the numbers of the citations that carry it.

    `part` says how it is shown: running text, an item of a list, an event of a chronology, a line of the
    contact with which an answer about responsibility ends, or of the head of the council paper it is about,
    the name of an offer, which has a card, or a further quote under the answer.
    """

    text: str
    citations: tuple[int, ...]
    part: AnswerPart = "text"


@dataclass(frozen=True, slots=True)
class OfferValue:
    """What is said of one field of an offer (those of `kb.offers`), as printed, with the citations that hold the words.

    `corrected`: a person says so; no paper does, so there are no citations.
    """

    field: str
    text: str
    citations: tuple[int, ...] = ()
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class OfferCard:
    """An offer in an answer: its name and what is stated of it. A field that has no value is not stated.

    `name` and `values` are German as printed; `group` is the heading under which a list shows it, in the language
    of the answer. `past`: the offer is known to be over.
    """

    id: str
    name: OfferValue
    values: tuple[OfferValue, ...]
    past: bool = False
    group: str = ""

    def value(self, field: str) -> OfferValue | None:
        """Return what is said of a field, None where nothing is."""
        return next((value for value in self.values if value.field == field), None)

    @property
    def citations(self) -> tuple[int, ...]:
        """The numbers of all citations of the card, those of the name first, each once."""
        return tuple(dict.fromkeys(n for value in (self.name, *self.values) for n in value.citations))


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, or (`answered` False) the honest word that nothing was found.

    `citations` carry the sentences; where nothing answers, `nearest` are the closest pages.
    `notes` are remarks for the reader (an LLM that failed, old sources). `written_by` is
    "extract" for exact quotes, "llm" for text that a language model phrased. `offers` are the cards of a list of
    offers, all of them, or the one that a question is about; their citations are among `citations`.
    """

    answered: bool
    language: str
    intent: Intent
    text: str
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    written_by: Literal["extract", "llm"] = "extract"
    offers: tuple[OfferCard, ...] = ()

    @property
    def listed(self) -> tuple[Citation, ...]:
        """The citations that its sentences name: of offers those of their names, of other answers all."""
        if not self.offers:
            return self.citations
        named = {number for sentence in self.sentences for number in sentence.citations}
        return tuple(citation for citation in self.citations if citation.n in named)
