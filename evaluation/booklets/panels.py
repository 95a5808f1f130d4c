"""Booklet 7: a folded flyer, three narrow panels on each page across."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, FrameBreak, KeepTogether, NextPageTemplate, Spacer

from evaluation.booklets.sheets import Box, Draw, Sheet, fiction, place_text, set_sheets, signs
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["sans"]
COLOR, TINT = "#2f6b4f", "#eaf3ee"
ACROSS = landscape(A4)
PANEL = 99 * mm


def _boxes() -> list[Box]:
    return [(left * PANEL + 8 * mm, 16 * mm, PANEL - 16 * mm, ACROSS[1] - 28 * mm) for left in range(3)]


def _under(note: str, booklet: dict[str, Any] | None) -> Draw:
    def draw(canvas: Canvas, _: int) -> None:
        canvas.setFillColor(HexColor(TINT))
        canvas.rect(PANEL, 0, PANEL, ACROSS[1], stroke=0, fill=1)
        if booklet:
            canvas.setFillColor(HexColor(COLOR))
            canvas.rect(0, 0, PANEL, ACROSS[1], stroke=0, fill=1)
            box = (8 * mm, 0.0, PANEL - 16 * mm, 180 * mm)
            height = place_text(canvas, booklet["kicker"], REGULAR, 10, box, textColor=white) - 30
            box = (*box[:3], height)
            height = place_text(canvas, booklet["title"], BOLD, 34, box, textColor=white) - 16
            height = place_text(canvas, booklet["subtitle"], REGULAR, 13, (*box[:3], height), textColor=white) - 60
            height = place_text(canvas, booklet["claim"], BOLD, 11, (*box[:3], height), textColor=white) - 40
            place_text(canvas, f"{note}.", ITALIC, 9, (*box[:3], height), textColor=white)
        for left in range(1 if booklet else 0, 3):
            canvas.setFillColor(HexColor("#555555"))
            canvas.setFont(ITALIC, 5.8)
            canvas.drawString(left * PANEL + 8 * mm, 8 * mm, note)

    return draw


def _offer(offer: dict[str, Any]) -> Flowable:
    parts: list[Flowable] = [paragraph(offer["name"], BOLD, 13.5, textColor=HexColor(COLOR), spaceAfter=2)]
    if "text" in offer:
        parts.append(paragraph(offer["text"], REGULAR, 11.5, spaceAfter=2))
    parts += [
        paragraph(signs(line, 7), REGULAR, 11.5, leftIndent=9, firstLineIndent=-9, spaceAfter=1)
        for line in offer["lines"]
    ]
    return KeepTogether([*parts, Spacer(0, 20)])


def set_panels(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a flyer whose first panel is the cover."""
    flow: list[Flowable] = [NextPageTemplate("inner")]
    for number, panel in enumerate(booklet["panel"]):
        if number:
            flow.append(FrameBreak())
        flow.append(paragraph(panel["heading"], BOLD, 16, spaceAfter=8))
        flow += [paragraph(signs(text, 6), REGULAR, 11.5, spaceAfter=8) for text in panel.get("text", [])]
        flow += [_offer(offer) for offer in panel.get("offer", [])]
    note = fiction("Kreises Musterland", "Erfundenes Faltblatt")
    outer = Sheet("outer", _boxes()[1:], _under(note, booklet), ACROSS)
    inner = Sheet("inner", _boxes(), _under(note, None), ACROSS)
    return set_sheets("Komm rein! Nachbarschaftstreff Haus am Markt", note, [outer, inner], flow)
