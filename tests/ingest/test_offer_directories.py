"""Directories and overviews: what an organisation offers, ticks for whom, surnames with a list of persons, purposes of grants."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.offer_contacts import contact_of
from ingest.offer_drafts import Value
from ingest.offers import read_offers
from ingest.read import read
from kb.model import Document, Passage
from kb.offers import Offer

STYLES = getSampleStyleSheet()
SMALL = ParagraphStyle("small", fontSize=9, leading=11)


def title(text: str, rank: int = 2) -> Paragraph:
    return Paragraph(text, STYLES["Title"] if rank == 0 else STYLES[f"Heading{rank}"])


def text(words: str) -> Paragraph:
    return Paragraph(words, STYLES["Normal"])


def table(*rows: Sequence[str], widths: Sequence[float]) -> Table:
    made = Table([[Paragraph(cell, SMALL) for cell in row] for row in rows], colWidths=widths)
    made.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return made


def offers_of(folder: Path, *flow: Flowable, kind: str = "sonstiges", name: str = "Angebote") -> dict[str, Offer]:
    SimpleDocTemplate(str(folder / "a.pdf"), pagesize=landscape(A4)).build(list(flow))
    reading = read(folder / "a.pdf")
    passages = [
        Passage(0, "d", "v", one.ordinal, one.text, one.section, one.pieces, one.sentences, one.ocr)
        for one in reading.drafts
    ]
    document = Document("d", "v", "a.pdf", name, kind, "public", len(reading.pages))
    return {offer.name: offer for offer in read_offers(document, passages, reading.bold)}


def test_what_stands_under_an_organisation_is_offered_by_it_at_its_address(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path,
        title("Wegweiser Beratung", 0),
        title("Caritasverband Talstadt"),
        text("Ringstraße 4, 00815 Talstadt"),
        text("Schwangerschaftsberatung: für werdende Eltern, auch nach der Geburt des Kindes."),
        text("Mo 9–12 Uhr"),
        text("Tel. 0999 555-1"),
        text("Schuldnerberatung: für Menschen aus Talstadt, die ihre Rechnungen nicht zahlen können."),
        text("Di 14–16 Uhr"),
        text("Tel. 0999 555-2"),
        title("Frauenhaus Talstadt e. V."),
        text("Marktplatz 1, 00815 Talstadt"),
        text("Frauenberatung: für Frauen in Krisen, auf Wunsch mit einer Dolmetscherin."),
        text("Do 9–12 Uhr"),
        text("Tel. 0999 555-3"),
    )
    assert set(found) == {"Schwangerschaftsberatung", "Schuldnerberatung", "Frauenberatung"}
    debts = found["Schuldnerberatung"]
    assert (debts.organiser, debts.place) == ("Caritasverband Talstadt", "Ringstraße 4, 00815 Talstadt")
    assert (debts.time, debts.contact.phone) == ("Di 14–16 Uhr", "0999 555-2")


def test_ticks_are_no_part_of_a_name_and_tell_for_whom(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path,
        title("Unsere Angebote 2027", 0),
        table(
            ("Angebot", "Eltern", "Kinder", "Wann?", "Wo?", "Kontakt"),
            ("Krabbelgruppe", "x", "x", "montags 9 Uhr", "Bürgerhaus", "Roth"),
            ("Nähtreff", "x", "", "dienstags 10 Uhr", "Alte Post", "Beck"),
            ("Basteltreff", "", "x", "freitags 15 Uhr", "Bürgerhaus", "Roth"),
            widths=(150, 60, 60, 150, 100, 80),
        ),
        title("Wen Sie ansprechen"),
        table(
            ("Ina Roth", "Familien", "0999 555-1", "roth@talstadt.example"),
            ("Tom Beck", "Handarbeit", "0999 555-2", "beck@talstadt.example"),
            widths=(120, 120, 120, 180),
        ),
    )
    assert set(found) == {"Krabbelgruppe", "Nähtreff", "Basteltreff"}
    assert tuple(found["Krabbelgruppe"].contact) == ("Ina Roth", "0999 555-1", "roth@talstadt.example")
    assert tuple(found["Nähtreff"].contact) == ("Tom Beck", "0999 555-2", "beck@talstadt.example")


def test_of_what_was_paid_to_whom_only_what_people_can_come_to_is_an_offer(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path,
        title("Kleine Förderung", 0),
        title("Unterstützt wurden"),
        table(
            ("Nr.", "Empfänger", "Vorhaben und Zeitraum", "Betrag"),
            ("1", "Kulturverein Nord e. V.", "Kochtreff: gemeinsam kochen, jeden Freitag ab 17 Uhr, Haus Linde", "850,00 €"),
            ("2", "Ruderclub Talstadt", "Schnupperkurs für Mädchen von 10 bis 14 Jahren, 6. bis 10. Juli 2027", "600,00 €"),
            ("3", "Stadt Talstadt", "Druck eines Faltblatts, Auflage 5.000", "980,00 €"),
            ("4", "Musikverein Süd", "Fest „Alle Töne“ am 14.06.2025 (etwa 300 Gäste)", "1.000,00 €"),
            widths=(40, 150, 380, 80),
        ),
    )  # fmt: skip
    assert set(found) == {"Kochtreff", "Schnupperkurs für Mädchen"}
    assert found["Kochtreff"].time == "jeden Freitag ab 17 Uhr"
    assert found["Kochtreff"].organiser == "Kulturverein Nord e. V."
    assert found["Kochtreff"].cost is None


def test_a_brochure_names_whom_to_turn_to_by_a_question_or_with_an_address(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path,
        title("Ankommen", 0),
        title("Was ist das Jugendamt und was kann es für dich tun?"),
        text("Das Jugendamt gibt es in jeder Stadt. Es hilft dir und deiner Familie."),
        title("Wo bekommst du Rat?"),
        text("Sie heißt Zeugnisanerkennungsstelle: www.zeugnis.example"),
        text("Für Sorgen gibt es ein Kindertelefon, das dir hilft: 116 111"),
        title("Was sind sichere Herkunftsländer?"),
        text("Das sind Länder, aus denen wenige Menschen Asyl bekommen. Eine Beratung hilft dir."),
        kind="broschuere",
        name="Ankommen",
    )
    assert set(found) == {"Jugendamt", "Zeugnisanerkennungsstelle", "Kindertelefon"}
    assert found["Kindertelefon"].contact.phone == "116 111"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Rufen Sie Ada Stern an. Tel. 0999 555-1", "Ada Stern"),
        ("Ja, bis zum 12. März. Bei Ada Stern, Tel. 0999 555-1", "Ada Stern"),
        ("Ada Stern ☎ 0999 555-1", "Ada Stern"),
        ("bis 15. Oktober per Mail an post@talstadt.example", None),
        ("Vertrauliches Gespräch mit der Erziehungsberatung, Tel. 0999 555-1", None),
    ],
)
def test_whom_to_ask_is_a_person_or_an_office_and_nothing_else(said: str, name: str | None) -> None:
    assert contact_of([Value(said, ())])[0].name == name


def test_what_a_cover_says_of_all_that_say_nothing_else_holds_overleaf(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path,
        title("Unsere Angebote im Überblick", 0),
        text("Alle Angebote sind kostenfrei, wenn nichts anderes dabeisteht."),
        title("Frühe Bildung"),
        table(
            ("Angebot", "Wann?", "Wo?", "Kosten"),
            ("Krabbelgruppe", "montags 9 Uhr", "Bürgerhaus", ""),
            ("Nähtreff", "dienstags 10 Uhr", "Alte Post", "2 Euro"),
            widths=(150, 150, 150, 100),
        ),
        PageBreak(),
        title("Sprache"),
        table(
            ("Angebot", "Wann?", "Wo?", "Kosten"),
            ("Sprachcafé", "freitags 15 Uhr", "Bürgerhaus", ""),
            widths=(150, 150, 150, 100),
        ),
    )
    assert {name: offer.cost for name, offer in found.items()} == {
        "Krabbelgruppe": "kostenfrei",
        "Nähtreff": "2 Euro",
        "Sprachcafé": "kostenfrei",
    }


def test_prices_for_several_people_are_one_price(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path,
        title("Unsere Angebote", 0),
        title("Ausflug in den Tierpark", 3),
        text("Für wen: Familien"),
        text("Wann: Samstag, 12. Juni 2027"),
        text("Kosten: Erwachsene zahlen 8 Euro. Kinder zahlen 4 Euro. Wir fahren mit dem Bus."),
        text("Wer macht das? Kinderschutzbund Talstadt"),
    )
    assert found["Ausflug in den Tierpark"].cost == "Erwachsene zahlen 8 Euro. Kinder zahlen 4 Euro."
