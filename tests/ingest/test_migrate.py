"""The vectors of an index moved to a real Chroma server and back; what holds on every server: `test_backend_contract`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.publish import ingest
from kb import migrate as moving
from kb.config import IngestConfig
from kb.errors import KnowledgeBaseError
from kb.migrate import migrate
from kb.model import Query
from kb.places import forget_place
from kb.publication import repair
from kb.server_place import ServerPlace, place_of, put_place
from kb.store import KnowledgeBase
from kb.vector_server import ServerVectors
from kb.vectors import VectorIndex
from tests.conftest import FakeEmbedder

MakePdf = Callable[..., Path]
PUBLIC = IngestConfig(default_visibility="public")
TOWNS = ("Velbert", "Ratingen", "Haan", "Erkrath", "Langenfeld", "Hilden", "Monheim", "Wülfrath")


@pytest.fixture
def papers(tmp_path: Path, make_pdf: MakePdf) -> Path:
    for number, town in enumerate(TOWNS):
        make_pdf(tmp_path / "papers" / f"{number}.pdf", f"Sprachcafe {town}\nDas Sprachcafe trifft sich in {town}.")
    return tmp_path / "papers"


@pytest.fixture
def index(tmp_path: Path, papers: Path, embedder: FakeEmbedder) -> Path:
    ingest([papers], tmp_path / "index", embedder, PUBLIC)
    return tmp_path / "index"


def found(index: Path, embedder: FakeEmbedder, text: str = "Sprachcafe trifft sich") -> list[str]:
    with KnowledgeBase.open(index, embedder) as base:
        vector = embedder.queries([text])[0]
        near = [number for number, _ in base.nearest(vector, 3)]
        assert len(near) == 3
        return [hit.passage.text for hit in base.search(Query(text), 20)]


def places(index: Path) -> set[ServerPlace | None]:
    return {place_of(folder) for folder in index.glob("*/build-*/vectors")}


def test_after_the_move_everything_is_found_as_before(index: Path, embedder: FakeEmbedder, chroma_server: str) -> None:
    before = found(index, embedder)
    moved = migrate(index, embedder, chroma_server)
    assert (moved.vectors, moved.agreement) == (len(TOWNS), 1.0)
    assert moved.queries > 0
    assert found(index, embedder) == before
    migrate(index, embedder, None)
    assert found(index, embedder) == before


def test_a_lost_server_is_left_behind_without_being_asked(
    tmp_path: Path, papers: Path, index: Path, embedder: FakeEmbedder, chroma_server: str, make_pdf: MakePdf
) -> None:
    before = found(index, embedder)
    migrate(index, embedder, chroma_server)
    for folder in index.glob("*/build-*/**/vectors"):
        if place := place_of(folder):
            put_place(folder, replace(place, url="http://127.0.0.1:9"))
    with pytest.raises(KnowledgeBaseError) as told:
        repair(index, embedder)  # would go where the vectors are
    assert told.value.key == "vector-server"
    repair(index, embedder, "embedded")
    assert found(index, embedder) == before
    make_pdf(papers / "9.pdf", "Sprachcafe Heiligenhaus\nDas Sprachcafe trifft sich in Heiligenhaus.")
    ingest([papers], index, embedder, PUBLIC)
    assert len(found(index, embedder)) == len(TOWNS) + 1
    repair(index, embedder, chroma_server)
    urls = [place and place.url for place in map(place_of, newest(index))]
    assert urls == [chroma_server] * 2
    assert len(found(index, embedder)) == len(TOWNS) + 1


def newest(index: Path) -> list[Path]:
    """Return the folders of the vectors of the latest build."""
    last = max(int(folder.name.partition("-")[2]) for folder in index.glob("public/build-*"))
    return list(index.glob(f"*/build-{last}/vectors"))


def test_a_running_reader_takes_up_the_move(index: Path, embedder: FakeEmbedder, chroma_server: str) -> None:
    with KnowledgeBase.open(index, embedder) as base:
        before = [hit.passage.id for hit in base.search(Query("Sprachcafe Haan"), 20)]
        migrate(index, embedder, chroma_server)
        assert [hit.passage.id for hit in base.search(Query("Sprachcafe Haan"), 20)] == before
        assert base.generation.summary["migrated"] == len(TOWNS)


def test_internal_vectors_are_in_a_collection_of_their_own(
    tmp_path: Path, papers: Path, embedder: FakeEmbedder, chroma_server: str, make_pdf: MakePdf
) -> None:
    make_pdf(papers / "intern" / "geheim.pdf", "Personalplan\nDer Personalplan ist nur für den Dienst.")
    ingest([papers], tmp_path / "index", embedder, PUBLIC)
    migrate(tmp_path / "index", embedder, chroma_server)
    counts = {}
    for place in places(tmp_path / "index") - {None}:
        assert place is not None
        if "past" not in place.collection and place.collection.endswith("-2"):
            vectors = ServerVectors(place, embedder.dimension)
            counts[place.collection.split("-")[2]] = vectors.count()
            vectors.close()
    assert counts == {"public": len(TOWNS), "internal": 1}


def test_a_server_out_of_reach_leaves_the_index_as_it_is(index: Path, embedder: FakeEmbedder) -> None:
    before = found(index, embedder)
    with pytest.raises(KnowledgeBaseError) as raised:
        migrate(index, embedder, "http://127.0.0.1:1")
    assert raised.value.key == "vector-server"
    assert found(index, embedder) == before


@pytest.mark.parametrize("url", ["chroma", "ftp://host:1", "http://", "http://host:port"])
def test_an_address_that_is_none_is_named(index: Path, embedder: FakeEmbedder, url: str) -> None:
    with pytest.raises(KnowledgeBaseError) as raised:
        migrate(index, embedder, url)
    assert raised.value.key == "bad-vector-server"


def test_a_copy_that_finds_something_else_is_not_published(
    index: Path, embedder: FakeEmbedder, chroma_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = found(index, embedder)

    def scrambled(_: dict[str, VectorIndex]) -> object:
        return lambda _shard, ids: {number: embedder.passages([str(number)])[0] for number in ids}

    monkeypatch.setattr(moving, "_taken", scrambled)
    monkeypatch.setattr(moving, "NEAREST", 3)
    with pytest.raises(KnowledgeBaseError) as raised:
        migrate(index, embedder, chroma_server)
    assert raised.value.key == "migration-differs"
    assert found(index, embedder) == before


def test_a_lost_collection_is_named_and_made_anew_by_repair(
    index: Path, embedder: FakeEmbedder, chroma_server: str
) -> None:
    migrate(index, embedder, chroma_server)
    before = found(index, embedder)
    for place in places(index) - {None}:
        assert place is not None
        forget_place(place)
    with pytest.raises(KnowledgeBaseError) as raised:
        found(index, embedder)
    assert raised.value.key == "no-collection"
    repair(index, embedder)
    assert found(index, embedder) == before
    assert {place.url for place in places(index) if place} == {chroma_server}


def test_collections_of_builds_that_are_no_longer_shown_are_deleted(
    index: Path, embedder: FakeEmbedder, chroma_server: str
) -> None:
    migrate(index, embedder, chroma_server)
    (first,) = [place for place in places(index) if place and "-public-2" in place.collection]
    migrate(index, embedder, None)
    migrate(index, embedder, None)
    with pytest.raises(KnowledgeBaseError) as raised:
        ServerVectors(first, embedder.dimension)
    assert raised.value.key == "no-collection"
