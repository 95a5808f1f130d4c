from ingest.turns import MOST_HELD, Turns


def test_large_files_are_begun_first() -> None:
    turns = Turns([10, 30, 20], ahead=4)
    assert [turns.following(0, 0) for _ in range(4)] == [1, 2, 0, None]


def test_where_much_is_held_the_next_in_turn_is_begun() -> None:
    turns = Turns([1, 2, 3, 4, 5, 6], ahead=2)
    assert turns.following(0, 0) == 5
    assert [turns.following(0, MOST_HELD) for _ in range(3)] == [0, 1, None]
    assert turns.following(1, MOST_HELD) == 2
    assert turns.following(2, 0) == 4


def test_every_file_is_begun_once_whatever_is_held() -> None:
    turns = Turns([7] * 20, ahead=3)
    begun = [turns.following(turn, MOST_HELD * (turn % 2)) for turn in range(20)]
    assert sorted(place for place in begun if place is not None) == list(range(20))
    assert turns.following(20, 0) is None
