"""`kiz migrate` for the catalogue: there, back, and what it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cli import main
from ingest.publish import ingest
from kb.catalogue_place import FILE, catalogue_place
from kb.config import IngestConfig
from tests.conftest import FakeEmbedder
from tests.postgres import PASSWORD, Server

MakePdf = Callable[..., Path]


@pytest.fixture
def index(tmp_path: Path, make_pdf: MakePdf, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    make_pdf(tmp_path / "papers" / "eins.pdf", "Sprachcafe\nDas Sprachcafe findet jeden Dienstag statt.")
    ingest([tmp_path / "papers"], tmp_path / "index", embedder, IngestConfig(default_visibility="public", workers=1))
    return tmp_path / "index"


def test_the_catalogue_moves_to_a_database_and_back(
    index: Path, postgres: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate", postgres.url, "--index", str(index)]) == 0
    assert "1 Unterlagen Wort für Wort verglichen" in capsys.readouterr().out
    assert PASSWORD not in (index / FILE).read_text()
    assert main(["migrate", "embedded", "--catalogue", "--index", str(index), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["compared"] == 1
    assert catalogue_place(index) is None
    assert main(["migrate", "embedded", "--catalogue", "--index", str(index)]) == 0
    assert "schon im Ordner" in capsys.readouterr().out


def test_an_address_with_a_password_is_refused_and_not_repeated(
    index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate", "postgresql://kiz:geheim-7@db/kiz", "--index", str(index)]) != 0
    said = capsys.readouterr()
    assert "PGPASSFILE" in said.err
    assert "geheim-7" not in said.out + said.err
