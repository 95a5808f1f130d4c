"""What programs send and get: questions, answers, offers and papers as JSON, described for OpenAPI and MCP."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kb.model import Answer, Citation, Document, OfferCard
from ui.chat import MAX_HISTORY, MAX_QUESTION

Language = Literal["de", "en", "tr", "ar", "uk", "ru", "fr", "pl", "fa", "ro"]
Sort = Literal["relevance", "date", "name"]
MOST_OFFERS = 200
Chosen = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=20)]


class Turn(BaseModel):
    """An earlier question with its answer."""

    question: Annotated[str, Field(max_length=MAX_QUESTION)]
    answer: Annotated[str, Field(max_length=5000)]


class Asked(BaseModel):
    """A question. Without `language` the answer comes in the question's."""

    model_config = ConfigDict(extra="forbid")
    question: Annotated[str, Field(min_length=1, max_length=MAX_QUESTION)]
    language: Language | None = None
    plain: Annotated[bool, Field(description="Einfache Sprache; only with a language model")] = False
    history: Annotated[tuple[Turn, ...], Field(max_length=MAX_HISTORY)] = ()


class Paper(BaseModel):
    """A paper. `date` is the day it states for itself."""

    id: str
    title: str
    kind: str
    date: date | None
    issuer: str | None
    reference: str | None
    pages: int
    visibility: Literal["public", "internal"]
    url: Annotated[str, Field(description="path of the PDF on this server")]


class Box(BaseModel):
    """Where quoted words stand, in PDF points from the top left."""

    page: int
    box: tuple[float, float, float, float]


class Source(BaseModel):
    """A quoted stretch of a paper. `ocr`: the words were recognised from an image."""

    n: int
    quote: str
    page: int
    document: Paper
    boxes: list[Box]
    image: Annotated[str, Field(description="path of the page as PNG on this server")]
    ocr: bool


class Said(BaseModel):
    """A sentence of the answer, with the numbers of its citations."""

    text: str
    citations: list[int]


class Stated(BaseModel):
    """What is said of one field of an offer, as printed, with the numbers of the citations that hold the words.

    `corrected`: a person says so; no paper does, so there are no citations.
    """

    text: str
    citations: list[int]
    corrected: bool


class Card(BaseModel):
    """An offer in an answer. A field that is missing is not stated; `past`: the offer is known to be over."""

    id: Annotated[str, Field(description="as `id` of /offers")]
    name: str
    past: bool
    group: Annotated[str, Field(description="heading in a long list, in the language of the answer")]
    fields: Annotated[dict[str, Stated], Field(description="the name among them")]


class Answered(BaseModel):
    """An answer. Where the papers have none, `answered` is false and `nearest` are the closest pages.

    `offers` are all that the question asks for, or the one that it is about; what they say is among `citations`.
    `written_by`: "extract" for exact quotes, "llm" for sentences of a language model, each checked against its quote.
    """

    answered: bool
    language: str
    intent: str
    text: str
    sentences: list[Said]
    citations: list[Source]
    nearest: list[Source]
    offers: list[Card]
    notes: list[str]
    written_by: Literal["extract", "llm"]


class Wanted(BaseModel):
    """Which offers. Several values of one kind: one of them is enough. Values are codes, or the names in German."""

    model_config = ConfigDict(extra="forbid")
    q: Annotated[str, Field(max_length=MAX_QUESTION, description="what is looked for, in any language")] = ""
    audience: Chosen = []
    topic: Chosen = []
    town: Chosen = []
    language: Annotated[Chosen, Field(description="in which it is offered: ISO 639-1, or the name")] = []
    organiser: Chosen = []
    cost: Annotated[Chosen, Field(description="free, partly, donation, paid")] = []
    when: Annotated[Chosen, Field(description="mon to sun, morning, afternoon, evening, holidays")] = []
    status: Annotated[Chosen, Field(description="current, past, unknown; nothing chosen: all but past")] = []
    past: Annotated[bool, Field(description="also those that are over")] = False
    sort: Annotated[Sort, Field(description="relevance: by name where nothing is looked for")] = "relevance"
    labels: Annotated[Language, Field(description="language of the labels of facets")] = "de"
    offset: Annotated[int, Field(ge=0)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST_OFFERS)] = 50


class Value(BaseModel):
    """A value of a facet: its code, its name for readers, how many offers have it, and whether it was chosen."""

    code: str
    label: str
    count: int
    chosen: bool


class Offers(BaseModel):
    """Offers of this page; how many there are on all pages; and how many have which value of each facet.

    The counts of a facet are those of the choice in the other facets and of `q`.
    """

    total: int
    offers: list[dict[str, Any]]
    facets: dict[str, list[Value]]


class Papers(BaseModel):
    """The papers of a door."""

    documents: list[Paper]


def answered(answer: Answer, base: str) -> Answered:
    """Return an answer in this form; `base` is what the door's paths begin with."""
    return Answered(
        answered=answer.answered,
        language=answer.language,
        intent=answer.intent,
        text=answer.text,
        sentences=[Said(text=said.text, citations=list(said.citations)) for said in answer.sentences],
        citations=[_source(citation, base) for citation in answer.citations],
        nearest=[_source(citation, base) for citation in answer.nearest],
        offers=[_card(card) for card in answer.offers],
        notes=list(answer.notes),
        written_by=answer.written_by,
    )


def _card(card: OfferCard) -> Card:
    fields = {
        value.field: Stated(text=value.text, citations=list(value.citations), corrected=value.corrected)
        for value in (card.name, *card.values)
    }
    return Card(id=card.id, name=card.name.text, past=card.past, group=card.group, fields=fields)


def _source(citation: Citation, base: str) -> Source:
    return Source(
        n=citation.n,
        quote=citation.quote,
        page=citation.page,
        document=paper(citation.document, base),
        boxes=[Box(page=page, box=(box.x0, box.y0, box.x1, box.y1)) for page, box in citation.boxes],
        image=f"{base}/pages/{citation.document.id}/{citation.page}.png",
        ocr=citation.ocr,
    )


def paper(document: Document, base: str) -> Paper:
    """Return a paper in this form, without its place on disk."""
    return Paper(
        id=document.id,
        title=document.title or Path(document.file).name,
        kind=document.kind,
        date=document.date,
        issuer=document.issuer,
        reference=document.reference,
        pages=document.pages,
        visibility=document.visibility,
        url=f"{base}/files/{document.id}.pdf",
    )
