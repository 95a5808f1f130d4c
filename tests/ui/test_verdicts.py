"""What a reader can say of an answer."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from kb.feedback import VERDICTS
from ui.chat import Turn
from ui.feedback import Said
from ui.verdicts import verdicts


class Form(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def form(self) -> dict[str, str | None]:
        return next(attributes for tag, attributes in self.tags if tag == "form")


def test_the_form_offers_what_the_store_takes(house: Any) -> None:
    read = Form(verdicts(Turn(3, "Wer?", "done", house.answer()), "de", "feedback", keep_question=False))
    offered = [attributes["data-verdict"] for _, attributes in read.tags if "data-verdict" in attributes]
    assert offered == list(VERDICTS)
    sources = json.loads(read.form()["data-sources"] or "")
    assert Said(verdict="wrong", sources=sources).sources[0].document == "d1a2b3"


def test_each_page_is_sent_once_and_a_refusal_sends_the_nearest(house: Any) -> None:
    near = replace(house.answer(), answered=False, citations=(), nearest=(house.citation(1), house.citation(2)))
    read = Form(verdicts(Turn(1, "Wer?", "done", near), "de", "feedback", keep_question=False))
    assert json.loads(read.form()["data-sources"] or "") == [{"document": "d1a2b3", "page": 3}]


@pytest.mark.parametrize("keep", [True, False])
def test_a_question_leaves_the_page_only_where_it_is_kept(house: Any, keep: bool) -> None:
    asked = '"><img src=x onerror=alert(1)> Wer?'
    said = verdicts(Turn(1, asked, "done", house.answer()), "de", "feedback", keep_question=keep)
    assert ("onerror" in said) == keep
    assert not [tag for tag, _ in Form(said).tags if tag == "img"]


def test_the_form_is_in_the_language_of_the_answer_else_of_the_page(house: Any) -> None:
    for language, told in (("ar", "rtl"), ("tr", "ltr")):
        turn = Turn(1, "?", "done", house.answer(language=language))
        assert f'lang="{language}" dir="{told}"' in verdicts(turn, "de", "feedback", keep_question=False)
    turn = Turn(1, "?", "done", house.answer(language="es"))
    assert 'lang="uk"' in verdicts(turn, "uk", "feedback", keep_question=False)


def test_what_is_no_answer_cannot_be_judged(house: Any) -> None:
    greeting = replace(house.answer(), answered=False, citations=(), nearest=())
    for turn in (Turn(1, "?", "growing", house.answer()), Turn(1, "?", "failed"), Turn(1, "Hallo", "done", greeting)):
        assert verdicts(turn, "de", "feedback", keep_question=False) == ""
