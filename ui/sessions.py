"""Who is logged in: opaque random tokens in a cookie, everything else here, in memory."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, replace

from ui.limits import Clock

# Far more than staff at once; the one unused longest goes first.
MOST = 1000


@dataclass(frozen=True, slots=True)
class Session:
    """`stamp` is what the session hangs on: a hash of the password's hash, so that a changed password ends it."""

    user: str
    stamp: str
    began: float
    seen: float


class Sessions:
    """Sessions by the hash of their token: who reads the memory of the server still has no cookie."""

    def __init__(self, idle_minutes: int, max_hours: int, clock: Clock = time.monotonic) -> None:
        self.idle = idle_minutes * 60.0
        self.longest = max_hours * 3600.0
        self.clock = clock
        self._lock = threading.Lock()
        self._open: OrderedDict[str, Session] = OrderedDict()
        self._secret = secrets.token_bytes(32)

    def begin(self, user: str, stamp: str) -> str:
        """Open a session; return its token, which is new every time."""
        token, now = secrets.token_urlsafe(32), self.clock()
        with self._lock:
            self._open[_key(token)] = Session(user, stamp, now, now)
            while len(self._open) > MOST:
                self._open.popitem(last=False)
        return token

    def find(self, token: str) -> Session | None:
        """Return the session of a token and note that it is used; None where there is none, or none any more."""
        key, now = _key(token), self.clock()
        with self._lock:
            session = self._open.pop(key, None)
            if session is None or now - session.seen > self.idle or now - session.began > self.longest:
                return None
            session = replace(session, seen=now)
            self._open[key] = session
        return session

    def end(self, token: str) -> None:
        """Close a session, if there is one."""
        with self._lock:
            self._open.pop(_key(token), None)

    def forget(self) -> None:
        """Forget the sessions that have run out."""
        now = self.clock()
        with self._lock:
            for key, one in tuple(self._open.items()):
                if now - one.seen > self.idle or now - one.began > self.longest:
                    del self._open[key]

    def mark(self, token: str) -> str:
        """Return what a form must carry, so that it is known to come from a page of this session."""
        return hmac.new(self._secret, token.encode(), hashlib.sha256).hexdigest()

    def marked(self, token: str, mark: str) -> bool:
        """Return whether a form carries the mark of this token."""
        return hmac.compare_digest(self.mark(token).encode(), mark.encode())


def stamp(stored: str) -> str:
    """Return what a session keeps of a password's hash."""
    return hashlib.sha256(stored.encode()).hexdigest()


def _key(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
