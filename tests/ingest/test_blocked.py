"""A block on a person outlives reading the paper anew, repairing the index, another model, and a new index."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.batch import read_all
from ingest.publish import ingest
from ingest.read import Reading, Stated
from kb.blocks import block, unblock
from kb.config import IngestConfig
from kb.model import Audience, Query
from kb.publication import repair
from kb.store import KnowledgeBase

MakePdf = Callable[..., Path]
ONE = IngestConfig(workers=1, default_visibility="public")
PAPER = "Das Zentrum beraet Familien.\nLeitung: Armin Roemer\nTelefon: 02104 992175\nE-Mail: armin.roemer@kreis.example"


def _without_contacts(*files: Any, **more: Any) -> Iterator[tuple[Path, Reading]]:
    for file, reading in read_all(*files, **more):
        assert isinstance(reading, Reading)
        yield file, replace(reading, stated=Stated())


@pytest.fixture
def index(tmp_path: Path, make_pdf: MakePdf, embedder: Any) -> Path:
    make_pdf(tmp_path / "papers" / "steckbrief.pdf", PAPER)
    ingest((tmp_path / "papers",), tmp_path / "index", embedder, ONE)
    return tmp_path / "index"


def shown(index: Path, embedder: Any, audience: Audience) -> str:
    """All that an audience is given of the papers."""
    with KnowledgeBase.open(index, embedder, audience) as base:
        (document,) = base.documents()
        page = base.page(document.id, 1)
        parts: list[Any] = [base.contacts(), base.offers(), base.evidence(document.id), base.documents(), page]
        parts += [passage.text for passage in base.passages(document.id)]
        parts += [hit.passage.text for hit in base.search(Query("Leitung Zentrum Roemer Telefon"), 5)]
        return repr(parts)


def changed(index: Path, make_pdf: MakePdf, embedder: Any) -> Any:
    make_pdf(index.parent / "papers" / "steckbrief.pdf", PAPER + "\nNeu: Es gibt ein Sprachcafe.")
    assert ingest((index.parent / "papers",), index, embedder, ONE).changed == ("steckbrief.pdf",)
    return embedder


def repaired(index: Path, make_pdf: MakePdf, embedder: Any) -> Any:
    repair(index, embedder)
    return embedder


def another_model(index: Path, make_pdf: MakePdf, embedder: Any) -> Any:
    other = type(embedder)("fake-2")
    repair(index, other)
    return other


def anew(index: Path, make_pdf: MakePdf, embedder: Any) -> Any:
    shutil.rmtree(index)
    ingest((index.parent / "papers",), index, embedder, ONE)
    return embedder


@pytest.mark.parametrize("audience", ["public", "internal"])
@pytest.mark.parametrize("happens", [changed, repaired, another_model, anew])
def test_a_block_outlives(
    index: Path, make_pdf: MakePdf, embedder: Any, happens: Callable[..., Any], audience: Audience
) -> None:
    assert "Roemer" in shown(index, embedder, audience)
    block(index, "Armin Roemer", date(2026, 11, 21))
    model = happens(index, make_pdf, embedder)
    told = shown(index, model, audience)
    assert "Roemer" not in told
    assert "992175" not in told
    assert "roemer@" not in told
    assert "Das Zentrum beraet Familien." in told


def test_an_open_knowledge_base_heeds_a_block_at_once_and_shows_again_what_is_unblocked(
    index: Path, embedder: Any
) -> None:
    with KnowledgeBase.open(index, embedder) as base:
        assert [contact.person for _, contact in base.contacts()] == ["Armin Roemer"]
        block(index, "02104/992175", date(2026, 11, 21))
        assert base.contacts() == ()
        unblock(index, "02104 992175", date(2026, 11, 21))
        assert [contact.person for _, contact in base.contacts()] == ["Armin Roemer"]


def test_the_catalogue_of_contacts_is_read_anew_where_its_recipe_has_changed(
    index: Path, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.plan.CONTACTS", "next")
    monkeypatch.setattr("ingest.readings.read_all", _without_contacts)
    ingest((index.parent / "papers",), index, embedder, ONE)
    with KnowledgeBase.open(index, embedder) as base:
        assert base.contacts() == ()
