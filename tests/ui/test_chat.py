import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kb.config import Config, QuestionsConfig
from kb.questions import open_questions
from ui.chat import MAX_QUESTION, MAX_TURNS, Turn, ask, find, keep_open, key


def test_a_conversation_grows_from_question_to_final_answer(house: Any) -> None:
    first, last = house.answer(), house.answer(house.citation(1), house.citation(2))
    assistant = house.Assistant(house.Papers({}), lambda _: [first, last])
    states = [turns[-1] for turns in ask(assistant, " Wer  hilft? ", ())]
    assert [turn.state for turn in states] == ["searching", "growing", "growing", "done"]
    assert [turn.answer for turn in states] == [None, first, last, last]
    assert states[0].question == "Wer hilft?"


def test_earlier_turns_go_along_as_history_but_failed_ones_do_not(house: Any) -> None:
    assistant = house.Assistant(house.Papers({}), lambda _: [house.answer()])
    before = (Turn(1, "Erste?", "done", house.answer()), Turn(2, "Zweite?", "failed"))
    *_, turns = ask(assistant, "Dritte?", before)
    assert assistant.asked == [("Dritte?", (("Erste?", house.answer().text),))]
    assert [turn.number for turn in turns] == [1, 2, 3]


@pytest.mark.parametrize("question", ["", "   ", "\n"])
def test_an_empty_question_asks_nothing(house: Any, question: str) -> None:
    assistant = house.Assistant(house.Papers({}), lambda _: [house.answer()])
    assert list(ask(assistant, question, ())) == []
    assert assistant.asked == []


def test_a_question_is_cut_at_its_limit_and_old_turns_leave_the_page(house: Any) -> None:
    assistant = house.Assistant(house.Papers({}), lambda _: [house.answer()])
    before = tuple(Turn(n, "Frage", "done", house.answer()) for n in range(1, 60))
    *_, turns = ask(assistant, "x" * 5000, before)
    assert len(assistant.asked[0][0]) == MAX_QUESTION
    assert len(turns) == MAX_TURNS
    assert turns[-1].number == 60


@pytest.mark.parametrize("answers", [[], [RuntimeError("geheim")]])
def test_whatever_fails_ends_in_a_failed_turn(house: Any, answers: list[Any]) -> None:
    *_, turns = ask(house.Assistant(house.Papers({}), lambda _: answers), "Wer?", ())
    assert turns[-1].state == "failed"


def test_an_error_is_logged_without_a_word_of_the_question(house: Any, caplog: pytest.LogCaptureFixture) -> None:
    def fail(question: str) -> list[Any]:
        return [ValueError(f"kein Ausdruck: {question}")]

    with caplog.at_level(logging.DEBUG):
        list(ask(house.Assistant(house.Papers({}), fail), "Duldung von Amira Musterfrau", ()))
    assert "ValueError" in caplog.text
    assert "Amira" not in caplog.text


def test_a_key_finds_its_citation_again(house: Any) -> None:
    cited, near = house.citation(2), house.citation(2, page=1)
    turn = Turn(7, "?", "done", house.answer(cited, nearest=(near,)))
    assert find((turn,), key(turn, cited)) is cited
    assert find((turn,), key(turn, near, nearest=True)) is near


@pytest.mark.parametrize("name", [None, 3, "", "7", "7-c-9", "8-c-1", "7-x-1", "../7-c-1", "7-c-1\n", ["7-c-1"]])
def test_any_other_key_finds_nothing(house: Any, name: object) -> None:
    assert find((Turn(7, "?", "done", house.answer()),), name) is None


def test_einfache_sprache_is_asked_for_where_it_is_chosen(house: Any) -> None:
    assistant = house.Assistant(house.Papers({}), lambda _: [house.answer()])
    list(ask(assistant, "Wer hilft?", (), plain=True))
    assert assistant.plain


def test_only_a_refused_question_is_kept_open_and_small_talk_is_not(house: Any, tmp_path: Path) -> None:
    config = Config(index=tmp_path, questions=QuestionsConfig(keep=True))
    answered = house.answer(house.citation(1))
    refused = replace(answered, answered=False, citations=(), nearest=(house.citation(1),))
    for number, answer in enumerate((answered, refused, replace(refused, nearest=())), 1):
        keep_open(Turn(number, f"Frage {number}?", "done", answer), config, "public")
    keep_open(Turn(4, "Frage 4?", "failed", None), config, "public")
    assert [question.text for question in open_questions(tmp_path)] == ["Frage 2?"]
