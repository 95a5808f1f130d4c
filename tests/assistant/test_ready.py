"""What questions need is made ready beside them; nobody waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from assistant import offer_catalogue, ready
from assistant.answer import Assistant
from assistant.ready import Readiness
from kb.config import Config, LlmConfig
from kb.embed import load_embedder
from kb.errors import KnowledgeBaseError
from tests.assistant.factories import FakeKnowledge


@pytest.fixture
def assistant() -> Assistant:
    config = Config(llm=LlmConfig(base_url="http://127.0.0.1:9", model="none"))
    return Assistant(FakeKnowledge(), config, load_embedder("builtin"))  # type: ignore[arg-type]


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Set when the catalogue has been looked at three times; each look finds that the index cannot be read."""
    seen, third = [0], Event()

    def made_ready(*_: object) -> None:
        seen[0] += 1
        if seen[0] >= 3:
            third.set()
        raise KnowledgeBaseError("no-index", path="index")

    monkeypatch.setattr(ready, "made_ready", made_ready)
    monkeypatch.setattr(ready, "EVERY", 0.01)
    yield third


def test_the_catalogue_is_looked_after_until_the_end_though_the_index_cannot_be_read(
    assistant: Assistant, looks: Event
) -> None:
    with Readiness([assistant]) as readiness:
        assert not looks.wait(0.05)  # not before it is begun
        readiness.begin()
        assert looks.wait(30)
        assert assistant.kb in offer_catalogue._KEPT
    assert assistant.kb not in offer_catalogue._KEPT


def test_questions_are_rehearsed_without_a_language_model(
    assistant: Assistant, looks: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, bool]] = []

    def ask(self: Assistant, question: str, *_: Any) -> None:
        asked.append((question, self.config.llm.enabled))

    monkeypatch.setattr(Assistant, "ask", ask)
    with Readiness([assistant], ["Wer?", "Who?"]) as readiness:
        readiness.begin()
        assert looks.wait(30)
    assert asked == [("Wer?", False), ("Who?", False)]
    assert assistant.config.llm.enabled  # for everybody else


def test_a_rehearsed_question_leaves_the_answers_as_they_are(assistant: Assistant) -> None:
    quiet = Assistant(assistant.kb, replace(assistant.config, llm=LlmConfig()), load_embedder("builtin"))
    before = quiet.ask("Wer leitet das Zentrum?")
    quiet.rehearse("Welche Angebote gibt es?")
    assert quiet.ask("Wer leitet das Zentrum?") == before
