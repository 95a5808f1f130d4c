"""Fusion: what several legs found becomes one ranking."""

from hypothesis import given
from hypothesis import strategies as st

from kb.fuse import fuse, zscores
from kb.model import Found

WORDS = [(1, 9.0), (2, 6.0), (3, 3.0)]
VECTORS = [(3, 0.9), (4, 0.5), (1, 0.4)]


def order(legs: dict[str, list[tuple[int, float]]], weights: dict[str, float]) -> list[int]:
    return [entry.passage for entry in fuse(legs, weights)]


def test_a_single_leg_keeps_its_order() -> None:
    assert order({"words": WORDS}, {"words": 0.3}) == [1, 2, 3]


def test_the_weights_decide_who_leads() -> None:
    legs = {"words": WORDS, "vectors": VECTORS}
    assert order(legs, {"words": 1.0, "vectors": 0.2})[0] == 1
    assert order(legs, {"words": 0.2, "vectors": 1.0})[0] == 3


def test_a_leg_without_weight_or_hits_changes_nothing() -> None:
    alone = order({"words": WORDS}, {"words": 1.0})
    assert order({"words": WORDS, "vectors": VECTORS}, {"words": 1.0}) == alone
    assert order({"words": WORDS, "vectors": []}, {"words": 1.0, "vectors": 1.0}) == alone
    assert fuse({}, {"words": 1.0}) == ()


def test_every_entry_says_which_legs_found_it_at_which_rank() -> None:
    entries = {entry.passage: entry for entry in fuse({"words": WORDS, "vectors": VECTORS}, {"words": 1, "vectors": 1})}
    assert entries[1].found == (Found("words", 1, 9.0), Found("vectors", 3, 0.4))
    assert entries[4].found == (Found("vectors", 2, 0.5),)


def test_a_passage_missing_in_a_leg_counts_as_its_worst() -> None:
    legs = {"words": [(1, 2.0), (2, 1.0)], "vectors": [(2, 0.5), (3, 0.1)]}
    entries = {entry.passage: entry.score for entry in fuse(legs, {"words": 1.0, "vectors": 1.0})}
    assert entries == {1: 0.0, 2: 0.0, 3: -2.0}


def test_a_leg_does_not_depend_on_its_unit() -> None:
    scaled = [(passage, score * 1000 - 7) for passage, score in WORDS]
    weights = {"words": 1.0, "vectors": 0.5}
    assert order({"words": WORDS, "vectors": VECTORS}, weights) == order({"words": scaled, "vectors": VECTORS}, weights)


def test_equal_scores_have_no_say() -> None:
    assert zscores([2.0, 2.0]) == [0.0, 0.0]
    assert order({"words": [(5, 1.0), (4, 1.0)]}, {"words": 1.0}) == [4, 5]


Hits = list[tuple[int, float]]
hits = st.lists(st.tuples(st.integers(0, 9), st.floats(-5, 5)), max_size=8, unique_by=lambda hit: hit[0])


@given(hits, hits)
def test_every_passage_found_is_there_once_best_first(words: Hits, vectors: Hits) -> None:
    entries = fuse({"words": words, "vectors": vectors}, {"words": 1.0, "vectors": 0.35})
    assert sorted(entry.passage for entry in entries) == sorted(dict(words).keys() | dict(vectors).keys())
    scores = [entry.score for entry in entries]
    assert scores == sorted(scores, reverse=True)
