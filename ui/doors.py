"""The two doors: `/` for everybody, `/intern` for staff. Who may pass the second, and as whom."""

from __future__ import annotations

import hmac
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import Literal
from urllib.parse import quote, urlsplit

from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.config import Config
from kb.errors import ConfigError
from ui.accounts import AccountFile, token_name
from ui.limits import Delays
from ui.sessions import Sessions, stamp

LOG = logging.getLogger(__name__)

STAFF = "/intern"
LOGIN, LOGOUT, API = f"{STAFF}/login", f"{STAFF}/logout", f"{STAFF}/api/"
COOKIE = "kiz-session"
# Whoever started the server on this machine, by the link that it printed.
# No account can have a name with a space.
LOCAL = "dieser Rechner"
# Gradio's own files, the same for everybody; all else behind the door is not to be kept by a browser.
_KEPT = tuple(f"{STAFF}/{name}" for name in ("assets/", "static/"))
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# What a login may lead back to, as a longer address is nobody's bookmark.
LONGEST_WAY = 500


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who may pass. `token` is that of the session, "" where there is none (proxy, program)."""

    name: str
    way: Literal["session", "proxy", "program"]
    token: str = ""


class StaffDoor:
    """What opens the staff's door: accounts, sessions, tokens, the proxy's header, the link of this start."""

    def __init__(self, config: Config, sessions: Sessions | None = None, delays: Delays | None = None) -> None:
        login = config.login
        self.accounts = AccountFile(login.users)
        self.sessions = sessions or Sessions(login.idle_minutes, login.max_hours)
        self.delays = delays or Delays()
        self.header = login.header.strip().lower()
        self.link = secrets.token_urlsafe(24) if config.server.audience == "internal" else ""

    def used(self) -> bool:
        """Return whether there is any way in.

        :raises ConfigError: the file of accounts cannot be used.
        """
        accounts = self.accounts.now()
        return bool(accounts.users or accounts.tokens or self.header or self.link)

    def opened_by(self, link: str) -> bool:
        """Return whether it is the link of this start."""
        return bool(self.link) and hmac.compare_digest(self.link.encode(), link.encode())

    def visitor(self, scope: Scope) -> Visitor | None:
        """Return who sends this request, None where nobody is known.

        :raises ConfigError: the file of accounts cannot be used.
        """
        headers = _headers(scope)
        if self.header and headers.get(self.header, "").strip():
            # `ui.proxies` lets it through from trusted addresses only.
            return Visitor(headers[self.header].strip(), "proxy")
        kind, _, sent = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and scope["path"].startswith(API):
            owner = token_name(sent.strip(), self.accounts.now())
            return Visitor(owner, "program") if owner else None
        return self._by_session(cookie(scope))

    def _by_session(self, token: str) -> Visitor | None:
        session = self.sessions.find(token) if token else None
        if session is None:
            return None
        stored = self.accounts.now().users.get(session.user)
        mine = session.stamp == (stamp(stored) if stored else LOCAL)
        if not mine or (session.stamp == LOCAL and not self.link):
            self.sessions.end(token)  # the account is gone, or its password is another
            return None
        return Visitor(session.user, "session", token)


class Doors:
    """ASGI middleware: behind `/intern` nothing is answered to anybody unknown, whatever route it is.

    `scope["visitor"]` tells what is behind who it is. `door` None: this server has no staff's side.
    """

    def __init__(self, app: ASGIApp, door: StaffDoor | None) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not behind(scope["path"]):
            await self.app(scope, receive, send)
            return
        if not scope["path"].startswith(_KEPT):
            send = _unkept(send)
        if self.door is None:
            # Only the start page says so (`ui.login`); of all else there is nothing.
            there = scope["path"] in (STAFF, f"{STAFF}/", LOGIN)
            await (self.app if there else Response(status_code=404))(scope, receive, send)
            return
        try:
            visitor = self.door.visitor(scope)
        except ConfigError as error:
            LOG.error("staff's door stays shut: %s", error)
            await Response(status_code=503)(scope, receive, send)
            return
        refused = _refusal(scope, visitor)
        if refused is not None:
            await refused(scope, receive, send)
            return
        scope["visitor"] = visitor
        await self.app(scope, receive, send)


def behind(path: str) -> bool:
    """Return whether a path lies behind the staff's door."""
    return path == STAFF or path.startswith(f"{STAFF}/")


