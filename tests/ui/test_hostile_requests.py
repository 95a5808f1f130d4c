"""Requests that look for files outside, for other machines, or for room: through the whole app, from both sides."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from ui.doors import COOKIE

HOSTILE = [
    "../../../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "..%252f..%252fetc%252fpasswd", "....//....//etc/passwd", "/etc/passwd", "//etc/passwd", "%2fetc%2fpasswd",
    "..\\..\\etc\\passwd", "..%5c..%5cetc%5cpasswd", "C:\\Windows\\win.ini", "file:///etc/passwd", "%00", "..%00/",
    "~root", "..%c0%af..%c0%afetc/passwd", "%uff0e%uff0e/etc/passwd", ".", "..", "*", "users.toml", "a" * 4000,
    "http://127.0.0.1:9/", "http:%2f%2f169.254.169.254%2flatest%2fmeta-data", "%0d%0aset-cookie:%20x=1",
]  # fmt: skip
# Where Gradio and others like them keep what they serve; none of it is to be had here but the pages' own parts.
PLACES = [
    "/files/{}", "/files/{}.pdf", "/pages/{}/1.png", "/pages/{id}/{}.png", "/assets/{}", "/static/{}", "/tr/static/{}",
    "/angebote/{}", "/angebote/{}.ics", "/api/{}", "/gradio_api/file={}", "/gradio_api/file/{}", "/file={}",
    "/gradio_api/proxy={}", "/proxy={}", "/gradio_api/stream/{}/1/playlist.m3u8", "/gradio_api/heartbeat/x/{}",
    "/gradio_api/custom_component/{}/x/x/x", "/gradio_api/upload_progress?upload_id={}", "/svelte/{}", "/{}",
    "/unterlagen/{}", "/unterlagen/{id}/seite/{}", "/veroeffentlichen/bericht/{}", "/veroeffentlichen/zurueck/{}",
]  # fmt: skip
OUTSIDE = (b"root:x:", b"scrypt$", b"[fonts]", b"ami-id")


@pytest.fixture(scope="module")
def app(building: Any) -> Any:
    return building.app()


async def knock(
    app: Any, raw: str, headers: Iterable[tuple[bytes, bytes]] = ()
) -> tuple[int, dict[bytes, bytes], bytes]:
    """Send a request as a server would that has read exactly this line; return status, headers and body."""
    path, _, query = raw.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "https",
        "path": unquote(path, errors="replace"), "raw_path": path.encode(), "query_string": query.encode(),
        "root_path": "", "headers": [(b"host", b"kiz.test"), *headers], "client": ("203.0.113.249", 1),
        "server": ("kiz.test", 443),
    }  # fmt: skip
    sent: list[Any] = []
    asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        message = next(asked, None)
        if message is None:
            await asyncio.Event().wait()
        return message or {}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("side", ["", "/intern"])
def test_no_path_leads_to_a_file_outside_or_to_another_machine(
    building: Any, app: Any, side: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def refused(*_: Any) -> None:
        raise AssertionError("a connection was opened")

    with building.client(app) as client:
        building.log_in(client)
        cookie = f"{COOKIE}={client.cookies[COOKIE]}".encode()
        monkeypatch.setattr(socket.socket, "connect", refused)
        for value in HOSTILE:
            raw = side + place.replace("{id}", building.public_id).replace("{}", value)
            status, headers, body = asyncio.run(knock(app, raw, [(b"cookie", cookie)]))
            assert status < 500, raw
            assert not any(words in body for words in OUTSIDE), raw
            assert b"set-cookie" not in headers or b"x=1" not in headers[b"set-cookie"], raw
            assert not headers.get(b"location", b"/").startswith((b"http:", b"//", b"file:")), raw
            if "." in value[:2] or "passwd" in value:
                assert status not in (200, 206) or b"<html" in body[:200].lower(), raw


@pytest.mark.parametrize("side", ["", "/intern", "/tr"])
def test_nobody_can_leave_files_through_gradios_own_upload(building: Any, app: Any, side: str, tmp_path: Path) -> None:
    before = set(Path(tempfile.gettempdir(), "gradio").rglob("*"))
    with building.client(app) as client:
        building.log_in(client)
        for path in ("/gradio_api/upload", "/upload", "/gradio_api/upload/", "/gradio_api//upload"):
            answer = client.post(side + path, files={"files": ("../../evil.txt", b"x" * 1000)})
            assert answer.status_code in (404, 405), path
    assert set(Path(tempfile.gettempdir(), "gradio").rglob("*")) == before


@pytest.mark.parametrize(
    "name",
    ["../../../evil.pdf", "..\\..\\evil.pdf", "/etc/cron.d/evil.pdf", ".ssh/evil.pdf", "evil.pdf\0.pdf", "~/e.pdf"],
)
def test_no_name_of_an_upload_leads_out_of_its_folder(building: Any, tmp_path: Path, name: str) -> None:
    corpus = tmp_path / "a" / "b" / "corpus"
    corpus.mkdir(parents=True)
    app = building.app(replace(building.config, corpus=corpus))
    with building.client(app) as client:
        building.log_in(client)
        sent = {"visibility": "public", "note": "../x"}
        files = {"files": (name, b"%PDF-1.7\n%%EOF", "application/pdf")}
        client.post("/intern/veroeffentlichen/hochladen", data=sent, files=files, headers={"origin": building.https})
    waiting = corpus / "hochgeladen" / ".vorgemerkt" / "oeffentlich"
    made = [file for file in tmp_path.rglob("*") if file.is_file() and file.suffix == ".pdf"]
    assert all(file.parent == waiting and not file.name.startswith(".") for file in made)


def test_bodies_without_end_are_refused_before_they_are_read(building: Any, app: Any) -> None:
    def endless() -> Iterable[bytes]:
        raise AssertionError("it was read")
        yield b""

    with building.client(app) as client:
        for path in ("/api/ask", "/gradio_api/queue/join", "/feedback", "/intern/login"):
            long = {"content-length": str(10**9), "content-type": "application/json"}
            assert client.request("POST", path, headers=long).status_code == 413, path
            packed = {"transfer-encoding": "chunked"}
            assert client.request("POST", path, headers=packed).status_code == 413, path


def test_no_password_name_or_token_of_a_failed_login_is_logged(
    building: Any, app: Any, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG", "ui")
    caplog.set_level("DEBUG", "uvicorn")
    with building.client(app, "203.0.113.77") as client:
        assert building.log_in(client, "erika.geheim", "Kennwort-Zitrone").status_code != 303
        client.get("/intern/config", headers={"cookie": f"{COOKIE}=kiz-Sitzung-Zitrone"})
        client.get("/intern/api/documents", headers={"authorization": "Bearer kiz_Token-Zitrone"})
        client.get("/intern/login?key=Schluessel-Zitrone")
    out = capfd.readouterr()
    told = caplog.text + out.out + out.err
    assert "login failed" in told
    assert not [word for word in ("Zitrone", "erika.geheim", "203.0.113.77") if word in told]
