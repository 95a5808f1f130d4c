"""Booklet 2: course tables with differing columns, group headings and a row over a page break."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, PageBreak, Spacer, Table, TableStyle

from evaluation.booklets.style import FACES, paragraph, set_booklet

REGULAR, BOLD, ITALIC = FACES["plain"]
COLOR, TINT, BAND = "#1d5c63", "#eef5f5", "#cfe3e4"
GROUP = "#"  # first cell of a row that is a heading over the rows below it


def _table(part: dict[str, Any]) -> Flowable:
    columns: list[str] = part["columns"]
    style: list[tuple[Any, ...]] = [
        ("BACKGROUND", (0, 0), (-1, 0), HexColor(COLOR)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.3, HexColor("#8fb3b6")),
        ("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, HexColor(TINT)]),
        ("TOPPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
    ]
    cells: list[list[Any]] = [[paragraph(name, BOLD, 9.6, textColor=white) for name in columns]]
    for number, row in enumerate(part["rows"], start=1):
        if row[0] == GROUP:
            cells.append([paragraph(row[1], BOLD, 10), *[""] * (len(columns) - 1)])
            style += [("SPAN", (0, number), (-1, number)), ("BACKGROUND", (0, number), (-1, number), HexColor(BAND))]
        else:
            cells.append([paragraph(cell, REGULAR, 9.6) for cell in row])
    widths = [width * mm for width in part["widths"]]
    table = Table(cells, colWidths=widths, repeatRows=1, splitInRow=1, hAlign="LEFT", spaceBefore=4, spaceAfter=8)
    table.setStyle(TableStyle(style))
    return table


def _part(part: dict[str, Any]) -> list[Flowable]:
    accent = HexColor(COLOR)
    flow: list[Flowable] = [
        CondPageBreak(38 * mm),
        paragraph(part["heading"], BOLD, 15, textColor=accent, spaceBefore=6, spaceAfter=5),
    ]
    flow += [paragraph(text, REGULAR, 10, spaceAfter=7) for text in part.get("text", [])]
    if "intro" in part:
        flow.append(paragraph(part["intro"], ITALIC, 9.3, spaceAfter=4))
    flow.append(_table(part))
    flow += [paragraph(text, REGULAR, 9.3, spaceAfter=7) for text in part.get("after", [])]
    return [*flow, PageBreak() if part.get("newpage") else Spacer(0, 10)]


def set_tables(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a booklet whose parts are tables under a heading."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    for part in booklet["part"]:
        flow += _part(part)
    return set_booklet(booklet["cover"], flow, "plain", COLOR)
