"""Whom an offer is for and what it is about, told by German words."""

from __future__ import annotations

import pytest

from kb.offer_words import audiences, label, languages, topics, values


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Eltern mit Kindern von 1 bis 3 Jahren", ["parents", "children"]),
        ("Eltern von Kindern im Grundschulalter", ["parents"]),
        ("Frauen mit und ohne Kinder", ["women"]),
        ("Seniorinnen und Senioren", ["older people"]),
        ("ehrenamtlich Tätige", ["volunteers"]),
        ("Erzieherinnen und Erzieher", ["day-care staff"]),
        ("Migrantenorganisationen und Vereine", ["associations"]),
        ("Mitarbeitende der Kreisverwaltung", ["administration"]),
        ("Deutsch in der Muttersprache erklärt", []),
        ("Besuch im Frauenhaus", []),
    ],
)
def test_audiences_are_told_by_their_words(said: str, expected: list[str]) -> None:
    assert [told.value for told in audiences(said)] == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Sprachcafé", "language"),
        ("Schuldnerberatung", "counselling"),
        ("Hausaufgabenhilfe", "school"),
        ("Vater-Kind-Turnen", "sport"),
    ],
)
def test_the_first_topic_named_is_that_of_a_name(said: str, expected: str) -> None:
    assert topics(said)[0].value == expected


def test_a_stretch_is_that_of_the_word() -> None:
    said = "Ein Kurs für Väter"
    (told,) = audiences(said)
    assert said[told.start : told.end] == "Väter"


def test_languages_are_named_once_in_their_order() -> None:
    assert [told.value for told in languages("Türkisch, Deutsch und deutsch")] == ["Türkisch", "Deutsch"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Türkçe, العربية, Українська", ["Türkisch", "Arabisch", "Ukrainisch"]),
        ("English – Français – Polski", ["Englisch", "Französisch", "Polnisch"]),
        ("Kurdisch (Kurmandschi), Deutsch", ["Kurdisch (Kurmandschi)", "Deutsch"]),
        ("mit Übersetzung ins Arabische und Ukrainische", ["Arabisch", "Ukrainisch"]),
        ("in türkischer und arabischer Sprache", ["Türkisch", "Arabisch"]),
        ("deutsch/arabisch", ["Deutsch", "Arabisch"]),
        ("Deutsche Gebärdensprache", ["Deutsche Gebärdensprache"]),
        ("arabische Küche für deutsche und türkische Frauen", []),
    ],
)
def test_languages_go_by_their_german_names(said: str, expected: list[str]) -> None:
    assert [told.value for told in languages(said)] == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Kita-Eltern", ["parents"]),
        ("65plus", ["older people"]),
        ("Migrantenvereine", ["associations"]),
        ("Beschäftigte im Jobcenter", ["administration"]),
        ("Mitglieder der Integrationsräte", ["volunteers"]),
        ("Aktive der Flüchtlingshilfe", []),
    ],
)
def test_compounds_of_the_words_tell_them_as_well(said: str, expected: list[str]) -> None:
    assert [told.value for told in audiences(said)] == expected


def test_every_value_has_a_name_for_readers() -> None:
    for vocabulary in ("audience", "topic"):
        assert all(label(vocabulary, value) != value for value in values(vocabulary))
    assert label("topic", "unheard of") == "unheard of"
