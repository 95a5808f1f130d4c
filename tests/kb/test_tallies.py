"""Tallies: what is counted, kept and told."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import tallies
from kb.errors import KnowledgeBaseError
from kb.tallies import FILE, Tallies, read_tallies, write_tallies

NONE = (0,) * 5
DIMENSIONS = st.integers(0, 2**32 - 2)


@given(st.lists(st.dictionaries(DIMENSIONS, st.integers(1, 9), max_size=20), max_size=4))
def test_counts_add_up_over_the_states(added: list[dict[int, int]]) -> None:
    wanted: Counter[int] = Counter()
    state = Tallies()
    for changes in added:
        wanted.update(changes)
        state = state.next(1, NONE, changes)
    assert (state.stamp, state.passages) == (len(added), len(added))
    assert state.frequencies([*wanted, 2**32 - 1]) == dict(wanted)


def test_what_no_passage_holds_any_more_is_forgotten() -> None:
    state = Tallies().next(2, NONE, {7: 2, 9: 1}).next(-1, NONE, {7: -1, 9: -1})
    assert (state.dimensions.tolist(), state.holding.tolist(), state.passages) == ([7], [1], 1)
    assert state.frequencies([7, 9]) == {7: 1}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    state = Tallies(means=(2.5,) * 5).next(3, (6, 5, 4, 3, 0), {2**32 - 2: 3})
    write_tallies(tmp_path, state)
    found = read_tallies(tmp_path)
    assert found is not None
    assert (found.stamp, found.passages, found.means, found.lengths) == (1, 3, state.means, (6, 5, 4, 3, 0))
    assert found.actual_means() == pytest.approx((2.0, 5 / 3, 4 / 3, 1.0, 0.0))
    assert found.frequencies([2**32 - 2]) == {2**32 - 2: 3}
    assert read_tallies(tmp_path / "none") is None


def test_a_link_to_the_tallies_of_another_generation_keeps_them(tmp_path: Path) -> None:
    write_tallies(tmp_path, Tallies().next(1, NONE, {5: 1}))
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / FILE).hardlink_to(tmp_path / FILE)
    write_tallies(tmp_path, Tallies().next(9, NONE, {5: 9}))
    kept = read_tallies(tmp_path / "linked")
    assert kept is not None
    assert kept.passages == 1


def test_damaged_tallies_and_those_of_another_analyser_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tallies(tmp_path, Tallies().next(1, NONE, {5: 1}))
    monkeypatch.setattr(tallies, "VERSION", "other")
    with pytest.raises(KnowledgeBaseError) as other:
        read_tallies(tmp_path)
    (tmp_path / FILE).write_bytes((tmp_path / FILE).read_bytes()[:100])
    with pytest.raises(KnowledgeBaseError) as damaged:
        read_tallies(tmp_path)
    assert other.value.key == damaged.value.key == "index-damaged"
