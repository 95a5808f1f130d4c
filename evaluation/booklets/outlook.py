"""Booklet 14: report with an outlook, running text and lists by field of action, who is responsible at the end of each."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, NextPageTemplate, PageBreak, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["serif"]
COLOR = "#7a1f3d"
WIDTH = 158 * mm
BOX = (26 * mm, 23 * mm, WIDTH, 250 * mm)
SIZE = 11


def _block(block: dict[str, Any]) -> list[Flowable]:
    """Set a paragraph, a list, or the line of those responsible."""
    if "list" in block:
        items = [
            paragraph(item, REGULAR, SIZE, leftIndent=16, bulletIndent=4, bulletText="•", spaceAfter=3)
            for item in block["list"]
        ]
        return [*items, Spacer(0, 4)]
    if "rows" in block:
        cells = [
            [paragraph(cell, REGULAR if number else BOLD, 9.5) for cell in row]
            for number, row in enumerate(block["rows"])
        ]
        table = Table(cells, colWidths=[WIDTH * 0.55, WIDTH * 0.2, WIDTH * 0.2], hAlign="LEFT", spaceAfter=8)
        table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor("#999999"))]))
        return [table]
    if "responsible" in block:
        return [paragraph(block["responsible"], ITALIC, SIZE, spaceBefore=2, spaceAfter=6)]
    return [paragraph(block["text"], REGULAR, SIZE, alignment=TA_JUSTIFY, spaceAfter=6)]


def set_outlook(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a report: cover, numbered sections of running text and lists, imprint."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    for section in booklet["section"]:
        size = 15 if section.get("top") else 12.5
        head = {"textColor": HexColor(COLOR), "spaceBefore": 8, "spaceAfter": 5, "keepWithNext": 1}
        flow.append(paragraph(section["heading"], BOLD, size, **head))
        flow += [part for block in section.get("block", []) for part in _block(block)]
    note, faces = fiction("Kreises Musterland", "Erfundener Bericht"), FACES["serif"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(24, 140, 60, 1.5), (24, 268, 162, 3)])
    sheets = [Sheet("cover", [BOX], cover), Sheet("wide", [BOX], foot(note, faces, COLOR, margin=26 * mm))]
    return set_sheets("Bericht 2026 und Ausblick 2027", note, sheets, flow)
