"""A server that is told to stop: what is under way ends, nothing new begins; and what it refuses is counted."""

from __future__ import annotations

import asyncio
import logging
import signal
from dataclasses import replace
from typing import Any

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from kb.config import LimitsConfig
from ui import traffic
from ui.traffic import Passing, PatientServer, Refusals, Traffic

QUESTION = {"question": "Für wen ist das Programm Griffbereit?"}


async def said(scope: Any, receive: Any, send: Any) -> None:
    if scope["path"] == "/boom":
        raise RuntimeError("Zwiebelkuchen")
    await PlainTextResponse(scope["request_id"], 413 if scope["path"] == "/long" else 200)(scope, receive, send)


def test_every_request_has_a_number_of_its_own_that_its_answer_tells() -> None:
    client = TestClient(Passing(said, Traffic(), lambda what: None))
    answers = [client.get("/") for _ in range(2)]
    assert [answer.headers["x-request-id"] for answer in answers] == [answer.text for answer in answers]
    assert answers[0].text != answers[1].text


def test_refusals_are_told_and_nothing_stays_under_way() -> None:
    state, refused = Traffic(), list[str]()
    client = TestClient(Passing(said, state, refused.append))
    client.get("/long")
    with pytest.raises(RuntimeError):
        client.get("/boom")
    assert refused == ["too-long", "failed"]
    assert state.under_way == 0


def test_a_server_that_stops_takes_no_question_but_still_shows_what_is_there() -> None:
    state = Traffic()
    state.stopping = True
    client = TestClient(Passing(said, state, lambda what: None))
    refused = client.post("/api/ask", json=QUESTION)
    assert refused.status_code == 503
    assert refused.headers["retry-after"]
    assert client.get("/pages/x/1.png").status_code == 200


def test_the_real_app_is_not_ready_while_it_stops(building: Any) -> None:
    import app
    from ui.doors import StaffDoor

    state = Traffic()

    async def build() -> Any:
        return app.build(building.assistant, building.config, building.staff, StaffDoor(building.config), state)

    with building.client(asyncio.run(build()), "127.0.0.1") as client:
        assert client.get("/health/ready").status_code == 200
        assert client.post("/api/ask", json=QUESTION).status_code == 200
        state.stopping = True
        answer = client.get("/health/ready")
        assert (answer.status_code, answer.text) == (503, "stopping\n")
        assert client.get("/health/live").status_code == 200
        assert client.post("/api/ask", json=QUESTION).status_code == 503


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> PatientServer:
    monkeypatch.setattr(traffic, "_end_after", lambda seconds: None)  # no test ends the process of all tests
    made = PatientServer(uvicorn.Config(said), Traffic(), 0.3)
    made.config.load()
    return made


def ticks(server: PatientServer, seconds: float) -> bool:
    async def go() -> bool:
        for counter in range(int(seconds * 20)):
            if await server.on_tick(counter + 1):
                return True
            await asyncio.sleep(0.05)
        return False

    return asyncio.run(go())


def test_it_ends_when_nothing_is_under_way(server: PatientServer) -> None:
    server.patience = 60
    assert not ticks(server, 0.2)
    server.traffic.busy_at -= traffic.QUIET
    server.handle_exit(signal.SIGTERM, None)
    assert ticks(server, 0.2)


def test_it_waits_for_an_answer_but_not_for_ever(server: PatientServer) -> None:
    server.traffic.under_way = 1
    server.handle_exit(signal.SIGTERM, None)
    assert not ticks(server, 0.2)
    assert ticks(server, 1.0)
    assert not server.force_exit


def test_a_second_signal_ends_it_at_once(server: PatientServer) -> None:
    server.patience = 60
    server.traffic.under_way = 1
    server.handle_exit(signal.SIGTERM, None)
    assert not ticks(server, 0.2)
    server.handle_exit(signal.SIGTERM, None)
    assert ticks(server, 0.1)
    assert server.force_exit


def test_many_refusals_of_a_kind_are_one_line_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    refusals = Refusals(lambda: now[0])
    with caplog.at_level(logging.WARNING, "ui.traffic"):
        for what in ("login",) * 100 + ("token",):
            refusals(what)
        now[0] = 61.0
        refusals("login")
    told = [record.about for record in caplog.records]  # type: ignore[attr-defined]
    assert told == [
        {"what": "login", "count": 1},
        {"what": "token", "count": 1},
        {"what": "login", "count": 100},
    ]


def test_refusals_are_counted_by_kind(building: Any) -> None:
    app = building.app(replace(building.config, limits=LimitsConfig(questions=1)))
    with building.client(app, "127.0.0.1") as client:
        building.log_in(client, password="falsch")
        client.get("/intern/api/documents", headers={"authorization": "Bearer falsch"})
        for _ in range(2):
            client.post("/api/ask", json=QUESTION)
        client.post("/api/ask", content=b"x" * 70_000, headers={"content-type": "application/json"})
        text = client.get("/metrics").text
    counted = {line for line in text.splitlines() if line.startswith("kiz_refused_total")}
    assert counted == {f'kiz_refused_total{{what="{what}"}} 1.0' for what in ("login", "token", "limit", "too-long")}


@pytest.mark.parametrize(("megabytes", "status"), [(1, 413), (3, 401)])
def test_the_longest_upload_is_what_the_settings_say(building: Any, megabytes: int, status: int) -> None:
    limits = LimitsConfig(questions=0, upload_mb=megabytes)
    with building.client(building.app(replace(building.config, limits=limits))) as client:
        content = b"x" * 2_000_000  # nobody is logged in: what is not too long is refused by the door
        assert client.post("/intern/veroeffentlichen/hochladen", content=content).status_code == status


def test_places_for_answers_waiting_and_visits_are_what_the_settings_say(building: Any) -> None:
    limits = LimitsConfig(questions=0, answers=2, waiting=5, visits=11)
    config = replace(building.config, limits=limits)
    from ui.citizens import citizens_page
    from ui.limits import Buckets
    from ui.staff import staff_page

    async def pages() -> list[Any]:
        asking = Buckets(0)
        return [citizens_page(building.assistant, config, asking), staff_page(building.staff, config, asking)]

    for blocks in asyncio.run(pages()):
        assert blocks._queue.max_size == 5
        assert blocks.state_session_capacity == 11
        assert {one.concurrency_limit for one in blocks.fns.values() if one.fn} == {2}


def test_a_program_without_a_place_is_told_to_come_back(building: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui import api

    monkeypatch.setattr(api, "PATIENCE", 0.05)
    config = replace(building.config, limits=LimitsConfig(questions=0, answers=1))
    desk = api.Desk(building.assistant, "", config.limits.answers)
    assert desk._slots.acquire(blocking=False)
    from fastapi import HTTPException

    with pytest.raises(HTTPException) as refused:
        desk.documents()
    assert refused.value.status_code == 503
    desk._slots.release()
    assert desk.documents().documents
