"""What the benchmark of a crowd works out, and what it asks."""

from __future__ import annotations

from itertools import islice

import pytest

from evaluation.bench_asking import slope
from evaluation.everyday import questions


def test_memory_that_stays_has_no_slope_and_a_leak_has_its_own() -> None:
    assert slope([(100, 50.0), (200, 50.0), (300, 50.0)]) == 0
    assert slope([(100, 51.0), (200, 52.0), (300, 53.0)]) == pytest.approx(0.01)
    assert slope([(100, 51.0)]) == 0


def test_questions_come_in_ten_languages_and_differ_from_each_other() -> None:
    asked = list(islice(questions(), 2000))
    assert len(set(asked)) > 500
    assert {"Wer", "Who", "Qui", "Cine", "Kto", "Хто", "Кто", "من", "چه"} <= {one.split()[0] for one in asked}
    assert not [one for one in asked if "{" in one or "\0" in one]


def test_the_same_seed_asks_the_same() -> None:
    assert list(islice(questions(7), 50)) == list(islice(questions(7), 50)) != list(islice(questions(8), 50))
