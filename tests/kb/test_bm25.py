"""BM25 as an inner product: lengths as tantivy keeps them, dimensions, and sides that multiply to the formula."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.bm25 import K1, NAMES, B, coarse, counts_of, dimension, packed, passage_side, question_side, unpacked


def test_lengths_are_as_coarse_as_tantivy_keeps_them() -> None:
    kept = [coarse(length) for length in range(70)]
    assert kept[:41] == [*range(41)]
    assert sorted({*kept[40:]}) == [40, 42, 44, 46, 48, 50, 52, 54, 56, 60, 64, 68]


@given(st.integers(0, 10**9))
def test_a_coarse_length_is_at_most_an_eighth_below_the_true_one(length: int) -> None:
    assert length * 7 / 8 <= coarse(length) <= length


@given(st.text())
def test_a_token_has_a_dimension_of_its_own_in_every_field(token: str) -> None:
    found = [dimension(field, token) for field in NAMES]
    assert len({*found}) == len(NAMES)
    assert all(0 <= at < 2**32 - 1 for at in found)


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.text(max_size=3), max_size=30)))
def test_counts_come_back_as_they_were_packed(tokens: dict[str, list[str]]) -> None:
    counts = counts_of(tokens)
    assert unpacked(packed(counts)) == counts
    assert sum(counts.frequencies.values()) == sum(counts.lengths)


def test_a_text_that_holds_no_counts_is_an_error() -> None:
    with pytest.raises(ValueError, match="padding"):
        unpacked("abc")


def test_the_sides_multiply_to_the_formula() -> None:
    passage = passage_side(counts_of({"words": ("kita", "kita", "haan")}), [6.0] * 5)
    question = question_side({("words", "kita"): 0.5, ("words", "none"): 1.0}, {dimension("words", "kita"): 3}, 10)
    idf = math.log(1 + (10 - 3 + 0.5) / (3 + 0.5))
    wanted = 0.5 * idf * (K1 + 1) * 2 / (2 + K1 * (1 - B + B * 3 / 6))
    assert sum(weight * passage.get(at, 0.0) for at, weight in question.items()) == pytest.approx(wanted)
    assert dimension("words", "none") not in question


def test_the_same_token_in_two_fields_is_two_dimensions() -> None:
    assert len(passage_side(counts_of({"words": ("kita",), "title": ("kita",)}), [1.0] * 5)) == 2
