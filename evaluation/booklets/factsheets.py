"""Held booklet 15: fact sheets, two on a page, a table of labels and values under each name."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["serif"]
COLOR, TINT = "#2f6b6b", HexColor("#e4efef")
LABEL, VALUE = 42 * mm, 124 * mm
BOX = (22 * mm, 22 * mm, LABEL + VALUE, 254 * mm)
PER_PAGE, SIZE = 2, 11.5


def _sheet(sheet: dict[str, Any]) -> Flowable:
    cells: list[list[Any]] = [[paragraph(sheet["name"], BOLD, 14, textColor=white), ""]]
    cells += [[paragraph(label, BOLD, SIZE), paragraph(value, REGULAR, SIZE)] for label, value in sheet["rows"]]
    look = [
        ("SPAN", (0, 0), (1, 0)),
        ("BACKGROUND", (0, 0), (1, 0), HexColor(COLOR)),
        ("BACKGROUND", (0, 1), (0, -1), TINT),
        ("BOX", (0, 0), (-1, -1), 0.8, HexColor(COLOR)),
        ("INNERGRID", (0, 1), (-1, -1), 0.4, HexColor(COLOR)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    table = Table(cells, colWidths=[LABEL, VALUE])
    pads = [(f"{side}PADDING", (0, 0), (-1, -1), 7) for side in ("TOP", "BOTTOM")]
    table.setStyle(TableStyle([*look, *pads]))
    return KeepTogether([table, Spacer(0, 16)])


def set_factsheets(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a folder of fact sheets: cover, two sheets on a page, about the office."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    for start in range(0, len(booklet["sheet"]), PER_PAGE):
        flow += [*map(_sheet, booklet["sheet"][start : start + PER_PAGE])]
        flow += [PageBreak()] if start + PER_PAGE < len(booklet["sheet"]) else []
    flow.append(paragraph(booklet["closing"]["heading"], BOLD, 13, textColor=HexColor(COLOR), spaceAfter=6))
    flow += [paragraph(text, REGULAR, 10, spaceAfter=4) for text in booklet["closing"]["text"]]
    note, faces = fiction("Kreises Fabelgrund", "Erfundene Mappe"), FACES["serif"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(0, 285, 210, 12), (0, 0, 210, 12)])
    sheets = [Sheet("cover", [BOX], cover), Sheet("wide", [BOX], foot(note, faces, COLOR, margin=22 * mm))]
    return set_sheets("Unsere Angebote auf einen Blick", note, sheets, flow)
