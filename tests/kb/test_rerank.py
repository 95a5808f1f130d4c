import threading
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from kb import rerank
from kb.embed import HubEmbedder, Wordwise, load_embedder
from kb.rerank import LateInteraction

PAPERS = {
    7: "Elternbeiträge\nDer Kreis zahlt einen Zuschuss zur Kinderbetreuung.",
    3: "Straßenreinigung\nDie Gehwege sind an Werktagen zu kehren.",
}


def scores(look: LateInteraction, question: str, texts: Mapping[int, str]) -> list[tuple[int, float]]:
    return look.scores(question, [*texts], lambda ids: {passage: texts[passage] for passage in ids})


def test_the_passage_that_holds_words_near_the_questions_own_scores_higher():
    found = dict(scores(LateInteraction(load_embedder()), "childcare subsidy", PAPERS))
    assert found[7] > found[3] + 0.1


def test_scores_lie_between_none_and_one_and_keep_the_order_of_the_passages():
    interaction = LateInteraction(load_embedder())
    found = scores(interaction, "Zuschuss zur Kinderbetreuung", {**PAPERS, 9: "Zuschuss zur Kinderbetreuung"})
    assert [passage for passage, _ in found] == [7, 3, 9]
    assert all(0 <= score <= 1 + 1e-5 for _, score in found)
    assert found[-1][1] == pytest.approx(1, abs=1e-5)


def test_a_score_does_not_depend_on_what_was_asked_before():
    interaction = LateInteraction(load_embedder())
    scores(interaction, "Wer kehrt den Gehweg?", PAPERS)
    again = scores(interaction, "Zuschuss", PAPERS)
    assert again == scores(LateInteraction(load_embedder()), "Zuschuss", PAPERS)


@pytest.mark.parametrize("question", ["", "…", "? !"])
def test_a_question_without_words_says_nothing(question):
    assert scores(LateInteraction(load_embedder()), question, PAPERS) == []


def test_a_passage_without_words_scores_nothing_and_harms_no_other():
    found = dict(scores(LateInteraction(load_embedder()), "Zuschuss", {1: "", 2: "– –", **PAPERS}))
    assert found[1] == found[2] == 0
    assert found[7] == dict(scores(LateInteraction(load_embedder()), "Zuschuss", PAPERS))[7]


def test_a_remembered_passage_is_not_read_again_and_one_without_text_is_left_out():
    interaction = LateInteraction(load_embedder())
    right = scores(interaction, "Zuschuss", PAPERS)
    asked: list[Sequence[int]] = []

    def read(ids: Sequence[int]) -> Mapping[int, str]:
        asked.append(ids)
        return {}

    assert interaction.scores("Zuschuss", [7, 99, 3], read) == right
    assert asked == [[99]]
    assert interaction.scores("Zuschuss", [99], read) == []


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(rerank, "WORDS", 5)
    interaction = LateInteraction(load_embedder())
    first = scores(interaction, "Zuschuss", PAPERS)
    for number in range(50):
        scores(interaction, "Zuschuss", {100 + number: f"Wort{number} Satz{number} Blatt{number}"})
    assert len(interaction._rows) <= 5 + 4
    assert scores(interaction, "Zuschuss", PAPERS) == first


def test_several_threads_may_ask_at_once(monkeypatch):
    monkeypatch.setattr(rerank, "WORDS", 20)
    interaction = LateInteraction(load_embedder())
    right = scores(interaction, "Zuschuss zur Betreuung", PAPERS)
    wrong: list[object] = []

    def ask(start: int) -> None:
        for number in range(start, start + 40):
            scores(interaction, "Zuschuss", {number + 1000: f"Wort{number} Satz{number}"})
            if scores(interaction, "Zuschuss zur Betreuung", PAPERS) != right:
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
