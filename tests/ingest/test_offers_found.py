"""Which offers a booklet states: tables however they were read, lists by date, weeks, lists, entries among their like."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from ingest.offers import read_offers
from ingest.read import read
from kb.model import Document, Passage
from kb.offers import Offer

HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=15, leading=19, spaceBefore=12, spaceAfter=5)
NAME = ParagraphStyle("name", fontName="Helvetica-Bold", fontSize=11, leading=14, spaceBefore=8)
BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=12.5)
LINES = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")])
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])


def head(words: str) -> Paragraph:
    return Paragraph(words, HEAD)


def name(words: str) -> Paragraph:
    return Paragraph(words, NAME)


def body(words: str) -> Paragraph:
    return Paragraph(words, BODY)


def table(*rows: Sequence[str], widths: Sequence[float], style: TableStyle = LINES) -> Table:
    return Table([[body(cell) if cell else "" for cell in row] for row in rows], colWidths=widths, style=style)


def offers_of(folder: Path, *flow: Flowable, title: str = "Programm Herbst 2026", kind: str = "") -> list[Offer]:
    file = folder / "heft.pdf"
    SimpleDocTemplate(str(file), pagesize=A4, leftMargin=60, rightMargin=60).build(list(flow))
    reading = read(file)
    drafts = [
        Passage(0, "d", "v", one.ordinal, one.text, one.section, one.pieces, one.sentences, one.ocr)
        for one in reading.drafts
    ]
    document = Document("d", "v", file.name, title, kind or "sonstiges", "public", len(reading.pages))
    return list(read_offers(document, drafts))


def names(offers: Sequence[Offer]) -> list[str]:
    return [offer.name for offer in offers]


def test_rows_with_empty_cells_and_wrapped_ones_are_rows_of_their_table(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path,
        head("Elternbildung"),
        table(
            ("<b>Angebot</b>", "<b>Zeit</b>", "<b>Für wen</b>", "<b>Anmeldung</b>"),
            ("<b>Starke Eltern</b><br/>Acht Treffen, die den Alltag leichter machen", "dienstags 19.30–21.30 Uhr, 29.09. bis 24.11.2026", "Eltern von Kindern bis 12 Jahre", "02999 5570"),
            ("<b>Trotz lass nach!</b>", "Mi 04.11.2026, 20 Uhr", "Eltern", ""),
            ("<b>Kochen ohne Krümel</b><br/>Eltern und Kinder kochen", "Sa 28.11.2026, 10–13 Uhr", "", "arche@example.org"),
            widths=(150, 130, 90, 100),
        ),
    )  # fmt: skip
    assert names(found) == ["Starke Eltern", "Trotz lass nach!", "Kochen ohne Krümel"]
    assert found[0].description == "Acht Treffen, die den Alltag leichter machen"
    assert found[1].registration is None


def test_a_head_of_two_lines_beside_heads_of_one_is_one_head(tmp_path: Path) -> None:
    rows = [("Angebot", "Für wen", "Wann", "Anmeldung /\nKontakt")]
    rows += [(f"Kreis {letter}", "Familien", f"{day}.10.2026, 15 Uhr", "") for day, letter in enumerate("ABC", 1)]
    middle = TableStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    found = offers_of(tmp_path, head("Übersicht"), Table(rows, colWidths=(120, 110, 130, 100), style=middle))
    assert names(found) == ["Kreis A", "Kreis B", "Kreis C"]


def test_rows_without_white_between_them_stay_apart_where_lines_are_drawn(tmp_path: Path) -> None:
    tight = TableStyle(
        [*GRID.getCommands(), ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0)]
    )
    found = offers_of(
        tmp_path,
        head("Unsere Angebote"),
        table(
            ("Angebot", "Zielgruppe", "Zeit", "Kosten"),
            ("Sprachcafé am Markt", "Frauen und Männer mit wenig Deutsch", "dienstags 15 Uhr", "kostenlos"),
            ("Digital dabei", "Menschen ab 60", "14.10.2026, 10 Uhr", "5 €"),
            ("Wege in die Pflege", "Zugewanderte", "22.10.2026, 18 Uhr", "frei"),
            widths=(120, 110, 140, 80),
            style=tight,
        ),
    )
    assert names(found) == ["Sprachcafé am Markt", "Digital dabei", "Wege in die Pflege"]


def test_a_row_that_goes_on_overleaf_under_the_same_head_is_one_offer(tmp_path: Path) -> None:
    top = ("Datum", "Thema", "Zielgruppe")
    widths = (80, 240, 140)
    found = offers_of(
        tmp_path,
        head("Fortbildungen"),
        Spacer(1, 560),
        table(top, ("24.09.2026<br/>14 Uhr", "<b>Sicherer Raum</b><br/>Was Lehrkräfte erkennen und wie ein", "Lehrkräfte"), widths=widths),
        PageBreak(),
        table(
            top,
            ("", "sicherer Raum in der Klasse entsteht.", ""),
            ("01.10.2026<br/>9 Uhr", "<b>Übergang gestalten</b><br/>Gemeinsamer Vormittag.", "Kita-Fachkräfte"),
            ("29.10.2026<br/>14 Uhr", "<b>Mathematik und Sprache</b><br/>Rechenwege erklären.", "Lehrkräfte"),
            widths=widths,
        ),
    )  # fmt: skip
    assert names(found) == ["Sicherer Raum", "Übergang gestalten", "Mathematik und Sprache"]


def test_the_day_of_a_plan_holds_for_the_rows_below_it_and_a_meeting_is_no_offer(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path,
        head("Woche im Bürgerhaus"),
        table(
            ("Tag", "Uhrzeit", "Was", "Hinweis"),
            ("Montag", "10–11 Uhr", "Krabbelkreis", "mit Eltern"),
            ("", "16–18 Uhr", "Hausaufgaben leicht", "Klasse 1 bis 6"),
            ("Mittwoch", "19 Uhr", "Vorstandssitzung", "nicht öffentlich"),
            widths=(80, 90, 160, 120),
        ),
    )
    assert names(found) == ["Krabbelkreis", "Hausaufgaben leicht"]
    assert found[1].time is not None
    assert found[1].time.startswith("Montag")


def test_each_cell_of_a_week_is_an_offer_at_its_day_and_hour(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path,
        head("Wochenplan"),
        table(
            ("Zeit", "Montag", "Dienstag", "Mittwoch", "Donnerstag"),
            ("9–11 Uhr", "Kleine Forscher", "", "Nähtreff", ""),
            ("15–17 Uhr", "", "Formularhilfe", "", "Chor der Vielfalt"),
            widths=(70, 100, 100, 100, 100),
            style=GRID,
        ),
        title="Angebote im Haus",
    )
    assert names(found) == ["Kleine Forscher", "Nähtreff", "Formularhilfe", "Chor der Vielfalt"]
    assert found[2].time is not None
    assert "Dienstag" in found[2].time


def dated(*entries: tuple[str, str]) -> Table:
    return Table([[body(when), body(what)] for when, what in entries], colWidths=(90, 370), style=LINES)


def test_days_in_a_column_of_their_own_belong_to_what_stands_beside_them(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path,
        head("Oktober 2026"),
        dated(
            ("<b>Sa 19.</b><br/>11–17 Uhr", "<b>Fest auf dem Domhof</b><br/>Bühne und eine lange Tafel.<br/>Ort: Domhof"),
            ("<b>Mo 21.</b><br/>19 Uhr", "<b>Wem gehört die Stadt?</b><br/>Gespräch mit dem Jugendrat.<br/>Ort: Kreishaus"),
            ("14–16 Uhr", "<b>Nähen für alle</b><br/>ABGESAGT wegen Krankheit.<br/>Ort: Haus am Markt"),
            ("<b>Di 22.</b><br/>16 Uhr", "<b>Café der Sprachen</b><br/>Wir sammeln Sprichwörter.<br/>Ort: Lindenhof"),
        ),
        title="Interkulturelle Wochen",
    )  # fmt: skip
    assert names(found) == ["Fest auf dem Domhof", "Wem gehört die Stadt?", "Café der Sprachen"]
    assert found[0].time is not None
    assert "11–17" in found[0].time


def test_a_title_is_the_name_without_the_hour_before_it(tmp_path: Path) -> None:
    flow: list[Flowable] = [head("Montag, 5. Oktober")]
    for hour, what in (("15.30 Uhr", "Sprachcafé am Markt"), ("17.30 Uhr", "Turnen mit Vätern")):
        flow += [
            name(f"{hour} {what}"),
            body("Offen für alle, die gern zusammen sind."),
            body("Bürgerhaus Altdorf | kostenlos"),
        ]
    found = offers_of(tmp_path, *flow)
    assert names(found) == ["Sprachcafé am Markt", "Turnen mit Vätern"]


ENTRIES = (
    ("Kleine Forscher", "Experimente mit Wasser.", "mittwochs, 15 Uhr", "Kita Sonnenblick", "kostenlos"),
    ("Stark durch den Winter", "Bewegung gegen dunkle Tage.", "12.11.2026, 14 Uhr", "Haus der Begegnung", "3 €"),
    ("Nachbarn im Verein", "Vereine der Stadt kennenlernen.", "jeden 1. Samstag im Monat", "Sportpark", "kostenlos"),
)


def entries() -> list[Flowable]:
    flow: list[Flowable] = []
    for what, about, when, where, cost in ENTRIES:
        flow += [name(what), body(about), body(f"Wann: {when}"), body(f"Wo: {where}"), body(f"Kosten: {cost}")]
    return flow


def test_among_entries_set_alike_one_that_says_little_is_an_entry_too(tmp_path: Path) -> None:
    bare = [
        name("Behördendeutsch leicht gemacht"),
        body("Bescheide, die man versteht."),
        body("Wann: 17.11.2026, 9–13 Uhr"),
    ]
    assert names(offers_of(tmp_path, head("Rund ums Haus"), *entries(), *bare))[-1] == "Behördendeutsch leicht gemacht"


@pytest.mark.parametrize(
    ("called", "says"),
    [
        ("Öffnungszeiten Bürgerbüro", "Mo–Fr 8–12 Uhr, Rathaus, Zimmer 1"),
        ("Der Integrationsrat tagt", "Die öffentliche Sitzung ist am 12.10.2026 um 17 Uhr im Ratssaal."),
        ("Förderverein sucht Mitglieder", "Beitrag 12 € im Jahr. Vorsitz: Karl Klein, 02888 22"),
        ("Optik Klar", "Anzeige. Hauptstraße 3, Mo–Sa 9–18 Uhr, 20 € Rabatt"),
        ("Neue Kollegin im Team", "Lena Wolf erreichen Sie montags, Tel. 02888 55."),
        ("Yoga am Morgen", "Der Kurs (montags 8 Uhr, Turnhalle) fällt in diesem Halbjahr aus."),
        ("Projekt Brückenschlag", "Das Projekt endete im März 2026."),
        ("Tag der offenen Tür", "Am 3. Mai kamen 500 Gäste in das Haus."),
        ("Gebühren", "Kurse bis 10 Stunden 20 €, ermäßigt 10 €."),
    ],
)
def test_among_entries_what_offers_nothing_is_none(tmp_path: Path, called: str, says: str) -> None:
    found = offers_of(tmp_path, head("Rund ums Haus"), *entries(), name(called), body(says))
    assert names(found) == [what for what, *_ in ENTRIES]


def test_a_gap_in_the_holidays_calls_nothing_off(tmp_path: Path) -> None:
    said = "Alle singen mit. In den Ferien findet der Chor nicht statt."
    flow = [name("Chor der Vielfalt"), body(said), body("Wann: montags, 19 Uhr"), body("Kosten: keine")]
    assert names(offers_of(tmp_path, head("Musik"), *flow)) == ["Chor der Vielfalt"]


def test_entries_behind_a_foreword_without_a_heading_of_their_own_are_found(tmp_path: Path) -> None:
    found = offers_of(tmp_path, head("Vorwort"), body("Liebe Leserinnen und Leser, viel Freude."), *entries())
    assert names(found) == [what for what, *_ in ENTRIES]


def test_a_name_set_in_another_face_begins_an_entry(tmp_path: Path) -> None:
    flow = [body(f"<b>{what}</b> {about} {when}, {where}, {cost}.") for what, about, when, where, cost in ENTRIES]
    found = offers_of(tmp_path, head("Mitmachen"), *(each for one in flow for each in (one, Spacer(1, 5))))
    assert names(found) == [what for what, *_ in ENTRIES]


def test_lines_that_part_name_and_facts_by_commas_are_offers(tmp_path: Path) -> None:
    flow = [body(f"{what}, {where}, {when}, {cost}") for what, _, when, where, cost in ENTRIES]
    found = offers_of(tmp_path, head("Kurz und bündig"), *flow, title="Angebote im Kreis")
    assert names(found) == [what for what, *_ in ENTRIES]


def test_a_plan_of_measures_offers_what_it_means_for_somebody(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path,
        head("Maßnahmenplan"),
        table(
            ("Nr.", "Maßnahme", "Ziel", "Zielgruppe"),
            ("1.1", "Elternbrücke", "Sprache begleiten", "Eltern von Kita-Kindern"),
            ("1.2", "Einrichtung eines Arbeitskreises", "Abstimmung", "–"),
            ("1.3", "Lernpaten", "Lesen stärken", "Kinder der Klassen 1 bis 4"),
            widths=(40, 160, 140, 120),
        ),
        title="Integrationskonzept",
        kind="konzept",
    )
    assert names(found) == ["Elternbrücke", "Lernpaten"]


def test_members_of_a_kind_in_brackets_and_funds_for_projects_are_offers_of_a_report(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path,
        head("Sprache und Beratung"),
        body(
            "Die Beratungsdienste (Migrationsberatung für Erwachsene - MBE + Jugendmigrationsdienst - JMD) sind bekannt."
            " Die Partnerschaft ermöglicht die Förderung von Projekten durch einen Jugendfonds (10.000 €)."
        ),
        title="Bericht",
        kind="bericht",
    )
    assert {"Jugendmigrationsdienst", "Jugendfonds"} <= set(names(found))


def test_the_cover_of_a_booklet_is_no_offer(tmp_path: Path) -> None:
    title = "Programmheft 2026: Angebote für Familien"
    found = offers_of(
        tmp_path, head(title), body("Stand: August 2026"), PageBreak(), head("Haus"), *entries(), title=title
    )
    assert names(found) == [what for what, *_ in ENTRIES]


def test_rows_without_a_head_are_offers_where_most_say_when(tmp_path: Path) -> None:
    more = (
        ("Offene Werkbank", "", "freitags 17 Uhr", "Schule am See", ""),
        ("Erzählrunde", "", "montags 9 Uhr", "Rathaus", ""),
    )
    rows = [(f"<b>{what}</b>", f"{where}, {when}", "02999 4711") for what, _, when, where, _ in (*ENTRIES, *more)]
    found = offers_of(tmp_path, head("Begegnung"), table(*rows, widths=(150, 200, 110)), title="Adressen und Angebote")
    assert names(found) == [what for what, *_ in (*ENTRIES, *more)]


def test_rows_of_people_with_their_telephones_are_no_offers(tmp_path: Path) -> None:
    rows = [
        ("Eva Muster", "Leitung", "02999 1"),
        ("Jan Kurz", "Bildung", "02999 22"),
        ("Ida Lang", "Sport", "02999 33"),
    ]
    team = table(*rows, widths=(150, 200, 110))
    assert names(offers_of(tmp_path, head("Rund ums Haus"), *entries(), head("Wir"), team)) == [
        what for what, *_ in ENTRIES
    ]


def test_a_report_offers_what_it_calls_a_project_for_somebody(tmp_path: Path) -> None:
    told = "Das Projekt richtet sich an Eltern mit kleinen Kindern. Es wird vom Land gefördert."
    found = offers_of(
        tmp_path,
        head("Unsere Vorhaben"),
        name("Hand in Hand wachsen"),
        body(told),
        name("Neue Räume"),
        body("Das Amt ist in die Hauptstraße gezogen. Die Räume sind heller."),
        title="Bericht 2025",
        kind="bericht",
    )
    assert names(found) == ["Hand in Hand wachsen"]


def test_a_brochure_names_whom_to_turn_to_with_the_way_there(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path,
        head("Wer hilft?"),
        body("In jeder Stadt helfen dir Jugendmigrationsdienste. Adressen findest du hier: www.jmd.example."),
        body("Eine Beratungsstelle hilft dir auch. Mehr steht hier: www.amt.example."),
        title="Tipps",
        kind="broschuere",
    )
    assert names(found) == ["Jugendmigrationsdienste"]
