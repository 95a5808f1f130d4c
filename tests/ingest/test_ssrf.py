"""Server-side request forgery, tried: no address, redirect or name server makes a source ask inside the house."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpcore
import pytest

from ingest import hosts
from ingest.web import Web
from kb.config import FetchConfig
from kb.errors import IngestError

# The cloud's own data, the loopback and private networks, in every form that a resolver or a browser reads.
INSIDE = [
    "127.0.0.1", "localhost", "0.0.0.0", "10.0.0.1", "192.168.178.1", "172.31.255.254", "169.254.169.254",
    "100.100.100.200", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.0.0.1", "017700000001",
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[0:0:0:0:0:ffff:7f00:1]", "[64:ff9b::a9fe:a9fe]",
    "[2002:7f00:1::]", "[fd00:ec2::254]", "[fe80::1]", "[::127.0.0.1]", "[2001:0:7f00:1::]", "[64:ff9b:1::a00:1]",
]  # fmt: skip
REFUSED = {"web-private", "web-bad-address", "web-bad-redirect", "web-unreachable"}


class Names:
    """A name server that gives each name its addresses, one list per look-up, the last one for ever."""

    def __init__(self, **addresses: list[list[str]]) -> None:
        self.addresses = addresses
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if host not in self.addresses:
            return hosts.resolve(host, port)
        lists = self.addresses[host]
        return lists.pop(0) if len(lists) > 1 else lists[0]


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that a connection was opened to."""
    found: list[str] = []
    connect = httpcore.SyncBackend.connect_tcp

    def noted(self: Any, host: str, *rest: Any, **more: Any) -> Any:
        found.append(host)
        return connect(self, host, *rest, **more)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", noted)
    return found


@pytest.fixture
def outside(site: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """A machine that counts as public: the site of the test, but only under the name `aussen`."""
    real, names = hosts.is_public, Names(aussen=[["127.0.0.1"]])
    monkeypatch.setattr(
        hosts,
        "is_public",
        lambda address: (address == "127.0.0.1" and names.asked[-1:] == ["aussen"]) or real(address),
    )
    site.names = names
    return f"http://aussen:{site.base.rpartition(':')[2]}"


def reason(act: Callable[[], object]) -> str:
    with pytest.raises(IngestError) as caught:
        act()
    return str(caught.value.key)


@pytest.mark.parametrize("host", INSIDE)
def test_no_spelling_of_an_address_inside_is_asked(site: Any, dialled: list[str], host: str) -> None:
    port = site.base.rpartition(":")[2]
    for robots in (True, False):
        with Web(FetchConfig(delay=0, retries=0, robots=robots)) as web:
            assert reason(lambda web=web: web.read(f"http://{host}:{port}/a")) in REFUSED
    assert not dialled and not site.asked


@pytest.mark.parametrize("host", INSIDE)
@pytest.mark.parametrize("status", [301, 307])
def test_no_redirect_of_a_public_machine_leads_inside(
    site: Any, outside: str, reply: Any, dialled: list[str], host: str, status: int
) -> None:
    port = site.base.rpartition(":")[2]
    site.put("/a", reply(status=status, headers={"Location": f"http://{host}:{port}/geheim"}))
    with Web(FetchConfig(delay=0, retries=0), resolve=site.names) as web:
        assert reason(lambda: web.read(f"{outside}/a")) in REFUSED
    assert site.paths() == ["/a"]
    assert set(dialled) == {"127.0.0.1"}  # of the public name alone


def test_a_chain_of_redirects_is_checked_at_every_link(site: Any, outside: str, reply: Any) -> None:
    port = site.base.rpartition(":")[2]
    site.put("/a", reply(status=302, headers={"Location": "/b"}))
    site.put("/b", reply(status=302, headers={"Location": f"http://127.0.0.1:{port}/geheim"}))
    with Web(FetchConfig(delay=0, retries=0), resolve=site.names) as web:
        assert reason(lambda: web.read(f"{outside}/a")) == "web-private"
    assert site.paths() == ["/a", "/b"]


def test_robots_txt_is_no_way_inside(site: Any, outside: str, reply: Any) -> None:
    port = site.base.rpartition(":")[2]
    site.put("/robots.txt", reply(status=302, headers={"Location": f"http://127.0.0.1:{port}/geheim"}))
    with Web(FetchConfig(delay=0, retries=0), resolve=site.names) as web:
        assert reason(lambda: web.read(f"{outside}/a")) == "web-private"
    assert site.paths() == []


def test_a_name_that_changes_its_address_after_the_check_leads_nowhere_else(
    site: Any, monkeypatch: pytest.MonkeyPatch, dialled: list[str]
) -> None:
    # DNS rebinding: public at the first look-up, inside at every later one. One look-up a connection, and to its result.
    monkeypatch.setattr(hosts, "is_public", lambda address: address == "127.0.0.1")
    names = Names(aussen=[["127.0.0.1"], ["10.0.0.1"]])
    site.json("/a", {})
    port = site.base.rpartition(":")[2]
    config = FetchConfig(delay=0, retries=0, robots=False)
    with Web(config, resolve=names) as web:
        assert web.read(f"http://aussen:{port}/a") == b"{}"
    assert dialled == ["127.0.0.1"] and names.asked == ["aussen"]
    with Web(config, resolve=names) as web:  # the next run: the name leads inside by now
        assert reason(lambda: web.read(f"http://aussen:{port}/a")) == "web-private"
    assert dialled == ["127.0.0.1"]


def test_of_a_name_with_addresses_inside_and_outside_only_the_public_ones_are_asked(
    site: Any, monkeypatch: pytest.MonkeyPatch, dialled: list[str]
) -> None:
    monkeypatch.setattr(hosts, "is_public", lambda address: address == "127.0.0.1")
    site.json("/a", {})
    names = Names(aussen=[["10.0.0.1", "169.254.169.254", "127.0.0.1", "::1"]])
    with Web(FetchConfig(delay=0, retries=0), resolve=names) as web:
        assert web.read(f"http://aussen:{site.base.rpartition(':')[2]}/a") == b"{}"
    assert set(dialled) == {"127.0.0.1"}


def test_a_small_packed_list_that_unpacks_without_end_is_left_at_its_limit(site: Any, near: Any, reply: Any) -> None:
    # 260 kB of the wire.
    site.put("/a", reply(gzip.compress(bytes(2**28), 9), headers={"Content-Encoding": "gzip"}))
    with Web(replace(near, max_list_mb=1)) as web:
        assert reason(lambda: web.read(site.base + "/a")) == "web-too-large"


def test_a_paper_that_comes_packed_is_refused_unread(site: Any, near: Any, reply: Any, tmp_path: Any) -> None:
    site.put("/a.pdf", reply(gzip.compress(b"%PDF-1.7" + bytes(2**20)), headers={"Content-Encoding": "br"}))
    with Web(near) as web:
        assert reason(lambda: web.download(site.base + "/a.pdf", tmp_path / "a")) == "web-encoding"
