"""Sheets with the same sub-headings, directories as tables: entries whatever the kind or the title of the paper is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.offers import read_offers
from ingest.read import read
from kb.model import Document, Passage
from kb.offers import Offer

COVER = ParagraphStyle("cover", fontName="Helvetica-Bold", fontSize=22, leading=28)
NAME = ParagraphStyle("name", fontName="Helvetica-Bold", fontSize=12, leading=15, spaceBefore=10)
LABEL = ParagraphStyle("label", fontName="Helvetica-Bold", fontSize=9, leading=11, leftIndent=28)
VALUE = ParagraphStyle("value", fontName="Helvetica", fontSize=10, leading=12, leftIndent=28)
CELL = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11.5)
GROUP = ParagraphStyle("group", fontName="Helvetica-Bold", fontSize=10, leading=13)
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
LABELS = ("Beschreibung", "Adressaten", "Federführung", "Beteiligte", "Zeitschiene", "Mittel")


def offers_of(folder: Path, *flow: Flowable, kind: str = "sonstiges", across: bool = False) -> list[Offer]:
    file = folder / "blatt.pdf"
    size = landscape(A4) if across else A4
    SimpleDocTemplate(str(file), pagesize=size, leftMargin=50, rightMargin=50).build(list(flow))
    reading = read(file)
    passages = [
        Passage(0, "d", "v", one.ordinal, one.text, one.section, one.pieces, one.sentences, one.ocr)
        for one in reading.drafts
    ]
    return list(read_offers(Document("d", "v", file.name, "Blatt", kind, "public", len(reading.pages)), passages))


def sheet(name: str, *values: str) -> list[Flowable]:
    flow: list[Flowable] = [Paragraph(name, NAME)]
    for label, value in zip(LABELS, values, strict=True):
        flow += [Paragraph(label, LABEL), Paragraph(value, VALUE)]
    return flow


def plan(*further: Flowable) -> list[Flowable]:
    return [
        *sheet("Maßnahme 1.1 Lesepaten in der Kita", "Freiwillige lesen einmal in der Woche vor.", "Kinder ab 3 Jahren", "Jugendamt, Frau Berg, Tel. 02999 5531", "Büchereien", "mittwochs 10 Uhr", "3.000 €"),
        *sheet("Maßnahme 1.2 Elterncafé Nord", "Eltern treffen sich zum Gespräch.", "Eltern", "Familienzentrum Nord", "Grundschule", "dienstags 9–11 Uhr; Anmeldung bis 15.01.2027", "Landesmittel"),
        *sheet("Maßnahme 1.3 Lernwerkstatt Mathe", "Studierende üben mit Jugendlichen.", "Jugendliche ab 14 Jahren", "VHS Musterstadt", "Hochschule", "ab Februar 2027", "0,5 Stellen"),
        *further,
    ]  # fmt: skip


def test_short_values_under_repeated_sub_headings_are_no_titles_but_values(tmp_path: Path) -> None:
    found = offers_of(tmp_path, Paragraph("Konzept Bildung", COVER), *plan(), kind="konzept")
    assert [one.name for one in found] == ["Lesepaten in der Kita", "Elterncafé Nord", "Lernwerkstatt Mathe"]
    assert found[0].intended == "Kinder ab 3 Jahren"
    assert found[1].organiser == "Familienzentrum Nord"


def test_who_is_charged_with_a_measure_organises_it_and_the_person_is_whom_to_ask(tmp_path: Path) -> None:
    found = offers_of(tmp_path, Paragraph("Konzept Bildung", COVER), *plan(), kind="konzept")
    assert found[0].organiser == "Jugendamt"
    assert found[0].contact.name == "Frau Berg"
    assert found[0].contact.phone == "02999 5531"


def test_the_budget_of_a_measure_is_no_price_and_a_deadline_behind_the_hours_tells_how_to_register(
    tmp_path: Path,
) -> None:
    found = offers_of(tmp_path, Paragraph("Konzept Bildung", COVER), *plan(), kind="konzept")
    assert [one.cost for one in found] == [None, None, None]
    assert found[1].time == "dienstags 9–11 Uhr"
    assert found[1].registration == "Anmeldung bis 15.01.2027"


def test_bodies_and_monitoring_among_measures_are_no_offers(tmp_path: Path) -> None:
    further = [
        *sheet("Maßnahme 2.1 Bildungsmonitoring", "Die Daten werden jährlich ausgewertet.", "Politik und Verwaltung", "Bildungsbüro", "Schulamt", "jährlich", "–"),
        *sheet("Maßnahme 2.2 Arbeitskreis Übergang", "Der Arbeitskreis setzt seine Arbeit fort.", "Fachkräfte", "Schulamt", "alle", "fortlaufend", "keine"),
        *sheet("Maßnahme 2.3 Projekt Brücken", "Das Projekt ist zum 31.12.2025 ausgelaufen.", "Eltern", "Jugendamt", "alle", "beendet", "keine"),
    ]  # fmt: skip
    found = offers_of(tmp_path, Paragraph("Konzept Bildung", COVER), *plan(*further), kind="konzept")
    assert len(found) == 3


def directory(*rows: Sequence[str], who: str = "Träger") -> Table:
    head = [Paragraph(f"<b>{cell}</b>", CELL) for cell in (who, "Angebot", "Für wen", "Wo", "Wann", "Kontakt")]
    body = [
        [Paragraph(row[0], GROUP), "", "", "", "", ""]
        if len(row) == 1
        else [Paragraph(cell, CELL) if cell else "" for cell in row]
        for row in rows
    ]
    spans = [("SPAN", (0, n), (-1, n)) for n, row in enumerate(rows, 1) if len(row) == 1]
    return Table(
        [head, *body], colWidths=(110, 130, 110, 130, 130, 120), style=TableStyle([*GRID.getCommands(), *spans])
    )


ROWS = (
    ("Neustadt",),
    (
        "Caritas Neustadt",
        "Schuldnerberatung",
        "Erwachsene",
        "Marktplatz 3",
        "montags 9–12 Uhr **",
        "Fr. Dorn, 02999 5561",
    ),
    ("VHS Neustadt", "Sprachtreff *", "", "VHS-Haus, Raum 4", "freitags 17 Uhr", "Hr. Kaya, 02999 5562"),
    ("Altdorf (wenn nichts anderes dabeisteht: Bürgerhaus, Ringstraße 8)",),
    ("TuS Altdorf", "Kinderturnen", "Kinder ab 3 Jahren", "", "samstags 10 Uhr", "02999 5563"),
)
NOTES = "* Teilnahmebeitrag 20 € im Halbjahr. ** Bitte vorher telefonisch anmelden."


def test_a_table_of_offers_holds_offers_whatever_the_cover_is_called(tmp_path: Path) -> None:
    cover = (Paragraph("Wer macht was?", COVER), Paragraph("Verzeichnis nach Städten", NAME))
    found = offers_of(tmp_path, *cover, directory(*ROWS), Paragraph(NOTES, CELL), across=True)
    assert [one.name for one in found] == ["Schuldnerberatung", "Sprachtreff", "Kinderturnen"]
    assert [one.contact.name for one in found] == ["Dorn", "Kaya", None]


def test_a_table_of_offers_holds_offers_right_under_the_title_of_an_annex(tmp_path: Path) -> None:
    found = offers_of(tmp_path, Paragraph("Anlage 3 zur Vorlage 77/2026", COVER), directory(*ROWS[1:3]), across=True)
    assert len(found) == 2


def test_who_beside_for_whom_is_who_offers_it(tmp_path: Path) -> None:
    found = offers_of(tmp_path, Paragraph("Angebote", COVER), directory(*ROWS[1:3], who="Wer"), across=True)
    assert [one.organiser for one in found] == ["Caritas Neustadt", "VHS Neustadt"]
    assert found[0].intended == "Erwachsene"


def test_a_table_under_a_look_back_holds_none(tmp_path: Path) -> None:
    found = offers_of(tmp_path, Paragraph("Rückblick 2025", COVER), directory(*ROWS), across=True)
    assert found == []


def test_titles_of_rows_are_towns_where_the_paper_says_so(tmp_path: Path) -> None:
    cover = (Paragraph("Wer macht was?", COVER), Paragraph("Verzeichnis nach Städten", NAME))
    found = offers_of(tmp_path, *cover, directory(*ROWS), Paragraph(NOTES, CELL), across=True)
    assert found[0].place == "Marktplatz 3, Neustadt"
    assert found[2].place == "Bürgerhaus, Ringstraße 8, Altdorf"


def test_a_footnote_says_its_part_of_each_offer_that_bears_its_asterisks(tmp_path: Path) -> None:
    found = offers_of(tmp_path, Paragraph("Angebote", COVER), directory(*ROWS), Paragraph(NOTES, CELL), across=True)
    assert [one.registration for one in found] == ["Bitte vorher telefonisch anmelden", None, None]
    assert found[1].cost is not None
    assert "20 €" in found[1].cost
    assert found[0].time == "montags 9–12 Uhr"
