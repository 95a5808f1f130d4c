from assistant.company import ANSWER, company, heads_table, leans
from tests.assistant.factories import passage


def test_a_sentence_brings_the_next_one_that_leans_on_it() -> None:
    told = passage("Es gibt geschulte Personen.", "Sie sind für Kinder da.", "Das Amt hat zwei Etagen.")
    assert company(told, 0, define=False) == [1]
    assert company(told, 2, define=False) == []


def test_what_leans_is_told_by_its_first_word() -> None:
    assert leans("Hier fehlen 111 Millionen Euro.")
    assert not leans("Hierzulande fehlen 111 Millionen Euro.")


def test_a_printed_question_brings_its_answer_up_to_the_next_question() -> None:
    told = passage("Was wird aus dem Parkplatz?", "Er bleibt zum Teil.", "Was kostet das?", "Noch nichts.")
    assert company(told, 0, define=False) == [1]
    long = passage("Was wird daraus?", *(f"Satz {number} sagt etwas." for number in range(ANSWER + 2)))
    assert company(long, 0, define=False) == list(range(1, ANSWER + 1))


def test_the_answer_of_a_printed_question_ends_at_a_heading() -> None:
    told = passage("Was wird daraus?", ("Anlagen", "heading"), "Ein Plan liegt bei.")
    assert company(told, 0, define=False) == []


def test_a_row_that_names_the_columns_heads_its_table() -> None:
    table = passage(("Jahr\tBetrag", "row"), ("2020\tsehr viel mehr als im Jahr davor", "row"))
    assert heads_table(table, 0)
    assert not heads_table(table, 1)


def test_the_names_of_columns_do_not_go_along_with_a_list() -> None:
    told = passage(
        "Bisher gab es diese Schritte:", ("Jahr\tSchritt", "row"), ("2007\tDas erste Konzept entsteht.", "row")
    )
    assert company(told, 0, define=False) == [2]


def test_an_item_that_asks_brings_what_opens_its_list() -> None:
    told = passage(
        "Untersucht wurde:",
        ("wie viele kommen,", "item"),
        ("welche Erwartungen sie haben.", "item"),
        ("Eltern", "item"),
    )
    assert company(told, 2, define=False) == [0]
    assert company(told, 3, define=False) == []


def test_columns_are_named_once_more_after_a_page_break() -> None:
    head = ("Zeit\tEreignis\tQuelle", "row")
    event, label = ("2020\tUmzug\tKreistag", "row"), ("Leitung\tErika Muster", "row")
    table = passage(head, event, head, event, label, ("Telefon\t01234 555", "row"))
    assert [heads_table(table, at) for at in range(6)] == [True, False, True, False, False, False]
