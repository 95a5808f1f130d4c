"""Held booklet 7: posters of a week, days as columns over a large page across; marks, legend and contacts below."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, NextPageTemplate, PageBreak, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets, signs
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["sans"]
COLOR, TINTS = "#0f6b4f", ("#e5f2ec", "#fdf3dc", "#e8eef8", "#f8e9e6")
ACROSS = landscape(A3)
MARGIN = 18 * mm
WIDTH = ACROSS[0] - 2 * MARGIN
BOX = (MARGIN, 20 * mm, WIDTH, ACROSS[1] - 34 * mm)
BACK = (MARGIN, 20 * mm, A4[0] - 2 * MARGIN, A4[1] - 40 * mm)
NONE = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]


def _slot(slot: dict[str, str], width: float) -> Flowable:
    """Return one cell: time, name, the line with room and marks."""
    lines: list[Flowable] = [paragraph(slot["time"], REGULAR, 14.5)] if slot["time"] else []
    lines.append(paragraph(slot["name"], BOLD, 15.5, spaceBefore=2, spaceAfter=4))
    lines += [paragraph(signs(slot["room"], 13), REGULAR, 13.5)] if slot["room"] else []
    cell = Table([[lines]], colWidths=[width - 8], spaceAfter=9)
    tint = HexColor(TINTS[int(slot.get("tint", "0"))])
    cell.setStyle(TableStyle([("BACKGROUND", (0, 0), (-1, -1), tint), ("BOTTOMPADDING", (0, 0), (-1, -1), 9)]))
    return cell


def _week(days: list[dict[str, Any]]) -> Flowable:
    width = WIDTH / len(days)
    heads = [paragraph(day["name"], BOLD, 20, textColor=white, alignment=1) for day in days]
    cells = [[_slot(slot, width) for slot in day["slot"]] for day in days]
    week = Table([heads, cells], colWidths=[width] * len(days), spaceBefore=10, spaceAfter=18)
    look = [("BACKGROUND", (0, 0), (-1, 0), HexColor(COLOR)), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    grid = ("INNERGRID", (0, 0), (-1, -1), 0.8, HexColor("#b8ccc4"))
    sides = [
        ("LEFTPADDING", (0, 1), (-1, 1), 4),
        ("RIGHTPADDING", (0, 1), (-1, 1), 4),
        ("BOTTOMPADDING", (0, 0), (-1, 0), 7),
    ]
    week.setStyle(TableStyle([*look, grid, *sides]))
    return week


def _below(plan: dict[str, Any]) -> Flowable:
    """Return legend and contacts side by side."""
    left = [paragraph("Zeichen und Räume", BOLD, 17, textColor=HexColor(COLOR), spaceAfter=4)]
    left += [paragraph(signs(text, 13.5), REGULAR, 13.5, spaceAfter=4) for text in plan["legend"]]
    right = [paragraph("Ansprechpersonen", BOLD, 17, textColor=HexColor(COLOR), spaceAfter=4)]
    right += [paragraph(text, REGULAR, 13.5, spaceAfter=4) for text in plan["contacts"]]
    table = Table([[left, right]], colWidths=[WIDTH * 0.42, WIDTH * 0.58])
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *NONE]))
    return table


def set_weekplan(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of posters, one to a page, and a smaller page of remarks."""
    note, faces = fiction("Kreises Fabelgrund", "Erfundener Wochenplan"), FACES["sans"]
    more = f"{note}. Orte, Personen, Stellen und Angebote gibt es nicht."
    flow: list[Flowable] = []
    for number, plan in enumerate(booklet["plan"]):
        flow += [
            *([PageBreak()] if number else []),
            paragraph(plan["title"], BOLD, 36, textColor=HexColor(COLOR), spaceAfter=4),
            paragraph(plan["subtitle"], REGULAR, 17, spaceAfter=3),
            paragraph(more, ITALIC, 11, spaceAfter=3),
            _week(plan["day"]),
            _below(plan),
        ]
    flow += [NextPageTemplate("back"), PageBreak()]
    for part in booklet["remark"]:
        flow.append(paragraph(part["heading"], BOLD, 16, textColor=HexColor(COLOR), spaceBefore=10, spaceAfter=5))
        flow += [paragraph(signs(text, 12), REGULAR, 12, spaceAfter=5) for text in part["text"]]
    sheets = [
        Sheet("across", [BOX], foot(note, faces, COLOR, ACROSS[0], MARGIN), ACROSS),
        Sheet("back", [BACK], foot(note, faces, COLOR, margin=MARGIN)),
    ]
    return set_sheets("Wochenplan", note, sheets, flow)
