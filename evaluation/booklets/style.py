"""Faces, colours, paragraphs and page furniture that the three booklets share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

FONTS = Path(__file__).resolve().parents[2] / "corpus" / "fonts"
WIDTH, HEIGHT = A4
LEFT, TEXT_WIDTH = 22 * mm, 166 * mm
BOTTOM, TOP = 24 * mm, HEIGHT - 22 * mm
FICTION = "Erfundenes Programmheft des erfundenen Kreises Musterland – nur zum Prüfen von Software"
INK, PAPER = HexColor("#222222"), white
FACES = {
    "sans": ("Booklet", "Booklet-Bold", "Booklet-Italic"),
    "plain": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "serif": ("Times-Roman", "Times-Bold", "Times-Italic"),
}


@cache
def register_faces() -> None:
    """Make the embedded face known to reportlab, once; the others are the PDF's standard ones."""
    names = ("DejaVuSansCondensed", "DejaVuSansCondensed-Bold", "DejaVuSansCondensed-Oblique")
    for face, file in zip(FACES["sans"], names, strict=True):
        pdfmetrics.registerFont(TTFont(face, str(FONTS / f"{file}.ttf")))
    regular, bold, italic = FACES["sans"]
    pdfmetrics.registerFontFamily(regular, normal=regular, bold=bold, italic=italic, boldItalic=bold)


def paragraph(text: str, face: str, size: float = 9.5, **settings: object) -> Paragraph:
    """Return a paragraph set in `face` (a font's name); line ends of `text` are kept."""
    register_faces()
    base: dict[str, object] = {"fontName": face, "fontSize": size, "leading": size * 1.34, "textColor": INK}
    return Paragraph(text.replace("\n", "<br/>"), ParagraphStyle("set", **(base | settings)))


class Booklet(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """A booklet in the making: cover, running foot with the note that all is invented, page templates."""

    def __init__(self, target: BytesIO, cover: dict[str, str], faces: Sequence[str], color: str, gap: float) -> None:
        super().__init__(
            target,
            pagesize=A4,
            title=f"{cover['title']}: {cover['subtitle']}",
            author="Kreis Musterland (erfunden)",
            subject=FICTION,
            lang="de-DE",
            invariant=1,
        )
        self.cover, self.faces, self.accent = cover, faces, HexColor(color)
        column = (TEXT_WIDTH - gap) / 2
        self.addPageTemplates(
            [
                PageTemplate("cover", [_frame(LEFT, TEXT_WIDTH)], onPage=self._draw_cover),
                PageTemplate("wide", [_frame(LEFT, TEXT_WIDTH)], onPage=self._draw_foot),
                PageTemplate(
                    "columns",
                    [_frame(LEFT, column), _frame(LEFT + column + gap, column)],
                    onPage=self._draw_foot,
                ),
            ]
        )

    def _draw_cover(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        regular, bold, italic = self.faces
        canvas.saveState()
        canvas.setFillColor(self.accent)
        canvas.rect(0, HEIGHT * 0.42, WIDTH, HEIGHT * 0.58, stroke=0, fill=1)
        canvas.setFillColor(PAPER)
        for x, y, radius in ((150, 255, 26), (172, 232, 14), (128, 230, 18)):
            canvas.setFillAlpha(0.18)
            canvas.circle(x * mm, y * mm, radius * mm, stroke=0, fill=1)
        canvas.setFillAlpha(1)
        lines = [
            paragraph(self.cover["kicker"], regular, 12, textColor=PAPER),
            paragraph(self.cover["title"], bold, 34, textColor=PAPER, spaceBefore=8),
            paragraph(self.cover["subtitle"], regular, 15, textColor=PAPER),
        ]
        y = HEIGHT * 0.68
        for line in lines:
            _, height = line.wrap(TEXT_WIDTH * 0.8, HEIGHT)
            line.drawOn(canvas, LEFT, y - height)
            y -= height + 10
        note = paragraph(f"{FICTION}. Kreis, Orte, Personen und Angebote gibt es nicht.", italic, 11)
        _, height = note.wrap(TEXT_WIDTH, HEIGHT)
        note.drawOn(canvas, LEFT, HEIGHT * 0.36 - height)
        canvas.restoreState()

    def _draw_foot(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setStrokeColor(self.accent)
        canvas.line(LEFT, 17 * mm, LEFT + TEXT_WIDTH, 17 * mm)
        canvas.setFillColor(INK)
        canvas.setFont(self.faces[2], 7.5)
        canvas.drawString(LEFT, 13 * mm, FICTION)
        canvas.setFont(self.faces[1], 9)
        canvas.drawRightString(LEFT + TEXT_WIDTH, 13 * mm, str(self.page))
        canvas.restoreState()


def _frame(left: float, width: float) -> Frame:
    sides = dict.fromkeys(("leftPadding", "rightPadding", "topPadding", "bottomPadding"), 0)
    return Frame(left, BOTTOM, width, TOP - BOTTOM, **sides)


def set_booklet(cover: dict[str, str], flow: list[Flowable], face: str, color: str, gap: float = 8 * mm) -> bytes:
    """Return the PDF of `flow` behind a cover; the same flow gives the same bytes (invariant mode)."""
    target = BytesIO()
    Booklet(target, cover, FACES[face], color, gap).build(flow)
    return target.getvalue()
