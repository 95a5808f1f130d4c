"""Finding what is printed on page after page: running heads, footers, page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lines import Line, bands, line_of, same_size, usual_size
from ingest.pdf import RawPage, Word

# Heads and footers stand in the outer parts of the page; a page's own text may reach into them.
TOP, BOTTOM = 0.25, 0.8
# The same line may wander this many points from page to page; in a short paper the first from the edge more.
WANDER, OUTER = 4.0, 12.0
# Titles are at least this much larger than the text; running heads and letterheads reach 1.2 (14 pt over 12 pt).
TITLE = 1.3
# A running head is on one of the next pages again (right pages only, a full-page picture between).
NEAR = 4
# A page number set in one line with text stands apart from it by so many type sizes.
APART = 1.0
_PAGE = r"(?:Seite|Page)\s+\d+(?:\s*(?:von|of|/)\s*\d+)?"
_NUMBERED = re.compile(rf"^[-–—|\s]*{_PAGE}[-–—|\s]*$", re.IGNORECASE)
_NUMBERING = re.compile(rf"\b{_PAGE}\b", re.IGNORECASE)
# „- 3 -“ says that it is a page number even where the page stands alone.
_DASHED = re.compile(r"^[-–—]\s?\d{1,4}\s?[-–—]$")
_ROMAN, _DIGIT = re.compile(r"[ivxlc]{1,6}"), re.compile(r"\d")
_OF_ALL = re.compile(r"^(\d+)\s?/\s?(\d+)$")
# File numbers, and what counts sections and annexes of the text, not its pages.
_COUNTED = re.compile(
    r"\b(?:[A-Z]{1,4}/)?\d{2,5}/\d{4}\b|(?:§+|Art\.?|Artikel|Anlagen?|Anhang|Teil|Abschnitt|Kapitel|Tabelle|Tab\.|Abbildung|Abb\.|Bild|Titel|Buch|Nr\.?|Nummer"
    r"|Absatz|Abs\.|Ziffer|Punkt|TOP|Tagesordnungspunkt|Modul|Stufe|Phase|Schritt|Muster|Formular|Blatt)\s*\d+(?:\.\d+)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Margin:
    """A line near the page's upper or lower edge: its text levelled, and whether it is the first from there."""

    line: Line
    signature: str
    outer: bool


_Sides = tuple[list[_Margin], list[_Margin]]
_Seen = dict[tuple[bool, str], list[tuple[int, _Margin]]]


def without(pages: Sequence[RawPage]) -> list[tuple[Word, ...]]:
    """Return each page's words without what repeats at the same place in the same type, page numbers aside.

    From the edge inwards: the first line that is the page's own ends the search, so that text which
    happens to repeat further in stays. One page alone proves no repetition; only a line that says
    „Seite n“, „- n -“ or n/m goes. Of a title in larger type the first print stays.
    """
    margins = [_margins(page) for page in pages]
    seen: _Seen = defaultdict(list)
    for number, sides in enumerate(margins):
        for upper, side in zip((True, False), sides, strict=True):
            for margin in side:
                seen[upper, margin.signature].append((number, margin))
    numbered = _numbering(pages, margins)
    body = usual_size([(size, len(text)) for page in pages for text, _, size, _, _ in page.words])
    turned = list(map(_turned, pages))
    alike = Counter(turned)
    kept = []
    for number, (page, sides) in enumerate(zip(pages, margins, strict=True)):
        drop: set[int] = set()
        if turned[number] and alike[turned[number]] > (1 if len(pages) <= 6 else 2):
            drop.update(id(word) for word in page.words if word.turn != 0)
        for upper, side in zip((True, False), sides, strict=True):
            for margin in side:
                line = margin.line
                others = _others(seen[upper, margin.signature], number, margin, len(pages))
                title = upper and bool(others) and number < min(others) and _title(line, margin.signature, body)
                if title:
                    continue
                found = line.words if others else _page_number(line, page, len(pages), numbered)
                drop.update(map(id, found))
                if len(found) < len(line.words):
                    break
        kept.append(tuple([word for word in page.words if id(word) not in drop]) if drop else page.words)
    return kept


def _title(line: Line, signature: str, body: float) -> bool:
    """Tell whether a line may be a title that later pages repeat: in clearly larger type, without page number."""
    return line.size >= TITLE * body and signature == line.text and sum(map(str.isalpha, line.text)) > 2


