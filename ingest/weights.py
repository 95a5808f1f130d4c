"""Which words of a paper are set in bold: passages do not keep it, and those who look for names need it."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.passages import Draft
from ingest.pdf import RawPage

# For each passage where its bold words begin.
Weights = tuple[tuple[int, ...], ...]


def bold_words(pages: Sequence[RawPage], drafts: Sequence[Draft]) -> Weights:
    """Return for each draft where its words in bold begin, as offsets into its text."""
    bold = {(page.number, word.box) for page in pages for word in page.words if word.bold}
    return tuple(
        tuple(piece.start for piece in draft.pieces if (piece.page, piece.box) in bold) if bold else ()
        for draft in drafts
    )
