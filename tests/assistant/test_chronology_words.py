"""Words that ask for a history are no words of what it is a history of."""

from __future__ import annotations

import pytest

from assistant.facts import holds, strength, told_by
from assistant.question import read_question
from assistant.reading import query
from assistant.wordforms import word


@pytest.mark.parametrize(
    ("question", "sought"),
    [
        ("Geschichte des KIZ", "des KIZ"),
        ("Wie hat sich das KIZ entwickelt?", "Wie hat sich das KIZ"),
        ("Geschichte", "Geschichte"),
    ],
)
def test_a_history_is_searched_by_what_it_is_of(question: str, sought: str) -> None:
    """„Geschichte“ would find every „Zuwanderungsgeschichte“."""
    assert query(read_question(question), "public").text == sought


def test_who_developed_something_asks_for_no_history() -> None:
    assert told_by("entwickelt", "Wer hat das Konzept entwickelt?") is None
    assert told_by("entwickelt", "Wie hat sich das Konzept entwickelt?") == "course"
    assert told_by("Zuwanderungsgeschichte") is None


def test_plurals_of_latin_words_are_the_same_word() -> None:
    assert word("Integrationszentren").stems & word("Integrationszentrum").stems
    assert word("Gremien").stems & word("Gremium").stems
    assert not word("Raum").stems & word("Ra").stems


@pytest.mark.parametrize(
    ("text", "surely"),
    [
        ("Beginn am 3. Mai 2020", 1.0),
        ("Treffen dienstags 9 bis 11 Uhr", 0.7),
        ("den Antrag schon 7 Monate vor Beginn stellen", 0.7),
        ("Alle sind willkommen", 0.0),
    ],
)
def test_weekdays_and_terms_tell_when_less_surely_than_dates(text: str, surely: float) -> None:
    assert strength("date", text) == surely


def test_signatures_and_penalties_are_facts_of_their_own() -> None:
    assert told_by("unterschrieben") == "signer"
    assert holds("signer", "gez. Erika Muster")
    assert told_by("Strafe") == "penalty"
    assert holds("penalty", "kann mit einer Geldbuße geahndet werden")
