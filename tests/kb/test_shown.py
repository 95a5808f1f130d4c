"""What a generation shows, in memory."""

import numpy as np

from kb.shown import Shown

SHOWN = Shown(np.array([3, 5, 9]), np.array([0, 1, 1]), ("a", "b"))
NOTHING = Shown(np.array([], dtype=np.int64), np.array([], dtype=np.int64), ())


def test_a_passage_that_is_shown_has_an_owner_and_another_has_none() -> None:
    assert SHOWN.owner([9, 4, 3, 10, 0]) == ["b", None, "a", None, None]
    assert SHOWN.owner([]) == []
    assert NOTHING.owner([1]) == [None]


def test_of_some_documents_their_passages_are_left() -> None:
    left = SHOWN.among(frozenset({"b", "gone"}))
    assert left.ids.tolist() == [5, 9]
    assert left.owner([3, 5]) == [None, "b"]
    assert not len(SHOWN.among(frozenset()).ids)
    assert not len(NOTHING.among(frozenset({"a"})).ids)


def test_shares_count_the_passages_of_each_document() -> None:
    assert SHOWN.shares([3, 9, 4]) == {"a": 1.0, "b": 0.5}
    assert SHOWN.shares([]) == {}
    assert NOTHING.shares([1]) == {}
