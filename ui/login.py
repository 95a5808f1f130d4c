"""Logging in and out of the staff's side: plain pages and forms, without scripts."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from kb.config import Config
from ui.accounts import LONGEST, matches
from ui.doors import COOKIE, LOCAL, LOGIN, LOGOUT, STAFF, StaffDoor, Visitor, cookie, is_local, way_back
from ui.markup import text
from ui.sessions import stamp
from ui.sheet import sheet
from ui.staff_words import said
from ui.wording import words

LOG = logging.getLogger(__name__)

# Ties a login form to the browser that fetched it; lasts as long as one may take to type.
FORM = "kiz-login"
FORM_SECONDS = 1800


def routes(config: Config, door: StaffDoor | None) -> APIRouter:
    """Return `/intern/login` and `/intern/logout`; without a door, `/intern` with a word on how to set it up."""
    router = APIRouter()
    if door is None:
        for path in (STAFF, f"{STAFF}/", LOGIN):
            router.add_api_route(path, lambda: _closed(config), methods=["GET", "HEAD"])
        return router

    # The page's own addresses are relative, hence the slash.
    router.add_api_route(STAFF, lambda: RedirectResponse(f"{STAFF}/", 307), methods=["GET", "HEAD"])

    @router.api_route(LOGIN, methods=["GET", "HEAD"])
    def form(request: Request, key: str = "", weiter: str = "") -> Response:
        if key and door.opened_by(key):
            return _let_in(request, door, LOCAL, LOCAL)
        if request.scope.get("visitor"):
            return RedirectResponse(way_back(weiter), 303)
        return _form(request, config, door, way=weiter)

    @router.post(LOGIN)
    async def log_in(request: Request) -> Response:
        fields = await _fields(request)
        ticket, way = cookie(request.scope, FORM), fields.get("weiter", "")
        if not ticket or not door.sessions.marked(ticket, fields.get("form", "")):
            return _form(request, config, door, "stale", 400, way=way)
        name, client = fields.get("name", "").strip().casefold(), request.client.host if request.client else ""
        wait = door.delays.begin(name, client)
        if wait > 0:
            return _form(request, config, door, "wait", 429, wait, way=way)
        stored = door.accounts.now().users.get(name)
        if not await run_in_threadpool(matches, fields.get("password", ""), stored) or stored is None:
            LOG.warning("login failed")
            return _form(request, config, door, "wrong", 403, way=way)
        door.delays.passed(name, client)
        return _let_in(request, door, name, stamp(stored), way)

    @router.get(LOGOUT)
    def leave(request: Request) -> Response:
        visitor: Visitor = request.scope["visitor"]
        label = words("login")
        if visitor.way != "session":
            return sheet(label["out_title"], f"<p>{label['out_proxy']}</p>", config)
        return sheet(label["out_title"], logout_form(visitor, door), config)

    @router.post(LOGOUT)
    async def log_out(request: Request) -> Response:
        visitor: Visitor = request.scope["visitor"]
        fields = await _fields(request)
        if not visitor.token or not door.sessions.marked(visitor.token, fields.get("form", "")):
            return RedirectResponse(LOGOUT, 303)
        door.sessions.end(visitor.token)
        answer = RedirectResponse(LOGIN, 303)
        _set(answer, request, COOKIE, "", 0)
        return answer

    return router


def logout_form(visitor: Visitor, door: StaffDoor) -> str:
    """Return who is logged in, and the button that ends it."""
    label = words("login")
    told = label["logged_in"].format(name=text(visitor.name))
    if visitor.way != "session":
        return f'<p class="visitor">{told}</p>'
    mark = door.sessions.mark(visitor.token)
    return (
        f'<form class="visitor" method="post" action="{LOGOUT}"><input type="hidden" name="form" value="{mark}">'
        f'<span>{told}</span> <button type="submit" class="quiet">{label["out"]}</button></form>'
    )


def _closed(config: Config) -> HTMLResponse:
    label = words("login")
    return sheet(label["title"], f"<p>{label['closed']}</p><p><code>kiz user add NAME</code></p>", config, 404)


def _form(
    request: Request,
    config: Config,
    door: StaffDoor,
    problem: str = "",
    status: int = 200,
    wait: float = 0,
    way: str = "",
) -> HTMLResponse:
    label = words("login")
    if not is_local(request.scope) and request.url.scheme != "https":
        return sheet(label["title"], f'<p class="problem">{label["only_https"]}</p>', config, 403)
    if not door.accounts.now().users:
        return sheet(label["title"], f"<p>{label['link' if door.link else 'elsewhere']}</p>", config, 403)
    ticket = secrets.token_urlsafe(24)
    told = label[problem].format(seconds=int(wait) + 1) if problem else ""
    # Somebody on the way to a page is told why there is a form, and gets there.
    lead = said("session")["expired" if cookie(request.scope) else "first"] if way else label["lead"]
    back = f'<input type="hidden" name="weiter" value="{text(way)}">' if way else ""
    # Described by it, so that a screen reader says it again with the first field.
    notice = f'<p class="problem" id="problem" role="alert">{told}</p>' if told else ""
    invalid = ' aria-invalid="true" aria-describedby="problem"' if problem == "wrong" else ""
    # Sent to where it stands, with what the address has after "#": the page of a paper, or a question, is kept by the
    # redirects before and after (Fetch, 4.4), and no server sees it.
    body = (
        f'<p>{lead}</p>{notice}<form class="login" method="post">'
        f'<input type="hidden" name="form" value="{door.sessions.mark(ticket)}">{back}'
        f'<label for="name">{label["name"]}</label>'
        f'<input id="name" name="name" required autofocus autocomplete="username" autocapitalize="none" spellcheck="false" '
        f'maxlength="64"{invalid}>'
        f'<label for="password">{label["password"]}</label>'
        f'<input id="password" name="password" type="password" required autocomplete="current-password" '
        f'maxlength="{LONGEST}"{invalid}><button type="submit" class="strong">{label["in"]}</button></form>'
    )
    title = f"{label['problem_title']}: {label['title']}" if told else label["title"]
    answer = sheet(label["title"], body, config, status, window=title)
    if wait:
        answer.headers["retry-after"] = str(int(wait) + 1)
    _set(answer, request, FORM, ticket, FORM_SECONDS)
    return answer


def _let_in(request: Request, door: StaffDoor, user: str, hangs_on: str, way: str = "") -> Response:
    # A new token with every login: one that somebody planted before is worth nothing.
    door.sessions.end(cookie(request.scope))
    answer = RedirectResponse(way_back(way), 303)
    _set(answer, request, COOKIE, door.sessions.begin(user, hangs_on), None)
    _set(answer, request, FORM, "", 0)
    return answer


def _set(answer: Response, request: Request, name: str, value: str, seconds: int | None) -> None:
    secure = request.url.scheme == "https" or not is_local(request.scope)
    # Strict for the form, Lax for the session: a link in a mail shall find its reader logged in.
    strict = "strict" if name == FORM else "lax"
    answer.set_cookie(
        name,
        value,
        max_age=seconds,
        path=STAFF,
        secure=secure,
        httponly=True,
        samesite=strict,  # type: ignore[arg-type]
    )


async def _fields(request: Request) -> Mapping[str, str]:
    """Return the fields of a form; `ui.guard` has bounded its length."""
    try:
        sent = (await request.body()).decode("utf-8")
        return dict(parse_qsl(sent, keep_blank_values=True, max_num_fields=10))
    except ValueError:
        return {}
