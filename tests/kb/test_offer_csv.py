"""The table of offers: as German Excel reads it, and without formulas."""

import csv
import io
from typing import Any

import pytest

from kb.offer_csv import csv_of


def offer(**values: Any) -> dict[str, Any]:
    plain = {
        "name": "Nähtreff", "description": None, "audience": [], "topic": None, "place": None, "town": None, "time": None, "cost": None,
        "languages": [], "organiser": None, "contact": {"name": None, "phone": None, "mail": None}, "registration": None,
        "valid_from": None, "valid_to": None, "status": "unknown", "sources": [],
    }  # fmt: skip
    return plain | values


def rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_umlauts_semicolons_and_line_ends_come_back() -> None:
    (row,) = rows(csv_of([offer(place='Haus "Süd"; Raum 2\n1. Stock', audience=["Väter", "Kinder"])]))
    assert row["Ort"] == 'Haus "Süd"; Raum 2\n1. Stock'
    assert row["Für wen"] == "Väter, Kinder"


def test_what_is_not_stated_is_empty() -> None:
    (row,) = rows(csv_of([offer()]))
    assert {name for name, value in row.items() if value} == {"Angebot", "Stand"}


@pytest.mark.parametrize("begin", ["=1+1", "+49 1234", "-x", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n@x"])
def test_no_cell_is_a_formula(begin: str) -> None:
    (row,) = rows(csv_of([offer(name=begin)]))
    assert row["Angebot"].startswith("'")


def test_sources_are_told_once_each() -> None:
    source = {"field": "name", "document": "a.pdf", "page": 3, "quote": "x"}
    (row,) = rows(csv_of([offer(sources=[source, source | {"field": "time"}, source | {"page": 4}])]))
    assert row["Quellen"] == "a.pdf, S. 3; a.pdf, S. 4"
