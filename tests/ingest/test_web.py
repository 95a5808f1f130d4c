import gzip
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import hosts
from ingest.web import PASSING, Validators, Web
from kb.config import FetchConfig
from kb.errors import IngestError

Visit = Callable[[FetchConfig], Web]


def failed(action: Callable[[], object]) -> IngestError:
    with pytest.raises(IngestError) as caught:
        action()
    return caught.value


def test_a_file_is_asked_for_again_only_by_what_is_known_of_it(site, near, visit: Visit, pdf, tmp_path: Path) -> None:
    address = site.file("/a.pdf", pdf("eins"), **{"Last-Modified": "Sat, 01 Jan 2022 00:00:00 GMT"})
    with visit(near) as web:
        first = web.download(address, tmp_path / "a")
        assert first is not None
        assert (tmp_path / "a").read_bytes() == pdf("eins")
        assert web.download(address, tmp_path / "b", first.validators) is None
        site.file("/a.pdf", pdf("zwei"))
        assert web.download(address, tmp_path / "b", first.validators) is not None
    asked = site.asked[-1].headers
    assert asked["if-none-match"] == first.validators.etag
    assert asked["if-modified-since"] == "Sat, 01 Jan 2022 00:00:00 GMT"
    assert asked["accept-encoding"] == "identity"


def test_an_answer_not_modified_that_was_not_asked_for_is_refused(site, near, visit: Visit, reply, tmp_path) -> None:
    address = site.put("/a.pdf", reply(status=304))
    with visit(near) as web:
        assert failed(lambda: web.download(address, tmp_path / "a")).key == "web-refused"


def test_the_visitor_says_who_asks(site, near, visit: Visit) -> None:
    site.json("/a", {})
    with visit(replace(near, contact="ki@kreis.example – Büro\r\nX: y")) as web:
        web.read(site.base + "/a")
    agent = site.asked[-1].headers["user-agent"]
    assert agent.startswith("KIZ-Assistent/")
    assert "ki@kreis.example" in agent
    assert "x" not in site.asked[-1].headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site, near, visit: Visit, reply, status: int) -> None:
    site.put("/alt", reply(status=status, headers={"Location": "/neu?x=1"}))
    site.json("/neu", {"hier": 1})
    with visit(near) as web:
        assert web.read(site.base + "/alt") == b'{"hier": 1}'
    assert site.paths() == ["/alt", "/neu?x=1"]


def test_a_circle_of_redirects_ends(site, near, visit: Visit, reply) -> None:
    site.put("/a", reply(status=302, headers={"Location": "/b"}))
    site.put("/b", reply(status=302, headers={"Location": "/a"}))
    with visit(near) as web:
        assert failed(lambda: web.read(site.base + "/a")).key == "web-redirects"
    assert len(site.paths()) == near.redirects + 1


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://x.example/a", "http://u:p@x.example/", "http://[", "gopher:x"]
)
def test_redirects_elsewhere_than_into_the_web_are_refused(site, near, visit: Visit, reply, target: str) -> None:
    site.put("/a", reply(status=302, headers={"Location": target}))
    with visit(near) as web:
        assert failed(lambda: web.read(site.base + "/a")).key == "web-bad-redirect"


def test_no_redirect_leads_from_https_to_http() -> None:
    import httpx

    from ingest.web import _redirected

    assert failed(lambda: _redirected(httpx.URL("https://a.example/"), "http://a.example/b")).key == "web-bad-redirect"
    assert str(_redirected(httpx.URL("http://a.example/"), "https://a.example/b")) == "https://a.example/b"


def test_a_redirect_inside_is_refused_though_its_start_is_public(site, near, reply, monkeypatch, clock) -> None:
    monkeypatch.setattr(hosts, "is_public", lambda address: address == "127.0.0.1")
    site.put("/a", reply(status=302, headers={"Location": "http://127.0.0.2:1/geheim"}))
    with Web(replace(near, allow_private=False), sleep=clock.sleep, clock=clock) as web:
        assert failed(lambda: web.read(site.base + "/a")).key == "web-private"


def test_passing_faults_are_tried_again_with_longer_and_longer_pauses(site, near, visit: Visit, reply, clock) -> None:
    site.put("/a", reply(status=500), reply(status=502), reply(b"da"))
    with visit(near) as web:
        assert web.read(site.base + "/a") == b"da"
    assert clock.slept == [1, 2]


