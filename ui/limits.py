"""How often one may: questions of one address, attempts to log in. Kept in memory, addresses only as a keyed hash."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import ClassVar

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

Clock = Callable[[], float]

# Addresses remembered at once, about 10 MB; whoever has been quiet longest is forgotten first.
REMEMBERED = 20_000
_KEY = secrets.token_bytes(16)


def sign(client: str) -> str:
    """Return what an address is remembered by: a hash under a key of this run; of IPv6 the network /64.

    A household or a phone has a whole /64 (RFC 6177), and would otherwise be as many clients as it likes.
    """
    try:
        address = ip_address(client)
    except ValueError:
        shown = client
    else:
        shown = str(int(address) >> 64) if isinstance(address, IPv6Address) and not address.ipv4_mapped else client
    return hashlib.blake2b(shown.encode(), key=_KEY, digest_size=12).hexdigest()


class Buckets:
    """A token bucket per client: a minute's worth at once, refilled evenly. 0 a minute: no limit.

    `refused` is called with everyone who has to wait.
    """

    def __init__(
        self, per_minute: int, clock: Clock = time.monotonic, refused: Callable[[], None] = lambda: None
    ) -> None:
        self.per_minute = per_minute
        self.clock = clock
        self.refused = refused
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> float:
        """Take one token; return 0.0, or the seconds until there is one."""
        if not self.per_minute:
            return 0.0
        key, now, rate = sign(client), self.clock(), self.per_minute / 60
        with self._lock:
            left, since = self._left.pop(key, (float(self.per_minute), now))
            left = min(float(self.per_minute), left + (now - since) * rate)
            wait = 0.0 if left >= 1 else (1 - left) / rate
            self._left[key] = (left - 1 if left >= 1 else left, now)
            while len(self._left) > REMEMBERED:
                self._left.popitem(last=False)
        if wait:
            self.refused()
        return wait


class Pace:
    """ASGI middleware: what costs the server work besides a question (events of a page, drawn pages) has a limit, too.

    A question comes with about ten such requests: the event itself, its sources, their pages. Twice that is let through.
    """

    PER_QUESTION = 20
    _WORK = re.compile(r"(/intern|/[a-z]{2})?/(gradio_api/queue/join/?|pages/.*|angebote.*)")

    def __init__(
        self,
        app: ASGIApp,
        questions: int,
        caller: Callable[[Scope], str],
        refused: Callable[[], None] = lambda: None,
        said: Callable[[Scope, float], Response | None] = lambda scope, wait: None,
    ) -> None:
        """Take the app; `said` gives the page that tells somebody to wait, None where none is looked at."""
        self.app = app
        self.caller = caller
        self.said = said
        self.buckets = Buckets(self.PER_QUESTION * questions, refused=refused)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wait = 0.0
        if scope["type"] == "http" and self._WORK.fullmatch(scope["path"]):
            wait = self.buckets.take(self.caller(scope))
        if not wait:
            await self.app(scope, receive, send)
            return
        plain = Response(status_code=429, headers={"retry-after": str(int(wait) + 1)})
        await (self.said(scope, wait) or plain)(scope, receive, send)


@dataclass(slots=True)
class _Tried:
    count: int
    until: float
    last: float


class Delays:
    """Longer and longer pauses after attempts that failed, per account and per address.

    The first five cost nothing: people mistype. Then the pause doubles from one second. An account's ends at
    30 seconds, so that nobody can lock another out; an address's at 15 minutes. An hour of quiet forgets.
    """

    FREE = 5
    LONGEST: ClassVar[Mapping[str, float]] = {"account": 30.0, "address": 900.0}
    FORGOTTEN = 3600.0

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self.clock = clock
        self._lock = threading.Lock()
        self._tried: OrderedDict[tuple[str, str], _Tried] = OrderedDict()

    def begin(self, account: str, client: str) -> float:
        """Count an attempt; return 0.0 where it may be made, else the seconds to wait (then it is not counted).

        Counted before it is known how it ends: many at the same time are not cheaper than one after the other.
        """
        now = self.clock()
        with self._lock:
            tried = [(kind, self._entry((kind, key), now)) for kind, key in _keys(account, client)]
            wait = max(entry.until - now for _, entry in tried)
            if wait > 0:
                return wait
            for kind, entry in tried:
                entry.count += 1
                entry.last = now
                if entry.count >= self.FREE:
                    entry.until = now + min(2.0 ** (entry.count - self.FREE), self.LONGEST[kind])
        return 0.0

    def passed(self, account: str, client: str) -> None:
        """Forget the attempts of an account and an address: it was the right password."""
        with self._lock:
            for key in _keys(account, client):
                self._tried.pop(key, None)

    def _entry(self, key: tuple[str, str], now: float) -> _Tried:
        entry = self._tried.pop(key, None)
        if entry is None or now - max(entry.last, entry.until) > self.FORGOTTEN:
            entry = _Tried(0, 0.0, now)
        self._tried[key] = entry
        while len(self._tried) > REMEMBERED:
            self._tried.popitem(last=False)
        return entry


def _keys(account: str, client: str) -> tuple[tuple[str, str], ...]:
    return ("account", sign(account.casefold())), ("address", sign(client))
