"""Booklet 18: programme of a library in the long pocket format, day and hour lead each entry, months as white heads on colour."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    HRFlowable,
    NextPageTemplate,
    PageBreak,
    Spacer,
    Table,
    TableStyle,
)

from evaluation.booklets.sheets import Draw, Sheet, fiction, place_text, set_sheets
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["sans"]
COLOR, SECOND = "#5b2a86", "#e0a800"
PAGE = (105 * mm, 210 * mm)
LEFT, ROOM = 10 * mm, 85 * mm
BOX = (LEFT, 15 * mm, ROOM, 185 * mm)


def _cover(cover: dict[str, str], note: str) -> Draw:
    def draw(canvas: Canvas, _: int) -> None:
        canvas.setFillColor(HexColor(COLOR))
        canvas.rect(0, 0, *PAGE, stroke=0, fill=1)
        canvas.setFillColor(HexColor(SECOND))
        for number, height in enumerate((62, 48, 70, 55, 40, 66)):
            canvas.rect((LEFT / mm + number * 14.3) * mm, 48 * mm, 11 * mm, height * mm, stroke=0, fill=1)
        box = (LEFT, 0.0, ROOM, 197 * mm)
        left = place_text(canvas, cover["kicker"], REGULAR, 11, box, textColor=white) - 10
        left = place_text(canvas, cover["title"], BOLD, 44, (*box[:3], left), textColor=white, leading=44)
        place_text(canvas, cover["subtitle"], BOLD, 15, (*box[:3], 42 * mm), textColor=white)
        place_text(canvas, f"{note}. Alles darin ist ausgedacht.", ITALIC, 7.5, (*box[:3], 19 * mm), textColor=white)

    return draw


def _foot(note: str) -> Draw:
    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFillColor(HexColor(COLOR))
        canvas.setFont(ITALIC, 5.6)
        canvas.drawString(LEFT, 7 * mm, note)
        canvas.setFont(BOLD, 8)
        canvas.drawRightString(LEFT + ROOM, 7 * mm, str(page))

    return draw


def _month(text: str) -> Flowable:
    bar = Table([[paragraph(text, BOLD, 13, textColor=white)]], colWidths=[ROOM], spaceBefore=4, spaceAfter=7)
    bar.setStyle(
        TableStyle([("BACKGROUND", (0, 0), (-1, -1), HexColor(COLOR)), ("BOTTOMPADDING", (0, 0), (-1, -1), 6)])
    )
    return bar


def _entry(entry: dict[str, str]) -> list[Flowable]:
    tinted = {"textColor": HexColor(COLOR), "keepWithNext": 1}
    parts: list[Flowable] = [paragraph(entry["when"], BOLD, 8.6, **tinted)]
    parts.append(paragraph(entry["name"], BOLD, 11, spaceAfter=1, keepWithNext=1))
    parts.append(paragraph(entry["text"], REGULAR, 8.8))
    if "more" in entry:
        parts.append(paragraph(entry["more"], ITALIC, 8.6, spaceBefore=1))
    return [*parts, HRFlowable(width="100%", thickness=0.5, color=HexColor(SECOND), spaceBefore=5, spaceAfter=5)]


def set_pocket(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a pocket programme: cover, greeting, weekly entries, months, what is good to know."""
    flow: list[Flowable] = [NextPageTemplate("page"), PageBreak()]
    flow += [paragraph(text, REGULAR, 9, spaceAfter=6) for text in booklet["greeting"]]
    for part in booklet["part"]:
        flow += [CondPageBreak(48 * mm), Spacer(0, 4), _month(part["heading"])]
        flow += [line for entry in part["entry"] for line in _entry(entry)]
        flow += [paragraph(text, ITALIC, 8.2, spaceAfter=6) for text in part.get("notes", [])]
    for part in booklet["closing"]:
        flow += [CondPageBreak(30 * mm), _month(part["heading"])]
        flow += [paragraph(text, REGULAR, 8.4, spaceAfter=5) for text in part["text"]]
    note = fiction("Kreises Musterland", "Erfundenes Programm")
    cover = Sheet("cover", [BOX], _cover(booklet["cover"], note), PAGE)
    return set_sheets("Lesezeit", note, [cover, Sheet("page", [BOX], _foot(note), PAGE)], flow)
