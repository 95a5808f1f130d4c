"""Which statements are of one offer: names, and what speaks for two offers of one name."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from kb.model import Document
from kb.offer_groups import groups
from kb.offer_names import read_name, relation
from kb.offers import Contact, Offer, Span


def paper(name: str, year: int = 2026, issuer: str | None = None) -> Document:
    return Document(name, name, f"{name}.pdf", name, "programmheft", "public", 1, date(year, 1, 1), issuer)


def offer(name: str, at: int = 0, **values: Any) -> Offer:
    return Offer(name, spans=(("name", (Span(at, 0, 5),)),), **values)


def together(*sightings: tuple[Document, Offer]) -> list[list[str]]:
    return [[each.offer.name for each in group] for group in groups(sightings)]


A, B, C = paper("a", 2024), paper("b", 2025), paper("c", 2026)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Schulungen der Integrationsräte", "Schulungen für die Mitglieder der Integrationsräte"),
        ("Startercenter", "Startercenter, Firmen- und Gründungsservice"),
        ("Demokratie leben!: Aktionsfonds", "Aktionsfonds"),
        ("Interkulturelle Woche 2025", "Interkulturelle Woche 2026"),
        ("D101 Deutsch am Vormittag", "Deutsch am Vormittag"),
        ("mokme.de", "www.mokme.de"),
        ("Schülerinnentreff", "Schüler*innentreff"),
    ],
)
def test_names_with_something_around_them_are_of_one_offer(left: str, right: str) -> None:
    assert len(together((A, offer(left)), (B, offer(right)))) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Deutsch A1", "Deutsch A2"),
        ("Offener Treff", "Offener Treff für Frauen"),
        ("Demokratie leben!", "Demokratie leben!: Jugendfonds"),
        ("Beratung", "Beratung, Begleitung und Hilfe"),
        ("Deutschkurs für Anfänger im Rathaus", "Deutschkurs für Fortgeschrittene im Rathaus"),
        ("Sprachcafé Hilden", "Sprachcafé Ratingen"),
    ],
)
def test_names_with_a_telling_word_more_or_another_are_of_two(left: str, right: str) -> None:
    assert len(together((A, offer(left)), (B, offer(right)))) == 2


def test_words_that_most_names_have_do_not_bring_names_together() -> None:
    left, right = read_name("Beratung für Eltern Sonnenhaus"), read_name("Beratung für Eltern Sonnenhaus Mitte")
    common = dict.fromkeys(left.stems, 0.01)
    assert relation(left, right, {}) == "near"
    assert relation(left, right, common | dict.fromkeys(right.stems - left.stems, 3.0)) is None


def test_a_common_noun_in_two_houses_stays_two_offers() -> None:
    left, right = offer("Hausaufgabenhilfe", place="Haus der Jugend"), offer("Hausaufgabenhilfe", place="Lindenschule")
    assert len(together((A, left), (B, right))) == 2


def test_an_offer_that_moved_is_one() -> None:
    phone = Contact(phone="02104 123")
    left = offer("Frauencafé International", place="Bürgerhaus", contact=phone)
    right = offer("Frauencafé International", place="Stadtbücherei", contact=phone)
    assert len(together((A, left), (B, right))) == 1


def test_a_programme_of_a_county_is_one_whatever_town_a_paper_names_if_the_same_office_runs_it() -> None:
    office = {"organiser": "Kommunales Integrationszentrum", "contact": Contact(mail="ki@kreis.example")}
    left, right = offer("Griffbereit", town="Hilden", **office), offer("Griffbereit", town="Ratingen", **office)
    assert len(together((A, left), (B, right))) == 1
    assert len(together((A, offer("Griffbereit", town="Hilden")), (B, offer("Griffbereit", town="Ratingen")))) == 2


def test_papers_of_two_towns_name_two_offers() -> None:
    one, other = paper("a", issuer="Stadt Hilden"), paper("b", issuer="Stadt Ratingen")
    county = paper("c", issuer="Kreis Mettmann")
    assert len(together((one, offer("Elterncafé")), (other, offer("Elterncafé")))) == 2
    assert len(together((one, offer("Elterncafé")), (county, offer("Elterncafé")))) == 1


def test_a_paper_that_describes_an_offer_and_lists_it_again_states_one() -> None:
    full = offer("Griffbereit", place="Familienzentrum", time="montags 9 Uhr", contact=Contact(phone="1"))
    assert len(together((A, full), (A, offer("Griffbereit", 1)))) == 1
    assert len(together((A, full), (A, offer("Griffbereit", 1, time="2024 bis 2027", contact=Contact(phone="2"))))) == 2
    assert len(together((A, offer("Elternbrücke", contact=Contact(phone="1"))), (A, offer("Elternbrücke", 1)))) == 1


def test_courses_of_one_name_in_one_paper_are_matched_with_those_of_another_by_their_place() -> None:
    places = ("Rathaus Hilden", "Schule Ratingen")
    old = [(A, offer("Deutschkurs", n, place=place, time="Mo 9 Uhr")) for n, place in enumerate(places)]
    new = [(B, offer("Deutschkurs", n, place=place, time="Di 8 Uhr")) for n, place in enumerate(reversed(places))]
    found = groups([*old, *new])
    assert [[each.offer.place for each in group] for group in found] == [[place] * 2 for place in places]


def test_a_bare_name_joins_no_offer_where_several_have_it() -> None:
    courses = [(A, offer("Deutschkurs", n, place=place)) for n, place in enumerate(("Rathaus", "Lindenschule"))]
    assert sorted(map(len, groups([*courses, (B, offer("Deutschkurs"))]))) == [1, 1, 1]
    assert sorted(map(len, groups([courses[0], (B, offer("Deutschkurs"))]))) == [2]


def test_the_name_of_a_programme_joins_none_of_its_parts() -> None:
    names = ("Sprachcafé", "Sprachcafé – Hilden", "Sprachcafé – Ratingen")
    assert len(together(*((each, offer(name)) for each, name in zip((A, B, C), names, strict=True)))) == 3


def test_the_order_of_the_statements_changes_nothing() -> None:
    sightings = [
        (A, offer("MIMI", place="Gesundheitsamt")),
        (B, offer("MIMI – Mit Migranten für Migranten")),
        (C, offer("Projekt MIMI", town="Hilden")),
        (C, offer("Deutschkurs", 1, place="Rathaus", time="Mo")),
        (C, offer("Deutschkurs", 2, place="Lindenschule", time="Di")),
        (B, offer("Deutschkurs", 3, place="Rathaus")),
    ]
    expected = together(*sightings)
    assert sorted(map(len, expected)) == [1, 2, 3]
    for order in permutations(sightings):
        assert together(*order) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Griffbereit", "Griffbereit-Gruppen"),
        ("Griffbereit", "Eltern-Kind-Programm „Griffbereit“"),
        ("MIMI", "Gesundheitsprojekt MIMI"),
        ("KOMM-AN NRW", "KommAn NRW"),
        ("Jugendmigrationsdienst", "JMD"),
        ("Elterncafé", "Elterncafes"),
        ("Kompetenzagentur Nord", "Kompetenzagentur Nord des Kreises Mettmann"),
        ("Erziehungsberatung Hilden", "Erziehungsberatungsstelle Hilden"),
    ],
)
def test_the_kind_an_abbreviation_or_whose_it_is_makes_no_other_name(left: str, right: str) -> None:
    assert len(together((A, offer(left)), (B, offer(right)))) == 1


@pytest.mark.parametrize(("left", "right"), [("Sprachkurs", "Sprachtreff"), ("Griffbereit", "Griffbereit MINI")])
def test_another_kind_or_another_part_is_another_offer(left: str, right: str) -> None:
    assert len(together((A, offer(left)), (B, offer(right)))) == 2


def test_whom_a_name_leaves_out_the_rest_of_a_statement_may_say() -> None:
    long, short = "Austausch der Migrantenorganisationen", "Austauschtreffen"
    clubs = {"audience": ("associations",)}
    assert len(together((A, offer(long, **clubs)), (B, offer(short, **clubs)))) == 1
    assert len(together((A, offer(long, **clubs)), (B, offer(short, audience=("teachers",))))) == 2
    assert len(together((A, offer(long, **clubs)), (B, offer(short)))) == 2
    both = {"place": "Rathaus", **clubs}
    assert (
        len(together((A, offer(long, **both)), (B, offer(short, **both)))) == 2
    )  # two that each say where: none is sure


def test_offers_of_two_counties_stay_two_whatever_else_they_have_in_common() -> None:
    same = {"organiser": "Kommunales Integrationszentrum", "time": "montags 9 Uhr", "audience": ("parents",)}
    one, other = paper("a", issuer="Kreis Mettmann"), paper("b", issuer="Rhein-Sieg-Kreis")
    assert len(together((one, offer("Griffbereit", **same)), (other, offer("Griffbereit", **same)))) == 2
    unit = [offer("Elterncafé", organiser=f"Stadt {town}") for town in ("Hilden", "Ratingen")]
    assert len(together((A, unit[0]), (B, unit[1]))) == 2


def test_a_compound_spelt_with_a_hyphen_in_another_paper_is_of_one_offer() -> None:
    found = together(
        (A, offer("Sprach-Treff für Frauen")), (B, offer("Sprachtreff für Frauen")), (C, offer("Nähtreff"))
    )
    assert sorted(map(len, found)) == [1, 2]
