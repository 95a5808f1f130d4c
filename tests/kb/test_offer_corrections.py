"""A file of corrections: a table or TOML, by German or English words, with errors that say where."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from kb.errors import ConfigError
from kb.offer_corrections import OverridesFile, find_corrections, read_overrides
from kb.offer_overrides import NONE
from kb.offer_words import label, values

WOMEN = next(code for code in values("audience") if label("audience", code) == "Frauen")


def written(folder: Path, text: str, name: str = "offers.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_a_table_of_a_spreadsheet_is_read_by_german_names(tmp_path: Path) -> None:
    text = "Angebot;Bisher in;Kosten;Zielgruppe;Gültig bis;Von;Am\nVätertreff;Hilden;-;Frauen;31.12.2026;Mu;20.11.2026\n;;;;;;\n"
    (row,) = read_overrides(written(tmp_path, text)).rows
    assert (row.row, row.offer, row.at, row.who, row.when) == (2, "Vätertreff", "Hilden", "Mu", "20.11.2026")
    assert row.values["cost"] is None
    assert row.values["audience"] == (WOMEN,)
    assert row.values["valid_to"] == date(2026, 12, 31)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_table_is_read_whatever_a_spreadsheet_writes(tmp_path: Path, encoding: str, sign: str) -> None:
    text = sign.join(("Angebot", "Träger")) + "\r\n" + sign.join(("Vätertreff", '"AWO\r\nHilden"')) + "\r\n"
    (row,) = read_overrides(written(tmp_path, text, encoding=encoding)).rows
    assert (row.offer, row.values) == ("Vätertreff", {"organiser": "AWO Hilden"})


def test_toml_takes_codes_and_german_words_and_parts_of_a_contact(tmp_path: Path) -> None:
    text = f"""
[[offer]]
name = "Nähtreff"
new = true
audience = ["{WOMEN}"]
contact = {{ phone = "02104 1", mail = "" }}
valid_from = 2026-10-01
valid_to = "2026-12"
note = "Aushang"

[[offer]]
name = "Stillcafé"
hide = true
"""
    first, second = read_overrides(written(tmp_path, text, "offers.toml")).rows
    assert (first.row, first.new, first.note, second.row, second.hide) == (1, True, "Aushang", 2, True)
    assert first.values["audience"] == (WOMEN,)
    assert (first.values["contact.phone"], first.values["contact.mail"]) == ("02104 1", None)
    assert (first.values["valid_from"], first.values["valid_to"]) == (date(2026, 10, 1), date(2026, 12, 31))
    assert first.values["valid_printed"] == {"valid_from": "2026-10-01", "valid_to": "2026-12"}


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("Kosten\n1 €\n", "corrections-no-header", "„Angebot“"),
        ("Angebot;Preis\nX;1\n", "corrections-unknown-column", "„Preis“"),
        ("Angebot;Kosten\nX;1\nY;2 €;3\n", "corrections-long-row", "Zeile 3"),
        ("Angebot;Kosten\n;1 €\n", "corrections-no-offer", "Eintrag 2"),
        ("Angebot;Kosten\nX;1 €\nY;\n", "corrections-nothing", "Eintrag 3"),
        ("Angebot;Kosten;Ausblenden\nX;1 €;ja\n", "corrections-two-ways", "„Ausblenden“"),
        ("Angebot;Zielgruppe\nX;Marsmenschen\n", "corrections-bad-value", "Marsmenschen"),
        ("Angebot;Ausblenden\nX;vielleicht\n", "corrections-bad-value", "„Ausblenden“"),
        ("Angebot;Gültig bis\nX;31.02.2026\n", "corrections-bad-value", "„Gültig bis“"),
        ("Angebot;Gültig bis\nX;bald\n", "corrections-bad-value", "bald"),
    ],
)
def test_a_table_that_cannot_be_used_says_file_row_field_and_remedy(
    tmp_path: Path, text: str, key: str, said: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read_overrides(written(tmp_path, text))
    assert caught.value.key == key
    assert said in caught.value.message
    assert "offers.csv" in caught.value.message
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[[offer]\n", "bad-config-file"),
        ("[[angebot]]\nname = 'X'\n", "corrections-no-entries"),
        ("[[offer]]\nname = 'X'\ncost = 5\n", "corrections-bad-value"),
        ("[[offer]]\nname = 'X'\nprice = '5 €'\n", "corrections-unknown-column"),
        ("[[offer]]\nname = 'X'\nnew_name = ''\n", "corrections-bad-value"),
    ],
)
def test_a_toml_file_that_cannot_be_used_says_so(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_overrides(written(tmp_path, text, "offers.toml"))
    assert caught.value.key == key


def test_no_file_no_corrections(tmp_path: Path) -> None:
    assert OverridesFile().current() is NONE
    with pytest.raises(ConfigError, match=r"fehlt\.csv"):
        OverridesFile(tmp_path / "fehlt.csv").current()


def test_a_changed_file_is_read_again_and_a_broken_one_leaves_the_last_good_rows(tmp_path: Path) -> None:
    path = written(tmp_path, "Angebot;Kosten\nX;1 €\n")
    file = OverridesFile(path)
    first = file.current()
    assert file.current() is first
    written(tmp_path, "Angebot;Kosten\nX;22 €\n")
    second = file.current()
    assert second.rows[0].values == {"cost": "22 €"}
    written(tmp_path, "Angebot;Preis\nX;333 €\n")
    assert file.current() is second
    assert isinstance(file.problem, ConfigError)
    path.unlink()
    assert file.current() is second
    written(tmp_path, "Angebot;Kosten\nX;4444 €\n")
    os.utime(path, (1, 1))
    assert file.current().rows[0].values == {"cost": "4444 €"}
    assert file.problem is None


def test_the_corpus_may_hold_the_file(tmp_path: Path) -> None:
    assert find_corrections(None, tmp_path) is None
    table = written(tmp_path, "Angebot\n")
    assert find_corrections(None, tmp_path) == table
    assert find_corrections(tmp_path / "x.toml", tmp_path) == tmp_path / "x.toml"
