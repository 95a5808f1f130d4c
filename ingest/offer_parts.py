"""Printed lines -> the parts that entries are made of: titles, labelled values, paragraphs, items, rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from ingest.offer_edges import edges_of
from ingest.offer_labels import Label, bare_label, cut_at, labels_in, whole_label
from ingest.offer_lines import Line, faced, level
from ingest.offer_looks import tells
from ingest.offer_rows import TABLE
from ingest.offer_titles import GOES_ON, same_title, titles_of
from ingest.offer_values import costs, is_place, look, reached, times
from kb.offers import Span

# In line heights, foot to head: lines of one paragraph stand closer than this.
NEAR = 0.75
SHORT = 11
# What goes on with the number above it: „19.00–20.30 / Uhr, 2 x“.
_UNIT = re.compile(r"(?:Uhr|h|x|-?mal|Termine|Abende|Vormittage|Nachmittage|Wochen|UE|€|Euro|Jahren?|Personen)(?!\w)")
_ARTICLE = re.compile(
    r"\b(?:(?:eine?|keine?|ihre?|unsere?|diese?|jede|[dw]e)[rnms]?|das|die|(?:in|mit|für|von|zu|rund|etwa|über|ca\.) \d+)$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"seit|ab", re.IGNORECASE)
_PARTED = re.compile(r"\w.*\s[|·]$")
# A line of more words than these is no place alone, whatever houses it names.
PLACE = 6
_MARK = re.compile(r"^(?:[•·▪■●►➤➢›−→✓*–-]|o(?=\s))\s+")
_OPENING = {"audience", "time", "place", "cost", "languages", "registration", "description", "organiser", "validity"}

Kind = Literal["title", "value", "text", "item", "row"]


@dataclass(slots=True)
class Part:
    """A part of an entry; `field` is that of its label, `label` the label as printed, `cells` are those of a row."""

    kind: Kind
    text: str
    spans: tuple[Span, ...]
    line: Line
    field: str | None = None
    cells: tuple[Part, ...] = ()
    label: str = ""
    label_span: Span | None = None
    lines: tuple[Line, ...] = ()  # of a cell
    lead: int = 0  # so many characters at its beginning are set in another face

    def add(self, text: str, spans: Sequence[Span], line: Line) -> None:
        """Go on with what stands in the line below."""
        glue = "" if not self.text else " "
        self.text = f"{self.text}{glue}{text}".strip()
        last = self.spans[-1] if self.spans else None
        if last is not None and len(spans) == 1 and last.ordinal == spans[0].ordinal and spans[0].start - last.end == 1:
            self.spans = (*self.spans[:-1], Span(last.ordinal, last.start, spans[0].end))
        else:
            self.spans = (*self.spans, *spans)
        self.line = line


def parts_of(lines: Sequence[Line]) -> list[Part]:
    """Return the parts of a document in reading order."""
    edges = edges_of(lines)
    parts: list[Part] = []
    titles = titles_of(lines)
    for _, group in groupby(enumerate(lines), key=lambda pair: pair[1].block):
        held = list(group)
        cells = {line.cell for _, line in held}
        if held[0][1].kind == "row" and len(cells) > 1:
            parts.append(_row([line for _, line in held]))
            continue
        for number, line in held:
            below = lines[number + 1].kind if number + 1 < len(lines) else "heading"
            # A heading over a table or another heading is no label, even if it reads like one („Sprache“).
            heads = line.kind == "heading" and below in {"row", "heading"}
            _read(parts, line, edges, title=number in titles, heads=heads)
    return [part for part in parts if part.text or part.field]


def _read(parts: list[Part], line: Line, edges: dict[tuple[int, int], float], *, title: bool, heads: bool) -> None:
    last = parts[-1] if parts else None
    if line.field and not (line.apart is False and last and last.kind == "value"):
        parts.append(Part("value", line.text, (line.span,), line, line.field))
        return
    whole = whole_label(line.text)
    if not heads and whole in _OPENING | {"contact", "other", "phone", "mail"} and _opens(parts, line, whole):
        parts.append(Part("value", "", (), line, whole))
        return
    if title:
        if last and last.kind == "title" and same_title(last.line, line):
            last.add(line.text, (line.span,), line)
        else:
            parts.append(Part("title", line.text, (line.span,), line))
        return
    found = _labels(line, last, edges)
    for number, (field, start, end) in enumerate(cut_at(line.text, found)):
        text, span = _trimmed(line, start, end)
        if field is not None:
            label = found[number - 1].printed(line.text)
            begins = line.span.start + found[number - 1].start
            at = Span(line.span.ordinal, begins, begins + len(label))
            lead = _lead(line, at) if number == 1 and field == "other" else 0
            spans = (span,) if text else ()
            parts.append(Part("value", text, spans, line, field, label=label, label_span=at, lead=lead))
        elif text:
            begins = line.kind == "item" and bool(_MARK.match(line.text))
            if last and not begins and _continues(last, line, edges, text):
                last.add(text, (span,), line)
            else:
                kind: Kind = "item" if line.kind == "item" else "text"
                lead = _lead(line, span) if start == 0 else 0
                parts.append(Part(kind, text, (span,), line, lead=lead))
        last = parts[-1] if parts else None


def _lead(line: Line, span: Span) -> int:
    """Return how many characters of the text at `span` are set in another face than the rest of its line."""
    words = [word for word in line.words if word.start >= span.start]
    own = faced(words) if words else 0
    length = words[own - 1].end - span.start if own else 0
    at = span.start - line.span.start
    return length if sum(map(str.isalpha, line.text[at : at + length])) > 2 else 0


def _labels(line: Line, last: Part | None, edges: dict[tuple[int, int], float]) -> tuple[Label, ...]:
    found = labels_in(line.text)
    if _cut_short(last, line):
        return tuple(label for label in found if label.start > 0)
    if last is not None and last.text and last.line.block == line.block and _unfinished(last, line, edges):
        found = tuple(label for label in found if label.field != "other")  # the rest of a sentence
    if line.kind == "heading":
        return tuple(label for label in found if label.field != "other")
    if line.kind == "item":
        found = tuple(
            label for label in found if label.field != "other" or whole_label(line.text[label.start : label.end])
        )
    goes_on = last is not None and last.text and GOES_ON.search(last.text)
    bare = None if found and found[0].start == 0 else bare_label(line.text)
    return (bare, *found) if bare and not goes_on and len(line.text.split()) <= SHORT else found


def _cut_short(last: Part | None, line: Line) -> bool:
    """Tell a text whose last word needs another: „Eine / Anmeldung ist …“, „in 29 / Sprachen: …“."""
    held = last is not None and last.kind == "text" and last.line.block == line.block and line.kind != "heading"
    return held and last is not None and bool(_ARTICLE.search(last.text))


def _unfinished(last: Part, line: Line, edges: dict[tuple[int, int], float]) -> bool:
    """Tell a text that goes on in the line: by its last word, or as its line is full and ends in a word."""
    if GOES_ON.search(last.text):
        return True
    return last.kind == "text" and last.text[-1].isalpha() and not _on_purpose(last.line, line, edges)


def _trimmed(line: Line, start: int, end: int) -> tuple[str, Span]:
    raw = line.text[start:end]
    mark = _MARK.match(raw) if start == 0 else None
    begin = start + (mark.end() if mark else 0)
    begin += len(line.text[begin:end]) - len(line.text[begin:end].lstrip(" |·•;,"))
    goes_on = (
        start == 0 and end == len(line.text) and _PARTED.search(line.text)
    )  # more of the same follows in the next line
    stop = begin + len(line.text[begin:end].rstrip(" |·•;(" if end < len(line.text) else " " if goes_on else " |·•"))
    return line.text[begin:stop], Span(line.span.ordinal, line.span.start + begin, line.span.start + stop)


def _row(lines: Sequence[Line]) -> Part:
    cells = []
    for held in _cells(lines):
        cell = Part("text", "", (), held[0])
        for line in held:
            cell.add(line.text, (line.span,), line)
        cell.line, cell.lines = held[0], tuple(held)
        cells.append(cell)
    field = whole_label(cells[0].text)
    if field and len(cells) == 2 and not whole_label(cells[1].text):
        since = _SINCE.fullmatch(cells[0].text.strip(" :"))
        label = (cells[0].text.strip(" :"), cells[0].spans[0]) if since else ("", None)
        return Part("value", cells[1].text, cells[1].spans, lines[0], field, label=label[0], label_span=label[1])
    return Part("row", " ".join(cell.text for cell in cells), (), lines[0], cells=tuple(cells))


def _cells(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines cell by cell; what stands beside one another with white between it is several cells."""
    found: list[list[Line]] = []
    if lines[0].block >= TABLE:  # a row may go on overleaf
        lines = sorted(lines, key=lambda line: line.cell)
        return [list(group) for _, group in groupby(lines, key=lambda line: line.cell)]
    for _, group in groupby(lines, key=lambda line: line.cell):
        held = list(group)
        beside = [line.x0 for number, line in enumerate(held) if any(level(line, other) for other in held[:number])]
        columns = sorted({min(line.x0 for line in held), *beside})
        for low, high in zip(columns, [*columns[1:], float("inf")], strict=True):
            inside = [line for line in held if low - 0.5 * line.size <= line.x0 < high - 0.5 * line.size]
            if inside:
                found.append(inside)
    return found


