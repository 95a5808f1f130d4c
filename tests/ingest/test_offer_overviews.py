"""Rows of an overview are joined with the entries that they repeat."""

from datetime import date

from ingest.offer_overviews import without_overviews
from kb.offers import Offer, Span

JULY = date(2026, 7, 11)
NAMED = (("name", (Span(1, 0, 8),)),)
LISTED = (("name", (Span(9, 0, 7),)),)


def entry(name: str, **values: object) -> Offer:
    given = {"description": "Wir paddeln.", "time": "Sa 11. Juli, 10–17 Uhr", "valid_from": JULY, "valid_to": JULY}
    return Offer(name, spans=NAMED, **(given | values))  # type: ignore[arg-type]


def row(name: str, day: date = JULY, **values: object) -> Offer:
    return Offer(name, time=f"{day.day}.{day.month}.", valid_from=day, valid_to=day, spans=LISTED, **values)  # type: ignore[arg-type]


def test_a_row_with_a_part_of_the_name_and_the_same_day_is_a_source_of_the_entry() -> None:
    (found,) = without_overviews([row("Kanutour"), entry("Kanutour für Anfänger")])
    assert found.name == "Kanutour für Anfänger"
    assert found.where("name") == (Span(1, 0, 8), Span(9, 0, 7))


def test_what_the_entry_says_wins_and_what_it_leaves_open_comes_from_the_row() -> None:
    (found,) = without_overviews([entry("Kanutour"), row("Kanutour", cost="18 €")])
    assert (found.time, found.cost) == ("Sa 11. Juli, 10–17 Uhr", "18 €")


def test_a_row_of_another_day_stays_an_offer_of_its_own() -> None:
    assert len(without_overviews([entry("Kanutour"), row("Kanutour", date(2026, 8, 1))])) == 2


def test_a_row_that_fits_two_entries_stays() -> None:
    offers = [entry("Kanutour für Anfänger"), entry("Kanutour für Profis"), row("Kanutour")]
    assert len(without_overviews(offers)) == 3


def test_weekdays_agree_where_neither_names_a_date() -> None:
    weekly = entry("Nachtsport", time="jeden Freitag, 20–23 Uhr", valid_from=None, valid_to=None)
    listed = Offer("Nachtsport", time="freitags", spans=LISTED)
    assert len(without_overviews([weekly, listed])) == 1
    assert len(without_overviews([weekly, Offer("Nachtsport", time="montags", spans=LISTED)])) == 2
