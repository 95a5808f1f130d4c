import asyncio
from typing import Any

import pytest

from kb.config import Config, LoginConfig, ServerConfig
from kb.errors import ConfigError
from ui.proxies import Callers, networks, within

BEHIND = Config(server=ServerConfig(proxies=("192.0.2.0/28", "::1")), login=LoginConfig(header="X-User", header_from=("192.0.2.9",)))  # fmt: skip


def told(config: Config, peer: str | None, *headers: tuple[str, str]) -> Any:
    """What comes out behind the middleware: (address, scheme, headers)."""
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope)

    listed = [(name.lower().encode(), value.encode()) for name, value in headers]
    scope = {"type": "http", "scheme": "http", "client": (peer, 1) if peer else None, "headers": listed}
    asyncio.run(Callers(app, config)(scope, None, None))  # type: ignore[arg-type]
    out = {name.decode(): value.decode() for name, value in seen[0]["headers"]}
    return (seen[0]["client"] or ("", 0))[0], seen[0]["scheme"], out


def test_behind_a_proxy_the_caller_is_whom_it_names() -> None:
    address, scheme, _ = told(BEHIND, "192.0.2.1", ("X-Forwarded-For", "203.0.113.5"), ("X-Forwarded-Proto", "https"))
    assert (address, scheme) == ("203.0.113.5", "https")


def test_what_a_caller_writes_before_the_proxys_word_does_not_count() -> None:
    assert told(BEHIND, "192.0.2.1", ("X-Forwarded-For", "127.0.0.1, 203.0.113.5"))[0] == "203.0.113.5"
    assert told(BEHIND, "192.0.2.1", ("X-Forwarded-For", "1.1.1.1, 203.0.113.5, 192.0.2.2"))[0] == "203.0.113.5"
    two = (("X-Forwarded-For", "1.1.1.1"), ("X-Forwarded-For", "203.0.113.5"))
    assert told(BEHIND, "192.0.2.1", *two)[0] == "203.0.113.5"


@pytest.mark.parametrize("written", ["", ",", "unknown", "203.0.113.5, unknown", "<script>"])
def test_a_list_of_nonsense_names_the_proxy(written: str) -> None:
    assert told(BEHIND, "192.0.2.1", ("X-Forwarded-For", written))[0] == "192.0.2.1"


@pytest.mark.parametrize("peer", ["198.51.100.1", None, "unix"])
def test_nobody_else_can_say_who_is_calling(peer: str | None) -> None:
    spoofed = [(name, "192.0.2.9") for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-User")]
    spoofed += [("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"), ("X-Gradio-Server", "http://e")]
    address, scheme, headers = told(BEHIND, peer, *spoofed, ("Accept", "text/html"))
    assert (address, scheme, headers) == (peer or "", "http", {"accept": "text/html"})


def test_a_proxy_that_may_forward_may_not_therefore_vouch_for_a_name() -> None:
    assert "x-user" not in told(BEHIND, "192.0.2.1", ("X-User", "erika"))[2]
    assert told(BEHIND, "192.0.2.9", ("X-User", "erika"))[2]["x-user"] == "erika"


def test_by_default_a_web_server_on_the_same_machine_is_believed_but_for_no_name() -> None:
    forwarded = (("X-Forwarded-For", "203.0.113.5"), ("X-Remote-User", "erika"))
    assert told(Config(), "127.0.0.1", *forwarded)[0] == "203.0.113.5"
    assert told(Config(), "::ffff:127.0.0.1", *forwarded)[0] == "203.0.113.5"
    assert told(Config(), "203.0.113.9", *forwarded)[0] == "203.0.113.9"


def test_a_login_header_from_anywhere_is_refused_at_the_start() -> None:
    with pytest.raises(ConfigError, match=r"login\.header_from"):
        Callers(None, Config(login=LoginConfig(header="X-Remote-User")))  # type: ignore[arg-type]


def test_a_mistyped_address_is_told_with_its_setting() -> None:
    with pytest.raises(ConfigError, match=r"server\.proxies.*proxy\.local"):
        networks(["proxy.local"], "server.proxies")


def test_an_address_is_within_a_network_and_a_name_never_is() -> None:
    among = networks(["10.0.0.0/8", "2001:db8::/32"], "x")
    assert within("10.1.2.3", among) and within("2001:db8::1", among) and within("::ffff:10.0.0.1", among)
    assert not within("11.0.0.1", among) and not within("localhost", among) and not within("", among)