def _continues(last: Part, line: Line, edges: dict[tuple[int, int], float], text: str) -> bool:
    """Tell whether a line goes on with what stands above it."""
    above = last.line
    calendar = last.kind != "value" and _dated(text) and _dated(last.text)  # an entry a line
    if last.kind not in {"value", "text", "item"} or last.cells or above is line or calendar:
        return False
    if line.apart is not None and last.text:
        return not line.apart
    if last.kind == line.kind == "item" and _same_item(last, line, edges, text):
        return True
    if above.page != line.page or line.y0 < above.y0 - line.size:  # the next column or page
        return line.block == above.block and not _on_purpose(above, line, edges)
    if not last.text:  # a label alone: its value stands below or beside it
        return line.y0 - above.y1 < 1.5 * line.size and line.x0 >= above.x0 - line.size
    far = line.y0 - above.y1 > NEAR * line.size or line.x1 < above.x0
    far = far or (line.block != above.block and above.text[-1] in ".!?" and not reached(text))
    far = far or (line.kind == "heading" and above.kind != "heading")
    return not far and (_belongs(last, line, text) or (_wraps(last, text) and not _on_purpose(above, line, edges)))


def _same_item(last: Part, line: Line, edges: dict[tuple[int, int], float], text: str) -> bool:
    """Tell a further line of an item: the one above is full, or it goes on and is no value of its own."""
    above = last.line
    if line.block != above.block or line.page != above.page:
        return False
    whole = tells(text) or tells(last.text)
    full = len(above.text.split()) > PLACE and not _on_purpose(above, line, edges)
    return full or (not whole and text[:1].islower())


