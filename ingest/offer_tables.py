"""Tables of courses and events -> drafts of entries: each row under the heads of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.offer_bodies import is_person
from ingest.offer_drafts import Draft, Value
from ingest.offer_drafts import part as part_of
from ingest.offer_entries import Node, bare
from ingest.offer_heads import Head, head_of
from ingest.offer_lines import faced
from ingest.offer_listed import tell
from ingest.offer_lists import from_cell
from ingest.offer_looks import tells
from ingest.offer_nouns import never
from ingest.offer_parts import Part
from ingest.offer_pieces import listed
from ingest.offer_purposes import is_person_listed, is_purpose
from ingest.offer_rows import TABLE
from ingest.offer_values import reached, times

# In line heights: lines of one row stand closer than this where the rows of the table stand further apart.
WITHIN = 0.35
# In words: a name in a list.
LISTED = 6
# So many columns of what offers state beside their names make a table one of offers, whatever the titles above say.
STATED = 2
# So many rows make a table that has no head.
SEVERAL = 3
# A name longer than this (words) has its description behind it.
NAME = 12
_TELLING = {"audience", "cost", "languages", "registration", "description", "contact", "topic", "organiser"}
_DAY = re.compile(
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)s?|(?-i:Mo|Di|Mi|Do|Fr|Sa|So)\.?",
    re.IGNORECASE,
)
# „Schnupperrudern für Mädchen, 6. bis 10. Juli“: a comma before days, or the word before a day.
_BEFORE_TIME = re.compile(
    r",\s(?=\D{0,12}\d)|,\s(?=(?:jede[nrs]?|immer|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)s?)|\s(?:am|vom)\s(?=\d)|\s(?=(?:von|ab)\s\d{1,2}\s(?:bis|–|-|Jahre))",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\s[–-]\s|:\s|\.\s|\n")


def tables(node: Node) -> Iterator[tuple[Head, list[list[Part]]]]:
    """Yield the tables under a title, each with its head and rows of cells; a cell that is empty is left out."""
    head: Head | None = node.head
    rows: list[Part] = []
    for part in [*node.parts, None]:
        found = head_of(part) if part is not None else None
        if found and head and rows and [field for field, _ in found] != [field for field, _ in head]:
            found = None  # a row that happens to read like a head; the same head again begins the next page
        if found or part is None or part.kind != "row":
            if head and rows:
                yield head, _joined(rows)
            head, rows = found, []
        elif head:
            rows.append(part)


def heads_offers(node: Node) -> bool:
    """Tell a title over a table whose columns name offers and say of each for whom, when, where, for how much."""
    for head, _ in tables(node):
        fields = {"time" if field == "begins" else field for field, _ in head}
        if "name" in fields and len(fields & {"audience", "time", "when", "place", "cost", "registration"}) >= STATED:
            return True
    return False


def _joined(rows: Sequence[Part]) -> list[list[Part]]:
    """Put the lines of one row together that were read as rows of their own."""
    gaps = [
        below.line.y0 - max(cell.line.y1 for cell in above.cells)
        for above, below in pairwise(rows)
        if above.line.page == below.line.page
    ]
    apart = max(gaps, default=0.0)
    done: list[list[Part]] = []
    for number, row in enumerate(rows):
        above = rows[number - 1] if number else None
        if above is not None and above.line.page == row.line.page and row.line.block < TABLE and done:
            gap = row.line.y0 - max(cell.line.y1 for cell in above.cells)
            if gap < WITHIN * row.line.size and apart > 0.25 * row.line.size + gap:
                for cell in row.cells:
                    _nearest(done[-1], cell).add(cell.text, cell.spans, cell.line)
                continue
        done.append(list(row.cells))
    return done


def _nearest(cells: Sequence[Part], cell: Part) -> Part:
    return min(cells, key=lambda held: abs(held.line.x0 - cell.line.x0))


def by_field(head: Head, cells: Sequence[Part]) -> dict[str, list[Part]]:
    """Return the cells of a row by the fields of their columns; columns without a field under "" and their number."""
    found: dict[str, list[Part]] = {}
    for number, cell in enumerate(cells):
        at = number if len(cells) == len(head) else _column(head, cell)
        if cell.line.block >= TABLE:
            at = cell.line.cell
        field = head[at][0] or f"{at}"
        found.setdefault(field, []).append(cell)
    return found


def _column(head: Head, cell: Part) -> int:
    return max((n for n, (_, x0) in enumerate(head) if x0 <= cell.line.x0 + cell.line.size), default=0)


def from_bare_rows(node: Node, above: Sequence[Draft]) -> Iterator[Draft]:
    """Yield drafts of the rows of a table without a head: a name first, and beside it when, as most of its rows say."""
    rows = [part for part in node.parts if part.kind == "row" and len(part.cells) > 1]
    if node.head or len(rows) < SEVERAL or any(head_of(row) for row in rows):
        return
    timed = [row for row in rows if any(times(cell.text) for cell in row.cells[1:])]
    if 2 * len(timed) < len(rows):
        return
    edge = max(line.x1 for row in rows for line in row.cells[0].lines)
    for row in rows:
        first = row.cells[0]
        rest = _under(first, edge)
        text = first.text[: len(first.text) - len(rest)].strip() if rest else first.text
        named = part_of(Value(first.text, first.spans), 0, len(text))
        if (
            is_person(text)
            or times(text)
            or reached(text)
            or never(text)
            or len(text.split()) > NAME
            or not text[:1].isupper()
        ):
            continue
        draft = Draft(named, above=list(above))
        if rest:
            draft.put(
                "description", part_of(Value(first.text, first.spans), len(first.text) - len(rest), len(first.text))
            )
        for cell in row.cells[1:]:
            value = Value(cell.text, cell.spans)
            field = tells(cell.text)
            if field:
                draft.put(field, value)
            elif not listed(draft, value):
                draft.texts.append(value)
        yield draft


def from_tables(node: Node, above: Sequence[Draft], *, paper: bool) -> Iterator[Draft]:
    """Yield drafts of the entries that the tables under a title hold.

    :param paper: the document tells of offers beside other things; only tables that say for whom count.
    """
    for head, rows in tables(node):
        fields = {field for field, _ in head if field}
        named = "name" in fields
        fields |= {"time", "place"} if "when" in fields else {"time"} if "begins" in fields else set()
        telling = (
            bool(fields & _TELLING)
            if named
            else len(fields & {"audience", "cost", "languages", "registration", "time"}) >= 2
            and bool(fields & {"audience", "cost", "languages"})
        )
        if not (telling or (named and fields & {"time", "place"})) or (paper and not (named and "audience" in fields)):
            continue
        key = "name" if named else next((f"{n}" for n, (field, _) in enumerate(head) if field is None), None)
        if key is None:
            continue
        # A list of what was paid to whom: only what reads like an offer is one.
        paid = not fields & (
            {"time", "place", "audience", "registration", "languages", "cost", "contact", "description"}
        )
        own = [cell for cells in rows for cell in by_field(head, cells).get(key, ())]
        edge = max((line.x1 for cell in own for line in cell.lines), default=0.0)
        for held in _filled([by_field(head, cells) for cells in rows]):
            if paid and key in held and not is_purpose(held[key][0].text):
                continue
            several = held["name"][0] if named and "name" in held and not paid else None
            lead = next((held[field][0] for field in ("topic", "organiser", "audience") if field in held), None)
            if several and lead and _lists(several, fields):
                group = Draft(Value("", ()))
                for field, parts in held.items():
                    if not field.isdigit() and field not in {"name", "topic", "other"}:
                        for each in parts:
                            group.put(field, Value(each.text, each.spans))
                topic = Value(lead.text, lead.spans) if "topic" in held else None
                yield from from_cell(
                    Value(several.text, several.spans), topic, [group, *above], sure="topic" not in held
                )
                continue
            draft = _draft(held, key, edge, above)
            if paper and draft is not None and "audience" not in draft.fields:
                continue  # what a plan means for nobody is no offer
            if draft is not None and not never(draft.name.text) and not is_person_listed(held, key):
                yield draft


def _lists(cell: Part, fields: set[str]) -> bool:
    """Tell a cell that lists names; one of a table with times and prices names one offer, whatever its commas."""
    if "topic" in fields and re.search(r"[·•;]|,.*,", cell.text):
        return True
    pieces = [piece.strip() for piece in cell.text.split(",")]
    names = all(piece and piece[0].isupper() and len(piece.split()) <= LISTED for piece in pieces)
    return len(pieces) > 1 and names and not fields & {"time", "cost"}


def _filled(rows: Sequence[dict[str, list[Part]]]) -> Iterator[dict[str, list[Part]]]:
    """Yield rows with the day that a plan names once for several rows put into each of them."""
    day: list[Part] = []
    for held in rows:
        stated = held.get("time", [])
        if stated and _DAY.fullmatch(stated[0].text):
            day = stated[:1]
        elif day and stated:
            held["time"] = [*day, *stated]
        yield held


def _under(cell: Part, edge: float) -> str:
    """Return what stands behind or under the name in its cell: set in another face, or on a line of its own.

    The name's line ends there though the next word would have fitted.
    """
    lines = [line for line in cell.lines if line.words]
    words = [word for line in lines for word in line.words]
    own = faced(words)
    if own:
        rest = " ".join(
            line.text[max(words[own].start - line.span.start, 0) :]
            for line in lines
            if line.span.ordinal > lines[0].span.ordinal or line.span.end > words[own].start
        )
        if cell.text.endswith(rest) and len(rest) < len(cell.text):
            return rest
    if len(cell.lines) < 2:
        return ""
    first, second = cell.lines[:2]
    rest = " ".join(line.text for line in cell.lines[1:])
    apart = second.text[0].isupper() and len(rest.split()) > 2 and edge - first.x1 > second.lead + 0.4 * first.size
    return rest if apart and cell.text.endswith(rest) else ""


def _draft(held: dict[str, list[Part]], key: str, edge: float, above: Sequence[Draft]) -> Draft | None:
    names = held.get(key)
    if not names or len(held) < 2:
        return None
    text, spans = names[0].text, names[0].spans
    told = False  # what stands behind the name says when
    rest = _under(names[0], edge)
    if rest:
        text = text[: len(text) - len(rest)].strip()
    elif len(text.split()) > NAME or times(text):
        found = [match for look in (_BEFORE_TIME, _PARTED) if (match := look.search(text))]
        match = min(found, key=lambda one: one.start(), default=None)
        first = min((one.start for one in times(text)), default=len(text))
        if match and match.start() < first:
            text, rest = text[: match.start()], text[match.end() :]
            told = bool(times(rest))
    at = len(text) - len(bare(text))
    draft = Draft(part_of(Value(names[0].text, spans), at, len(text)), above=list(above))
    if rest:
        behind = part_of(Value(names[0].text, spans), len(names[0].text) - len(rest), len(names[0].text))
        if told and not held.keys() & {"time", "place"}:
            tell(draft, behind)
        else:
            draft.put("description", behind)
    for field, parts in held.items():
        if field != key and not field.isdigit() and field not in {"other", "name"}:
            for part in parts:
                _put(draft, field, Value(part.text, part.spans))
    return draft if any(char.isalpha() for char in draft.name.text) else None


def _put(draft: Draft, field: str, value: Value) -> None:
    """Add a cell to a draft; of a column of times with places, each where it belongs."""
    if field == "begins":
        draft.put("time", value)
    if field != "when":
        draft.put(field, value)
        return
    found = times(value.text)
    for one in found:
        draft.put("time", part_of(value, one.start, one.end))
    start = found[-1].end if found else 0
    start += len(value.text[start:]) - len(value.text[start:].lstrip(" ,;:|·–-"))
    before = value.text[: found[0].start].rstrip(" ,;:|·–-") if found else ""
    if value.text[start:]:
        draft.put("place", part_of(value, start, len(value.text)))
    elif before:
        draft.put("place", part_of(value, 0, len(before)))
