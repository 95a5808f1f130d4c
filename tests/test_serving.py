"""The server as a process: its log holds nothing of what was asked and by whom, and it ends as it should when it is told to."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from evaluation.visitors import Visitor, read_page
from tests.assistant.stub_llm import StubServer
from tests.conftest import free_port

KIZ = (sys.executable, "-c", "import sys; from cli import main; sys.exit(main(sys.argv[1:]))")
WORD, NAME, PASSWORD = "Zwiebelkuchenverordnung", "erika.zitronenfalter", "Korrekt Pferd Batterie 0815"
QUESTION = f"Für wen ist das Programm Griffbereit nach der {WORD}?"
FIRST, SECOND = "Das Programm Griffbereit", "richtet sich an Eltern mit Kindern bis drei Jahren."


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, make_pdf: Callable[..., Path]) -> Path:
    """A folder with an index of two papers and an account; its `token` file holds that of a program."""
    from ingest.publish import ingest
    from kb.config import IngestConfig
    from kb.embed import load_embedder
    from ui.accounts import Accounts, hashed, new_token, write_accounts

    folder = tmp_path_factory.mktemp("house")
    make_pdf(folder / "papers" / "public" / "a.pdf", f"Griffbereit\n{FIRST} {SECOND}")
    make_pdf(folder / "papers" / "intern" / "b.pdf", "Dienstplan\nDie Dienstbesprechung findet am Dienstag statt.")
    ingest([folder / "papers"], folder / "index", load_embedder("builtin"), IngestConfig(workers=1))
    secret, stored = new_token()
    write_accounts(folder / "users.toml", Accounts({NAME: hashed(PASSWORD)}, {"programm": stored}))
    (folder / "token").write_text(secret)
    return folder


@contextmanager
def serving(
    house: Path, settings: str = "", *, ready: bool = True
) -> Iterator[tuple[subprocess.Popen[str], str, Path]]:
    """The process, its address, and the file it logs to."""
    port = free_port()
    config, log = house / f"{port}.toml", house / f"{port}.log"
    config.write_text(f'index = "index"\n[limits]\nquestions = 0\n[log]\nformat = "json"\nlevel = "debug"\n{settings}')
    command = [*KIZ, "--config", str(config), "serve", "--port", str(port)]
    with log.open("w") as err, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=err, text=True) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(1200 if ready else 0):
                try:
                    if httpx.get(f"{address}/health/ready", timeout=2).status_code == 200:
                        break
                except httpx.HTTPError:
                    time.sleep(0.1)
                assert process.poll() is None, log.read_text()
            yield process, address, log
        finally:
            process.kill()


def told(log: Path) -> list[dict[str, Any]]:
    """The lines of a log: each has to be JSON."""
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def on_the_page(address: str) -> None:
    async def ask() -> None:
        async with httpx.AsyncClient(base_url=address, timeout=60) as client:
            visitor = Visitor(client, await read_page(client), "one")
            await visitor.ask(QUESTION)
            await visitor.leave()

    asyncio.run(ask())


def logged_in(client: httpx.Client, password: str) -> httpx.Response:
    mark = re.search('name="form" value="([^"]+)"', client.get("/intern/login").text)
    assert mark
    return client.post("/intern/login", data={"name": NAME, "password": password, "form": mark[1]})


def test_nothing_of_questions_people_and_secrets_is_in_the_log_of_any_level(house: Path) -> None:
    token = (house / "token").read_text()
    with serving(house) as (process, address, log):
        on_the_page(address)
        with httpx.Client(base_url=address, timeout=60) as client:
            number = client.post("/api/ask", json={"question": QUESTION}).headers["x-request-id"]
            call = {"name": "ask", "arguments": {"question": QUESTION}}
            client.post("/api/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call})
            wrong = {"question": [WORD]}
            assert client.post("/api/ask", json=wrong).status_code == 422
            assert logged_in(client, PASSWORD + "x").status_code == 403
            assert logged_in(client, PASSWORD).status_code == 303
            assert client.get("/intern/").status_code == 200
            session = client.cookies["kiz-session"]
        for given in (token, f"{token}x"):
            headers = {"authorization": f"Bearer {given}"}
            httpx.get(f"{address}/intern/api/documents", headers=headers, timeout=30)
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0
    lines = told(log)
    events = [line["event"] for line in lines]
    for event in ("publication is shown", "started", "answered", "refused", "stopping", "ending", "stopped"):
        assert event in events, event
    assert [line["what"] for line in lines if line["event"] == "refused"] == ["login", "token"]
    answered = [line for line in lines if line["event"] == "answered"]
    assert len(answered) == 3
    assert answered[1]["request"] == number
    assert all(line["request"] for line in answered)
    started = next(line for line in lines if line["event"] == "started")
    assert started["settings"]["log.level"] == "debug"
    assert started["generation_public"] == 1
    for secret in (WORD, NAME, PASSWORD, token, session, "127.0.0.1", "Griffbereit"):
        assert secret.casefold() not in log.read_text().casefold(), secret
    for secret in (WORD, NAME, PASSWORD, token, session):
        assert secret.casefold() not in out.casefold(), secret


def test_told_to_stop_it_lets_a_streamed_answer_end_and_takes_no_new_question(house: Path) -> None:
    with StubServer("drip", f"{FIRST} {SECOND} [1]\n") as model:
        settings = f'[llm]\nbase_url = "{model.url}"\nmodel = "stub"\n'
        with serving(house, settings) as (process, address, log):
            answers: list[int] = []
            shown: list[str] = []

            def ask() -> None:
                answers.append(httpx.post(f"{address}/api/ask", json={"question": QUESTION}, timeout=60).status_code)

            def look() -> None:
                try:
                    on_the_page(address)
                except Exception as error:
                    shown.append(repr(error))
                else:
                    shown.append("answered")

            threads = [threading.Thread(target=ask), threading.Thread(target=look)]
            for thread in threads:
                thread.start()
            until = time.monotonic() + 60
            while len(model.requests) < 2 and time.monotonic() < until:
                time.sleep(0.05)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            ready = httpx.get(f"{address}/health/ready", timeout=10)
            assert (ready.status_code, ready.text) == (503, "stopping\n")
            assert httpx.post(f"{address}/api/ask", json={"question": QUESTION}, timeout=10).status_code == 503
            assert answers == shown == []
            model.released.set()
            for thread in threads:
                thread.join(60)
            assert (answers, shown) == ([200], ["answered"])
            assert process.wait(30) == 0
            ending = next(line for line in told(log) if line["event"] == "ending")
            assert ending["broken_off"] == 0


def test_a_second_signal_ends_it_though_an_answer_hangs(house: Path) -> None:
    with StubServer("drip", FIRST) as model:
        settings = f'[llm]\nbase_url = "{model.url}"\nmodel = "stub"\n[server]\nstop_seconds = 600\n'
        with serving(house, settings) as (process, address, log):
            asking = threading.Thread(target=_ask_in_vain, args=(address,))
            asking.start()
            until = time.monotonic() + 60
            while not model.requests and time.monotonic() < until:
                time.sleep(0.05)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            assert process.poll() is None
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
            assert next(line for line in told(log) if line["event"] == "ending")["broken_off"] == 1
            asking.join(20)


def _ask_in_vain(address: str) -> None:
    with pytest.raises(httpx.HTTPError):
        httpx.post(f"{address}/api/ask", json={"question": QUESTION}, timeout=60).raise_for_status()


def test_told_to_stop_while_it_starts_it_ends_without_a_fault(house: Path) -> None:
    with serving(house, ready=False) as (process, _, log):
        mask = 1 << (signal.SIGTERM - 1)
        until = time.monotonic() + 60
        while time.monotonic() < until:  # before that it is a Python that has not read our first line
            status = Path(f"/proc/{process.pid}/status").read_text()
            if int(status.split("SigCgt:")[1].split()[0], 16) & mask:
                break
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert [line["event"] for line in told(log)] == []


def test_a_server_that_cannot_start_says_so_in_the_form_of_its_log(house: Path) -> None:
    (house / "empty").mkdir(exist_ok=True)
    config = house / "empty.toml"
    config.write_text('index = "empty"\n[log]\nformat = "json"\n')
    run = subprocess.run(
        [*KIZ, "--config", str(config), "serve"], capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 1
    events = [json.loads(line) for line in run.stderr.splitlines()]
    assert [(event["level"], event.get("key")) for event in events] == [("error", "no-index"), ("info", None)]
