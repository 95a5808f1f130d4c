"""Wiring of the web app: both doors, each with its page, papers and interface, and the guards around them."""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import cast

import uvicorn
from fastapi import FastAPI, Response
from fastapi.responses import RedirectResponse
from starlette.types import Scope

import ui.web
from ingest.render import PageImages
from kb import feedback, questions
from kb.config import Config
from kb.errors import ConfigError, KizError
from kb.store import KnowledgeBase
from ui import api, browse, legal, login, metrics, staff_desk
from ui import feedback as reactions
from ui.citizens import around, citizens_page
from ui.doors import STAFF, Doors, StaffDoor, behind, caller
from ui.files import routes
from ui.guard import Guard
from ui.languages import GERMAN, address
from ui.late import Late
from ui.limits import Buckets, Pace
from ui.markup import asset
from ui.page import dress, plain
from ui.ports import Answers
from ui.proxies import Callers, networks
from ui.staff import staff_page
from ui.staff_sheet import bar_with_style
from ui.wording import LANGUAGES

LOG = logging.getLogger(__name__)
A_DAY = 86_400.0


def build(assistant: Answers, config: Config, staff: Answers | None = None, door: StaffDoor | None = None) -> FastAPI:
    """Return the app: `/` for everybody from `assistant`, `/intern` for staff from `staff`, where there is a `door`.

    :raises ConfigError: an address, a page or the accounts in the settings cannot be used.
    :raises ValueError: the papers for everybody are not public ones alone, or a door leads nowhere.
    """
    if assistant.kb.audience != "public" or (staff is None) != (door is None):
        raise ValueError("the citizens' side takes public papers alone; staff's papers and door go together")
    app = FastAPI(title=config.title, docs_url=None, redoc_url=None, openapi_url=None, lifespan=_forgetting(config))
    figures = metrics.Figures()
    bases = [cast(KnowledgeBase, one.kb) for one in (assistant, staff) if one is not None]
    app.include_router(metrics.routes(figures, bases, networks(config.metrics.allowed, "metrics.allowed")))
    assistant = metrics.Measured(assistant, figures)
    staff = metrics.Measured(staff, figures) if staff is not None else None
    images = PageImages()
    # One allowance for both doors: of questions, and of what is said about answers.
    asking, speaking = Buckets(config.limits.questions), Buckets(config.limits.questions)
    app.include_router(legal.routes(config))
    app.include_router(login.routes(config, door))
    for file in ("style.css", "sheet.css", "browse.css", "display.js"):
        app.add_api_route(f"/{file}", _asset(file))
    if staff is not None and door is not None:
        app.add_api_route(f"{STAFF}/style.css", _asset("style.css"))
        app.include_router(routes(staff.kb, images), prefix=STAFF)
        app.include_router(reactions.routes(staff.kb, config, speaking), prefix=STAFF)
        app.include_router(staff_desk.routes(staff, config, door), prefix=STAFF)
        app.mount(f"{STAFF}/api", api.interface(staff, config, asking, STAFF))
        ui.web.mount(app, staff_page(staff, config, asking), STAFF)
    app.include_router(routes(assistant.kb, images))
    app.include_router(reactions.routes(assistant.kb, config, speaking))
    app.mount("/api", api.interface(assistant, config, asking, ""))
    app.include_router(browse.routes(assistant.kb, config, asking, ui.web.sizes(assistant.kb)))
    for code in LANGUAGES:
        if code != GERMAN:
            app.add_api_route(f"/{code}", _to(address(code)), methods=["GET", "HEAD"])
            page = partial(citizens_page, assistant, config, asking, code)
            app.router.routes.append(Late(f"/{code}", page))
    ui.web.mount(app, citizens_page(assistant, config, asking), "/")

    def dressed(page: str, nonce: str, scope: Scope) -> str:
        if not behind(scope["path"]):
            return dress(page, around(config, scope), nonce)
        visitor = scope.get("visitor")
        return dress(page, plain(config, bar_with_style(visitor, door) if visitor and door else ""), nonce)

    # The last one added meets a request first.
    app.add_middleware(Pace, questions=config.limits.questions, caller=caller)
    app.add_middleware(Doors, door=door)
    app.add_middleware(Guard, dress=dressed)
    app.add_middleware(Callers, config=config)
    Callers(app, config)  # what is wrong with its settings is told now, not with the first request
    return app


def _asset(file: str) -> Callable[[], Response]:
    # Linked by `ui.page.dress`: Gradio would put its own class before every selector.
    kind = "text/css" if file.endswith(".css") else "text/javascript"

    def served() -> Response:
        return Response(asset(file), media_type=kind, headers={"cache-control": "no-cache"})

    return served


def _to(address: str) -> Callable[[], Response]:
    def redirect() -> Response:
        return RedirectResponse(address, 308)

    return redirect


def _forgetting(config: Config) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Forget what people said when its time has come: at the start and once a day."""

    async def forget() -> None:
        while True:
            today = datetime.now(UTC).date()
            try:
                feedback.forget(config.index, today, config.feedback.keep_days)
                questions.forget(config.index, today, config.questions.keep_days)
            except KizError as error:
                LOG.warning("nothing forgotten today: %s", error.key)
            await asyncio.sleep(A_DAY)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(forget())
        yield
        task.cancel()

    return lifespan


def serve(
    assistant: Answers,
    config: Config,
    announce: Callable[[str], None] | None = None,
    staff: Answers | None = None,
    door: StaffDoor | None = None,
) -> None:
    """Serve the app of `build` until it is stopped; `announce` is told the address once the port is ours.

    :raises KizError: the port is taken ("port-in-use").
    :raises ConfigError: there is no such address here, or the port may not be used.
    """
    # Documents and models stay as long as the server: looking them through for garbage made one answer in twenty
    # wait a tenth of a second (evaluation.bench_answers).
    gc.freeze()
    bound = _bind(config.server.host, config.server.port)
    with bound:
        app = build(assistant, config, staff, door)
        # No access log: addresses of people stay out, and no server header. Open event streams of
        # browsers would hold a shutdown up for ever. Who is calling behind a proxy, `ui.proxies` finds out.
        settings = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=2,
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
