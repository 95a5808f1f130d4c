"""What the page sends of its reader's word, through the whole app."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kb.config import LimitsConfig, QuestionsConfig
from kb.feedback import Feedback, give, given
from kb.questions import OpenQuestion, note, open_questions

QUESTION = "Duldung von Amira Musterfrau"


@pytest.fixture
def config(building: Any, tmp_path: Path) -> Any:
    shutil.copytree(building.config.index, tmp_path / "index")
    return replace(building.config, index=tmp_path / "index")


def kept(config: Any) -> tuple[Feedback, ...]:
    return given(config.index, datetime.now(UTC).date(), 90)


def test_a_readers_word_is_kept_without_the_question_and_without_the_reader(building: Any, config: Any) -> None:
    sources = [{"document": building.public_id, "page": 1}]
    sent = {"verdict": "wrong", "remark": " Die Nummer\nist alt. ", "question": QUESTION, "sources": sources}
    with building.client(building.app(config), "203.0.113.77") as client:
        answer = client.post("/feedback", json=sent, headers={"origin": building.https, "user-agent": "Spion/1"})
    assert (answer.status_code, answer.content) == (204, b"")
    expected = Feedback(
        datetime.now(UTC).date(), "wrong", "public", "de", "Die Nummer ist alt.", ((building.public_id, 1),)
    )
    assert kept(config) == (expected,)
    for file in config.index.glob("*.sqlite*"):
        raw = file.read_bytes()
        assert not any(word in raw for word in (b"203.0.113", b"Spion", b"Amira")), file


def test_the_question_comes_along_where_the_operator_keeps_questions(building: Any, config: Any) -> None:
    config = replace(config, questions=QuestionsConfig(keep=True))
    with building.client(building.app(config)) as client:
        client.post("/feedback", json={"verdict": "not-found", "question": QUESTION})
    assert kept(config)[0].question == QUESTION


def test_each_door_knows_its_own_papers_alone(building: Any, config: Any) -> None:
    sources = [{"document": building.secret_id, "page": 1}, {"document": "../x", "page": 1}]
    with building.client(building.app(config)) as client:
        assert client.post("/feedback", json={"verdict": "wrong", "sources": sources}).status_code == 204
        building.log_in(client)
        assert client.post("/intern/feedback", json={"verdict": "wrong", "sources": sources}).status_code == 204
    inside, outside = kept(config)
    assert (outside.audience, outside.sources) == ("public", ())
    assert (inside.audience, inside.sources) == ("internal", ((building.secret_id, 1),))


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"verdict": "great"},
        {"verdict": "wrong", "remark": "x" * 1001},
        {"verdict": "wrong", "language": "<b>"},
        {"verdict": "wrong", "name": "Erika"},
        {"verdict": "wrong", "sources": [{"document": "d", "page": 0}]},
        {"verdict": "wrong", "sources": [{"document": "d", "page": 1}] * 21},
    ],
)
def test_anything_else_is_refused(building: Any, config: Any, sent: Any) -> None:
    with building.client(building.app(config)) as client:
        assert client.post("/feedback", json=sent).status_code == 422
    assert kept(config) == ()


def test_a_foreign_page_cannot_speak_for_its_reader(building: Any, config: Any) -> None:
    with building.client(building.app(config)) as client:
        headers = {"origin": "https://evil.example"}
        assert client.post("/feedback", json={"verdict": "wrong"}, headers=headers).status_code == 403
        form = client.post("/feedback", data={"verdict": "wrong"})
        assert form.status_code == 422
    assert kept(config) == ()


def test_nobody_can_fill_the_file_by_speaking_on_and_on(building: Any, config: Any) -> None:
    with building.client(building.app(replace(config, limits=LimitsConfig(questions=2)))) as client:
        answers = [client.post("/feedback", json={"verdict": "helpful"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [204, 204, 429]
    assert int(answers[2].headers["retry-after"]) >= 1
    assert len(kept(config)) == 2


def test_a_start_forgets_what_has_had_its_time(building: Any, config: Any) -> None:
    today = datetime.now(UTC).date()
    old = today - timedelta(days=91)
    give(config.index, Feedback(old, "wrong", "public", remark="Freibad"), 90)
    note(config.index, OpenQuestion("Wo ist das Freibad?", "de", "public", old), 90)
    note(config.index, OpenQuestion("Und heute?", "de", "public", today), 365)
    with building.client(building.app(config)) as client:
        client.get("/impressum")
    assert [question.text for question in open_questions(config.index)] == ["Und heute?"]
    assert b"Freibad" not in (config.index / "feedback.sqlite").read_bytes()
    assert given(config.index, date.min + timedelta(days=400), 90) == ()
