"""Held booklet 4: coloured boxes of different height in two columns, badges for age and price, an overview at the end."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, FrameBreak, NextPageTemplate, PageBreak, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["plain"]
COLOR = "#d2322d"
COLORS = {"green": "#4c8c2b", "orange": "#e07b00", "blue": "#1d7fb8", "violet": "#7b4b94"}
WIDTH, GAP = 86 * mm, 8 * mm
WIDE = (15 * mm, 20 * mm, 180 * mm, 258 * mm)
COLUMNS = [(15 * mm, 20 * mm, WIDTH, 258 * mm), (15 * mm + WIDTH + GAP, 20 * mm, WIDTH, 258 * mm)]
INSET, BADGE = 4 * mm, 20 * mm


class _Box(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A coloured box as high as its text; the badges lie on it at the right and are drawn last."""

    def __init__(self, box: dict[str, Any]) -> None:
        super().__init__()
        self.color, self.badges = HexColor(COLORS[box["color"]]), box["badges"]
        full, beside = WIDTH - 2 * INSET, WIDTH - 2 * INSET - BADGE
        name = paragraph(box["name"], BOLD, 13.5, textColor=white, leading=17)
        self.parts = [(name, beside, 6.0)]
        texts = [box["text"]] if box["text"] else []
        self.parts += [(paragraph(text, REGULAR, 11.5, textColor=white), beside, 5.0) for text in texts]
        self.parts += [
            (paragraph(line, BOLD, 11, textColor=white), full if box["text"] else beside, 2.5) for line in box["lines"]
        ]

    def wrap(self, *_: float) -> tuple[float, float]:
        used = sum(part.wrap(width, 1000)[1] + after for part, width, after in self.parts)
        self.width, self.height = WIDTH, max(used + 2 * INSET, len(self.badges) * 12 * mm + 2 * INSET)
        return self.width, self.height + 5 * mm

    def draw(self) -> None:
        canvas, top = self.canv, self.height + 5 * mm
        canvas.setFillColor(self.color)
        canvas.roundRect(0, 5 * mm, WIDTH, self.height, 3 * mm, stroke=0, fill=1)
        top -= INSET
        for part, width, after in self.parts:
            _, height = part.wrap(width, 1000)
            part.drawOn(canvas, INSET, top - height)
            top -= height + after
        for number, badge in enumerate(self.badges):
            bottom = self.height + 5 * mm - INSET - 9 * mm - number * 12 * mm
            canvas.setFillColor(white)
            canvas.roundRect(WIDTH - BADGE - 2 * mm, bottom, BADGE, 9 * mm, 4.5 * mm, stroke=0, fill=1)
            canvas.setFillColor(self.color)
            canvas.setFont(BOLD, 10 if len(badge) < 10 else 8.5)
            canvas.drawCentredString(WIDTH - BADGE / 2 - 2 * mm, bottom + 3.2 * mm, badge)


def _overview(part: dict[str, Any]) -> list[Flowable]:
    cells = [[paragraph(name, BOLD, 10, textColor=white) for name in part["columns"]]]
    cells += [[paragraph(cell, REGULAR, 10) for cell in row] for row in part["rows"]]
    table = Table(cells, colWidths=[90 * mm, 45 * mm, 22 * mm, 23 * mm], repeatRows=1, spaceAfter=12)
    style = [("BACKGROUND", (0, 0), (-1, 0), HexColor(COLOR)), ("GRID", (0, 0), (-1, -1), 0.4, HexColor("#bbbbbb"))]
    table.setStyle(TableStyle(style))
    heading = paragraph(part["heading"], BOLD, 17, textColor=HexColor(COLOR), spaceAfter=10)
    return [heading, table, *[paragraph(text, REGULAR, 10, spaceAfter=8) for text in part["after"]]]


def set_patchwork(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a programme of boxes between a front page and an overview."""
    front = booklet["front"]
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    flow.append(paragraph(front["heading"], BOLD, 20, textColor=HexColor(COLOR), spaceAfter=12))
    flow += [paragraph(text, REGULAR, 12, spaceAfter=10) for text in front["text"]]
    flow.append(NextPageTemplate("columns"))
    for page in sorted({box.get("page", 1) for box in booklet["box"]}):
        flow.append(PageBreak())
        for column in (0, 1):
            boxes = [box for box in booklet["box"] if box.get("page", 1) == page and box["column"] == column]
            flow += [part for box in boxes for part in (_Box(box), Spacer(0, 1))]
            flow += [FrameBreak()] if column == 0 else []
    flow += [NextPageTemplate("wide"), PageBreak(), *_overview(booklet["overview"])]
    note, faces = fiction("Kreises Beispielau", "Erfundenes Ferienheft"), FACES["plain"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(0, 240, 210, 57), (30, 100, 50, 50), (90, 110, 90, 30)])
    feet = foot(note, faces, COLOR, margin=15 * mm)
    sheets = [Sheet("cover", [WIDE], cover), Sheet("wide", [WIDE], feet), Sheet("columns", COLUMNS, feet)]
    return set_sheets("Ferienprogramm 2026", note, sheets, flow)
