"""Questions about somebody by name."""

from __future__ import annotations

import pytest

from assistant.choose import ENOUGH, choose
from assistant.extract import Scored
from assistant.person_asked import Person, person_asked, told_of
from assistant.question import read_question
from assistant.units import units_of
from kb.model import Hit
from tests.assistant.factories import hit


@pytest.mark.parametrize(
    ("question", "person"),
    [
        ("Was macht Frau Muster?", Person("Muster", alone=True)),
        ("Wer ist Herr Dr. Max Beispiel?", Person("Beispiel", alone=True)),
        ("Und wofür ist Frau Muster eigentlich zuständig?", Person("Muster", alone=True)),
        ("Welche Telefonnummer hat Frau Muster?", Person("Muster", alone=False)),
        ("Who is Mrs Muster?", Person("Muster", alone=True)),
        ("Was macht das Amt für Frauen?", None),
        ("Welche Angebote gibt es für Herren?", None),
    ],
)
def test_somebody_is_named_after_the_way_they_are_addressed(question: str, person: Person | None) -> None:
    assert person_asked(question) == person


def scored(hits: list[Hit], *values: float) -> list[Scored]:
    return [Scored(unit, value) for unit, value in zip(units_of(hits), values, strict=True)]


def test_what_is_said_of_others_answers_no_question_about_a_person() -> None:
    hits = [hit("Das Zentrum berät Familien.", "Frau Muster leitet das Projekt.")]
    asked = read_question("Was macht Frau Muster?")
    choice = choose(asked, scored(hits, 3.0, -2.0), hits, ENOUGH - 2)
    assert choice is not None
    assert choice.picked == ((0, 1),)
    assert choose(read_question("Was macht Frau Fremd?"), scored(hits, 3.0, -2.0), hits, ENOUGH + 2) is None


def test_where_only_a_line_beside_names_somebody_its_neighbours_are_told_of_them() -> None:
    hits = [hit("Erika Muster", "Sie leitet das Projekt.", "Es gibt Kurse.", "Und Feste.")]
    rest = scored(hits, 0.0, 3.0, 2.0, 1.0)[1:]
    found = told_of(Person("Muster", alone=True), rest, hits)
    assert [entry.unit.at for entry in found] == [1, 2]
