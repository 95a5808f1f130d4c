"""Held booklet 8: a directory as one wide table over pages across, grouped by town, with footnotes at its end."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, NextPageTemplate, PageBreak, Table, TableStyle

from evaluation.booklets.sheets import Draw, Sheet, fiction, foot, place_text, set_sheets
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["sans"]
COLOR, HEAD, BAND = "#3a3f7a", "#dfe1f2", "#c9cde8"
ACROSS = landscape(A4)
MARGIN = 14 * mm
BOX = (MARGIN, 19 * mm, ACROSS[0] - 2 * MARGIN, ACROSS[1] - 32 * mm)
GROUP = "#"


def _cover(cover: dict[str, str], note: str) -> Draw:
    def draw(canvas: Canvas, _: int) -> None:
        canvas.setFillColor(HexColor(COLOR))
        canvas.rect(0, 0, 10 * mm, ACROSS[1], stroke=0, fill=1)
        left, width, height = 34 * mm, 200 * mm, ACROSS[1] - 40 * mm
        height = place_text(canvas, cover["kicker"], REGULAR, 12, (left, 0, width, height)) - 16
        height = place_text(canvas, cover["title"], BOLD, 36, (left, 0, width, height), textColor=HexColor(COLOR)) - 14
        place_text(canvas, cover["subtitle"], REGULAR, 16, (left, 0, width, height))
        more = f"{note}. Orte, Personen, Stellen und Angebote gibt es nicht."
        place_text(canvas, more, ITALIC, 10.5, (left, 0, width, 50 * mm))

    return draw


def _rows(table: dict[str, Any]) -> Flowable:
    columns: list[str] = table["columns"]
    cells: list[list[Any]] = [[paragraph(name, BOLD, 10) for name in columns]]
    style: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#8a8fb5")),
        ("BACKGROUND", (0, 0), (-1, 0), HexColor(HEAD)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    for number, row in enumerate(table["rows"], start=1):
        if row[0] == GROUP:
            cells.append([paragraph(row[1], BOLD, 11), *[""] * (len(columns) - 1)])
            style += [("SPAN", (0, number), (-1, number)), ("BACKGROUND", (0, number), (-1, number), HexColor(BAND))]
            style.append(("NOSPLIT", (0, number), (-1, number + 1)))
        else:
            cells.append([paragraph(cell, BOLD if place == 1 else REGULAR, 9.8) for place, cell in enumerate(row)])
    widths = [width * mm for width in table["widths"]]
    flow = Table(cells, colWidths=widths, repeatRows=1, hAlign="LEFT", spaceAfter=6)
    flow.setStyle(TableStyle(style))
    return flow


def set_wide_table(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a directory: cover, the table, the small print under it."""
    table = booklet["table"]
    flow: list[Flowable] = [NextPageTemplate("across"), PageBreak()]
    flow += [paragraph(text, REGULAR, 9.5, spaceAfter=5) for text in table["intro"]]
    flow.append(_rows(table))
    flow += [paragraph(text, REGULAR, 7.8, spaceAfter=1.5) for text in table["small"]]
    note, faces = fiction("Kreises Fabelgrund", "Erfundenes Verzeichnis"), FACES["sans"]
    sheets = [
        Sheet("cover", [BOX], _cover(booklet["cover"], note), ACROSS),
        Sheet("across", [BOX], foot(note, faces, COLOR, ACROSS[0], MARGIN), ACROSS),
    ]
    return set_sheets("Angebote für Zugewanderte", note, sheets, flow)
