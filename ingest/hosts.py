"""Which machines may be asked: public ones alone, checked on the very address that is then connected to."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpcore
import httpx

from kb.errors import IngestError

Resolve = Callable[[str, int], list[str]]
# The only block of IPv6 that is given out for public use (RFC 4291, IANA), and the prefix behind which
# networks without IPv4 reach it (RFC 6052).
_PUBLIC6 = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host, each once, in the resolver's order.

    :raises OSError: the name is not known.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def is_public(address: str) -> bool:
    """Return whether an IP address lies in the public internet.

    Not so: loopback, private, link-local, carrier and reserved networks, multicast, and the forms of
    IPv6 that carry such an address of IPv4.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not ip.is_multicast
    if ip in _NAT64:
        return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    tunnel = ip.ipv4_mapped or ip.sixtofour or ip.teredo
    return ip in _PUBLIC6 and ip.is_global and not tunnel


class _Door(httpcore.NetworkBackend):
    """Connects to the address that was checked, so that a second look-up cannot name another one."""

    def __init__(self, *, allow_private: bool, resolve: Resolve, clock: Callable[[], float]) -> None:
        self._inner = httpcore.SyncBackend()
        self._allow_private = allow_private
        self._resolve = resolve
        self._clock = clock
        self.until = float("inf")  # when the exchange that is under way must have ended

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        allowed = found if self._allow_private else [address for address in found if is_public(address)]
        if not allowed:
            raise IngestError("web-private", address=host, ip=", ".join(found))
        failed: httpcore.NetworkError | httpcore.TimeoutException = httpcore.ConnectError(host)
        for address in allowed:
            try:
                stream = self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Hurried(stream, self)
        raise failed

    def left(self, timeout: float | None) -> float:
        """Return how long a step may still take, in seconds."""
        left = self.until - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return left if timeout is None else min(left, timeout)


class _Hurried(httpcore.NetworkStream):
    """A connection that also ends when the whole exchange takes too long, however steadily it drips."""

    def __init__(self, stream: httpcore.NetworkStream, door: _Door) -> None:
        self._stream = stream
        self._door = door

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._door.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._door.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._door.left(timeout))
        return _Hurried(stream, self._door)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Stream(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


def _is_private_literal(host: str) -> bool:
    try:
        return not is_public(host)
    except ValueError:
        return False


class Transport(httpx.BaseTransport):
    """Carries requests over connections to public machines; `until` bounds the exchange under way.

    Through a `proxy` it is the proxy that looks names up; then only the proxy can keep internal
    machines out of reach. What goes wrong comes as httpcore's errors, an address that is kept out as
    ``IngestError("web-private")``.

    :raises IngestError: the proxy's address is none.
    """

    def __init__(
        self,
        *,
        allow_private: bool,
        proxy: str = "",
        resolve: Resolve = resolve,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if proxy and not proxy.lower().startswith(("http://", "https://")):
            raise IngestError("web-bad-address", address=proxy)
        self._allow_private, self._proxied = allow_private, bool(proxy)
        # A proxy is named by the settings and may well be a machine of the house.
        self._door = _Door(allow_private=allow_private or bool(proxy), resolve=resolve, clock=clock)
        self._clock = clock
        self._pool: httpcore.ConnectionPool
        if proxy:
            self._pool = httpcore.HTTPProxy(proxy, network_backend=self._door)
        else:
            self._pool = httpcore.ConnectionPool(network_backend=self._door)

    def bound(self, seconds: float) -> None:
        """Give the exchange that begins now so long at most."""
        self._door.until = self._clock() + seconds

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self._proxied and not self._allow_private and _is_private_literal(request.url.host):
            raise IngestError("web-private", address=request.url.host, ip=request.url.host)
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Stream(response))

    def close(self) -> None:
        self._pool.close()
