import numpy as np

from assistant.linemodel import Judgement
from assistant.lines import likeliest, line_scores, select_lines, worth

PAGE = ["Café Pflege", "Das Café ist ein Treffpunkt für pflegende Angehörige.", "Kinder können mitgebracht werden.",
        "Eine Anmeldung ist nicht notwendig.", "Das Café ist barrierefrei."]  # fmt: skip


def test_the_line_that_answers_is_selected() -> None:
    assert 3 in select_lines("Ist eine Anmeldung für das Café notwendig?", PAGE)


def test_nothing_is_selected_where_the_page_is_about_something_else() -> None:
    assert select_lines("Wie beantrage ich ein Visum für Kanada?", PAGE) == []


def test_a_page_answers_a_question_in_another_language() -> None:
    scores = line_scores("Do I need to register for the café?", PAGE, "en")
    assert scores.answers > line_scores("How do I apply for a visa for Canada?", PAGE, "en").answers


def test_an_empty_page_has_no_answer() -> None:
    assert select_lines("Wer?", []) == []
    assert line_scores("Wer?", []).answers == 0.0


def test_every_line_has_a_probability() -> None:
    scores = line_scores("Wer?", ["", "…", "Café"])
    assert scores.lines.shape == (3,)
    assert np.all((scores.lines > 0) & (scores.lines < 1))
    assert 0 < scores.answers < 1


def test_one_line_is_page_enough() -> None:
    assert line_scores("Was kostet das?", ["Das kostet 5 Euro."]).lines.shape == (1,)


def test_lines_are_taken_while_they_promise_a_greater_f1() -> None:
    assert likeliest(np.array([0.1, 0.9, 0.8, 0.1], dtype=np.float32)) == [1, 2]
    # Where nothing stands out, more lines are the better bet.
    assert likeliest(np.full(4, 0.3, dtype=np.float32)) == [0, 1, 2, 3]


def test_a_surer_page_and_surer_lines_are_worth_more() -> None:
    clear, blurred = np.array([0.9, 0.1], dtype=np.float32), np.array([0.5, 0.5], dtype=np.float32)
    assert worth(Judgement(clear, 0.8)) > worth(Judgement(clear, 0.6))
    assert worth(Judgement(clear, 0.8)) > worth(Judgement(blurred, 0.8))
    assert worth(Judgement(clear[:0], 1.0)) == float("-inf")
