"""What questions set beside facets: an age, a price, a time, that nobody has to register."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.offer_limits import meets, read_limits
from kb.model import Document
from kb.offer_history import entry_of
from kb.offer_sightings import Sighting
from kb.offers import Offer

TODAY = date(2026, 11, 22)
PAPER = Document("a", "a", "a.pdf", "Programm", "programmheft", "public", 1)


def fits(question: str, audience: tuple[str, ...] = (), **values: object) -> bool:
    entry = entry_of([Sighting(PAPER, Offer("Angebot", **values))], TODAY)  # type: ignore[arg-type]
    return meets(entry, audience, read_limits(question, "de", TODAY))


@pytest.mark.parametrize(
    ("language", "text", "ages"),
    [
        ("de", "Kurse für mein 4-jähriges Kind", (4, 4)),
        ("de", "für vierjährige Kinder", (4, 4)),
        ("de", "für Kinder zwischen 6 und 10 Jahren", (6, 10)),
        ("de", "für Kinder unter 3 Jahren", (0, 3)),
        ("de", "für Kinder ab 6 Jahren", (6, 13)),
        ("de", "für ein 10 Monate altes Baby", (0, 0)),
        ("en", "for my 4-year-old", (4, 4)),
        ("fr", "pour mon enfant de 5 ans", (5, 5)),
        ("tr", "4 yaşındaki çocuğum için", (4, 4)),
        ("uk", "для дитини 5 років", (5, 5)),
        ("ru", "для ребенка 7 лет", (7, 7)),
        ("ar", "أنشطة لطفل عمره 4 سنوات", (4, 4)),
        ("uk", "з дітьми до трьох років", (0, 3)),
        ("ru", "для детей от трёх до шести лет", (3, 6)),
        ("tr", "üç yaşındaki çocuğum için", (3, 3)),
        ("pl", "dla dzieci do trzech lat", (0, 3)),
        ("fr", "pour les enfants de trois à six ans", (3, 6)),
        ("ar", "أنشطة لطفل عمره أربع سنوات", (4, 4)),
    ],
)
def test_an_age_is_read_in_each_language(language: str, text: str, ages: tuple[int, int]) -> None:
    assert read_limits(text, language, TODAY).ages == ages


@pytest.mark.parametrize("text", ["Ich lebe seit 5 Jahren in Deutschland", "Angebote in 2 Jahren", "vor 3 Jahren"])
def test_a_time_that_has_gone_by_is_no_age(text: str) -> None:
    assert read_limits(text, "de", TODAY).ages is None


def test_ages_printed_tell_who_may_come_and_else_whom_it_is_for() -> None:
    assert fits("für mein 4-jähriges Kind", ages=(3, 6))
    assert not fits("für mein 4-jähriges Kind", ("children",), ages=(6, None))
    assert fits("für mein 4-jähriges Kind", ("children",))
    assert not fits("für mein 4-jähriges Kind", ("older people",))
    assert not fits("für mein 4-jähriges Kind")


def test_a_price_lets_through_what_is_free_and_what_costs_no_more() -> None:
    question = "Kurse unter 10 Euro"
    assert fits(question, cost="5 € (erm. 3 €)")
    assert fits(question, cost="kostenlos")
    assert not fits(question, cost="12,50 €")
    assert not fits(question)


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "Angebote ohne Anmeldung"), ("en", "courses without registration"), ("fr", "sans inscription"), ("uk", "без запису")],
)  # fmt: skip
def test_that_nobody_has_to_register_is_read_and_looked_for(language: str, text: str) -> None:
    limits = read_limits(text, language, TODAY)
    assert limits.unregistered
    assert fits("ohne Anmeldung", registration="Anmeldung nicht nötig")
    assert not fits("ohne Anmeldung", registration="Anmeldung bis 1. Mai")


def test_what_sets_a_limit_is_no_word_to_look_for() -> None:
    limits = read_limits("Kurse im Dezember unter 10 Euro für mein 4-jähriges Kind", "de", TODAY)
    assert limits.rest == "kurse für mein kind"
    assert set(limits.said) == {"unter 10 Euro", "4-jähriges", "im dezember"}
    assert limits.facts >= {"date", "age", "amount"}
    assert not read_limits("Kurse für Kinder", "de", TODAY)
