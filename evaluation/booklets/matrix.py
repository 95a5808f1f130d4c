"""Booklet 16: all offers at a glance, one row each, audiences as columns with upright heads and crosses, over pages across."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["plain"]
COLOR, TINT, BAND = "#1d4e79", "#d9e5f0", "#f3f6fa"
ACROSS = landscape(A4)
MARGIN = 13 * mm
BOX = (MARGIN, 19 * mm, ACROSS[0] - 2 * MARGIN, ACROSS[1] - 32 * mm)
NAME, CROSS, WHEN, WHERE, WHO = 73 * mm, 9.2 * mm, 49 * mm, 51 * mm, 24 * mm
GROUP = "#"


class Upright(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A head set upright, to be read from below."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.width, self.height = CROSS, 25 * mm

    def draw(self) -> None:
        canvas = self.canv
        canvas.rotate(90)
        canvas.setFillColor(white)
        canvas.setFont(BOLD, 8.4)
        canvas.drawString(0, -CROSS * 0.36, self.text)


def _matrix(booklet: dict[str, Any]) -> Flowable:
    groups: list[str] = booklet["audiences"]
    last = len(groups)
    ends = [paragraph(text, BOLD, 8.8, textColor=white) for text in booklet["ends"]]
    cells: list[list[Any]] = [[paragraph("Angebot", BOLD, 10, textColor=white), *map(Upright, groups), *ends]]
    style: list[tuple[Any, ...]] = [("BACKGROUND", (0, 0), (-1, 0), HexColor(COLOR))]
    for row in booklet["rows"]:
        at = len(cells)
        if row[0] == GROUP:
            cells.append([paragraph(row[1], BOLD, 9.6, textColor=HexColor(COLOR)), *[""] * (last + 3)])
            style += [("SPAN", (0, at), (-1, at)), ("BACKGROUND", (0, at), (-1, at), HexColor(TINT))]
            continue
        name, text, crosses, when, where, who = row
        marks = [paragraph("x" if group in crosses.split() else "", BOLD, 10, alignment=1) for group in booklet["keys"]]
        first = [paragraph(name, BOLD, 9.6), paragraph(text, REGULAR, 8.6)]
        cells.append([first, *marks, *[paragraph(cell, REGULAR, 8.8) for cell in (when, where, who)]])
        if at % 2:
            style.append(("BACKGROUND", (0, at), (-1, at), HexColor(BAND)))
    table = Table(cells, colWidths=[NAME, *[CROSS] * last, WHEN, WHERE, WHO], repeatRows=1, spaceAfter=6)
    look = [("GRID", (0, 0), (-1, -1), 0.4, HexColor("#8aa2ba")), ("VALIGN", (0, 1), (-1, -1), "TOP")]
    look += [("VALIGN", (0, 0), (-1, 0), "BOTTOM"), ("VALIGN", (1, 1), (last, -1), "MIDDLE")]
    look += [(f"{side}PADDING", (1, 0), (last, -1), 1) for side in ("LEFT", "RIGHT")]
    table.setStyle(
        TableStyle([*look, ("TOPPADDING", (0, 1), (-1, -1), 4), ("BOTTOMPADDING", (0, 1), (-1, -1), 5), *style])
    )
    return table


def _persons(rows: list[list[str]]) -> Flowable:
    cells = [[paragraph(cell, REGULAR if place else BOLD, 9.4) for place, cell in enumerate(row)] for row in rows]
    table = Table(cells, colWidths=[48 * mm, 86 * mm, 40 * mm, 76 * mm], hAlign="LEFT", spaceAfter=10)
    table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.3, HexColor("#8aa2ba"))]))
    return table


def set_matrix(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of an overview: title and how to read it, the matrix over pages, notes, persons to ask."""
    head = {"textColor": HexColor(COLOR)}
    flow: list[Flowable] = [paragraph(booklet["kicker"], REGULAR, 10), paragraph(booklet["title"], BOLD, 24, **head)]
    flow += [Spacer(0, 5), *[paragraph(text, REGULAR, 10, spaceAfter=5) for text in booklet["intro"]]]
    flow += [
        Spacer(0, 4),
        _matrix(booklet),
        *[paragraph(text, REGULAR, 8.4, spaceAfter=2) for text in booklet["notes"]],
    ]
    flow += [
        NextPageTemplate("across"),
        PageBreak(),
        paragraph(booklet["persons_heading"], BOLD, 15, spaceAfter=8, **head),
    ]
    flow.append(_persons(booklet["persons"]))
    for part in booklet["closing"]:
        texts = [paragraph(text, REGULAR, 9.4, spaceAfter=3) for text in part["text"]]
        flow.append(KeepTogether([paragraph(part["heading"], BOLD, 11, spaceBefore=8, spaceAfter=3, **head), *texts]))
    note = fiction("Kreises Musterland", "Erfundene Übersicht")
    sheets = [Sheet("across", [BOX], foot(note, FACES["plain"], COLOR, ACROSS[0], MARGIN), ACROSS)]
    return set_sheets(booklet["title"], note, sheets, flow)