def _page_number(line: Line, page: RawPage, pages: int, numbered: dict[tuple[int, int], bool]) -> Sequence[Word]:
    """Return the words of a line that are the page's number: all, those at one end, or none."""
    text = line.text
    if _NUMBERED.match(text) or _DASHED.match(text):
        return line.words
    for offset in _offsets(line, page):
        alone = numbered.get((offset, round(line.box.y0 / WANDER)))
        if alone is not None:
            # Where the number stands alone on most pages, the rest of the line is text of this page.
            return _at_end(line, str(page.number + offset)) if alone and len(line.words) > 1 else line.words
    for count in (1, 3):
        for words in (line.words[-count:], line.words[:count]):
            found = _OF_ALL.match(" ".join(word.text for word in words))
            if found and int(found[1]) == page.number and int(found[2]) == pages and _stands_apart(line, words):
                return words
    return ()


def _at_end(line: Line, number: str) -> Sequence[Word]:
    return [word for word in (line.words[0], line.words[-1]) if word.text == number][:1]


def _stands_apart(line: Line, words: Sequence[Word]) -> bool:
    rest = [word for word in line.words if word not in words]
    if not rest:
        return True
    gap = max(words[0].box.x0 - rest[-1].box.x1, rest[0].box.x0 - words[-1].box.x1)
    return gap > APART * line.size


def _numbering(pages: Sequence[RawPage], margins: Sequence[_Sides]) -> dict[tuple[int, int], bool]:
    """Return (printed minus counted page number, place) of the page numbers that most pages bear.

    The value tells whether they mostly stand alone on their line.
    """
    counts: Counter[tuple[int, int]] = Counter()
    alone: Counter[tuple[int, int]] = Counter()
    for page, sides in zip(pages, margins, strict=True):
        for side in sides:
            for margin in side[:2]:
                for offset in _offsets(margin.line, page):
                    place = offset, round(margin.line.box.y0 / WANDER)
                    counts[place] += 1
                    alone[place] += len(margin.line.words) == 1
    least = max(3, 0.25 * len(pages))
    return {place: 2 * alone[place] > count for place, count in counts.items() if count >= least}


def _offsets(line: Line, page: RawPage) -> set[int]:
    ends = {line.words[0].text, line.words[-1].text}
    return {int(text) - page.number for text in ends if text.isascii() and text.isdigit() and len(text) < 5}


def _turned(page: RawPage) -> str:
    """Return what runs up or down the margin, '' if nothing does or the page is set that way."""
    words = [text for text, _, _, _, turn in page.words if turn]
    return " ".join(words) if 2 * len(words) < len(page.words) else ""


def _margins(page: RawPage) -> _Sides:
    """Return the lines of the top and of the bottom part, each from the edge inwards."""
    upper, lower = TOP * page.height, BOTTOM * page.height
    top, bottom = [], []
    for word in page.words:
        box = word[1]
        if box[3] < upper and not word[4]:
            top.append(word)
        if box[1] > lower and not word[4]:
            bottom.append(word)
    above = [line_of(sorted(band, key=lambda word: word[1][0])) for band in bands(top)]
    below = [line_of(sorted(band, key=lambda word: word[1][0])) for band in bands(bottom)]
    return _from_edge(above), _from_edge(below[::-1])


def _from_edge(found: Sequence[Line]) -> list[_Margin]:
    return [_Margin(line, _signature(line), index == 0) for index, line in enumerate(found)]


def _signature(line: Line) -> str:
    """Return the line's text with page numbers (a lone Roman one, too) and dates levelled.

    The numbers of sections, annexes and tables are kept: „§ 14“ at the top of a page is not „§ 15“ at that
    of another. In a line that says „Seite n“ all numbers go.
    """
    text = line.text
    if _ROMAN.fullmatch(text):
        return "#"
    if not _DIGIT.search(text):
        return text
    if _NUMBERING.search(text):
        return re.sub(r"\d+", "#", text)
    named = [match.span() for match in _COUNTED.finditer(text)]
    # The page number stands at the outer end: on the left of one page, on the right of the next.
    start = re.match(r"\d+\s+", text)
    end = re.search(r"\s+\d+$", text)
    first = start.end() if start else 0
    last = end.start() if end and not any(a <= end.end() - 1 < b for a, b in named) else len(text)
    return re.sub(
        r"\d+",
        lambda match: match[0] if any(a <= match.start() + first < b for a, b in named) else "#",
        text[first:last],
    )


def _others(places: Sequence[tuple[int, _Margin]], number: int, margin: _Margin, pages: int) -> set[int]:
    """Return the pages around with the line at the same place in the same type; none if so few are chance."""
    others = {
        page
        for page, other in places
        if 0 < abs(page - number) <= NEAR
        and abs(other.line.box.y0 - margin.line.box.y0)
        <= (OUTER if other.outer and margin.outer and pages <= 6 else WANDER)
        # In other type it is another line, whatever it says: a title, and the running head after it.
        and same_size(other.line.size, margin.line.size)
    }
    # Two alike are enough in a short paper; in a long one two may be chance, heads of chapters are not.
    return others if len(others) >= (1 if pages <= 6 else 2) else set()
