"""Kinds of fact as questions name them and papers print them."""

from __future__ import annotations

import pytest

from assistant.facts import OFFICE, holds, kind_of, places, strength, told_by


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "Im Integrationszentrum arbeiten 15 Beschäftigte."),
        ("number", "Es gibt zwölf Gruppen."),
        ("phone", "Hilfetelefon: 0800 – 111 0 333"),
        ("phone", "Tel. 02104/99-2175"),
        ("hours", "Mo bis Fr 8:00 – 12:00 Uhr"),
        ("audience", "Das Angebot richtet sich an Väter."),
        ("audience", "ein Sprachprogramm für Eltern mit kleinen Kindern"),
        ("leader", "Die Leitung hat Erika Muster."),
        ("office", "Unter Federführung des Gesundheitsamtes werden Themen vorbereitet."),
        ("age", "Kinder unter 10 Jahren dürfen nur in Begleitung hinein."),
        ("measure", "eine Aufstiegsgeschwindigkeit von 10 m/min"),
        ("date", "Start war der 01.10.2019, Dauer zunächst drei Jahre."),
    ],
)
def test_a_fact_is_known_by_how_it_is_printed(kind: str, text: str) -> None:
    assert holds(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "Beschlossen am 19.10.2021 im Kreishaus, Nr. 12"),
        ("number", "Die Vorlage 50/025/2021 nennt es einen festen Teil."),
        ("number", "Telefon: 02104 992175"),
        ("number", "Tel.: 09131 / 86-2083"),
        ("date", "Tel.: 09131 / 86-2083"),
        ("date", "Musterstadt, den 23.10.2020"),
        ("date", "13.09.2022"),
        ("office", "Er läuft gern durch den Wald."),
        ("phone", "am 01.02.2020"),
        ("hours", "Vom 01. April 2019 an arbeiten dort 15 Beschäftigte."),
    ],
)
def test_what_only_looks_like_a_fact_is_none(kind: str, text: str) -> None:
    assert not holds(kind, text)


def test_a_person_is_a_surer_answer_to_who_than_an_office() -> None:
    assert strength("person", "Die Leitung hat Erika Muster.") == 1
    assert strength("person", "Zuständig ist das Gesundheitsamt.") == OFFICE
    assert strength("person", "Es regnet.") == 0


def test_places_say_where_facts_begin() -> None:
    assert places("number", "Es sind 15 Frauen und 20 Männer.") == (8, 9, 22, 23)


def test_a_word_names_its_kind() -> None:
    assert kind_of("Sprechzeiten") == "hours"
    assert kind_of("Rucksack") is None


def test_a_number_of_five_digits_is_a_number_and_a_postcode_is_none() -> None:
    assert holds("number", "Es kamen 12000 Menschen.")
    assert not holds("number", "Anschrift: Marktplatz, 40822 Mettmann")


def test_a_year_is_told_by_a_date_without_asking_for_one() -> None:
    assert told_by("Jahr") == "date"
    assert kind_of("Jahr") is None


@pytest.mark.parametrize(
    "text",
    [
        "Landrat Hendele sagt es zu.",
        "Dezernentin laut Bericht\tEva Muster",
        "Thomas Weber, Bürgermeister",
        "Herr Landrat Kroll",
    ],
)
def test_a_name_beside_a_title_says_who_holds_an_office(text: str) -> None:
    assert holds("holder", text)


@pytest.mark.parametrize(
    "text",
    ["Der Landrat übertrug die Umsetzung dem Zentrum.", "Der Landrat kam. Frau Muster ging.", "Eva Muster berichtet."],
)
def test_a_title_without_a_name_does_not(text: str) -> None:
    assert not holds("holder", text)


@pytest.mark.parametrize("word", ["Europakanal", "Europa", "Europäische", "summer"])
def test_words_that_only_begin_like_money_ask_for_none(word: str) -> None:
    assert kind_of(word) is None


def test_from_when_a_rule_holds_is_told_by_its_taking_effect() -> None:
    assert holds("effect", "Die Satzung tritt am 01.01.2026 in Kraft.")
    assert holds("effect", "Die Regelung gilt ab dem 1. März.")
    assert not holds("effect", "Die Kraft der Gemeinschaft zählt.")
