"""Follow-up questions completed by rules."""

from __future__ import annotations

import pytest

from assistant.followups import Turn, complete
from assistant.question import greeting

HEAD = Turn("Wer leitet das Integrationszentrum?", "Leitung: Armin Muster [1]")
MOTHERS = Turn("Welche Angebote gibt es für Mütter?", "Das Müttercafé.")


def test_a_phrase_takes_the_place_of_the_one_with_its_preposition() -> None:
    assert complete([MOTHERS], "und für Väter?") == "Welche Angebote gibt es für Väter?"


def test_a_phrase_without_a_place_of_its_own_is_added() -> None:
    assert complete([MOTHERS], "Und in Hilden?") == "Welche Angebote gibt es für Mütter in Hilden?"


def test_phrases_add_up_over_several_turns() -> None:
    history = [MOTHERS, Turn("und für Väter?", "Die Väterarbeit.")]
    assert complete(history, "Und in Hilden?") == "Welche Angebote gibt es für Väter in Hilden?"


@pytest.mark.parametrize(
    ("before", "question", "after"),
    [
        ("What courses are there for women?", "and for men?", "What courses are there for men?"),
        ("Quels cours pour les femmes ?", "et pour les hommes ?", "Quels cours pour les hommes?"),
        ("Які курси є для жінок?", "а для дітей?", "Які курси є для дітей?"),
    ],
)
def test_phrases_are_replaced_in_other_languages_too(before: str, question: str, after: str) -> None:
    assert complete([Turn(before, "…")], question) == after


def test_who_was_named_is_taken_over_and_what_was_asked_is_not() -> None:
    asked = complete([HEAD], "Und wie erreiche ich ihn?")
    assert asked.startswith("Armin Muster Integrationszentrum")
    assert "leitet" not in asked


def test_a_question_without_a_word_of_its_own_keeps_what_was_asked() -> None:
    assert complete([HEAD], "Seit wann?") == "leitet Integrationszentrum: Seit wann?"


def test_a_new_topic_drops_the_old() -> None:
    assert complete([HEAD], "Welche Sprachkurse gibt es in Velbert?") == "Welche Sprachkurse gibt es in Velbert?"


def test_a_whole_question_behind_a_place_is_no_phrase() -> None:
    asked = complete([MOTHERS], "Und in Hilden, wer ist da zuständig?")
    assert "wer ist da zuständig" in asked


def test_thanks_in_between_are_no_topic_for_the_assistant() -> None:
    assert greeting("Danke") == ("de", "thanks")
