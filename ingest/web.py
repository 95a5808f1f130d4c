"""Fetching from the web: one address, asked politely, followed carefully, and tried again where that helps."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import unquote

import httpcore
import httpx

from ingest.hosts import Resolve, Transport, resolve
from ingest.inflow import MB, read_body, save_pdf
from ingest.manners import NAME, Manners, asked_pause
from kb.config import FetchConfig
from kb.errors import IngestError

T = TypeVar("T")
# Faults that may be gone next time; whatever was fetched before stays as it is.
PASSING = frozenset(
    {"web-busy", "web-broken-off", "web-left-alone", "web-server-error", "web-timeout", "web-unreachable"}
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# No longer there, or no longer for everybody.
_GONE = frozenset({401, 403, 404, 410})
_BUSY = frozenset({429, 503})
# Longer ones need not be read (RFC 9309, 2.5).
_MOST_ROBOTS = 500 * 1024


@dataclass(frozen=True, slots=True)
class Validators:
    """What the other machine gave to recognise a version by (RFC 9110, 8.8); empty = none."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        """Return the headers of a request for anything but this version."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value and value.isascii()}


@dataclass(frozen=True, slots=True)
class Download:
    """A PDF that was fetched: its hash and size, how to recognise it, the file name that came with it."""

    sha256: str
    size: int
    validators: Validators
    name: str


NONE = Validators()


class _FaultError(Exception):
    """A passing fault: what to say if it stays, of which machine, and how long that asked to wait."""

    def __init__(self, error: IngestError, url: httpx.URL, pause: float | None = None) -> None:
        super().__init__(error.key)
        self.error = error
        self.url = url
        self.pause = pause


class Web:
    """A visitor to the web for one run, with its own pace, rules and connections."""

    def __init__(
        self,
        config: FetchConfig,
        *,
        resolve: Resolve = resolve,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._config = config
        self._manners = Manners(config, sleep=sleep, clock=clock)
        self._transport = Transport(allow_private=config.allow_private, proxy=config.proxy, resolve=resolve)
        self._agent = _user_agent(config.contact)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._transport.close()

    def read(self, address: str) -> bytes:
        """Return what lies at an address, as a page of a list does.

        :raises IngestError: not to be had; its key is in `PASSING` where that may pass.
        """
        headers = {"Accept": "application/json, */*;q=0.1", "Accept-Encoding": "gzip"}
        most = self._config.max_list_mb * MB
        return self._ask(_url(address), headers, lambda response: read_body(response, address, most))

    def download(self, address: str, file: Path, known: Validators = NONE) -> Download | None:
        """Fetch a PDF to `file`; return None where the known version is still the one.

        :raises IngestError: not to be had (then `file` is of no use); its key is in `PASSING` where that may pass.
        """
        headers = {"Accept": "application/pdf, */*;q=0.1", "Accept-Encoding": "identity", **known.headers()}
        most = self._config.max_mb * MB

        def take(response: httpx.Response) -> Download | None:
            if response.status_code == 304:
                return None
            sha256, size = save_pdf(response, address, file, most)
            found = response.headers
            validators = Validators(found.get("etag", ""), found.get("last-modified", ""))
            return Download(sha256, size, validators, _offered_name(found.get("content-disposition", "")))

        return self._ask(_url(address), headers, take)

    def _ask(
        self, url: httpx.URL, headers: Mapping[str, str], take: Callable[[httpx.Response], T], *, heed: bool = True
    ) -> T:
        attempt = 0
        while True:
            try:
                return self._follow(url, headers, take, heed=heed)
            except _FaultError as fault:
                wait = fault.pause if fault.pause is not None else float(2**attempt)
                if attempt >= self._config.retries or wait > self._config.max_wait:
                    self._manners.gave_up(fault.url, at_once=fault.error.key == "web-busy")
                    raise fault.error from fault
                self._manners.wait(wait)
                attempt += 1

    def _follow(
        self, url: httpx.URL, headers: Mapping[str, str], take: Callable[[httpx.Response], T], *, heed: bool
    ) -> T:
        start = url
        for _ in range(self._config.redirects + 1):
            machine = url
            if heed:
                self._learn_rules(url)
                self._manners.check(url)
            self._manners.pause(url)
            self._transport.bound(self._config.deadline)
            try:
                with contextlib.closing(self._send(url, headers)) as response:
                    if response.status_code not in _REDIRECTS or "location" not in response.headers:
                        _judge(response, url, conditional="If-None-Match" in headers or "If-Modified-Since" in headers)
                        taken = take(response)
                        self._manners.succeeded(url)
                        return taken
                    url = _redirected(url, response.headers["location"])
            except httpcore.TimeoutException as error:
                raise _FaultError(IngestError("web-timeout", address=url), url) from error
            except httpcore.ConnectError as error:
                raise _FaultError(IngestError("web-unreachable", address=url, why=error), url) from error
            except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError) as error:
                raise _FaultError(IngestError("web-broken-off", address=url, why=error), url) from error
            finally:
                self._manners.asked(machine)
        raise IngestError("web-redirects", address=start)

    def _send(self, url: httpx.URL, headers: Mapping[str, str]) -> httpx.Response:
        """Return the answer with its body still to come."""
        timeout = httpx.Timeout(self._config.timeout).as_dict()
        named = {"User-Agent": self._agent, **headers}
        return self._transport.handle_request(httpx.Request("GET", url, headers=named, extensions={"timeout": timeout}))

    def _learn_rules(self, url: httpx.URL) -> None:
        """Read the machine's `robots.txt`: none allows everything, one out of reach nothing (RFC 9309, 2.3.1)."""
        if self._manners.knows(url):
            return
        self._manners.check(url)
        place = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        try:
            rules = self._ask(
                place, {"Accept-Encoding": "gzip"}, lambda found: _beginning(found, str(place)), heed=False
            )
        except IngestError as error:
            if error.key in PASSING or error.key == "web-private":
                raise
            rules = b""
        self._manners.learn(url, rules)


