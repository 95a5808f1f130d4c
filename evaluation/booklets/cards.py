"""Booklet 3: a grid of cards with icons, two by three on a page, and pages of lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, NextPageTemplate, PageBreak, Spacer, Table, TableStyle

from evaluation.booklets.style import FACES, paragraph, set_booklet

REGULAR, BOLD, ITALIC = FACES["plain"]
COLOR = "#c2571a"
COLORS = {"green": "#3f7d3a", "orange": "#c2571a", "blue": "#23618f", "violet": "#6b4a8f"}
CARD_WIDTH, CARD_HEIGHT, BAND = 80 * mm, 71 * mm, 10 * mm
ICON = 3.4 * mm


def _clock(canvas: Canvas, r: float) -> None:
    canvas.circle(r, r, r, stroke=1, fill=0)
    canvas.line(r, r, r, 1.7 * r)
    canvas.line(r, r, 1.5 * r, r)


def _pin(canvas: Canvas, r: float) -> None:
    canvas.circle(r, 1.35 * r, 0.6 * r, stroke=1, fill=0)
    canvas.line(0.55 * r, 0.95 * r, r, 0)
    canvas.line(1.45 * r, 0.95 * r, r, 0)


def _people(canvas: Canvas, r: float) -> None:
    for x in (0.55 * r, 1.45 * r):
        canvas.circle(x, 1.5 * r, 0.35 * r, stroke=1, fill=1)
        canvas.rect(x - 0.35 * r, 0.1 * r, 0.7 * r, 0.9 * r, stroke=0, fill=1)


def _coin(canvas: Canvas, r: float) -> None:
    canvas.circle(r, r, r, stroke=1, fill=0)
    canvas.circle(r, r, 0.6 * r, stroke=1, fill=0)


def _phone(canvas: Canvas, r: float) -> None:
    canvas.roundRect(0.5 * r, 0, r, 2 * r, 0.25 * r, stroke=1, fill=0)
    canvas.circle(r, 0.3 * r, 0.1 * r, stroke=1, fill=1)


def _note(canvas: Canvas, r: float) -> None:
    canvas.rect(0.2 * r, 0, 1.6 * r, 1.9 * r, stroke=1, fill=0)
    for y in (0.5, 0.95, 1.4):
        canvas.line(0.5 * r, y * r, 1.5 * r, y * r)


def _speech(canvas: Canvas, r: float) -> None:
    canvas.roundRect(0, 0.6 * r, 2 * r, 1.3 * r, 0.4 * r, stroke=1, fill=0)
    canvas.line(0.5 * r, 0.6 * r, 0.3 * r, 0)


ICONS: dict[str, Callable[[Canvas, float], None]] = {
    "clock": _clock,
    "pin": _pin,
    "people": _people,
    "coin": _coin,
    "phone": _phone,
    "note": _note,
    "speech": _speech,
}


class _Card(Flowable):  # type: ignore[misc]  # reportlab has no types
    """One card: coloured band with the name, text, icon lines and small print at the foot."""

    def __init__(self, card: dict[str, Any], color: str) -> None:
        super().__init__()
        self.card, self.color = card, HexColor(color)
        self.width, self.height = CARD_WIDTH, CARD_HEIGHT

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def _set(self, text: str, face: str, size: float, x: float, top: float, **settings: object) -> float:
        set_text = paragraph(text, face, size, **settings)
        _, height = set_text.wrap(CARD_WIDTH - x - 3 * mm, CARD_HEIGHT)
        set_text.drawOn(self.canv, x, top - height)
        return float(top - height)

    def draw(self) -> None:
        canvas = self.canv
        canvas.setStrokeColor(self.color)
        canvas.roundRect(0, 0, CARD_WIDTH, CARD_HEIGHT, 2.5 * mm, stroke=1, fill=0)
        canvas.setFillColor(self.color)
        canvas.roundRect(0, CARD_HEIGHT - BAND, CARD_WIDTH, BAND, 2.5 * mm, stroke=0, fill=1)
        self._set(self.card["name"], BOLD, 11.5, 3 * mm, CARD_HEIGHT - 2.3 * mm, textColor=white)
        top = self._set(self.card["text"], REGULAR, 9.8, 3 * mm, CARD_HEIGHT - BAND - 2 * mm) - 2.2 * mm
        for line in self.card["lines"]:
            icon, _, text = line.partition(": ")
            canvas.saveState()
            canvas.translate(3 * mm, top - ICON)
            canvas.setLineWidth(0.7)
            canvas.setFillColor(self.color)
            ICONS[icon](canvas, ICON / 2)
            canvas.restoreState()
            top = self._set(text, REGULAR, 9.8, 8.5 * mm, top) - 1.5 * mm
        self._set(self.card["small"], ITALIC, 7.5, 3 * mm, 8.4 * mm, textColor=HexColor("#555555"))


def _heading(text: str, color: str = COLOR, size: float = 15) -> Flowable:
    return paragraph(text, BOLD, size, textColor=HexColor(color), spaceBefore=6, spaceAfter=6, keepWithNext=1)


def _grid(page: dict[str, Any]) -> list[Flowable]:
    color = COLORS[page["color"]]
    cards = [_Card(card, color) for card in page["card"]]
    rows = [cards[start : start + 2] for start in range(0, len(cards), 2)]
    table = Table(rows, colWidths=[CARD_WIDTH + 6 * mm, CARD_WIDTH], rowHeights=[CARD_HEIGHT + 4 * mm] * len(rows))
    table.setStyle(TableStyle([(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]))
    return [_heading(page["heading"], color), table, PageBreak()]


def _wide(parts: list[dict[str, Any]], size: float) -> list[Flowable]:
    flow: list[Flowable] = []
    for part in parts:
        flow.append(_heading(part["heading"]))
        flow += [paragraph(text, REGULAR, size, spaceAfter=8) for text in part["text"]]
    return flow


def _lists(part: dict[str, Any]) -> list[Flowable]:
    flow = _wide([part], 10)
    flow += [
        paragraph(item, REGULAR, 10, leftIndent=12, bulletIndent=2, bulletText="•", spaceAfter=5)
        for item in part["items"]
    ]
    flow += [Spacer(0, 8), _heading(part["after_heading"], size=13)]
    return flow + [paragraph(text, REGULAR, 10, spaceAfter=7) for text in part["after"]]


def set_cards(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of a booklet of card pages between wide pages."""
    flow: list[Flowable] = [NextPageTemplate("wide"), PageBreak(), *_wide(booklet["wide"], 11), PageBreak()]
    for page in booklet["page"]:
        flow += _grid(page)
    for part in booklet["list"]:
        flow += [*_lists(part), PageBreak()]
    return set_booklet(booklet["cover"], [*flow, *_wide(booklet["wide_end"], 10)], "plain", COLOR)
