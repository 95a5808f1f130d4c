"""Whom to ask, as lines, lists and sentences name them."""

from __future__ import annotations

import pytest

from ingest.offer_contacts import contact_of
from ingest.offer_drafts import Value
from kb.offers import Span


def said(*texts: str) -> list[Value]:
    return [Value(text, (Span(number, 0, len(text)),)) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ruth Sommer, Telefon 0999/555-1, r.sommer@amt.example", ("Ruth Sommer", "0999/555-1", "r.sommer@amt.example")),
        ("Mail: x@y.example · Tel.: 0211 123456 · Maria Schmidt", ("Maria Schmidt", "0211 123456", "x@y.example")),
        ("Gesundheitsamt, Ruth Sommer, 0999/555-2", ("Ruth Sommer", "0999/555-2", None)),
        ("0999 555-131 (Leyla Özkaya)", ("Leyla Özkaya", "0999 555-131", None)),
        ("Tel. (02104) 99-2184, Frau Dr. Anna Müller-Lang", ("Frau Dr. Anna Müller-Lang", "(02104) 99-2184", None)),
        ("Geschäftsstelle der VHS, 0999/555-200", ("Geschäftsstelle der VHS", "0999/555-200", None)),
        ("Freiwilligenagentur, 0999/555-600", ("Freiwilligenagentur", "0999/555-600", None)),
        ("für alle Kurse dieses Kapitels: Ina Holt, 0999 1234", ("Ina Holt", "0999 1234", None)),
        ("Hebamme Gesa Lorenz", ("Gesa Lorenz", None, None)),
    ],
)  # fmt: skip
def test_a_contact_is_read_in_whatever_order_it_is_printed(text: str, expected: tuple[str | None, ...]) -> None:
    assert tuple(contact_of(said(text))[0]) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Wer kommen möchte, meldet sich bei Daniel Kern, Telefon 0999/555-48.", "Daniel Kern"),
        ("Um Anmeldung bei Frau Celik (Tel. 0999 88990) wird gebeten.", "Frau Celik"),
        ("bis 23.10.2026 bei Tom Aydin, tom.aydin@kreis.example", "Tom Aydin"),
        ("Nähere Auskunft gibt die Infozeile unter 0999/555-100 (Mo–Do 9–15 Uhr).", "Infozeile"),
        ("Fragen beantwortet Petra Voss, 0999/555-210.", "Petra Voss"),
        ("Schulen fordern sie fünf Tage vorher unter lotsen@kreis.example an.", None),
        ("Link nach Anmeldung: medien@example.org", None),
    ],
)
def test_a_sentence_names_whom_to_ask_before_the_way_to_reach_them(text: str, name: str | None) -> None:
    found = contact_of(said(text))[0]
    assert found.name == name
    assert found.phone or found.mail


def test_the_first_of_several_persons_has_the_mail_that_all_share() -> None:
    found = contact_of(said("Nadja Bilic, 0999/555-140 Tom Aydin, 0999/555-141 schule@kreis.example"))[0]
    assert tuple(found) == ("Nadja Bilic", "0999/555-140", "schule@kreis.example")


def test_a_fax_and_hours_are_no_way_to_reach_somebody() -> None:
    assert tuple(contact_of(said("Fax 0999 555-399, Mo–Fr 9–12 Uhr"))[0]) == (None, None, None)


def test_each_stretch_that_gave_a_part_is_cited() -> None:
    values = said("Ruth Sommer", "0999 555-1", "montags 9 Uhr")
    found, spans = contact_of(values)
    assert (found.name, found.phone) == ("Ruth Sommer", "0999 555-1")
    assert spans == (*values[0].spans, *values[1].spans)
