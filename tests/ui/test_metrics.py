"""Figures and health of a server: what is counted, who may read it, and that nothing of a question is in it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from kb.config import MetricsConfig
from kb.errors import KnowledgeBaseError
from kb.store import KnowledgeBase
from ui.metrics import Figures, Measured
from ui.ports import Answers

SECRET = "Zwiebelkuchenverordnung"


def app(building: Any, *allowed: str) -> Any:
    config = replace(building.config, metrics=MetricsConfig(allowed or ("127.0.0.1",)))
    return building.app(config)


def figures(text: str) -> dict[tuple[str, str], float]:
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[sample.name, sample.labels.get("outcome") or sample.labels.get("door", "")] = sample.value
    return found


def test_questions_are_counted_by_outcome_and_nothing_of_them_is_told(building: Any) -> None:
    with building.client(app(building), "127.0.0.1") as browser:
        browser.post("/api/ask", json={"question": "Für wen ist das Programm Griffbereit?"})
        browser.post("/api/ask", json={"question": f"Was sagt die {SECRET}?"})
        text = browser.get("/metrics").text
    counted = figures(text)
    assert counted["kiz_questions_total", "extract"] == 1
    assert counted["kiz_questions_total", "nothing"] == 1
    assert counted["kiz_answer_seconds_count", "public"] == 2
    assert 0 < counted["kiz_answer_seconds_sum", "public"] < 60
    assert (counted["kiz_documents", "public"], counted["kiz_documents", "internal"]) == (1, 2)
    assert 0 <= counted["kiz_publication_age_seconds", "public"] < 3600
    assert SECRET.casefold() not in text.casefold()
    assert "Griffbereit" not in text


@pytest.mark.parametrize("path", ["/metrics", "/health/live", "/health/ready"])
def test_others_find_nothing_there(building: Any, path: str) -> None:
    made = app(building, "10.0.0.0/8")
    with building.client(made, "10.1.2.3") as known, building.client(made, "192.0.2.7") as stranger:
        assert known.get(path).status_code == 200
        assert stranger.get(path).status_code == 404
        assert stranger.get(path, headers={"x-forwarded-for": "10.1.2.3"}).status_code == 404


def test_a_caller_from_afar_behind_a_web_server_on_this_machine_is_no_neighbour(building: Any) -> None:
    with building.client(app(building), "127.0.0.1") as browser:
        assert browser.get("/metrics", headers={"x-forwarded-for": "192.0.2.7"}).status_code == 404
        assert browser.get("/metrics").status_code == 200


def test_an_index_that_cannot_be_read_is_not_ready_but_alive(building: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: KnowledgeBase) -> None:
        raise KnowledgeBaseError("catalogue-damaged", path="x", why="x")

    with building.client(app(building), "127.0.0.1") as browser:
        assert browser.get("/health/ready").text == "ok\n"
        monkeypatch.setattr(KnowledgeBase, "count", broken)
        answer = browser.get("/health/ready")
        assert (answer.status_code, answer.text) == (503, "catalogue-damaged\n")
        assert browser.get("/health/live").status_code == 200
        assert browser.get("/metrics").status_code == 503


def test_a_failed_answer_is_counted_and_raised() -> None:
    class Failing:
        kb = SimpleNamespace(audience="public")

        def stream(self, *_: object, **__: object) -> object:
            raise RuntimeError("broken")

    counted = Figures()
    answers: Answers = Measured(Failing(), counted)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError):
        list(answers.stream("x"))
    assert counted.questions.labels("public", "", "", "failed")._value.get() == 1
