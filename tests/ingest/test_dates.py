"""German dates in text."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.dates import find_dates, parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19.10.2021", date(2021, 10, 19)),
        ("1.3.21", date(2021, 3, 1)),
        ("1. 3. 2021", date(2021, 3, 1)),
        ("15. April 2021", date(2021, 4, 15)),
        ("27.September 2022", date(2022, 9, 27)),
        ("8. Sept. 2021", date(2021, 9, 8)),
        ("3. MÄRZ 2020", date(2020, 3, 3)),
        ("2021-10-19", date(2021, 10, 19)),
        ("den 16.12.2020", date(2020, 12, 16)),
        ("Mittwoch, 22.01.2020", date(2020, 1, 22)),
        ("vom 2. Dezember 2014", date(2014, 12, 2)),
        ("29.02.2024", date(2024, 2, 29)),
        ("5.6.95", date(1995, 6, 5)),
    ],
)
def test_dates_are_read_in_every_spelling(text: str, expected: date) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Februar 2017",
        "2017",
        "31.02.2021",
        "29.02.2023",
        "45.13.2020",
        "1.2.3.2021",
        "Az. 50-5",
        "2021/0123",
        "19.10.",
        "1.234,50",
        "",
    ],
)
def test_what_is_no_full_date_of_the_calendar_is_none(text: str) -> None:
    assert parse_date(text) is None
    assert find_dates(text) == ()


def test_a_sentence_is_not_a_date_but_has_dates_with_their_places() -> None:
    text = "Der Kreistag hat am 06.10.2016 und am 3. Mai 2017 beraten."
    assert parse_date(text) is None
    assert [(text[f.start : f.end], f.date) for f in find_dates(text)] == [
        ("06.10.2016", date(2016, 10, 6)),
        ("3. Mai 2017", date(2017, 5, 3)),
    ]


def test_an_impossible_date_does_not_hide_the_next_one() -> None:
    assert [found.date for found in find_dates("31.02.2021 oder 01.03.2021")] == [date(2021, 3, 1)]
