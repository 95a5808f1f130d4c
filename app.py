"""Wiring of the web app: both doors, each with its page, papers and interface, and the guards around them."""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import cast

import uvicorn
from fastapi import FastAPI, Response
from fastapi.responses import RedirectResponse
from starlette.types import Scope

import ui.web
from ingest.render import PageImages
from kb.config import Config
from kb.errors import ConfigError, KizError
from kb.store import KnowledgeBase
from ui import api, browse, legal, login, logs, metrics, publish_job, retention, staff_desk
from ui import feedback as reactions
from ui.caution import Cautious
from ui.citizens import around, citizens_page
from ui.doors import STAFF, Doors, StaffDoor, behind, caller
from ui.files import routes
from ui.guard import Guard
from ui.languages import GERMAN, address
from ui.late import Late, build_ahead
from ui.limits import Buckets, Pace
from ui.markup import asset
from ui.missing import Missing
from ui.page import dress, plain
from ui.ports import Answers
from ui.proxies import Callers, networks
from ui.staff import staff_page
from ui.staff_jobs import Jobs
from ui.staff_sheet import bar_with_style
from ui.traffic import STREAMS, Passing, PatientServer, Refusals, Traffic
from ui.wording import LANGUAGES

LOG = logging.getLogger(__name__)
A_DAY = 86_400.0


def build(
    assistant: Answers,
    config: Config,
    staff: Answers | None = None,
    door: StaffDoor | None = None,
    traffic: Traffic | None = None,
) -> FastAPI:
    """Return the app: `/` for everybody from `assistant`, `/intern` for staff from `staff`, where there is a `door`.

    `traffic` tells a server that stops what is under way.

    :raises ConfigError: an address, a page or the accounts in the settings cannot be used.
    :raises ValueError: the papers for everybody are not public ones alone, or a door leads nowhere.
    """
    if assistant.kb.audience != "public" or (staff is None) != (door is None):
        raise ValueError("the citizens' side takes public papers alone; staff's papers and door go together")
    figures, traffic, jobs, told = metrics.Figures(), traffic or Traffic(), Jobs(config.index), Refusals()
    living = _living(config, door, traffic.quiet)
    app = FastAPI(title=config.title, docs_url=None, redoc_url=None, openapi_url=None, lifespan=living)
    bases = [cast(KnowledgeBase, one.kb) for one in (assistant, staff) if one is not None]
    trusted = networks(config.metrics.allowed, "metrics.allowed")
    app.include_router(metrics.routes(figures, bases, trusted, lambda: traffic.stopping, lambda: _state(jobs)))
    slow = config.log.slow_seconds
    assistant = metrics.Measured(Cautious(assistant, config.contact), figures, slow)
    staff = metrics.Measured(staff, figures, slow) if staff is not None else None

    def refused(what: str) -> None:
        figures.refuse(what)
        told(what)

    limit = partial(refused, "limit")
    images = PageImages()
    # One allowance for both doors: of questions, and of what is said about answers.
    asking, speaking = (Buckets(config.limits.questions, refused=limit) for _ in range(2))
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
    slower = browse.slow_down(config)
    app.add_middleware(Pace, questions=config.limits.questions, caller=caller, refused=limit, said=slower)
    app.add_middleware(Doors, door=door)
    app.add_middleware(Guard, dress=dressed, upload_mb=config.limits.upload_mb)
    app.add_middleware(Missing, config=config)
    app.add_middleware(Callers, config=config)
    app.add_middleware(Passing, traffic=traffic, refused=refused)
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


def _state(jobs: Jobs) -> str:
    last = jobs.last()
    return last.state if last else ""


def _living(
    config: Config, door: StaffDoor | None, quiet: Callable[[], bool]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Forget what its time has come for, at the start and once a day, and build the pages of other languages when `quiet`.

    At the end, see to a publication that is at work.
    """

    async def forget() -> None:
        while True:
            await asyncio.to_thread(retention.clean_up, config)
            if door is not None:
                door.sessions.forget()
            await asyncio.sleep(A_DAY)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        pages = [route for route in app.router.routes if isinstance(route, Late)]
        tasks = [asyncio.create_task(each) for each in (forget(), build_ahead(pages, quiet))]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.to_thread(publish_job.leave, Jobs(config.index).folder)

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
    traffic = Traffic()
    with bound:
        app = build(assistant, config, staff, door, traffic)
        # No access log: addresses of people stay out, and no server header. Open event streams of
        # browsers would hold a shutdown up for ever. Who is calling behind a proxy, `ui.proxies` finds out.
        settings = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=STREAMS,
        )
        if announce:
            host, port = bound.getsockname()[:2]
            announce(f"http://{f'[{host}]' if ':' in host else host}:{port}")
        about = {"version": metrics.version(), "port": bound.getsockname()[1], "settings": logs.changed(config)}
        LOG.info("started", extra={"about": about | _shown(assistant, staff)})
        PatientServer(settings, traffic, config.server.stop_seconds).run(sockets=[bound])
        LOG.info("stopped")


def _shown(*assistants: Answers | None) -> dict[str, int]:
    bases = [cast(KnowledgeBase, one.kb) for one in assistants if one is not None]
    return {f"generation_{base.audience}": base.generation.number for base in bases}


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
