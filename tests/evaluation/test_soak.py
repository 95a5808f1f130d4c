"""What a soak says of its windows: quantiles, and how the last full one compares with the first."""

from __future__ import annotations

from evaluation.soak import WINDOW, Window, at, drift, row


def window(middle: float, *, memory: float = 400.0, lasted: float = WINDOW, cpu: float = 10.0) -> Window:
    return Window([middle / 2, middle, middle * 3], memory=memory, files=40, threads=12, cpu=cpu, lasted=lasted)


def test_quantiles_are_milliseconds_and_nothing_is_zero() -> None:
    values = [number / 1000 for number in range(101)]
    assert (at(values, 0.5), at(values, 0.95)) == (50, 95)
    assert at([], 0.95) == 0


def test_a_window_without_answers_has_a_row() -> None:
    shown = row(Window())
    assert (shown["answers"], shown["errors"], shown["p95 ms"]) == (0, 0, 0)


def test_drift_is_the_last_full_window_beside_the_first() -> None:
    windows = [window(0.1), window(0.5), window(0.2, memory=410.0, cpu=20.0), window(9.0, memory=999.0, lasted=20.0)]
    assert drift(windows) == {
        "p50 ms": 2.0,
        "p95 ms": 2.0,
        "cpu ms/answer": 2.0,
        "MB": 10,
        "files": 0,
        "threads": 0,
    }


def test_a_short_run_compares_its_only_window_with_itself() -> None:
    assert drift([window(0.1, lasted=30.0)])["p50 ms"] == 1.0
