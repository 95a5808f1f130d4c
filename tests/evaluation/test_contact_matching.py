"""Judging a catalogue of contacts against a gold list."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation.contacts import score


def row(person: str | None = None, **values: Any) -> dict[str, Any]:
    return {"document": "a.pdf", "person": person, "tasks": [], **values}


GOLD = [
    row("Armin Römer", role="Leitung", unit="KIZ", phone="02104 992175"),
    row(None, unit="Sozialamt", phone="02104 1000"),
    row("Birgit Alkenings", optional=True),
]


def test_a_catalogue_like_the_list_is_right_in_everything() -> None:
    figures = score(GOLD, GOLD)
    assert (figures["precision"], figures["recall"], figures["fields"]) == (1.0, 1.0, 1.0)


def test_names_and_numbers_count_in_every_spelling() -> None:
    found = [
        row("Herr Römer", role="Leitung", unit="KIZ", phone="02104/99-2175"),
        row(unit="Sozialamt", phone="+49 2104 1000"),
    ]
    assert score(GOLD, found)["fields"] == 1.0


def test_what_is_optional_counts_neither_way_and_what_is_not_listed_counts_against() -> None:
    found = [*GOLD[:2], row("Eva Roth", phone="1234567")]
    assert score(GOLD, found)["precision"] == pytest.approx(0.67)
    assert score(GOLD, GOLD[:2])["precision"] == 1.0


def test_a_missed_contact_costs_recall_and_a_wrong_number_a_field() -> None:
    found = [row("Armin Römer", role="Leitung", unit="KIZ", phone="02104 1")]
    figures = score(GOLD, found)
    assert figures["recall"] == 0.5
    assert figures["by_field"]["phone"] == [0.0, 1]


def test_two_rows_of_one_person_are_one_contact() -> None:
    gold = [row("Armin Römer", phone="1234567"), row("Armin Römer", mail="roemer@kreis.example")]
    assert score(gold, gold)["gold"] == 1


def test_papers_that_the_list_does_not_have_are_not_judged() -> None:
    other = {**row("Eva Roth", phone="1234567"), "document": "b.pdf"}
    assert score(GOLD, [*GOLD, other])["precision"] == 1.0
