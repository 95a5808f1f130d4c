from assistant.lines import rarity_among, select_lines

PAGE = ["Café Pflege", "Das Café ist ein Treffpunkt für pflegende Angehörige.", "Kinder können mitgebracht werden.",
        "Eine Anmeldung ist nicht notwendig.", "Das Café ist barrierefrei."]  # fmt: skip


def test_the_line_that_answers_is_selected() -> None:
    assert 3 in select_lines("Ist eine Anmeldung für das Café notwendig?", PAGE)


def test_nothing_is_selected_where_the_page_is_about_something_else() -> None:
    assert select_lines("Wie beantrage ich ein Visum für Kanada?", PAGE) == []


def test_an_empty_page_has_no_answer() -> None:
    assert select_lines("Wer?", []) == []


def test_a_word_of_one_line_is_rarer_than_one_of_many() -> None:
    rarity = rarity_among(PAGE)
    assert rarity("Anmeldung") > rarity("Café")
    assert rarity("Visum") == 1.0