def _refusal(scope: Scope, visitor: Visitor | None) -> Response | None:
    path = scope["path"]
    if scope["method"] not in _SAFE and not same_origin(scope):
        return Response(status_code=403)
    if visitor is not None or path == LOGIN:
        return None
    if path.startswith(API):
        return JSONResponse({"detail": "login required"}, 401, {"www-authenticate": "Bearer"})
    if path in (STAFF, f"{STAFF}/") and scope["method"] in _SAFE and not cookie(scope):
        return RedirectResponse(LOGIN, 303)
    if by_hand(scope):
        # A form that was sent too late is shown again, to be sent once more; the page of a link as it is.
        way = f"{path}?{scope['query_string'].decode('latin-1')}" if scope["method"] in _SAFE else ""
        return RedirectResponse(f"{LOGIN}?weiter={quote(way or _came_from(scope), safe='')}", 303)
    return Response(status_code=401)


def by_hand(scope: Scope) -> bool:
    """Return whether somebody went there in a browser: what a script fetches is told without a page (Fetch Metadata)."""
    headers = _headers(scope)
    return headers.get("sec-fetch-mode", "navigate") == "navigate" and "text/html" in headers.get("accept", "")


def _came_from(scope: Scope) -> str:
    sent = urlsplit(_headers(scope).get("referer", ""))
    return f"{sent.path}?{sent.query}"


def way_back(sent: str) -> str:
    """Return where a login leads that was asked for on the way to another page: one of ours behind this door, or its start."""
    path, _, query = sent.partition("?")
    inside = path.startswith(f"{STAFF}/") and path not in (LOGIN, LOGOUT) and not path.startswith(API)
    if not inside or len(sent) > LONGEST_WAY or ".." in path or not sent.isascii() or not sent.isprintable():
        return f"{STAFF}/"
    return f"{quote(path, safe='/%')}{f'?{query}' if query else ''}"


def caller(scope: Scope) -> str:
    """Return by what a caller is counted: staff by their name, as many share an address, all others by address."""
    visitor = scope.get("visitor")
    if visitor is not None:
        return f"{visitor.way} {visitor.name}"
    return scope["client"][0] if scope.get("client") else ""


def same_origin(scope: Scope) -> bool:
    """Return whether a request that changes something comes from a page of this server (or from no page at all).

    Browsers send `Origin` with every such request from elsewhere, and `Sec-Fetch-Site` (Fetch standard).
    """
    headers = _headers(scope)
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    # `ui.proxies` leaves X-Forwarded-Host only where one of our own web servers sent it.
    return origin is None or urlsplit(origin).netloc in (headers.get("host"), headers.get("x-forwarded-host"))


def cookie(scope: Scope, name: str = COOKIE) -> str:
    """Return the value of a cookie, "" where there is none."""
    try:
        found = SimpleCookie(_headers(scope).get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def is_local(scope: Scope) -> bool:
    """Return whether the address bar shows this very machine: browsers trust it without TLS."""
    headers = _headers(scope)
    if any(name.startswith("x-forwarded-") for name in headers):
        return False
    host = urlsplit("//" + headers.get("host", "")).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _headers(scope: Scope) -> Mapping[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _unkept(send: Send) -> Send:
    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message["headers"] if name.lower() != b"cache-control"]
            message = {**message, "headers": [*kept, (b"cache-control", b"no-store")]}
        await send(message)

    return sender
