from datetime import date
from pathlib import Path

import pytest

from ingest.weblist import is_list, read_list
from kb.errors import IngestError


def written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def test_a_text_file_has_an_address_a_line_and_a_title_if_wanted(tmp_path: Path) -> None:
    file = written(
        tmp_path / "ki.urls", "\ufeff# Flyer\n\nhttps://a.example/1.pdf\n  https://a.example/2.pdf \t Unser Flyer\n"
    )
    first, second = read_list(file)
    assert first.address == "https://a.example/1.pdf"
    assert first.entry.title is None
    assert first.entry.origin == "https://a.example/1.pdf"
    assert (second.address, second.entry.title) == ("https://a.example/2.pdf", "Unser Flyer")


def test_a_toml_file_says_what_a_manifest_says(tmp_path: Path) -> None:
    file = written(
        tmp_path / "addresses.toml",
        '[[address]]\nurl = "https://a.example/1.pdf"\ntitle = "Konzept"\nkind = "konzept"\ndate = 2021-10-19\n'
        'visibility = "public"\norigin = "https://a.example/konzept"\n',
    )
    (listed,) = read_list(file)
    assert listed.entry.title == "Konzept"
    assert listed.entry.date == date(2021, 10, 19)
    assert listed.entry.visibility == "public"
    assert listed.entry.origin == "https://a.example/konzept"


@pytest.mark.parametrize(
    ("text", "key", "named"),
    [
        ("", "list-empty", "addresses.toml"),
        ("[[address]]\nurl = 3", "list-no-address", "Eintrag 1"),
        ('[[address]]\nurl = "ftp://a/b"', "list-no-address", "ftp://a/b"),
        ('[[address]]\nurl = "http://a/b"\ntitel = "x"', "list-unknown-field", "titel"),
        ('[[address]]\nurl = "http://a/b"\nfile = "x"', "list-unknown-field", "file"),
        ('[[address]]\nurl = "http://a/b"\ndate = "2021-01-01"', "list-bad-value", "date"),
        ('[[address]]\nurl = "http://a/b"\ndate = 2021-01-01T10:00:00', "list-bad-value", "date"),
        ('[[address]]\nurl = "http://a/b"\nvisibility = "offen"', "list-bad-value", "offen"),
        ('[[address]]\nurl = "http://a/b"\n[[address]]\nurl = "http://a/b"', "list-twice", "Eintrag 2"),
        ('[[document]]\nurl = "http://a/b"', "list-form", "address"),
        ("address = 3", "list-form", "address"),
        ("[[address]\n", "bad-manifest", "addresses.toml"),
    ],
)
def test_a_mistake_in_a_list_is_named(tmp_path: Path, text: str, key: str, named: str) -> None:
    with pytest.raises(IngestError, match=named.replace(".", r"\.")) as caught:
        read_list(written(tmp_path / "addresses.toml", text))
    assert caught.value.key == key


def test_a_line_that_is_no_address_is_named_with_its_number(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r"Eintrag 2.*www\.a\.example"):
        read_list(written(tmp_path / "a.urls", "# Liste\nwww.a.example/1.pdf\n"))


def test_lists_are_told_by_their_names() -> None:
    assert is_list(Path("x/addresses.toml"))
    assert is_list(Path("x/ki.urls"))
    assert not is_list(Path("x/manifest.toml"))
    assert not is_list(Path("x.pdf"))


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r"fehlt\.urls"):
        read_list(tmp_path / "fehlt.urls")
