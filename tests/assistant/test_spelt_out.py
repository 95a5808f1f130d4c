"""What an abbreviation stands for."""

from __future__ import annotations

import pytest

from assistant.choose import ENOUGH, choose
from assistant.extract import Scored
from assistant.question import read_question
from assistant.spelt_out import spelt_out
from assistant.units import units_of
from tests.assistant.factories import hit

HITS = [
    hit("Der JMD berät junge Menschen.", "Träger ist der Jugendmigrationsdienst (JMD).", ("JMD – Beratung", "heading")),
    hit("Programm „Integrationschancen für Kinder und Familien – IfKuF“ läuft weiter.", number=2),
]
SCORED = [Scored(unit, value) for unit, value in zip(units_of(HITS), (3.0, -1.0, 2.0, -4.0), strict=True)]


@pytest.mark.parametrize(
    ("question", "at"),
    [
        ("Wofür steht JMD?", (0, 1)),
        ("Was bedeutet die Abkürzung JMD?", (0, 1)),
        ("What does JMD stand for?", (0, 1)),
        ("Wofür steht IfKuF?", (1, 0)),
    ],
)
def test_who_asks_what_an_abbreviation_stands_for_is_told_where_it_is_spelt_out(
    question: str, at: tuple[int, int]
) -> None:
    choice = choose(read_question(question), SCORED, HITS, ENOUGH - 3)
    assert choice is not None
    assert choice.picked == (at,)


@pytest.mark.parametrize("question", ["Was macht der JMD?", "Wofür steht ABC?", "Was bedeutet Teilhabe?"])
def test_other_questions_are_none_of_it(question: str) -> None:
    assert spelt_out(question, SCORED) is None
