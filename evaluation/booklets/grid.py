"""Booklet 13: cards without icons, two by three on a page, a word for the field above and the contact at the bottom."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, NextPageTemplate, PageBreak, Table, TableStyle

from evaluation.booklets.sheets import Draw, Sheet, fiction, foot, place_text, set_sheets, white_cover
from evaluation.booklets.style import FACES, paragraph

REGULAR, BOLD, ITALIC = FACES["sans"]
COLORS = {"Eltern & Baby": "#b0413e", "Eltern": "#b0413e", "Familie": "#d08c00", "Kinder": "#4b7f52"}
COLOR, GREY = "#34568b", HexColor("#666666")
CARD_WIDTH, CARD_HEIGHT, GAP = 84 * mm, 76 * mm, 6 * mm
BOX = (18 * mm, 20 * mm, 2 * CARD_WIDTH + GAP, 262 * mm)
INSIDE, CONTACT = 4 * mm, 15 * mm


class Card(Flowable):  # type: ignore[misc]  # reportlab has no types
    """One box: the field, the name, a text, facts on lines, and the contact under a rule."""

    def __init__(self, card: dict[str, Any]) -> None:
        super().__init__()
        self.card, self.width, self.height = card, CARD_WIDTH, CARD_HEIGHT

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas, card = self.canv, self.card
        color = HexColor(COLORS.get(card["field"], COLOR))
        canvas.setStrokeColor(color)
        canvas.setFillColor(color)
        canvas.rect(0, 0, CARD_WIDTH, CARD_HEIGHT, stroke=1, fill=0)
        canvas.rect(0, CARD_HEIGHT - 6 * mm, CARD_WIDTH, 6 * mm, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.setFont(BOLD, 8)
        canvas.drawString(INSIDE, CARD_HEIGHT - 4.2 * mm, card["field"])
        width, height = CARD_WIDTH - 2 * INSIDE, CARD_HEIGHT - 8 * mm
        height = place_text(canvas, card["name"], BOLD, 13, (INSIDE, 0, width, height)) - 3
        height = place_text(canvas, card["text"], REGULAR, 10, (INSIDE, 0, width, height)) - 5
        place_text(canvas, "\n".join(card["facts"]), BOLD, 10, (INSIDE, 0, width, height), textColor=color)
        canvas.setStrokeColor(HexColor("#bbbbbb"))
        canvas.line(INSIDE, CONTACT, CARD_WIDTH - INSIDE, CONTACT)
        place_text(canvas, card["contact"], REGULAR, 9, (INSIDE, 0, width, CONTACT - 2), textColor=GREY)


def _grid(cards: list[dict[str, Any]]) -> Flowable:
    rows = [[Card(card) for card in cards[start : start + 2]] for start in range(0, len(cards), 2)]
    table = Table(rows, colWidths=[CARD_WIDTH + GAP, CARD_WIDTH], rowHeights=CARD_HEIGHT + GAP)
    table.setStyle(TableStyle([(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]))
    return table


def _under(note: str, head: str) -> Draw:
    below = foot(note, FACES["sans"], COLOR, margin=18 * mm)

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFillColor(HexColor(COLOR))
        canvas.setFont(BOLD, 9)
        canvas.drawRightString(192 * mm, 287 * mm, head)
        below(canvas, page)

    return draw


def set_grid(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a leaflet: cover, pages of six cards, a page about the office."""
    flow: list[Flowable] = [NextPageTemplate("cards"), PageBreak()]
    for start in range(0, len(booklet["card"]), 6):
        flow += [_grid(booklet["card"][start : start + 6]), PageBreak()]
    for part in booklet["closing"]:
        flow.append(paragraph(part["heading"], BOLD, 15, textColor=HexColor(COLOR), spaceBefore=8, spaceAfter=6))
        flow += [paragraph(text, REGULAR, 10, spaceAfter=6) for text in part["text"]]
    note, faces = fiction("Kreises Musterland", "Erfundener Wegweiser"), FACES["sans"]
    cover = white_cover(booklet["cover"], note, faces, COLOR, [(0, 240, 210, 57), (0, 0, 210, 18)])
    sheets = [Sheet("cover", [BOX], cover), Sheet("cards", [BOX], _under(note, booklet["head"]))]
    return set_sheets("Familien-Kompass", note, sheets, flow)
