"""Who is calling, where web servers stand before this one: address, scheme, and a name they vouch for."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import ASGIApp, Receive, Scope, Send

from kb.config import Config
from kb.errors import ConfigError

Networks = tuple[IPv4Network | IPv6Network, ...]

_FORWARDED = (b"x-forwarded-", b"forwarded", b"x-real-ip")


def networks(names: Iterable[str], key: str) -> Networks:
    """Return addresses and networks as they are compared.

    :raises ConfigError: one of them is neither; `key` says of which setting.
    """
    found = []
    for name in names:
        try:
            found.append(ip_network(name, strict=False))
        except ValueError as error:
            expected = "eine IP-Adresse oder ein Netz wie 10.0.0.0/8"
            raise ConfigError("bad-config-value", file="kiz.toml", key=key, value=name, expected=expected) from error
    return tuple(found)


def within(host: str, among: Networks) -> bool:
    """Return whether `host` is an address in one of the networks."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in among)


class Callers:
    """ASGI middleware, outermost: afterwards `client` and `scheme` of a request are those of whoever asks.

    What a caller says of itself is taken away: forwarded headers unless it is one of `[server] proxies`, the
    login header unless it is one of `[login] header_from`. So a login header that comes through can be believed.

    :raises ConfigError: an address in the settings is none, or a login header may come from nowhere.
    """

    def __init__(self, app: ASGIApp, config: Config) -> None:
        self.app = app
        self.proxies = networks(config.server.proxies, "server.proxies")
        self.vouching = networks(config.login.header_from, "login.header_from")
        self.header = config.login.header.strip().lower().encode("latin-1", "replace")
        if self.header and not self.vouching:
            expected = "die Adresse des Webservers, der die Kopfzeile setzt (login.header ist gesetzt)"
            raise ConfigError("bad-config-value", file="kiz.toml", key="login.header_from", value="", expected=expected)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(self._told(scope) if scope["type"] == "http" else scope, receive, send)

    def _told(self, scope: Scope) -> Scope:
        peer, port = scope.get("client") or ("", 0)
        through, vouched = within(peer, self.proxies), within(peer, self.vouching)
        # Twice the same header: somebody's own beside that of the proxy, and nobody can tell which.
        one = sum(name == self.header for name, _ in scope["headers"]) == 1
        kept = [
            (name, value)
            for name, value in scope["headers"]
            if (through or not name.startswith(_FORWARDED))
            and (name != self.header or not self.header or (vouched and one))
            and name != b"x-gradio-server"  # Gradio would build its addresses from it
        ]
        told = {**scope, "headers": kept}
        if through:
            told["client"] = (self._first(kept, peer), port)
            if _last(kept, b"x-forwarded-proto") in ("http", "https"):
                told["scheme"] = _last(kept, b"x-forwarded-proto")
        return told

    def _first(self, headers: list[tuple[bytes, bytes]], peer: str) -> str:
        """Return the address nearest to us that is no proxy of ours; what stands before it anybody could write."""
        listed = b",".join(value for name, value in headers if name == b"x-forwarded-for").decode("latin-1")
        for host in reversed([entry.strip() for entry in listed.split(",") if entry.strip()]):
            if not _is_address(host):
                return peer
            if not within(host, self.proxies):
                return host
        return peer


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _last(headers: list[tuple[bytes, bytes]], wanted: bytes) -> str:
    values = [value.decode("latin-1") for name, value in headers if name == wanted]
    return values[-1].rpartition(",")[2].strip().lower() if values else ""
