"""Held booklet 1: a dense course catalogue in three columns, with a legend of places in front."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Table, TableStyle

from evaluation.booklets.sheets import Box, Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["plain"]
COLOR = "#0b5d66"
WIDE = (15 * mm, 20 * mm, 180 * mm, 258 * mm)
COLUMN, GAP = 56 * mm, 6 * mm
SIZE = 9.6


def _columns() -> list[Box]:
    return [(15 * mm + number * (COLUMN + GAP), 20 * mm, COLUMN, 258 * mm) for number in range(3)]


def _area(area: dict[str, Any]) -> list[Flowable]:
    bar = Table([[paragraph(area["heading"], BOLD, 11.5, textColor=white)]], colWidths=[COLUMN], spaceAfter=4)
    bar.setStyle(
        TableStyle([("BACKGROUND", (0, 0), (-1, -1), HexColor(COLOR)), ("BOTTOMPADDING", (0, 0), (-1, -1), 5)])
    )
    head: list[Flowable] = [bar]
    if "note" in area:
        head.append(paragraph(area["note"], ITALIC, SIZE, spaceAfter=5))
    flow: list[Flowable] = []
    for number, course in enumerate(area["course"]):
        title = paragraph(f"{course['number']} <b>{course['name']}</b>", REGULAR, 10.4, spaceAfter=1)
        lines = [course["text"], course["lead"], course["when"], course["fee"], course.get("contact", "")]
        faces = [REGULAR, ITALIC, REGULAR, REGULAR, REGULAR]
        parts = [paragraph(text, face, SIZE) for text, face in zip(lines, faces, strict=True) if text]
        parts[-1].style.spaceAfter = 8
        flow.append(KeepTogether([*head, title, *parts] if number == 0 else [title, *parts]))
    return flow


def _front(part: dict[str, Any]) -> list[Flowable]:
    flow: list[Flowable] = [
        paragraph(part["heading"], BOLD, 14, textColor=HexColor(COLOR), spaceBefore=8, spaceAfter=5)
    ]
    flow += [paragraph(text, REGULAR, 10, spaceAfter=5) for text in part.get("text", [])]
    if "rows" in part:
        cells = [[paragraph(short, BOLD, 10), paragraph(full, REGULAR, 10)] for short, full in part["rows"]]
        flow.append(Table(cells, colWidths=[20 * mm, 140 * mm], hAlign="LEFT"))
    return flow


def set_catalogue(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a catalogue whose courses run through three columns."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    for part in booklet["front"]:
        flow += _front(part)
    flow += [NextPageTemplate("columns"), PageBreak()]
    for area in booklet["area"]:
        flow += _area(area)
    note, faces = fiction("Kreises Beispielau", "Erfundenes Kursheft"), FACES["plain"]
    feet = foot(note, faces, COLOR, margin=15 * mm)
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(0, 100, 14, 197), (14, 255, 196, 42)])
    sheets = [Sheet("cover", [WIDE], cover), Sheet("wide", [WIDE], feet), Sheet("columns", _columns(), feet)]
    return set_sheets("Kreisvolkshochschule Beispielau, Programm 1. Halbjahr 2026", note, sheets, flow)
