from typing import NamedTuple

from ingest.columns import regions
from kb.model import Box


class Thing(NamedTuple):
    text: str
    box: Box
    size: float = 10


def block(x: float, y: float, rows: int, words: int = 6, name: str = "a") -> list[Thing]:
    """Set `rows` lines of `words` words, each 24 wide and 30 apart, 12 points from line to line."""
    return [
        Thing(f"{name}{row}", Box(x + 30 * word, y + 12 * row, x + 30 * word + 24, y + 12 * row + 11))
        for row in range(rows)
        for word in range(words)
    ]


def names(parts: list[list[Thing]]) -> list[set[str]]:
    return [{thing.text[0] for thing in part} for part in parts]


def test_one_column_stays_whole() -> None:
    assert len(regions(block(50, 100, 20, 16))) == 1


def test_two_columns_are_two_regions_from_left_to_right() -> None:
    assert names(regions([*block(300, 100, 10, name="r"), *block(50, 100, 10, name="l")])) == [{"l"}, {"r"}]


def test_three_columns_are_three_regions() -> None:
    parts = regions(
        [thing for x, name in ((440, "c"), (40, "a"), (240, "b")) for thing in block(x, 100, 10, name=name)]
    )
    assert names(parts) == [{"a"}, {"b"}, {"c"}]


def test_columns_interrupted_by_a_full_line_are_read_part_by_part() -> None:
    upper = [*block(50, 100, 6, name="a"), *block(300, 100, 6, name="b")]
    across = block(50, 180, 1, 14, name="x")
    lower = [*block(50, 200, 6, name="c"), *block(300, 200, 6, name="d")]
    assert names(regions([*lower, *across, *upper])) == [{"a"}, {"b"}, {"x"}, {"c"}, {"d"}]


def test_narrow_marks_beside_text_are_no_column() -> None:
    marks = [Thing("1.", Box(50, 100 + 12 * row, 60, 111 + 12 * row)) for row in range(10)]
    assert len(regions([*marks, *block(80, 100, 10, 12)])) == 1


def test_nothing_is_lost() -> None:
    things = [*block(50, 100, 6), *block(300, 95, 9), *block(50, 300, 2, 14)]
    assert sorted(thing for part in regions(things) for thing in part) == sorted(things)
