"""Booklets in several layouts, read from their PDFs: what they offer, and what is no offer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.offers import read_offers
from ingest.read import read
from kb.model import Box, Document, Passage, Piece, Sentence
from kb.offers import Offer, restored, stored

STYLES = getSampleStyleSheet()
SMALL = ParagraphStyle("small", fontSize=9, leading=11.5)
RULED = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])


def title(text: str, rank: int = 1) -> Paragraph:
    return Paragraph(text, STYLES["Title"] if rank == 0 else STYLES[f"Heading{rank}"])


def text(words: str) -> Paragraph:
    return Paragraph(words, STYLES["Normal"])


def table(*rows: Sequence[str], widths: Sequence[float], style: TableStyle = RULED) -> Table:
    cells = [
        [Paragraph(f"<b>{cell}</b>" if number == 0 else cell, SMALL) for cell in row] for number, row in enumerate(rows)
    ]
    made = Table(cells, colWidths=widths)
    made.setStyle(style)
    return made


def booklet(path: Path, *flow: Flowable) -> Path:
    SimpleDocTemplate(str(path), pagesize=A4).build(list(flow))
    return path


def passages_of(file: Path) -> tuple[Passage, ...]:
    return tuple(
        Passage(0, "d", "v", draft.ordinal, draft.text, draft.section, draft.pieces, draft.sentences, draft.ocr)
        for draft in read(file).drafts
    )


def offers_of(file: Path, kind: str = "programmheft") -> tuple[Offer, ...]:
    document = Document("d", "v", file.name, "Heft", kind, "public", 1)
    passages = passages_of(file)
    found = read_offers(document, passages)
    for offer in found:
        assert_cited(offer, passages)
    return found


def assert_cited(offer: Offer, passages: Sequence[Passage]) -> None:
    """Every text of an offer is what its stretches say, nothing more and nothing less."""
    by_ordinal = {passage.ordinal: passage for passage in passages}
    for field, spans in offer.spans:
        assert spans, field
        value = getattr(offer, field, None)
        if isinstance(value, str) and field != "topic":
            said = "".join(by_ordinal[span.ordinal].text[span.start : span.end] for span in spans)
            assert letters(said) == letters(value), field


def letters(said: str) -> str:
    return "".join(char for char in said if char.isalnum())


def by_name(offers: Sequence[Offer]) -> dict[str, Offer]:
    return {offer.name: offer for offer in offers}


CARDS = {
    "Sprachcafé am Markt": (
        "Offener Treff zum Deutschsprechen in",
        "gemütlicher Runde, ohne Vorkenntnisse.",
        "Für: Frauen mit und ohne Kinder",
        "Dienstags, 15:00 – 17:00 Uhr",
        "Bürgerhaus Altdorf, Markt 3",
        "kostenlos",
        "Kontakt: Eva Muster, Tel. 02999 1234-56",
    ),
    "Vater-Kind-Turnen": (
        "Bewegung und Spiel am Samstag.",
        "Für: Väter mit Kindern von 3 bis 6 Jahren",
        "Samstags, 10 bis 11:30 Uhr",
        "Turnhalle Nordstadt",
        "15 € für 8 Termine",
        "Anmeldung: sport@musterkreis.example",
    ),
    "Erzählcafé 60plus": (
        "Austausch bei Kaffee und Kuchen für",
        "ältere Menschen aus aller Welt.",
        "jeden 1. Mittwoch im Monat, 15 Uhr",
        "Seniorentreff Altdorf",
        "Kosten: 2 Euro",
    ),
    "Mama lernt Deutsch": (
        "Deutschkurs für Mütter mit",
        "Kinderbetreuung.",
        "Mo und Mi, 9–11:30 Uhr",
        "Familienzentrum Regenbogen",
        "Eigenanteil 1 € je Termin",
        "Anmeldung im Familienzentrum",
    ),
}


@pytest.fixture(params=["boxed", "plain"])
def cards(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    canvas = Canvas(str(tmp_path / "cards.pdf"), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(40, 800, "Begegnung und Lernen")
    for number, (name, lines) in enumerate(CARDS.items()):
        row, column = divmod(number, 2)
        left, top = 40 + column * 265, 780 - row * 150
        if request.param == "boxed":
            canvas.rect(left, top - 135, 250, 135)
        canvas.setFont("Helvetica-Bold", 12)
        canvas.drawString(left + 8, top - 18, name)
        canvas.setFont("Helvetica", 9)
        for line, words in enumerate(lines):
            canvas.drawString(left + 8, top - 34 - 12 * line, words)
    canvas.showPage()
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(60, 780, "Impressum")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 750, "Herausgeber: Musterkreis, Kreisstraße 1, 12345 Altdorf")
    canvas.drawString(60, 736, "Telefon: 02999 100, E-Mail: info@musterkreis.example")
    canvas.save()
    return tmp_path / "cards.pdf"


def test_each_card_of_a_grid_is_an_offer_with_its_own_lines_only(cards: Path) -> None:
    found = by_name(offers_of(cards))
    assert set(found) == set(CARDS)
    cafe = found["Sprachcafé am Markt"]
    assert (cafe.time, cafe.place, cafe.cost) == (
        "Dienstags, 15:00 – 17:00 Uhr",
        "Bürgerhaus Altdorf, Markt 3",
        "kostenlos",
    )
    assert (cafe.contact.name, cafe.contact.phone) == ("Eva Muster", "02999 1234-56")
    assert cafe.audience == ("women",)
    sport = found["Vater-Kind-Turnen"]
    assert (sport.ages, sport.cost, sport.contact.mail) == ((3, 6), "15 € für 8 Termine", "sport@musterkreis.example")


def test_what_a_card_does_not_say_stays_empty(cards: Path) -> None:
    cafe = by_name(offers_of(cards))["Erzählcafé 60plus"]
    assert not cafe.contact
    assert cafe.languages == ()
    assert (cafe.registration, cafe.organiser, cafe.valid_to) == (None, None, None)


def test_labels_in_a_column_of_their_own_are_fields(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "labels.pdf"), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(60, 790, "Familie und Bildung")
    top = 750
    for name, fields in {
        "Griffbereit im Nest": {
            "Beschreibung": "Eltern und Kinder singen und lesen in der Familiensprache.",
            "Zielgruppe": "Eltern mit Kindern von 1 bis 3 Jahren",
            "Ort": "Familienzentrum Sonnenhügel, Gartenweg 5, 12345 Altdorf",
            "Termin": "montags 9.30–11.30 Uhr",
            "Kosten": "keine",
        },
        "Fit für die Kita-Praxis": {
            "Beschreibung": "Fortbildung zu Mehrsprachigkeit im Alltag.",
            "Zielgruppe": "Erzieherinnen und Erzieher",
            "Termin": "21.05.2025, 14–17 Uhr",
            "Veranstalter": "Kommunales Integrationszentrum",
        },
    }.items():
        canvas.setFont("Helvetica-Bold", 13)
        canvas.drawString(60, top, name)
        for number, (label, value) in enumerate(fields.items(), 1):
            canvas.setFont("Helvetica-Bold", 9.5)
            canvas.drawString(60, top - 5 - 13 * number, label)
            canvas.setFont("Helvetica", 9.5)
            canvas.drawString(160, top - 5 - 13 * number, value)
        top -= 110
    canvas.save()
    nest, practice = offers_of(tmp_path / "labels.pdf", "sonstiges")
    assert (nest.name, nest.town, nest.cost) == ("Griffbereit im Nest", "Altdorf", "keine")
    assert nest.audience == ("parents", "children")
    assert (practice.audience, practice.organiser) == (("day-care staff",), "Kommunales Integrationszentrum")
    assert (practice.valid_from, practice.valid_to) == (date(2025, 5, 21), date(2025, 5, 21))


def test_questions_as_labels_on_lines_of_their_own_are_fields(tmp_path: Path) -> None:
    lines = (
        "Worum geht es?",
        "Eltern tauschen sich über Medien aus.",
        "Für wen?",
        "Mütter und Väter von Grundschulkindern",
    )
    lines += ("Wann?", "nach Absprache, abends", "Was kostet es?", "Die Teilnahme ist kostenfrei.")
    flow = [Paragraph(f"<b>{line}</b>" if number % 2 == 0 else line, SMALL) for number, line in enumerate(lines)]
    file = booklet(
        tmp_path / "a.pdf", title("Programmheft 2. Halbjahr 2026", 0), title("Elterntalk Grundschule", 2), *flow
    )
    (talk,) = offers_of(file)
    assert (talk.name, talk.time) == ("Elterntalk Grundschule", "nach Absprache, abends")
    assert talk.audience == ("parents",)  # mothers and fathers together
    assert (talk.valid_from, talk.valid_to) == (None, None)  # what the booklet says of itself is not the offer's


@pytest.mark.parametrize("ruled", [True, False])
def test_rows_of_a_course_table_are_offers_and_its_intro_holds_for_all(tmp_path: Path, *, ruled: bool) -> None:
    style = RULED if ruled else TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
    file = booklet(
        tmp_path / "t.pdf",
        title("Sprache"),
        text("Alle Kurse finden im Auftrag des Musterkreises statt. Anmeldung: VHS Musterkreis, Tel. 02999 4711."),
        table(
            ("Nr.", "Kurs", "Zielgruppe", "Ort", "Zeit", "Kosten"),
            ("K1", "Deutsch A1 am Vormittag", "Neuzugewanderte ab 18 Jahren", "VHS Altdorf, Raum 3", "03.02.–30.06.2025, Mo/Mi 9–12 Uhr", "120 €"),
            ("K2", "Alphabetisierung", "Erwachsene ohne Schulbesuch", "VHS Neustadt", "ab 10.02.2025, Di 9–11 Uhr", "kostenlos"),
            ("K3", "Interkulturelle Kommunikation", "Beschäftigte der Verwaltung", "Kreishaus", "15.05.2025, 9–16 Uhr", "–"),
            widths=(25, 100, 100, 90, 100, 55),
            style=style,
        ),
        title("Sitzungstermine"),
        table(("Gremium", "Datum", "Ort"), ("Sozialausschuss", "12.03.2025", "Kreishaus"), widths=(100, 80, 80), style=style),
    )  # fmt: skip
    first, second, third = offers_of(file)
    assert first.name == "Deutsch A1 am Vormittag"
    assert (first.valid_from, first.valid_to) == (date(2025, 2, 3), date(2025, 6, 30))
    assert first.contact.phone == second.contact.phone == "02999 4711"
    assert second.cost == "kostenlos"
    assert third.cost is None  # a dash says nothing
    assert third.audience == ("administration",)


def test_a_column_of_times_with_places_is_parted(tmp_path: Path) -> None:
    rows = (
        ("Was", "Für wen", "Wann und wo", "Kosten"),
        ("Mütterfrühstück", "Frauen", "1. Mittwoch im Monat, 9 Uhr, Pfarrheim", "2 €"),
    )
    rows += (("Väter kochen", "Väter und Kinder", "14.11.2026, 11 Uhr, Lehrküche VHS", "5 € pro Familie"),)
    breakfast, cooking = offers_of(
        booklet(tmp_path / "w.pdf", title("Familie"), table(*rows, widths=(105, 95, 150, 80)))
    )
    assert (breakfast.time, breakfast.place) == ("1. Mittwoch im Monat, 9 Uhr", "Pfarrheim")
    assert (cooking.time, cooking.place) == ("14.11.2026, 11 Uhr", "Lehrküche VHS")


def test_running_text_under_a_heading_gives_fields_and_the_group_its_audience(tmp_path: Path) -> None:
    file = booklet(
        tmp_path / "r.pdf",
        title("Unsere Angebote", 0),
        title("Für Frauen"),
        title("Frauenfrühstück International", 2),
        text(
            "Bei einem gemeinsamen Frühstück lernen sich Menschen aus verschiedenen Ländern kennen. Das Frühstück findet jeden ersten"
            " Freitag im Monat von 9 bis 11 Uhr im Stadtteilhaus Nord, Lindenstraße 12, statt. Die Teilnahme ist kostenlos. Um"
            " Anmeldung bei Frau Celik (Tel. 02999 88990) wird gebeten."
        ),
        title("Radfahren lernen", 2),
        text("In sechs Terminen lernen sie das Fahrradfahren. Start ist am 5. Mai 2025, immer montags um 17 Uhr. Der Kurs kostet 20 Euro."),
        title("Was wir erreicht haben"),
        text("Im Jahr 2023 hat der Kreistag das Konzept beschlossen. 120 Personen nahmen an der Fachtagung am 12.09.2023 teil."),
    )  # fmt: skip
    breakfast, cycling = offers_of(file)
    assert breakfast.time == "jeden ersten Freitag im Monat von 9 bis 11 Uhr"
    assert breakfast.place == "Stadtteilhaus Nord, Lindenstraße 12"
    assert (breakfast.cost, breakfast.contact.name, breakfast.contact.phone) == (
        "kostenlos",
        "Frau Celik",
        "02999 88990",
    )
    assert breakfast.audience == cycling.audience == ("women",)
    assert (cycling.cost, cycling.valid_from, cycling.valid_to) == ("20 Euro", date(2025, 5, 5), None)


def test_names_in_lists_are_offers_of_the_topic_before_them(tmp_path: Path) -> None:
    file = booklet(
        tmp_path / "l.pdf",
        title("Weitere Angebote"),
        text("• Frühe Bildung: Griffbereit/Rucksack KiTa, Elternprogramm „Familienzeit“, Vernetzung der Träger"),
        text("• Sport: Schwimmkurs für Mädchen (samstags, Hallenbad Altdorf), Lauftreff für alle"),
        text("• Offener Familientreff – mittwochs 9–12 Uhr, Familienzentrum Mitte, kostenlos"),
        title("Was Sie mitbringen"),
        text("• Ausweis"),
    )
    found = by_name(offers_of(file, "steckbrief"))
    names = [
        "Griffbereit",
        "Rucksack KiTa",
        "Familienzeit",
        "Schwimmkurs für Mädchen",
        "Lauftreff für alle",
        "Offener Familientreff",
    ]
    assert list(found) == names
    assert found["Familienzeit"].topic == "early education"
    swimming, treff = found["Schwimmkurs für Mädchen"], found["Offener Familientreff"]
    assert (swimming.time, swimming.place) == ("samstags", "Hallenbad Altdorf")
    assert (treff.time, treff.place, treff.cost) == ("mittwochs 9–12 Uhr", "Familienzentrum Mitte", "kostenlos")


def test_the_telephone_of_a_profile_sheet_is_not_that_of_what_it_lists(tmp_path: Path) -> None:
    rows = (("Leitung", "Telefon 02104 1234"), ("E-Mail", "leitung@kreis.example"))
    file = booklet(
        tmp_path / "s.pdf",
        title("Aufgabenbereiche"),
        text("• Schule: Rucksack Schule, Beratung von Seiteneinsteigern"),
        table(*rows, widths=(100, 200)),
    )
    assert [bool(offer.contact) for offer in offers_of(file, "steckbrief")] == [False, False]


def test_labels_between_bars_are_fields_and_headings_name_the_town(tmp_path: Path) -> None:
    file = booklet(
        tmp_path / "b.pdf",
        title("Stadt Altdorf"),
        title("Migrationsberatung für Erwachsene", 3),
        text("<b>Wer:</b> Zugewanderte ab 27 Jahren | <b>Wo:</b> Caritas, Kirchplatz 2 | <b>Wann:</b> Di und Do 9–12 Uhr | <b>Kosten:</b> frei"),
    )  # fmt: skip
    (advice,) = offers_of(file)
    assert (advice.town, advice.place, advice.time) == ("Altdorf", "Caritas, Kirchplatz 2", "Di und Do 9–12 Uhr")
    assert (advice.ages, advice.topic) == ((27, None), "counselling")


def test_a_council_paper_names_its_projects_but_its_dates_are_not_theirs(tmp_path: Path) -> None:
    file = booklet(
        tmp_path / "v.pdf",
        title("1. Handlungskonzept gegen Rassismus", 2),
        text("In seiner Sitzung am 06.10.2016 hat der Kreistag den Landrat beauftragt. Die Einladung ist allen zugegangen."),
        title("2. Projekt „Jugend mischt mit“", 2),
        text("Während der Projektlaufzeit (bis September 2021) bietet das Zentrum Seminare für Jugendliche an. Am 08.03.2019 um 17 Uhr tagt der Ausschuss im Kreishaus."),
        title("3. Offene Beschlüsse", 2),
        text("Die Übersicht ist als Anlage 5 beigefügt. Die Kosten betragen 300 €."),
    )  # fmt: skip
    (project,) = offers_of(file, "vorlage")
    assert (project.name, project.audience) == ("Jugend mischt mit", ("young people",))
    assert (project.valid_to, project.time, project.place) == (date(2021, 9, 30), "bis September 2021", None)


@pytest.mark.parametrize("kind", ["niederschrift", "satzung", "gesetz"])
def test_minutes_and_statutes_offer_nothing(tmp_path: Path, kind: str) -> None:
    file = booklet(
        tmp_path / "n.pdf",
        title("Sprachcafé", 2),
        text("Für: Frauen"),
        text("Kosten: keine"),
        text("Wann: montags 9 Uhr"),
    )
    assert offers_of(file, kind) == ()


def test_foreword_contacts_and_sponsors_are_no_offers(tmp_path: Path) -> None:
    file = booklet(
        tmp_path / "f.pdf",
        title("Grußwort"),
        text(
            "Viele unserer Angebote für Familien sind kostenlos. Melden Sie sich an. Kommen Sie montags ab 9 Uhr vorbei."
        ),
        title("Ihre Ansprechpartnerinnen"),
        text("Leitung: Dr. Ute Berg, Tel. 0999 1000, Sprechzeiten: montags 9–12 Uhr"),
        title("Anmeldebedingungen"),
        text("Die Teilnahme kostet 5 Euro. Für Kinder ist sie kostenlos. Anmeldung: bis zum 1. Mai."),
        title("Unsere Förderer"),
        text("Sparkasse Altdorf, Kursana Stiftung"),
    )
    # The title of the contacts begins with „Ihre“: what stands there are ways to reach somebody, and nothing else.
    assert offers_of(file) == ()


def test_an_offer_survives_storing(cards: Path) -> None:
    for offer in offers_of(cards):
        assert restored(stored(offer)) == offer


def test_the_profile_sheet_lists_its_programmes(shared: Path) -> None:
    file = shared / "real" / "steckbrief-ki-kreis-mettmann.pdf"
    names = set(by_name(offers_of(file, "steckbrief")))
    assert {"Griffbereit", "Rucksack KiTa", "Familienwelten", "Elternseminare", "Rucksack Schule"} <= names
    assert not any("Vernetzung" in name or "Umsetzung" in name for name in names)


def test_names_that_run_in_with_their_text_begin_entries(tmp_path: Path) -> None:
    file = booklet(
        tmp_path / "i.pdf",
        title("Frühe Bildung"),
        text(
            "<b>Griffbereit:</b> Eltern mit Kindern von 1 bis 3 Jahren spielen und singen gemeinsam. Die Gruppe trifft sich montags von 9"
            " bis 11 Uhr im Familienzentrum Ost in Musterstadt. Die Teilnahme ist kostenlos. Kontakt: Frau Kaya, Tel. 0211 98 76 54."
        ),
        title("Ehrenamt"),
        text(
            "<b>Sprachpaten</b> – Ehrenamtliche üben mit Neuzugewanderten Deutsch. Interessierte melden sich bei Frau Bach, Telefon 0211"
            " 555 11. Termine nach Absprache."
        ),
    )  # fmt: skip
    first, second = offers_of(file)
    assert (first.name, first.time, first.cost) == ("Griffbereit", "montags von 9 bis 11 Uhr", "kostenlos")
    assert (first.place, first.town) == ("Familienzentrum Ost in Musterstadt", "Musterstadt")
    assert (second.name, second.time, second.contact.name) == ("Sprachpaten", "nach Absprache", "Frau Bach")


def test_cells_that_are_cards_are_offers(tmp_path: Path) -> None:
    def card(name: str, *lines: str) -> list[Paragraph]:
        return [Paragraph(f"<b>{name}</b>", STYLES["Normal"]), *(Paragraph(line, SMALL) for line in lines)]

    first = card(
        "Lesepaten gesucht", "Ehrenamtliche lesen vor.", "<b>Für:</b> Freiwillige ab 16 Jahren", "<b>Ort:</b> Kitas"
    )
    second = card(
        "Demokratie-Café", "Gespräche vor Ort.", "<b>Für:</b> Neuzugewanderte", "<b>Sprachen:</b> Deutsch, Englisch"
    )
    grid = Table([[first, second]], colWidths=[230, 230])
    grid.setStyle(RULED)
    reading, talking = offers_of(booklet(tmp_path / "g.pdf", title("Mitmachen"), grid), "sonstiges")
    assert (reading.name, reading.audience, reading.ages) == ("Lesepaten gesucht", ("volunteers",), (16, None))
    assert (talking.name, talking.languages) == ("Demokratie-Café", ("Deutsch", "Englisch"))


def test_fields_set_beside_the_text_belong_to_the_entry(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "side.pdf"), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawString(60, 780, "Ausbildungslotsen")
    canvas.setFont("Helvetica", 10)
    for number, line in enumerate(
        (
            "Lotsinnen und Lotsen begleiten junge Geflüchtete vom",
            "Praktikum bis zum Ende der Ausbildung. Sie helfen bei",
            "Behördenwegen und in der Berufsschule.",
        )
    ):
        canvas.drawString(60, 763 - 13 * number, line)
    for number, line in enumerate(("Ort: Handwerkskammer", "Zeit: nach Vereinbarung", "Kosten: keine")):
        canvas.drawString(370, 763 - 13 * number, line)
    canvas.save()
    (pilots,) = offers_of(tmp_path / "side.pdf")
    assert (pilots.place, pilots.time, pilots.cost) == ("Handwerkskammer", "nach Vereinbarung", "keine")
    assert str(pilots.description).startswith("Lotsinnen und Lotsen begleiten junge Geflüchtete vom Praktikum")


def test_a_name_and_its_description_in_one_cell_are_parted(tmp_path: Path) -> None:
    rows = (
        ("Angebot", "Termin", "Ort"),
        ("<b>Bilderbuchkino</b><br/>Zweisprachige Geschichten zum Zuhören.", "freitags, 16 Uhr", "Bibliothek"),
    )
    (cinema,) = offers_of(
        booklet(tmp_path / "c.pdf", title("Angebote für Kinder"), table(*rows, widths=(190, 110, 90)))
    )
    assert (cinema.name, cinema.description) == ("Bilderbuchkino", "Zweisprachige Geschichten zum Zuhören.")
    assert cinema.audience == ("children",)


def test_a_line_that_parts_its_values_by_commas_gives_each_to_its_field(tmp_path: Path) -> None:
    flow = []
    for name, line in {
        "Schwimmen für Frauen": "Sonntags 9–10 Uhr, Hallenbad Talstadt, 3 € Eintritt",
        "Rückenkurs": "Dienstags 17 Uhr, Rathaus, Raum 7, kostenlos",
    }.items():
        flow += [title(name, 2), text("Übungen für den Alltag, auch ohne Vorkenntnisse."), text(f"<i>{line}</i>")]
    swimming, back = offers_of(booklet(tmp_path / "k.pdf", *flow))
    assert (swimming.time, swimming.place, swimming.cost) == ("Sonntags 9–10 Uhr", "Hallenbad Talstadt", "3 € Eintritt")
    assert (back.time, back.place, back.cost) == ("Dienstags 17 Uhr", "Rathaus, Raum 7", "kostenlos")


def test_measures_of_a_concept_are_named_without_their_number(tmp_path: Path) -> None:
    file = booklet(
        tmp_path / "m.pdf",
        title("1 Einleitung"),
        text("Der Rat hat am 12.05.2023 beschlossen, das Konzept fortzuschreiben. 80 Personen nahmen teil."),
        title("Maßnahme 1: Sprachmittlerpool", 2),
        text("Zielgruppe: Ämter und Beratungsstellen"),
        text("Beschreibung: Geschulte Sprachmittlerinnen begleiten Gespräche."),
        text("Laufzeit: 2024 bis 2026"),
    )
    (pool,) = offers_of(file, "konzept")
    assert (pool.name, pool.valid_from, pool.valid_to) == ("Sprachmittlerpool", date(2024, 1, 1), date(2026, 12, 31))


def test_a_sentence_that_lists_names_under_a_topic_gives_offers_with_the_contact_behind_it(tmp_path: Path) -> None:
    file = booklet(
        tmp_path / "z.pdf",
        title("Unser Angebot im Überblick"),
        text("Das Zentrum unterstützt Familien, Schulen und Vereine."),
        title("Frühe Bildung", 2),
        text(
            "Griffbereit/Rucksack KiTa, Elternseminare, Beratung von Kitas. Ansprechpartnerin ist Frau Demir, Tel. 05555 10-21."
        ),
        title("Lotsen", 2),
        text("Schulung für Ehrenamtliche, die Neuzugewanderte zu Ämtern begleiten."),
    )
    found = by_name(offers_of(file, "steckbrief"))
    assert {"Griffbereit", "Rucksack KiTa", "Elternseminare", "Beratung von Kitas"} <= set(found)
    assert found["Elternseminare"].contact.phone == "05555 10-21"
    assert "Unser Angebot im Überblick" not in found
    assert "Schulung für Ehrenamtliche" not in found


LINES = st.sampled_from(
    ["Sprachcafé", "Für wen?", "Zielgruppe: Frauen", "Kosten", "•", "• Griffbereit/Rucksack KiTa, Treff", "montags 9 Uhr", "5 €", "(", "–",
     "Anmeldung: Tel. 0211 12345", "Was", "Ort", "Angebot", "Schule: Kurs, Treff", "Beginn:", "12345 Altdorf", "|", "„", "Maßnahme 1: Chor",
     "Wir laden ein. Es gibt Kaffee.", "Impressum", "Sprachpaten – Ehrenamtliche üben Deutsch mit anderen."]
)  # fmt: skip
KINDS = st.sampled_from(["heading", "text", "item", "row", "note"])


@given(st.lists(st.tuples(LINES, KINDS, st.integers(0, 2), st.integers(0, 3)), max_size=25))
def test_whatever_stands_on_a_page_every_stretch_is_inside_its_passage(blocks: list[tuple[str, Any, int, int]]) -> None:
    said, pieces, sentences = "", [], []
    for number, (words, kind, column, taller) in enumerate(blocks):
        start = len(said)
        cells = words.replace(": ", "\t") if kind == "row" else words
        for match in re.finditer(r"\S+", cells):
            left = 50.0 + 180 * column + 5 * match.start()
            box = Box(left, 30.0 * number, left + 5 * len(match.group()), 30.0 * number + 10 + taller)
            pieces.append(Piece(start + match.start(), start + match.end(), 1, box))
        said += cells + "\n"
        sentences.append(Sentence(start, start + len(cells), kind))
    if not pieces:
        return
    passage = Passage(0, "d", "v", 0, said.rstrip("\n"), (), tuple(pieces), tuple(sentences))
    for offer in read_offers(Document("d", "v", "d.pdf", "d", "programmheft", "public", 1), [passage]):
        assert offer.name
        assert all(0 <= span.start < span.end <= len(said) for _, spans in offer.spans for span in spans)


def test_a_programme_tells_of_itself_without_offering_anything(tmp_path: Path) -> None:
    file = booklet(
        tmp_path / "p.pdf",
        title("Programmheft 2026", 0),
        title("Unser Leitbild"),
        text(
            "Wir unterstützen Menschen mit Einwanderungsgeschichte und bieten Vereinen Beratung. Alle sind willkommen."
        ),
        title("So melden Sie sich an"),
        text("Telefonisch montags bis freitags 9–12 Uhr unter 0999 123. Die Teilnahme an den Kursen ist kostenlos."),
        title("Das Integrationszentrum"),
        text("Es hat seinen Sitz im Kreishaus, Kreisstraße 1. Telefon: 0999 100. Öffnungszeiten: Mo–Fr 8–16 Uhr."),
        title("Weitere Stellen, die Angebote machen"),
        table(
            ("Stelle", "Wofür"), ("Gesundheitsamt", "Federführung im Netzwerk, Beratung von Kitas"), widths=(100, 300)
        ),
        title("Rückblick 2025"),
        text("Beim Fest der Kulturen nahmen 300 Gäste teil. Für Kinder gab es ein Programm, der Eintritt war frei."),
        title("Termine der politischen Gremien"),
        text("Integrationsrat: 03.03.2026, 17 Uhr, Kreishaus"),
    )
    assert offers_of(file) == ()


def test_a_table_that_runs_over_pages_has_its_head_once_more_and_no_offer_of_it(tmp_path: Path) -> None:
    rows = [(f"Deutsch Stufe {level}", "Erwachsene", f"montags {8 + level % 8} Uhr") for level in range(1, 60)]
    made = table(("Kurs", "Zielgruppe", "Termin"), *rows, widths=(150, 120, 150))
    made.repeatRows = 1
    assert [offer.name for offer in offers_of(booklet(tmp_path / "o.pdf", title("Sprachkurse"), made))] == [
        name for name, _, _ in rows
    ]


def test_a_report_tells_what_is_offered_to_whom(tmp_path: Path) -> None:
    file = booklet(
        tmp_path / "q.pdf",
        title("Baustein 1: Bildung"),
        text("Auch die Arbeitsmarktprojekte an den Berufskollegs bilden Möglichkeiten für Jugendliche. Neu ist das Internetangebot für Migrantenorganisationen. Die Seminare für ihre Jugendlichen planen sie selbst."),
    )  # fmt: skip
    names = ["Arbeitsmarktprojekte an den Berufskollegs", "Internetangebot für Migrantenorganisationen"]
    assert [offer.name for offer in offers_of(file, "bericht")] == names
