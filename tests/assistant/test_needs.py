"""Which words of a question are names, numbers, nouns and other words."""

from __future__ import annotations

import pytest

from assistant.needs import is_proper, needs_of


def sorts(question: str, rarity: float = 1.0) -> dict[str, str]:
    return {need.word: need.sort for need in needs_of(question, "de", lambda word: rarity)}


@pytest.mark.parametrize("word", ["Erlangen", "Düsseldorf", "Solingen", "Mürbeth", "Kattowitz"])
def test_towns_and_persons_are_proper_names(word: str) -> None:
    assert is_proper(word)


@pytest.mark.parametrize(
    "word",
    [
        "Vater",
        "Sorgen",
        "Kilo",
        "Bürgersteig",
        "Geflüchtete",
        "Freiwillige",
        "Azubis",
        "Stockwerke",
        "Spielautomatensteuer",
    ],
)
def test_words_of_the_language_are_none(word: str) -> None:
    assert not is_proper(word)


def test_each_word_has_its_sort() -> None:
    found = sorts("Welche Kosten hatte Solingen im November 2022 für 300 Bänke?")
    assert found["Solingen"] == "name"
    assert found["November"] == "word"
    assert found["2022"] == found["300"] == "number"
    assert found["Bänke"] == "noun"


def test_a_name_that_nearly_every_page_has_is_amiss_no_more_than_a_noun() -> None:
    assert sorts("Wer hilft in Solingen?", rarity=0.1)["Solingen"] == "noun"


def test_the_day_of_a_date_is_no_number_to_be_found() -> None:
    found = sorts("Wer leitete die Sitzung am 29. Juni 2022?")
    assert found["29"] == "word"
    assert found["2022"] == "number"


def test_a_noun_is_one_as_first_word() -> None:
    assert sorts("Fahrrad reparieren")["Fahrrad"] == "noun"
    assert sorts("fahrrad reparieren")["fahrrad"] == "noun"
    assert sorts("Fahrrad reparieren")["reparieren"] == "word"


def test_languages_and_peoples_are_no_names_in_english() -> None:
    found = {need.word: need.sort for need in needs_of("Where is a German course in Solingen?", "en", lambda word: 1.0)}
    assert found["German"] == "word"
    assert found["Solingen"] == "name"


def test_how_somebody_is_addressed_is_no_content() -> None:
    assert set(sorts("Welche Faxnummer hat Herr Mürbeth?")) == {"Faxnummer", "Mürbeth"}
    assert "Frauen" in sorts("Gibt es Angebote für Frauen?")
