"""Addresses that are nobody's: people get a page, programs the bare status, and neither learns anything."""

from typing import Any

import pytest

BY_HAND = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "sec-fetch-mode": "navigate"}


@pytest.fixture(scope="module")
def app(building: Any) -> Any:
    return building.app()


@pytest.mark.parametrize(
    ("path", "start", "language"),
    [
        ("/gibtesnicht", "/", "de"),
        ("/tr/gibtesnicht", "/tr/", "tr"),
        ("/fa/nix/nix", "/fa/", "fa"),
        ("/files/nix.pdf", "/", "de"),
        ("/intern/gibtesnicht", "/intern/", "de"),
    ],
)
def test_people_are_told_and_led_back(building: Any, app: Any, path: str, start: str, language: str) -> None:
    with building.client(app) as client:
        page = client.get(path, headers=BY_HAND)
        assert page.status_code == 404
        assert page.headers["content-type"].startswith("text/html")
        assert int(page.headers["content-length"]) == len(page.content)
        assert f'<html lang="{language}"' in page.text
        assert f'<a href="{start}">' in page.text
        assert page.headers["x-content-type-options"] == "nosniff"
        assert "script-src" not in page.headers["content-security-policy"]
        assert "style-src 'self'" in page.headers["content-security-policy"]


@pytest.mark.parametrize("headers", [{}, {"accept": "text/html", "sec-fetch-mode": "no-cors"}, {"accept": "*/*"}])
def test_programs_and_scripts_get_the_bare_status(building: Any, app: Any, headers: dict[str, str]) -> None:
    with building.client(app) as client:
        for path in ("/gibtesnicht", "/intern/gibtesnicht"):
            answer = client.get(path, headers=headers)
            assert (answer.status_code, answer.content) == (404, b"")


def test_a_secret_paper_looks_from_outside_like_one_that_is_not_there(building: Any, app: Any) -> None:
    with building.client(app) as client:
        secret, none = (
            client.get(f"/files/{name}.pdf", headers=BY_HAND) for name in (building.secret_id, "d0000000000000")
        )
        assert secret.status_code == none.status_code == 404
        assert secret.content == none.content


def test_a_page_that_has_words_of_its_own_keeps_them(building: Any, app: Any) -> None:
    with building.client(app) as client:
        building.log_in(client)
        page = client.get("/intern/unterlagen/gibtesnicht", headers=BY_HAND)
        assert page.status_code == 404
        assert "Diese Unterlage gibt es nicht" in page.text
        assert "Diese Seite gibt es nicht" in client.get("/intern/veroeffentlichen/zurueck/99", headers=BY_HAND).text
