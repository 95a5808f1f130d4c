"""The newest word on every field, what changed, and what stays known by the same id."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from kb.model import Document
from kb.offer_ages import day_of
from kb.offer_ids import slug
from kb.offer_merge import CatalogueEntry, as_json, by_id, merge
from kb.offers import Contact, Offer, Span

TODAY = date(2026, 5, 1)


def paper(name: str, day: date | None = None, title: str = "", file: str = "") -> Document:
    return Document(name, name, file or f"{name}.pdf", title or name, "programmheft", "public", 1, date=day)


def offer(name: str, at: int = 0, **values: Any) -> Offer:
    stated = {"validity" if field.startswith("valid") else field: None for field in ("name", *values)}
    return Offer(name, spans=tuple((field, (Span(at, 0, 5),)) for field in stated), **values)  # type: ignore[misc]


def only(*sightings: tuple[Document, Offer]) -> CatalogueEntry:
    (entry,) = merge(sightings, TODAY)
    return entry


A, B = paper("a", date(2024, 1, 1)), paper("b", date(2025, 1, 1))


def test_every_paper_is_a_source_of_the_name_the_newest_first() -> None:
    entry = only((A, offer("MIMI")), (B, offer("MIMI – Mit Migranten für Migranten", cost="frei")))
    assert [source.document for source in entry.sources if source.field == "name"] == ["b", "a"]
    assert entry.names == ("MIMI – Mit Migranten für Migranten", "MIMI")


def test_a_bare_mention_in_a_newer_paper_does_not_rename_the_offer() -> None:
    entry = only((A, offer("MIMI – Mit Migranten für Migranten", place="Rathaus")), (B, offer("MIMI")))
    assert entry.offer.name == "MIMI – Mit Migranten für Migranten"
    assert entry.last == B.date


def test_a_change_cites_the_old_and_the_new_words() -> None:
    entry = only((A, offer("Nähtreff", 3, cost="frei")), (B, offer("Nähtreff", 4, cost="2 €")))
    told = as_json(entry, lambda document, span: (f"{document}.pdf", span.ordinal, "words"))["changes"]
    assert [(change["field"], change["before"], change["after"]) for change in told] == [("cost", "frei", "2 €")]
    assert told[0]["old"] == [{"field": "cost", "document": "a.pdf", "page": 3, "quote": "words"}]
    assert told[0]["new"] == [{"field": "cost", "document": "b.pdf", "page": 4, "quote": "words"}]


def test_what_one_paper_says_twice_is_no_change_and_the_fuller_words_count() -> None:
    full = offer("Nähtreff", 1, time="montags 9 Uhr", place="Rathaus", cost="frei")
    for order in permutations([(A, full), (A, offer("Nähtreff", 2, cost="kostenlos"))]):
        entry = only(*order)
        assert (entry.offer.cost, entry.changes) == ("frei", ())


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("place", "Rathaus, Markt 1, Hilden", "Rathaus Hilden"),
        ("time", "donnerstags", "donnerstags, 15–17 Uhr"),
        ("organiser", "AWO", "AWO Hilden"),
    ],
)
def test_more_or_fewer_words_for_the_same_are_no_change(field: str, before: str, after: str) -> None:
    entry = only((A, offer("Nähtreff", **{field: before})), (B, offer("Nähtreff", **{field: after})))
    assert entry.changes == ()
    assert getattr(entry.offer, field) == after


def test_a_contact_is_completed_from_older_papers_where_it_is_the_same() -> None:
    old, same, other = Contact("Frau Mu", "02104 / 12", "mu@x.example"), Contact(phone="02104-12"), Contact(phone="99")
    entry = only((A, offer("Nähtreff", contact=old)), (B, offer("Nähtreff", contact=same)))
    assert (entry.offer.contact, entry.changes) == (Contact("Frau Mu", "02104-12", "mu@x.example"), ())
    assert [source.document for source in entry.sources if source.field == "contact"] == ["b", "a"]
    entry = only((A, offer("Nähtreff", contact=old)), (B, offer("Nähtreff", contact=other)))
    assert entry.offer.contact == other
    assert [change.field for change in entry.changes] == ["contact"]


def test_the_town_goes_with_the_place() -> None:
    entry = only((A, offer("Nähtreff", place="Rathaus", town="Hilden")), (B, offer("Nähtreff", place="Lindenschule")))
    assert (entry.offer.place, entry.offer.town) == ("Lindenschule", None)
    assert "town" not in {source.field for source in entry.sources}


def test_an_end_that_a_newer_paper_has_outlived_holds_no_longer() -> None:
    old = offer("Nähtreff", valid_to=date(2024, 6, 30))
    assert only((A, old)).status == "past"
    entry = only((A, old), (B, offer("Nähtreff", time="montags")))
    assert (entry.status, entry.offer.valid_to) == ("unknown", None)
    assert only((A, old), (B, offer("Nähtreff"))).status == "past"  # a look back says as much


def test_first_and_last_seen_are_as_exact_as_the_papers_say() -> None:
    undated = paper("u", title="Programmheft 2023")
    entry = only((undated, offer("Nähtreff")), (B, offer("Nähtreff")))
    assert (entry.first_seen, entry.last_seen, entry.first) == ("2023", "2025-01-01", B.date)
    assert [document.id for document in entry.seen] == ["u", "b"]


@pytest.mark.parametrize(
    ("title", "file", "known"),
    [
        ("Programmheft 2026/2027", "", "2026"),
        ("Kurse 2026/27", "", "2026"),
        ("Chronik 2005 bis 2021", "", "2021"),
        ("Bericht 2010 und Ausblick 2011", "", "2011"),
        ("Programm", "heft-2019.pdf", "2019"),
        ("Programm", "heft.pdf", None),
        ("Vorlage 50/0252021", "", None),
    ],
)
def test_the_year_of_an_undated_paper(title: str, file: str, known: str | None) -> None:
    day = day_of(paper("x", title=title, file=file or "x.pdf"))
    assert (day and day.known) == known


def test_an_id_stays_when_other_papers_and_offers_join() -> None:
    sightings = [(A, offer("Sprachcafé Süd", 1)), (A, offer("Hausaufgabenhilfe", 2, town="Hilden", place="Rathaus"))]
    before = [entry.id for entry in merge(sightings, TODAY)]
    assert before == ["hausaufgabenhilfe", "sprachcafe-sued"]
    later = [(B, offer("Hausaufgabenhilfe", town="Haan", place="Schule")), (B, offer("Sprachcafé Süd (neu)"))]
    for order in permutations([*sightings, *later]):
        entries = merge(order, TODAY)
        assert sorted(entry.id for entry in entries) == [
            "hausaufgabenhilfe",
            "hausaufgabenhilfe--haan",
            "sprachcafe-sued",
        ]
        found = by_id(entries, "hausaufgabenhilfe")
        assert found is not None
        assert found.offer.town == "Hilden"


def test_ids_are_of_letters_that_any_address_takes() -> None:
    assert slug("Ägäis & „Größe“ – 60+") == "aegaeis-groesse-60"
    assert slug("Дім") == ""
    entries = merge([(A, offer("Дім", 1)), (A, offer("日本", 2))], TODAY)
    assert len({entry.id for entry in entries}) == 2
    assert all(entry.id for entry in entries)
