"""Facets: the values of an entry, which entries pass, and counts as shops have them."""

from typing import Any

import pytest

from assistant.offer_facets import (
    Facets,
    check,
    codes,
    cost_of,
    count,
    failing,
    known_values,
    traits_of,
    wanted,
    when_of,
)
from kb.errors import KnowledgeBaseError
from kb.offer_merge import CatalogueEntry
from kb.offers import Offer


def entry(name: str = "Treff", status: Any = "unknown", **values: Any) -> CatalogueEntry:
    return CatalogueEntry(Offer(name, **values), status, (), None, None, ())


EVERY = [
    traits_of(one)
    for one in (
        entry("A", audience=("men",), town="Neudorf", cost="kostenlos"),
        entry("B", audience=("men",), town="Altstadt", cost="5 €"),
        entry("C", audience=("women",), town="Altstadt", cost="kostenlos"),
        entry("D", audience=("women",), town="Altstadt", status="past"),
    )
]
KNOWN = known_values(EVERY)


def counted(facets: Facets, facet: str) -> dict[str, int]:
    return {one.code: one.count for one in count(EVERY, facets, KNOWN)[facet]}


def passing(facets: Facets) -> int:
    asked = wanted(facets, KNOWN)
    return sum(not failing(traits, asked) for traits in EVERY)


def test_values_of_a_facet_are_alternatives_and_facets_hold_together() -> None:
    assert passing(Facets(audience=("men", "women"))) == 3
    assert passing(Facets(audience=("men",), town=("Altstadt",))) == 1


def test_what_is_over_is_shown_only_if_asked_for() -> None:
    assert passing(Facets()) == 3
    assert passing(Facets(past=True)) == 4
    assert passing(Facets(status=("past",))) == 1


def test_counts_are_those_of_the_other_facets_choice() -> None:
    chosen = Facets(audience=("men",))
    assert counted(chosen, "audience") == {"men": 2, "women": 1}
    assert counted(chosen, "town") == {"Neudorf": 1, "Altstadt": 1}
    assert counted(chosen, "cost") == {"free": 1, "paid": 1}


def test_a_chosen_value_stays_listed_where_none_has_it() -> None:
    chosen = Facets(town=("Neudorf",), audience=("women",))
    (women,) = [one for one in count(EVERY, chosen, KNOWN)["audience"] if one.chosen]
    assert (women.code, women.count) == ("women", 0)


def test_how_many_are_over_is_told_without_showing_them() -> None:
    assert counted(Facets(town=("Altstadt",)), "status") == {"unknown": 2, "past": 1}


def test_values_may_be_named_as_readers_call_them() -> None:
    assert passing(Facets(audience=("Väter",))) == 2
    assert passing(Facets(audience=("männer und väter",))) == 2
    assert passing(Facets(town=("alt",))) == 2
    assert passing(Facets(cost=("kostenlos",))) == 2


def test_an_unknown_value_is_an_error_that_names_those_there_are() -> None:
    check(Facets(audience=("Frauen",), town=("Neudorf",)), KNOWN)
    with pytest.raises(KnowledgeBaseError, match=r"Altstadt, Neudorf"):
        check(Facets(town=("Hamburg",)), KNOWN)
    with pytest.raises(KnowledgeBaseError, match="Hunde"):
        check(Facets(audience=("Hunde",)), KNOWN)


def test_the_name_tells_what_no_field_does() -> None:
    traits = traits_of(entry("Stärkung der Väterarbeit"))
    assert "men" in traits["audience"]
    assert traits_of(entry("Jugendmigrationsdienst"))["audience"] == ("newcomers", "young people")
    assert traits_of(entry("Kinderturnen"))["audience"] == ("children",)
    assert traits_of(entry("Sprechstunde des Jugendamts"))["audience"] == ()
    assert traits_of(entry("Treff"))["audience"] == ()


def test_a_town_of_other_offers_is_found_in_the_place() -> None:
    towns = frozenset(["Bad Neudorf", "Alt"])
    assert traits_of(entry(place="Bürgerhaus, Bad Neudorf"), towns)["town"] == ("Bad Neudorf",)
    assert traits_of(entry(place="Altenheim"), towns)["town"] == ()


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("kostenlos", "free"), ("kostenfrei, mit Imbiss", "free"), ("keine", "free"), ("kostet nichts", "free"), ("0 €", "free"),
        ("frei, Material 5 €", "partly"), ("für kreisangehörige Städte kostenfrei", "partly"), ("teilweise kostenlos", "partly"),
        ("nicht kostenlos: 12 €", "paid"), ("25 € (erm. 12 €)", "paid"), ("2,29 €/UE", "paid"), ("Spende", "donation"),
    ],
)  # fmt: skip
def test_costs_are_told_by_their_words(printed: str, code: str) -> None:
    assert cost_of(printed) == (code,)


@pytest.mark.parametrize("printed", [None, "", "trägt der Arbeitgeber", "auf Anfrage"])
def test_a_cost_that_is_not_told_is_none(printed: str | None) -> None:
    assert cost_of(printed) == ()


def test_when_has_days_parts_and_holidays() -> None:
    assert when_of("Samstag, 7.11.2026, 10–12 Uhr") == ("sat", "morning")
    assert when_of("07.11.2026") == ("sat",)
    assert when_of("14.10., 9 Uhr", "Lernferien Herbst") == ("morning", "holidays")
    assert when_of("dienstags 9 Uhr (nicht in den Schulferien)") == ("tue", "morning")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Kurdisch (Kurmandschi)", ("ku",)),
        ("Kurdisch", ("ku",)),
        ("Bahdini", ("Bahdini (Nordirak)",)),
        ("bahdini (nordirak)", ("Bahdini (Nordirak)",)),
        ("Nord", ("Nord",)),
        ("Bahdini Südirak", ("Bahdini Südirak",)),
    ],
)
def test_a_language_is_asked_for_by_a_part_of_its_printed_name(asked: str, found: tuple[str, ...]) -> None:
    known = known_values([traits_of(entry(languages=("Kurdisch (Kurmandschi)", "Bahdini (Nordirak)")))])
    assert codes("language", asked, known["language"]) == found
