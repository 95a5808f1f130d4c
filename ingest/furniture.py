"""Finding what is printed on page after page: running heads, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from ingest.lines import Line, bands, line_of
from ingest.pdf import RawPage, Word

# Heads and footers stand in the outer parts of the page; a page's own text may reach into them.
TOP, BOTTOM = 0.25, 0.8
# The same line may wander this many points from page to page.
WANDER = 4.0
_NUMBERED = re.compile(r"^[-–|\s]*(?:Seite|Page)\s+\d+(?:\s*(?:von|of|/)\s*\d+)?[-–|\s]*$", re.IGNORECASE)


def without(pages: Sequence[RawPage]) -> list[tuple[Word, ...]]:
    """Return each page's words without what repeats at the same place, digits aside.

    From the edge inwards: the first line that is the page's own ends the search, so that text which
    happens to repeat further in stays. One page alone proves no repetition; only a line that says
    „Seite n“ or „Seite n von m“ goes.
    """
    margins = [_margins(page) for page in pages]
    seen: dict[tuple[bool, str], list[tuple[int, float]]] = defaultdict(list)
    for number, (top, bottom) in enumerate(margins):
        for upper, side in ((True, top), (False, bottom)):
            for line, signature in side:
                seen[upper, signature].append((number, line.box.y0))
    numbered = _numbering(pages, margins)
    turned: dict[str, list[int]] = defaultdict(list)
    for page in pages:
        turned[_turned(page)].append(page.number)
    kept = []
    for number, (page, (top, bottom)) in enumerate(zip(pages, margins, strict=True)):
        drop: set[int] = set()
        if _turned(page) and len(turned[_turned(page)]) > (1 if len(pages) <= 6 else 2):
            drop.update(id(word) for word in page.words if word.turn != 0)
        for upper, side in ((True, top), (False, bottom)):
            for line, signature in side:
                known = (
                    _repeats(seen[upper, signature], number, line.box.y0, len(pages))
                    or _NUMBERED.match(line.text)
                    or any((offset, round(line.box.y0 / WANDER)) in numbered for offset in _offsets(line, page))
                )
                if not known:
                    break
                drop.update(id(word) for word in line.words)
        kept.append(tuple(word for word in page.words if id(word) not in drop))
    return kept


def _numbering(
    pages: Sequence[RawPage], margins: Sequence[tuple[Sequence[tuple[Line, str]], Sequence[tuple[Line, str]]]]
) -> set[tuple[int, int]]:
    """Return (printed minus counted page number, place) of the page numbers that most pages bear."""
    counts: Counter[tuple[int, int]] = Counter()
    for page, sides in zip(pages, margins, strict=True):
        for side in sides:
            for line, _ in side[:2]:
                counts.update((offset, round(line.box.y0 / WANDER)) for offset in _offsets(line, page))
    return {place for place, count in counts.items() if count >= max(3, 0.25 * len(pages))}


def _offsets(line: Line, page: RawPage) -> set[int]:
    ends = {line.words[0].text, line.words[-1].text}
    return {int(text) - page.number for text in ends if text.isascii() and text.isdigit() and len(text) < 5}


def _turned(page: RawPage) -> str:
    """Return what runs up or down the margin, '' if nothing does or the page is set that way."""
    words = [word.text for word in page.words if word.turn != 0]
    return " ".join(words) if 2 * len(words) < len(page.words) else ""


def _margins(page: RawPage) -> tuple[list[tuple[Line, str]], list[tuple[Line, str]]]:
    """Return the lines of the top and of the bottom part, each from the edge inwards."""
    upright = [word for word in page.words if word.turn == 0]
    top = [word for word in upright if word.box.y1 < TOP * page.height]
    bottom = [word for word in upright if word.box.y0 > BOTTOM * page.height]
    above = [line_of(sorted(band, key=lambda word: word.box.x0)) for band in bands(top)]
    below = [line_of(sorted(band, key=lambda word: word.box.x0)) for band in bands(bottom)]
    return [(line, _signature(line)) for line in above], [(line, _signature(line)) for line in reversed(below)]


def _signature(line: Line) -> str:
    """Return the line's text with digits (and a lone Roman page number) levelled."""
    text = line.text
    if re.fullmatch(r"[ivxlc]{1,6}", text):
        return "#"
    # The page number stands at the outer end: on the left of one page, on the right of the next.
    return re.sub(r"\d+", "#", re.sub(r"^\d+\s+|\s+\d+$", "", text))


def _repeats(places: Sequence[tuple[int, float]], number: int, y: float, pages: int) -> bool:
    others = {page for page, place in places if page != number and abs(place - y) <= WANDER}
    # Two alike are enough in a short paper; in a long one two may be chance, heads of chapters are not.
    return len(others) >= (1 if pages <= 6 else 2)
