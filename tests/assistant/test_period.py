"""The day or month that a question names."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.period import days_named, of_time, papers_of_time, period
from kb.model import Consultation
from tests.assistant.factories import document


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Wer leitete die Sitzung am 29. Juni 2022?", (date(2022, 6, 29), date(2022, 6, 29))),
        ("Tagesordnung 5.4.2022", (date(2022, 4, 5), date(2022, 4, 5))),
        ("Was wurde im Februar 2021 beschlossen?", (date(2021, 2, 1), date(2021, 2, 28))),
        ("Was geschah 2021?", None),
        ("Vorlage 50/025/2021", None),
        ("am 31. Februar 2021", None),
    ],
)
def test_a_day_or_a_month_is_read(text: str, named: tuple[date, date] | None) -> None:
    assert period(text) == named


def test_the_number_of_a_day_is_no_number_of_its_own() -> None:
    assert days_named("am 29. Juni 2022 kamen 29 Gäste und 12 Kinder") == {"29"}


def test_papers_around_a_meeting_are_of_its_time() -> None:
    named = period("Sitzung am 29. Juni 2022")
    assert named is not None
    assert of_time(document(day=date(2022, 6, 21)), named)
    assert of_time(document(day=date(2022, 7, 18)), named)
    assert not of_time(document(day=date(2022, 10, 1)), named)
    assert not of_time(document(day=None), named)
    consulted = document(day=date(2022, 1, 1), consultations=(Consultation("Rat", date(2022, 6, 29)),))
    assert of_time(consulted, named)


def test_a_time_that_most_papers_are_of_tells_none_apart() -> None:
    old, new = document("Alt", date(2010, 1, 1)), document("Neu", date(2022, 6, 30))
    assert papers_of_time("Sitzung im Juni 2022", [old, new]) == ("neu",)
    assert papers_of_time("Sitzung im Juni 2022", [new]) == ()
    assert papers_of_time("Sitzung im Juni", [old, new]) == ()
