"""Pairs of gold rows, together and apart."""

from __future__ import annotations

from typing import Any

from evaluation.bench_merging import all_pairs, statements
from evaluation.offer_merging import merging
from kb.offer_groups import groups


def row(key: str, name: str, document: str, **values: Any) -> dict[str, Any]:
    return {"offer": key, "name": name, "document": document, "page": 1, **values}


def test_pairs_are_counted_by_what_the_list_says() -> None:
    rows = [
        row("a", "Griffbereit", "x.pdf"),
        row("a", "Griffbereit", "y.pdf"),
        row("a", "Eltern-Kind-Gruppe", "z.pdf"),
        row("b", "Griffbereit", "w.pdf"),
        row("c", "Nähtreff", "x.pdf"),
    ]
    found = merging(rows)
    assert (found.right, found.wrong, found.missed) == (1, 2, 2)
    assert (found.whole, found.offers) == (0, 1)
    assert (found.precision, found.recall) == (1 / 3, 1 / 3)
    assert len(found.mistakes) == 4


def test_without_what_rows_say_names_alone_decide() -> None:
    rows = [
        row("a", "Hausaufgabenhilfe", "x.pdf", place="Haus der Jugend"),
        row("b", "Hausaufgabenhilfe", "y.pdf", place="Lindenschule"),
    ]
    assert merging(rows).wrong == 0
    assert merging(rows, blind=True).wrong == 1
    assert merging(rows).precision is None


def test_the_benchmark_has_as_many_statements_as_asked_for_and_offers_in_several_papers() -> None:
    made = statements(400)
    assert len(made) == 400
    assert len(groups(made)) < 100
    assert all_pairs(made[:80]) <= 80
