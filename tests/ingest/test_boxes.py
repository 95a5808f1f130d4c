from ingest.boxes import area, around, lies_in, merged
from kb.model import Box


def test_the_box_around_boxes_is_the_smallest() -> None:
    assert around([Box(10, 20, 30, 40)]) == Box(10, 20, 30, 40)
    assert around([Box(10, 20, 30, 40), Box(5, 25, 20, 50)]) == Box(5, 20, 30, 50)


def test_the_area_is_width_times_height() -> None:
    assert area(Box(10, 20, 30, 50)) == 600


def test_a_box_lies_in_another_if_it_stands_out_by_no_more_than_the_room() -> None:
    outer = Box(10, 10, 50, 50)
    assert lies_in(Box(9, 10, 50, 51), outer, 1.0)
    assert not lies_in(Box(9, 10, 50, 51.5), outer, 1.0)
    assert not lies_in(Box(60, 10, 70, 20), outer, 1.0)


def test_spans_closer_than_the_gap_are_one() -> None:
    assert merged([(40, 50), (0, 10), (12, 20), (2, 5)], 3) == [(0, 20), (40, 50)]
    assert merged([(0, 10), (13, 20)], 3) == [(0, 10), (13, 20)]
    assert merged([], 3) == []
