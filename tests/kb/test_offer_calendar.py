"""The calendar of offers: what is printed with a day, and nothing else."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from kb.offer_calendar import calendar_of
from kb.offer_merge import CatalogueEntry, Source
from kb.offers import Offer, Span

STAMP = datetime(2026, 11, 21, 9, tzinfo=UTC)


def entry(time: str | None, name: str = "Nähtreff", key: str = "naehtreff", **values: Any) -> CatalogueEntry:
    sources = (Source("validity", "paper", (Span(0, 0, 1),)),) if "valid_from" in values else ()
    return CatalogueEntry(Offer(name, time=time, **values), "current", (), None, None, sources, id=key)


def made(*entries: CatalogueEntry, printed: str = "") -> tuple[bytes, list[Any]]:
    content, number = calendar_of(entries, lambda document, span: ("a.pdf", 1, printed), STAMP)
    events = Calendar.from_ical(content).walk("VEVENT")
    assert number == len(events)
    return content, events


def test_clock_times_are_those_of_berlin_in_summer_and_winter() -> None:
    _, (summer, winter) = made(entry("01.07.2026, 10–12 Uhr und 01.12.2026, 10–12 Uhr"))
    assert summer.start.utcoffset().total_seconds() == 7200
    assert winter.start.utcoffset().total_seconds() == 3600
    assert (winter.start.hour, winter.end.hour) == (10, 12)


def test_a_day_without_times_is_a_whole_day() -> None:
    content, (event,) = made(entry("3. April 2026"))
    assert (event.start, event.end) == (date(2026, 4, 3), date(2026, 4, 4))
    assert b"DTSTART;VALUE=DATE:20260403" in content


def test_a_weekly_offer_repeats_from_its_first_to_its_last_day() -> None:
    content, (event,) = made(entry("02.11. – 30.11.2026, Di, Do 18–20 Uhr"))
    assert event.start.date() == date(2026, 11, 3)  # the Tuesday: 2 November is a Monday
    assert event["rrule"]["BYDAY"] == ["TU", "TH"]
    assert b"UNTIL=20261126T170000Z" in content  # the last Thursday, in UTC


def test_days_left_out_are_left_out() -> None:
    content, _ = made(entry("montags 10–12 Uhr, 07.09. – 26.10.2026, nicht am 12.10.2026"))
    assert b"EXDATE;TZID=Europe/Berlin:20261012T100000" in content


@pytest.mark.parametrize(
    "time", ["dienstags 10 Uhr", "ab 05.10.2026, montags 16 Uhr", "bis 30.09.2026", "nach Vereinbarung", None]
)
def test_an_offer_without_first_and_last_day_is_no_event(time: str | None) -> None:
    content, events = made(entry(time))
    assert not events
    assert b"VTIMEZONE" not in content


def test_not_each_week_is_not_made_weekly() -> None:
    content, (event,) = made(entry("jeden 1. Montag im Monat, 07.09. – 07.12.2026"))
    assert b"RRULE" not in content.partition(b"VEVENT")[2]
    assert (event.start, event.end) == (date(2026, 9, 7), date(2026, 12, 8))


def test_a_validity_printed_to_the_day_bounds_a_weekly_offer() -> None:
    valid = {"valid_from": date(2026, 9, 1), "valid_to": date(2026, 9, 30)}
    weekly = entry("mittwochs 9–10 Uhr", **valid)
    content, (event,) = made(weekly, printed="gültig vom 01.09. bis 30.09.2026")
    assert event.start.date() == date(2026, 9, 2)
    assert b"FREQ=WEEKLY" in content
    assert made(weekly, printed="September 2026")[1] == []


def test_every_event_has_its_own_lasting_uid() -> None:
    offers = (
        entry("10.09., 17.09.2026, 18–20 Uhr"),
        entry("10.09.2026, 9–10 Uhr und 14–15 Uhr", key="x"),
        entry("1. Mai 2026", key="y"),
    )
    first, events = made(*offers)
    assert len({event["uid"] for event in events}) == 5
    assert made(*offers)[0] == first


def test_lines_are_folded_and_signs_escaped_as_the_standard_has_it() -> None:
    name = "Frühstück; „Öffnen, bitte“ \\ " + "ä" * 80
    content, (event,) = made(entry("1. Mai 2026", name=name))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.count(b"\n") == content.count(b"\r\n")
    assert event["summary"] == name
