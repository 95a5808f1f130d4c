"""What speaks for and against each sentence, and for an answer at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pytest

from assistant.extract import HOPELESS, score
from assistant.features import ASKED, FEATURES, Evidence, features
from assistant.held_facts import held
from assistant.match import Matcher
from assistant.outlook import OUTLOOK, outlook, usable
from assistant.question import read_question
from assistant.units import units_of
from kb.embed import Embedder, load_embedder
from kb.model import Hit
from tests.assistant.factories import hit


@pytest.fixture(scope="module")
def lexicon() -> Embedder:
    return load_embedder("builtin")


def evidence(question: str, hits: list[Hit], lexicon: Embedder, shares: Mapping[str, float] | None = None) -> Evidence:
    def mentions(word: str, documents: Collection[str]) -> Mapping[str, float]:
        return dict.fromkeys(documents, (shares or {}).get(word, 0.0))

    return features(read_question(question), hits, units_of(hits), lambda word: 0.9, lexicon, None, mentions)


def column(found: Evidence, name: str) -> list[float]:
    return [round(float(value), 3) for value in found.rows[:, FEATURES.index(name)]]


def test_every_sentence_has_a_finite_row(lexicon: Embedder) -> None:
    hits = [hit("Das Amt berät.", ("• Kurse", "item")), hit(("Angebote", "heading"), "Es gibt: Kurse.", number=2)]
    found = evidence("Welche Kurse gibt es?", hits, lexicon)
    assert found.rows.shape == (4, len(FEATURES))
    assert np.isfinite(found.rows).all()
    assert len(found.asked) == len(ASKED)


def test_a_town_that_only_the_rest_of_the_paper_names_is_not_amiss(lexicon: Embedder) -> None:
    hits = [hit("Die Straßen sind am Tag vor dem Sonntag zu kehren.")]
    asked = "Wann muss ich in Solingen die Straße kehren?"
    unknown, known = evidence(asked, hits, lexicon), evidence(asked, hits, lexicon, {"Solingen": 0.2})
    assert column(unknown, "lacks")[0] > 0.8
    assert column(known, "lacks") == [0.0]
    assert column(known, "lacks_here") == column(unknown, "lacks_here")


def test_what_the_whole_paper_is_about_tells_its_sentences_apart_the_least(lexicon: Embedder) -> None:
    hits = [hit("Beschlossen in Solingen.", "Die Miete beträgt 40 Euro.")]
    found = evidence("Wie hoch ist die Miete in Solingen?", hits, lexicon, {"Solingen": 1.0})
    town, rent = column(found, "fresh")
    assert rent > town


def test_papers_of_the_month_asked_about_are_told(lexicon: Embedder) -> None:
    found = evidence("Was beschloss der Rat im Mai 2020?", [hit("Der Rat beschloss den Plan.")], lexicon)
    assert column(found, "dated") == [1.0]
    other = evidence("Was beschloss der Rat im Mai 2010?", [hit("Der Rat beschloss den Plan.")], lexicon)
    assert column(other, "dated") == [0.0]


def test_where_an_exact_fact_is_asked_for_only_sentences_with_one_are_looked_at(lexicon: Embedder) -> None:
    hits = [hit("Der Beirat arbeitet gern.", "Im Beirat sitzen 15 Frauen.")]
    found = evidence("Wie viele Menschen sitzen im Beirat?", hits, lexicon)
    wanted = usable(read_question("Wie viele Menschen sitzen im Beirat?"), found, np.array([True, True]))
    assert wanted.tolist() == [False, True]
    seen = outlook(found, np.array([5.0, 1.0]), np.array([True, True]), wanted)
    assert seen is not None
    assert len(seen) == len(OUTLOOK)
    assert seen[0] == 1.0
    assert outlook(found, np.array([5.0, 1.0]), np.array([True, True]), np.array([False, False])) is None


def test_without_a_single_fact_of_the_kind_asked_for_there_is_no_hope(lexicon: Embedder) -> None:
    asked = read_question("Wie viele Menschen sitzen im Beirat?")
    assert score(asked, [hit("Der Beirat arbeitet gern.")], lambda word: 0.9, lexicon).hope == HOPELESS
    assert score(asked, [], lambda word: 0.9, lexicon).scored == ()
    assert score(asked, [hit("Im Beirat sitzen 15 Menschen.")], lambda word: 0.9, lexicon).hope > HOPELESS


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Das Projekt verfolgt zwei große Ziele.", 0.0),
        ("Der Fonds hat 35.000 € im Jahr.", 0.0),
        ("Gestellt wurden 40 Anträge.", 1.0),
        ("Es gab 40 Eil- oder Förderanträge.", 1.0),
        ("Anträge\t40", 1.0),
        ("(2) Anträge sind zu stellen.", 0.0),
        ("Ein Drittel der Anträge wurde abgelehnt.", 0.0),
        ("Von 40 kam ein Drittel der Anträge per Post.", 1.0),
    ],
)
def test_a_number_counts_what_is_asked_for(text: str, counted: float, lexicon: Embedder) -> None:
    found = evidence("Wie viele Anträge wurden gestellt?", [hit(text)], lexicon)
    assert column(found, "fact") == [counted]


@pytest.mark.parametrize("question", ["wuppdi", "3+4", "dfgh dfgh", "x", "Wo berät man zum Qwertzmobil?"])
def test_what_none_of_the_sentences_knows_is_lost(question: str, lexicon: Embedder) -> None:
    found = evidence(question, [hit("Das Amt berät Eltern."), hit("Es gibt Kurse.")], lexicon)
    assert found.lost
    assert not usable(read_question(question), found, np.array([True, True])).any()


def test_a_word_that_a_compound_has_is_not_lost(lexicon: Embedder) -> None:
    assert not evidence("Sprachkurse", [hit("Der Kurs beginnt.")], lexicon).lost


def test_what_a_thing_is_stands_nowhere_if_only_a_part_of_its_name_does(lexicon: Embedder) -> None:
    parents = hit("Seminare für Eltern bietet das Zentrum an.")

    def gone(question: str, found: Hit, rarity: float) -> bool:
        return features(read_question(question), [found], units_of([found]), lambda word: rarity, lexicon, None).lost

    assert gone("Was ist Elterntalk?", parents, 1.0)
    assert not gone("Was ist Elterntalk?", hit("Elterntalk ist ein Gespräch unter Eltern."), 0.6)
    assert not gone("Wann ist Elterntalk?", parents, 1.0)


def test_who_holds_an_office_is_answered_by_a_name_beside_its_title(lexicon: Embedder) -> None:
    asked = read_question("Wer ist der Bürgermeister von Hilden?")
    matcher = Matcher(asked.text, "de", lambda word: 0.5, lexicon)
    assert held(asked, asked.wants, matcher, "Bürgermeister Karl Muster eröffnete das Fest") == 1.0
    assert held(asked, asked.wants, matcher, "Stadt Hilden, Der Bürgermeister, Amt für Soziales") == 0.0


def test_a_sum_of_money_counts_nobody(lexicon: Embedder) -> None:
    asked = read_question("How many refugees live in Hilden?")
    matcher = Matcher(asked.text, "en", lambda word: 0.5, lexicon)
    assert held(asked, asked.wants, matcher, "Mittel: 10.000 €") == 0.0
    assert held(asked, asked.wants, matcher, "Dort leben 300 Geflüchtete") == 1.0


def test_a_figure_of_one_year_does_not_answer_for_another(lexicon: Embedder) -> None:
    question = "Wie viele Anträge gab es 2023?"
    hits = [hit("Es gab 40 Anträge im Jahr 2019."), hit("Im Jahr 2023 gab es 50 Anträge.", number=2)]
    found = score(read_question(question), hits, lambda word: 0.9, lexicon)
    assert [entry.fact for entry in found.scored] == [0.0, 1.0]
    assert score(read_question(question), hits[:1], lambda word: 0.9, lexicon).hope == HOPELESS


def test_who_asks_for_a_number_is_not_served_with_a_name(lexicon: Embedder) -> None:
    asked = read_question("Telefonnummer von Frau Roth")
    matcher = Matcher(asked.text, "de", lambda word: 0.5, lexicon)
    assert held(asked, asked.wants, matcher, "Frau Roth ist seit Mai im Amt.") == 0.0
    assert held(asked, asked.wants, matcher, "Frau Roth, 02999 555-12") == 1.0
