"""What people write into corrections brings nothing back that is blocked."""

from __future__ import annotations

from datetime import date
from typing import Any

from kb.blocks import Block
from kb.guard import NOTHING, Guard
from kb.model import Document
from kb.offer_merge import CatalogueEntry, as_json, merge
from kb.offer_overrides import Override, Overrides
from kb.offer_shielding import shielded
from kb.offers import NOBODY, Offer, Span

TODAY = date(2026, 11, 21)
PAPER = Document("a", "a", "a.pdf", "a", "programmheft", "public", 1, date(2025, 1, 1))
SAYS = Offer("Vätertreff", cost="5 €", spans=(("name", (Span(0, 0, 5),)), ("cost", (Span(0, 6, 9),))))
BLOCKS = Guard((Block("name", "Armin Roemer", TODAY), Block("phone", "02104 992175", TODAY)))


def entries(*rows: Override, guard: Guard = BLOCKS) -> list[CatalogueEntry]:
    return list(shielded(merge([(PAPER, SAYS)], TODAY, Overrides(None, rows)), guard))


def told(found: list[CatalogueEntry]) -> str:
    return str([as_json(entry, lambda document, span: (document, 1, "")) for entry in found])


def row(**values: Any) -> Override:
    return Override(1, "Vätertreff", values={name.replace("__", "."): value for name, value in values.items()})


def test_a_correction_brings_no_blocked_person_or_number_back() -> None:
    (entry,) = found = entries(
        row(
            cost="5 €, zu zahlen an Armin Roemer",
            description="Es leitet Armin Roemer.",
            town="Armin Roemer",
            languages=("Deutsch", "Armin Roemer"),
            contact__name="Armin Roemer",
            contact__phone="02104/992175",
        )
    )
    assert "Roemer" not in told(found) and "992175" not in told(found)
    assert entry.offer.contact == NOBODY and entry.offer.cost is None and entry.offer.languages == ("Deutsch",)
    assert {source.field for source in entry.sources} == {"name"}
    assert [mark.field for mark in entry.corrections] == []
    assert "Roemer" in told(entries(row(description="Es leitet Armin Roemer."), guard=NOTHING))


def test_a_blocked_name_that_people_gave_gives_way_to_the_printed_one() -> None:
    (entry,) = found = entries(row(name="Treff mit Armin Roemer"))
    assert entry.offer.name == "Vätertreff" and entry.names == ("Vätertreff",)
    assert "Roemer" not in told(found)


def test_an_added_offer_of_a_blocked_name_is_not_shown() -> None:
    found = entries(Override(1, "Treff mit Armin Roemer", new=True))
    assert [entry.offer.name for entry in found] == ["Vätertreff"]


def test_who_corrected_and_why_is_told_unless_blocked_and_what_is_corrected_holds() -> None:
    rows = (
        Override(1, "Vätertreff", values={"place": "bei Armin Roemer"}),
        Override(2, "Vätertreff", values={"place": "Rathaus"}, note="Anruf bei Armin Roemer", who="Armin Roemer"),
    )
    (entry,) = found = entries(*rows)
    assert entry.offer.place == "Rathaus"
    ((field, before, after, who, _, note, number, _),) = entry.corrections
    assert (field, before, after, who, note, number) == ("place", None, "Rathaus", None, None, 2)
    assert "Roemer" not in told(found)


def test_without_blocks_entries_stay_as_they_are() -> None:
    every = merge([(PAPER, SAYS)], TODAY)
    assert list(shielded(every, BLOCKS)) == list(every)
