"""Held booklet 18: sports offers by club, club, price and hall as cells merged over several rows, notes under the table."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["plain"]
COLOR, TINT = "#0b6e4f", "#e3f1ea"
LEFT, ROOM = 14 * mm, 182 * mm
BOX = (LEFT, 20 * mm, ROOM, 258 * mm)
WIDTHS = [42 * mm, 35 * mm, 35 * mm, 31 * mm, 39 * mm]
SAME = '"'


def _cell(text: str, face: str = REGULAR) -> list[Flowable]:
    """Set a cell; lines that begin with an asterisk are bold."""
    return [
        paragraph(line.removeprefix("*"), BOLD if line.startswith("*") else face, 8.8)
        for line in text.split("\n")
        if line
    ]


def _club(club: dict[str, Any]) -> Flowable:
    cells: list[list[Any]] = []
    style: list[tuple[Any, ...]] = [("BACKGROUND", (0, 0), (0, -1), HexColor(TINT))]
    starts = [0] * len(WIDTHS)
    for at, row in enumerate(club["rows"]):
        given = [club["name"] if not at else SAME, *row]
        for place, text in enumerate(given):
            if text != SAME:
                starts[place] = at
            elif at + 1 == len(club["rows"]) or ([SAME, *club["rows"][at + 1]][place] != SAME):
                style.append(("SPAN", (place, starts[place]), (place, at)))
        cells.append(
            ["" if text == SAME else _cell(text, BOLD if place == 1 else REGULAR) for place, text in enumerate(given)]
        )
    table = Table(cells, colWidths=WIDTHS)
    look = [("GRID", (0, 0), (-1, -1), 0.5, HexColor(COLOR)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    sides = [(f"{side}PADDING", (0, 0), (-1, -1), 4) for side in ("TOP", "BOTTOM", "LEFT", "RIGHT")]
    table.setStyle(TableStyle([*look, *sides, *style]))
    return table


def _columns(names: list[str]) -> Flowable:
    table = Table([[paragraph(name, BOLD, 9, textColor=white) for name in names]], colWidths=WIDTHS)
    table.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), HexColor(COLOR))]))
    return table


def _part(part: dict[str, Any]) -> list[Flowable]:
    head = paragraph(part["heading"], BOLD, 15, textColor=HexColor(COLOR), spaceBefore=8, spaceAfter=6)
    return [KeepTogether([head, *[paragraph(text, REGULAR, 10.4, spaceAfter=6) for text in part["text"]]])]


def set_merged(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a leaflet of clubs: cover, greeting, a table for each town with merged cells, notes, for clubs."""
    flow: list[Flowable] = [NextPageTemplate("page"), PageBreak()]
    flow += [part for one in booklet["before"] for part in _part(one)]
    for town in booklet["town"]:
        head = paragraph(town["name"], BOLD, 13, textColor=HexColor(COLOR), spaceBefore=12, spaceAfter=4)
        first, *others = [_club(club) for club in town["club"]]
        flow += [KeepTogether([head, _columns(booklet["columns"]), first]), *map(KeepTogether, others)]
        flow.append(Spacer(0, 8))
    flow += [paragraph(text, REGULAR, 8.2, spaceAfter=2) for text in booklet["notes"]]
    flow += [part for one in booklet["after"] for part in _part(one)]
    note, faces = fiction("Kreises Musterland"), FACES["plain"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(0, 96, 70, 40), (70, 96, 70, 28), (140, 96, 70, 16)])
    sheets = [Sheet("cover", [BOX], cover), Sheet("page", [BOX], foot(note, faces, COLOR, margin=LEFT))]
    return set_sheets(booklet["cover"]["title"], note, sheets, flow)
