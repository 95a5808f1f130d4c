"""A web site on the loopback whose pages, faults and changes a test decides."""

from __future__ import annotations

import hashlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from ingest.web import Web
from kb.config import FetchConfig
from tests.ingest.disturbed import MakePdf, Office


@dataclass
class Reply:
    """An answer: `cut` ends the connection after so many bytes, `drip` sends a byte at a time with pauses."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    drip: float = 0.0
    length: bool = True


@dataclass
class Asked:
    path: str
    headers: dict[str, str]


class Site:
    """Paths with one reply, or several that come one after the other, the last one for ever."""

    def __init__(self) -> None:
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[Asked] = []
        self.base = ""
        self.server: _Server | None = None
        self._lock = threading.Lock()

    def secure(self, certificate: Path) -> None:
        """Speak TLS from now on, with the key and certificate in a file."""
        assert self.server is not None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)

    def put(self, path: str, *replies: Reply) -> str:
        self.replies[path] = list(replies)
        return self.base + path

    def file(self, path: str, body: bytes, **headers: str) -> str:
        """A file with an ETag, as web servers send it."""
        return self.put(path, Reply(body, headers={"ETag": f'"{hashlib.md5(body).hexdigest()}"', **headers}))

    def json(self, path: str, value: Any) -> str:
        return self.put(path, Reply(json.dumps(value).encode(), headers={"Content-Type": "application/json"}))

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def answer(self, path: str, headers: dict[str, str]) -> Reply:
        with self._lock:
            self.asked.append(Asked(path, headers))
            waiting = self.replies.get(path) or self.replies.get(path.partition("?")[0])
            if not waiting:
                return Reply(b"nothing here", 404)
            reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        etag = reply.headers.get("ETag")
        if etag and headers.get("if-none-match") == etag:
            return Reply(status=304, headers={"ETag": etag})
        modified = reply.headers.get("Last-Modified")
        if modified and headers.get("if-modified-since") == modified:
            return Reply(status=304)
        return reply


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self) -> None:
        reply = self.site.answer(self.path, {name.lower(): value for name, value in self.headers.items()})
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.length and reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        elif not reply.length:
            self.close_connection = True
        self.end_headers()
        try:
            if reply.drip:
                for at in range(len(reply.body)):
                    self.wfile.write(reply.body[at : at + 1])
                    time.sleep(reply.drip)
            elif reply.status != 304:
                self.wfile.write(reply.body[: reply.cut])
        except OSError:
            self.close_connection = True
        if reply.cut is not None:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, *_: object) -> None:
        pass  # a visitor that hangs up is no news


@pytest.fixture
def site() -> Iterator[Site]:
    """A site at ``http://127.0.0.1:port``."""
    site = Site()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"site": site}))
    site.server = server
    site.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Clock:
    """A clock that only moves when somebody sleeps."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def home(host: str, port: int) -> list[str]:
    """Every name leads to the loopback; what is no name is left as it is."""
    try:
        socket.inet_aton(host)
    except OSError:
        return ["127.0.0.1"]
    return [host]


@pytest.fixture
def visit(clock: Clock) -> Callable[[FetchConfig], Web]:
    """Make a visitor that wastes no time and to whom every name is the loopback."""
    return lambda config: Web(config, resolve=home, sleep=clock.sleep, clock=clock)


@pytest.fixture
def near() -> FetchConfig:
    """Settings for a site on the loopback."""
    return FetchConfig(allow_private=True, delay=0, retries=2, timeout=5, deadline=20)


@pytest.fixture
def reply() -> type[Reply]:
    """An answer of the site."""
    return Reply


PDF = b"%PDF-1.4\n" + b"x" * 2000 + b"\n%%EOF\n"


@pytest.fixture
def pdf() -> Callable[[str], bytes]:
    """Bytes that pass for a PDF on the way, with a word inside."""
    return lambda word: PDF.replace(b"xxxx", word.encode(), 1)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, make_pdf: MakePdf, embedder: Any) -> Iterator[Office]:
    """Somebody whose publications are disturbed; copy the index before doing so."""
    office = Office(tmp_path_factory.mktemp("office"), make_pdf, embedder)
    yield office
    office.close()
