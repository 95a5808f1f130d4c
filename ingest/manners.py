"""Being a good guest: pauses between requests, `robots.txt`, and leaving a machine alone that is in trouble."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
from protego import Protego

from kb.config import FetchConfig
from kb.errors import IngestError

# What a `robots.txt` is matched against, and the first word of the User-Agent.
NAME = "KIZ-Assistent"
# After so many addresses in a row that could not be had, a machine is left alone for the rest of the run.
_PATIENCE = 3


class Manners:
    """What is known of each machine (scheme, host and port) during one run."""

    def __init__(
        self,
        config: FetchConfig,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._config = config
        self._sleep = sleep
        self._clock = clock
        self._last: dict[str, float] = {}
        self._failed: dict[str, int] = {}
        self._shut: set[str] = set()
        self._rules: dict[str, Protego] = {}

    def pause(self, url: httpx.URL) -> None:
        """Wait until the machine may be asked again."""
        machine = origin(url)
        rules = self._rules.get(machine)
        wished = (rules.crawl_delay(NAME) or 0.0) if rules is not None and self._config.robots else 0.0
        # A delay of hours is a way of saying no, which is said in other words there.
        delay = max(self._config.delay, min(wished, self._config.max_wait))
        if machine in self._last and (left := self._last[machine] + delay - self._clock()) > 0:
            self._sleep(left)

    def wait(self, seconds: float) -> None:
        """Wait before another attempt."""
        self._sleep(seconds)

    def asked(self, url: httpx.URL) -> None:
        """Note that the machine was asked just now."""
        self._last[origin(url)] = self._clock()

    def knows(self, url: httpx.URL) -> bool:
        """Return whether the machine's rules are known, or need not be."""
        return not self._config.robots or origin(url) in self._rules

    def learn(self, url: httpx.URL, robots: bytes) -> None:
        """Take in the machine's `robots.txt`; an empty one allows everything."""
        self._rules[origin(url)] = Protego.parse(robots.decode("utf-8", "replace"))

    def check(self, url: httpx.URL) -> None:
        """Return where the address may be asked for.

        :raises IngestError: `robots.txt` forbids it, or the machine is left alone for now.
        """
        if origin(url) in self._shut:
            raise IngestError("web-left-alone", address=url, host=url.host)
        if not self._config.robots:
            return
        rules = self._rules.get(origin(url))
        if rules is not None and not rules.can_fetch(str(url), NAME):
            raise IngestError("web-robots", address=url)

    def succeeded(self, url: httpx.URL) -> None:
        """Note that the machine answered."""
        self._failed.pop(origin(url), None)

    def gave_up(self, url: httpx.URL, *, at_once: bool) -> None:
        """Note that an address could not be had after all attempts (`at_once`: the machine asked for rest)."""
        machine = origin(url)
        self._failed[machine] = self._failed.get(machine, 0) + 1
        if at_once or self._failed[machine] >= _PATIENCE:
            self._shut.add(machine)


def origin(url: httpx.URL) -> str:
    """Return scheme, host and port of an address."""
    return f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}"


def asked_pause(header: str | None, now: datetime) -> float | None:
    """Return the seconds that a `Retry-After` asks for (RFC 9110, 10.2.3), None where it says nothing.

    :param now: with a zone.
    """
    if header is None:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())
