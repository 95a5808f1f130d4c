import asyncio
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import app
from kb.config import Config, ServerConfig
from kb.errors import ConfigError, KizError
from kb.model import Answer, Document


class NoPapers:
    audience = "public"

    def document(self, document: str, /) -> Document | None:
        return None

    def file(self, document: str, /) -> Path | None:
        return None


class Mute:
    kb = NoPapers()

    def stream(self, *_: object, **__: object) -> Iterator[Answer]:
        yield Answer(False, "de", "other", "Nichts.")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    async def build() -> Any:
        # Inside a running loop, as Gradio otherwise opens one that it never closes.
        return app.build(Mute(), Config(title="Haus & Hof"))

    with TestClient(asyncio.run(build())) as client:
        yield client


def test_the_page_is_german_and_carries_its_title(client: TestClient) -> None:
    page = client.get("/").text
    assert '<html\n\tlang="de"' in page
    assert "<title>Haus &amp; Hof</title>" in page
    assert '<body id="kiz"' in page
    assert 'href="/style.css"' in page


def test_the_page_names_no_foreign_host(client: TestClient) -> None:
    page = client.get("/").text
    assert "og:image" not in page and "gradio.app" not in page and "huggingface" not in page
    assert not re.findall(r"(?:src|href)=[\"']?(?:https?:)?//", page)


def test_only_scripts_of_this_very_page_may_run(client: TestClient) -> None:
    answers = [client.get("/") for _ in range(2)]
    nonces = [re.search(r"'nonce-([^']+)'", answer.headers["content-security-policy"])[1] for answer in answers]  # type: ignore[index]
    assert nonces[0] != nonces[1]
    for answer, nonce in zip(answers, nonces, strict=True):
        tags = re.findall(r"<script[^>]*>", answer.text)
        assert tags and all(f'nonce="{nonce}"' in tag for tag in tags)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self' 'nonce-" in policy
        assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
        assert "http" not in policy and "*" not in policy


@pytest.mark.parametrize("path", ["/", "/style.css", "/files/x.pdf", "/pages/x/1.png", "/gradio_api/upload"])
def test_every_answer_has_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/file/etc/passwd"),
        ("GET", "/gradio_api/proxy=https://example.org/"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/openapi.json"),
        ("GET", "/docs"),
        ("GET", "/monitoring"),
        ("GET", "/gradio_api/vibe-code"),
        ("POST", "/gradio_api/call/answer"),
        ("POST", "/gradio_api/run/answer"),
        ("GET", "/login_check"),
        ("GET", "/manifest.json"),
        ("GET", "//files/x.pdf"),
    ],
)
def test_what_gradio_brings_and_the_page_does_not_need_is_not_there(client: TestClient, method: str, path: str) -> None:
    assert client.request(method, path).status_code == 404


def test_the_interface_for_programs_lists_nothing(client: TestClient) -> None:
    assert client.get("/gradio_api/info").json() == {"named_endpoints": {}, "unnamed_endpoints": {}}


def test_telemetry_history_and_footer_links_are_off(client: TestClient) -> None:
    config = client.get("/config").json()
    assert config["analytics_enabled"] is False
    assert config["run_history"] is False
    assert config["footer_links"] == []
    assert config["show_error"] is False


def test_a_port_in_use_is_told_before_anything_starts() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(KizError, match=str(port)) as caught:
            app.serve(Mute(), Config(server=ServerConfig(port=port)))
    assert caught.value.key == "port-in-use"
    assert str(port + 1) in caught.value.remedy


@pytest.mark.parametrize("server", [ServerConfig(host="192.0.2.1"), ServerConfig(port=70000)])
def test_an_address_that_is_not_ours_is_told_as_such(server: ServerConfig) -> None:
    with pytest.raises(ConfigError, match=re.escape(f"{server.host}:{server.port}")):
        app.serve(Mute(), Config(server=server))
