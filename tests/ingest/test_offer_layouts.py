"""Catalogues of numbered courses in columns, and reports with boxes of labels beside their text."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table

from ingest.offers import read_offers
from ingest.read import read
from kb.model import Document, Passage
from kb.offers import Offer
from tests.ingest.test_offers_found import body, head, name, names

COURSES = (
    ("26F101-01", "Nähen für Anfänger", "Erste Stiche an der Maschine.", "Mo., 14.9.–7.12.2026, 18.00–19.30 Uhr, 12x", "88,00 € (erm. 66,00 €)"),
    ("26F101-02", "Englisch am Vormittag", "Mit Vorkenntnissen.", "Di., 15.9.–8.12.2026, 9.00–10.30 Uhr, 12x", "95,00 € (erm. 70,00 €)"),
    ("26F102-07", "Sprechstunde für Telefone", "Fragen zur Sicherheit.", "Mi., 16.9.2026, 15.00–17.00 Uhr", "gebührenfrei"),
    ("26F205-10", "Yoga in der Schwangerschaft", "Bitte Matte mitbringen.", "Do., 17.9.–3.12.2026, 17.30–19.00 Uhr, 10x", "80,00 €"),
)  # fmt: skip
PROJECTS = (
    ("Leseclub am Kanal", "Jeden Donnerstag von 15 bis 17 Uhr kommen Kinder in die Stadtbücherei Nord, um zu lesen und vorzulesen. Im vergangenen Jahr haben 60 Kinder teilgenommen. Zwölf Ehrenamtliche begleiten die Gruppe.", (("Zielgruppe", "Kinder von 6 bis 10 Jahren"), ("Seit", "2022"), ("Kontakt", "Mia Horn, 0999 12345"))),
    ("Sprachbrücke", "Die Sprachbrücke vermittelte im Berichtsjahr 800 Einsätze in Schulen und Ämtern. Behörden können Dolmetscherinnen über das Büro anfordern. Wer mitmachen will, meldet sich dort ebenfalls.", (("Für wen", "Behörden und Schulen"), ("Kosten", "20 Euro je Einsatz"))),
    ("Frauen lernen Rad", "Vierzehn Frauen lernten im Sommer das Fahren. Die Räder stellt der Verein, Helme können geliehen werden, Kinder werden betreut, und im nächsten Frühling geht es mit einer neuen Gruppe weiter.", (("Termine", "sonntags 10–12 Uhr"), ("Gebühr", "15 Euro"))),
)  # fmt: skip


def offers_in(folder: Path, flow: list[Flowable], *, columns: int = 1, kind: str = "") -> list[Offer]:
    wide = (A4[0] - 100 - 20 * (columns - 1)) / columns
    frames = [Frame(50 + number * (wide + 20), 50, wide, A4[1] - 100) for number in range(columns)]
    BaseDocTemplate(str(folder / "a.pdf"), pagesize=A4, pageTemplates=[PageTemplate("a", frames)]).build(flow)
    reading = read(folder / "a.pdf")
    passages = [
        Passage(0, "d", "v", one.ordinal, one.text, one.section, one.pieces, one.sentences, one.ocr)
        for one in reading.drafts
    ]
    document = Document("d", "v", "a.pdf", "Programm Herbst 2026", kind or "sonstiges", "public", len(reading.pages))
    return list(read_offers(document, passages))


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_courses_with_numbers_are_offers_in_any_number_of_columns(tmp_path: Path, columns: int) -> None:
    flow: list[Flowable] = [head("Kurse")]
    for number, what, about, when, fee in COURSES:
        flow += [body(f"{number} <b>{what}</b>"), body(about), body(when), body(f"Bürgerhaus · {fee}"), Spacer(1, 6)]
    found = offers_in(tmp_path, flow, columns=columns)
    assert [(offer.name, offer.cost, offer.place) for offer in found] == [
        (what, fee, "Bürgerhaus") for _, what, _, _, fee in COURSES
    ]


def test_a_place_abbreviated_in_a_line_with_the_fee_is_spelt_out_by_the_legend(tmp_path: Path) -> None:
    flow: list[Flowable] = [head("Unsere Unterrichtsorte"), body("AM = Alte Molkerei, Weg 11"), head("Kurse")]
    for number, what, about, when, fee in COURSES:
        flow += [body(f"{number} <b>{what}</b>"), body(about), body(when), body(f"AM · {fee}"), Spacer(1, 6)]
    assert {offer.place for offer in offers_in(tmp_path, flow)} == {"Alte Molkerei, Weg 11"}


def test_a_number_alone_over_the_name_is_no_part_of_the_entry_before(tmp_path: Path) -> None:
    flow: list[Flowable] = [head("Kurse")]
    for number, what, about, when, fee in COURSES:
        flow += [body(number), name(what), body(about), body(when), body(f"{fee}, ohne Anmeldung"), Spacer(1, 6)]
    found = offers_in(tmp_path, flow)
    assert names(found) == [what for _, what, *_ in COURSES]
    assert {offer.registration for offer in found} == {"ohne Anmeldung"}


@pytest.mark.parametrize(
    ("left", "inline", "title"),
    [
        (True, True, "Auf einen Blick"),
        (True, False, "Auf einen Blick"),
        (False, True, "Auf einen Blick"),
        (False, False, "Auf einen Blick"),
    ],
)
def test_a_box_beside_a_project_of_a_report_tells_its_fields(
    tmp_path: Path, *, left: bool, inline: bool, title: str
) -> None:
    flow: list[Flowable] = [head("Projekte")]
    for what, text, fields in PROJECTS:
        box = [name(title)] if title else []
        for label, value in fields:
            box += [body(f"<b>{label}:</b> {value}")] if inline else [body(f"<b>{label}</b>"), body(value)]
        cells: list[list[Paragraph]] = [box, [head(what), body(text)]]
        wide = [150, 330]
        flow += [
            Table([cells if left else cells[::-1]], colWidths=wide if left else wide[::-1], style=[("VALIGN", (0, 0), (-1, -1), "TOP")]),
            Spacer(1, 20),
        ]  # fmt: skip
    found = {offer.name: offer for offer in offers_in(tmp_path, flow, kind="bericht")}
    assert list(found) == [what for what, *_ in PROJECTS]
    assert found["Leseclub am Kanal"].contact.name == "Mia Horn"
    assert found["Leseclub am Kanal"].valid_printed == ("2022", "")
    assert found["Sprachbrücke"].cost == "20 Euro je Einsatz"
    assert found["Frauen lernen Rad"].time == "sonntags 10–12 Uhr"


def test_a_project_that_has_closed_its_doors_is_no_offer_whatever_its_box_says(tmp_path: Path) -> None:
    flow: list[Flowable] = [head("Projekte")]
    told = (*PROJECTS[:2], ("Café Nord", "Nach acht Jahren hat das Café im September seine Türen geschlossen. Der Verein fand niemanden für den Vorstand.", (("Zielgruppe", "Nachbarn"), ("Kosten", "keine"))))  # fmt: skip
    for what, text, fields in told:
        flow += [head(what), body(text), name("Auf einen Blick")]
        flow += [body(f"<b>{label}:</b> {value}") for label, value in fields]
    assert names(offers_in(tmp_path, flow, kind="bericht")) == ["Leseclub am Kanal", "Sprachbrücke"]
