"""Held booklet 3: profiles, two on a page: labels left, values right, boxes to tick for the audiences."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["sans"]
COLOR, TINT = "#44407c", "#eceaf5"
BOX = (22 * mm, 20 * mm, 166 * mm, 256 * mm)
HALF = 122 * mm


def _profile(profile: dict[str, Any], boxes: list[str]) -> Flowable:
    ticks = [f"{'☒' if box in profile['tick'] else '☐'}&nbsp;{box}" for box in boxes]
    first, *others = profile["rows"]
    rows = [first, ["Zielgruppe", "&nbsp;&nbsp; ".join(ticks)], *others]
    cells: list[list[Any]] = [[paragraph(profile["name"], BOLD, 15, textColor=white), ""]]
    cells += [[paragraph(label, BOLD, 11), paragraph(value, REGULAR, 11)] for label, value in rows]
    table = Table(cells, colWidths=[40 * mm, 126 * mm])
    table.setStyle(
        TableStyle(
            [
                ("SPAN", (0, 0), (1, 0)),
                ("BACKGROUND", (0, 0), (1, 0), HexColor(COLOR)),
                ("BACKGROUND", (0, 1), (0, -1), HexColor(TINT)),
                ("BOX", (0, 0), (-1, -1), 0.8, HexColor(COLOR)),
                ("LINEBELOW", (0, 0), (-1, -1), 0.3, HexColor("#aaa8c4")),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
            ]
        )
    )
    _, height = table.wrap(166 * mm, HALF)
    return KeepTogether([table, Spacer(0, max(HALF - height, 6))])


def set_profiles(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a collection of profiles with a list of contents."""
    front = booklet["front"]
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    flow.append(paragraph(front["heading"], BOLD, 16, textColor=HexColor(COLOR), spaceAfter=8))
    flow += [paragraph(text, REGULAR, 10.5, spaceAfter=8) for text in front["text"]]
    flow.append(paragraph(front["contents"], BOLD, 13, textColor=HexColor(COLOR), spaceBefore=10, spaceAfter=6))
    names = [profile["name"] for profile in booklet["profile"]]
    rows = [[paragraph(name, REGULAR, 10.5), str(3 + number // 2)] for number, name in enumerate(names)]
    flow += [Table(rows, colWidths=[120 * mm, 15 * mm], hAlign="LEFT"), PageBreak()]
    flow += [_profile(profile, booklet["boxes"]) for profile in booklet["profile"]]
    note, faces = fiction("Kreises Beispielau", "Erfundenes Heft"), FACES["sans"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(0, 245, 105, 52), (105, 271, 105, 26)])
    sheets = [Sheet("cover", [BOX], cover), Sheet("wide", [BOX], foot(note, faces, COLOR, margin=22 * mm))]
    return set_sheets("Steckbriefe aus der Praxis", note, sheets, flow)
