"""Booklet 6: a calendar of events, the day in the left margin, venue and organiser in a column on the right."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["plain"]
COLOR = "#8c1c3a"
BOX = (15 * mm, 20 * mm, 180 * mm, 258 * mm)
WIDTHS = [27 * mm, 93 * mm, 60 * mm]


def _event(event: dict[str, Any]) -> Flowable:
    accent = HexColor("#777777" if event.get("cancelled") else COLOR)
    day = [paragraph(event["day"], BOLD, 13, textColor=accent)] if event["day"] else []
    if event["hours"]:
        day.append(paragraph(event["hours"], REGULAR, 9.5))
    middle = [paragraph(event["name"], BOLD, 11.5, textColor=accent, spaceAfter=2)]
    if event["text"]:
        middle.append(paragraph(event["text"], REGULAR, 9.5))
    if "note" in event:
        middle.append(paragraph(event["note"], ITALIC, 9.2, spaceBefore=2))
    right = [paragraph(event["venue"], REGULAR, 9.2), paragraph(event["by"], ITALIC, 9.2)]
    if "price" in event:
        right.append(paragraph(event["price"], BOLD, 9.2))
    table = Table([[day, middle, right]], colWidths=WIDTHS)
    rule = [("LINEABOVE", (1 if not event["day"] else 0, 0), (-1, 0), 0.4, HexColor("#b89aa3"))]
    table.setStyle(
        TableStyle(
            [
                *rule,
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
            ]
        )
    )
    return table


def _heading(text: str) -> Flowable:
    return paragraph(text, BOLD, 17, textColor=HexColor(COLOR), spaceBefore=8, spaceAfter=8, keepWithNext=1)


def _venues(rows: list[list[str]]) -> Flowable:
    cells = [[paragraph(cell, REGULAR, 9.2) for cell in row] for row in rows]
    table = Table(cells, colWidths=[62 * mm, 68 * mm, 50 * mm])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0)]))
    return table


def set_days(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a calendar with a greeting before and an outlook after it."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak(), _heading(booklet["greeting"]["heading"])]
    flow += [paragraph(text, REGULAR, 10.5, spaceAfter=8) for text in booklet["greeting"]["text"]]
    flow.append(Spacer(0, 8))
    for week in booklet["week"]:
        first, *others = week["event"]
        flow.append(KeepTogether([_heading(week["heading"]), _event(first)]))
        flow += [_event(event) for event in others]
    outlook = [paragraph(text, REGULAR, 10, spaceAfter=8) for text in booklet["outlook"]["text"]]
    flow.append(KeepTogether([Spacer(0, 6), _heading(booklet["outlook"]["heading"]), *outlook]))
    flow += [_heading(booklet["venues"]["heading"]), _venues(booklet["venues"]["rows"])]
    flow += [paragraph(text, REGULAR, 8.5, spaceBefore=12) for text in booklet["imprint"]["text"]]
    note, faces = fiction("Kreises Musterland", "Erfundenes Programm"), FACES["plain"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(0, 250, 210, 47), (150, 90, 60, 60), (120, 75, 40, 40)])
    sheets = [Sheet("cover", [BOX], cover), Sheet("wide", [BOX], foot(note, faces, COLOR, margin=15 * mm))]
    return set_sheets("Interkulturelle Wochen 2026", note, sheets, flow)
