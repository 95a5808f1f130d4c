"""Booklet 11: a newsletter for parents, short news, months as grids of days, recurring dates in a list of their own."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Table, TableStyle

from evaluation.booklets.sheets import Draw, Sheet, fiction, foot, place_text, set_sheets
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["sans"]
COLOR, TINT, FREE = "#14706b", "#dff0ee", "#f0f0f0"
ACROSS = landscape(A4)
LEFT, HEAD, COLUMN, GAP = 18 * mm, 52 * mm, 84 * mm, 6 * mm
NEWS = [(LEFT + number * (COLUMN + GAP), 20 * mm, COLUMN, A4[1] - HEAD - 26 * mm) for number in range(2)]
GRID = (12 * mm, 19 * mm, ACROSS[0] - 24 * mm, ACROSS[1] - 27 * mm)
LIST = (LEFT, 20 * mm, A4[0] - 2 * LEFT, 258 * mm)
DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def _masthead(head: dict[str, str], note: str) -> Draw:
    below = foot(note, FACES["sans"], COLOR, margin=LEFT)

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFillColor(HexColor(COLOR))
        canvas.rect(0, A4[1] - HEAD, A4[0], HEAD, stroke=0, fill=1)
        box = (LEFT, A4[1] - HEAD, 110 * mm, HEAD - 12 * mm)
        room = place_text(canvas, head["title"], BOLD, 30, box, textColor=white) - 3
        place_text(canvas, head["subtitle"], REGULAR, 11, (*box[:3], room), textColor=white)
        place_text(
            canvas, head["office"], REGULAR, 8.5, (132 * mm, A4[1] - HEAD, 62 * mm, HEAD - 9 * mm), textColor=white
        )
        below(canvas, page)

    return draw


def _month(month: dict[str, Any]) -> list[Flowable]:
    days = {day: texts for day, *texts in month["day"]}
    cells: list[list[Any]] = [[paragraph(name, BOLD, 8.5, textColor=white) for name in DAYS]]
    row: list[Any] = [""] * month["first_weekday"]
    grey: list[tuple[int, int]] = []
    for day in range(1, month["days"] + 1):
        texts = [paragraph(text, REGULAR, 8.8, spaceAfter=2) for text in days.get(day, [])]
        row.append([paragraph(str(day), BOLD, 9, textColor=HexColor(COLOR)), *texts])
        if day in month["closed"]:
            grey.append((len(row) - 1, len(cells)))
        if len(row) == len(DAYS) or day == month["days"]:
            cells.append(row + [""] * (len(DAYS) - len(row)))
            row = []
    height = (150 * mm) / (len(cells) - 1)
    table = Table(cells, colWidths=[GRID[2] / 7] * 7, rowHeights=[6 * mm, *[height] * (len(cells) - 1)], spaceAfter=5)
    look = [("GRID", (0, 0), (-1, -1), 0.6, HexColor(COLOR)), ("BACKGROUND", (0, 0), (-1, 0), HexColor(COLOR))]
    look += [("BACKGROUND", place, place, HexColor(FREE)) for place in grey]
    sides = [(f"{side}PADDING", (0, 1), (-1, -1), 3) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    table.setStyle(TableStyle([*look, *sides, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    title = paragraph(month["name"], BOLD, 16, textColor=HexColor(COLOR), spaceAfter=4)
    return [title, table, paragraph(month["below"], ITALIC, 8)]


def _series(item: dict[str, Any]) -> Flowable:
    when = [paragraph(line, BOLD if not number else REGULAR, 9) for number, line in enumerate(item["when"])]
    what = [paragraph(item["name"], BOLD, 11, textColor=HexColor(COLOR)), paragraph(item["text"], REGULAR, 9.4)]
    table = Table([[when, what]], colWidths=[52 * mm, LIST[2] - 52 * mm], spaceAfter=5)
    look = [("BACKGROUND", (0, 0), (0, 0), HexColor(TINT)), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    table.setStyle(TableStyle([*look, ("LINEBELOW", (0, 0), (-1, -1), 0.6, HexColor(COLOR))]))
    return table


def set_month(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a newsletter: news, two months across, the series."""
    flow: list[Flowable] = []
    for item in booklet["news"]:
        title = paragraph(item["heading"], BOLD, 14, textColor=HexColor(COLOR), spaceAfter=3)
        texts = [paragraph(text, REGULAR, 11.4, spaceAfter=12) for text in item["text"]]
        flow.append(KeepTogether([title, *texts]))
    for month in booklet["month"]:
        flow += [NextPageTemplate("across"), PageBreak(), *_month(month)]
    flow += [NextPageTemplate("list"), PageBreak()]
    flow.append(paragraph(booklet["series_heading"], BOLD, 17, textColor=HexColor(COLOR), spaceAfter=8))
    flow += [_series(item) for item in booklet["series"]]
    flow += [paragraph(text, REGULAR, 8.6, spaceBefore=4) for text in booklet["closing"]]
    note, faces = fiction("Kreises Musterland", "Erfundene Familienpost"), FACES["sans"]
    sheets = [
        Sheet("news", NEWS, _masthead(booklet["head"], note)),
        Sheet("across", [GRID], foot(note, faces, COLOR, ACROSS[0], 12 * mm), ACROSS),
        Sheet("list", [LIST], foot(note, faces, COLOR, margin=LEFT)),
    ]
    return set_sheets("Familienpost", note, sheets, flow)
