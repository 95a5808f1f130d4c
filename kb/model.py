"""What flows through the house: the types that ingest, kb and assistant share, from papers to answers.

Pages are 1-based. Boxes are PDF points with the origin at the top left of the page as it is
shown (rotation and crop box applied). Dates are `datetime.date`. Higher scores are better.
Character offsets count Python characters of the text they belong to, end exclusive.
"""

from __future__ import annotations

from kb.answered import Answer, AnswerPart, AnswerSentence, Citation, OfferCard, OfferValue
from kb.asked import Audience, Explained, Found, Hit, Intent, Leg, Query
from kb.papers import (
    Block,
    BlockKind,
    Box,
    Consultation,
    Day,
    Document,
    Page,
    Passage,
    Piece,
    Remark,
    Sentence,
    Visibility,
)

__all__ = [
    "Answer",
    "AnswerPart",
    "AnswerSentence",
    "Audience",
    "Block",
    "BlockKind",
    "Box",
    "Citation",
    "Consultation",
    "Day",
    "Document",
    "Explained",
    "Found",
    "Hit",
    "Intent",
    "Leg",
    "OfferCard",
    "OfferValue",
    "Page",
    "Passage",
    "Piece",
    "Query",
    "Remark",
    "Sentence",
    "Visibility",
]
