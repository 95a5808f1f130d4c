"""What `kiz contacts` prints."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli import main

PAPER = "Das Zentrum beraet Familien.\nLeitung: Armin Roemer\nTelefon: 02104 992175"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, make_pdf: Callable[..., Path]) -> Path:
    folder = tmp_path_factory.mktemp("contacts")
    make_pdf(folder / "papers" / "steckbrief.pdf", PAPER)
    assert main(["ingest", str(folder / "papers"), "--index", str(folder / "index"), "--json"]) == 0
    return folder / "index"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(["contacts", *arguments]) == 0
    return capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(run(capsys, *arguments, "--json"))


def test_contacts_are_listed_with_their_paper_and_page(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = run(capsys, "--index", str(index))
    assert "Armin Roemer" in shown
    assert "Telefon: 02104 992175" in shown
    assert "ohne Datum · steckbrief.pdf, S. 1" in shown


def test_as_json_every_value_has_its_quote(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (contact,) = told(capsys, "--index", str(index))["contacts"]
    assert (contact["person"], contact["role"], contact["mail"]) == ("Armin Roemer", "Leitung", None)
    assert {(one["field"], one["quote"], one["page"]) for one in contact["sources"]} == {
        ("person", "Armin Roemer", 1), ("role", "Leitung", 1), ("phone", "02104 992175", 1),
    }  # fmt: skip


def test_a_block_is_made_shown_and_taken_back(index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ("--index", str(index))
    assert told(capsys, *at, "--block", "Armin Roemer", "--reason", "Widerspruch") == {
        "blocked": "Armin Roemer", "kind": "name", "entries": 1,
    }  # fmt: skip
    assert told(capsys, *at)["contacts"] == []
    assert "Armin Roemer (Name), seit" in run(capsys, *at, "--blocked")
    assert "Widerspruch" in run(capsys, *at, "--blocked")
    assert told(capsys, *at, "--unblock", "Roemer, Armin") == {"unblocked": "Roemer, Armin", "found": True}
    assert "keine Sperre" in run(capsys, *at, "--unblock", "Roemer, Armin")
    assert "Nichts ist gesperrt" in run(capsys, *at, "--blocked")
    assert len(told(capsys, *at)["contacts"]) == 1