def _dated(text: str) -> bool:
    return any(found.start == 0 for found in times(text)) and look(text) is None


def _belongs(last: Part, line: Line, text: str) -> bool:
    """Tell a further line of a value that has several: ways to reach somebody, an address, days, sentences."""
    if last.field == "description" and look(text) in {None, "place"}:
        return line.block == last.line.block or last.line.text[-1] not in ".!?"
    return (
        (last.kind == "value" and last.field in {"contact", "registration"} and bool(reached(text)))
        or (
            last.field == "place" and (is_place(text) or re.match(r"\d{1,3}\s?[a-z]?(?:,|$)", text)) and not times(text)
        )
        or (last.field == "time" and (text.startswith("Uhr") or any(found.start == 0 for found in times(text))))
    )


def _wraps(last: Part, text: str) -> bool:
    """Tell lines that look like one text: not the hours under a description, nor a price under the hours."""
    if last.text[-1:].isdigit() and _UNIT.match(text):
        return True
    if text[:1].islower() and not any(found.start == 0 for found in (*times(text), *costs(text))):
        return True  # a sentence goes on, though it ends in a price
    looks, looked = look(text), look(last.line.text)
    if last.kind == "value" and looked == "place" != last.field:
        looked = None  # of the label's line only the shape of hours and prices tells that its value is whole
    if len(last.line.text.split()) > PLACE:
        looked = None if looked == "place" else looked
    return looks == looked or bool(GOES_ON.search(last.line.text))


def _on_purpose(above: Line, line: Line, edges: dict[tuple[int, int], float]) -> bool:
    """Tell whether the next word would have fitted on the line above."""
    if line.text[:1].islower() or GOES_ON.search(above.text):
        return False
    return edges.get((above.page, above.block), 0.0) - above.x1 > line.lead + 0.4 * line.size


def _opens(parts: Sequence[Part], line: Line, field: str) -> bool:
    """Tell whether a line that is nothing but a label opens a field of an entry, not a section."""
    title = next((part for part in reversed(parts) if part.kind == "title"), None)
    if title is None:
        return False
    if line.kind != "heading":
        return True
    if line.size < 0.93 * title.line.size:
        return True
    return field in _OPENING and parts[-1].kind == "value" and line.size < 1.05 * title.line.size
