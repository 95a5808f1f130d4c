"""Head data of council papers and other documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.kinds import base_type
from ingest.paper import Head, read_head
from kb.model import Consultation

STACKED = """STADT MUSTERSTADT
Der Oberbürgermeister

ANFRAGE

Stadträtin Erika Beispiel (SPD)
SPD-Gemeinderatsfraktion

vom 2. Dezember 2014
Gremium:

Termin:
Vorlage Nr.:
TOP:
8. Plenarsitzung Gemeinderat

03.02.2015
2014/0812
30
öffentlich

Wildunfälle im Stadtgebiet - Vermeidung durch den Ein-
satz von Reflektoren

1. Ist bekannt, zu wie vielen Unfällen es kam?
"""

TABLE = """Beschlussvorlage
Vorlage Nr.: 2025/0432
Verantwortlich: Dez. 2
Dienststelle: Stadtplanungsamt
Entwicklungskonzept Weststadt
Gremien\tTermin\tTOP\tÖ / N\tZuständigkeit
Hauptausschuss\t15.07.2025\t19\tN\tVorberatung
Gemeinderat\t29.07.2025\t6\tÖ\tEntscheidung
Kurzfassung
Der Gemeinderat beschließt das Konzept.
Finanzielle Auswirkungen
Ja ☒ Nein ☐
"""

DISTRICT = """Vorlagen Nr. 50/012/2021 öffentlich
Fachbereich: Sozialamt Bearbeiter/in: Muster,
Eva; Beispiel, Jan Datum: 19.10.2021 Az.: 50-5 KI;50-01
Beratungsfolge\tTermine\tArt der Entscheidung
Sozialausschuss\t25.11.2021\tKenntnisnahme

