"""Compounds: cut where the parts are words, left whole where they are not."""

import pytest

from kb.compounds import fold, parse, split

WHOLE = {
    "Rucksack",
    "Handy",
    "Vorlage",
    "Unterlage",
    "Übersicht",
    "Verwaltung",
    "Entwicklung",
    "Zentrum",
    "Universität",
    "durchführen",
    "Gesundheit",
    "Partnerschaft",
    "Mettmann",
    "Düsseldorf",
    "Hoffmann",
    "Karlsruhe",
}


def parts(word: str) -> str:
    return "+".join(split(fold(word.casefold())))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Integrationskonferenz", "integrations+konferenz"),
        ("Kreisintegrationszentrum", "kreis+integrations+zentrum"),
        ("Kinderbetreuung", "kinder+betreuung"),
        ("Sprachförderung", "sprach+foerderung"),
        ("Ausländerbehörde", "auslaender+behoerde"),
        ("Jugendmigrationsdienst", "jugend+migrations+dienst"),
        ("Personalausweis", "personal+ausweis"),
    ],
)
def test_compounds_are_cut_into_their_words(word: str, expected: str) -> None:
    assert parts(word) == expected


@pytest.mark.parametrize("word", sorted(WHOLE))
def test_words_and_names_that_are_no_compounds_stay_whole(word: str) -> None:
    assert parts(word) == ""


def test_parts_and_nothing_else_make_up_the_word() -> None:
    for word in ("einbuergerungstest", "schulsozialarbeit", "krankenhausbehandlung"):
        assert "".join(split(word)) == word


def test_the_likelier_of_two_ways_to_cut_wins() -> None:
    known = parse("stau m 5\nbecken h 50\nstaub m 50\necken h 2\nwort h 1000")
    assert split("staubecken", known) == ("stau", "becken")


def test_a_word_that_leaves_a_remainder_stays_whole() -> None:
    known = parse("kreis m 10\nhaus h 10")
    assert split("kreisxhaus", known) == ()
    assert split("kreishausx", known) == ()
    assert split("kreishaus", known) == ("kreis", "haus")
