"""Secrets stay where they were put: keys, tokens and passwords, taken through what fails and looked for afterwards."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from assistant.llm import LanguageModel
from ingest.web import Web
from kb.config import Config, FetchConfig, IngestConfig, LlmConfig
from kb.config_file import load_config
from kb.errors import AssistantError, ConfigError, IngestError, KnowledgeBaseError
from kb.model import Box, Document, Hit, Passage, Piece
from kb.server_place import TOKEN, ServerPlace
from kb.vector_server import ServerVectors

SECRET = "sk-Zitronenfalter-0815"
KEY = "KIZ_LLM_API_KEY"


@pytest.fixture
def telltale() -> Iterator[str]:
    """A server that refuses every request and says what it was sent, with all headers: as careless ones do."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            said = f"Incorrect key: {dict(self.headers)}"
            body = json.dumps({"error": said, "message": said, "detail": said}).encode()
            self.send_response(401, said[:60].replace("\n", " "))
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Any:
    """All that was logged, at every level and by every library, and all that was printed."""
    caplog.set_level(logging.DEBUG)

    def said() -> str:
        out = capfd.readouterr()
        return "\n".join((caplog.text, out.out, out.err))

    return said


def hit() -> Hit:
    text = "Das Zentrum gehört zum Sozialamt."
    passage = Passage(1, "d1", "v1", 1, text, (), (Piece(0, len(text), 1, Box(0, 0, 1, 1)),), ())
    return Hit(passage, Document("d1", "v1", "a.pdf", "A", "profile", "public", 1), 1.0)


def test_a_language_model_that_gives_the_key_back_in_its_refusal_is_not_quoted(telltale: str, everything: Any) -> None:
    model = LanguageModel(LlmConfig(f"{telltale}/v1", "x", timeout=5, api_key=SECRET))
    with pytest.raises(AssistantError) as caught:
        list(model.stream("Wozu gehört das Zentrum?", (hit(),)))
    assert SECRET not in str(caught.value) + everything()


def test_a_vector_server_that_gives_the_token_back_is_not_quoted(
    telltale: str, everything: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN, SECRET)
    with pytest.raises(KnowledgeBaseError) as caught:
        ServerVectors(ServerPlace(telltale, "kiz-public-1"), 4)
    assert SECRET not in str(caught.value) + everything()


@pytest.mark.parametrize("name", ["llm", "vectors", "proxy"])
def test_a_password_in_an_address_is_not_printed_where_nobody_answers(name: str, everything: Any) -> None:
    address = f"http://kiz:{SECRET}@127.0.0.1:9"
    with pytest.raises((AssistantError, KnowledgeBaseError, IngestError)) as caught:
        if name == "llm":
            list(LanguageModel(LlmConfig(f"{address}/v1", "x", timeout=5)).stream("Wozu?", (hit(),)))
        elif name == "vectors":
            ServerVectors(ServerPlace(address, "kiz-public-1"), 4)
        else:
            with Web(FetchConfig(proxy=address, retries=0, delay=0, robots=False)) as web:
                web.read("http://ris.example/a")
    assert SECRET not in str(caught.value) + everything()


def test_settings_never_show_the_key_and_refuse_one_in_their_file_without_quoting_it(tmp_path: Path) -> None:
    file = tmp_path / "kiz.toml"
    file.write_text('title = "KIZ"\n')
    config = load_config(file, {KEY: SECRET})
    assert config.llm.api_key == SECRET
    assert SECRET not in f"{config!r} {config} {config.llm} {replace(config, title='x')}"
    file.write_text(f'[llm]\napi_key = "{SECRET}"\n')
    with pytest.raises(ConfigError) as caught:
        load_config(file, {})
    assert SECRET not in str(caught.value)
    file.write_text(f'[llm]\napi_key = "{SECRET}\n')  # a line that cannot be read
    with pytest.raises(ConfigError) as caught:
        load_config(file, {})
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "command",
    [["config"], ["doctor"], ["ask", "Wer hilft?"], ["migrate", f"http://kiz:{SECRET}@127.0.0.1:9"]],
    ids=lambda command: command[0],
)  # fmt: skip
def test_no_command_prints_a_secret_of_its_surroundings(tmp_path: Path, command: list[str]) -> None:
    file = tmp_path / "kiz.toml"
    file.write_text('index = "index"\ncorpus = "corpus"\n[llm]\nbase_url = "http://127.0.0.1:9/v1"\nmodel = "x"\n')
    surroundings = {**os.environ, KEY: SECRET, TOKEN: SECRET}
    code = "import sys; from cli import main; sys.exit(main(sys.argv[1:]))"
    run = subprocess.run(
        [sys.executable, "-c", code, "--config", str(file), *command],
        capture_output=True, text=True, env=surroundings, timeout=120, check=False,
    )  # fmt: skip
    assert SECRET not in run.stdout + run.stderr
    assert run.returncode in (0, 1, 2)


def test_a_publishing_run_that_fails_leaves_no_secret_on_the_disk(tmp_path: Path) -> None:
    from ui.publish_job import Order, run

    (tmp_path / "index").write_text("kein Ordner")
    config = Config(
        index=tmp_path / "index", corpus=tmp_path / "corpus", llm=LlmConfig(api_key=SECRET), ingest=IngestConfig()
    )
    jobs = tmp_path / "jobs"
    jobs.mkdir()
    assert run(Order("publish", config, "erika"), jobs) == 1
    assert all(SECRET.encode() not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
