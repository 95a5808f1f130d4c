"""What abbreviations stand for, as the papers themselves say."""

from __future__ import annotations

import pytest

from assistant.abbreviations import expansions, learnt
from kb.german import analyse


@pytest.mark.parametrize(
    ("text", "short", "words"),
    [
        ("Der Jugendmigrationsdienst (JMD) berät.", "JMD", {"Jugendmigrationsdienst"}),
        ("das Kommunale Integrationszentrum (KIZ) hat", "KIZ", {"Kommunale", "Integrationszentrum"}),
        ("BAMF\tBundesamt für Migration und Flüchtlinge", "BAMF", {"Bundesamt", "Migration", "Flüchtlinge"}),
        ("Koordinierungskreis Übergangsmanagement – KÜM", "KÜM", {"Koordinierungskreis", "Übergangsmanagement"}),
        ("MBE: Migrationsberatung für Erwachsene", "MBE", {"Migrationsberatung", "Erwachsene"}),
        ("Der Kreis (Kreistag, KT) tagt", "KT", {"Kreistag"}),
    ],
)
def test_brackets_dashes_and_tables_tell_it(text: str, short: str, words: set[str]) -> None:
    assert expansions([text])[short] == words


@pytest.mark.parametrize("text", ["Die Verwaltung (NRW) hat", "Integration, EU und Kreis", "Herr Muster (SPD) fragt"])
def test_what_only_stands_beside_it_is_no_expansion(text: str) -> None:
    assert not expansions([text])


def test_only_what_a_question_names_is_learnt() -> None:
    texts = ["Der Jugendmigrationsdienst (JMD) berät.", "das Zentrum für Beratung (ZB)"]
    (group,) = learnt("Was macht der JMD?", texts)
    assert [way.stems for way in group.terms] == [analyse(text).stems for text in ("JMD", "Jugendmigrationsdienst")]
    assert len(learnt("Wer berät beim Jugendmigrationsdienst?", texts)) == 1
    assert learnt("Wer berät?", texts) == ()
