"""Held booklet 5: a letter to parents, offers as short paragraphs in a friendly tone; a box of dates closes it."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Draw, Sheet, fiction, foot, place_text, set_sheets
from evaluation.booklets.style import FACES, PAPER, paragraph

REGULAR, BOLD, ITALIC = FACES["sans"]
COLOR, TINT = "#8a2f5b", "#f7e6ee"
LEFT, TEXT_WIDTH, HEAD = 34 * mm, 142 * mm, 78 * mm
BOX = (LEFT, 22 * mm, TEXT_WIDTH, 252 * mm)
FIRST = (LEFT, 22 * mm, TEXT_WIDTH, A4[1] - HEAD - 32 * mm)


def _masthead(head: dict[str, str], note: str) -> Draw:
    width, height = A4
    below = foot(note, FACES["sans"], COLOR, margin=LEFT)

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFillColor(HexColor(COLOR))
        canvas.rect(0, height - HEAD, width, HEAD, stroke=0, fill=1)
        canvas.setFillColor(PAPER)
        canvas.ellipse(-20 * mm, height - HEAD - 12 * mm, width * 0.6, height - HEAD + 6 * mm, stroke=0, fill=1)
        canvas.ellipse(width * 0.4, height - HEAD - 10 * mm, width + 30 * mm, height - HEAD + 4 * mm, stroke=0, fill=1)
        left = height - 62 * mm
        room = place_text(canvas, head["kicker"], REGULAR, 10, (LEFT, left, TEXT_WIDTH, 50 * mm), textColor=PAPER) - 4
        room = place_text(canvas, head["title"], BOLD, 27, (LEFT, left, TEXT_WIDTH, room), textColor=PAPER) - 4
        room = place_text(canvas, head["subtitle"], REGULAR, 12, (LEFT, left, TEXT_WIDTH, room), textColor=PAPER) - 5
        more = f"{note}. Orte, Personen, Stellen und Angebote gibt es nicht."
        place_text(canvas, more, ITALIC, 8, (LEFT, left, TEXT_WIDTH, room), textColor=PAPER)
        below(canvas, page)

    return draw


def _glance(glance: dict[str, Any]) -> Flowable:
    rows: list[list[Any]] = [[paragraph(glance["heading"], BOLD, 13, textColor=HexColor(COLOR)), ""]]
    rows += [[paragraph(when, BOLD, 10), paragraph(what, REGULAR, 10)] for when, what in glance["rows"]]
    rows.append([paragraph(glance["closed"], ITALIC, 9.5), ""])
    box = Table(rows, colWidths=[50 * mm, TEXT_WIDTH - 50 * mm], spaceBefore=10, spaceAfter=14)
    sides = [("SPAN", (0, row), (1, row)) for row in (0, -1)]
    look = [("BACKGROUND", (0, 0), (-1, -1), HexColor(TINT)), ("BOX", (0, 0), (-1, -1), 1.2, HexColor(COLOR))]
    box.setStyle(TableStyle([*sides, *look, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 9)]))
    return box


def set_letter(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a letter: greeting, headed paragraphs, the box, the imprint."""
    text = {"leading": 16.5, "spaceAfter": 7}
    flow: list[Flowable] = [NextPageTemplate("wide")]
    flow += [paragraph(block, REGULAR, 11.3, **text) for block in booklet["greeting"]["text"]]
    for item in booklet["item"]:
        title = paragraph(item["heading"], BOLD, 12, textColor=HexColor(COLOR), spaceBefore=7, spaceAfter=3)
        first, *others = [paragraph(block, REGULAR, 11.3, **text) for block in item["text"]]
        flow += [KeepTogether([title, first]), *others]
    flow += [Spacer(0, 6), _glance(booklet["glance"])]
    flow += [paragraph(block, REGULAR, 8.5, spaceAfter=3) for block in booklet["imprint"]["text"]]
    note, faces = fiction("Kreises Fabelgrund", "Erfundener Elternbrief"), FACES["sans"]
    wide = foot(note, faces, COLOR, margin=LEFT)
    sheets = [Sheet("first", [FIRST], _masthead(booklet["head"], note)), Sheet("wide", [BOX], wide)]
    return set_sheets("Elternbrief 3/2026", note, sheets, flow)
