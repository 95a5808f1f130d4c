"""Entries in layouts that nobody described: what is set alike and has facts with it is found, whatever the layout is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

from ingest.offer_styles import possible
from ingest.offers import read_offers
from ingest.read import read
from kb.model import Document, Passage
from kb.offers import Offer

# Name, what it is about, when, where, for how much, whom to ask.
ENTRIES = (
    ("Nähstube am Markt", "Gemeinsam nähen, flicken und ändern, mit Kaffee dazu.", "dienstags 14–16 Uhr", "Haus Linde, Markt 3, Talstadt", "2 Euro", "Ina Roth, Tel. 04321 777-10"),
    ("Hallo Nachbar", "Wir lernen uns kennen und helfen uns im Alltag.", "jeden ersten Freitag, 18 Uhr", "Stadtteilbüro Süd, Talstadt", "kostenlos", "Omar Aziz, Tel. 04321 777-20"),
    ("Deutsch im Café", "Sprechen ohne Lehrbuch, in kleinen Gruppen.", "mittwochs 9.30–11 Uhr", "Café Welt, Hauptstraße 8, Talstadt", "kostenlos", "Eva Lang, Tel. 04321 777-30"),
    ("Fahrradkurs für Frauen", "Sicher fahren lernen, Räder stehen bereit.", "samstags 10–12 Uhr", "Schulhof Nord, Talstadt", "15 Euro", "Nur Demir, Tel. 04321 777-40"),
    ("Vorlesezeit", "Bilderbücher in zwei Sprachen, danach wird gemalt.", "donnerstags 15–16 Uhr", "Stadtbücherei Talstadt", "kostenlos", "Tom Beck, Tel. 04321 777-50"),
)  # fmt: skip
NAMES = [entry[0] for entry in ENTRIES]


def style(size: float = 10, *, bold: bool = False, indent: float = 0) -> ParagraphStyle:
    face = "Helvetica-Bold" if bold else "Helvetica"
    return ParagraphStyle("x", fontName=face, fontSize=size, leading=1.25 * size, leftIndent=indent)


def says(text: str, size: float = 10, *, bold: bool = False, indent: float = 0) -> Paragraph:
    return Paragraph(text, style(size, bold=bold, indent=indent))


def offers_in(folder: Path, flow: Sequence[Flowable], *, columns: int = 1, kind: str = "sonstiges") -> list[Offer]:
    wide = (A4[0] - 100 - 20 * (columns - 1)) / columns
    frames = [Frame(50 + number * (wide + 20), 50, wide, A4[1] - 100) for number in range(columns)]
    BaseDocTemplate(str(folder / "a.pdf"), pagesize=A4, pageTemplates=[PageTemplate("a", frames)]).build(list(flow))
    reading = read(folder / "a.pdf")
    passages = [
        Passage(0, "d", "v", one.ordinal, one.text, one.section, one.pieces, one.sentences, one.ocr)
        for one in reading.drafts
    ]
    document = Document("d", "v", "a.pdf", "Miteinander in Talstadt", kind, "public", len(reading.pages))
    return list(read_offers(document, passages, reading.bold))


def facts_above() -> list[Flowable]:
    """A line of hours over each name, the house under it."""
    return [
        part
        for name, about, when, where, cost, ask in ENTRIES
        for part in (says(when, 8), says(name, 11, bold=True), says(where), says(about), says(f"{cost} · {ask}"), Spacer(1, 12))
    ]  # fmt: skip


def cells() -> list[Flowable]:
    """Hours, name with text, place and price in three cells without lines or a head."""
    rows = [
        [says(when), [says(name, bold=True), says(about)], [says(where, 8), says(cost, 8), says(ask, 8)]]
        for name, about, when, where, cost, ask in ENTRIES
    ]
    looks = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 12)])
    return [Table(rows, [110, 230, 150], style=looks)]


def margins() -> list[Flowable]:
    """Facts at the left of names and text."""
    rows = [
        [[says(when, 8), says(where, 8), says(cost, 8)], [says(name, 12, bold=True), says(about), says(f"Kontakt: {ask}")]]
        for name, about, when, where, cost, ask in ENTRIES
    ]  # fmt: skip
    looks = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("BOTTOMPADDING", (0, 0), (-1, -1), 12)])
    return [Table(rows, [140, 350], style=looks)]


def hanging() -> list[Flowable]:
    """Names set like the text, which is indented under them."""
    return [
        part
        for name, about, when, where, cost, ask in ENTRIES
        for part in (says(name), says(about, indent=20), says(f"{when}, {where}, {cost}", indent=20), says(ask, indent=20))
    ]  # fmt: skip


def running() -> list[Flowable]:
    """Names set apart in paragraphs that say everything in sentences."""
    return [
        part
        for name, about, when, where, cost, ask in ENTRIES
        for part in (says(f"<b>{name}</b> {about} Wir treffen uns {when} ({where}). Die Teilnahme: {cost}. Auskunft gibt {ask}."), Spacer(1, 8))
    ]  # fmt: skip


@pytest.mark.parametrize("layout", [facts_above, cells, margins, hanging, running])
def test_names_set_alike_with_facts_near_them_are_offers(tmp_path: Path, layout: Callable[[], list[Flowable]]) -> None:
    found = offers_in(tmp_path, layout())
    assert {offer.name: offer.contact.phone for offer in found} == {entry[0]: entry[5][-12:] for entry in ENTRIES}


@pytest.mark.parametrize("layout", [facts_above, cells, margins])
def test_what_stands_above_and_beside_a_name_belongs_to_it(
    tmp_path: Path, layout: Callable[[], list[Flowable]]
) -> None:
    found = offers_in(tmp_path, layout())
    assert {offer.name: (offer.time, offer.cost) for offer in found} == {
        entry[0]: (entry[2], entry[4]) for entry in ENTRIES
    }


def test_facts_beside_names_are_found_in_two_columns_of_a_page(tmp_path: Path) -> None:
    flow = [
        part
        for name, about, when, where, cost, ask in ENTRIES
        for part in (Spacer(1, 8), says(name, 10.5, bold=True), says(about), *(says(one, 8) for one in (when, where, cost, ask)))
    ]  # fmt: skip
    assert [offer.name for offer in offers_in(tmp_path, flow, columns=2)] == NAMES


def test_a_form_with_several_labels_in_a_row_is_read_label_by_label(tmp_path: Path) -> None:
    flow: list[Flowable] = []
    looks = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")])
    for number, (name, about, when, where, cost, ask) in enumerate(ENTRIES, 1):
        head = Table([[says(f"3.{number}"), says(name, 12, bold=True)]], [80, 400], style=looks)
        rows = [
            ["Ort", where, "Zeiten", when],
            ["Inhalt", about, "Kosten", cost],
            ["Träger", "Talverein e. V.", "Kontakt", ask],
        ]
        held = [[says(cell, 8) for cell in row] for row in rows]
        flow += [head, Table(held, [60, 180, 60, 180], style=looks), Spacer(1, 14)]
    found = offers_in(tmp_path, flow)
    assert [(offer.name, offer.time, offer.place, offer.cost) for offer in found] == [
        (name, when, where, cost) for name, _, when, where, cost, _ in ENTRIES
    ]


def test_days_with_their_hours_in_the_next_cell_are_one_time(tmp_path: Path) -> None:
    looks = TableStyle([("BACKGROUND", (0, 0), (-1, -1), "#eeeeee")])
    flow: list[Flowable] = []
    for name, about, _, where, _, ask in ENTRIES:
        hours = Table([[says("Mo", 9, bold=True), says("9–12 Uhr", 9)], [says("Do", 9, bold=True), says("14–18 Uhr", 9)]], [50, 150], hAlign="LEFT", style=looks)  # fmt: skip
        flow += [says(name, 12, bold=True), says(about), says(where), hours, says(ask), Spacer(1, 10)]
    assert {offer.time for offer in offers_in(tmp_path, flow)} == {"Mo 9–12 Uhr, Do 14–18 Uhr"}


def test_a_note_behind_the_last_entry_in_a_size_of_its_own_is_none_of_it(tmp_path: Path) -> None:
    flow = [*margins(), says("Alle Kurse entfallen in den Ferien. Druck: Kreisdruckerei.", 6)]
    assert [offer.name for offer in offers_in(tmp_path, flow)] == NAMES


@pytest.mark.parametrize("kind", ["konzept", "bericht", "sonstiges"])
def test_names_in_bold_inside_sentences_are_offers_of_a_paper(tmp_path: Path, kind: str) -> None:
    flow = [
        says("4 Handlungsfelder", 16, bold=True),
        says("Neu ist die <b>Nähstube am Markt</b>. Sie öffnet dienstags von 14 bis 16 Uhr für Frauen im Haus Linde."),
        Spacer(1, 8),
        says(
            "Beim <b>Fahrradkurs für Frauen</b> der Radschule lernen zehn Frauen sicher fahren, samstags von 10 bis 12 Uhr."
        ),
        Spacer(1, 8),
        says("Die <b>Familiensprechstunde</b> des Kreises berät Eltern mittwochs von 9 bis 12 Uhr, Tel. 04321 777-60."),
    ]
    assert {"Nähstube am Markt", "Fahrradkurs für Frauen", "Familiensprechstunde"} <= {
        offer.name for offer in offers_in(tmp_path, flow, kind=kind)
    }


def test_a_headline_over_a_name_in_bold_is_not_the_name(tmp_path: Path) -> None:
    told = (
        ("Rad an Rad", "In der <b>Radwerkstatt</b> hilft Ina Roth beim Flicken, montags 15–17 Uhr."),
        ("Alles neu macht der Mai", "Die <b>Kleiderkammer</b> zieht um. Sie ist nun freitags 9–11 Uhr offen, Tel. 04321 777-11."),
        ("Weiter so", "Der <b>Lesekreis</b> trifft sich jeden ersten Montag um 18 Uhr in der Bücherei."),
    )  # fmt: skip
    flow: list[Flowable] = [
        part for head, text in told for part in (says(head, 14, bold=True), says(text), Spacer(1, 12))
    ]
    assert {offer.name for offer in offers_in(tmp_path, flow)} == {"Radwerkstatt", "Kleiderkammer", "Lesekreis"}


def test_words_in_bold_for_stress_are_no_offers(tmp_path: Path) -> None:
    flow = [
        says(
            "Der <b>Rat</b> tagt am Montag. Die <b>Verwaltung</b> legt den <b>Haushalt</b> vor, der <b>Ausschuss</b> berät ihn."
        ),
        Spacer(1, 8),
        says("Die <b>Straße</b> wird gebaut, der <b>Verkehr</b> umgeleitet und der <b>Lärm</b> gemessen."),
    ]
    assert offers_in(tmp_path, flow) == []


def test_officers_with_rooms_and_telephones_set_alike_are_no_offers(tmp_path: Path) -> None:
    people = ("Herr Anton Seiler", "Frau Beate Kühn", "Frau Carla Moos", "Herr Dirk Ahrens")
    flow = [
        part
        for number, name in enumerate(people)
        for part in (says(name, 12, bold=True), says(f"Zimmer 1{number}"), says(f"Tel. 04321 555-1{number}"), Spacer(1, 10))
    ]  # fmt: skip
    assert offers_in(tmp_path, flow) == []


def test_a_label_printed_twice_is_said_once(tmp_path: Path) -> None:
    flow: list[Flowable] = []
    for name, about, when, _, cost, ask in ENTRIES:
        flow += [says(name, 12, bold=True), says(about), says(f"Wann: {when}"), says(f"Kosten: {cost}")]
        flow += [says(f"Anmeldung: Anmeldung: {ask[-12:]}"), Spacer(1, 10)]
    assert [offer.registration for offer in offers_in(tmp_path, flow)] == [
        f"Anmeldung: {entry[5][-12:]}" for entry in ENTRIES
    ]


@pytest.mark.parametrize(
    ("text", "could"),
    [
        ("Comic-Werkstatt in den Osterferien", True),
        ("Welttag der Poesie: Lange Vorlesenacht", True),
        ("in den Osterferien", False),
        ("Ort: Bürgerhaus Nord", False),
        ("Anmeldung: 0999 555-1", False),
    ],
)
def test_a_name_may_say_when_it_is_or_hold_a_colon(text: str, could: bool) -> None:
    assert possible(text) == could
