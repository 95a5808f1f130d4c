"""Held booklet 11: programme of an adult education centre, each course as three columns: number and times, text, fee and dates."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Table, TableStyle

from evaluation.booklets.sheets import Draw, Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["sans"]
COLOR, TINT = "#6a2c91", "#f1e8f6"
LEFT, WIDTHS = 18 * mm, [36 * mm, 92 * mm, 46 * mm]
BOX = (LEFT, 20 * mm, 174 * mm, 256 * mm)


def _under(note: str, head: str) -> Draw:
    below = foot(note, FACES["sans"], COLOR, margin=LEFT)

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFillColor(HexColor(COLOR))
        canvas.rect(0, 287 * mm, 210 * mm, 10 * mm, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.setFont(REGULAR, 8.5)
        canvas.drawString(LEFT, 290.5 * mm, head)
        below(canvas, page)

    return draw


def _course(course: dict[str, Any]) -> Flowable:
    left = [paragraph(course["number"], BOLD, 9, textColor=HexColor(COLOR), spaceAfter=2)]
    left += [paragraph(line, REGULAR, 8.6) for line in course["left"]]
    middle = [paragraph(course["title"], BOLD, 10.8, spaceAfter=1)]
    if "leader" in course:
        middle.append(paragraph(course["leader"], ITALIC, 8.6, spaceAfter=2))
    middle += [paragraph(text, REGULAR, 9, spaceAfter=2) for text in course["text"]]
    right = [paragraph(line, REGULAR, 8.6) for line in course["right"]]
    table = Table([[left, middle, right]], colWidths=WIDTHS, hAlign="LEFT", spaceAfter=3)
    look = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor("#999999"))]
    look += [("LEFTPADDING", (0, 0), (0, 0), 0), ("BACKGROUND", (2, 0), (2, 0), HexColor(TINT))]
    table.setStyle(TableStyle(look))
    return table


def set_evening(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a programme: cover, how to register, areas with their courses, terms."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    for part in booklet["opening"]:
        flow.append(paragraph(part["heading"], BOLD, 15, textColor=HexColor(COLOR), spaceBefore=6, spaceAfter=5))
        flow += [paragraph(text, REGULAR, 10, spaceAfter=5) for text in part["text"]]
    for area in booklet["area"]:
        title = paragraph(area["heading"], BOLD, 15, textColor=HexColor(COLOR), spaceBefore=12, spaceAfter=6)
        intro = [paragraph(text, ITALIC, 9.4, spaceAfter=5) for text in area.get("text", [])]
        first, *others = map(_course, area["course"])
        flow += [KeepTogether([title, *intro, first]), *others]
    for part in booklet["closing"]:
        title = paragraph(part["heading"], BOLD, 12, textColor=HexColor(COLOR), spaceBefore=12, spaceAfter=4)
        flow.append(KeepTogether([title, *[paragraph(text, REGULAR, 8.4, spaceAfter=3) for text in part["text"]]]))
    note, faces = fiction("Kreises Musterland", "Erfundenes Programm"), FACES["sans"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(0, 262, 90, 35), (90, 250, 50, 12), (140, 244, 30, 6)])
    sheets = [Sheet("cover", [BOX], cover), Sheet("wide", [BOX], _under(note, booklet["head"]))]
    return set_sheets("VHS-Programm", note, sheets, flow)
