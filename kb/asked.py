"""What is asked of the knowledge base, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kb.papers import Document, Passage, Visibility

Audience = Literal["public", "internal"]
Intent = Literal["offer", "responsibility", "history", "paper", "fact", "other"]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of the knowledge base; `hints` are German words that the answer is printed with.

    The filters hold together; an empty one lets everything through. `documents` are ids, `kinds` those of
    `ingest.kinds`, `years` the first and last year of the paper's date (None = open), `organizations`
    committees of the Beratungsfolge or the issuer (part of the name, without regard to case). With `past`, versions
    of papers that newer ones superseded are looked at as well.
    """

    text: str
    language: str = "de"
    intent: Intent = "other"
    audience: Audience = "internal"
    documents: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    organizations: tuple[str, ...] = ()
    visibilities: tuple[Visibility, ...] = ()
    hints: tuple[str, ...] = ()
    past: bool = False


Leg = Literal["words", "vectors", "translated", "near", "pairs"]


class Found(NamedTuple):
    """How one leg of the search found a passage."""

    leg: Leg
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that the search put forward, with its document and how it was found."""

    passage: Passage
    document: Document
    score: float
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """How the search read a question: the legs with their weights, and what it looked up beside its words.

    `synonyms` are word stems, `translated` German words for foreign ones, each with its weight (0 to 1).
    """

    language: str
    weights: Mapping[str, float]
    synonyms: Mapping[str, float]
    translated: Mapping[str, float]
