"""Names of people in German text."""

from __future__ import annotations

import pytest

from assistant.people import family, names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Leitung Armin Römer Musterstraße 47", ("Armin Römer",)),
        ("Bearbeiter/in: Schaper, Valerie; Hecker, Sandra Datum: 19.10.2021", ("Schaper, Valerie", "Hecker, Sandra")),
        ("Frau Beispiel und Herrn Dr. Müller", ("Frau Beispiel", "Herrn Dr. Müller")),
        ("Es spricht Prof. Dr. von der Heide.", ("Prof. Dr. von der Heide",)),
        ("Landrat Thomas Müller", ("Thomas Müller",)),
        ("Fatma Yıldız begrüßt alle.", ("Fatma Yıldız",)),
    ],
)
def test_people_are_found_by_title_by_given_name_and_turned_about(text: str, found: tuple[str, ...]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Der Kreis Mettmann und die Stadt Hilden",
        "in der Martin Straße",
        "das Elisabeth Krankenhaus",
        "Kinder, Eva",
        "Die Leitung des Projektes",
        "",
    ],
)
def test_places_and_nouns_are_no_people(text: str) -> None:
    assert names(text) == ()


def test_the_family_name_is_told_either_way_round() -> None:
    assert family("Hecker, Sandra") == family("Sandra Hecker") == family("Frau Hecker") == "Hecker"
