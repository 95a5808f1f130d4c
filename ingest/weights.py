"""Which words of a paper are set in bold: passages do not keep it, and those who look for names need it."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.passages import Draft
from ingest.pdf import RawPage

# For each passage where its bold words begin.
Weights = tuple[tuple[int, ...], ...]


def bold_words(pages: Sequence[RawPage], drafts: Sequence[Draft]) -> Weights:
    """Return for each draft where its words in bold begin, as offsets into its text."""
    bold = {page.number: {word.box for word in page.words if word.bold} for page in pages}
    bold = {number: boxes for number, boxes in bold.items() if boxes}
    if not bold:
        return ((),) * len(drafts)
    return tuple(
        tuple([start for start, _, page, box in draft.pieces if page in bold and box in bold[page]]) for draft in drafts
    )