def test_a_fault_that_stays_is_an_error_after_the_last_attempt(site, near, visit: Visit, reply) -> None:
    site.put("/a", reply(status=500))
    with visit(near) as web:
        error = failed(lambda: web.read(site.base + "/a"))
    assert error.key == "web-server-error"
    assert error.key in PASSING
    assert len(site.paths()) == 1 + near.retries


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_what_is_not_there_is_asked_for_once(site, near, visit: Visit, reply, status: int) -> None:
    site.put("/a", reply(status=status))
    with visit(near) as web:
        error = failed(lambda: web.read(site.base + "/a"))
    assert error.key == "web-gone"
    assert error.about["status"] == status
    assert len(site.paths()) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_machine_is_given_the_rest_that_it_asks_for(site, near, visit: Visit, reply, clock, status: int) -> None:
    site.put("/a", reply(status=status, headers={"Retry-After": "37"}), reply(b"da"))
    with visit(near) as web:
        assert web.read(site.base + "/a") == b"da"
    assert clock.slept == [37]


def test_a_machine_that_asks_for_too_long_a_rest_is_left_alone_for_this_run(
    site, near, visit: Visit, reply, clock
) -> None:
    site.put("/a", reply(status=429, headers={"Retry-After": "86400"}))
    site.json("/b", {})
    with visit(near) as web:
        assert failed(lambda: web.read(site.base + "/a")).key == "web-busy"
        assert failed(lambda: web.read(site.base + "/b")).key == "web-left-alone"
    assert site.paths() == ["/a"]
    assert clock.slept == []


def test_a_body_that_breaks_off_is_not_taken_for_whole(site, near, visit: Visit, reply, pdf, tmp_path: Path) -> None:
    address = site.put("/a.pdf", reply(pdf("eins"), cut=500), reply(pdf("eins")))
    with visit(near) as web:
        assert web.download(address, tmp_path / "a") is not None
    assert (tmp_path / "a").read_bytes() == pdf("eins")
    site.put("/a.pdf", reply(pdf("eins"), cut=500))
    with visit(near) as web:
        assert failed(lambda: web.download(address, tmp_path / "b")).key == "web-broken-off"


def test_a_body_without_length_that_breaks_off_is_noticed_by_its_end(
    site, near, visit: Visit, reply, pdf, tmp_path: Path
) -> None:
    address = site.put("/a.pdf", reply(pdf("eins")[:900], length=False))
    with visit(near) as web:
        assert failed(lambda: web.download(address, tmp_path / "a")).key == "web-broken-off"


def test_silence_has_a_limit(site, near, visit: Visit, reply) -> None:
    site.put("/a", reply(b"xx", drip=0.4))
    with visit(replace(near, timeout=0.1, retries=0, robots=False)) as web:
        assert failed(lambda: web.read(site.base + "/a")).key == "web-timeout"


def test_a_steady_drip_has_a_limit_too(site, near, visit: Visit, reply) -> None:
    site.put("/a", reply(b"x" * 100, drip=0.05))
    started = time.monotonic()
    with visit(replace(near, timeout=5, deadline=0.3, retries=0, robots=False)) as web:
        assert failed(lambda: web.read(site.base + "/a")).key == "web-timeout"
    assert time.monotonic() - started < 2


def test_a_machine_that_is_not_there_is_left_alone_after_three_addresses(near, visit: Visit, clock) -> None:
    with visit(replace(near, retries=0, robots=False)) as web:
        keys = [failed(lambda n=n: web.read(f"http://127.0.0.1:9/{n}")).key for n in range(5)]
    assert keys == ["web-unreachable"] * 3 + ["web-left-alone"] * 2


def test_requests_to_one_machine_keep_their_distance(site, near, visit: Visit, clock) -> None:
    site.json("/a", {})
    with visit(replace(near, delay=1.5)) as web:
        web.read(site.base + "/a")
        clock.now += 1.0
        web.read(site.base + "/a")
    # robots.txt, then the page, then the rest of the pause before the next.
    assert clock.slept == [1.5, 0.5]


@pytest.mark.parametrize(
    "address", ["", "a.pdf", "ftp://a.example/x", "https://", "http://u:p@a.example/", "http://[1", "file:///x", "https:/a"]
)  # fmt: skip
def test_what_is_no_web_address_is_refused(near, visit: Visit, address: str) -> None:
    with visit(near) as web:
        assert failed(lambda: web.read(address)).key == "web-bad-address"


