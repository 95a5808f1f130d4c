"""Writing corrections: nothing of the file is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import ConfigError
from kb.offer_corrections import read_overrides
from ui.corrections_file import ChangedSinceError, add_row, mark, remove_row

FILE = """# Berichtigungen des Teams
[[offer]]
offer = "Elterncafé"   # heißt jetzt anders
new_name = "Café für Eltern"

# Das hier weiß Frau Muster.
[[offer]]
offer = "Chor"
time = '''
[[offer]]
dienstags'''

[[offer]]
offer = "Tanz"
hide = true
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "offers.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_new_row_stands_at_the_end_and_all_else_stays(file: Path) -> None:
    add_row(file, {"offer": "Schach", "contact_phone": '02104 "99"', "note": "Anruf \\ 3.5."})
    text = file.read_text(encoding="utf-8")
    assert text.startswith(FILE)
    last = read_overrides(file).rows[-1]
    assert (last.offer, last.values, last.note) == ("Schach", {"contact.phone": '02104 "99"'}, "Anruf \\ 3.5.")


def test_the_first_row_makes_the_file(tmp_path: Path) -> None:
    add_row(tmp_path / "neu" / "offers.toml", {"offer": "Schach", "hide": True})
    assert read_overrides(tmp_path / "neu" / "offers.toml").rows[0].hide


def test_a_row_that_cannot_be_used_leaves_the_file_as_it_is(file: Path) -> None:
    with pytest.raises(ConfigError, match=r"offers\.toml"):
        add_row(file, {"offer": "Schach", "topic": "Quatsch"})
    assert file.read_text(encoding="utf-8") == FILE
    assert [one.name for one in file.parent.iterdir()] == ["offers.toml"]


def test_a_row_goes_and_the_comments_of_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "offers.toml"
    plain = FILE.replace("'''\n[[offer]]\ndienstags'''", '"dienstags"')
    file.write_text(plain, encoding="utf-8")
    remove_row(file, 1, mark(file))
    assert [row.offer for row in read_overrides(file).rows] == ["Chor", "Tanz"]
    assert "# Das hier weiß Frau Muster." in file.read_text(encoding="utf-8")
    remove_row(file, 2, mark(file))
    remove_row(file, 1, mark(file))
    assert "[[offer]]" not in file.read_text(encoding="utf-8")
    assert file.read_text(encoding="utf-8").startswith("# Berichtigungen des Teams")
    assert read_overrides(file).rows == ()


def test_a_head_inside_a_text_is_no_row_and_nothing_is_removed(file: Path) -> None:
    with pytest.raises(ChangedSinceError):
        remove_row(file, 2, mark(file))
    assert file.read_text(encoding="utf-8") == FILE


def test_a_file_that_somebody_changed_meanwhile_is_left_alone(file: Path) -> None:
    seen = mark(file)
    add_row(file, {"offer": "Schach", "hide": True})
    with pytest.raises(ChangedSinceError):
        remove_row(file, 1, seen)


@settings(max_examples=60)
@given(st.text(max_size=60).filter(str.split))
def test_whatever_is_typed_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, typed: str) -> None:
    file = tmp_path_factory.mktemp("wild") / "offers.toml"
    try:
        add_row(file, {"offer": "Chor", "note": typed, "hide": True})
    except UnicodeEncodeError:  # half of a surrogate pair: no browser sends one
        return
    note = read_overrides(file).rows[0].note
    assert note in (" ".join(typed.split()), "")  # "-" empties


def test_a_row_in_a_file_of_a_windows_editor_ends_as_the_others(tmp_path: Path) -> None:
    file = tmp_path / "offers.toml"
    file.write_bytes(b'[[offer]]\r\noffer = "Chor"\r\nhide = true')
    add_row(file, {"offer": "Tanz", "hide": True})
    assert b"\n" not in file.read_bytes().replace(b"\r\n", b"")
    assert [row.offer for row in read_overrides(file).rows] == ["Chor", "Tanz"]
