"""Short and unclear questions on a page of another language than German."""

from typing import Any

import pytest

from kb.model import Answer
from ui.chat import ask
from ui.heard import frame


@pytest.mark.parametrize(
    "question", ["?", "…", "12", "hallo", "Hi", "danke", "Kita", "Deutschkurs", "Deutschkurs Frauen Velbert", "KIZ"]
)
@pytest.mark.parametrize("page", ["en", "tr", "ar", "uk", "ru", "fr", "pl", "fa", "ro"])
def test_what_is_of_no_clear_language_is_answered_in_that_of_the_page(question: str, page: str) -> None:
    assert frame(question, page) == page


@pytest.mark.parametrize(
    ("question", "page"),
    [
        ("Was gibt es für Väter?", "tr"),
        ("Wer leitet das Zentrum?", "ar"),
        ("What is there for parents?", "uk"),
        ("Чи є курси для батьків?", "ru"),
        ("أين يمكنني تعلّم الألمانية؟", "fa"),
        ("کلاس زبان کجاست؟", "ar"),
        ("Çocuğum için kurs", "fr"),
        ("Bonjour", "tr"),
        ("Где курсы?", "pl"),
    ],
)
def test_a_clear_language_is_kept(question: str, page: str) -> None:
    assert frame(question, page) == ""


@pytest.mark.parametrize("question", ["?", "hallo", "parents", "Ebeveynler"])
def test_the_german_page_adds_nothing(question: str) -> None:
    assert frame(question, "de") == ""


def test_after_an_answer_its_language_is_gone_on_with(house: Any) -> None:
    assistant = house.Assistant(house.Papers({}), lambda _: [Answer(True, "tr", "other", "…")])
    [*_, turns] = ask(assistant, "Ebeveynler için ne var?", ())
    [*_] = ask(assistant, "kostenlos?", turns)
    assert assistant.frame == "tr"
