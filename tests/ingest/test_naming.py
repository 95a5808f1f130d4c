"""How documents name themselves: kind and title."""

from __future__ import annotations

import pytest

from ingest.paper import Head, read_head
from ingest.sheet import Running


def head_of(*pages: str, title: str = "", running: Running | None = None) -> Head:
    return read_head(pages, {"title": title}, running or Running())


def vorlage(*lines: str) -> str | None:
    head = "BESCHLUSSVORLAGE\nVorlage Nr.: 2019/0001\nVerantwortlich: Dez. 2\n"
    return head_of(head + "\n".join(lines) + "\nGremium\tTermin\nGemeinderat\t05.02.2019\n").title


def test_a_title_broken_before_a_day_or_a_person_goes_on() -> None:
    assert (
        vorlage("Neufassung der Archivsatzung zum", "1. Januar 2017")
        == "Neufassung der Archivsatzung zum 1. Januar 2017"
    )
    span = "7. Januar bis 26. Juli 2019"
    assert vorlage("Lieferung für den Zeitraum", span) == f"Lieferung für den Zeitraum {span}"
    name = "Änderungen in der Folge des Ausscheidens von Stadträtin Erika Beispiel aus dem Rat"
    assert vorlage("Änderungen in der Folge des Ausscheidens von", "Stadträtin Erika Beispiel aus dem Rat") == name


def test_a_lone_subtitle_behind_a_dash_belongs_to_the_title_and_a_list_does_not() -> None:
    assert (
        vorlage("Erneuerung der Ringstraße", "- Sanierung des Radwegs")
        == "Erneuerung der Ringstraße - Sanierung des Radwegs"
    )
    assert (
        vorlage("Erneuerung der Ringstraße", "- den Radweg sanieren", "- die Bäume erhalten")
        == "Erneuerung der Ringstraße"
    )


def test_a_list_set_off_below_a_broken_title_is_text() -> None:
    page = (
        "ANFRAGE\nVorlage Nr.: 2013/0019\nKauf von Grundstücken des Landes und des Bun-\n"
        "des\n\n1. Wie oft wird verhandelt?"
    )
    assert head_of(page).title == "Kauf von Grundstücken des Landes und des Bundes"


def test_a_title_may_begin_with_the_name_of_a_body() -> None:
    title = "Regionalverband Mittelland Wahl der Mitglieder"
    assert vorlage("Regionalverband Mittelland", "Wahl der Mitglieder") == title


def test_offices_that_share_the_work_are_no_title() -> None:
    assert vorlage("i. B. m. TBA", "Schild am Markt") == "Schild am Markt"
    stacked = (
        "STELLUNGNAHME zum Antrag\nVorlage Nr.:\n\nVerantwortlich:\n"
        "2019/0795\n\nDez. 6 / LA und\nStaDu, Abt. GBA\nBänke am Markt\n"
    )
    head = head_of(stacked)
    assert (head.title, head.unit) == ("Bänke am Markt", "Dez. 6 / LA und StaDu, Abt. GBA")


def test_a_hyphen_left_within_a_word_goes_where_the_paper_knows_the_word() -> None:
    assert vorlage("Auszahlungen für Energiesparmaß-nahmen", "", "Die Maßnahmen wirken.") is not None
    page = (
        "BESCHLUSSVORLAGE\nVorlage Nr.: 2020/0193\n"
        "Auszahlungen für Energiesparmaß-nahmen\nBegründung:\nDie Maßnahmen wirken."
    )
    assert head_of(page).title == "Auszahlungen für Energiesparmaßnahmen"
    kept = "BESCHLUSSVORLAGE\nVorlage Nr.: 2020/0193\nWettbewerb der bio-regionalen Küchen\nBegründung:\nGut."
    assert head_of(kept).title == "Wettbewerb der bio-regionalen Küchen"


