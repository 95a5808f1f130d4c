"""Sentences of texts about offers."""

from __future__ import annotations

import pytest

from ingest.offer_sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anmeldung ab 1. Februar: Sekretariat. Bitte pünktlich kommen.", ["Anmeldung ab 1. Februar: Sekretariat.", "Bitte pünktlich kommen."]),
        ("Wir lesen vor. Der Eintritt ist frei.", ["Wir lesen vor.", "Der Eintritt ist frei."]),
        ("Treffen im Raum 4. Bitte klingeln Sie.", ["Treffen im Raum 4.", "Bitte klingeln Sie."]),
    ],
)  # fmt: skip
def test_the_full_stop_of_a_day_ends_no_sentence(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected
