"""Who asks about one paper by name is not answered with another."""

from __future__ import annotations

from assistant.asked_paper import ANOTHERS, ELSEWHERE, belonging
from assistant.question import read_question
from assistant.units import units_of
from kb.model import Hit
from tests.assistant.factories import document, hit


def changes(question: str, *hits: Hit) -> list[float]:
    return [float(change) for change in belonging(read_question(question), hits, units_of(hits))]


def test_a_sentence_about_another_paper_of_the_sort_does_not_answer() -> None:
    found = hit("Der Kreistag beschloss das Rahmenkonzept.", "Der Rat beschloss das Handlungskonzept.")
    assert changes("Wer hat das Handlungskonzept beschlossen?", found)[0] == ANOTHERS
    assert changes("Wer hat das Rahmenkonzept beschlossen?", found)[1] == ANOTHERS


def test_what_is_inflected_is_the_same_paper() -> None:
    found = hit("Ziel des Handlungskonzeptes ist der Zusammenhalt.")
    assert changes("Welche Ziele hat das Handlungskonzept?", found) == [0.0]


def test_what_does_not_stand_with_the_name_follows_what_does() -> None:
    own = hit("Das Integrationskonzept verfolgt ein Ziel.", "Es will Teilhabe.", "Alle sind froh.")
    other = hit("Das Projekt verfolgt zwei Ziele.", number=2)
    assert changes("Welche Ziele verfolgt das Integrationskonzept?", own, other) == [0.0, 0.0, ELSEWHERE, ELSEWHERE]


def test_a_paper_that_bears_the_name_speaks_of_itself_throughout() -> None:
    own = hit("Ziel ist die Teilhabe.", of=document("Integrationskonzept 2020"))
    assert changes("Welche Ziele verfolgt das Integrationskonzept?", own) == [0.0]


def test_where_no_sentence_says_the_name_and_where_none_is_asked_for_nothing_changes() -> None:
    found = hit("Das Projekt verfolgt zwei Ziele.")
    assert changes("Welche Ziele verfolgt das Integrationskonzept?", found) == [0.0]
    assert changes("Welche Ziele verfolgt das Projekt?", found) == [0.0]
