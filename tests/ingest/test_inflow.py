import gzip
import zlib
from pathlib import Path

import httpcore
import httpx
import pytest

from ingest.inflow import MB, read_body, save_pdf
from kb.errors import IngestError

PDF = b"%PDF-1.7\n" + b"x" * 5000 + b"\n%%EOF"


def response(body: bytes, *, pieces: int = 100, **headers: str) -> httpx.Response:
    cut = (body[at : at + pieces] for at in range(0, len(body), pieces))
    return httpx.Response(200, headers={name.replace("_", "-"): value for name, value in headers.items()}, content=cut)


def test_a_pdf_is_written_with_its_hash(tmp_path: Path) -> None:
    saved = save_pdf(response(PDF), "a", tmp_path / "a", MB)
    assert (tmp_path / "a").read_bytes() == PDF
    assert saved.size == len(PDF)
    assert len(saved.sha256) == 64


def test_a_pdf_may_begin_after_a_few_other_bytes(tmp_path: Path) -> None:
    assert save_pdf(response(b"\n\n" + PDF), "a", tmp_path / "a", MB).size == len(PDF) + 2


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b"<!DOCTYPE html><html>Sitzung nicht gefunden</html>", "web-page"),
        (b"\xef\xbb\xbf \n<html>" + b"x" * 5000, "web-page"),
        (b"PK\x03\x04" + b"x" * 5000, "web-no-pdf"),
        (b"", "web-no-pdf"),
        (b"x" * 2000 + PDF, "web-no-pdf"),
    ],
)
def test_what_is_no_pdf_is_told_by_its_bytes(tmp_path: Path, body: bytes, key: str) -> None:
    with pytest.raises(IngestError) as caught:
        save_pdf(response(body, content_type="application/pdf"), "a", tmp_path / "a", MB)
    assert caught.value.key == key


def test_too_long_a_body_is_stopped_at_the_limit(tmp_path: Path) -> None:
    with pytest.raises(IngestError) as caught:
        save_pdf(response(PDF * 10), "a", tmp_path / "a", 6000)
    assert caught.value.key == "web-too-large"
    assert (tmp_path / "a").stat().st_size <= 6000


def test_too_long_an_announced_body_is_not_begun() -> None:
    with pytest.raises(IngestError) as caught:
        read_body(response(b"", content_length="99999"), "a", 1000)
    assert caught.value.key == "web-too-large"


def test_packed_text_is_unpacked() -> None:
    assert read_body(response(gzip.compress(b"{}" * 9000), content_encoding="gzip"), "a", MB) == b"{}" * 9000


def test_a_bomb_is_noticed_before_it_is_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 50 * MB)
    with pytest.raises(IngestError) as caught:
        read_body(response(bomb, pieces=len(bomb), content_encoding="gzip"), "a", MB)
    assert caught.value.key == "web-too-large"


@pytest.mark.parametrize("packed", [gzip.compress(b"{}" * 500)[:-12], b"no gzip at all", zlib.compress(b"{}")])
def test_what_cannot_be_unpacked_counts_as_broken_off(packed: bytes) -> None:
    with pytest.raises(httpcore.RemoteProtocolError):
        read_body(response(packed, content_encoding="gzip"), "a", MB)


def test_another_packing_is_refused() -> None:
    with pytest.raises(IngestError) as caught:
        read_body(response(b"x", content_encoding="br"), "a", MB)
    assert caught.value.key == "web-encoding"


def test_without_an_announced_length_the_pdf_must_have_its_end(tmp_path: Path) -> None:
    unannounced = httpx.Response(200, stream=httpx.ByteStream(PDF[:-10]))
    with pytest.raises(httpcore.RemoteProtocolError):
        save_pdf(unannounced, "a", tmp_path / "a", MB)
    whole = httpx.Response(200, stream=httpx.ByteStream(PDF))
    assert save_pdf(whole, "a", tmp_path / "a", MB).size == len(PDF)
