import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import hosts
from ingest.web import Web
from kb.config import FetchConfig
from kb.errors import IngestError

NOT_PUBLIC = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1",
    "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_internal_and_special_addresses_are_not_public(address: str) -> None:
    assert not hosts.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "193.99.144.80", "2a02:2e0:3fe:1001::1", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert hosts.is_public(address)


def test_the_loopback_is_refused_unless_allowed(site) -> None:
    site.file("/a.pdf", b"%PDF-")
    with Web(FetchConfig(delay=0)) as web, pytest.raises(IngestError) as caught:
        web.read(site.base + "/a.pdf")
    assert caught.value.key == "web-private"
    assert site.asked == []


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "127.1"])
def test_other_spellings_of_the_loopback_are_refused_too(site, host: str) -> None:
    with Web(FetchConfig(delay=0, retries=0)) as web, pytest.raises(IngestError) as caught:
        web.read(site.base.replace("127.0.0.1", host) + "/a.pdf")
    assert caught.value.key in ("web-private", "web-bad-address")
    assert site.asked == []


def test_a_public_name_that_leads_inside_is_refused(site) -> None:
    with (
        Web(FetchConfig(delay=0), resolve=lambda host, port: ["10.0.0.1", "127.0.0.1"]) as web,
        pytest.raises(IngestError, match=r"ris\.example") as caught,
    ):
        web.read("http://ris.example/a")
    assert caught.value.key == "web-private"


def test_the_connection_goes_to_the_address_that_was_checked(site, monkeypatch, tmp_path: Path) -> None:
    # A name server that changes its mind between check and connection: only the first answer counts.
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    monkeypatch.setattr(hosts, "is_public", lambda address: address == "127.0.0.1")
    site.file("/a.pdf", b"%PDF-1.4 %%EOF")
    port = site.base.rsplit(":", 1)[1]
    with Web(FetchConfig(delay=0, robots=False), resolve=lambda host, port: next(answers)) as web:
        assert web.download(f"http://ris.example:{port}/a.pdf", tmp_path / "a") is not None
    assert [asked.headers["host"] for asked in site.asked] == [f"ris.example:{port}"]


def test_the_next_address_of_a_machine_is_tried_where_the_first_is_silent(site, near) -> None:
    site.json("/a", {})
    port = site.base.rsplit(":", 1)[1]
    # Nothing listens at the second loopback address.
    with Web(near, resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"]) as web:
        assert web.read(f"http://ris.example:{port}/a") == b"{}"


def test_through_a_proxy_the_proxy_gets_the_request_and_internal_addresses_stay_out(site, near) -> None:
    site.json("http://ris.example/a", {"via": "proxy"})
    config = FetchConfig(delay=0, robots=False, proxy=site.base, retries=0)
    with Web(config) as web:
        assert web.read("http://ris.example/a") == b'{"via": "proxy"}'
        with pytest.raises(IngestError) as caught:
            web.read("http://127.0.0.1/a")
    assert caught.value.key == "web-private"


def test_a_proxy_must_be_one_for_the_web() -> None:
    with pytest.raises(IngestError) as caught:
        Web(FetchConfig(proxy="socks5://localhost:1080"))
    assert caught.value.key == "web-bad-address"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate of its own for localhost, made on the spot."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    file = tmp_path / "localhost.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(file), "-out", str(tmp_path / "c")]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + (tmp_path / "c").read_bytes())
    return file


def test_a_certificate_is_checked_against_the_name_asked_for(site, near, certificate: Path, monkeypatch) -> None:
    site.secure(certificate)
    site.json("/a", {})
    config = replace(near, retries=0, robots=False)
    port = site.base.rsplit(":", 1)[1]
    with Web(config) as web, pytest.raises(IngestError, match="certificate") as caught:
        web.read(f"https://localhost:{port}/a")
    assert caught.value.key == "web-unreachable"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Web(config, resolve=lambda host, port: ["127.0.0.1"]) as web:
        assert web.read(f"https://localhost:{port}/a") == b"{}"
        with pytest.raises(IngestError, match="certificate"):
            web.read(f"https://ris.example:{port}/a")
