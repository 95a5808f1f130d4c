"""What the page needs of the assistant and its knowledge base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from kb.model import Answer, Audience, Document
from kb.narrowed import Extent


class Papers(Protocol):
    """The papers that one audience may see; `kb.store.KnowledgeBase` is one."""

    audience: Audience

    def document(self, document: str, /) -> Document | None:
        """Return a document by its id, None where this audience sees none."""
        ...

    def file(self, document: str, /) -> Path | None:
        """Return the kept copy of its PDF, None where this audience sees none."""
        ...


class Answers(Protocol):
    """Answers questions from several threads; `assistant.answer.Assistant` is one."""

    @property
    def kb(self) -> Papers:
        """The papers it answers from."""
        ...

    def stream(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        language: str | None = None,
        *,
        plain: bool = False,
        within: Extent | None = None,
        frame: str = "",
    ) -> Iterator[Answer]:
        """Yield growing answers, the last one final.

        `plain` asks for Einfache Sprache, `within` for some papers alone, `frame` for another language than the question's.
        """
        ...
