from kb.model import Box, Passage, Piece


def passage(*pieces: Piece) -> Passage:
    return Passage(1, "d", "v", 0, "x" * 200, (), pieces, ())


def test_words_of_one_line_share_a_box_and_lines_have_their_own() -> None:
    found = passage(
        Piece(0, 4, 1, Box(70, 100, 100, 110)),
        Piece(5, 9, 1, Box(103, 100, 140, 110)),
        Piece(10, 14, 1, Box(70, 114, 100, 124)),
    ).boxes(0, 14)
    assert found == ((1, Box(70, 100, 140, 110)), (1, Box(70, 114, 100, 124)))


def test_a_word_broken_over_a_page_end_has_a_box_on_both_pages() -> None:
    broken = passage(Piece(0, 9, 1, Box(70, 780, 120, 790)), Piece(9, 15, 2, Box(70, 60, 100, 70)))
    assert [page for page, _ in broken.boxes(0, 15)] == [1, 2]
    assert broken.page_at(3) == 1
    assert broken.page_at(12) == 2


def test_cells_far_apart_on_one_line_keep_boxes_of_their_own() -> None:
    row = passage(Piece(0, 4, 1, Box(70, 100, 100, 110)), Piece(5, 9, 1, Box(300, 100, 340, 110)))
    assert len(row.boxes(0, 9)) == 2


def test_only_the_words_of_the_quote_are_boxed() -> None:
    two = passage(Piece(0, 4, 1, Box(70, 100, 100, 110)), Piece(5, 9, 1, Box(103, 100, 140, 110)))
    assert two.boxes(5, 9) == ((1, Box(103, 100, 140, 110)),)