Aktualisierung der Datensammlung
Finanzielle Auswirkung\t☐ ja\t☒ nein\t☐ noch nicht zu übersehen
Anlass der Vorlage:
Die Daten sind alt.
Anlagen
- Datensammlung Integration
- Konzept gegen Rassismus
"""


def head_of(*pages: str, title: str = "", author: str = "") -> Head:
    return read_head(pages, {"title": title, "author": author})


def test_labels_and_values_in_two_stacks_find_each_other() -> None:
    head = head_of(STACKED)
    assert (head.kind, head.paper_type, head.reference) == ("vorlage", "Anfrage", "2014/0812")
    assert head.title == "Wildunfälle im Stadtgebiet - Vermeidung durch den Einsatz von Reflektoren"
    assert head.date == date(2014, 12, 2)
    assert head.issuer == "Stadt Musterstadt"
    assert head.consultations == (Consultation("Gemeinderat", date(2015, 2, 3)),)
    assert head.visibility == "public"


def test_labels_several_to_a_line_are_told_apart_and_values_go_on_below() -> None:
    head = head_of(DISTRICT)
    assert (head.unit, head.author) == ("Sozialamt", "Muster, Eva; Beispiel, Jan")
    assert (head.reference, head.file_reference) == ("50/012/2021", "50-5 KI;50-01")
    assert (head.date, head.title) == (date(2021, 10, 19), "Aktualisierung der Datensammlung")
    assert head.financial_effect is False
    assert head.consultations == (Consultation("Sozialausschuss", date(2021, 11, 25), "Kenntnisnahme"),)
    assert head.attachments == ("Datensammlung Integration", "Konzept gegen Rassismus")
    assert head.visibility == "public"


def test_a_table_gives_role_and_openness_of_each_step() -> None:
    head = head_of(TABLE)
    assert head.consultations == (
        Consultation("Hauptausschuss", date(2025, 7, 15), "Vorberatung", public=False),
        Consultation("Gemeinderat", date(2025, 7, 29), "Entscheidung", public=True),
    )
    assert (head.unit, head.title) == ("Stadtplanungsamt", "Entwicklungskonzept Weststadt")
    assert head.financial_effect is True


def test_steps_behind_closed_and_open_doors_leave_the_visibility_open() -> None:
    assert head_of(TABLE).visibility is None


def test_a_paper_without_a_date_of_its_own_bears_that_of_its_first_session() -> None:
    head = head_of(TABLE)
    assert head.date == date(2025, 7, 15)
    assert any(item.field == "date" and "15.07.2025" in item.quote for item in head.evidence)


@pytest.mark.parametrize("page", [STACKED, TABLE, DISTRICT])
def test_every_quote_stands_on_its_page_as_it_is_quoted(page: str) -> None:
    head = head_of("\n", page)
    assert {item.page for item in head.evidence} == {2}
    assert all(item.quote in page for item in head.evidence)
    said = {item.field for item in head.evidence}
    assert {"title", "kind", "reference", "date"} <= said


def test_every_field_that_is_given_has_its_evidence() -> None:
    head = head_of(DISTRICT)
    given = {name for name in Head.__slots__ if name != "evidence" and getattr(head, name) not in (None, ())}
    assert given == {item.field for item in head.evidence}


@pytest.mark.parametrize(
    "word", ["nichtöffentlich", "nicht öffentlich", "Nicht-öffentliche Vorlage", "NICHTÖFFENTLICH"]
)
def test_nichtoeffentlich_in_the_head_wins_over_oeffentlich(word: str) -> None:
    page = f"Beschlussvorlage 2021/0123\nöffentlich\n{word}\nGrundstückskauf\nBegründung:\nDer Preis ist gut."
    assert head_of(page).visibility == "internal"


def test_a_later_page_headed_nichtoeffentlich_makes_the_paper_internal() -> None:
    page = "Beschlussvorlage 2021/0123\nöffentlich\nGrundstückskauf\nBegründung:\nDer Preis ist gut."
    assert head_of(page).visibility == "public"
    assert head_of(page, "Nichtöffentlicher Teil\nDer Preis beträgt 5 EUR.").visibility == "internal"


def test_a_sentence_about_a_closed_session_in_the_text_says_nothing_of_the_paper() -> None:
    page = (
        "Beschlussvorlage 2021/0123\nöffentlich\nNeubau der Schule\nVorlage für den Rat\nBegründung:\n"
        "Der Ausschuss hat in nichtöffentlicher Sitzung am 3. Mai 2021 ausführlich darüber beraten."
    )
    assert head_of(page).visibility == "public"


@pytest.mark.parametrize(
    ("line", "reference"),
    [
        ("Vorlage Nr.: 2014/0812", "2014/0812"),
        ("Vorlagen-Nr. 50/025/2021", "50/025/2021"),
        ("Drucksachen-Nr.: VI/191/2019", "VI/191/2019"),
        ("Drucksache: 17/1234", "17/1234"),
        ("SV-Nr.: WP 14-20 SV 51/292", "WP 14-20 SV 51/292"),
        ("Vorlage-Nr.: VO/0012/21-1", "VO/0012/21-1"),
        ("Sitzungsvorlage Nr. 20-26 / V 01234", "20-26 / V 01234"),
        ("Vorlage Nr.:\t2022/0048/1", "2022/0048/1"),
        ("CDU-Fraktion Vorlage Nr.: 2022/0179", "2022/0179"),
        ("Anlage 1 zur Vorlage Nr.2016/0795", "2016/0795"),
    ],
)
def test_references_of_many_towns_are_read(line: str, reference: str) -> None:
    assert head_of(f"Beschlussvorlage\n{line}\nNeubau der Grundschule\n").reference == reference


def test_the_number_behind_the_headline_is_the_reference() -> None:
    head = head_of("Stadt Neustadt\nBeschlussvorlage 2021/0123\nBetreff: Neubau der Grundschule\nSachverhalt:\nKurz.")
    assert (head.reference, head.title, head.issuer) == (
        "2021/0123",
        "Neubau der Grundschule",
        "Stadt Neustadt",
    )


@pytest.mark.parametrize(
    ("printed", "paper_type", "filed"),
    [
        ("BESCHLUSSVORLAGE", "Beschlussvorlage", "Beschlussvorlage"),
        ("STELLUNGNAHME zum Antrag", "Stellungnahme zum Antrag", "Antrag"),
        (
            "STELLUNGNAHME zum Ände-\nrungsantrag",
            "Stellungnahme zum Änderungsantrag",
            "Änderungs-/Ergänzungsantrag",
        ),
        ("Stellungnahme\nzur Anfrage", "Stellungnahme zur Anfrage", "Anfrage"),
        (
            "Interfraktioneller ERGÄNZUNGSANTRAG",
            "Interfraktioneller Ergänzungsantrag",
            "Änderungs-/Ergänzungsantrag",
        ),
        ("GEMEINSAME ANFRAGE", "Gemeinsame Anfrage", "Anfrage"),
        ("Informationsvorlage - öffentlich -", "Informationsvorlage", "Informationsvorlage"),
    ],
)
def test_paper_types_are_kept_as_printed_and_filed_by_rule(printed: str, paper_type: str, filed: str) -> None:
    head = head_of(f"{printed}\nVorlage Nr.: 2020/0001\nRadweg am Fluss\n")
    assert (head.paper_type, head.title) == (paper_type, "Radweg am Fluss")
    assert base_type(paper_type) == filed


def test_a_motion_in_a_letter_has_its_title_behind_the_colon() -> None:
    page = (
        "Beirat Westend Musterstadt, den 16.12.2020\nAntrag: Neue Bänke im Park\n"
        "Sehr geehrte Damen und Herren,\nwir bitten darum."
    )
    head = head_of(page)
    assert (head.kind, head.paper_type, head.title) == ("vorlage", "Antrag", "Neue Bänke im Park")
    assert head.date == date(2020, 12, 16)


def test_a_statutes_title_gives_its_maker_and_day_and_is_quoted_as_printed() -> None:
    page = "Satzung über die Benutzung der Wege\nder Gemeinde Musterdorf vom 19.08.1993\nAufgrund des § 5"
    head = head_of(page)
    assert (head.issuer, head.date) == ("Gemeinde Musterdorf", date(1993, 8, 19))
    assert all(item.quote in page for item in head.evidence)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("Niederschrift\nThema: 1. Sitzung des Beirates\nBeginn: 18:30 Uhr", "niederschrift"),
        (
            "NIEDERSCHRIFT\nPunkt 9 der Tagesordnung: Neue Schule\nVorlage: 2017/0463\nAntrag: SPD",
            "niederschrift",
        ),
        ("Einladung Stadt Musterstadt\nBeirat\n1. Sitzung Mittwoch, 22.01.2020\nTagesordnung", "einladung"),
        ("Satzung der Stadt Musterstadt über die Beiräte\nAufgrund der Gemeindeordnung", "satzung"),
        ("Bundesgesetzblatt\nTeil I\nZweites Haushaltsfinanzierungsgesetz 2024\nVom 27. März 2024", "gesetz"),
        ("Steckbrief\nName\tKommunales Integrationszentrum", "steckbrief"),
        ("Programmheft 2020\nAngebote für Familien", "programmheft"),
        ("Integrationskonzept für den Kreis Musterland\n2015", "konzept"),
        ("Integrationsbericht 2019\nZahlen und Daten", "bericht"),
        ("Wahlprogramm 2013\nTeilhaben", "wahlprogramm"),
        ("Leitfaden zur Anhörung\nFür Geflüchtete", "broschuere"),
    ],
)
def test_other_kinds_are_told_by_their_headings(page: str, kind: str) -> None:
    assert head_of(page).kind == kind


def test_slides_are_told_by_the_program_that_made_them() -> None:
    assert head_of("Sport im Westen\nGestern und heute", title="PowerPoint-Präsentation").kind == "praesentation"


def test_a_title_property_counts_only_if_the_text_bears_it_out() -> None:
    page = "Handlungsschwerpunkte Integration - Bericht über das Jahr 2010\nAnlass\nIntegration ist alles."
    borne_out = "Integration: Handlungsschwerpunkte und Bericht 2010"
    assert head_of(page, title=borne_out).title == borne_out
    # Where the page prints it longer, as it is printed.
    assert head_of(page, title="Handlungsschwerpunkte Integration").title == page.splitlines()[0]
    assert head_of(page, title="Jahresrechnung Abwasserverband").title != "Jahresrechnung Abwasserverband"
    assert head_of(page, title="Microsoft Word - bericht.doc").title == page.splitlines()[0]


def test_a_subject_ends_where_the_next_label_begins() -> None:
    page = "Niederschrift\nPunkt 9 der Tagesordnung: Vergabe von Reini-\ngungsleistungen\nVorlage: 2017/0463"
    head = head_of(page)
    assert (head.title, head.reference) == ("Vergabe von Reinigungsleistungen", "2017/0463")


def test_running_text_alone_gives_nothing() -> None:
    page = "Das ist ein ganz gewöhnlicher Satz über den Antrag vom Vorjahr.\nUnd noch einer über die Vorlage."
    assert head_of(page) == Head()


@pytest.mark.parametrize("pages", [(), ("",), ("\n\n", ""), ("\t\t",), ("Vorlage Nr.:",), ("☐ ☒ 1.",)])
def test_empty_and_odd_pages_give_an_empty_head(pages: tuple[str, ...]) -> None:
    head = head_of(*pages)
    assert (head.title, head.reference, head.date, head.public) == (None, None, None, None)


def test_an_effect_without_a_tick_is_unknown() -> None:
    head = head_of("Beschlussvorlage\nVorlage Nr.: 2014/0108\nParkschein-App\nFinanzielle Auswirkungen nein ja\n")
    assert head.financial_effect is None


def test_a_month_is_no_date() -> None:
    assert head_of("Integrationskonzept\nStand: Februar 2017\n").date is None


def test_names_with_their_party_are_no_title() -> None:
    names = "Stadtrat Max Muster (CDU)\nFraktion Bündnis 90/Die Grünen"
    page = f"ANTRAG\n{names}\nVorlage Nr.: 2016/0631\nEuropahalle nutzen\n"
    assert head_of(page).title == "Europahalle nutzen"


def test_the_papers_of_our_own_field_are_read(shared: Path) -> None:
    from ingest import layout, pdf

    file = shared / "real" / "vorlage-50-025-2021.pdf"
    head = head_of(*(page.text for page in layout.pages(list(pdf.raw_pages(file)))))
    assert (head.reference, head.date, head.unit) == ("50/025/2021", date(2021, 10, 19), "Sozialamt")
    assert (head.visibility, head.financial_effect) == ("public", False)
    assert head.title is not None and head.title.startswith("Kreisintegrationszentrum: Aktualisierung")


_HEAP = """gemeinsame interfraktioneller Antrag Anfrage Stellungnahme zum zur Vorlage Nr.: 2016/0631 Gremium Termin
Ausschuss 19.10.2016 31.02.2016 öffentlich Az.: 50-5 Beratungsfolge Anlagen: Sitzung vom ☐ ja ☒ nein Finanzielle
Auswirkung Satzung über die CDU Fraktion Stadt Musterstadt - ; Dez. 4"""


@given(st.lists(st.sampled_from([*_HEAP.split(), "\n", "\n\n", "\t"]), max_size=120))
def test_any_heap_of_head_words_is_read_and_quoted_truly(words: list[str]) -> None:
    page = " ".join(words)
    head = head_of(page)
    assert all(item.quote in page for item in head.evidence)
