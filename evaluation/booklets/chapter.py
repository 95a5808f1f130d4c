"""Booklet 8: a chapter of a concept, running prose with bold run-in names, contacts in the margin, footnotes."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, NextPageTemplate, PageBreak, Table, TableStyle

from evaluation.booklets.sheets import Draw, Sheet, fiction, foot, place_text, set_sheets, white_cover
from evaluation.booklets.style import FACES, INK, paragraph

REGULAR, BOLD, ITALIC = FACES["serif"]
SMALL, SMALL_BOLD = FACES["plain"][:2]
COLOR = "#1d4f73"
LEFT, PROSE, GAP, MARGIN = 22 * mm, 118 * mm, 6 * mm, 44 * mm
BOX = (LEFT, 46 * mm, PROSE, 228 * mm)


class MarginNote(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A note beside the paragraph that follows; it takes no height of the text."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def wrap(self, *_: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        box = (PROSE + GAP, -90 * mm, MARGIN, 90 * mm)
        for number, line in enumerate(self.lines):
            height = place_text(self.canv, line, REGULAR if number else BOLD, 8.4, box, textColor=HexColor(COLOR))
            box = (*box[:3], height)


def _under(note: str, head: str, footnotes: dict[str, list[str]]) -> Draw:
    below = foot(note, FACES["serif"], COLOR, margin=LEFT)

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFont(ITALIC, 9)
        canvas.setFillColor(INK)
        canvas.drawString(LEFT, 283 * mm, head)
        canvas.line(LEFT, 281 * mm, LEFT + PROSE + GAP + MARGIN, 281 * mm)
        if lines := footnotes.get(str(page)):
            canvas.line(LEFT, 42 * mm, LEFT + 50 * mm, 42 * mm)
            place_text(canvas, "\n".join(lines), REGULAR, 8, (LEFT, 0, PROSE + GAP + MARGIN, 41 * mm))
        below(canvas, page)

    return draw


def _figures(rows: list[list[str]]) -> Flowable:
    cells = [[paragraph(cell, SMALL if number else SMALL_BOLD, 8) for cell in row] for number, row in enumerate(rows)]
    table = Table(cells, colWidths=[58 * mm, 20 * mm, 20 * mm, 20 * mm], hAlign="LEFT", spaceBefore=4, spaceAfter=10)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.4, HexColor("#777777"))]))
    return table


def set_chapter(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a chapter: cover, numbered sections, tables of figures, footnotes on their pages."""
    flow: list[Flowable] = [NextPageTemplate("text"), PageBreak()]
    for section in booklet["section"]:
        size = 18 if section.get("top") else 13
        flow.append(paragraph(section["heading"], BOLD, size, spaceBefore=10, spaceAfter=6, keepWithNext=1))
        for block in section["block"]:
            if "margin" in block:
                flow.append(MarginNote(block["margin"]))
            if "text" in block:
                flow.append(paragraph(block["text"], REGULAR, 11, alignment=4, spaceAfter=7, leading=14.6))
            if "rows" in block:
                flow.append(_figures(block["rows"]))
    note, faces = fiction("Kreises Musterland", "Erfundenes Konzept"), FACES["serif"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(0, 0, 14, 297), (14, 96, 196, 1.2)])
    text = _under(note, booklet["head"], booklet["footnotes"])
    return set_sheets("Integrationskonzept", note, [Sheet("cover", [BOX], cover), Sheet("text", [BOX], text)], flow)
