"""Follow-up questions, with and without a language model."""

from __future__ import annotations

import pytest

from assistant.followups import Turn, content_words, is_follow_up
from assistant.memory import condense, messages
from kb.errors import AssistantError

HEAD = Turn("Wer leitet das Integrationszentrum?", "Das Integrationszentrum wird von Frau Römer geleitet.")


class Model:
    """Answers every request with the same text, or fails."""

    def __init__(self, text: str | None) -> None:
        self.text = text
        self.asked: list[str] = []

    def complete(self, system: str, user: str) -> str:
        self.asked.append(user)
        if self.text is None:
            raise AssistantError("llm-failed", why="Test")
        return self.text


@pytest.mark.parametrize(
    "question",
    [
        "Und wie erreiche ich ihn?",
        "seit wann?",
        "und für Väter?",
        "Wo ist das?",
        "Was ist mit den Müttern?",
        "Wie lange dauert es?",
        "Und in Hilden?",
        "How can I reach them?",
        "Peki ona nasıl ulaşırım?",
        "А с какого года?",
    ],
)
def test_questions_that_lean_on_the_one_before_are_known(question: str) -> None:
    assert is_follow_up(question)


@pytest.mark.parametrize(
    "question",
    [
        "Welche Sprachkurse gibt es in Velbert?",
        "Wer leitet das Sozialamt?",
        "Was kostet der Rucksack?",
        "Wann wurde das Integrationskonzept des Kreises beschlossen?",
        "Wie hat der Kreistag im Jahr 2016 über die Vorlage entschieden und wer war dabei?",
        "Where can I learn German?",
        "",
    ],
)
def test_questions_that_stand_on_their_own_are_left_alone(question: str) -> None:
    assert condense([HEAD], question) == question


def test_a_follow_up_takes_over_the_topic() -> None:
    asked = condense([HEAD], "Und wie erreiche ich sie?")
    assert "Integrationszentrum" in asked
    assert asked.endswith("Und wie erreiche ich sie?")


def test_a_chain_of_follow_ups_keeps_the_first_topic() -> None:
    history = [HEAD, Turn("Seit wann?", "Seit 2015."), Turn("Und in Hilden?", "Nichts gefunden.")]
    assert "Integrationszentrum" in condense(history, "Wie erreiche ich sie?")


def test_a_new_topic_drops_the_old() -> None:
    history = [HEAD, Turn("Was ist der IntegrationsKompass?", "Eine Orientierungshilfe.")]
    asked = condense(history, "Seit wann gibt es ihn?")
    assert "IntegrationsKompass" in asked
    assert "leitet" not in asked


def test_the_first_question_is_never_changed() -> None:
    assert condense([], "Und wie erreiche ich ihn?") == "Und wie erreiche ich ihn?"


def test_a_model_rewrites_the_follow_up_and_is_shown_the_turns() -> None:
    model = Model("Wie erreiche ich Frau Römer?")
    assert condense([HEAD], "Und wie erreiche ich sie?", model) == "Wie erreiche ich Frau Römer?"
    assert HEAD.question in model.asked[0]


@pytest.mark.parametrize("text", [None, "Sehr gern! " * 60])
def test_the_rule_stands_in_for_a_model_that_fails_or_chatters(text: str | None) -> None:
    assert "Integrationszentrum" in condense([HEAD], "Und wie erreiche ich sie?", Model(text))


def test_a_model_is_not_asked_about_questions_that_stand_on_their_own() -> None:
    model = Model("falsch")
    assert condense([HEAD], "Welche Sprachkurse gibt es in Velbert?", model).startswith("Welche")
    assert model.asked == []


def test_only_the_latest_turns_that_fit_go_into_a_prompt() -> None:
    turns = [Turn(f"Frage {number}?", "Antwort. " * 30) for number in range(9)]
    said = messages(turns, tokens=220)
    assert [message.content for message in said if message.role == "user"] == ["Frage 7?", "Frage 8?"]
    assert said[0].role == "user"


def test_a_turn_that_is_too_long_is_left_out_whole() -> None:
    assert messages([Turn("Frage?", "Antwort. " * 300)], tokens=50) == []


def test_content_words_keep_names_and_numbers() -> None:
    assert content_words("Was steht in der Vorlage 50/025/2021 zu Rucksack?") == [
        "steht", "Vorlage", "50/025/2021", "Rucksack",
    ]  # fmt: skip
