"""Which language a page is in, and which one a visitor's browser asks for."""

import re
from typing import Any

import pytest

from ui.languages import address, code_of, direction, preferred
from ui.wording import LANGUAGES


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_address_tells_its_language_again(code: str) -> None:
    assert code_of(address(code)) == code
    assert code_of(address(code, "angebote/vaetertreff")) == code


@pytest.mark.parametrize("path", ["/angebote", "/assets/en/x.js", "/xx/", "/english/", "//en/", "/de/", ""])
def test_everything_else_is_german(path: str) -> None:
    assert code_of(path) == "de"


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("tr-TR,tr;q=0.9,de;q=0.8", "tr"),
        ("nl, ar;q=0.5, uk;q=0.7", "uk"),
        ("fa_IR", None),
        ("de-DE,de;q=0.9,en;q=0.8", "de"),
        ("en;q=0.2, ro;q=0.2", "en"),
        ("pl;q=0", None),
        ("*", None),
        ("", None),
        ("EN-us", "en"),
        (",".join(["nl"] * 30) + ",fr", None),
        ("fr;q=9", None),
    ],
)
def test_the_language_a_browser_likes_best(header: str, wanted: str | None) -> None:
    assert preferred(header) == wanted


def test_arabic_and_farsi_are_written_from_the_right() -> None:
    assert {code for code in LANGUAGES if direction(code) == "rtl"} == {"ar", "fa"}


def test_all_languages_share_their_files_and_a_browser_keeps_them(building: Any) -> None:
    with building.client(building.app()) as visitor:
        [german] = set(re.findall(r'"\./(assets/[^"]+\.js)"', visitor.get("/").text))
        page = visitor.get("/tr/").text
        assert f'"../{german}"' in page and '"./assets/' not in page
        assert "immutable" in visitor.get(f"/{german}").headers["cache-control"]
        assert "immutable" not in visitor.get("/assets/none-12345678.js").headers.get("cache-control", "")
