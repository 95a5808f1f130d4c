"""Pages of any size and frames, with a white cover and running feet that say that all is invented."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from evaluation.booklets.style import INK, paragraph, register_faces

Draw = Callable[[Canvas, int], None]
Box = tuple[float, float, float, float]
DINGBATS = {"☎": "☎", "✉": "✉", "▪": "■", "✔": "✔", "➜": "➜", "★": "★", "●": "●"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of page: the boxes (left, bottom, width, height in points) that text runs through, and what is drawn under it."""

    name: str
    boxes: Sequence[Box]
    draw: Draw
    size: tuple[float, float] = A4


def fiction(of: str, kind: str = "Erfundenes Heft") -> str:
    """Return the note on covers and feet; `of` names the invented publisher in the genitive ("Kreises Musterland")."""
    return f"{kind} des erfundenen {of} – nur zum Prüfen von Software"


def signs(text: str, size: float = 8) -> str:
    """Return the markup of `text` with its signs set from the standard face of signs."""
    for sign, shape in DINGBATS.items():
        text = text.replace(sign, f'<font name="ZapfDingbats" size="{size:g}">{shape}</font>')
    return text


def place_text(canvas: Canvas, text: str, face: str, size: float, box: Box, **settings: object) -> float:
    """Set `text` from the top of `box` down and return the height that is left."""
    left, bottom, width, height = box
    lines = paragraph(text, face, size, **settings)
    _, used = lines.wrap(width, height)
    lines.drawOn(canvas, left, bottom + height - used)
    return float(height - used)


def white_cover(cover: dict[str, str], note: str, faces: Sequence[str], color: str, bands: Sequence[Box]) -> Draw:
    """Return what draws a cover with coloured `bands` (in millimetres) on white."""
    regular, bold, italic = faces

    def draw(canvas: Canvas, _: int) -> None:
        canvas.setFillColor(HexColor(color))
        for left, bottom, width, height in bands:
            canvas.rect(left * mm, bottom * mm, width * mm, height * mm, stroke=0, fill=1)
        left, width, height = 24 * mm, 150 * mm, 230 * mm
        height = place_text(canvas, cover["kicker"], regular, 11, (left, 0, width, height)) - 14
        height = place_text(canvas, cover["title"], bold, 32, (left, 0, width, height), textColor=HexColor(color)) - 12
        place_text(canvas, cover["subtitle"], regular, 15, (left, 0, width, height))
        more = f"{note}. Orte, Personen, Stellen und Angebote gibt es nicht."
        place_text(canvas, more, italic, 10.5, (left, 0, width, 70 * mm))

    return draw


def foot(note: str, faces: Sequence[str], color: str, width: float = A4[0], margin: float = 20 * mm) -> Draw:
    """Return what draws a rule, the note and the page's number at the foot."""

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setStrokeColor(HexColor(color))
        canvas.line(margin, 15 * mm, width - margin, 15 * mm)
        canvas.setFillColor(INK)
        canvas.setFont(faces[2], 7.5)
        canvas.drawString(margin, 11 * mm, note)
        canvas.setFont(faces[1], 9)
        canvas.drawRightString(width - margin, 11 * mm, str(page))

    return draw


def _template(sheet: Sheet) -> PageTemplate:
    sides = dict.fromkeys(("leftPadding", "rightPadding", "topPadding", "bottomPadding"), 0)
    frames = [Frame(*box, id=f"{sheet.name}{number}", **sides) for number, box in enumerate(sheet.boxes)]

    def draw(canvas: Canvas, document: Any) -> None:
        canvas.saveState()
        sheet.draw(canvas, document.page)
        canvas.restoreState()

    return PageTemplate(sheet.name, frames, onPage=draw, pagesize=sheet.size)


def set_sheets(title: str, note: str, sheets: Sequence[Sheet], flow: list[Flowable]) -> bytes:
    """Return the PDF of `flow`; the first sheet is that of page 1. The same flow gives the same bytes."""
    register_faces()
    target = BytesIO()
    document = BaseDocTemplate(
        target, pagesize=sheets[0].size, title=title, author="erfunden", subject=note, lang="de-DE", invariant=1
    )
    document.addPageTemplates([_template(sheet) for sheet in sheets])
    document.build(flow)
    return target.getvalue()
