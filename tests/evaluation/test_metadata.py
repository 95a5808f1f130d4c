"""The measure of head data."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from evaluation.metadata import is_printed, score, score_rows, word_f1


def row(**changed: str) -> dict[str, str]:
    text = "ANTRAG\nVorlage Nr.: 2016/0631\nvom: 19.10.2016\nHalle für die Jugend\nBegründung:\nSie steht leer."
    values = {"id": "1", "title": "Halle für die Jugend", "kind": "Antrag", "reference": "2016/0631"}
    return {**values, "date": "2016-10-19", "text": text, **changed}


def test_a_row_read_right_counts_in_every_field() -> None:
    result = score_rows([row()])
    assert (result.reference.right, result.kind.right, result.date.right, result.title.right) == (1, 1, 1, 1)
    assert result.misses == ()


def test_case_and_white_space_of_titles_are_forgiven_and_nothing_else() -> None:
    assert score_rows([row(title="halle  für die JUGEND")]).title.right == 1
    other = score_rows([row(title="Halle - für die Jugend")])
    assert (other.title.right, other.title_letters) == (0, 1)


def test_titles_of_mostly_the_same_words_count_in_a_measure_of_their_own() -> None:
    longer = score_rows([row(title="Änderungsantrag SPD: Halle für die Jugend in unserer Stadt am See bauen")])
    assert (longer.title.right, longer.title_letters, longer.title_words) == (0, 0, 0)
    text = row()["text"].replace("Halle für die Jugend", "Neue Halle für die Jugend in unserer Stadt am See bauen")
    put_before = score_rows([row(title="Antrag: Neue Halle für die Jugend in unserer Stadt am See bauen", text=text)])
    assert (put_before.title.right, put_before.title_letters, put_before.title_words) == (0, 0, 1)
    assert put_before.as_json()["title_words"] == 1
    assert word_f1("Halle für alle", "") == 0


def test_a_miss_names_what_was_expected_and_what_was_read() -> None:
    result = score_rows([row(), row(id="2", date="2016-10-24")])
    assert (result.n, result.date.right) == (2, 0.5)
    miss = result.misses[0]
    assert (miss.id, miss.field, miss.expected, miss.read) == ("2", "date", "2016-10-24", "2016-10-19")


def test_what_the_text_does_not_print_is_told_apart_from_what_was_not_read() -> None:
    result = score_rows([row(date="2016-10-24", title="Ganz anders")])
    assert (result.date.printed, result.date.given) == (0, 1)
    assert (result.title.printed, result.reference.printed) == (0, 1)


def test_a_title_broken_over_lines_is_printed() -> None:
    assert is_printed("title", "Nutzung weiterentwickeln", "Nutzung weiterentwi-\nckeln")


def test_plain_and_packed_files_score_the_same(tmp_path: Path) -> None:
    line = json.dumps(row()) + "\n"
    plain, packed = tmp_path / "rows.jsonl", tmp_path / "rows.jsonl.xz"
    plain.write_text(line, encoding="utf-8")
    packed.write_bytes(lzma.compress(line.encode()))
    assert score(plain) == score(packed)


def test_a_file_without_rows_is_an_error(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="no rows"):
        score(empty)


def test_reference_and_kind_of_real_papers_are_read(shared: Path) -> None:
    result = score(shared / "eval" / "council-papers-metadata.jsonl.xz")
    # Measured .998 and .977; what lies below the aims of .98 and .93 is a step back.
    assert result.reference.right >= 0.98
    assert result.kind.right >= 0.93
    # Measured .67, .768 and .947. What the system's clerks typed otherwise than it is printed nobody can read.
    assert result.title.right >= 0.66
    assert result.title_letters >= 0.76
    assert result.title_words >= 0.94
