"""What sentences say of offers that running text tells of."""

from __future__ import annotations

from ingest.offer_drafts import Draft, Value
from ingest.offer_told import tell, tell_applying
from kb.offers import Span


def value(text: str) -> Value:
    return Value(text, (Span(0, 0, len(text)),))


def told(name: str, sentence: str, *, named: bool = True, above: str = "") -> dict[str, list[str]]:
    draft = Draft(value(name), above=[Draft(value(above))] if above else [], told=True)
    tell(draft, [value(sentence)], named=named)
    return {field: [one.text for one in held] for field, held in draft.fields.items()}


def test_several_places_at_once_are_the_place() -> None:
    assert told("MIMI", "MIMI gibt es in allen zehn kreisangehörigen Städten.")["place"] == [
        "in allen zehn kreisangehörigen Städten"
    ]
    assert told("Workshop", "Der Workshop findet in der eigenen Gemeinde/Organisation statt.")["place"] == [
        "in der eigenen Gemeinde/Organisation"
    ]
    assert told("Projekte an den Berufskollegs", "Sie helfen.")["place"] == ["Berufskollegs"]


def test_places_of_other_things_under_a_title_are_none_of_the_offer() -> None:
    sentence = "Kontakte zu Vereinen in den kreisangehörigen Städten halfen."
    assert "place" not in told("MIMI", sentence, named=False)


def test_how_often_and_since_when_are_the_time() -> None:
    found = told("Schulungen", "Seit 2010 finden ca. 2 mal jährlich Schulungen der Räte statt.")
    assert found["time"] == ["Seit 2010", "ca. 2 mal jährlich"]
    assert found["validity"] == ["Seit 2010"]
    assert "time" not in told("Schulungen", "Der Beirat tagt ca. 2 mal jährlich.")


def test_a_title_that_says_whose_offers_follow_names_the_organiser() -> None:
    above = "Allgemeine Informationen aus dem Kreisintegrationszentrum"
    assert told("Komm-An", "Komm-An läuft.", above=above)["organiser"] == ["Kreisintegrationszentrum"]
    assert "organiser" not in told("Komm-An", "Komm-An läuft.", above="Informationen aus dem Ausland")


def test_where_to_apply_and_who_may_is_said_once_for_all_funds() -> None:
    drafts = [Draft(value("Aktionsfonds")), Draft(value("Jugendfonds"))]
    text = (
        "Anträge können ab sofort beim Kreisintegrationszentrum gestellt werden. Antragsberechtigt sind alle Vereine."
    )
    tell_applying(drafts, [value(text)])
    for draft in drafts:
        assert draft.fields["registration"][0].text == "Anträge können ab sofort beim Kreisintegrationszentrum gestellt"
        assert draft.fields["audience"][0].text == "alle Vereine"
