"""Questions that found no answer: kept only as long and as far as the operator wants."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from kb.questions import OpenQuestion, note, open_questions, settle

TODAY = date(2026, 11, 21)
ASKED = OpenQuestion("Gibt es einen Schwimmkurs?", "de", "public", TODAY)


def test_a_question_is_kept_once_with_the_last_day_it_was_asked(tmp_path: Path) -> None:
    note(tmp_path, replace(ASKED, asked=TODAY - timedelta(days=3)), 90)
    note(tmp_path, ASKED, 90)
    note(tmp_path, replace(ASKED, audience="internal"), 90)
    assert set(open_questions(tmp_path)) == {ASKED, replace(ASKED, audience="internal")}


def test_old_questions_are_forgotten_for_good(tmp_path: Path) -> None:
    note(tmp_path, replace(ASKED, text="Wo ist das Freibad?", asked=TODAY - timedelta(days=91)), 90)
    note(tmp_path, ASKED, 90)
    assert open_questions(tmp_path) == (ASKED,)
    assert b"Freibad" not in (tmp_path / "questions.sqlite").read_bytes()


def test_settled_questions_leave_the_list(tmp_path: Path) -> None:
    note(tmp_path, ASKED, 90)
    settle(tmp_path, [ASKED])
    assert open_questions(tmp_path) == ()


def test_where_nothing_was_kept_nothing_is_made(tmp_path: Path) -> None:
    assert open_questions(tmp_path) == ()
    settle(tmp_path, [])
    assert list(tmp_path.iterdir()) == []
