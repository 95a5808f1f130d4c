"""Days and times read from the words in which papers print them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kb.offer_days import Meeting, Slot, parts_of_day, read_times

TEN, NOON, FIVE = time(10), time(12), time(17)


def days(text: str) -> list[date]:
    return [meeting.first for meeting in read_times(text).meetings]


def test_a_day_with_times_is_one_meeting() -> None:
    (meeting,) = read_times("Samstag, 7. November 2026, 10 bis 12 Uhr").meetings
    assert meeting == Meeting(date(2026, 11, 7), date(2026, 11, 7), (), (Slot(TEN, NOON),))


def test_days_without_a_year_have_that_of_the_last() -> None:
    assert days("10.09., 17.09. und 01.10.2026, 18–20.30 Uhr") == [
        date(2026, 9, 10), date(2026, 9, 17), date(2026, 10, 1),
    ]  # fmt: skip
    assert days("Sa und So 19./20.09.2026, 10–14 Uhr") == [date(2026, 9, 19), date(2026, 9, 20)]


def test_a_period_over_new_year_begins_in_the_year_before() -> None:
    (meeting,) = read_times("dienstags 17–19 Uhr, 15.12. – 19.01.2027").meetings
    assert (meeting.first, meeting.last, meeting.weekdays) == (date(2026, 12, 15), date(2027, 1, 19), (1,))


def test_each_day_has_the_times_printed_behind_it() -> None:
    friday, saturday = read_times("Fr 20.11.2026, 14–17 Uhr, und Sa 21.11.2026, 10–12 Uhr").meetings
    assert friday.slots == (Slot(time(14), FIVE),)
    assert saturday.slots == (Slot(TEN, NOON),)


def test_times_said_of_each_day_are_those_of_days_behind_them_too() -> None:
    first, second = read_times("25.09.2026, jeweils 10–12 Uhr, 18.09.2026").meetings
    assert first.slots == second.slots == (Slot(TEN, NOON),)


@pytest.mark.parametrize(
    "text",
    [
        "ab 05.10.2026, montags 16.30 Uhr",
        "Anmeldung bis 21.03.2027",
        "bis 30.09.2026",
        "14.10., 10 Uhr",
        "seit Mai 2009",
        "April bis Oktober 2025, samstags ab 14 Uhr",
        "31.02.2026",
        "nach Vereinbarung",
    ],
)
def test_an_open_end_a_deadline_and_a_day_without_a_year_are_no_meeting(text: str) -> None:
    assert not read_times(text).meetings


def test_weekdays_are_read_as_words_abbreviations_and_ranges() -> None:
    assert read_times("Mo–Do 8.30–12.30 Uhr").weekdays == (0, 1, 2, 3)
    assert read_times("montags bis mittwochs").weekdays == (0, 1, 2)
    assert read_times("Di 9–12 Uhr, Do 14–18 Uhr").weekdays == (1, 3)
    assert read_times("Mitarbeit, Sophie und Donata").weekdays == ()


def test_days_left_out_are_no_days_of_the_offer() -> None:
    times = read_times("montags 10–12 Uhr, 07.09. – 21.12.2026, nicht am 12.10.2026")
    assert times.without == (date(2026, 10, 12),)
    assert [meeting.last for meeting in times.meetings] == [date(2026, 12, 21)]
    assert len(read_times("montags, nicht am 12.10.2026 und 19.10.2026").without) == 2


@pytest.mark.parametrize("text", ["jeden 1. Montag im Monat", "montags, 14-täglich", "alle zwei Wochen montags"])
def test_what_is_not_each_week_is_told_apart(text: str) -> None:
    assert read_times(text).spaced
    assert not read_times("jeden Montag").spaced


def test_numbers_of_other_things_are_no_times() -> None:
    assert read_times("6–10 Jahre, 8–12 Personen, 10–15 €").slots == ()


def test_parts_of_the_day_come_from_words_and_times() -> None:
    assert parts_of_day("an drei Vormittagen") == ("morning",)
    assert parts_of_day("10–17 Uhr") == ("morning", "afternoon")
    assert parts_of_day("16.45–19 Uhr") == ("afternoon", "evening")
    assert parts_of_day("nach Vereinbarung") == ()


PIECES = (
    "Mo",
    "montags",
    "–",
    "bis",
    "ab",
    "nicht",
    "12.",
    "31.02.",
    "07.11.2026",
    "7. Mai",
    "10",
    "25.99",
    "10–12 Uhr",
    "jeden 1.",
    ",",
    " ",
)


@given(some.lists(some.sampled_from(PIECES), max_size=12).map(" ".join) | some.text(max_size=60))
def test_whatever_is_printed_no_meeting_ends_before_it_begins(text: str) -> None:
    times = read_times(text)
    assert all(meeting.first <= meeting.last for meeting in times.meetings)
    assert all(slot.end is None or slot.start < slot.end for slot in times.slots)
