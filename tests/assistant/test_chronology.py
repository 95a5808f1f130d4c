"""What happened when, oldest first."""

from __future__ import annotations

import pytest

from assistant.chronology import MOST, Moment, events, label, moment, opening
from assistant.extract import Scored, Unit
from tests.assistant.factories import hit


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2007: Das Rahmenkonzept entsteht.", (2007, 0, 0)),
        ("Im Mai 2010 begann es.", (2010, 5, 0)),
        ("Am 07.02.2010 wurde gewählt.", (2010, 2, 7)),
        ("am 3. Oktober 2019", (2019, 10, 3)),
        ("ohne Datum", None),
    ],
)
def test_the_first_date_of_a_sentence_is_read(text: str, when: Moment | None) -> None:
    assert moment(text) == when


def scored(text: str, score: float, at: int, *, listing: bool = False) -> Scored:
    return Scored(Unit(text, "text", 0, at), score, listing=listing)


def test_events_stand_in_order_of_time_and_each_once() -> None:
    found = [
        scored("2021 wird das Konzept aktualisiert.", 3.0, 0),
        scored("2007 wird das erste Konzept beschlossen.", 2.5, 1),
        scored("Das erste Konzept wird 2007 beschlossen.", 2.0, 2),
        scored("Es gibt viele Konzepte.", 2.0, 3),
        scored("Kreis Mettmann: Vorlage von 2019", 2.0, 4, listing=True),
        scored("2015 war es kalt.", -6.0, 5),
    ]
    assert events(found, [hit("egal")]) == ((0, 1), (0, 0))


def test_the_rows_of_a_table_of_years_belong_together() -> None:
    rows = ["2007\terste Datensammlung", "2010\tFortschreibung", "2014\terneute Fortschreibung"]
    found = [Scored(Unit(text, "row", 0, at), 3.0 if not at else -5.0) for at, text in enumerate(rows)]
    assert events(found, [hit("egal")]) == ((0, 0), (0, 1), (0, 2))


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("05.2021 beginnt es", (2021, 5, 0)),
        ("2000 Menschen kamen 2019", (2019, 0, 0)),
        ("bis 2000 Euro, ab 2020", (2020, 0, 0)),
        ("Beschluss 12/2021 vom 3.4.2020", (2020, 4, 3)),
        ("Sept. 2019", (2019, 9, 0)),
    ],
)
def test_what_only_looks_like_a_year_is_none(text: str, when: Moment) -> None:
    assert moment(text) == when


def test_every_year_is_told_of_before_any_is_told_of_twice() -> None:
    thing = ("alpha", "bravo", "charly", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett", "kilo")
    many = [scored(f"2007 entstand {word} {word}berg.", 3.0, at) for at, word in enumerate(thing)]
    late = [scored("2015 wurde alles anders.", 1.0, 20), scored("2021 kam der Abschluss.", 0.5, 21)]
    told = events([*many, *late], [hit("egal")])
    assert len(told) == MOST
    assert told[-2:] == ((0, 20), (0, 21))


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Bereits vor der Einrichtung im Jahr 2013 wurde das Konzept im Jahr 2007 erarbeitet.", (2007, 0, 0)),
        ("Nach der Wahl am 07.02.2010 begann im Mai 2010 die Schulung.", (2010, 5, 0)),
        ("Vor 2013 gab es keine.", (2013, 0, 0)),
    ],
)
def test_a_date_before_or_after_which_something_was_is_not_when_it_was(text: str, when: Moment) -> None:
    assert moment(text) == when


def test_a_sentence_that_begins_with_its_date_needs_no_other() -> None:
    assert (label("Im Mai 2010 begann es."), opening("Im Mai 2010 begann es.")) == ("05/2010", 0)
    assert (label("2011: Es ging weiter."), opening("2011: Es ging weiter.")) == ("", 4)
    assert label("Am 3. Oktober 2019 war Schluss.") == "03.10.2019"


@pytest.mark.parametrize(
    "idle",
    [
        Scored(Unit("2010 wurde der Seniorentreff eröffnet.", "text", 0, 5), 5.0, about=0.0),
        Scored(Unit("Zeitraum: seit Mai 2009", "text", 0, 5), 5.0),
        Scored(Unit("Quelle: Bericht 2010/2011", "text", 0, 5), 5.0),
    ],
)
def test_what_dates_another_thing_or_an_offer_is_no_event(idle: Scored) -> None:
    found = [scored("2013 wurde das Zentrum gegründet.", 3.0, 0), scored("2019 zog das Zentrum um.", 2.0, 1), idle]
    assert events(found, [hit("egal")]) == ((0, 0), (0, 1))


def test_a_row_of_a_table_of_years_that_tells_of_another_thing_is_no_event() -> None:
    rows = ["2007\tdas Zentrum entsteht", "2010\tder Wegweiser erscheint", "2014\tdas Zentrum wächst"]
    found = [Scored(Unit(text, "row", 0, at), 3.0 - at, about=float("Zentrum" in text)) for at, text in enumerate(rows)]
    assert events(found, [hit("egal")]) == ((0, 0), (0, 2))
