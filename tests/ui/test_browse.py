"""Addresses of the offers' lists: read, and written again."""

from typing import Any

import pytest
from starlette.requests import Request

from assistant.offers import Facets
from kb.config import Config
from ui.browse import Wish, read_wish, slow_down


def request(query: str) -> Any:
    return Request(
        {"type": "http", "method": "GET", "path": "/angebote", "headers": [], "query_string": query.encode()}
    )


def test_an_address_is_read_as_it_was_written() -> None:
    wish = Wish("für Väter & mehr", Facets(audience=("fathers",), town=("Hilden", "Haan"), past=True), "date", 3)
    assert read_wish(request(wish.query()[1:])) == wish


def test_what_is_as_at_first_is_not_in_the_address() -> None:
    assert Wish().query() == ""
    assert read_wish(request("q=&sort=relevance&page=1")) == Wish()


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 9, "٣", "1.5", ""])
def test_a_page_that_is_none_is_the_first(page: str) -> None:
    assert read_wish(request(f"page={page}")).page == 1


@pytest.mark.parametrize("query", ["sort=;drop", "status=past", "unknown=1", "past=yes"])
def test_what_makes_no_sense_is_left_out(query: str) -> None:
    assert read_wish(request(query)) == Wish()


def test_words_and_values_have_an_end() -> None:
    wish = read_wish(request("q=" + "x" * 5000 + "".join(f"&town=t{n}" for n in range(500))))
    assert (len(wish.text), len(wish.facets.town)) == (600, 60)


def test_one_value_less_leads_to_the_first_page_of_the_rest() -> None:
    wish = Wish("Eltern", Facets(audience=("parents", "fathers")), "name", 4)
    assert wish.without("audience", "parents") == Wish("Eltern", Facets(audience=("fathers",)), "name")


@pytest.mark.parametrize(
    ("path", "told"),
    [("/angebote", "Bitte warten Sie 7 Sekunden"), ("/tr/angebote/vaetertreff", "7 saniye"), ("/angebote.csv", "")],
)
def test_whoever_asks_too_often_is_told_so_in_their_language(path: str, told: str) -> None:
    page = slow_down(Config())({**request("").scope, "path": path}, 6.4)
    assert (page is None) == (not told)
    if page is not None:
        assert page.status_code == 429 and page.headers["retry-after"] == "7"
        assert told in bytes(page.body).decode()
