"""The same person or body in several papers: one entry, the newest first, and who it was before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kb.contact_merge import as_json, merge
from kb.contacts import Contact
from kb.model import Document
from kb.offers import Span


def paper(name: str, day: date | None) -> Document:
    return Document(name, name, f"{name}.pdf", name, "vorlage", "public", 1, date=day)


def contact(person: str | None = None, **values: Any) -> Contact:
    stated = {"person": person, **values} if person else values
    return Contact(person, **values, spans=tuple((field, (Span(0, 0, 5),)) for field in stated if field != "past"))


OLD, NEW, UNDATED = paper("old", date(2018, 3, 1)), paper("new", date(2024, 2, 1)), paper("undated", None)


def test_the_newest_paper_wins_and_what_only_the_older_one_states_stays_with_its_source() -> None:
    (entry,) = merge(
        [
            (OLD, contact("Armin Römer", phone="02104 1", mail="roemer@kreis.example")),
            (NEW, contact("Herr Armin Römer", phone="02104 2")),
        ]
    )
    assert (entry.contact.phone, entry.contact.mail) == ("02104 2", "roemer@kreis.example")
    assert {source.field: source.document for source in entry.sources} == {
        "person": "new",
        "phone": "new",
        "mail": "old",
    }
    assert (entry.first, entry.last) == (OLD.date, NEW.date)
    assert [seen.document.id for seen in entry.seen] == ["new", "old"]


def test_an_undated_paper_does_not_outdo_a_dated_one() -> None:
    (entry,) = merge([(OLD, contact("Armin Römer", phone="1")), (UNDATED, contact("Armin Römer", phone="2"))])
    assert entry.contact.phone == "1"


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [
        (contact("Sandra Hecker", unit="Sozialamt"), contact("Hecker, Sandra", unit="Jugendamt"), True),
        (contact("Frau Hecker", unit="KIZ"), contact("Sandra Hecker", unit="Kreisintegrationszentrum"), True),
        (contact("Frau Hecker", unit="Jugendamt"), contact("Sandra Hecker", unit="Kreisintegrationszentrum"), False),
        (contact("Herr Hecker", unit="Sozialamt"), contact("Frau Hecker", unit="Sozialamt"), False),
        (contact("Sandra Hecker"), contact("Thomas Hecker"), False),
        (contact(unit="KIZ", phone="1"), contact(unit="Kommunales Integrationszentrum", phone="2"), True),
        (contact(unit="Sozialamt", phone="1"), contact(unit="Jugendamt", phone="1"), False),
    ],
)
def test_papers_mean_one_person_or_body_or_two(left: Contact, right: Contact, *, one: bool) -> None:
    assert len(merge([(OLD, left), (NEW, right)])) == (1 if one else 2)


def test_who_held_the_post_in_older_papers_is_the_predecessor_with_their_dates() -> None:
    stumm = contact("Harald Stumm", role="Leitung", unit="Kommunales Integrationszentrum")
    lindner = contact("Petra Lindner", role="Leiterin", unit="KIZ")
    now, before = merge([(OLD, stumm), (NEW, lindner)])
    assert (now.contact.person, now.past) == ("Petra Lindner", False)
    assert [(one.person, one.first, one.last) for one in now.predecessors] == [("Harald Stumm", OLD.date, OLD.date)]
    assert (before.contact.person, before.succeeded, before.past) == ("Harald Stumm", "Petra Lindner", True)


def test_who_had_a_task_before_is_a_predecessor_too() -> None:
    now, _ = merge(
        [
            (OLD, contact("Dilek Arslan", role="Ansprechpartnerin", tasks=("Sprachmittlung",))),
            (NEW, contact("Mirjam Vogt", tasks=("Sprachmittlung, Dolmetscherpool",))),
        ]
    )
    assert [one.person for one in now.predecessors] == ["Dilek Arslan"]


@pytest.mark.parametrize("day", [None, date(2024, 2, 1)])
def test_papers_without_an_order_in_time_name_no_predecessor(day: date | None) -> None:
    found = merge(
        [
            (paper("other", day), contact("Harald Stumm", role="Leitung", unit="KIZ")),
            (NEW, contact("Petra Lindner", role="Leitung", unit="KIZ")),
        ]
    )
    assert not any(entry.predecessors or entry.past for entry in found)


def test_heads_of_two_bodies_do_not_follow_each_other() -> None:
    found = merge(
        [
            (OLD, contact("Ute Feld", role="Leitung", unit="Sozialamt")),
            (NEW, contact("Petra Lindner", role="Leitung", unit="KIZ")),
        ]
    )
    assert not any(entry.predecessors for entry in found)


def test_as_json_has_every_value_with_its_quote() -> None:
    (entry,) = merge([(NEW, contact("Petra Lindner", role="Leitung", unit="KIZ"))])
    told = as_json(entry, lambda document, span: (f"{document}.pdf", 3, "zitiert"))
    assert (told["person"], told["phone"], told["tasks"], told["status"]) == ("Petra Lindner", None, [], "current")
    assert {(one["field"], one["document"], one["page"], one["quote"]) for one in told["sources"]} == {
        (field, "new.pdf", 3, "zitiert") for field in ("person", "role", "unit")
    }
