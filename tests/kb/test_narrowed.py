"""A knowledge base seen through filters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Assistant
from ingest.publish import ingest
from kb.config import Config, IngestConfig
from kb.embed import load_embedder
from kb.model import Query
from kb.narrowed import Extent, narrowed
from kb.store import KnowledgeBase

OLD = "Bericht\nDatum: 01.03.2015\nDas Lernhaus Amsel leitet Berta Beispiel seit dem Jahr 2014."
NEW = "Konzept\nDatum: 01.03.2022\nDas Lernhaus Drossel liegt in der Rathausgasse in Hilden."


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, make_pdf: Any) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("narrowed")
    make_pdf(folder / "papers" / "public" / "amsel.pdf", OLD)
    make_pdf(folder / "papers" / "intern" / "drossel.pdf", NEW)
    (folder / "papers" / "manifest.toml").write_text(
        '[[document]]\nfile = "public/amsel.pdf"\nkind = "bericht"\ndate = 2015-03-01\n'
        '[[document]]\nfile = "intern/drossel.pdf"\nkind = "konzept"\ndate = 2022-03-01\n',
        encoding="utf-8",
    )
    embedder = load_embedder("builtin")
    ingest([folder / "papers"], folder / "index", embedder, IngestConfig(workers=1))
    # A newer version: the older one stays findable for those who ask for what was.
    make_pdf(folder / "papers" / "public" / "amsel.pdf", OLD.replace("Berta Beispiel", "Carla Neumann"))
    ingest([folder / "papers"], folder / "index", embedder, IngestConfig(workers=1))
    with KnowledgeBase.open(folder / "index", embedder, "internal") as opened:
        yield opened


def files(base: KnowledgeBase, extent: Extent, text: str = "Lernhaus", **more: Any) -> set[str]:
    return {Path(hit.document.file).name for hit in narrowed(base, extent).search(Query(text, **more), 20)}


@pytest.mark.parametrize(
    "extent",
    [
        Extent(kinds=("bericht",)),
        Extent(years=(None, 2018)),
        Extent(visibilities=("public",)),
    ],
)
def test_nothing_outside_the_extent_is_found_or_listed(base: KnowledgeBase, extent: Extent) -> None:
    assert files(base, Extent()) == {"amsel.pdf", "drossel.pdf"}
    assert files(base, extent) == {"amsel.pdf"}
    assert [Path(document.file).name for document in narrowed(base, extent).documents()] == ["amsel.pdf"]


def test_a_search_for_papers_outside_the_extent_finds_nothing(base: KnowledgeBase) -> None:
    inside, outside = sorted(base.documents(), key=lambda document: document.kind)
    assert narrowed(base, Extent(documents=(inside.id,))).search(Query("Lernhaus", documents=(outside.id,))) == ()


def test_earlier_versions_of_the_one_paper_are_looked_at_where_asked_for(base: KnowledgeBase) -> None:
    paper = next(document for document in base.documents() if document.kind == "bericht")
    now = narrowed(base, Extent(documents=(paper.id,))).search(Query("Wer leitet das Lernhaus?"), 20)
    ever = narrowed(base, Extent(documents=(paper.id,), past=True)).search(Query("Wer leitet das Lernhaus?"), 20)
    assert not any("Berta" in hit.passage.text for hit in now)
    assert any("Berta" in hit.passage.text for hit in ever)


def test_an_assistant_answers_within_the_extent_alone_follow_ups_too(base: KnowledgeBase) -> None:
    assistant = Assistant(base, Config(), load_embedder("builtin"), lambda: date(2026, 1, 1))
    question = "Wo liegt das Lernhaus Drossel?"
    assert assistant.ask(question).answered
    extent = Extent(kinds=("bericht",))
    refused = assistant.ask(question, within=extent)
    assert not refused.answered
    follow_up = assistant.ask("Und wo genau liegt es?", [(question, "In der Rathausgasse.")], within=extent)
    shown = {entry.document.kind for entry in (*refused.nearest, *follow_up.citations, *follow_up.nearest)}
    assert shown <= {"bericht"}
