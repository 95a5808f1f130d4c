"""Offers that a publication brings, takes away or renames."""

from __future__ import annotations

from typing import Any

from kb.model import Document
from kb.offer_changes import Stated, renamed
from kb.offers import Contact, Offer

TEXT = "Mütter und Väter kochen gemeinsam, tauschen Rezepte und sprechen Deutsch miteinander."
HELD: dict[str, Any] = {"place": "Haus am Markt", "contact": Contact(phone="02104 123"), "time": "montags 9 Uhr"}


def stated(name: str, paper: str = "a", **values: Any) -> Stated:
    return Document(paper, paper, f"{paper}.pdf", paper, "programmheft", "public", 1), Offer(name, **values)


def test_an_offer_with_a_new_name_in_the_same_paper_is_renamed() -> None:
    (pair,) = renamed([stated("Kochtreff", **HELD)], [stated("Küche der Welt", **HELD)])
    assert (pair.before[1].name, pair.after[1].name) == ("Kochtreff", "Küche der Welt")
    text = {"description": TEXT, "contact": HELD["contact"]}
    assert len(renamed([stated("Kochtreff", **text)], [stated("Küche der Welt", **text)])) == 1


def test_another_paper_another_place_or_too_little_is_no_new_name() -> None:
    old = stated("Kochtreff", **HELD)
    assert not renamed([old], [stated("Küche der Welt", "b", **HELD)])
    elsewhere = HELD | {"place": "Turnhalle Nord", "contact": Contact(phone="0211 9")}
    assert not renamed([old], [stated("Küche der Welt", **elsewhere)])
    assert not renamed([stated("Kochtreff", place="Haus am Markt")], [stated("Yoga", place="Haus am Markt")])


def test_where_two_would_fit_none_is_the_one() -> None:
    assert not renamed([stated("Kochtreff", **HELD)], [stated("Küche der Welt", **HELD), stated("Backen", **HELD)])
