"""What readers said: kept as long and as far as the operator wants, and nothing of who said it."""

import stat
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kb.errors import KnowledgeBaseError
from kb.feedback import FILE, LONGEST_REMARK, Feedback, forget, give, given, settle

TODAY = date(2026, 11, 21)
SAID = Feedback(TODAY, "wrong", "public", "tr", "Die Nummer stimmt nicht.", (("d1", 3), ("d2", 7)), "Wer hilft?")


def test_what_was_said_comes_back_the_latest_first(tmp_path: Path) -> None:
    other = replace(SAID, verdict="helpful", remark="", sources=(), question=None, audience="internal")
    give(tmp_path, SAID, 90)
    give(tmp_path, other, 90)
    assert given(tmp_path, TODAY, 90) == (other, SAID)


def test_after_its_time_it_is_gone_from_the_file_too(tmp_path: Path) -> None:
    give(tmp_path, replace(SAID, remark="Freibad"), 90)
    assert len(given(tmp_path, TODAY + timedelta(days=90), 90)) == 1
    assert given(tmp_path, TODAY + timedelta(days=91), 90) == ()
    assert b"Freibad" not in (tmp_path / FILE).read_bytes()


def test_it_goes_also_where_nobody_says_or_reads_anything_any_more(tmp_path: Path) -> None:
    give(tmp_path, replace(SAID, remark="Freibad"), 90)
    forget(tmp_path, TODAY + timedelta(days=91), 90)
    assert b"Freibad" not in (tmp_path / FILE).read_bytes()


def test_the_file_is_its_owners_and_holds_no_time_of_day(tmp_path: Path) -> None:
    give(tmp_path, SAID, 90)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert b"2026-11-21" in (tmp_path / FILE).read_bytes()
    assert b"2026-11-21T" not in (tmp_path / FILE).read_bytes()


def test_a_remark_has_an_end(tmp_path: Path) -> None:
    give(tmp_path, replace(SAID, remark="x" * 5000), 90)
    assert len(given(tmp_path, TODAY, 90)[0].remark) == LONGEST_REMARK


def test_the_file_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.feedback.MOST", 3)
    for number in range(10):
        give(tmp_path, replace(SAID, remark=str(number)), 90)
    assert [entry.remark for entry in given(tmp_path, TODAY, 90)] == ["9", "8", "7"]


def test_where_nothing_was_said_nothing_is_made(tmp_path: Path) -> None:
    assert given(tmp_path, TODAY, 90) == ()
    forget(tmp_path, TODAY, 90)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_or_forbidden_file_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"kein SQLite" * 100)
    with pytest.raises(KnowledgeBaseError):
        given(tmp_path, TODAY, 90)
    with pytest.raises(KnowledgeBaseError) as caught:
        give(tmp_path / "gibt es nicht", SAID, 90)
    assert caught.value.key == "read-only"


def test_what_is_done_with_is_forgotten_and_the_rest_stays(tmp_path: Path) -> None:
    for remark in ("eins", "zwei"):
        give(tmp_path, replace(SAID, remark=remark), 90)
    first = next(one for one in given(tmp_path, TODAY, 90) if one.remark == "eins")
    settle(tmp_path, first.number)
    settle(tmp_path, 99)
    assert [one.remark for one in given(tmp_path, TODAY, 90)] == ["zwei"]
