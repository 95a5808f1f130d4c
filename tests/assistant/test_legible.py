"""Lines that answer nothing: misread scans, forms of a letter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.extract import Scored
from assistant.legible import formal, labelled, legible
from assistant.units import Unit


@pytest.mark.parametrize(
    ("text", "scan", "made_of_words"),
    [
        ("5", False, False),
        ("\\\\ 0 || |Lindenstr/ Nordbad (2019); EN", True, False),
        ("~ ;: |_ Bericht _|| 33 § $ zur .. ,, Lage ## 12 ++ 4", True, False),
        ("Das Bad wird bis Ende 2024 saniert.", True, True),
        ("Ort: Rathaus", True, True),
        ("Leitung\tErika Muster", True, True),
        ("Tel. 0211 445566", True, True),
        ("Griffbereit", False, True),
        ("60 Plätze", False, True),
    ],
)
def test_a_line_is_made_of_words_or_holds_a_contact_or_a_value_with_its_label(
    text: str, scan: bool, made_of_words: bool
) -> None:
    assert legible(text, scan=scan) is made_of_words


@pytest.mark.parametrize(
    ("text", "of_a_letter"),
    [
        ("Musterstadt, den 12. Oktober 2020", True),
        ("Musterstadt, 12.10.2020", True),
        ("Sehr geehrte Damen und Herren,", True),
        ("Ich darf Sie hiermit zur Sitzung des Beirats einladen.", True),
        ("Hiermit lade ich Sie zu unserer nächsten Sitzung ein.", True),
        ("Mit freundlichen Grüßen", True),
        ("gez. Armin Muster", True),
        ("Das Amt lädt Eltern zum Gespräch ein.", False),
        ("Wir dürfen die Räume im Rathaus nutzen.", False),
        ("Der Beirat tagte in Musterstadt, danach am 12.10.2020 in Hilden.", False),
    ],
)
def test_place_and_date_greetings_and_invitations_are_forms_of_a_letter(text: str, of_a_letter: bool) -> None:
    assert formal(text) is of_a_letter


def test_an_invitation_answers_only_with_a_fact_that_was_asked_for() -> None:
    invited = Scored(Unit("Ich darf Sie hiermit zur Sitzung am 3. Mai einladen.", "text"), 4.0)
    assert not invited.eligible
    assert replace(invited, fact=1.0).eligible


def test_what_a_scan_was_misread_as_is_no_answer() -> None:
    dirt = Scored(Unit("\\\\ 0 || |Lindenstr/ Nordbad (2019)", "text", scan=True), 4.0)
    assert not dirt.eligible
    assert not Scored(Unit("5", "text"), 4.0).eligible


def test_a_label_is_short_and_stands_at_the_beginning() -> None:
    assert labelled("Für wen: Väter")
    assert not labelled("Das Amt berät, und zwar alle, die neu sind: Frauen")


def test_who_sends_a_paper_is_no_sentence() -> None:
    assert formal("Stadt Musterstadt · Der Bürgermeister · Amt für Soziales Sitzungsvorlage: Konzept")
    assert not formal("Der Bürgermeister der Stadt lädt alle zum Fest.")
    assert not formal("Frühe Bildung\tGriffbereit · Rucksack KiTa")


def test_a_heading_with_the_number_asked_for_may_answer() -> None:
    unit = Unit("3.1 Antrag der Fraktion betreffend „Partnerstadt“ AN/0900/2022", "heading")
    assert not Scored(unit, 1.0).eligible
    assert Scored(unit, 1.0, named=True).eligible
