"""What runs along the edges of a document's pages: layout drops it as furniture, but heads are read from it.

Minutes print only there which session they are of, letter paper only there who writes, and some papers
only there that they are not public.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest import furniture
from ingest.lines import bands, line_of
from ingest.pdf import RawPage
from ingest.sheet import Running

# What runs through a document runs through its first pages; more of them would only cost time.
_PAGES = 8
_LONGEST, _MOST = 160, 4


def running_lines(raw: Sequence[RawPage]) -> Running:
    """Return the lines that repeat at the edges of the pages, as the first page prints them."""
    first = next((page for page in raw[:2] if page.words), None)
    if first is None or len(raw) < 2:
        return Running()
    kept = furniture.without(raw[:_PAGES])[raw.index(first)]
    stays = {id(word) for word in kept}
    dropped = [word for word in first.words if id(word) not in stays and word.turn == 0]
    lines = [line_of(sorted(band, key=lambda word: word.box.x0)) for band in bands(dropped)]
    upper = [line.text for line in lines if line.box.y1 < furniture.TOP * first.height]
    lower = [line.text for line in lines if line.box.y1 >= furniture.TOP * first.height]
    return Running(_short(upper), _short(lower))


def _short(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(text for text in lines[:_MOST] if len(text) <= _LONGEST)
