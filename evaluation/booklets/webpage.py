"""Held booklet 9: a web page printed to paper, breadcrumbs, a note on cookies, unfolded sections, a box at the side."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, Table, TableStyle

from evaluation.booklets.sheets import Draw, Sheet, fiction, place_text, set_sheets
from evaluation.booklets.style import FACES, INK, paragraph

REGULAR, BOLD, ITALIC = FACES["plain"]
COLOR, TINT, LINK = "#0b3d91", "#eef2fa", "#1a56c4"
LEFT, MAIN, SIDE = 15 * mm, 124 * mm, 50 * mm
FIRST = (LEFT, 24 * mm, MAIN, 196 * mm)
NEXT = (LEFT, 24 * mm, MAIN, 254 * mm)


def _browser(page: dict[str, str], note: str, pages: int) -> Draw:
    def draw(canvas: Canvas, number: int) -> None:
        canvas.setFillColor(INK)
        canvas.setFont(REGULAR, 7.5)
        canvas.drawString(LEFT, 288 * mm, page["printed"])
        canvas.drawCentredString(A4[0] / 2, 288 * mm, page["title"])
        canvas.drawString(LEFT, 9 * mm, page["address"])
        canvas.drawRightString(A4[0] - LEFT, 9 * mm, f"{number}/{pages}")
        canvas.setFont(ITALIC, 7.5)
        canvas.drawString(LEFT, 14 * mm, note)

    return draw


def _head(page: dict[str, Any], under: Draw) -> Draw:
    def draw(canvas: Canvas, number: int) -> None:
        under(canvas, number)
        canvas.setFillColor(HexColor(COLOR))
        canvas.rect(LEFT, 262 * mm, A4[0] - 2 * LEFT, 20 * mm, stroke=0, fill=1)
        place_text(canvas, page["site"], BOLD, 15, (LEFT + 5 * mm, 262 * mm, 80 * mm, 14 * mm), textColor=white)
        place_text(canvas, page["menu"], REGULAR, 8.5, (105 * mm, 262 * mm, 88 * mm, 12 * mm), textColor=white)
        place_text(canvas, page["crumbs"], REGULAR, 8, (LEFT, 250 * mm, 120 * mm, 9 * mm), textColor=HexColor(LINK))
        place_text(canvas, page["tools"], REGULAR, 8, (150 * mm, 250 * mm, 45 * mm, 9 * mm), textColor=HexColor(LINK))
        place_text(canvas, page["heading"], BOLD, 21, (LEFT, 225 * mm, MAIN, 26 * mm), textColor=HexColor(COLOR))
        left = LEFT + MAIN + 6 * mm
        canvas.setFillColor(HexColor(TINT))
        canvas.rect(left, 130 * mm, SIDE, 88 * mm, stroke=0, fill=1)
        height = 84 * mm
        for line in page["side"]:
            box = (left + 4 * mm, 130 * mm, SIDE - 8 * mm, height)
            height = place_text(canvas, line, REGULAR, 8.4, box) - 5
        canvas.setFillColor(HexColor("#333333"))
        canvas.rect(LEFT, 22 * mm, A4[0] - 2 * LEFT, 15 * mm, stroke=0, fill=1)
        box = (LEFT + 4 * mm, 22 * mm, A4[0] - 2 * LEFT - 8 * mm, 12.5 * mm)
        place_text(canvas, page["cookies"], REGULAR, 7.8, box, textColor=white)

    return draw


def _bar(title: str) -> Flowable:
    cells = [[paragraph(title, BOLD, 12.5, textColor=HexColor(COLOR)), paragraph("–", BOLD, 12, alignment=2)]]
    bar = Table(cells, colWidths=[MAIN - 10 * mm, 10 * mm], spaceBefore=12, spaceAfter=5)
    bar.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), HexColor(TINT)),
                ("LINEABOVE", (0, 0), (-1, 0), 0.8, HexColor(COLOR)),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ]
        )
    )
    return bar


def _part(part: dict[str, Any]) -> list[Flowable]:
    title = [paragraph(part["title"], BOLD, 11.6, spaceBefore=7, spaceAfter=2)] if "title" in part else []
    texts = [paragraph(text, REGULAR, 11, spaceAfter=5) for text in part["text"]]
    return [*title, *texts]


def set_webpage(page: dict[str, Any]) -> bytes:
    """Return the PDF of a printed web page: lead, sections with their parts, links at the end."""
    flow: list[Flowable] = [NextPageTemplate("next")]
    flow += [paragraph(text, REGULAR, 11.5, spaceAfter=7) for text in page["lead"]]
    for section in page["section"]:
        first, *others = [_part(part) for part in section["part"]]
        flow.append(KeepTogether([_bar(section["title"]), *first]))
        flow += [flowable for part in others for flowable in part]
    flow += [paragraph(text, REGULAR, 8.5, textColor=HexColor(LINK), spaceBefore=4) for text in page["links"]]
    note = fiction("Kreises Musterland", "Erfundene Seite")
    under = _browser(page, note, page["pages"])
    first_box = (FIRST[0], 40 * mm, FIRST[2], 198 * mm)
    sheets = [Sheet("first", [first_box], _head(page, under)), Sheet("next", [NEXT], under)]
    return set_sheets(page["title"], note, sheets, flow)
