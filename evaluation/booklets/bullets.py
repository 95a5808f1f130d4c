"""Held booklet 16: an overview for volunteers, bulleted lists with the facts of each entry between dashes."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["plain"]
COLOR = "#b3541e"
BOX = (24 * mm, 23 * mm, 162 * mm, 250 * mm)
SIZE = 11.5


def _item(item: str) -> Flowable:
    return paragraph(item, REGULAR, SIZE, leftIndent=14, bulletIndent=2, bulletText="•", spaceAfter=8)


def set_bullets(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of an overview: cover, groups of bulleted entries with a sentence before them, contact."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    for group in booklet["group"]:
        head: list[Flowable] = [
            paragraph(group["heading"], BOLD, 14, textColor=HexColor(COLOR), spaceBefore=8, spaceAfter=4)
        ]
        head += [paragraph(text, REGULAR, SIZE, spaceAfter=5) for text in group.get("text", [])]
        items = [_item(item) for item in group.get("items", [])]
        flow += [KeepTogether([*head, *items[:1]]), *items[1:]]
    note, faces = fiction("Kreises Fabelgrund", "Erfundene Übersicht"), FACES["plain"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(24, 132, 162, 4), (24, 124, 120, 4), (24, 116, 80, 4)])
    sheets = [Sheet("cover", [BOX], cover), Sheet("wide", [BOX], foot(note, faces, COLOR, margin=24 * mm))]
    return set_sheets("Mitmachen in Fabelgrund", note, sheets, flow)
