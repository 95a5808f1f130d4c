"""Held booklet 10: a paper for a committee, head with numbers and dates, prose, one table of grants over pages with sums."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["plain"]
COLOR, TINT = "#222222", "#e4e4e4"
LEFT, WIDTH = 20 * mm, 172 * mm
BOX = (LEFT, 20 * mm, WIDTH, 258 * mm)
WIDTHS = [9 * mm, 35 * mm, 58 * mm, 29 * mm, 22 * mm, 19 * mm]
SUM, GROUP = "=", "#"


def _grid(rows: list[list[str]], widths: list[float], size: float) -> Flowable:
    cells = [[paragraph(cell, BOLD if not place else REGULAR, size) for place, cell in enumerate(row)] for row in rows]
    table = Table(cells, colWidths=widths, hAlign="LEFT", spaceAfter=10)
    look = [("GRID", (0, 0), (-1, -1), 0.5, HexColor(COLOR)), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    table.setStyle(TableStyle(look))
    return table


def _grants(table: dict[str, Any]) -> Flowable:
    cells: list[list[Any]] = [[paragraph(name, BOLD, 8) for name in table["columns"]]]
    style: list[tuple[Any, ...]] = [("BACKGROUND", (0, 0), (-1, 0), HexColor(TINT))]
    for at, row in enumerate(table["rows"], start=1):
        if row[0] == GROUP:
            cells.append([paragraph(row[1], BOLD, 8.8), "", "", "", "", ""])
            style += [("SPAN", (0, at), (-1, at)), ("BACKGROUND", (0, at), (-1, at), HexColor("#f2f2f2"))]
        elif row[0] == SUM:
            cells.append([paragraph(row[1], ITALIC, 8), "", "", "", "", paragraph(row[2], ITALIC, 8, alignment=2)])
            style.append(("SPAN", (0, at), (4, at)))
        else:
            *texts, amount = row
            cells.append(
                [*[paragraph(text, REGULAR, 8.9) for text in texts], paragraph(amount, REGULAR, 8.9, alignment=2)]
            )
    sides = [(f"{side}PADDING", (0, 0), (-1, -1), 3) for side in ("LEFT", "RIGHT")]
    flow = Table(cells, colWidths=WIDTHS, hAlign="LEFT", repeatRows=1, spaceAfter=8, splitInRow=1)
    look = [("GRID", (0, 0), (-1, -1), 0.4, HexColor(COLOR)), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    flow.setStyle(TableStyle([*look, *sides, *style]))
    return flow


def set_paper(paper: dict[str, Any]) -> bytes:
    """Return the PDF of a committee paper: head, subject, text, the annex with the table, signature."""
    head = [paragraph(paper["office"], BOLD, 13, spaceAfter=2), paragraph(paper["unit"], REGULAR, 9, spaceAfter=10)]
    flow: list[Flowable] = [*head, _grid(paper["head"], [44 * mm, 128 * mm], 9.4)]
    flow += [paragraph(paper["way"], BOLD, 9.4, spaceAfter=3), _grid(paper["consultations"], [88 * mm, 84 * mm], 9)]
    for part in paper["part"]:
        title = paragraph(part["heading"], BOLD, 11, spaceBefore=8, spaceAfter=4)
        texts = [paragraph(text, REGULAR, 10, spaceAfter=6, alignment=4) for text in part["text"]]
        flow += [KeepTogether([title, texts[0]]), *texts[1:]]
    flow += [PageBreak(), paragraph(paper["annex"], BOLD, 12, spaceAfter=8)]
    flow += [_grants(paper["table"]), *[paragraph(text, REGULAR, 8, spaceAfter=3) for text in paper["small"]]]
    flow += [Spacer(0, 14), paragraph(paper["signed"], REGULAR, 10)]
    note = fiction("Kreises Musterland", "Erfundene Vorlage")
    return set_sheets(
        paper["title"], note, [Sheet("page", [BOX], foot(note, FACES["plain"], COLOR, margin=LEFT))], flow
    )
