"""Requests on their way through the server: each has a number, those under way are counted, a server that stops takes no new ones."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.doors import API, LOGIN
from ui.logs import REQUEST

LOG = logging.getLogger(__name__)

# So long nothing may be under way before a server that stops ends: between a question and the stream that brings its
# answer, a browser sends a second request.
QUIET = 0.5
# Streams of open pages never end by themselves; whole seconds, for uvicorn.
STREAMS = 2
# After the answers' time is over, so long the rest may take, and after a second signal: then the process ends, whatever
# still runs in a thread. Nothing that a server does needs to be finished: it writes what people say in one transaction.
REST = 5.0
# Of refusals of one kind, one line a minute says how many: whoever floods the server does not flood the log.
MINUTE = 60.0

Refused = Callable[[str], None]


class Traffic:
    """What a server is doing. Only its own loop writes; any thread may read."""

    def __init__(self) -> None:
        self.stopping = False
        self.under_way = 0
        self.busy_at = time.monotonic()

    def quiet(self) -> bool:
        """Return whether nothing has been under way for a moment."""
        return not self.under_way and time.monotonic() - self.busy_at > QUIET


class Passing:
    """ASGI middleware, outermost: numbers and counts requests, tells refusals, and takes no new question of a server that stops."""

    def __init__(self, app: ASGIApp, traffic: Traffic, refused: Refused) -> None:
        self.app = app
        self.traffic = traffic
        self.refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number, traffic = secrets.token_hex(6), self.traffic
        scope = {**scope, "request_id": number}
        token = REQUEST.set(number)
        counted = "/heartbeat/" not in scope["path"]  # lasts as long as the page is open
        traffic.under_way += counted
        try:
            if traffic.stopping and scope["method"] == "POST":
                headers = {"retry-after": "10", "connection": "close"}
                await Response(status_code=503, headers=headers)(scope, receive, self._told(send, scope, number))
            else:
                await self.app(scope, receive, self._told(send, scope, number))
        except Exception:
            self.refused("failed")
            LOG.exception("request failed")
            raise
        finally:
            traffic.under_way -= counted
            if counted:
                traffic.busy_at = time.monotonic()
            REQUEST.reset(token)

    def _told(self, send: Send, scope: Scope, number: str) -> Send:
        async def sender(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), (b"x-request-id", number.encode())]}
                if what := _refusal(scope["path"], scope["method"], message["status"]):
                    self.refused(what)
            await send(message)

        return sender


def _refusal(path: str, method: str, status: int) -> str:
    """Return what was refused, "" for nothing that an operator counts. Questions asked too often count where they are asked."""
    if path == LOGIN and method == "POST":
        return {403: "login", 429: "login-too-often"}.get(status, "")
    if path.startswith(API) and status == 401:
        return "token"
    return {413: "too-long", 503: "busy"}.get(status, "") if not path.startswith("/health/") else ""


class Refusals:
    """Tells refusals in the log, one line per kind and minute with their number."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._told: dict[str, tuple[float, int]] = {}

    def __call__(self, what: str) -> None:
        """Note one."""
        with self._lock:
            last, count = self._told.get(what, (-MINUTE, 0))
            now, count = self._clock(), count + 1
            due = now - last >= MINUTE
            self._told[what] = (now, 0) if due else (last, count)
        if due:
            LOG.warning("refused", extra={"about": {"what": what, "count": count}})


class PatientServer(uvicorn.Server):
    """A server that, told to stop, takes no new questions, lets answers end for a while, and then ends with code 0.

    A second signal ends it at once.
    """

    def __init__(self, settings: uvicorn.Config, traffic: Traffic, patience: float) -> None:
        super().__init__(settings)
        self.traffic = traffic
        self.patience = patience
        self._since = 0.0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; nothing is logged here, as the signal may have come in the midst of a line."""
        if sig == signal.SIGINT:
            self._captured_signals.append(sig)  # the command tells it by its exit code
        if self.traffic.stopping:
            self.should_exit = self.force_exit = True
            _end_after(REST / 2)
        self.traffic.stopping = True

    async def on_tick(self, counter: int) -> bool:
        """Look every tenth of a second whether it is time to end."""
        if self.traffic.stopping:
            now = time.monotonic()
            if not self._since:
                self._since = now
                LOG.info("stopping", extra={"about": {"under_way": self.traffic.under_way}})
                _end_after(self.patience + STREAMS + REST)
            if self.traffic.quiet() or now - self._since > self.patience:
                self.should_exit = True
            if self.should_exit:
                left = self.traffic.under_way
                about = {"waited": round(now - self._since, 1), "broken_off": left}
                LOG.log(logging.WARNING if left else logging.INFO, "ending", extra={"about": about})
        return bool(await super().on_tick(counter))


def _end_after(seconds: float) -> None:
    """End the process then in any case: an answer that hangs in a thread would hold it up for ever."""
    last = threading.Timer(seconds, os._exit, (0,))
    last.daemon = True
    last.start()
