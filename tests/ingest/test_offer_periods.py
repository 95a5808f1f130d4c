"""From when until when, as exact as it is printed."""

from __future__ import annotations

import pytest

from ingest.offer_periods import Period, covering, period


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("14.10.2026", ("2026-10-14", "2026-10-14")),
        ("bis September 2021", ("", "2021-09")),
        ("2009 – 2011", ("2009", "2011")),
        ("April bis Oktober 2025, samstags ab 14 Uhr", ("2025-04", "2025-10")),
        ("05.11., 19.11. und 03.12.2026, jeweils 14.30 Uhr", ("2026-11-05", "2026-12-03")),
        ("19./20.09.2026", ("2026-09-19", "2026-09-20")),
        ("01.12. – 15.01.2027", ("2026-12-01", "2027-01-15")),
        ("Mi, 19–20.15 Uhr, 10 x ab 16.9.26", ("2026-09-16", "")),
        ("5. bis 7. Mai 2026", ("2026-05-05", "2026-05-07")),
        ("14. Sept. 2026", ("2026-09-14", "2026-09-14")),
        ("Beete werden im März vergeben", ()),
        ("1. und 3. Montag im Monat, 17 Uhr", ()),
        ("14.09., 10 Uhr", ()),
        ("45.13.2026", ()),
    ],
)
def test_days_are_as_exact_as_printed(said: str, printed: tuple[str, ...]) -> None:
    found = period(said)
    assert found.printed == printed
    assert [day.isoformat()[: len(text)] if day else "" for day, text in zip(found[:2], printed, strict=False)] == list(
        printed
    )


def test_several_periods_are_covered_by_one() -> None:
    found = covering([period("ab 05.10.2026"), period("bis Mai 2027")])
    assert found.printed == ("2026-10-05", "2027-05")
    assert covering([Period(), Period()]) == Period()


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("Mi 21.07., 10 Uhr", ("2027-07-21", "2027-07-21")),
        ("Mo 21.07., 10 Uhr", ()),
        ("19.–23. Juli", ("2027-07-19", "2027-07-23")),
        ("jeden 2. und 4. Montag im Monat", ()),
        ("dienstags 9 Uhr", ()),
    ],
)
def test_the_year_of_a_paper_holds_for_days_that_its_weekdays_fit(said: str, printed: tuple[str, ...]) -> None:
    assert period(said, 2027).printed == printed
