"""Lines without labels, and the fields that they tell."""

from __future__ import annotations

import pytest

from ingest.offer_bodies import is_organiser, person
from ingest.offer_looks import tells


@pytest.mark.parametrize(
    ("field", "lines"),
    [
        ("time", ("Di 16–17.30", "Mo–Fr 8–18 Uhr", "täglich 8–9.30 Uhr alle Grundschulen in Altdorf")),
        ("cost", ("75 € (Geschwister 60 €)", "Stand 5 €, Kinder frei", "VVK 12 €, AK 15 €", "Spende erbeten")),
        ("place", ("Stadtbücherei, Am Markt 3", "im Stadtpark am Pavillon", "online (Zoom)", "bei Ihnen zu Hause")),
        ("languages", ("Deutsch, Arabisch, Polnisch", "Türkçe / العربية", "auf Farsi")),
        ("audience", ("Familien mit Neugeborenen", "3 bis 6 Jahre mit einem Elternteil", "ab 14 J.")),
        ("audience", ("Schülerinnen und Schüler der Klassen 5 bis 8", "Fachkräfte aus Kita und Schule")),
        ("audience", ("Mütter mit Babys bis 12 Monate", "6–10 Jahre", "für alle Ehrenamtlichen des Hauses")),
        ("registration", ("ohne Anmeldung", "☐ bis 21.03.2025", "nur mit Termin", "Anmeldung bis 3.9. bei Frau Groß")),
        ("organiser", ("Werkstatt Zukunft gGmbH", "Schulamt für den Kreis Altdorf", "Ev. Kirchengemeinde")),
        ("contact", ("Frau Groß, 02104 1234", "info@example.org")),
    ],
)
def test_a_line_tells_its_field(field: str, lines: tuple[str, ...]) -> None:
    assert {line: tells(line) for line in lines} == dict.fromkeys(lines, field)


@pytest.mark.parametrize(
    "line",
    [
        "Mütter und Väter sprechen über Schule, Noten",
        "Rollen, springen, balancieren.",
        "Griffbereit",
        "Laptops sind da",
        "Deutsch",
        "Im Kurs lernen wir gemeinsam.",
        "Ausweis mitbringen",
    ],
)
def test_running_text_and_names_tell_none(line: str) -> None:
    assert tells(line) is None


def test_an_office_with_its_street_is_where_something_is() -> None:
    assert tells("Gesundheitsamt, Kreisallee 3, Altdorf") == "place"
    assert tells("Gesundheitsamt") == "organiser"


def test_persons_and_organisations_are_told_apart() -> None:
    assert person("Frau Demir vom Familienzentrum") == "Frau Demir"
    assert person("Caritas Altdorf") is None
    assert person("Offene Sprechstunde") is None
    assert is_organiser("Männer-Netz Altdorf e. V.")
    assert not is_organiser("Haus der Diakonie")
