"""Held booklet 13: two columns of short entries with names in coloured capitals, all facts in the running text."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak

from evaluation.booklets.sheets import Draw, Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["sans"]
COLOR = "#8e3b7a"
COLUMN, GAP, LEFT = 82 * mm, 8 * mm, 19 * mm
BOXES = [(LEFT + number * (COLUMN + GAP), 22 * mm, COLUMN, 250 * mm) for number in range(2)]
WIDE = [(LEFT, 22 * mm, 2 * COLUMN + GAP, 250 * mm)]


def _under(note: str, head: str) -> Draw:
    below = foot(note, FACES["sans"], COLOR, margin=LEFT)

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFillColor(HexColor(COLOR))
        canvas.rect(0, 281 * mm, 210 * mm, 16 * mm, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#ffffff"))
        canvas.setFont(BOLD, 12)
        canvas.drawString(LEFT, 286.5 * mm, head)
        below(canvas, page)

    return draw


def _entry(entry: dict[str, Any]) -> Flowable:
    name = paragraph(entry["heading"].upper(), BOLD, 11.4, textColor=HexColor(COLOR), spaceAfter=2)
    return KeepTogether([name, paragraph(entry["text"], REGULAR, 10.6, spaceAfter=12)])


def set_magazine(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a family magazine: cover, foreword and entries in two columns, a closing page."""
    flow: list[Flowable] = [NextPageTemplate("two"), PageBreak()]
    flow += [paragraph(text, ITALIC, 10.6, spaceAfter=6) for text in booklet["foreword"]]
    for part in booklet["part"]:
        flow += [paragraph(part["name"], BOLD, 14, spaceBefore=6, spaceAfter=6, keepWithNext=1)]
        flow += [_entry(entry) for entry in part["entry"]]
    flow += [NextPageTemplate("wide"), PageBreak()]
    for part in booklet["closing"]:
        flow.append(paragraph(part["heading"], BOLD, 12, spaceBefore=8, spaceAfter=4))
        flow += [paragraph(text, REGULAR, 10.2, spaceAfter=5) for text in part["text"]]
    note, faces = fiction("Kreises Fabelgrund"), FACES["sans"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(0, 235, 210, 62), (150, 120, 60, 60)])
    under = _under(note, booklet["head"])
    sheets = [Sheet("cover", WIDE, cover), Sheet("two", BOXES, under), Sheet("wide", WIDE, under)]
    return set_sheets("Familienzeit", note, sheets, flow)
