"""Held booklet 19: a list as a word processor sets it, numbered providers, lettered offers, indented points below."""

from __future__ import annotations

from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from evaluation.booklets.sheets import Draw, Sheet, fiction, set_sheets
from evaluation.booklets.style import FACES, HEIGHT, INK, WIDTH, paragraph

REGULAR, BOLD, ITALIC = FACES["serif"]
LEFT, ROOM = 25 * mm, 160 * mm
BOX = (LEFT, 22 * mm, ROOM, HEIGHT - 48 * mm)
SIZE, LEADING = 12, 17
SIGNS = ("•", "–")


def _edges(note: str, head: str) -> Draw:
    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFillColor(INK)
        canvas.setFont(REGULAR, 9)
        canvas.drawRightString(WIDTH - LEFT, HEIGHT - 15 * mm, head)
        canvas.drawCentredString(WIDTH / 2, 12 * mm, f"- {page} -")
        canvas.setFont(ITALIC, 7)
        canvas.drawCentredString(WIDTH / 2, 7 * mm, note)

    return draw


def _points(points: list[Any], depth: int = 0) -> list[Flowable]:
    """Set points; a list among them holds those below the point before it."""
    flow: list[Flowable] = []
    for point in points:
        if isinstance(point, list):
            flow += _points(point, depth + 1)
            continue
        left = 30 + 18 * depth
        flow.append(
            paragraph(
                point, REGULAR, SIZE, leftIndent=left, bulletIndent=left - 12, bulletText=SIGNS[depth], leading=LEADING
            )
        )
    return flow


def _provider(number: int, provider: dict[str, Any]) -> list[Flowable]:
    flow: list[Flowable] = [
        CondPageBreak(34 * mm),
        paragraph(f"{number}. {provider['name']}", BOLD, 12.5, spaceBefore=10, spaceAfter=2),
    ]
    flow += [
        paragraph(text, REGULAR, SIZE, leftIndent=14, leading=LEADING, spaceAfter=2)
        for text in provider.get("text", [])
    ]
    for letter, offer in zip("abcdefgh", provider["offer"], strict=False):
        flow.append(
            paragraph(f"{letter}) <u>{offer['name']}</u>", REGULAR, SIZE, leftIndent=14, spaceBefore=5, keepWithNext=1)
        )
        flow += _points(offer.get("points", []))
    return flow


def set_nested(paper: dict[str, Any]) -> bytes:
    """Return the PDF of a list: title, remarks, numbered providers with their offers, what is missing, who keeps it."""
    flow: list[Flowable] = [paragraph(paper["title"], BOLD, 15, alignment=1, spaceAfter=4)]
    flow += [paragraph(paper["subtitle"], REGULAR, SIZE, alignment=1, spaceAfter=12)]
    flow += [paragraph(text, REGULAR, SIZE, spaceAfter=5) for text in paper["remarks"]]
    for number, provider in enumerate(paper["provider"], start=1):
        flow += _provider(number, provider)
    flow.append(Spacer(0, 14))
    flow += [paragraph(text, REGULAR, SIZE, spaceAfter=5) for text in paper["closing"]]
    note = fiction("Kreises Musterland", "Erfundene Liste")
    return set_sheets(paper["title"], note, [Sheet("page", [BOX], _edges(note, paper["head"]))], flow)
