"""What a paper says for several offers, in short, or in boxes: read from its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.offers import read_offers
from ingest.read import read
from kb.model import Document, Passage
from kb.offers import Offer

STYLES = getSampleStyleSheet()
SMALL = ParagraphStyle("small", fontSize=9, leading=11.5)
RULED = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])


def title(text: str, rank: int = 1) -> Paragraph:
    return Paragraph(text, STYLES["Title"] if rank == 0 else STYLES[f"Heading{rank}"])


def text(words: str) -> Paragraph:
    return Paragraph(words, STYLES["Normal"])


def table(*rows: Sequence[str], widths: Sequence[float]) -> Table:
    made = Table([[Paragraph(cell, SMALL) for cell in row] for row in rows], colWidths=widths)
    made.setStyle(RULED)
    return made


def offers_of(path: Path, *flow: Flowable) -> dict[str, Offer]:
    SimpleDocTemplate(str(path), pagesize=A4).build(list(flow))
    passages = [
        Passage(0, "d", "v", draft.ordinal, draft.text, draft.section, draft.pieces, draft.sentences, draft.ocr)
        for draft in read(path).drafts
    ]
    document = Document("d", "v", path.name, "Heft", "programmheft", "public", 1)
    by_ordinal = {passage.ordinal: passage.text for passage in passages}
    found = read_offers(document, passages)
    for offer in found:  # whatever was put together stands in the paper, letter by letter
        for field in ("place", "time", "cost", "organiser", "registration"):
            value, spans = getattr(offer, field), offer.where(field)
            said = "".join(by_ordinal[span.ordinal][span.start : span.end] for span in spans)
            assert letters(said) == letters(value or ""), (offer.name, field)
    return {offer.name: offer for offer in found}


def letters(said: str) -> str:
    return "".join(char for char in said if char.isalnum())


def entry(name: str, *lines: str) -> list[Flowable]:
    return [title(name, 3), *(text(line) for line in lines)]


def test_a_chapter_names_whom_to_ask_about_all_of_it_and_an_own_statement_wins(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path / "a.pdf",
        title("Frühe Bildung"),
        text("Ansprechpartnerin für alle Angebote dieses Kapitels: Leyla Özkaya, Telefon 0999/555-131"),
        *entry("Spielkreis Nord", "Für wen: Eltern mit Kindern", "Wann: montags 9 Uhr", "Kosten: keine"),
        *entry("Spielkreis Süd", "Für wen: Väter", "Kosten: 2 €", "Kontakt: Tom Aydin, 0999/555-7"),
    )
    assert tuple(found["Spielkreis Nord"].contact) == ("Leyla Özkaya", "0999/555-131", None)
    assert tuple(found["Spielkreis Süd"].contact) == ("Tom Aydin", "0999/555-7", None)


def test_the_lines_over_a_table_hold_for_its_rows(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path / "b.pdf",
        title("Fortbildungen des Bildungsbüros"),
        text(
            "Veranstaltungsort, wenn nicht anders genannt: Kreishaus Altdorf, Raum 2.14. Die Teilnahme ist kostenfrei."
            " Anmeldung online oder bei Karin Busse, 0999/555-230. Vom 01.09. bis 18.12.2026."
        ),
        table(
            ("Datum", "Thema", "Zielgruppe"),
            ("dienstags 14–17 Uhr", "Übergang gestalten", "Lehrkräfte"),
            ("freitags 9–12 Uhr", "Bilderbücher", "Kita-Personal"),
            widths=(120, 200, 120),
        ),
    )
    first = found["Übergang gestalten"]
    assert (first.place, first.cost) == ("Kreishaus Altdorf, Raum 2.14", "kostenfrei")
    assert (first.contact.name, first.contact.phone) == ("Karin Busse", "0999/555-230")
    assert first.valid_printed == ("2026-09-01", "2026-12-18")
    assert first.audience == ("teachers",)


def test_the_leader_of_a_course_is_not_whom_to_ask_where_the_office_is_named(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path / "l.pdf",
        title("Digitales"),
        table(
            ("Titel", "Für wen", "Leitung", "Gebühr"),
            ("Erste Schritte am Laptop", "Menschen ab 60", "Rolf Degen", "36 €"),
            ("Fotos ordnen", "Eltern", "Aylin Koç", "frei"),
            widths=(150, 110, 90, 60),
        ),
        text("Anmeldung für alle Kurse der Rubrik Digitales: Geschäftsstelle der VHS, 0999/555-200."),
    )
    assert tuple(found["Fotos ordnen"].contact) == ("Geschäftsstelle der VHS", "0999/555-200", None)


def test_the_cover_says_of_no_offer_whom_it_is_for_or_when(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path / "c.pdf",
        title("Wegweiser für Neuzugewanderte 2026", 0),
        PageBreak(),
        title("Rat und Hilfe"),
        *entry("Tafel", "Lebensmittel für wenig Geld.", "Kosten: 2 €", "Wann: montags 13–15 Uhr", "Wo: Markt 3"),
        *entry("Möbellager", "Kosten: frei", "Wann: freitags 9–12 Uhr", "Anmeldung: nicht nötig"),
    )
    assert [offer.audience for offer in found.values()] == [(), ()]
    assert [offer.valid_printed for offer in found.values()] == [(), ()]


def test_abbreviations_of_a_legend_are_spelt_out(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path / "k.pdf",
        title("Kurse"),
        text("MGH = Mehrgenerationenhaus, Am Anger 7; KI = Kommunales Integrationszentrum"),
        *entry("Nähtreff", "Für wen: Frauen", "Wo: MGH, Raum 2", "Kosten: keine", "Veranstalter: KI"),
        *entry("Lerntreff", "Für wen: Kinder", "Wo: Rathaus", "Kosten: keine"),
    )
    sewing = found["Nähtreff"]
    assert sewing.place == "Mehrgenerationenhaus, Am Anger 7, Raum 2"
    assert sewing.organiser == "Kommunales Integrationszentrum"
    assert found["Lerntreff"].place == "Rathaus"


def test_of_a_list_with_boxes_only_what_is_ticked_counts(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path / "x.pdf",
        title("Angebote"),
        *entry("Familiencafé", "Für wen: [x] Eltern [ ] Kinder [x] Ehrenamtliche", "Kosten: keine", "Wann: Mo 9 Uhr"),
        *entry("Lesezeit", "Für wen: [ ] Eltern [x] Kinder", "Kosten: keine", "Wann: Di 9 Uhr"),
    )
    assert found["Familiencafé"].audience == ("parents", "volunteers")
    assert found["Lesezeit"].audience == ("children",)


def test_an_address_of_several_lines_is_one_place_and_the_office_over_it_whose_it_is(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path / "s.pdf",
        title("Rat und Hilfe"),
        *entry("Asylberatung", "Hilfe vor der Anhörung.", "Hilfe im Alltag e. V.", "Bahnhofstraße 9", "00817 Altdorf", "Kosten: keine", "Sprachen: Farsi"),
        *entry("Radwerkstatt", "Räder reparieren.", "Alte Feuerwache", "Schulstraße 12", "00823 Neudorf", "Kosten: keine", "Sprachen: Deutsch"),
    )  # fmt: skip
    advice, bikes = found["Asylberatung"], found["Radwerkstatt"]
    assert (advice.organiser, advice.place) == ("Hilfe im Alltag e. V.", "Bahnhofstraße 9, 00817 Altdorf")
    assert bikes.place == "Alte Feuerwache Schulstraße 12, 00823 Neudorf"


def test_days_take_their_month_from_the_title_above_only_where_the_weekday_fits(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path / "m.pdf",
        title("September 2026"),
        *entry("Filmabend", "Wann: Do 24., 20 Uhr", "Kosten: 6 €", "Für wen: Frauen"),
        *entry("Lesung", "Wann: Do 1., 20 Uhr", "Kosten: 6 €", "Für wen: Frauen"),
    )
    assert found["Filmabend"].valid_printed == ("2026-09-24", "2026-09-24")
    assert found["Filmabend"].time == "Do 24. September 2026, 20 Uhr"
    assert found["Lesung"].valid_printed == ()  # the first of September is a Tuesday


def test_what_a_measure_costs_its_bearer_is_no_price(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path / "f.pdf",
        title("Maßnahmen"),
        table(
            ("Maßnahme", "Zielgruppe", "Träger", "Kosten"),
            ("Elternbrücke", "Eltern", "KI (Bettina Uhl)", "31.500 €, Land"),
            ("Kita der Vielfalt", "Kita-Leitungen", "Jugendamt", "für Teilnehmende kostenlos; 9.000 € Haushalt"),
            widths=(110, 100, 110, 120),
        ),
    )
    assert found["Elternbrücke"].cost is None
    assert (found["Elternbrücke"].organiser, found["Elternbrücke"].contact.name) == ("KI", "Bettina Uhl")
    assert found["Kita der Vielfalt"].cost == "für Teilnehmende kostenlos"


def test_a_label_goes_with_a_registration_that_is_nothing_but_a_number(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path / "r.pdf",
        title("Kurse"),
        *entry("Schwimmen", "Für wen: Frauen", "Kosten: 3 €", "Anmeldung: 0999/555-19"),
        *entry("Turnen", "Für wen: Kinder", "Kosten: 3 €", "Anmeldung: bis 3.9. per E-Mail"),
    )
    assert found["Schwimmen"].registration == "Anmeldung: 0999/555-19"
    assert found["Turnen"].registration == "bis 3.9. per E-Mail"


def test_until_when_one_may_apply_is_the_end_of_a_fund_and_not_of_a_course(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path / "d.pdf",
        title("Mitmachen"),
        *entry("Mikrofonds Vielfalt", "Für wen: Vereine und Initiativen", "Kosten: keine", "Anträge: bis 31.03.2027"),
        *entry("Nähkurs", "Für wen: Frauen", "Kosten: 5 €", "Anmeldung: bis 31.03.2027 im Büro"),
    )
    assert found["Mikrofonds Vielfalt"].valid_printed == ("", "2027-03-31")
    assert found["Mikrofonds Vielfalt"].registration == "Anträge: bis 31.03.2027"
    assert found["Nähkurs"].valid_printed == ()


def test_the_year_of_the_cover_holds_for_days_without_one_where_no_weekday_contradicts(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path / "y.pdf",
        title("Sommerferien 2027", 0),
        PageBreak(),
        title("1. Ferienwoche (19.–23. Juli)"),
        *entry("Waldforscher", "Für wen: Kinder ab 8 Jahren", "Wann: täglich 9–15 Uhr", "Kosten: 45 €"),
        *entry("Trickfilm", "Für wen: Kinder ab 10 Jahren", "Wann: Mi 21.07., 10 Uhr", "Kosten: 12 €"),
        *entry("Skaten", "Für wen: Kinder ab 10 Jahren", "Wann: Mo 21.07., 10 Uhr", "Kosten: 12 €"),
    )
    assert found["Waldforscher"].valid_printed == ("2027-07-19", "2027-07-23")
    assert found["Trickfilm"].valid_printed == ("2027-07-21", "2027-07-21")
    assert found["Skaten"].valid_printed != ("2027-07-21", "2027-07-21")  # that day is a Wednesday


def test_sentences_that_are_nothing_but_a_value_give_it(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path / "p.pdf",
        title("Stadt Altdorf"),
        *entry(
            "Internationaler Frauentreff",
            "Wir kochen, reden und lernen Deutsch. Jeden Donnerstag, 9.30 bis 11.30 Uhr. Begegnungsstätte Nord, Nordring 20."
            " Wir sprechen Deutsch, Englisch, Dari und Türkisch. Ohne Anmeldung, kostenlos. Veranstalterin: AWO Altdorf.",
        ),
        *entry("Vätertreff", "Väter mit Kindern ab 3 Jahren. Samstags 10–11 Uhr. Kostenlos. Anmeldung bei Tim Roth, 0171 5556."),
    )  # fmt: skip
    women, fathers = found["Internationaler Frauentreff"], found["Vätertreff"]
    assert (women.place, women.registration) == ("Begegnungsstätte Nord, Nordring 20", "Ohne Anmeldung")
    assert women.languages == ("Deutsch", "Englisch", "Dari", "Türkisch")
    assert women.organiser == "AWO Altdorf"
    assert fathers.audience == ("men", "children")
    assert fathers.contact.name == "Tim Roth"


def test_a_room_is_one_of_the_house_that_the_lines_over_the_table_name(tmp_path: Path) -> None:
    found = offers_of(
        tmp_path / "w.pdf",
        title("Wochenplan"),
        text("Treffpunkt West, Westring 12, 54321 Altdorf. Auskunft: Frau Kurz, 0123 555-10."),
        table(
            ("Tag", "Zeit", "Angebot", "Raum", "Für"),
            ("Mo", "9.30–11.00", "Krabbelgruppe", "Raum 1", "Eltern"),
            ("Mi", "15.00–17.00", "Nähwerkstatt (3 €)", "Saal", "Frauen"),
            widths=(40, 80, 180, 60, 60),
        ),
    )
    assert found["Krabbelgruppe"].place == "Treffpunkt West, Westring 12, 54321 Altdorf, Raum 1"
    sewing = found["Nähwerkstatt (3 €)"]
    assert (sewing.cost, sewing.contact.name) == ("3 €", "Frau Kurz")
