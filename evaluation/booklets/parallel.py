"""Held booklet 12: a leaflet in two languages, German on the left and Ukrainian on the right, paragraph beside paragraph."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, NextPageTemplate, Table, TableStyle

from evaluation.booklets.sheets import Draw, Sheet, fiction, foot, place_text, set_sheets
from evaluation.booklets.style import FACES, paragraph

# DejaVu Sans Condensed 2.37 with Cyrillic, which the face of the other booklets is cut down to do without (`pyftsubset
# --unicodes=U+0020-007E,U+00A0-017F,U+0400-045F,U+0490-0491,U+2010-2026,U+20AC --no-hinting --layout-features=''`).
FILES = {"Parallel": "DejaVuSansCondensed.ttf", "Parallel-Bold": "DejaVuSansCondensed-Bold.ttf"}
REGULAR, BOLD = FILES
COLOR, TINT = "#00518f", "#fdf3c8"
LEFT, COLUMN, GAP, HEAD = 18 * mm, 84 * mm, 6 * mm, 62 * mm
BOX = (LEFT, 20 * mm, 2 * COLUMN + GAP, 258 * mm)
FIRST = (LEFT, 20 * mm, 2 * COLUMN + GAP, A4[1] - HEAD - 26 * mm)


@cache
def _register_faces() -> None:
    for face, file in FILES.items():
        pdfmetrics.registerFont(TTFont(face, str(Path(__file__).resolve().parent / "faces" / file)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def _masthead(head: dict[str, list[str]], note: str) -> Draw:
    below = foot(note, FACES["sans"], COLOR, margin=LEFT)

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFillColor(HexColor(COLOR))
        canvas.rect(0, A4[1] - HEAD, A4[0], HEAD, stroke=0, fill=1)
        canvas.setFillColor(HexColor("#f5c400"))
        canvas.rect(0, A4[1] - HEAD - 3 * mm, A4[0], 3 * mm, stroke=0, fill=1)
        for number, side in enumerate(("left", "right")):
            kicker, title, subtitle = head[side]
            box = (LEFT + number * (COLUMN + GAP), A4[1] - HEAD, COLUMN, HEAD - 10 * mm)
            room = place_text(canvas, kicker, REGULAR, 9.5, box, textColor=white) - 6
            room = place_text(canvas, title, BOLD, 23, (*box[:3], room), textColor=white) - 6
            place_text(canvas, subtitle, REGULAR, 11, (*box[:3], room), textColor=white)
        below(canvas, page)

    return draw


def _side(texts: list[str], first: str) -> list[Flowable]:
    return [paragraph(text, REGULAR if number else first, 11.2, spaceAfter=3) for number, text in enumerate(texts)]


def _rows(rows: list[dict[str, Any]]) -> Flowable:
    cells: list[list[Any]] = []
    style: list[tuple[Any, ...]] = []
    for at, row in enumerate(rows):
        if row.get("heading"):
            cells.append([paragraph(row[side][0], BOLD, 13, textColor=HexColor(COLOR)) for side in ("de", "uk")])
            style += [("BACKGROUND", (0, at), (-1, at), HexColor(TINT)), ("NOSPLIT", (0, at), (-1, at + 1))]
        else:
            cells.append([_side(row[side], REGULAR if row.get("plain") else BOLD) for side in ("de", "uk")])
        style.append(("LINEBELOW", (0, at), (-1, at), 0.4, HexColor("#aaaaaa")))
    table = Table(cells, colWidths=[COLUMN + GAP / 2] * 2, hAlign="LEFT", splitInRow=0)
    sides = [("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (1, 0), (1, -1), 0)]
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *sides, *style]))
    return table


def set_parallel(leaflet: dict[str, Any]) -> bytes:
    """Return the PDF of a leaflet; each row stands in both languages."""
    _register_faces()
    flow: list[Flowable] = [NextPageTemplate("next"), _rows(leaflet["row"])]
    note, faces = fiction("Kreises Musterland", "Erfundenes Faltblatt"), FACES["sans"]
    sheets = [
        Sheet("first", [FIRST], _masthead(leaflet["head"], note)),
        Sheet("next", [BOX], foot(note, faces, COLOR, margin=LEFT)),
    ]
    return set_sheets("Ankommen in Musterland", note, sheets, flow)
