"""What a council paper says of itself on its first page."""

from __future__ import annotations

import pytest

from assistant.overview import asks_for_all, overview
from assistant.question import read_question
from kb.embed import load_embedder
from tests.assistant.factories import passage

HEAD = passage(
    ("Fachbereich: Sozialamt\tDatum: 19.10.2021", "row"),
    ("Beratungsfolge\tTermine", "row"),
    ("Sozialausschuss\t25.11.2021\tKenntnisnahme", "row"),
    ("Aktualisierung der Datensammlung Integration", "heading"),
    ("Beschlussvorschlag:", "heading"),
    "Der Ausschuss nimmt die Vorlage zur Kenntnis.",
    ("Finanzielle Auswirkung\t☒ nein", "row"),
    "Ein Satz der Begründung.",
)


def test_title_dates_resolution_and_effects_are_taken_in_reading_order() -> None:
    taken = overview("Aktualisierung der Datensammlung Integration", [HEAD])
    assert [at for _, at in taken] == [2, 3, 4, 5, 6]


def test_later_pages_say_nothing_of_the_head() -> None:
    assert overview("Titel", [passage("Finanzielle Auswirkung: nein", page=2)]) == ()


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("Was steht in der Vorlage 50/025/2021?", True),
        ("Worum geht es in 50/025/2021?", True),
        ("50/025/2021", True),
        ("Welche finanziellen Auswirkungen hat die Vorlage 50/025/2021?", False),
        ("Was steht in der Vorlage 50/025/2021 zu Personal und Klima?", False),
    ],
)
def test_only_a_question_about_the_whole_paper_gets_its_head(question: str, whole: bool) -> None:
    assert asks_for_all(read_question(question, "de"), lambda word: 0.8, load_embedder("builtin")) is whole


@pytest.mark.parametrize(
    "question",
    [
        "Was steht in der Vorlage 12/2021 zum Personalbedarf?",
        "Was steht in der Vorlage 12/2021 über Kosten?",
        "What is the amount in 12/2021?",
        "Wann war 12/2021?",
    ],
)
def test_a_particular_question_about_a_paper_is_not_answered_by_its_head(question: str) -> None:
    assert not asks_for_all(read_question(question), lambda word: 0.5, load_embedder("builtin"))
