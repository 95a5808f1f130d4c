"""Wiring of the web app: the chat page, the routes for papers and pages, the guard around both."""

from __future__ import annotations

import errno
import gc
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

import ui.web
from ingest.render import PageImages
from kb.config import Config
from kb.errors import ConfigError, KizError
from ui.files import routes
from ui.guard import Guard
from ui.page import dress
from ui.ports import Answers


def build(assistant: Answers, config: Config) -> FastAPI:
    """Return the app: `/` the chat, `/files/{id}.pdf` and `/pages/{id}/{page}.png` its sources."""
    app = FastAPI(title=config.title, docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(routes(assistant.kb, PageImages()))
    ui.web.mount(app, assistant, config)
    app.add_middleware(Guard, dress=lambda page, nonce: dress(page, config, nonce))
    return app


def serve(assistant: Answers, config: Config, announce: Callable[[str], None] | None = None) -> None:
    """Serve the app until it is stopped; `announce` is told the address once the port is ours.

    :raises KizError: the port is taken ("port-in-use").
    :raises ConfigError: there is no such address here, or the port may not be used.
    """
    # Documents and models stay as long as the server: looking them through for garbage made one answer in twenty
    # wait a tenth of a second (evaluation.bench_answers).
    gc.freeze()
    bound = _bind(config.server.host, config.server.port)
    with bound:
        app = build(assistant, config)
        # No access log: addresses of people stay out, and no server header. Open event streams of
        # browsers would hold a shutdown up for ever.
        settings = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=2
        )
        if announce:
            host, port = bound.getsockname()[:2]
            announce(f"http://{f'[{host}]' if ':' in host else host}:{port}")
        uvicorn.Server(settings).run(sockets=[bound])


def _bind(host: str, port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(128)
    except (OSError, OverflowError) as error:
        bound.close()
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise KizError("port-in-use", port=port, host=host, other=port + 1) from error
        where = f"{host}:{port}"
        raise ConfigError(
            "bad-config-value",
            file="[server]",
            key="host/port",
            value=where,
            expected="eine Adresse dieses Rechners",
        ) from error
    return bound
