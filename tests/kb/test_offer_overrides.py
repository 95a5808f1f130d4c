"""What people say of offers wins, is marked, and loses nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from kb.model import Document
from kb.offer_merge import as_json, by_id, merge, merged
from kb.offer_overrides import Override, Overrides
from kb.offers import Contact, Offer, Span

TODAY = date(2026, 5, 1)
FILE = Path("offers.csv")


def paper(name: str, year: int = 2025) -> Document:
    return Document(name, name, f"{name}.pdf", name, "programmheft", "public", 1, date(year, 1, 1))


def offer(name: str, at: int = 0, **values: Any) -> Offer:
    fields = ("name", *(field for field in values if not field.startswith("valid")))
    return Offer(name, spans=tuple((field, (Span(at, 0, 5),)) for field in fields), **values)  # type: ignore[misc]


def rows(*every: Override) -> Overrides:
    return Overrides(FILE, every)


A, B = paper("a", 2024), paper("b", 2025)
TREFF = (A, offer("Vätertreff", cost="5 €", town="Hilden", contact=Contact("Frau Mu", "123")))


def test_a_field_that_people_set_wins_and_has_no_source_in_the_papers() -> None:
    said = rows(Override(2, "vätertreff", values={"cost": "2 €"}, who="Mu", when="2026-04-01", note="Anruf"))
    (entry,) = merge([TREFF], TODAY, said)
    assert entry.offer.cost == "2 €"
    (mark,) = entry.corrections
    assert mark == ("cost", "5 €", "2 €", "Mu", "2026-04-01", "Anruf", 2, "offers.csv")
    assert {source.field for source in entry.sources} == {"name", "town", "contact"}
    told = as_json(entry, lambda document, span: (document, 1, ""))["corrections"]
    assert told == [{**mark._asdict()}]


def test_a_field_can_be_emptied_and_a_part_of_the_contact_set() -> None:
    said = rows(Override(1, "Vätertreff", values={"cost": None, "contact.phone": "999"}))
    (entry,) = merge([TREFF], TODAY, said)
    assert entry.offer.cost is None
    assert entry.offer.contact == Contact("Frau Mu", "999")


def test_the_later_row_wins_and_both_are_listed() -> None:
    said = rows(*(Override(n, "Vätertreff", values={"cost": f"{n} €"}) for n in (2, 3)))
    (entry,) = merge([TREFF], TODAY, said)
    assert entry.offer.cost == "3 €"
    assert [(mark.before, mark.after) for mark in entry.corrections] == [("5 €", "2 €"), ("2 €", "3 €")]


def test_an_end_that_people_set_decides_whether_an_offer_is_over() -> None:
    end = {"valid_to": date(2026, 4, 30), "valid_printed": {"valid_to": "2026-04"}}
    (entry,) = merge([TREFF], TODAY, rows(Override(1, "Vätertreff", values=end)))
    assert entry.status == "past"
    told = as_json(entry, lambda document, span: (document, 1, ""))
    assert (told["valid_from"], told["valid_to"]) == (None, "2026-04")


def test_a_hidden_offer_is_left_out() -> None:
    found = merged([TREFF, (B, offer("Nähtreff"))], TODAY, rows(Override(1, "Vätertreff", hide=True)))
    assert [entry.offer.name for entry in found.entries] == ["Nähtreff"]
    assert [one.ids for one in found.applied] == [("vaetertreff",)]


def test_offers_that_people_join_are_one_with_the_ids_and_names_of_both() -> None:
    said = rows(Override(1, "Papa-Runde", same_as="Vätertreff"), Override(2, "Papa-Runde", values={"cost": "frei"}))
    (entry,) = merge([TREFF, (B, offer("Papa-Runde", place="Rathaus"))], TODAY, said)
    assert entry.offer.name == "Vätertreff"
    assert (entry.offer.place, entry.offer.cost) == ("Rathaus", "frei")
    assert [document.id for document in entry.seen] == ["a", "b"]
    assert {"papa-runde", "vaetertreff"} <= set(entry.ids)
    assert set(entry.names) == {"Papa-Runde", "Vätertreff"}
    assert [mark.field for mark in entry.corrections] == ["same_as", "name", "cost"]


def test_an_added_offer_has_no_papers_but_its_note() -> None:
    (entry,) = merge([], TODAY, rows(Override(3, "Nähtreff", new=True, values={"cost": "frei"}, note="Aushang")))
    assert (entry.id, entry.offer.name, entry.offer.cost, entry.seen, entry.sources) == (
        "naehtreff", "Nähtreff", "frei", (), (),
    )  # fmt: skip
    assert [(mark.field, mark.note) for mark in entry.corrections] == [("new", "Aushang")]


def test_an_added_offer_that_a_paper_states_by_now_is_a_correction_of_it() -> None:
    (entry,) = merge([TREFF], TODAY, rows(Override(3, "Vätertreff", new=True, values={"cost": "frei"})))
    assert (entry.offer.cost, entry.offer.town) == ("frei", "Hilden")


def test_a_row_that_names_no_offer_is_reported_with_what_may_be_meant() -> None:
    found = merged([TREFF], TODAY, rows(Override(1, "Vätertref", hide=True), Override(2, "Vätertreff", hide=True)))
    assert found.entries == ()
    ((row, why, like),) = found.unmatched
    assert (row.row, why, like) == (1, "unknown", ("Vätertreff",))


def test_a_row_that_names_several_offers_changes_none_until_it_says_which() -> None:
    two = [(A, offer("Hausaufgabenhilfe", n, town=town)) for n, town in enumerate(("Hilden", "Haan"))]
    found = merged(two, TODAY, rows(Override(1, "Hausaufgabenhilfe", values={"cost": "frei"})))
    ((_, why, like),) = found.unmatched
    assert why == "several"
    assert len(found.entries) == 2
    assert not any(entry.corrections for entry in found.entries)
    for row in (
        Override(1, "Hausaufgabenhilfe", at="Haan", values={"cost": "frei"}),
        Override(1, id=like[1], values={"cost": "frei"}),
    ):
        entries = merge(two, TODAY, rows(row))
        assert {entry.offer.town for entry in entries if entry.offer.cost} == {"Haan"}


def test_a_row_may_name_the_paper() -> None:
    two = [(A, offer("Sprachcafé", town="Hilden")), (B, offer("Sprachcafé", town="Haan"))]
    entries = merge(two, TODAY, rows(Override(1, "Sprachcafé", document="b.pdf", values={"cost": "frei"})))
    assert [entry.offer.town for entry in entries if entry.offer.cost] == ["Haan"]


def test_an_unknown_partner_is_reported() -> None:
    found = merged([TREFF], TODAY, rows(Override(1, "Vätertreff", same_as="Nähtreff")))
    assert [(one.row.row, one.why) for one in found.unmatched] == [(1, "same")]
    assert len(found.entries) == 1


def test_an_entry_renamed_is_still_found_by_its_id() -> None:
    entries = merge([TREFF], TODAY, rows(Override(1, "Vätertreff", values={"name": "Papa-Runde"})))
    entry = by_id(entries, "vaetertreff")
    assert entry is not None
    assert (entry.offer.name, entry.names) == ("Papa-Runde", ("Papa-Runde", "Vätertreff"))
