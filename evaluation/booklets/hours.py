"""Booklet 9: advice centres by town in two columns of small print, a line of hours for each weekday, codes of languages."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Draw, Sheet, fiction, foot, set_sheets, signs, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["plain"]
COLOR, TINT = "#9b2d1f", "#f5e3df"
COLUMN, GAP, LEFT = 84 * mm, 6 * mm, 18 * mm
BOXES = [(LEFT + number * (COLUMN + GAP), 22 * mm, COLUMN, 252 * mm) for number in range(2)]
SMALL = 8.8


def _under(note: str, head: str) -> Draw:
    below = foot(note, FACES["plain"], COLOR, margin=LEFT)

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFillColor(HexColor(COLOR))
        canvas.setFont(BOLD, 9)
        canvas.drawString(LEFT, 284 * mm, head)
        canvas.setStrokeColor(HexColor("#bbbbbb"))
        canvas.line(LEFT + COLUMN + GAP / 2, 22 * mm, LEFT + COLUMN + GAP / 2, 276 * mm)
        below(canvas, page)

    return draw


def _town(name: str) -> Flowable:
    bar = Table([[paragraph(name, BOLD, 12, textColor=white)]], colWidths=[COLUMN], spaceAfter=5, spaceBefore=4)
    bar.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), HexColor(COLOR)), ("TOPPADDING", (0, 0), (-1, -1), 1)]))
    return bar


def _hours(rows: list[list[str]]) -> Flowable:
    cells = [[paragraph(day, BOLD, 8.2), paragraph(hours, REGULAR, 8.2)] for day, hours in rows]
    table = Table(cells, colWidths=[18 * mm, COLUMN - 18 * mm], hAlign="LEFT", spaceBefore=2, spaceAfter=2)
    sides = [(f"{side}PADDING", (0, 0), (-1, -1), 0.6) for side in ("TOP", "BOTTOM", "RIGHT")]
    table.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), HexColor(TINT)), *sides]))
    return table


def _entry(entry: dict[str, Any]) -> list[Flowable]:
    parts: list[Flowable] = [paragraph(entry["heading"], BOLD, 9.4, textColor=HexColor(COLOR), spaceAfter=1)]
    if "body" in entry:
        parts.append(paragraph(entry["body"], ITALIC, SMALL, spaceAfter=1))
    parts += [paragraph(text, REGULAR, SMALL, spaceAfter=1.5) for text in entry.get("text", [])]
    if "hours" in entry:
        parts.append(_hours(entry["hours"]))
    parts += [paragraph(signs(line, 7), REGULAR, SMALL) for line in entry.get("lines", [])]
    parts.append(Spacer(0, 9))
    return parts


def set_hours(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a directory: cover, towns with their centres, the legend and the imprint."""
    flow: list[Flowable] = [NextPageTemplate("two"), PageBreak()]
    flow += [paragraph(text, REGULAR, SMALL, spaceAfter=4) for text in booklet["intro"]]
    for town in booklet["town"]:
        first, *others = [_entry(entry) for entry in town["entry"]]
        flow += [KeepTogether([_town(town["name"]), *first]), *map(KeepTogether, others)]
    closing = [paragraph(text, REGULAR, 7.6, spaceAfter=3) for text in booklet["small"]]
    flow.append(KeepTogether([_town(booklet["small_heading"]), *closing]))
    note, faces = fiction("Kreises Musterland", "Erfundenes Verzeichnis"), FACES["plain"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(0, 262, 210, 35), (0, 256, 210, 2)])
    sheets = [Sheet("cover", BOXES, cover), Sheet("two", BOXES, _under(note, booklet["head"]))]
    return set_sheets("Beratungsstellen", note, sheets, flow)
