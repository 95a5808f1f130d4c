"""Booklet 17: offers in easy language, large type, one sentence on a line, the facts as answers under short questions."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, PageBreak, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Draw, Sheet, fiction, foot, place_text, set_sheets
from evaluation.booklets.style import FACES, HEIGHT, WIDTH, paragraph

REGULAR, BOLD, ITALIC = FACES["sans"]
COLOR, TINT = "#b3261e", "#fdf0d5"
LEFT, ROOM = 25 * mm, 160 * mm
BOX = (LEFT, 22 * mm, ROOM, 254 * mm)
SIZE = 13


def _cover(cover: dict[str, str], note: str) -> Draw:
    def draw(canvas: Canvas, _: int) -> None:
        canvas.setFillColor(HexColor(TINT))
        canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
        canvas.setStrokeColor(HexColor(COLOR))
        canvas.setLineWidth(5)
        for left in (55, 105, 155):
            canvas.circle(left * mm, 95 * mm, 21 * mm)
        box = (LEFT, 0.0, ROOM, 255 * mm)
        room = place_text(canvas, cover["kicker"], REGULAR, 14, box) - 22
        room = place_text(canvas, cover["title"], BOLD, 40, (*box[:3], room), textColor=HexColor(COLOR)) - 16
        place_text(canvas, cover["subtitle"], BOLD, 18, (*box[:3], room))
        place_text(
            canvas, f"{note}. Alle Orte, Menschen und Angebote sind ausgedacht.", ITALIC, 10, (*box[:3], 45 * mm)
        )

    return draw


def _lines(texts: list[str]) -> list[Flowable]:
    return [paragraph(text, REGULAR, SIZE, leading=SIZE * 1.42) for text in texts]


def _heading(text: str) -> Flowable:
    return paragraph(text, BOLD, 21, textColor=HexColor(COLOR), spaceBefore=4, spaceAfter=12, keepWithNext=1)


def _offer(offer: dict[str, Any]) -> list[Flowable]:
    bar = Table([[paragraph(offer["name"], BOLD, 17)]], colWidths=[ROOM], spaceBefore=8, spaceAfter=6)
    look = [("BACKGROUND", (0, 0), (-1, -1), HexColor(TINT)), ("LINEBEFORE", (0, 0), (0, -1), 6, HexColor(COLOR))]
    bar.setStyle(TableStyle([*look, ("LEFTPADDING", (0, 0), (-1, -1), 10), ("BOTTOMPADDING", (0, 0), (-1, -1), 8)]))
    parts: list[Flowable] = [CondPageBreak(45 * mm), bar, *_lines(offer.get("text", []))]
    for question, *answers in offer["asked"]:
        parts.append(paragraph(question, BOLD, SIZE, textColor=HexColor(COLOR), spaceBefore=7, keepWithNext=1))
        parts += _lines(answers)
    return [*parts, Spacer(0, 13)]


def set_easy(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a booklet in easy language: cover, who we are, chapters of offers, words explained."""
    flow: list[Flowable] = [NextPageTemplate("page"), PageBreak()]
    for part in booklet["before"]:
        flow += [_heading(part["heading"]), *_lines(part["text"]), Spacer(0, 18)]
    for chapter in booklet["chapter"]:
        flow += [CondPageBreak(60 * mm), _heading(chapter["heading"]), *_lines(chapter.get("text", []))]
        flow += [part for offer in chapter["offer"] for part in _offer(offer)]
        flow += _lines(chapter.get("after", []))
    for part in booklet["after"]:
        flow += [CondPageBreak(30 * mm), Spacer(0, 10), _heading(part["heading"]), *_lines(part["text"])]
    note = fiction("Kreises Musterland")
    pages = Sheet("page", [BOX], foot(note, FACES["sans"], COLOR, margin=LEFT))
    return set_sheets(
        booklet["cover"]["title"], note, [Sheet("cover", [BOX], _cover(booklet["cover"], note)), pages], flow
    )
