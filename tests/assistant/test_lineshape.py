from assistant.lineshape import PRINTED, moved, shape_of

PAGE = ["Wohngeld", "Wer bekommt Wohngeld?", "Menschen mit wenig Einkommen bekommen einen Zuschuss zur Miete.",
        "Sie brauchen:", "einen Mietvertrag", "einen Ausweis", "Kontakt", "Wohngeldstelle, Telefon 0211 123456.",
        "amt@stadt.de"]  # fmt: skip


def test_a_question_or_a_short_line_before_a_sentence_is_a_heading() -> None:
    assert [line for line, heading in zip(PAGE, shape_of(PAGE).heading, strict=True) if heading] == [
        "Wohngeld", "Wer bekommt Wohngeld?", "Kontakt"]  # fmt: skip


def test_every_line_stands_under_the_last_heading_before_it() -> None:
    assert shape_of(PAGE).section.tolist() == [0, 1, 1, 1, 1, 1, 6, 6, 6]


def test_items_know_the_line_with_a_colon_that_leads_to_them() -> None:
    shape = shape_of(PAGE)
    assert shape.lead[4:6].tolist() == [3, 3]
    assert shape.since_lead[4:6].tolist() == [1, 2]
    assert shape.since_lead[2] == 99


def test_what_is_printed_in_a_line_is_seen() -> None:
    printed = dict(zip(PRINTED, shape_of(PAGE).printed.T.tolist(), strict=True))
    assert printed["phone"][7] == 1
    assert printed["mail"][8] == 1
    assert printed["mail"][7] == 0


def test_moved_columns_are_filled_at_the_edge() -> None:
    column = shape_of(PAGE).colon
    assert moved(column, 1, -1.0)[[0, 4]].tolist() == [-1.0, 1.0]
    assert moved(column, -1)[[2, 8]].tolist() == [1.0, 0.0]
