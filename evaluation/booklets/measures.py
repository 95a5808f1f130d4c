"""Booklet 5: a concept: running chapters with bullet lists by field, then a table of measures across the page."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, NextPageTemplate, PageBreak, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["serif"]
COLOR, GREY = "#5b3a1e", "#d9d2c9"
ACROSS = landscape(A4)
BOX = (26 * mm, 22 * mm, 158 * mm, 252 * mm)
GROUP = "#"


def _blocks(blocks: list[str]) -> list[Flowable]:
    flow: list[Flowable] = []
    for text in blocks:
        if text.startswith("## "):
            flow.append(paragraph(text[3:], BOLD, 12, spaceBefore=6, spaceAfter=4, keepWithNext=1))
        elif text.startswith("- "):
            settings = {"leftIndent": 16, "bulletIndent": 5, "bulletText": "•", "spaceAfter": 3}
            flow.append(paragraph(text[2:], REGULAR, 11, **settings))
        else:
            flow.append(paragraph(text, REGULAR, 11, alignment=4, spaceAfter=7))
    return flow


def _chapter(chapter: dict[str, Any]) -> list[Flowable]:
    heading = paragraph(chapter["heading"], BOLD, 16, textColor=HexColor(COLOR), spaceBefore=10, spaceAfter=8)
    return [heading, *_blocks(chapter["blocks"])]


def _plan(plan: dict[str, Any]) -> list[Flowable]:
    columns: list[str] = plan["columns"]
    style: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#777777")),
        ("BACKGROUND", (0, 0), (-1, 0), HexColor(GREY)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    cells: list[list[Any]] = [[paragraph(name, BOLD, 9.5) for name in columns]]
    for number, row in enumerate(plan["rows"], start=1):
        if row[0] == GROUP:
            cells.append([paragraph(row[1], ITALIC, 10), *[""] * (len(columns) - 1)])
            style += [
                ("SPAN", (0, number), (-1, number)),
                ("BACKGROUND", (0, number), (-1, number), HexColor("#f0ece6")),
            ]
            style.append(("NOSPLIT", (0, number), (-1, number + 1)))
        else:
            cells.append([paragraph(cell, REGULAR, 9.5) for cell in row])
    table = Table(cells, colWidths=[width * mm for width in plan["widths"]], repeatRows=1, hAlign="LEFT")
    table.setStyle(TableStyle(style))
    heading = paragraph(plan["heading"], BOLD, 16, textColor=HexColor(COLOR), spaceAfter=6)
    after = [paragraph(text, REGULAR, 10, spaceBefore=8) for text in plan["after"]]
    return [heading, paragraph(plan["intro"], ITALIC, 9, spaceAfter=6), table, *after]


def set_measures(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a concept: upright chapters, the plan on pages across, a last upright page."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    for chapter in booklet["chapter"]:
        flow += _chapter(chapter)
    flow += [NextPageTemplate("across"), PageBreak(), *_plan(booklet["plan"])]
    flow += [NextPageTemplate("wide"), PageBreak()]
    for chapter in booklet["closing"]:
        flow += _chapter(chapter)
    note, faces = fiction("Kreises Musterland", "Erfundenes Konzept"), FACES["serif"]
    width, height = ACROSS
    across = (20 * mm, 20 * mm, width - 40 * mm, height - 36 * mm)
    sheets = [
        Sheet("cover", [BOX], white_cover(booklet["cover"], note, faces, COLOR, [(0, 0, 12, 297)])),
        Sheet("wide", [BOX], foot(note, faces, COLOR, margin=26 * mm)),
        Sheet("across", [across], foot(note, faces, COLOR, width), ACROSS),
    ]
    return set_sheets("Integrationskonzept 2024 bis 2027", note, sheets, flow)
