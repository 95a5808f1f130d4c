"""Calendars of a month: each day's entries, one of a name with all its days; holidays and what is called off are none."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.offers import read_offers
from ingest.read import read
from kb.model import Document, Passage
from kb.offers import Offer

STYLES = getSampleStyleSheet()
SMALL = ParagraphStyle("small", fontSize=9, leading=11)
DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def offers_of(folder: Path, month: str, first: int, entries: dict[int, str], *, days: int = 30) -> dict[str, Offer]:
    """Set a month whose first day is on the weekday of this number."""
    cells = [Paragraph("", SMALL)] * first
    cells += [Paragraph(f"{day}<br/>{entries.get(day, '')}", SMALL) for day in range(1, days + 1)]
    cells += [Paragraph("", SMALL)] * (-len(cells) % 7)
    rows = [[Paragraph(day, SMALL) for day in DAYS], *(cells[at : at + 7] for at in range(0, len(cells), 7))]
    grid = Table(rows, colWidths=[108] * 7, rowHeights=[16, *[70] * (len(rows) - 1)])
    grid.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    page = SimpleDocTemplate(str(folder / "a.pdf"), pagesize=landscape(A4), topMargin=30, bottomMargin=30)
    page.build([Paragraph(month, STYLES["Heading2"]), grid])
    reading = read(folder / "a.pdf")
    passages = [
        Passage(0, "d", "v", one.ordinal, one.text, one.section, one.pieces, one.sentences, one.ocr)
        for one in reading.drafts
    ]
    document = Document("d", "v", "a.pdf", "Kalender", "sonstiges", "public", 1)
    return {offer.name: offer for offer in read_offers(document, passages, reading.bold)}


def test_each_name_in_a_calendar_is_an_offer_with_all_its_days(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path,
        "Juni 2027",
        1,
        {
            2: "9.30 Krabbelgruppe",
            5: "<b>Sommerfest</b> für Familien,<br/>14–18 Uhr, Schulhof",
            9: "9.30 Krabbelgruppe",
            16: "Krabbelgruppe fällt aus",
            17: "Fronleichnam",
            22: "18–20 Uhr Nähtreff,<br/>Bürgerhaus, 3 Euro",
        },
    )
    assert set(found) == {"Krabbelgruppe", "Sommerfest", "Nähtreff"}
    assert found["Krabbelgruppe"].time == "2. Juni 2027, 9. Juni 2027, 9.30"
    assert (found["Nähtreff"].place, found["Nähtreff"].cost) == ("Bürgerhaus", "3 Euro")
    assert str(found["Nähtreff"].valid_from) == "2027-06-22"


def test_a_calendar_of_waste_names_no_offers(tmp_path: Path) -> None:
    waste = {day: "Restmüll" if day % 2 else "Papier" for day in range(2, 28, 3)}
    assert offers_of(tmp_path, "Juni 2027", 1, waste) == {}
