"""Booklet 4: a directory from A to Z, entries with an address block and hardly a label."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, NextPageTemplate, PageBreak, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets, signs, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["sans"]
COLOR, TINT = "#1f5f8b", "#e3eef5"
BOX = (20 * mm, 20 * mm, 170 * mm, 257 * mm)


def _letter(letter: str) -> Flowable:
    bar = Table([[paragraph(letter, BOLD, 15, textColor=white), ""]], colWidths=[12 * mm, 158 * mm])
    bar.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (0, 0), HexColor(COLOR)),
                ("LINEBELOW", (0, 0), (-1, 0), 1.2, HexColor(COLOR)),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
            ]
        )
    )
    return bar


def _entry(entry: dict[str, Any]) -> list[Flowable]:
    address = paragraph("\n".join(entry["address"]), REGULAR, 9.5)
    reach = paragraph(signs("\n".join(entry["reach"]), 9.5), REGULAR, 9.5)
    block = Table([[address, reach]], colWidths=[85 * mm, 85 * mm])
    block.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), HexColor(TINT)),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ]
        )
    )
    name = paragraph(entry["name"], BOLD, 12, textColor=HexColor(COLOR), spaceBefore=7, spaceAfter=2)
    flow = [name, paragraph(entry["text"], REGULAR, 10, spaceAfter=4), block]
    flow += [paragraph(line, REGULAR, 9.5, leftIndent=6, spaceBefore=2) for line in entry["lines"]]
    return [*flow, Spacer(0, 6)]


def set_directory(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a directory in the order of the alphabet."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak()]
    for part in booklet["front"]:
        flow.append(paragraph(part["heading"], BOLD, 15, textColor=HexColor(COLOR), spaceBefore=8, spaceAfter=6))
        flow += [paragraph(signs(text, 10.5), REGULAR, 10.5, spaceAfter=8) for text in part["text"]]
    for part in booklet["letter"]:
        head: list[Flowable] = [Spacer(0, 4), _letter(part["letter"])]
        head += [paragraph(text, ITALIC, 9.5, spaceBefore=3) for text in part.get("see", [])]
        first, *others = part["entry"]
        flow.append(KeepTogether([*head, *_entry(first)]))
        flow += [KeepTogether(_entry(entry)) for entry in others]
    flow += [Spacer(0, 10), *[paragraph(text, REGULAR, 8.5) for text in booklet["imprint"]["text"]]]
    note = fiction("Kreises Musterland")
    cover = white_cover(booklet["cover"], note, FACES["sans"], COLOR, [(0, 262, 210, 35), (0, 0, 210, 12)])
    sheets = [Sheet("cover", [BOX], cover), Sheet("wide", [BOX], foot(note, FACES["sans"], COLOR))]
    return set_sheets("Wegweiser für Neuzugewanderte", note, sheets, flow)
