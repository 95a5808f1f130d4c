"""The day of a paper."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.paper import Head, read_head
from ingest.sheet import Running


def head_of(*pages: str, running: Running | None = None) -> Head:
    return read_head(pages, {}, running or Running())


def test_an_invitation_is_dated_above_its_signature_not_on_the_weekday_of_its_session() -> None:
    page = (
        "Einladung Stadt Musterstadt\nOrtsbeirat Westend\n2. Sitzung Dienstag, 20.10.2020 18:30 Uhr Rathaus\n"
        "Tagesordnung\n1. Bänke am Teich\nIch lade Sie herzlich ein.\nMusterstadt, den 12. Oktober 2020"
    )
    assert head_of(page).date == date(2020, 10, 12)


def test_without_a_signature_the_weekday_of_the_session_is_the_day() -> None:
    page = "Einladung Stadt Musterstadt\nOrtsbeirat Westend\n2. Sitzung Dienstag, 20.10.2020 18:30 Uhr Rathaus"
    assert head_of(page).date == date(2020, 10, 20)


@pytest.mark.parametrize(
    "line",
    [
        "Zum 13.12.2025 aktuellste verfügbare Fassung",
        "Abgesetzt wurde der Tagesordnungspunkt 2.6.11.",
        "Stand: letzte Änderung berücksichtigt durch Artikel 3 des Gesetzes vom 11. März 2024",
        "Ab 01.08.2016 gilt der neue Plan",
    ],
)
def test_a_day_beside_another_word_than_a_place_is_not_the_papers(line: str) -> None:
    assert head_of(f"Bericht zur Lage der Bäche\n{line}\nDer Bericht beginnt hier.").date is None


def test_a_laws_day_is_found_behind_another_label() -> None:
    page = (
        "Amtliche Abkürzung: BachVO Ausfertigungsdatum: 18.10.2011\nGültig ab: 05.11.2011\nGliederungs-Nr: 2030-2\n"
        "Verordnung der Landesregierung über die Bäche\nZum 13.12.2025 aktuellste verfügbare Fassung"
    )
    assert head_of(page).date == date(2011, 10, 18)


def test_a_statute_bears_the_day_of_its_signature() -> None:
    first = (
        "Satzung über die Nutzung der Grillplätze\nAufgrund der Gemeindeordnung hat der Rat beschlossen:\n§ 1 Plätze\n"
        "Es gibt drei.\n§ 2 Zeiten\nBis 22 Uhr.\n§ 3 Müll\nIst mitzunehmen."
    )
    last = "§ 9 Inkrafttreten\nDie Satzung gilt ab sofort.\nMusterdorf, den 26.11.2019\nErika Beispiel"
    head = head_of(first, last)
    assert head.date == date(2019, 11, 26)
    assert next(item.page for item in head.evidence if item.field == "date") == 2


def test_signatures_of_several_days_say_nothing_so_the_day_of_the_vote_counts() -> None:
    first = (
        "Satzung über die Nutzung der Grillplätze\n"
        "Aufgrund des Gesetzes vom 07.03.2005 hat der Rat in der Sitzung vom 29.08.2019 beschlossen:\n"
        "§ 1 Plätze\nEs gibt drei.\n§ 2 Zeiten\nBis 22 Uhr.\n§ 3 Müll\nIst mitzunehmen."
    )
    last = "Musterdorf, den 30.08.2019\nErika Beispiel\n1. Änderung\nMusterdorf, den 12.05.2021\nErika Beispiel"
    head = head_of(first, last)
    assert head.date == date(2019, 8, 29)
    assert all(item.quote in first for item in head.evidence)


def test_a_day_set_off_below_the_contents_is_the_statutes() -> None:
    pages = (
        "Satzung der Stadt Musterstadt über Beiräte\nInhaltsverzeichnis\n§ 1 Aufgaben",
        "vom 20.02.2020 / In Kraft getreten am 06.03.2020\nDie Stadt erlässt:",
    )
    assert head_of(*pages).date == date(2020, 2, 20)


def test_the_day_of_a_law_that_a_statute_rests_on_is_not_the_statutes() -> None:
    page = (
        "Satzung über die Nutzung der Grillplätze\nAufgrund des Baugesetzbuchs\n"
        "vom 23. September 2004 (BGBl. I S. 2414), zuletzt geändert, hat der Rat beschlossen:"
    )
    assert head_of(page).date is None


def test_minutes_take_their_day_from_the_running_head() -> None:
    running = Running(head=("Rat der Stadt Musterstadt", "7. Sitzung vom 16. September 2021 Seite 1"))
    head = head_of("(Beginn: 15.36 Uhr - Ende: 20.56 Uhr)\nFrau Beispiel: Guten Tag!", running=running)
    assert head.date == date(2021, 9, 16)


def test_a_table_of_earlier_sessions_does_not_outweigh_the_termin_of_the_head() -> None:
    page = (
        "BESCHLUSSVORLAGE\nGremium: Gemeinderat\nTermin: 25.09.2007\nVorlage Nr.: 1098\nBachplan\n"
        "Beratungsfolge\tTermin\nPlanungsausschuss\t30.10.2003\nGemeinderat\t25.09.2007\n"
    )
    assert head_of(page).date == date(2007, 9, 25)