def test_odd_names_in_addresses_arrive_as_they_are_written(site, near, visit: Visit, reply) -> None:
    site.put("/Anlage%201%20(%C3%A4)%20&%20%2B.pdf", reply(b"da"))
    with visit(near) as web:
        assert web.read(site.base + "/Anlage 1 (ä) & %2B.pdf#seite=2") == b"da"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="2014-08-22 Rat Wortprotokoll.pdf"', "2014-08-22 Rat Wortprotokoll.pdf"),
        ("attachment; filename*=UTF-8''B%C3%BCrger.pdf; filename=Buerger.pdf", "Bürger.pdf"),
        ('inline; filename="Büro.pdf"', "Büro.pdf"),
        ("inline", ""),
        ("", ""),
    ],
)
def test_the_name_that_comes_with_a_file_is_read(
    site, near, visit: Visit, pdf, tmp_path, disposition: str, name: str
) -> None:
    address = site.file("/a", pdf("eins"), **({"Content-Disposition": disposition} if disposition else {}))
    with visit(near) as web:
        found = web.download(address, tmp_path / "a")
    assert found is not None
    assert found.name == name


def test_lists_are_taken_packed(site, near, visit: Visit, reply) -> None:
    site.put("/a", reply(gzip.compress(b"{}"), headers={"Content-Encoding": "gzip"}))
    with visit(near) as web:
        assert web.read(site.base + "/a") == b"{}"
    assert site.asked[-1].headers["accept-encoding"] == "gzip"


def test_a_list_may_not_be_too_long(site, near, visit: Visit, reply) -> None:
    site.put("/a", reply(b" " * (1024 * 1024 + 1)))
    with visit(replace(near, max_list_mb=1)) as web:
        assert failed(lambda: web.read(site.base + "/a")).key == "web-too-large"


# robots.txt


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /geheim\n", False),
        ("User-agent: *\nDisallow: /*.json$\n", False),
        ("User-agent: *\nDisallow: /\nAllow: /geheim/offen\n", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: KIZ-Assistent\nDisallow:\n", True),
        ("User-agent: Anderer\nDisallow: /\n", True),
        ("<html>kein robots.txt</html>", True),
        ("", True),
    ],
)
def test_robots_txt_is_heeded(site, near, visit: Visit, reply, rules: str, allowed: bool) -> None:
    site.put("/robots.txt", reply(rules.encode()))
    address = site.json("/geheim/offen.json", {})
    with visit(near) as web:
        if allowed:
            assert web.read(address) == b"{}"
        else:
            assert failed(lambda: web.read(address)).key == "web-robots"
            assert site.paths() == []
    with visit(replace(near, robots=False)) as web:
        assert web.read(address) == b"{}"


def test_robots_txt_is_read_once_a_run(site, near, visit: Visit) -> None:
    site.json("/a", {})
    with visit(near) as web:
        web.read(site.base + "/a")
        web.read(site.base + "/a")
    assert [asked.path for asked in site.asked] == ["/robots.txt", "/a", "/a"]


def test_a_redirect_is_held_to_the_rules_of_its_target(site, near, visit: Visit, reply) -> None:
    site.put("/robots.txt", reply(b"User-agent: *\nDisallow: /zu\n"))
    site.put("/a", reply(status=302, headers={"Location": "/zu"}))
    with visit(near) as web:
        assert failed(lambda: web.read(site.base + "/a")).key == "web-robots"


def test_while_robots_txt_is_out_of_reach_nothing_is_fetched(site, near, visit: Visit, reply) -> None:
    site.put("/robots.txt", reply(status=500))
    site.json("/a", {})
    with visit(near) as web:
        error = failed(lambda: web.read(site.base + "/a"))
    assert error.key == "web-server-error"
    assert site.paths() == []


def test_the_pause_that_robots_txt_wishes_is_kept(site, near, visit: Visit, reply, clock) -> None:
    site.put("/robots.txt", reply(b"User-agent: *\nCrawl-delay: 7\n"))
    site.json("/a", {})
    with visit(near) as web:
        web.read(site.base + "/a")
    assert clock.slept == [7]


def test_validators_without_content_ask_for_everything() -> None:
    assert Validators().headers() == {}
