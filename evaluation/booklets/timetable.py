"""Held booklet 14: tables of courses with a head row, cells wrapped over lines, one table over the end of a page."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, NextPageTemplate, PageBreak, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["plain"]
COLOR, STRIPE = "#1f4e79", HexColor("#edf3f9")
WIDTHS = [38 * mm, 41 * mm, 35 * mm, 22 * mm, 40 * mm]
BOX = (17 * mm, 22 * mm, sum(WIDTHS), 254 * mm)
SIZE = 9.6


def _table(part: dict[str, Any]) -> Flowable:
    cells = [[paragraph(cell, BOLD, SIZE, textColor=white) for cell in part["head"]]]
    for name, *others in part["rows"]:
        cells.append([paragraph(name, BOLD, SIZE), *(paragraph(cell, REGULAR, SIZE) for cell in others)])
    look = [
        ("BACKGROUND", (0, 0), (-1, 0), HexColor(COLOR)),
        ("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, STRIPE]),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor("#9db4cc")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    pads = [(f"{side}PADDING", (0, 0), (-1, -1), 6) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    table = Table(cells, colWidths=WIDTHS, repeatRows=1, hAlign="LEFT", spaceBefore=2, spaceAfter=12)
    table.setStyle(TableStyle([*look, *pads]))
    return table


def set_timetable(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a plan of courses: cover, notes, a table for each field, office and imprint."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    for part in booklet["part"]:
        flow.append(paragraph(part["heading"], BOLD, 13, textColor=HexColor(COLOR), spaceAfter=4))
        flow += [paragraph(text, REGULAR, 9.8, spaceAfter=6) for text in part.get("text", [])]
        if "rows" in part:
            flow.append(_table(part))
    note, faces = fiction("Kreises Fabelgrund", "Erfundener Kursplan"), FACES["plain"]
    cover = white_cover(
        booklet["cover"], note, faces, COLOR, [(24, 128, 40, 40), (68, 128, 40, 40), (112, 128, 40, 40)]
    )
    sheets = [Sheet("cover", [BOX], cover), Sheet("wide", [BOX], foot(note, faces, COLOR, margin=17 * mm))]
    return set_sheets("Kursplan Frühjahr 2027", note, sheets, flow)
