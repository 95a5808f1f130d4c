"""Times, costs, places and periods as booklets print them."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.offer_periods import period
from ingest.offer_values import PHONE, costs, look, placed, regular, times


@pytest.mark.parametrize(
    "said",
    [
        "Dienstags, 15:00 – 17:00 Uhr",
        "jeden ersten Freitag im Monat von 9 bis 11 Uhr",
        "Mo und Mi, 9–11:30 Uhr",
        "Mo.–Fr. 9-12 Uhr",
        "1. und 3. Montag im Monat, 17 Uhr",
        "4 Abende ab 12. März 2025, 18–20 Uhr",
        "03.02.–30.06.2025, Mo/Mi 9–12 Uhr",
        "nach Vereinbarung",
        "Di, 16:00–17:30",
        "Mo 9.30–11",
        "Do 24.",
        "19.–23. Juli",
        "8 x donnerstags 18 Uhr",
        "rund um die Uhr",
        "eine Stunde pro Woche",
    ],
)
def test_a_time_is_one_stretch(said: str) -> None:
    assert [said[found.start : found.end] for found in times(said)] == [said]
    assert regular(said)


@pytest.mark.parametrize(
    "said", ["So ist es gut", "Frau Do berät", "2023 beschlossen", "Baustein 10.2", "im Monat", "Raum 2.14–2.20"]
)
def test_words_that_look_like_days_are_no_times(said: str) -> None:
    assert times(said) == ()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Die Teilnahme ist kostenlos.", ["kostenlos"]),
        ("15 € für 8 Termine", ["15 € für 8 Termine"]),
        ("Der Kurs kostet 20 Euro, Räder gibt es.", ["20 Euro"]),
        ("Aktionsfonds (35.000 €)", []),
        ("Pro Einkauf 2 €, Kinder frei.", ["2 €", "Kinder frei"]),
        ("Sportpark, frei.", ["frei"]),
        ("Es sind noch Plätze frei.", []),
        ("gegen Spende", ["gegen Spende"]),
    ],
)
def test_costs_are_prices_and_not_funds(said: str, expected: list[str]) -> None:
    assert [said[found.start : found.end] for found in costs(said)] == expected


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("03.02.–30.06.2025", date(2025, 2, 3), date(2025, 6, 30)),
        ("bis September 2021", None, date(2021, 9, 30)),
        ("seit Mai 2009, dauerhaft seit Mai 2010", date(2009, 5, 1), None),
        ("2009 – 2011", date(2009, 1, 1), date(2011, 12, 31)),
        ("1. Halbjahr 2026", date(2026, 1, 1), date(2026, 6, 30)),
        ("am 5. Mai 2025, immer montags", date(2025, 5, 5), None),
        ("2019 weitergeführt", None, None),
        ("dienstags 9 Uhr", None, None),
    ],
)
def test_a_period_has_the_ends_that_are_said(said: str, first: date | None, last: date | None) -> None:
    assert period(said)[:2] == (first, last)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Bürgerhaus Altdorf, Markt 3", "place"),
        ("kostenlos", "cost"),
        ("Tel. 02999 1234-56", "contact"),
        ("Mo–Do, 14–16 Uhr", "time"),
        ("15 € für 8 Termine", "cost"),
        ("Gemeinsam kochen wir Gerichte aus aller Welt.", None),
        ("https://www.kreis.example/Haus", None),
    ],
)
def test_a_line_looks_like_the_field_it_is(said: str, expected: str | None) -> None:
    assert look(said) == expected


def test_a_place_is_read_from_its_sentence() -> None:
    said = "Das Frühstück findet im Stadtteilhaus Nord, Lindenstraße 12, statt."
    assert [said[found.start : found.end] for found in placed(said)] == ["Stadtteilhaus Nord, Lindenstraße 12"]


def test_a_date_is_no_telephone() -> None:
    assert PHONE.search("seit dem 01.01.2019") is None
    assert PHONE.search("02104 99-2175") is not None
