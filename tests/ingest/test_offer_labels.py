"""Labels of fields, with a colon, alone on their line, or as the head of a column."""

from __future__ import annotations

import pytest

from ingest.offer_labels import bare_label, head_label, labels_in, whole_label


def test_labels_within_a_line_part_it_and_an_unknown_one_begins_it() -> None:
    said = "Mittel: 35.000 € | Wer: Frauen | Kosten: frei"
    assert [(label.field, label.printed(said)) for label in labels_in(said)] == [
        ("other", "Mittel"),
        ("audience", "Wer"),
        ("cost", "Kosten"),
    ]


def test_a_colon_in_a_sentence_makes_no_label() -> None:
    assert labels_in("Wir laden alle herzlich ein: kommen Sie vorbei") == ()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("Für wen?", "audience"),
        ("Zielgruppe", "audience"),
        ("Wann:", "time"),
        ("Ansprechpartner*in", "contact"),
        ("Für Frauen", None),
    ],
)
def test_a_line_that_is_a_label_names_its_field(said: str, field: str | None) -> None:
    assert whole_label(said) == field


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("Was", "name"),
        ("Tag / Uhrzeit", "time"),
        ("Wann und wo", "when"),
        ("Nr. Kurs", "name"),
        ("Gremium", None),
        ("Ort: Kita", None),
    ],
)
def test_heads_of_columns_name_fields(said: str, field: str | None) -> None:
    assert head_label(said) == field


def test_a_label_without_a_colon_begins_its_line() -> None:
    found = bare_label("Anmeldung im Familienzentrum")
    assert found is not None
    assert found.field == "registration"
    assert bare_label("kostenlos für alle") is None
