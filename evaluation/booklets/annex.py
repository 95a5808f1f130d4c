"""Held booklet 6: the annex of a committee paper, numbered sheets of measures with the same sub-headings each."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, NextPageTemplate, Spacer, Table, TableStyle

from evaluation.booklets.sheets import Sheet, fiction, foot, set_sheets
from evaluation.booklets.style import FACES, INK, paragraph

REGULAR, BOLD, ITALIC = FACES["plain"]
COLOR = "#333333"
BOX = (25 * mm, 20 * mm, 155 * mm, 256 * mm)
LABELS = ("Beschreibung", "Zielgruppe", "Zuständig", "Kooperation", "Zeitplan", "Ressourcen")


def _letterhead(head: dict[str, Any], note: str) -> list[Flowable]:
    left = paragraph(head["sender"], REGULAR, 9.5)
    right = paragraph(head["file"], BOLD, 9.5, alignment=2)
    bar = Table([[left, right]], colWidths=[95 * mm, 60 * mm], hAlign="LEFT", spaceAfter=12)
    line = ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK)
    bar.setStyle(TableStyle([line, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    more = f"{note}. Orte, Personen, Stellen und Angebote gibt es nicht."
    return [
        bar,
        paragraph(head["session"], REGULAR, 10.5, spaceAfter=10),
        paragraph(head["title"], BOLD, 17, spaceAfter=8),
        paragraph(more, ITALIC, 9, spaceAfter=12),
        *(paragraph(text, REGULAR, 10.3, spaceAfter=6) for text in head["text"]),
    ]


def _measure(measure: dict[str, Any]) -> list[Flowable]:
    flow: list[Flowable] = [
        paragraph(f"Maßnahme {measure['title']}", BOLD, 11, spaceBefore=8, spaceAfter=3, keepWithNext=1)
    ]
    for label, text in zip(LABELS, measure["text"], strict=True):
        grey = HexColor("#555555")
        flow.append(paragraph(label, BOLD, 8.4, leading=10, leftIndent=10 * mm, textColor=grey, keepWithNext=1))
        flow.append(paragraph(text, REGULAR, 9.4, leading=11.6, leftIndent=10 * mm, spaceAfter=2))
    return flow


def set_annex(booklet: dict[str, Any]) -> bytes:
    """Return the PDF of an annex: letterhead, remarks, measures by field, running over the ends of pages."""
    note, faces = fiction("Kreises Fabelgrund", "Erfundene Anlage"), FACES["plain"]
    flow: list[Flowable] = [NextPageTemplate("wide"), *_letterhead(booklet["head"], note)]
    for part in booklet["field"]:
        flow.append(paragraph(part["heading"], BOLD, 13.5, spaceBefore=14, spaceAfter=3, keepWithNext=1))
        flow += [paragraph(text, ITALIC, 10, spaceAfter=3, keepWithNext=1) for text in part.get("text", [])]
        for measure in part["measure"]:
            flow += _measure(measure)
    flow += [Spacer(0, 10), *(paragraph(text, REGULAR, 9.5, spaceAfter=4) for text in booklet["closing"]["text"])]
    below = foot(note, faces, COLOR, margin=25 * mm)
    return set_sheets("Maßnahmenblätter", note, [Sheet("first", [BOX], below), Sheet("wide", [BOX], below)], flow)