def _judge(response: httpx.Response, url: httpx.URL, *, conditional: bool) -> None:
    """Return where the answer brings what was asked for.

    :raises _FaultError: not now. :raises IngestError: not at all.
    """
    status = response.status_code
    if status == 200 or (status == 304 and conditional):
        return
    if status in _GONE:
        raise IngestError("web-gone", address=url, status=status)
    pause = asked_pause(response.headers.get("retry-after"), datetime.now(UTC))
    if status in _BUSY and (pause is not None or status == 429):
        raise _FaultError(IngestError("web-busy", address=url, host=url.host), url, pause)
    if status >= 500 or status == 408:
        raise _FaultError(IngestError("web-server-error", address=url, status=status), url)
    raise IngestError("web-refused", address=url, status=status)


def _redirected(url: httpx.URL, location: str) -> httpx.URL:
    try:
        target = url.join(location)
    except (httpx.InvalidURL, ValueError) as error:
        raise IngestError("web-bad-redirect", address=url, target=location) from error
    if not _plain(target) or (url.scheme == "https" and target.scheme != "https"):
        raise IngestError("web-bad-redirect", address=url, target=target)
    return target


def _beginning(response: httpx.Response, address: str) -> bytes:
    try:
        return read_body(response, address, 8 * _MOST_ROBOTS)[:_MOST_ROBOTS]
    except IngestError:
        return b""


def _url(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise IngestError("web-bad-address", address=address) from error
    if not _plain(url):
        raise IngestError("web-bad-address", address=address)
    return url.copy_with(fragment=None)


def _plain(url: httpx.URL) -> bool:
    """Return whether an address is one of the web, without a name and password in it."""
    return url.scheme in ("http", "https") and bool(url.host) and "%" not in url.host and not url.userinfo


def _offered_name(disposition: str) -> str:
    """Return the file name in a `Content-Disposition` (RFC 6266), "" where there is none."""
    if not disposition:
        return ""
    # Written for names beyond ASCII, it is the better one where both are given.
    extended = re.search(r"(?i)filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]+)", disposition)
    if extended is not None:
        with contextlib.suppress(LookupError):
            return unquote(extended[2], extended[1], "replace")
    message = Message()
    # Many machines send UTF-8 here, which the standard does not allow.
    try:
        message["content-disposition"] = disposition.encode("latin-1").decode("utf-8")
    except UnicodeError:
        message["content-disposition"] = disposition
    return message.get_filename("") or ""


def _user_agent(contact: str) -> str:
    about = "".join(letter for letter in contact if letter.isascii() and letter.isprintable())
    return f"{NAME}/{version('kiz-assistent')}" + (f" (+{about})" if about else "")
