"""The same offer in several papers: one entry, the newest values, what changed, and whether it goes on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kb.model import Document
from kb.offer_merge import as_json, merge, status
from kb.offers import Contact, Offer, Span

TODAY = date(2026, 5, 1)


def paper(name: str, day: date | None) -> Document:
    return Document(name, name, f"{name}.pdf", name, "programmheft", "public", 1, date=day)


def offer(name: str, **values: Any) -> Offer:
    spans = tuple((field, (Span(0, 0, 5),)) for field in ("name", *values) if field not in {"valid_from", "valid_to"})
    return Offer(name, spans=spans, **values)


OLD, NEW, UNDATED = paper("old", date(2024, 1, 1)), paper("new", date(2026, 1, 1)), paper("undated", None)


def test_the_newest_paper_wins_and_the_change_is_listed() -> None:
    (entry,) = merge([(NEW, offer("Sprachcafé", cost="2 €")), (OLD, offer("Sprachcafé", cost="kostenlos"))], TODAY)
    assert entry.offer.cost == "2 €"
    (change,) = entry.changes
    assert (change.field, change.before, change.after, change.date) == ("cost", "kostenlos", "2 €", NEW.date)
    assert (entry.first, entry.last) == (OLD.date, NEW.date)
    assert [document.id for document in entry.seen] == ["old", "new"]


def test_what_only_the_older_paper_states_stays_with_its_own_source() -> None:
    (entry,) = merge([(OLD, offer("Sprachcafé", place="Rathaus")), (NEW, offer("Sprachcafé"))], TODAY)
    assert entry.offer.place == "Rathaus"
    assert {source.field: source.document for source in entry.sources} == {"name": "new", "place": "old"}
    assert entry.changes == ()


def test_an_undated_paper_does_not_outdo_a_dated_one() -> None:
    (entry,) = merge([(OLD, offer("Sprachcafé", cost="2 €")), (UNDATED, offer("Sprachcafé", cost="3 €"))], TODAY)
    assert entry.offer.cost == "2 €"


def test_another_wording_is_no_change() -> None:
    left, right = offer("Sprachcafé", description="Reden."), offer("Sprachcafé", description="Deutsch sprechen.")
    (entry,) = merge([(OLD, left), (NEW, right)], TODAY)
    assert entry.changes == ()
    assert entry.offer.description == "Deutsch sprechen."


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("MIMI", "MIMI – Mit Migranten für Migranten"),
        ("Projekt „Jugend stärken in ME“", "Jugend stärken in ME"),
        ("Migrationsberatung für Erwachsene (MBE)", "Migrationsberatung für Erwachsene"),
        ("Stärkung der interkulturellen Väterarbeit", "Interkulturelle Väterarbeit"),
        ("Bundesprogramm DemokratieLeben – Partnerschaften", "Demokratie leben!"),
        ("Kooperation mit dem Kreissportbund", "Kooperationen mit dem Kreissportbund"),
        ("IntegrationsKompass", "IntegrationsKompass für Menschen mit Zuwanderungsgeschichte"),
        ("MIMI – Mit Migraten für Migranten", "MIMI – Mit Migranten für Migranten"),
    ],
)
def test_names_that_differ_in_what_stands_around_them_are_of_one_offer(left: str, right: str) -> None:
    assert len(merge([(OLD, offer(left)), (NEW, offer(right))], TODAY)) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Demokratie leben!: Aktionsfonds", "Demokratie leben!: Jugendfonds"),
        ("Rucksack KiTa", "Rucksack Schule"),
        ("Sprachcafé", "Frauencafé"),
        ("Sprachcafé", "Sprachcafé für Frauen"),
        ("Deutschkurs am Vormittag, Stufe 1", "Deutschkurs am Vormittag, Stufe 2"),
    ],
)
def test_names_that_tell_offers_apart_stay_apart(left: str, right: str) -> None:
    assert len(merge([(OLD, offer(left)), (NEW, offer(right))], TODAY)) == 2


def test_offers_of_one_name_in_two_towns_are_two() -> None:
    assert (
        len(merge([(OLD, offer("Sprachcafé", town="Hilden")), (NEW, offer("Sprachcafé", town="Ratingen"))], TODAY)) == 2
    )


def test_one_paper_lists_an_offer_once_so_two_of_a_name_are_two() -> None:
    assert len(merge([(OLD, offer("Deutschkurs", time="Mo")), (OLD, offer("Deutschkurs", time="Di"))], TODAY)) == 2


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, "unknown"),
        (date(2020, 1, 1), None, "unknown"),
        (date(2026, 6, 1), None, "current"),
        (None, date(2026, 5, 1), "current"),
        (date(2025, 1, 1), date(2026, 4, 30), "past"),
    ],
)
def test_an_offer_is_current_only_where_a_paper_says_how_long(
    first: date | None, last: date | None, expected: str
) -> None:
    assert status(Offer("x", valid_from=first, valid_to=last), TODAY) == expected


def test_json_has_null_where_nothing_is_stated_and_cites_every_field() -> None:
    (entry,) = merge(
        [(NEW, offer("Vätertreff", audience=("men",), topic="sport", contact=Contact(phone="0123")))], TODAY
    )
    told = as_json(entry, lambda document, span: (f"{document}.pdf", 3, "Väter"))
    assert (told["audience"], told["topic"]) == (["Männer und Väter"], "Sport")
    assert (told["cost"], told["valid_to"], told["languages"]) == (None, None, [])
    assert told["contact"] == {"name": None, "phone": "0123", "mail": None}
    assert [source["field"] for source in told["sources"]] == ["name", "audience", "topic", "contact"]
    assert told["sources"][0] == {"field": "name", "document": "new.pdf", "page": 3, "quote": "Väter"}


def test_a_paper_that_names_more_of_those_meant_changes_nothing() -> None:
    left, right = offer("Kurs A1", audience=("women",)), offer("Kurs A1", audience=("women", "newcomers"))
    assert merge([(OLD, left), (NEW, right)], TODAY)[0].changes == ()
    (change,) = merge([(OLD, left), (NEW, offer("Kurs A1", audience=("men",)))], TODAY)[0].changes
    assert change.field == "audience"
