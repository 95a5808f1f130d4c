"""Booklet 15: programme of a season by date, a tinted line with day and hour, then name, text, place, price and contact."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["plain"]
COLOR, TINT = "#3d5a1e", "#e8efdd"
WIDTH = 170 * mm
BOX = (20 * mm, 22 * mm, WIDTH, 254 * mm)


def _bar(text: str, color: str, ink: object, size: float) -> Flowable:
    bar = Table([[paragraph(text, BOLD, size, textColor=ink)]], colWidths=[WIDTH], spaceBefore=2, spaceAfter=4)
    pad = [(f"{side}PADDING", (0, 0), (-1, -1), 2) for side in ("TOP", "BOTTOM")]
    bar.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), HexColor(color)), *pad]))
    return bar


def _event(event: dict[str, Any]) -> list[Flowable]:
    parts: list[Flowable] = [_bar(event["when"], TINT, HexColor(COLOR), 9.8)]
    parts.append(paragraph(event["name"], BOLD, 12.5, spaceAfter=2))
    parts.append(paragraph(event["text"], REGULAR, 9.8, spaceAfter=3))
    parts += [paragraph(line, REGULAR, 9.8) for line in event["lines"]]
    parts.append(Spacer(0, 10))
    return parts


def set_season(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a programme: cover, foreword, events by month, imprint."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    flow += [paragraph(text, ITALIC, 10.5, spaceAfter=6) for text in booklet["foreword"]]
    for month in booklet["month"]:
        first, *others = [_event(event) for event in month["event"]]
        flow += [KeepTogether([_bar(month["name"], COLOR, white, 14), *first]), *map(KeepTogether, others)]
        flow += [paragraph(text, ITALIC, 9.8, spaceAfter=8) for text in month.get("notes", [])]
    closing = [paragraph(text, REGULAR, 8.8, spaceAfter=4) for text in booklet["closing"]]
    flow.append(KeepTogether([_bar("Veranstalter und Impressum", COLOR, white, 11), *closing]))
    note, faces = fiction("Kreises Musterland", "Erfundenes Programm"), FACES["plain"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(0, 100, 210, 10), (0, 92, 210, 5)])
    sheets = [Sheet("cover", [BOX], cover), Sheet("wide", [BOX], foot(note, faces, COLOR))]
    return set_sheets("Frühling der Kulturen", note, sheets, flow)
