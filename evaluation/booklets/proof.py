"""Booklet 10: proof of how a grant was used, profiles as forms with merged cells, tables of figures, costs and small projects."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["sans"]
COLOR, TINT, RULE = "#444444", "#e9e9e4", HexColor("#555555")
WIDTH = 172 * mm
BOX = (19 * mm, 20 * mm, WIDTH, 258 * mm)
FORM = [31 * mm, 55 * mm, 29 * mm, 57 * mm]


def _form(form: dict[str, Any]) -> Flowable:
    """Set a profile: rows of two or four cells (the value spans), or of three (a label over several sub-rows)."""
    cells: list[list[Any]] = [[paragraph(form["number"], BOLD, 9), paragraph(form["title"], BOLD, 10.5), "", ""]]
    style: list[tuple[Any, ...]] = [("SPAN", (1, 0), (3, 0)), ("BACKGROUND", (0, 0), (-1, 0), HexColor(TINT))]
    for row in form["rows"]:
        at = len(cells)
        labels = (0, 2) if len(row) == 4 else (0,)
        texts = [paragraph(text, BOLD if place in labels else REGULAR, 8.6) for place, text in enumerate(row)]
        if len(row) == 2:
            style.append(("SPAN", (1, at), (3, at)))
        if len(row) == 3:
            style.append(("SPAN", (2, at), (3, at)))
            if not row[0]:
                style.append(("SPAN", (0, form["under"]), (0, at)))
        cells.append([*texts, *[""] * (4 - len(texts))])
        style += [("BACKGROUND", (place, at), (place, at), HexColor("#f6f6f3")) for place in labels]
    table = Table(cells, colWidths=FORM, hAlign="LEFT", spaceBefore=5, spaceAfter=12)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.6, RULE), ("VALIGN", (0, 0), (-1, -1), "TOP"), *style]))
    return table


def _table(part: dict[str, Any]) -> Flowable:
    cells = [
        [paragraph(cell, REGULAR if number else BOLD, 8.4) for cell in row] for number, row in enumerate(part["rows"])
    ]
    widths = [width * mm for width in part["widths"]]
    table = Table(cells, colWidths=widths, hAlign="LEFT", spaceBefore=4, spaceAfter=10, repeatRows=1)
    look = [("BACKGROUND", (0, 0), (-1, 0), HexColor(TINT)), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.4, RULE), *look]))
    return table


def set_proof(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of the report to the body that gave the grant: cover, parts in their order."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    for part in booklet["part"]:
        head: list[Flowable] = [paragraph(part["heading"], BOLD, 13, spaceBefore=8, spaceAfter=5)]
        head += [paragraph(text, REGULAR, 9.6, spaceAfter=5) for text in part.get("text", [])]
        body = [_form(form) for form in part.get("form", [])]
        body += [_table(part)] if "rows" in part else []
        flow.append(KeepTogether([*head, *body[:1]]))
        flow += body[1:]
        flow += [paragraph(text, ITALIC, 8, spaceAfter=4) for text in part.get("small", [])]
    note, faces = fiction("Kreises Musterland", "Erfundener Nachweis"), FACES["sans"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(24, 178, 162, 0.5), (24, 110, 162, 0.5)])
    sheets = [Sheet("cover", [BOX], cover), Sheet("wide", [BOX], foot(note, faces, COLOR, margin=19 * mm))]
    return set_sheets("Verwendungsnachweis 2025", note, sheets, flow)
