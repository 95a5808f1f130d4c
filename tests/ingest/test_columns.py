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


def test_a_line_drawn_between_columns_parts_even_a_column_of_two_lines() -> None:
    left, right = block(50, 100, 30, name="l"), block(300, 100, 2, name="r")
    line = Box(265, 98, 266, 700)
    assert names(regions([*left, *right], [line])) == [{"l"}, {"r"}]
    assert len(regions([*left, *right])) == 1


def test_a_gutter_bends_around_a_box_that_reaches_into_a_column() -> None:
    upper = [*block(50, 100, 9, name="l"), *block(245, 100, 9, name="r")]
    bubble = [*block(50, 208, 4, 7, "l"), *block(275, 208, 4, 5, "r")]
    lower = [*block(50, 256, 9, name="l"), *block(245, 256, 9, name="r")]
    assert names(regions([*upper, *bubble, *lower])) == [{"l"}, {"r"}]


def test_a_narrow_gutter_parts_columns_of_six_lines() -> None:
    left, right = block(50, 100, 6, name="l"), block(236, 100, 6, name="r")
    assert right[0].box.x0 - left[5].box.x1 == 12
    assert names(regions([*left, *right])) == [{"l"}, {"r"}]


def test_centred_headings_between_the_lines_of_a_list_are_no_column() -> None:
    things = []
    for part in range(4):
        y = 100 + 80 * part
        things += [*block(260 - 15 * part, y, 1, 3 + part % 2, "h"), *block(50, y + 20, 4, 4, "l")]
    (only,) = regions(things)
    assert len(only) == len(things)


def contents(x: float, first: int, name: str) -> list[Thing]:
    lines = []
    for row in range(8):
        y = 100 + 12 * row
        lines += [Thing(f"{name}{row}", Box(x, y, x + 20, y + 11)), Thing(name, Box(x + 24, y, x + 60 + row, y + 11))]
        lines.append(Thing(str(first + row), Box(x + 150, y, x + 160, y + 11)))
    return lines


def test_contents_in_two_columns_are_read_column_by_column() -> None:
    left, right = contents(50, 5, "l"), contents(230, 14, "r")
    assert regions([*right, *left]) == [right, left][::-1]


def test_a_table_of_numbers_is_no_list_of_contents() -> None:
    assert len(regions([*contents(50, 20, "l"), *contents(230, 5, "r")])) == 1


def test_labels_beside_values_that_break_words_are_no_column() -> None:
    things = []
    for row, end in enumerate(["Folge-", "auf", "FMS-", "kann", "Vorrats-", "hier"]):
        y = 100 + 12 * row
        if row % 2 == 0:
            things += [Thing("Leitung", Box(50, y, 90, y + 11)), Thing("eins", Box(93, y, 110, y + 11))]
        starts = "gabe" if row % 2 else "Der"
        things += [Thing(starts, Box(130, y, 170, y + 11)), Thing(end, Box(174, y, 330, y + 11))]
    assert len(regions(things)) == 1


def test_bullets_belong_to_their_items_though_boxes_stand_further_to_the_left() -> None:
    boxes = [thing for row in range(6) for thing in block(50, 106 + 36 * row, 1, 2, "b")]
    marks = [Thing("•", Box(200, 100 + 24 * row, 204, 111 + 24 * row)) for row in range(10)]
    items = block(216, 100, 20, 6, "i")
    parts = regions([*boxes, *marks, *items])
    assert parts[0] == boxes
    assert sorted(parts[1]) == sorted([*marks, *items])


def test_small_print_that_goes_on_across_the_page_is_read_after_both_columns() -> None:
    left, right = block(50, 100, 9, name="l"), block(245, 100, 9, name="r")
    short = [thing._replace(size=8) for thing in block(50, 250, 1, 3, "n")]
    across = [thing._replace(size=8) for thing in block(50, 264, 2, 13, "n")]
    assert names(regions([*left, *short, *right, *across])) == [{"l"}, {"r"}, {"n"}]
