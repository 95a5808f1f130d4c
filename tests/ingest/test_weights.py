"""Which words are bold is kept from the page to those who look for names."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.read import read


def test_bold_words_are_told_passage_by_passage(tmp_path: Path) -> None:
    page = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    page.setFont("Helvetica", 10)
    page.drawString(50, 700, "Neu ist die")
    page.setFont("Helvetica-Bold", 10)
    page.drawString(105, 700, "Kleiderkammer")
    page.setFont("Helvetica", 10)
    page.drawString(185, 700, "im Pfarrhaus.")
    page.save()
    reading = read(tmp_path / "a.pdf")
    text = reading.drafts[0].text
    assert [[text[start:].split()[0] for start in starts] for starts in reading.bold] == [["Kleiderkammer"]]


def test_a_paper_without_bold_words_has_none(tmp_path: Path) -> None:
    page = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    page.setFont("Helvetica", 10)
    page.drawString(50, 700, "Die Kleiderkammer ist im Pfarrhaus.")
    page.save()
    assert not any(read(tmp_path / "a.pdf").bold)
