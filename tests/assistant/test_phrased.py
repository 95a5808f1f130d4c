"""The language model inside the assistant: checked, cited, and replaced by quotes where it fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Assistant
from assistant.verify import Verdict, check
from kb.config import Config, LlmConfig
from kb.embed import load_embedder
from kb.model import Hit, Query
from tests.assistant.factories import FakeKnowledge, document, hit
from tests.assistant.stub_llm import StubServer

HITS = (
    hit("Das Kommunale Integrationszentrum gehört zum Sozialamt des Kreises Mettmann.", of=document("Steckbrief")),
    hit("Frau Römer leitet das Integrationszentrum seit 2015.", number=2, of=document("Vorlage"), score=0.9),
)
QUESTION = "Wer leitet das Integrationszentrum?"


class AskedKnowledge(FakeKnowledge):
    """A knowledge base that finds the same two passages for every question, and remembers the questions."""

    def __init__(self) -> None:
        super().__init__(*HITS)
        self.asked: list[Query] = []

    def search(self, query: Query, k: int = 10) -> tuple[Hit, ...]:
        self.asked.append(query)
        return super().search(query, k)


@contextmanager
def assistant(mode: str, script: str | None = None) -> Iterator[tuple[Assistant, AskedKnowledge, StubServer]]:
    with StubServer(mode, script) as server:
        config = Config(llm=LlmConfig(base_url=server.url, model="stub", timeout=5.0))
        kb: Any = AskedKnowledge()
        yield Assistant(kb, config, load_embedder("builtin")), kb, server


def test_a_good_answer_streams_and_every_sentence_is_cited_with_a_quote_and_its_page() -> None:
    with assistant("good") as (model, _, _):
        answers = list(model.stream(QUESTION))
    assert len(answers) > 1
    final = answers[-1]
    assert (final.answered, final.written_by, final.notes[:1]) == (True, "llm", final.notes[:1])
    assert "Frau Römer leitet es." in final.text
    assert [citation.n for citation in final.citations] == [1, 2]
    assert final.citations[0].quote == "gehört zum Sozialamt"
    assert all(citation.page == 1 and citation.boxes for citation in final.citations)
    assert {n for sentence in final.sentences for n in sentence.citations} == {1, 2}


@pytest.mark.parametrize("mode", ["lies", "uncited", "empty", "break-off", "think-only", "endless"])
def test_a_failing_or_lying_model_is_replaced_by_quotes_and_said_so(mode: str) -> None:
    with assistant(mode) as (model, _, _):
        answer = model.ask(QUESTION)
    assert answer.written_by == "extract"
    assert "Frau Römer leitet das Integrationszentrum seit 2015." in answer.text
    assert "1999" not in answer.text
    assert any("Sprachmodell" in note for note in answer.notes)


def test_an_unsupported_sentence_is_dropped_and_the_reader_told() -> None:
    script = "Frau Römer leitet das Integrationszentrum seit 2015. [2]\nEs hat 80 Beschäftigte. [1]\n"
    with assistant("good", script) as (model, _, _):
        answer = model.ask(QUESTION)
    assert answer.written_by == "llm"
    assert "80" not in answer.text
    assert any(note.startswith("1 ") for note in answer.notes)


def test_links_and_promises_put_into_the_models_mouth_do_not_reach_the_reader() -> None:
    with assistant("injected") as (model, _, _):
        answer = model.ask(QUESTION)
    assert "evil.example" not in answer.text
    assert "bewilligt" not in answer.text


def test_the_models_word_that_nothing_is_there_is_a_refusal_with_the_nearest_pages() -> None:
    with assistant("nothing") as (model, _, _):
        answer = model.ask(QUESTION)
    assert not answer.answered
    assert answer.nearest
    assert answer.citations == ()


def test_small_talk_is_not_sent_to_the_model() -> None:
    with assistant("good") as (model, kb, server):
        model.ask("Hallo")
        assert (server.requests, kb.asked) == ([], [])


def test_no_question_reaches_the_log(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    caplog.set_level(0)
    with assistant("good") as (model, _, _):
        model.ask("Wer leitet das streng geheime Integrationszentrum?")
    assert "streng geheime" not in caplog.text


CARD = hit("Integrationszentrum", "Leitung: Frau Römer", "Telefon: 0211 445566", number=3, score=0.5)


def test_who_is_in_charge_ends_in_the_contact_also_where_a_model_phrased_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AskedKnowledge, "search", lambda self, query, k=10: (*HITS, CARD))
    with assistant("good", "Frau Römer leitet das Integrationszentrum seit 2015. [2]\n") as (model, _, _):
        *grown, final = model.stream(QUESTION)
    assert [sentence.part for sentence in grown[0].sentences] == ["text"]
    assert [(each.part, each.text) for each in final.sentences][-1] == ("contact", "Telefon: 0211 445566")
    assert final.written_by == "llm"


def test_a_development_that_a_model_phrased_is_a_dated_list_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    told = hit("Im Jahr 2007 entstand das Konzept.", "Im Jahr 2015 wurde das Konzept überarbeitet.")
    monkeypatch.setattr(AskedKnowledge, "search", lambda self, query, k=10: (told,))
    script = "Im Jahr 2015 wurde das Konzept überarbeitet. [1]\nIm Jahr 2007 entstand das Konzept. [1]\n"
    with assistant("good", script) as (model, _, _):
        answer = model.ask("Wie hat sich das Konzept entwickelt?")
    assert [(each.part, each.text[8:12]) for each in answer.sentences] == [("event", "2007"), ("event", "2015")]
    assert "• 2007: Im Jahr 2007 entstand das Konzept." in answer.text


def test_an_answer_in_another_language_has_the_german_quote_beside_it_and_says_whose_translation_it_is() -> None:
    script = "Ms Römer has headed the integration centre since 2015. [2]\n> [2] „Frau Römer leitet das Integrationszentrum seit 2015“\n"
    with assistant("good", script) as (model, _, _):
        answers = list(model.stream("Who heads the integration centre?"))
    assert "„Frau Römer leitet das Integrationszentrum seit 2015“ [1]" in answers[-1].text
    assert answers[-1].notes[0].startswith("The translation is the language model’s")
    # Before its quote has come, the sentence is not shown.
    assert all(answer.citations for answer in answers)


def test_einfache_sprache_is_asked_of_the_model_and_each_sentence_keeps_its_citation() -> None:
    script = "Frau Römer leitet das Integrationszentrum. [2]\nDas Integrationszentrum gehört zum Sozialamt. [1]\n"
    with assistant("good", script) as (model, _, server):
        answer = model.ask(QUESTION, plain=True)
    assert "in Einfacher Sprache" in server.requests[0]["messages"][0]["content"]
    assert [len(sentence.citations) for sentence in answer.sentences if sentence.part == "text"] == [1, 1]


def test_without_a_model_there_is_no_einfache_sprache_and_the_answer_says_so() -> None:
    kb: Any = AskedKnowledge()
    answer = Assistant(kb, Config(), load_embedder("builtin")).ask(QUESTION, plain=True)
    assert any("Einfache Sprache" in note for note in answer.notes)


def test_a_new_topic_goes_to_the_model_without_the_old_one() -> None:
    with assistant("good") as (model, _, server):
        model.ask("Welche Sprachkurse gibt es in Velbert?", [(QUESTION, "Frau Römer leitet es.")])
    assert [message["role"] for message in server.requests[-1]["messages"]] == ["system", "user"]


def test_a_follow_up_is_rewritten_by_the_model_and_answered_with_the_talk_before_it() -> None:
    with assistant("good") as (model, _, server):
        model.ask("Seit wann?", [(QUESTION, "Frau Römer leitet es.")])
    rewriting, answering = server.requests
    assert QUESTION in rewriting["messages"][1]["content"]
    assert [message["role"] for message in answering["messages"]] == ["system", "user", "assistant", "user"]


def test_each_sentence_is_checked_once_however_often_the_draft_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counting(sentence: str, *arguments: Any, **options: Any) -> Verdict:
        asked.append(sentence)
        return check(sentence, *arguments, **options)

    monkeypatch.setattr("assistant.phrased.check", counting)
    script = "Frau Römer leitet das Integrationszentrum seit 2015. [2]\n" + "Das Zentrum hat 80 Beschäftigte. [1]\n" * 3
    with assistant("good", script) as (model, _, _):
        model.ask(QUESTION)
    assert sorted(asked) == ["Das Zentrum hat 80 Beschäftigte.", "Frau Römer leitet das Integrationszentrum seit 2015."]


def test_a_sentence_said_twice_is_shown_once_with_the_passage_that_carries_it() -> None:
    script = "Frau Römer leitet das Integrationszentrum seit 2015. [1, 2]\n" * 2
    with assistant("good", script) as (model, _, _):
        answer = model.ask(QUESTION)
    assert answer.text.count("Frau Römer leitet das Integrationszentrum seit 2015.") == 1
    assert {citation.quote for citation in answer.citations} == {"Frau Römer leitet das Integrationszentrum seit 2015."}
    assert not any("entfallen" in note for note in answer.notes)


def test_an_abbreviation_of_what_the_passage_names_is_known() -> None:
    with assistant("good", "Frau Römer leitet das KIZ seit 2015. [2]\n") as (model, _, _):
        assert model.ask(QUESTION).written_by == "llm"
    with assistant("good", "Frau Römer leitet das DRK seit 2015. [2]\n") as (model, _, _):
        assert model.ask(QUESTION).written_by == "extract"
