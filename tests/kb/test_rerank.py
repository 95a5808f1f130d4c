import threading

import numpy as np
import pytest

from kb import rerank
from kb.embed import HubEmbedder, Wordwise, load_embedder
from kb.rerank import LateInteraction

PAPERS = {
    7: "Elternbeiträge\nDer Kreis zahlt einen Zuschuss zur Kinderbetreuung.",
    3: "Straßenreinigung\nDie Gehwege sind an Werktagen zu kehren.",
}


def test_the_passage_that_holds_words_near_the_questions_own_scores_higher():
    scores = dict(LateInteraction(load_embedder()).scores("childcare subsidy", PAPERS))
    assert scores[7] > scores[3] + 0.1


def test_scores_lie_between_none_and_one_and_keep_the_order_of_the_passages():
    interaction = LateInteraction(load_embedder())
    found = interaction.scores("Zuschuss zur Kinderbetreuung", {**PAPERS, 9: "Zuschuss zur Kinderbetreuung"})
    assert [passage for passage, _ in found] == [7, 3, 9]
    assert all(0 <= score <= 1 + 1e-5 for _, score in found)
    assert found[-1][1] == pytest.approx(1, abs=1e-5)


def test_a_score_does_not_depend_on_what_was_asked_before():
    interaction = LateInteraction(load_embedder())
    interaction.scores("Wer kehrt den Gehweg?", PAPERS)
    again = interaction.scores("Zuschuss", PAPERS)
    assert again == LateInteraction(load_embedder()).scores("Zuschuss", PAPERS)


@pytest.mark.parametrize("question", ["", "…", "? !"])
def test_a_question_without_words_says_nothing(question):
    assert LateInteraction(load_embedder()).scores(question, PAPERS) == []


def test_a_passage_without_words_scores_nothing_and_harms_no_other():
    found = dict(LateInteraction(load_embedder()).scores("Zuschuss", {1: "", 2: "– –", **PAPERS}))
    assert found[1] == found[2] == 0
    assert found[7] == dict(LateInteraction(load_embedder()).scores("Zuschuss", PAPERS))[7]


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(rerank, "WORDS", 5)
    interaction = LateInteraction(load_embedder())
    first = interaction.scores("Zuschuss", PAPERS)
    for number in range(50):
        interaction.scores("Zuschuss", {100 + number: f"Wort{number} Satz{number} Blatt{number}"})
    assert len(interaction._rows) <= 5 + 4
    assert interaction.scores("Zuschuss", PAPERS) == first


def test_several_threads_may_ask_at_once(monkeypatch):
    monkeypatch.setattr(rerank, "WORDS", 20)
    interaction = LateInteraction(load_embedder())
    right = interaction.scores("Zuschuss zur Betreuung", PAPERS)
    wrong: list[object] = []

    def ask(start: int) -> None:
        for number in range(start, start + 40):
            interaction.scores("Zuschuss", {number + 1000: f"Wort{number} Satz{number}"})
            if interaction.scores("Zuschuss zur Betreuung", PAPERS) != right:
                wrong.append(number)

    threads = [threading.Thread(target=ask, args=(start,)) for start in (0, 100, 200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_only_an_embedder_of_summed_words_takes_part(embedder):
    builtin = load_embedder()
    assert isinstance(builtin, Wordwise)
    assert not isinstance(embedder, Wordwise)
    assert not hasattr(HubEmbedder, "sums")
    assert np.allclose(builtin.sums(["Kita Platz"])[0], builtin.sums(["Kita", "Platz"]).sum(axis=0), atol=1e-4)
