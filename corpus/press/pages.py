"""Sets a source text as a PDF: page templates, running heads, the note and the page number."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from press.flow import COLUMN_GAP, COLUMN_WIDTH, TEXT_WIDTH, Heading, flowables
from press.head import opening
from press.source import Source
from press.style import ITALIC, REGULAR, RULE, register_fonts

NOTE = "Nacherzählung öffentlicher Unterlagen – keine amtliche Fassung"
AUTHOR = "KIZ-Assistent, Demokorpus"
LEFT, BOTTOM, TOP = 23 * mm, 25 * mm, 27 * mm
WIDTH, HEIGHT = A4
FRAME_HEIGHT = HEIGHT - BOTTOM - TOP


class _Document(BaseDocTemplate):  # type: ignore[misc]
    """A document whose pages carry the running head and foot and whose headings make the outline."""

    def __init__(self, target: BytesIO, source: Source, pages: int) -> None:
        super().__init__(
            target,
            pagesize=A4,
            title=source.title,
            author=AUTHOR,
            subject=f"{NOTE}. Quelle: {'; '.join(source.origin)}",
            creator="corpus/build.py",
            lang="de-DE",
            invariant=1,
        )
        self.source, self.pages = source, pages
        self.headings, self.deepest = 0, -1
        one = [_frame(LEFT, TEXT_WIDTH)]
        two = [_frame(LEFT, COLUMN_WIDTH), _frame(LEFT + COLUMN_WIDTH + COLUMN_GAP, COLUMN_WIDTH)]
        for name, frames in (("page", one), ("columns", two)):
            self.addPageTemplates([PageTemplate(name, frames, onPage=self._furnish)])

    def _furnish(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        right = LEFT + TEXT_WIDTH
        canvas.saveState()
        canvas.setFont(REGULAR, 8)
        canvas.drawString(LEFT, HEIGHT - 17 * mm, running_title(self.source))
        canvas.drawRightString(right, HEIGHT - 17 * mm, self.source.issuer.split(" (")[0])
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.6)
        canvas.line(LEFT, HEIGHT - 19 * mm, right, HEIGHT - 19 * mm)
        canvas.line(LEFT, 18 * mm, right, 18 * mm)
        canvas.setFont(ITALIC, 8)
        canvas.drawString(LEFT, 14 * mm, NOTE)
        canvas.setFont(REGULAR, 8)
        canvas.drawRightString(right, 14 * mm, f"Seite {self.page} von {self.pages}")
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        """Enter each heading in the outline."""
        if isinstance(flowable, Heading):
            self.headings += 1
            key = f"heading-{self.headings}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, level=self._level(flowable.level))

    def _level(self, wanted: int) -> int:
        # The outline may not skip a level on the way down.
        self.deepest = min(wanted, self.deepest + 1)
        return self.deepest


def running_title(source: Source) -> str:
    """Return what the running head calls the document: its number, else its title to the first colon."""
    return f"Vorlage {source.reference}" if source.reference else source.title.split(":")[0]


def _frame(left: float, width: float) -> Frame:
    sides = dict.fromkeys(("leftPadding", "rightPadding", "topPadding", "bottomPadding"), 0)
    return Frame(left, BOTTOM, width, FRAME_HEIGHT, **sides)


def _set(source: Source, pages: int) -> tuple[bytes, int]:
    target = BytesIO()
    document = _Document(target, source, pages)
    document.build([*opening(source), *flowables(source.body)])
    return target.getvalue(), document.page


def set_pdf(source: Source) -> bytes:
    """Return the PDF of `source`; the same text gives the same bytes (reportlab's invariant mode)."""
    register_fonts()
    # The first run counts the pages for "Seite 1 von n".
    _, pages = _set(source, 0)
    return _set(source, pages)[0]
