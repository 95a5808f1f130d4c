"""How old an answer is, and what papers of different years say differently."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assistant.answer import Assistant
from assistant.question import read_question
from assistant.stand import OLD, present
from kb.config import Config
from kb.embed import load_embedder
from kb.model import Answer, Hit
from tests.assistant.factories import FakeKnowledge, document, hit

TODAY = date(2026, 6, 1)
NEW, OLDER = date(2026, 1, 15), date(2020, 5, 1)


def ask(question: str, *hits: Hit, language: str | None = None) -> Answer:
    kb: Any = FakeKnowledge(*hits)
    return Assistant(kb, Config(), load_embedder("builtin"), lambda: TODAY).ask(question, language=language)


def head_of(name: str, day: date | None, number: int = 1, score: float = 1.0) -> Hit:
    paper = document(f"Steckbrief {day.year if day else ''}".strip(), day)
    return hit(f"Frau {name} leitet das Integrationszentrum.", of=paper, number=number, score=score)


def test_an_old_source_of_an_answer_about_the_present_is_named_with_its_stand() -> None:
    answer = ask("Wer leitet das Integrationszentrum?", head_of("Römer", OLDER))
    assert "Laut „Steckbrief 2020“ (Stand 01.05.2020); seither kann sich das geändert haben." in answer.notes


def test_the_note_is_in_the_language_of_the_asker() -> None:
    answer = ask("Who leads the integration centre?", head_of("Römer", OLDER), language="en")
    assert any(note.startswith("According to “Steckbrief 2020” (as of 2020-05-01)") for note in answer.notes)


def test_a_new_source_needs_no_word_on_its_age() -> None:
    assert ask("Wer leitet das Integrationszentrum?", head_of("Römer", NEW)).notes == ()


def test_the_day_before_a_source_is_old_nothing_is_said() -> None:
    assert ask("Wer leitet das Integrationszentrum?", head_of("Römer", TODAY - OLD)).notes
    assert not ask(
        "Wer leitet das Integrationszentrum?", head_of("Römer", TODAY - OLD + (date(2, 1, 2) - date(2, 1, 1)))
    ).notes


def test_a_source_without_a_date_is_said_to_have_none() -> None:
    answer = ask("Wer leitet das Integrationszentrum?", head_of("Römer", None))
    assert any("ohne Datum" in note for note in answer.notes)


def test_two_heads_are_both_shown_the_newest_first_and_the_note_has_both_with_their_stand() -> None:
    answer = ask("Wer leitet das Integrationszentrum?", head_of("Alt", OLDER), head_of("Neumann", NEW, 2, 0.9))
    assert [sentence.text.split()[1] for sentence in answer.sentences if sentence.part == "text"] == ["Neumann", "Alt"]
    assert any(
        "Alt (laut „Steckbrief 2020“, Stand 01.05.2020); Neumann (laut „Steckbrief 2026“, Stand 15.01.2026)" in note
        for note in answer.notes
    )


def test_two_prices_are_both_shown_the_newest_first() -> None:
    old = hit("Der Sprachkurs kostet 20 Euro im Monat.", of=document("Programm 2020", OLDER))
    new = hit("Der Sprachkurs kostet 35 Euro im Monat.", of=document("Programm 2026", NEW), number=2, score=0.9)
    answer = ask("Was kostet der Sprachkurs?", old, new)
    assert ["35 Euro" in answer.sentences[0].text, "20 Euro" in answer.sentences[1].text] == [True, True]
    assert any("Stand 01.05.2020" in note and "Stand 15.01.2026" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "now"),
    [
        ("Wer leitet das Integrationszentrum?", True),
        ("Was kostet der Kurs?", True),
        ("Welche Angebote gibt es für Väter?", True),
        ("Who is in charge of the centre?", True),
        ("Merkezi kim yönetiyor?", True),
        ("Wer leitete das Integrationszentrum früher?", False),
        ("Wer hat 2010 das Sachgebiet geleitet?", False),
        ("Wie viele Teilnehmende gab es damals?", False),
        ("Wann wurde das Konzept beschlossen?", False),
        ("Wie hat sich die Integrationsarbeit entwickelt?", False),
        ("Was steht in der Vorlage 50/025/2021?", False),
        ("Who was the head of the centre?", False),
    ],
)
def test_questions_about_the_present_are_told_from_those_about_the_past(question: str, now: bool) -> None:
    assert present(read_question(question)) is now


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("Wann ist die nächste Integrationskonferenz?", False),
        ("When is the next Integrationskonferenz?", False),
        ("Wann war die Integrationskonferenz?", True),
    ],
)
def test_what_is_over_is_no_answer_to_when_it_is_next(question: str, answered: bool) -> None:
    answer = ask(question, hit("Die Integrationskonferenz findet am 08.03.2019 statt.", of=document("Bericht", OLDER)))
    assert answer.answered is answered


def test_what_is_still_to_come_is_told() -> None:
    answer = ask(
        "Wann ist die nächste Integrationskonferenz?",
        hit("Die Integrationskonferenz findet am 08.09.2026 statt.", of=document("Bericht", NEW)),
    )
    assert "08.09.2026" in answer.text
