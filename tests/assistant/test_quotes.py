"""Quotes: whole sentences, rows and items, and no piece of one that says more than the whole."""

from __future__ import annotations

import pytest

from assistant.quotes import is_quote
from assistant.verify import check

CUT = (
    ("alle Eltern müssen den Beitrag zahlen.", "Nicht alle Eltern müssen den Beitrag zahlen."),
    ("Mütter können an der Gruppe teilnehmen.", "Nur Mütter können an der Gruppe teilnehmen."),
    ("Bauen die Städte neue Kitas.", "Wenn das Land Mittel bewilligt, bauen die Städte neue Kitas."),
    ("Der Kreis das Zentrum schließt.", "Es trifft nicht zu, dass der Kreis das Zentrum schließt."),
    ("Der Kreis schließt das Zentrum.", "Es trifft nicht zu, dass der Kreis das Zentrum schließt."),
    ("Die Teilnahme ist kostenlos.", "Die Teilnahme ist kostenlos, außer für Erwachsene."),
    ("Die Teilnahme ist kostenlos.", "Die Teilnahme ist kostenlos für Inhaber der Familienkarte."),
    ("Die Teilnahme ist kostenlos.", "Die Teilnahme ist kostenlos, solange der Kreis zahlt."),
    ("Die Teilnahme mit Kindern ist kostenlos.", "Die Teilnahme mit Kindern ist kostenlos, außer am Wochenende."),
    ("Hilfe bekommen Kinder.", "Hilfe bekommen Kinder, die noch nicht zur Schule gehen."),
)


@pytest.mark.parametrize(("sentence", "passage"), CUT)
def test_a_sentence_cut_off_before_or_behind_is_neither_a_quote_nor_supported(sentence: str, passage: str) -> None:
    assert not is_quote(sentence, [passage])
    assert not check(sentence, [passage]).supported


@pytest.mark.parametrize("gap", ["außer\n", "kostenlos,\nausgenommen ", "kostenlos für\n"])
def test_a_line_that_merely_wraps_ends_no_quote(gap: str) -> None:
    passage = f"Die Teilnahme ist {gap}Erwachsene."
    assert not is_quote("Die Teilnahme ist kostenlos", [passage])


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Gruppe trifft sich am Dienstag im Familienzentrum an der Hauptstraße.",
        "die Gruppe trifft sich am Dienstag im Familienzentrum an der Hauptstraße",
        "Kinder unter drei Jahren",
        "Leitung Armin Römer",
        "Angebote Die Gruppe trifft sich am Dienstag im Familienzentrum an der Hauptstraße.",
    ],
)
def test_whole_sentences_rows_items_and_a_heading_with_its_sentence_are_quotes(sentence: str) -> None:
    passage = (
        "Angebote\nDie Gruppe trifft sich am Dienstag im\nFamilienzentrum an der Hauptstraße.\n"
        "• Kinder unter drei Jahren\n• Eltern\nLeitung\tArmin Römer\nTelefon\t02104 992175"
    )
    assert is_quote(sentence, [passage])
    assert check(sentence, [passage]).supported