def test_rows_of_a_table_and_a_note_below_it_are_no_title() -> None:
    page = (
        "Sitzungsvorlage\nFachbereich: Sozialamt\nBeratungsfolge\tTermine\tArt der Entscheidung\n"
        "Integrationsrat\t\tKenntnisnahme\nNicht angegeben: Vorlagennummer, Datum, Termine.\n\n"
        "Konzept für das Kulturhaus\n\nBeschlussvorschlag:\nDer Rat nimmt Kenntnis.\nPunkt\tGegenstand\tAnlagen\n"
    )
    head = head_of(page)
    assert head.title == "Konzept für das Kulturhaus"
    assert [(step.organization, step.date, step.role) for step in head.consultations] == [
        ("Integrationsrat", None, "Kenntnisnahme")
    ]


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (
            "Satzung\n\nzur Erhebung von Beiträgen für Bäche\nDie Gemeinde hat beschlossen.",
            "Satzung zur Erhebung von Beiträgen für Bäche",
        ),
        (
            "Gefahrenabwehrverordnung\n\nüber das Plakatieren (Plakatordnung)\nAufgrund der §§ 71, 74",
            "Gefahrenabwehrverordnung über das Plakatieren (Plakatordnung)",
        ),
        (
            "Satzung über die Feldwege\n\n(Feldwegeordnung)\nAufgrund des § 5",
            "Satzung über die Feldwege (Feldwegeordnung)",
        ),
        ("Benutzungs- und Gebührenordnung für den Pavillon\n\n§ 1", "Benutzungs- und Gebührenordnung für den Pavillon"),
        (
            "insengericht\neine Gemeinde\n\nSatzung über die Elternbeiräte der Kindertagesstätten\nStand 08/2022",
            "Satzung über die Elternbeiräte der Kindertagesstätten",
        ),
    ],
)
def test_a_statutes_title_is_read_whole(page: str, title: str) -> None:
    head = head_of(page, title="Satzung")
    assert (head.kind, head.title) == ("satzung", title)


def test_a_long_title_that_layout_put_on_one_line_still_tells_a_statute() -> None:
    title = (
        "Satzung über die Erhebung von Kostenbeiträgen für die Inanspruchnahme "
        "der Kindertageseinrichtungen und der Betreuung in der Gemeinde Musterdorf"
    )
    assert head_of(f"{title}\nAufgrund der Gemeindeordnung").kind == "satzung"
    prose = (
        "Satzung über die Bäche nennt man in unserer Gemeinde seit vielen "
        "Jahren das Papier, das der Rat jedes Jahr im Frühling neu beschließt."
    )
    assert head_of(prose).kind is None


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (
            "Bachgesetz für das Land Musterland\nBachG\nAusfertigungsdatum: 23.05.1949",
            "Bachgesetz für das Land Musterland",
        ),
        (
            "Gliederungs-Nr: 2126-1\n"
            "Verordnung des Ministeriums über Bäche (BachVO) Vom 12. Februar 2018\nZum 13.12.2025 aktuell",
            "Verordnung des Ministeriums über Bäche (BachVO)",
        ),
        (
            "FwDV 3\n\nFeuerwehr-\n\nDienstvorschrift 3\nStand: Februar 2008\n\nEinheiten im Löscheinsatz",
            "FwDV 3 Feuerwehr-Dienstvorschrift 3 Einheiten im Löscheinsatz",
        ),
        ("FwDV / DV 800 Ausgabe 2017\n\nStand: 06.11.2017\n\nTechnik im Einsatz", "FwDV / DV 800 Technik im Einsatz"),
    ],
)
def test_a_laws_title_is_what_names_it_without_short_name_edition_and_day(page: str, title: str) -> None:
    head = head_of(page)
    assert (head.kind, head.title) == ("gesetz", title)


def test_a_bare_number_goes_on_with_the_name_below() -> None:
    assert (
        head_of("Grundsatz 305-002\n\nPrüfungen für Geräte\n\nMai 2021").title
        == "Grundsatz 305-002 Prüfungen für Geräte"
    )
    page = "Anlage 3\n\n(zu Nummer 2.2)\n\nAbzeichen der Wehren\nFunktion\tAbzeichen\tKnöpfe"
    assert head_of(page).title == "Anlage 3 (zu Nummer 2.2) Abzeichen der Wehren"


def test_a_numbered_heading_ends_the_title() -> None:
    assert (
        head_of("Anlage 1 (zu Nummer 1.1)\nEinheitliche Bekleidung\n1 Das Emblem").title
        == "Anlage 1 (zu Nummer 1.1) Einheitliche Bekleidung"
    )


def test_a_question_set_off_above_the_text_is_a_title() -> None:
    text = (
        "Derzeit bekommen viele Menschen eine Entscheidung des Bundesamtes, und auf "
        "der ersten Seite steht in großen Buchstaben ein Wort, das sie nicht kennen."
    )
    assert head_of(f"Bescheid – und nun?\n{text}").title == "Bescheid – und nun?"


def test_names_and_authorities_above_the_title_are_passed_over() -> None:
    assert (
        head_of("Dipl.-Ing. Max Muster, Vorsitzender der Gruppe\n\nErläuterungen zum Atemschutz\nAllgemeines").title
        == "Erläuterungen zum Atemschutz"
    )
    assert head_of("Bundesministerium der Bäche\n\nBäche von A bis Z\nVorwort").title == "Bäche von A bis Z"


def test_speakers_below_a_slides_title_are_not_part_of_it() -> None:
    head = read_head(
        ["Sport im Westen\nMax Muster & Eva Beispiel\nAmt für Sport"], {"producer": "Microsoft PowerPoint"}
    )
    assert (head.kind, head.title) == ("praesentation", "Sport im Westen")


def test_a_line_that_is_the_files_title_is_the_title_whatever_stands_above() -> None:
    head = head_of(
        "Zusammengestellt aus Unterlagen\n\nChronik der Bäche 2005 bis 2021\nStand: heute",
        title="Chronik der Bäche 2005 bis 2021",
    )
    assert head.title == "Chronik der Bäche 2005 bis 2021"
    assert next(item.page for item in head.evidence if item.field == "title") == 1


def test_a_files_title_is_borne_out_by_any_page_where_the_cover_is_a_picture() -> None:
    pages = ("", "Vorwort\nLiebe Leserinnen", "Bäche von A bis Z erscheint jährlich.")
    assert head_of(*pages, title="Bäche von A bis Z, Ausgabe2025").title == "Bäche von A bis Z, Ausgabe2025"


def test_what_a_template_left_as_title_is_none() -> None:
    page = "Öffentliche Bekanntmachung\n\nSatzung zur Pflege der Bäche\nDie Gemeinde hat beschlossen."
    assert head_of(page, title="Öffentliche Bekanntmachung").title == "Satzung zur Pflege der Bäche"


def test_a_list_of_sources_does_not_make_the_document_one_of_them() -> None:
    assert head_of("Chronik der Bäche\nNacherzählt nach:\n– Stadt Musterstadt: Handlungskonzept Bäche").kind is None


OPENING = (
    "(Beginn: 15.36 Uhr - Ende: 20.56 Uhr)\n"
    "Frau Beispiel: Guten Tag! Ich eröffne die 10. Sitzung des Rates.\nÄnderungsantrag der ABC-Fraktion\nAN/1256/2020\n"
)


def test_verbatim_minutes_are_known_by_their_first_line_whatever_they_quote() -> None:
    head = head_of(OPENING)
    assert (head.kind, head.paper_type, head.reference, head.title) == (
        "niederschrift",
        None,
        None,
        "10. Sitzung des Rates",
    )


def test_minutes_take_the_files_title_if_it_is_of_the_same_session() -> None:
    assert (
        head_of(OPENING, title="2021-09-28 - Wortprotokoll der 10. Sitzung des Rates (bearbeitet)2").title
        == "Wortprotokoll der 10. Sitzung des Rates"
    )
    assert head_of(OPENING, title="Wortprotokoll der 11. Sitzung des Rates").title == "10. Sitzung des Rates"


def test_minutes_are_named_by_their_running_head() -> None:
    running = Running(head=("Rat der Stadt Musterstadt", "10. Sitzung vom 16. September 2021 Seite 1"))
    head = head_of("(Beginn: 15.36 Uhr - Ende: 20.56 Uhr)\nHerr Muster: Guten Tag!", running=running)
    assert head.title == "Rat der Stadt Musterstadt, 10. Sitzung vom 16. September 2021"
    assert (head.kind, head.issuer) == ("niederschrift", "Stadt Musterstadt")
    assert {item.page for item in head.evidence} == {1}


def test_a_title_that_repeats_on_every_page_is_read_from_there() -> None:
    running = Running(head=("Satzung der Stadt Musterstadt über Orts- und", "Stadtteilbeiräte"))
    head = head_of("Inhaltsverzeichnis\n§ 1 Aufgaben\t2\n", running=running)
    assert (head.kind, head.title) == ("satzung", "Satzung der Stadt Musterstadt über Orts- und Stadtteilbeiräte")
    assert head.issuer == "Stadt Musterstadt"


def test_the_text_outweighs_the_running_head() -> None:
    running = Running(head=("Integrationsbericht 2019",))
    assert head_of("Integrationskonzept für Musterland\n2015", running=running).kind == "konzept"


def test_a_concept_for_a_district_is_not_said_to_be_by_it() -> None:
    assert head_of("Integrationskonzept für den Kreis Musterland\n2015").issuer is None


def test_an_issuer_has_neither_address_nor_day() -> None:
    page = "Ratgeber Bäche\nHerausgegeben von: Verband der Bäche e.V. Glinkastraße 40"
    assert head_of(page).issuer == "Verband der Bäche e.V."
    assert head_of("Hebesatzsatzung\nGemeinde Musterdorf vom 12.12.2024\n§ 1").issuer == "Gemeinde Musterdorf"
