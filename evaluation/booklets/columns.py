"""Booklet 1: two columns of entries with bold names and label lines."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    Spacer,
    Table,
    TableStyle,
)

from evaluation.booklets.style import FACES, paragraph, set_booklet

REGULAR, BOLD, ITALIC = FACES["sans"]
COLOR = "#7a2e4d"


def _heading(text: str, size: float = 14) -> Flowable:
    return paragraph(text, BOLD, size, textColor=HexColor(COLOR), spaceBefore=8, spaceAfter=5, keepWithNext=1)


def _entry(entry: dict[str, Any]) -> list[Flowable]:
    parts = [paragraph(entry["name"], BOLD, 11.5, spaceAfter=3, keepWithNext=1)]
    if "text" in entry:
        parts.append(paragraph(entry["text"], REGULAR, 10, spaceAfter=3))
    parts += [paragraph(f"<b>{label}:</b> {value}", REGULAR, 10, spaceAfter=2) for label, value in entry["labels"]]
    rule = HRFlowable(width="100%", thickness=0.4, color=HexColor("#b9a5ae"), spaceBefore=4, spaceAfter=8)
    return [*parts, rule]


def _closing(part: dict[str, Any]) -> list[Flowable]:
    flow = [_heading(part["heading"], 12)]
    flow += [paragraph(text, REGULAR, 9, spaceAfter=5) for text in part.get("text", [])]
    if "rows" in part:
        cells = [[paragraph(cell, REGULAR, 9) for cell in row] for row in part["rows"]]
        table = Table(cells, colWidths=[76 * mm, 50 * mm, 40 * mm], hAlign="LEFT")
        table.setStyle(TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.3, HexColor("#999999"))]))
        flow += [table, Spacer(0, 8)]
    return flow


def set_columns(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a booklet whose chapters hold entries, between wide pages."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    for part in booklet["wide"]:
        flow.append(_heading(part["heading"], 16))
        flow += [paragraph(text, REGULAR, 10.5, spaceAfter=8) for text in part["text"]]
    flow += [NextPageTemplate("columns"), PageBreak()]
    for chapter in booklet["chapter"]:
        head = [_heading(chapter["heading"])]
        if "note" in chapter:
            head.append(paragraph(chapter["note"], ITALIC, 9.2, spaceAfter=7))
        first, *others = chapter["entry"]
        flow.append(KeepTogether([*head, *_entry(first)]))
        for entry in others:
            # Running text may break over a column; label lines stay together.
            flow += [KeepTogether(_entry(entry))] if entry["labels"] else _entry(entry)
    flow += [NextPageTemplate("wide"), PageBreak()]
    for part in booklet["closing"]:
        flow += _closing(part)
    return set_booklet(booklet["cover"], flow, "sans", COLOR)
