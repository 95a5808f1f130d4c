"""Booklet 12: one section for each field of action, a bold name, a paragraph and label lines, in one column."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, NextPageTemplate, PageBreak, Spacer

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["plain"]
COLOR, RULE = "#00695c", "#9cc7c1"
BOX = (25 * mm, 22 * mm, 160 * mm, 252 * mm)


def _heading(text: str) -> list[Flowable]:
    rule = HRFlowable(width="100%", thickness=1.2, color=HexColor(RULE), spaceBefore=2, spaceAfter=8)
    return [paragraph(text, BOLD, 16, textColor=HexColor(COLOR), spaceBefore=6), rule]


def _offer(offer: dict[str, Any]) -> list[Flowable]:
    parts: list[Flowable] = [paragraph(offer["name"], BOLD, 11.5, spaceAfter=2)]
    parts.append(paragraph(offer["text"], REGULAR, 10, spaceAfter=3))
    parts += [paragraph(f"<b>{label}</b> {value}", REGULAR, 10) for label, value in offer["labels"]]
    parts.append(Spacer(0, 11))
    return parts


def set_sections(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a programme: cover, foreword, sections of offers, contact page."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    for part in booklet["wide"]:
        flow += _heading(part["heading"])
        flow += [paragraph(text, REGULAR, 10.5, spaceAfter=6) for text in part["text"]]
    for section in booklet["section"]:
        first, *others = [_offer(offer) for offer in section["offer"]]
        flow += [KeepTogether([*_heading(section["heading"]), *first]), *map(KeepTogether, others)]
    for part in booklet["closing"]:
        closing = [paragraph(text, REGULAR, 9.5, spaceAfter=4) for text in part["text"]]
        flow.append(KeepTogether([*_heading(part["heading"]), *closing]))
    note, faces = fiction("Kreises Musterland", "Erfundenes Programm"), FACES["plain"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(0, 0, 12, 297), (14, 0, 2, 297)])
    sheets = [Sheet("cover", [BOX], cover), Sheet("wide", [BOX], foot(note, faces, COLOR, margin=25 * mm))]
    return set_sheets("Vielfalt verbindet", note, sheets, flow)
