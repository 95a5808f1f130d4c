from typing import Any

import pytest

from ingest.oparl_lists import absolute, nearby


@pytest.mark.parametrize(
    ("base", "link", "whole"),
    [
        ("https://a.example/oparl/body", "papers?x=1", "https://a.example/oparl/papers?x=1"),
        ("https://a.example/oparl", "http://a.example/p", "https://a.example/p"),
        ("https://a.example/oparl", "http://b.example/p", "http://b.example/p"),
        ("http://a.example/oparl", "https://a.example/p", "https://a.example/p"),
        ("https://a.example/", "http://[::1", "http://[::1"),
    ],
)
def test_links_are_made_whole_and_stay_with_https(base: str, link: str, whole: str) -> None:
    assert nearby(base, link) == whole


def test_links_inside_objects_are_made_whole_and_heavy_fields_left_out() -> None:
    found = absolute(
        {
            "id": "/p/1",
            "mainFile": {"accessUrl": "a.pdf", "text": "x" * 99},
            "consultation": ["/c/1"],
            "name": "/kein/Link",
        },
        "https://o.example/papers",
    )
    assert found == {
        "id": "https://o.example/p/1",
        "mainFile": {"accessUrl": "https://o.example/a.pdf"},
        "consultation": ["https://o.example/c/1"],
        "name": "/kein/Link",
    }


def test_objects_nested_without_end_are_cut() -> None:
    nested: dict[str, Any] = {}
    for _ in range(500):
        nested = {"meeting": nested}
    absolute(nested, "https://o.example/")
