"""Papers of different years that say different things."""

from __future__ import annotations

from datetime import date

from assistant.agreement import values, versions
from assistant.choose import cite
from kb.model import AnswerSentence, Citation
from tests.assistant.factories import document, hit

OLD, NEW = date(2012, 5, 1), date(2021, 10, 19)
HEAD, NUMBER = frozenset({"person", "leader"}), frozenset({"number"})


def answer(
    old: str, new: str, days: tuple[date, date] = (OLD, NEW)
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    hits = [hit(old, of=document("Alt", days[0])), hit(new, of=document("Neu", days[1]), number=2)]
    return cite(((0, 0), (1, 0)), hits)


def differing(
    wants: frozenset[str], sentences: tuple[AnswerSentence, ...], citations: tuple[Citation, ...]
) -> tuple[date, ...]:
    return tuple(version.day for version in versions(wants, sentences, citations))


def test_two_heads_in_papers_of_different_years_differ() -> None:
    said = answer("Die Leitung hat Erika Schaper.", "Leitung: Armin Römer")
    assert differing(HEAD, *said) == (OLD, NEW)


def test_the_same_head_twice_agrees() -> None:
    assert differing(HEAD, *answer("Die Leitung hat Armin Römer.", "Leitung: Römer, Armin")) == ()


def test_papers_of_one_year_are_not_set_against_each_other() -> None:
    assert differing(HEAD, *answer("Leitung: Erika Schaper", "Leitung: Armin Römer", (NEW, NEW))) == ()


def test_numbers_differ_only_where_the_sentences_speak_of_the_same() -> None:
    assert differing(NUMBER, *answer("Dort arbeiten 12 Beschäftigte.", "Dort arbeiten 15 Beschäftigte.")) == (OLD, NEW)
    assert differing(NUMBER, *answer("Es gibt 12 Gruppen für Eltern.", "Dort arbeiten 15 Beschäftigte.")) == ()


def test_dates_are_no_values_of_a_number() -> None:
    assert values(NUMBER, "Seit dem 01.04.2019 arbeiten dort 15 Beschäftigte.") == {"15"}


def test_amounts_and_shares_are_compared_by_their_figures() -> None:
    assert values(frozenset({"amount"}), "Der Fonds hat 40.000 Euro.") == {"40.000"}
    share = frozenset({"share"})
    assert differing(share, *answer("Der Anteil liegt bei 12 %.", "Der Anteil liegt bei 25 %.")) == (OLD, NEW)


def test_heads_of_different_offices_do_not_differ() -> None:
    said = answer("Das Sozialamt leitet Frau Erika Schaper.", "Die Musikschule leitet Herr Peter Klein.")
    assert differing(HEAD, *said) == ()
