"""Rows of a table -> contacts: columns known by their heads, or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.contact_blocks import Draft
from ingest.contact_pieces import Piece, could_be_name, joined, pieces
from ingest.contact_words import bare_label, is_body, labels, role_in
from ingest.offer_drafts import Value
from ingest.offer_lines import Line
from kb.people import names

_KNOWN = {"phone", "fax", "mail", "address", "hours", "tasks", "unit", "name", "role", "person", "contact", "holder"}
# A head for what somebody is for, though elsewhere the same word asks for a body.
_SUBJECT = re.compile(r"fachbereich|bereich|thema|fach|aufgabe.*|wofür.*|zuständig.*|gebiet|angebot", re.IGNORECASE)
# Cells of a row without a head that say what somebody is for.
FEW = 2
Cells = list[Value]


def by_columns(lines: Sequence[Line]) -> list[Line]:
    """Return lines with the rows of a grid put column by column: two addresses or two numbers side by side are of two cards."""
    result: list[Line] = []
    for _, group in groupby(lines, key=lambda line: (line.kind == "row", line.span.ordinal)):
        held = list(group)
        rows = [list(block) for _, block in groupby(held, key=lambda line: line.block)]
        widths = {1 + max(line.cell for line in row) for row in rows}
        if held[0].kind != "row" or len(widths) > 1 or widths == {1} or not any(map(_doubled, rows)):
            result += held
            continue
        # A card ends where the first cell of a row begins another: a body or a person after a number.
        cards: list[list[list[Line]]] = [[]]
        for row in rows:
            if cards[-1] and _names_somebody(row) and any(_doubled(before) for before in cards[-1]):
                cards.append([])
            cards[-1].append(row)
        for card in cards:
            for cell in range(widths.pop() if len(widths) > 1 else max(widths)):
                # Each line a block of its own: the lines of a card are no row.
                result += [
                    line._replace(kind="text", cell=0, block=-1 - len(result) - n)
                    for n, line in enumerate(each for row in card for each in row if each.cell == cell)
                ]
    return result


def _doubled(row: Sequence[Line]) -> bool:
    held = [
        {piece.kind for line in row if line.cell == cell for piece in pieces(Value(line.text, (line.span,)))}
        for cell in range(1 + max(line.cell for line in row))
    ]
    return any(sum(kind in kinds for kinds in held) > 1 for kind in ("phone", "mail", "address"))


def _names_somebody(row: Sequence[Line]) -> bool:
    return all(is_body(line.text) or names(line.text) for line in row)


def from_tables(lines: Sequence[Line]) -> tuple[list[Draft], set[int]]:
    """Return the contacts in tables, and the blocks that were read as rows of one."""
    found: list[Draft] = []
    read: set[int] = set()
    head: list[str | None] = []
    ordinal = page = -1
    for block, group in groupby(lines, key=lambda line: line.block):
        held = list(group)
        if held[0].kind != "row":
            head = []
            continue
        if held[0].span.ordinal != ordinal and head and held[0].page != page:
            head = []
        ordinal, page = held[0].span.ordinal, held[0].page
        cells = _cells(held)
        if kinds := _head(cells):
            head = kinds
            read.add(block)
            continue
        drafts = list(_row(cells, head if len(cells) <= len(head) else []))
        if drafts:
            found += drafts
            read.add(block)
    return found, read


def _cells(lines: Sequence[Line]) -> Cells:
    """Return the cells of a row, each as one value over its lines."""
    cells: Cells = []
    for _, group in groupby(lines, key=lambda line: line.cell):
        values = [Value(line.text, (line.span,)) for line in group]
        cell = values[0]
        for value in values[1:]:
            cell = joined(cell, value)
        cells.append(cell)
    return cells


def _head(cells: Cells) -> list[str | None]:
    """Return the kinds of columns where a row heads a table of contacts; [] where it does not."""
    kinds: list[str | None] = []
    for cell in cells:
        kind = bare_label(cell.text)
        if kind not in _KNOWN and _SUBJECT.fullmatch(cell.text.strip(" :")):
            kind = "tasks"
        kinds.append(kind if kind in _KNOWN else None)
    told = {kind for kind in kinds if kind}
    if len(told) < 2 or not told & {"name", "person", "unit", "contact"}:
        return []
    if "unit" in told and told & {"name", "person"}:  # „Fachbereich | Name | Telefon“
        subject = next(
            (at for at, cell in enumerate(cells) if kinds[at] == "unit" and _SUBJECT.fullmatch(cell.text)), None
        )
        if subject is not None and "tasks" not in told:
            kinds[subject] = "tasks"
    return kinds


def _row(cells: Cells, head: Sequence[str | None]) -> Iterator[Draft]:
    """Yield the contact of a row. Without a head it has a name and a number in cells of their own."""
    drafts = [Draft(asked=True, row=True)]
    loose: list[Value] = []
    for number, cell in enumerate(cells):
        kind = head[number] if number < len(head) else None
        if kind in {"tasks", "role"}:
            loose.append(cell)
            continue
        if kind == "fax":
            continue
        held = pieces(cell)
        for piece in held:
            _put(drafts, piece, kind)
        if kind is None and all(piece.kind in {"text", "unit"} for piece in held):
            loose.append(cell)
    first = drafts[0]
    if not head and (
        bare_label(cells[0].text)
        or any(_sheet(cell.text) for cell in cells)
        or not ("person" in first.values and first.reachable and len(cells) > 1)
    ):
        return
    if not ("person" in first.values or "unit" in first.values or (loose and first.reachable)):
        return
    if not head and len(loose) > FEW:  # a row of figures and dates, of which one cell names somebody
        loose = []
    for draft in drafts:
        for value in loose:
            _told(draft, value)
        if draft.tells():
            yield draft


def _sheet(text: str) -> bool:
    """Tell a cell of a form, not of a table of people: it has a label of its own that is none of a number."""
    return any(label.kind not in {"phone", "mail", "fax"} for label in labels(text))


def _put(drafts: list[Draft], piece: Piece, kind: str | None) -> None:
    if piece.kind == "person" or (
        kind in {"name", "person"}
        and piece.kind == "text"
        and could_be_name(piece.value.text)
        and not drafts[0].values.get("person")
    ):
        if "person" in drafts[-1].values:
            drafts.append(Draft(dict(drafts[0].values), asked=True, row=True))
        drafts[-1].values["person"] = piece.value
    elif piece.kind == "unit" or (kind == "unit" and piece.kind in {"text", "role"}):
        if kind == "unit" and "unit" in drafts[0].values:
            return
        for draft in drafts:
            draft.values.setdefault("unit", piece.value)
    elif piece.kind in {"phone", "mail", "address", "hours", "role"}:
        for draft in drafts:
            draft.values.setdefault(piece.kind, piece.value)


def _told(draft: Draft, value: Value) -> None:
    """Take a cell that says what somebody is or is for: „Leitung“ is a role, „Schule, Fortbildung“ a task."""
    text = value.text
    if not text.strip(" –-"):
        return
    role = role_in(text)
    if (
        role
        and role.start() == 0
        and "person" in draft.values
        and len(text.split()) <= 4
        and not draft.values.get("role")
    ):
        draft.values["role"] = value
        if draft.values.get("unit") == value:
            del draft.values["unit"]
    elif is_body(text) and draft.values.get("unit") == value:
        return
    else:
        draft.tasks.append(value)
