import re

import numpy as np
import pytest

from training.asked import pattern, question


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Die Gruppe trifft sich jeden Montag im Rat-", "Die Gruppe trifft\nsich jeden Montag im Rathaus."),
        ("Kosten: 45 Euro", "Kosten:  45 Euro"),
        ("1. (Anlage) [x]", "1. (Anlage) [x]"),
    ],
)
def test_a_printed_line_is_found_in_the_sentence_it_belongs_to(line: str, text: str) -> None:
    assert re.search(pattern(line), text)


def test_the_ends_of_a_long_line_may_be_halves_of_words() -> None:
    found = pattern("haus begleitet Familien in der Grundschule und Kinder-")
    assert re.search(found, "begleitet Familien in der Grundschule und Kindergarten")
    assert not re.search(found, "begleitet Kinder im Kindergarten")


def test_a_line_of_next_to_nothing_is_no_fact() -> None:
    assert pattern("- 3 -") == ""


def row(answers: list[int], **asked: str) -> dict[str, object]:
    lines = "Antrag\nDie Gruppe trifft sich jeden Montag im Rathaus\n- 3 -"
    return {"text": "abc", "question": asked, "context": {"de": lines}, "answers": answers}


def test_a_question_is_asked_in_one_wording_and_keeps_its_paper() -> None:
    lot = np.random.default_rng(0)
    found = question(row([1], tr="Ne zaman?"), lot)
    assert found is not None
    assert (found["language"], found["question"], found["sources"]) == ("tr", "Ne zaman?", ["abc.pdf"])
    assert re.search(found["facts"][0], "Die Gruppe trifft sich jeden Montag im Rathaus.")
    silent = question(row([], ar="كم؟"), lot)
    assert silent is not None
    assert (silent["intent"], silent["facts"]) == ("unanswerable", [])
    some = {question(row([1], de="Wann?", en="When?"), lot)["language"] for _ in range(20)}
    assert some == {"de", "en"}


def test_a_question_whose_lines_tell_nothing_is_left_out() -> None:
    assert question(row([2], de="Wann?", en="When?"), np.random.default_rng(0)) is None
