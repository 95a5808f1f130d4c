"""Held booklet 2: an annual report, projects in running prose with a box of facts at the margin."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["serif"]
FACTS, FACTS_BOLD = FACES["plain"][:2]
COLOR, TINT = "#7a4b00", "#f6ecd9"
BOX = (22 * mm, 20 * mm, 168 * mm, 256 * mm)
PROSE, GAP, MARGIN = 112 * mm, 6 * mm, 50 * mm


def _facts(rows: list[list[str]]) -> Flowable:
    parts: list[Flowable] = [paragraph("Auf einen Blick", FACTS_BOLD, 9.5, textColor=HexColor(COLOR), spaceAfter=3)]
    for label, value in rows:
        parts.append(paragraph(label, FACTS_BOLD, 8.2))
        parts.append(paragraph(value, FACTS, 8.2, spaceAfter=3))
    box = Table([[parts]], colWidths=[MARGIN])
    box.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), HexColor(TINT)), ("TOPPADDING", (0, 0), (-1, -1), 5)]))
    return box


def _project(project: dict[str, Any]) -> list[Flowable]:
    prose: list[Flowable] = [paragraph(project["heading"], BOLD, 13, textColor=HexColor(COLOR), spaceAfter=4)]
    prose += [paragraph(text, REGULAR, 10.8, alignment=4, spaceAfter=5) for text in project["text"]]
    facts = _facts(project["box"]) if project["box"] else ""
    table = Table([[prose, "", facts]], colWidths=[PROSE, GAP, MARGIN], hAlign="LEFT")
    sides = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *sides]))
    return [table, Spacer(0, 12)]


def _heading(text: str) -> Flowable:
    return paragraph(text, BOLD, 18, spaceBefore=6, spaceAfter=10, keepWithNext=1)


def set_report(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a report: foreword, chapters of projects, figures."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    for part in booklet["part"]:
        flow.append(_heading(part["heading"]))
        flow += [paragraph(text, REGULAR, 11.5, spaceAfter=8) for text in part["text"]]
    flow.append(Spacer(0, 14))
    for chapter in booklet["chapter"]:
        first, *others = chapter["project"]
        flow.append(KeepTogether([_heading(chapter["heading"]), *_project(first)]))
        for project in others:
            flow += _project(project)
    for part in booklet["closing"]:
        cells = [[paragraph(cell, REGULAR, 10.5) for cell in row] for row in part["rows"]]
        table = Table(cells, colWidths=[60 * mm, 35 * mm, 35 * mm], hAlign="LEFT", spaceAfter=10)
        table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor("#999999"))]))
        small = [paragraph(text, ITALIC, 9) for text in part["text"]]
        flow.append(KeepTogether([_heading(part["heading"]), table, *small]))
    note, faces = fiction("Kreises Beispielau", "Erfundener Bericht"), FACES["serif"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(0, 140, 210, 4), (0, 134, 210, 2)])
    sheets = [Sheet("cover", [BOX], cover), Sheet("wide", [BOX], foot(note, faces, COLOR, margin=22 * mm))]
    return set_sheets("Jahresbericht 2025", note, sheets, flow)
