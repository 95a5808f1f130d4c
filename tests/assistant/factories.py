"""Small passages and hits for the tests of the assistant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace

from kb.model import Audience, BlockKind, Box, Document, Hit, Passage, Piece, Query, Sentence
from kb.offer_corrections import OverridesFile


def document(title: str = "Steckbrief", day: date | None = date(2020, 5, 1), **values: object) -> Document:
    identity = title.casefold()
    return Document(identity, f"v-{identity}", f"{identity}.pdf", title, "steckbrief", "public", 1, date=day, **values)  # type: ignore[arg-type]


def passage(
    *units: str | tuple[str, BlockKind], number: int = 1, section: Sequence[str] = (), page: int = 1
) -> Passage:
    """A passage of sentences, each a text or (text, kind), one printed line apiece."""
    text, pieces, sentences = "", [], []
    for line, unit in enumerate(units):
        words, kind = unit if isinstance(unit, tuple) else (unit, "text")
        text += "\n" if text else ""
        pieces.append(Piece(len(text), len(text) + len(words), page, Box(70, 100 + 14 * line, 400, 110 + 14 * line)))
        sentences.append(Sentence(len(text), len(text) + len(words), kind))  # type: ignore[arg-type]
        text += words
    return Passage(number, "d", "v", number, text, tuple(section), tuple(pieces), tuple(sentences))


def hit(*units: str | tuple[str, BlockKind], score: float = 1.0, of: Document | None = None, **values: object) -> Hit:
    return Hit(passage(*units, **values), of or document(), score)  # type: ignore[arg-type]


class FakeKnowledge:
    """A knowledge base that finds the same passages for every question, and has no offers and contacts."""

    audience: Audience = "public"
    synonyms = None
    generation = SimpleNamespace(number=1)
    overrides = OverridesFile()

    def offers(self) -> tuple[()]:
        return ()

    def contacts(self) -> tuple[()]:
        return ()

    def blocks(self) -> tuple[()]:
        return ()

    def __init__(self, *hits: Hit) -> None:
        self.hits = hits

    def search(self, query: Query, k: int = 10) -> tuple[Hit, ...]:
        return self.hits

    def documents(self) -> tuple[Document, ...]:
        return tuple(hit.document for hit in self.hits)

    def rarity(self, word: str) -> float:
        return 0.5

    def mentions(self, word: str, documents: object) -> dict[str, float]:
        return {}
