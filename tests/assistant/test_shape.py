"""Whether an answer holds what a follow-up asks for."""

from __future__ import annotations

import pytest

from assistant.choose import cite
from assistant.question import read_question
from assistant.shape import lines_of, tells
from kb.model import Answer, AnswerSentence
from tests.assistant.factories import hit


@pytest.mark.parametrize(
    ("question", "said", "told"),
    [
        ("Seit wann?", "Leitung: Armin Muster", False),
        ("Seit wann?", "Das Zentrum gibt es seit 2013.", True),
        ("Was kostet das?", "Der Kurs findet im Rathaus statt.", False),
        ("Was kostet das?", "Die Teilnahme ist kostenlos.", True),
        ("Ab welchem Alter?", "Der Kurs findet im Rathaus statt.", False),
        ("Ab welchem Alter?", "Mitmachen können Kinder ab 6 Jahren.", True),
        ("Wie erreiche ich ihn?", "Leitung: Armin Muster", False),
        ("Wie erreiche ich ihn?", "Telefon: 0211 445566", True),
        ("Für wen?", "Leitung: Armin Muster", True),
    ],
)
def test_a_follow_up_for_one_fact_is_answered_by_one(question: str, said: str, told: bool) -> None:
    sentences, citations = cite([(0, 0)], [hit(said)])
    answer = Answer(True, "de", "fact", said, sentences, citations)
    assert tells(read_question(question, "de"), answer) is told


def test_further_quotes_stand_under_a_title_of_their_own() -> None:
    said = AnswerSentence("Es gibt Kurse.", (1,))
    also = AnswerSentence("Ein Verein hilft.", (2,), "also")
    assert lines_of("de", (said, also)) == ["Es gibt Kurse. [1]", "Dazu auch:", "• Ein Verein hilft. [2]"]
