"""Held booklet 17: a newsletter sent by mail and printed, head lines of the mail, contents, short announcements under rules."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Draw, Sheet, fiction, set_sheets
from evaluation.booklets.style import FACES, HEIGHT, INK, WIDTH, paragraph

REGULAR, BOLD, ITALIC = FACES["sans"]
COLOR, LINK = "#00558c", "#1155cc"
LEFT, ROOM = 20 * mm, 170 * mm
BOX = (LEFT, 20 * mm, ROOM, HEIGHT - 38 * mm)


def _printed(note: str, subject: str, day: str) -> Draw:
    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFillColor(INK)
        canvas.setFont(REGULAR, 7)
        canvas.drawString(LEFT, HEIGHT - 11 * mm, subject)
        canvas.drawRightString(WIDTH - LEFT, HEIGHT - 11 * mm, day)
        canvas.drawRightString(WIDTH - LEFT, 10 * mm, f"Seite {page}")
        canvas.setFont(ITALIC, 7)
        canvas.drawString(LEFT, 10 * mm, note)

    return draw


def _head(rows: list[list[str]]) -> Flowable:
    cells = [[paragraph(name, BOLD, 9), paragraph(value, REGULAR, 9)] for name, value in rows]
    table = Table(cells, colWidths=[24 * mm, ROOM - 24 * mm], spaceAfter=10)
    tight = [(f"{side}PADDING", (0, 0), (-1, -1), 1.5) for side in ("TOP", "BOTTOM", "LEFT")]
    table.setStyle(
        TableStyle([("LINEBELOW", (0, -1), (-1, -1), 0.8, INK), *tight, ("VALIGN", (0, 0), (-1, -1), "TOP")])
    )
    return table


def _item(item: dict[str, Any]) -> list[Flowable]:
    parts: list[Flowable] = [CondPageBreak(14 * mm), paragraph(item["heading"], BOLD, 11, spaceAfter=3, keepWithNext=1)]
    parts += [paragraph(text, REGULAR, 10.6, spaceAfter=3) for text in item["text"]]
    if "link" in item:
        parts.append(paragraph(f'<u><font color="{LINK}">{item["link"]}</font></u>', REGULAR, 9.4))
    return [*parts, Spacer(0, 10)]


def set_mailing(mail: dict[str, Any]) -> bytes:
    """Return the PDF of a printed mail: head lines, greeting, contents, sections of announcements, who sends it."""
    flow: list[Flowable] = [
        _head(mail["head"]),
        paragraph(mail["title"], BOLD, 19, textColor=HexColor(COLOR), spaceAfter=8),
    ]
    flow += [paragraph(text, REGULAR, 9.8, spaceAfter=6) for text in mail["greeting"]]
    flow.append(paragraph("In dieser Ausgabe", BOLD, 11, spaceBefore=4, spaceAfter=4))
    flow += [paragraph(line, REGULAR, 9.4, leftIndent=12) for line in mail["contents"]]
    flow.append(Spacer(0, 10))
    for section in mail["section"]:
        rule = HRFlowable(width="100%", thickness=1, color=HexColor(COLOR), dash=(4, 2), spaceBefore=4, spaceAfter=4)
        title = paragraph(
            section["heading"].upper(), BOLD, 11.5, textColor=HexColor(COLOR), spaceAfter=8, keepWithNext=1
        )
        flow += [CondPageBreak(30 * mm), rule, title, *[part for item in section["item"] for part in _item(item)]]
    flow += [HRFlowable(width="100%", thickness=0.6, color=INK, spaceAfter=6)]
    flow += [paragraph(text, REGULAR, 8.4, spaceAfter=4) for text in mail["closing"]]
    note = fiction("Kreises Musterland", "Erfundener Rundbrief")
    return set_sheets(
        mail["title"], note, [Sheet("page", [BOX], _printed(note, mail["head"][2][1], mail["day"]))], flow
    )
