"""Whom an entry is for, from its values, its name, its text, its ages and the titles above."""

from __future__ import annotations

import pytest

from ingest.offer_drafts import Draft, Value
from ingest.offer_whom import ages, audience


def value(text: str) -> Value:
    return Value(text, ())


def told(name: str, *texts: str, stated: str = "", above: str = "") -> list[str]:
    draft = Draft(value(name), texts=[value(text) for text in texts], above=[Draft(value(above))] if above else [])
    if stated:
        draft.put("audience", value(stated))
    return [one.value for one, _ in audience(draft, None)]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("14 bis 27 Jahre", ["young people"]),
        ("3 bis 6 Jahre", ["children"]),
        ("ab 12 Jahren", ["young people"]),
        ("ab 60", ["older people"]),
        ("8 bis 16 Jahre", ["children", "young people"]),
        ("Klasse 1–6", ["children"]),
        ("ab Klasse 9", ["young people"]),
        ("27 bis 45 Jahre", []),
        ("3 bis 6 Jahre mit einem Elternteil", ["parents", "children"]),
        ("Mütter und Väter", ["parents"]),
        ("Babys und Kleinkinder mit Mama oder Papa", ["children", "parents"]),
        ("Mitarbeitende und Auszubildende der Kreisverwaltung", ["administration"]),
        ("Kinder und Jugendliche, die neu im Kreis sind", ["newcomers", "children", "young people"]),
    ],
)
def test_words_and_ages_of_a_statement_tell_the_audience(stated: str, expected: list[str]) -> None:
    assert sorted(told("Treff", stated=stated)) == sorted(expected)


def test_text_says_who_meets_and_whom_somebody_helps() -> None:
    assert told("Papa-Zeit", "Am Samstag treffen sich Väter und ihre Kinder in der Halle.") == ["men", "children"]
    assert told("Lotsen", "Geschulte Leute begleiten ältere Menschen zum Arzt.") == ["older people"]
    assert told("Zentrale", "Sie erwarten ein Baby und finden keine Hebamme?") == []


def test_a_title_that_joins_an_audience_with_something_else_tells_nothing_of_each_entry() -> None:
    assert told("Lastenrad", above="60 plus & Ehrenamt") == []
    assert told("Lastenrad", above="Für Frauen") == ["women"]
    assert told("Lastenrad", above="Eltern und Kinder") == ["parents", "children"]


def test_what_tells_of_an_offer_beside_other_things_names_no_helpers_as_audience() -> None:
    draft = Draft(
        value("Kompass"), texts=[value("Die Beraterinnen unterstützen ältere Menschen in der Pflege.")], told=True
    )
    assert audience(draft, None) == []


def test_a_group_of_parents_with_children_is_for_both() -> None:
    assert told("Eltern-Kind-Turnen") == ["parents", "children"]
    assert told("Kinderturnen") == []


def test_a_month_is_no_age() -> None:
    assert ages([value("ab 12 Monaten")]) is None
    assert ages([value("ab 4. Mai")]) is None
    assert ages([value("ab 4 Mon.")]) is None
