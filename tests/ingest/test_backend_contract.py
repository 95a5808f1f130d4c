"""What an index does wherever its vectors and words lie: in its folder, on a Chroma server, on Milvus.

The same papers, the same questions, the same answers; and all that an operator does to papers.
"""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.publish import ingest, roll_back
from kb import milvus
from kb.config import IngestConfig
from kb.errors import KnowledgeBaseError
from kb.migrate import migrate
from kb.model import Query
from kb.places import VECTORS, open_vectors, open_words
from kb.publication import publication, repair
from kb.server_place import place_of
from kb.shard import index_recipe
from kb.soundness import missing
from kb.store import KnowledgeBase
from tests.conftest import FakeEmbedder
from tests.ingest.towns import index_towns

MakePdf = Callable[..., Path]
PUBLIC = IngestConfig(default_visibility="public")
TOWNS = ("Velbert", "Ratingen", "Haan", "Erkrath", "Langenfeld", "Hilden", "Monheim", "Wülfrath")
QUESTIONS = ("Sprachcafe trifft sich", "Wo ist das Sprachcafe in Haan?", "Sprachkaffee", "Wülfrath", "Personalplan")


Pristine = tuple[Path, Path, Path]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory, make_pdf: MakePdf, embedder: FakeEmbedder) -> Pristine:
    """The folder of papers, a copy of it, and an index of it in its own folder."""
    folder = tmp_path_factory.mktemp("pristine")
    index_towns(folder, TOWNS, make_pdf, embedder, PUBLIC)
    return folder / "papers", folder / "copy", folder / "index"


@pytest.fixture
def papers(pristine: Pristine) -> Path:
    """The folder of papers as it was when the index was made."""
    papers, copy, _ = pristine
    shutil.rmtree(papers)
    shutil.copytree(copy, papers)
    return papers


@pytest.fixture(params=["folder", "chroma", "milvus"])
def index(request: pytest.FixtureRequest, tmp_path: Path, pristine: Pristine, embedder: FakeEmbedder) -> Path:
    """An index of the papers, its vectors (and on Milvus its words) where the parameter says."""
    index = tmp_path / "index"
    shutil.copytree(pristine[2], index)
    if request.param != "folder":
        url = request.getfixturevalue(f"{request.param}_server")
        moved = migrate(index, embedder, url)
        assert (moved.vectors, moved.agreement, moved.words) == (len(TOWNS) + 1, 1.0, 1.0)
    return index


@pytest.fixture
def embedded(tmp_path: Path, pristine: Pristine) -> Path:
    """The same papers in an index of its own folder, to compare with."""
    shutil.copytree(pristine[2], tmp_path / "embedded")
    return tmp_path / "embedded"


def found(index: Path, embedder: FakeEmbedder, query: Query, audience: str = "public") -> list[tuple[str, float]]:
    with KnowledgeBase.open(index, embedder, audience) as base:  # type: ignore[arg-type]
        return [(hit.passage.text, hit.score) for hit in base.search(query, 20)]


def texts(index: Path, embedder: FakeEmbedder, text: str = "Sprachcafe", **filters: object) -> str:
    return " ".join(text for text, _ in found(index, embedder, Query(text, **filters)))  # type: ignore[arg-type]


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_questions_find_the_same_with_the_same_scores(
    index: Path, embedded: Path, embedder: FakeEmbedder, audience: str
) -> None:
    for question in QUESTIONS:
        here, there = (found(at, embedder, Query(question), audience) for at in (index, embedded))
        assert here
        assert dict(here) == pytest.approx(dict(there), abs=1e-3)
        assert [score for _, score in here] == pytest.approx([score for _, score in there], abs=1e-3)


def test_rarity_and_mentions_of_words_are_the_same(index: Path, embedded: Path, embedder: FakeEmbedder) -> None:
    told = []
    for at in (index, embedded):
        with KnowledgeBase.open(at, embedder) as base:
            names = [document.id for document in base.documents()]
            told.append([base.rarity(word) for word in ("Sprachcafe", "Haan", "Xylophon")])
            told.append([sorted(base.mentions(word, names).values()) for word in ("Sprachcafe", "Haan", "Xylophon")])
    assert told[:2] == told[2:]


def test_citizens_find_nothing_internal_and_their_side_opens_no_internal_index(
    index: Path, embedder: FakeEmbedder
) -> None:
    assert "Personalplan" not in texts(index, embedder, "Personalplan")
    assert "Personalplan" in " ".join(text for text, _ in found(index, embedder, Query("Personalplan"), "internal"))
    place = place_of(max((index / "internal").glob("build-*")) / VECTORS)
    with KnowledgeBase.open(index, embedder, "public") as base:
        base.search(Query("Personalplan"), 20)
        shards = base._current().shards
        assert [shard.visibility for shard in shards] == ["public"]
        assert all(getattr(shard.vectors, "place", None) != place or place is None for shard in shards)


def test_filters_hold(index: Path, embedder: FakeEmbedder) -> None:
    with KnowledgeBase.open(index, embedder) as base:
        haan = [document.id for document in base.documents() if "Haan" in document.title]
        assert len(haan) == 1
        query = Query("Sprachcafe trifft sich", documents=tuple(haan))
        assert {hit.document.id for hit in base.search(query, 20)} == set(haan)


def test_papers_are_added_changed_withdrawn_and_taken_back(
    index: Path, papers: Path, embedder: FakeEmbedder, make_pdf: MakePdf
) -> None:
    make_pdf(papers / "neu.pdf", "Sprachcafe Heiligenhaus\nDas Sprachcafe trifft sich in Heiligenhaus.")
    make_pdf(papers / "1.pdf", "Sprachcafe Mettmann\nDas Sprachcafe trifft sich in Mettmann.")
    (papers / "2.pdf").unlink()
    report = ingest([papers], index, embedder, PUBLIC)
    assert report.documents == len(TOWNS) + 1
    asked = ("Heiligenhaus", "Mettmann", "Ratingen", "Haan")
    assert [name in texts(index, embedder) for name in asked] == [True, True, False, False]
    assert "Ratingen" in texts(index, embedder, past=True)
    roll_back(index, embedder, PUBLIC)
    assert [name in texts(index, embedder) for name in asked] == [False, False, True, True]
    roll_back(index, embedder, PUBLIC)
    assert [name in texts(index, embedder) for name in asked] == [True, True, False, False]
    assert missing(index, embedder.dimension) == {"words": 0, "vectors": 0}


def sizes(index: Path, embedder: FakeEmbedder) -> set[int]:
    """How many passages the vectors and the words of citizens' papers hold, shown or not."""
    build = max((index / "public").glob("build-*"))
    vectors = open_vectors(build / VECTORS, index_recipe(embedder), embedder.dimension)
    words = open_words(max(build.glob("words-*")))
    try:
        rows = getattr(words, "_collection", None)
        return {vectors.count(), rows.count() if isinstance(rows, milvus.Collection) else words.count()}
    finally:
        vectors.close()
        words.close()


def test_of_a_withdrawn_paper_nothing_is_left_in_vectors_and_words(
    index: Path, papers: Path, embedder: FakeEmbedder
) -> None:
    (papers / "2.pdf").unlink()
    ingest([papers], index, embedder, PUBLIC)
    assert sizes(index, embedder) == {len(TOWNS) - 1}


def test_a_publication_that_broke_off_leaves_no_trace(index: Path, papers: Path, embedder: FakeEmbedder) -> None:
    before = found(index, embedder, Query("Sprachcafe trifft sich"))
    with publication(index, embedder) as work:
        document = next(iter(work.published().documents.values()))
        work.end(document.id, "withdrawn")
        for shard in work.shards.values():
            shard.words.delete(range(1, 10))
            shard.words.commit()
    assert found(index, embedder, Query("Sprachcafe trifft sich")) == before
    (papers / "2.pdf").unlink()
    ingest([papers], index, embedder, PUBLIC)
    assert "Haan" not in texts(index, embedder)
    assert len(found(index, embedder, Query("Sprachcafe trifft sich"))) == len(TOWNS) - 1


def test_a_sweep_that_broke_off_is_finished_by_the_next_writer(index: Path, embedder: FakeEmbedder) -> None:
    with publication(index, embedder) as work:
        document = next(d for d in work.published().documents.values() if "Haan" in d.title)
        work.end(document.id, "withdrawn")
        work.publish({})
    assert "Haan" not in texts(index, embedder)
    with publication(index, embedder):
        pass
    assert sizes(index, embedder) == {len(TOWNS) - 1}


def test_readers_beside_a_writer_meet_no_error(
    index: Path, papers: Path, embedder: FakeEmbedder, make_pdf: MakePdf
) -> None:
    ended, errors, answers = threading.Event(), [], []
    base = KnowledgeBase.open(index, embedder)

    def read() -> None:
        while not ended.is_set():
            try:
                answers.append(len(base.search(Query("Sprachcafe trifft sich"), 20)))
            except Exception as error:  # whatever it is, it is the finding
                errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for round_ in range(2):
            make_pdf(papers / "neu.pdf", f"Sprachcafe Runde {round_}\nDas Sprachcafe trifft sich zum {round_}. Mal.")
            ingest([papers], index, embedder, PUBLIC)
    finally:
        ended.set()
        for reader in readers:
            reader.join()
        base.close()
    assert errors == []
    assert min(answers) >= len(TOWNS)


def places(index: Path) -> set[str | None]:
    builds = [max((index / shard).glob("build-*")) for shard in ("public", "internal")]
    found = [place_of(build / VECTORS) for build in builds]
    return {place and place.url for place in found}


def test_repair_builds_it_anew_where_it_is(index: Path, embedder: FakeEmbedder) -> None:
    before = found(index, embedder, Query("Sprachcafe trifft sich"))
    urls = places(index)
    repair(index, embedder)
    after = found(index, embedder, Query("Sprachcafe trifft sich"))
    assert dict(after) == pytest.approx(dict(before), abs=1e-3)
    assert places(index) == urls


def test_all_can_be_moved_back(index: Path, embedded: Path, embedder: FakeEmbedder) -> None:
    migrate(index, embedder, None)
    here, there = (found(at, embedder, Query("Sprachcafe trifft sich")) for at in (index, embedded))
    assert dict(here) == pytest.approx(dict(there), abs=1e-5)


def test_a_milvus_server_out_of_reach_leaves_the_index_as_it_is(
    embedded: Path, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pymilvus", reason="needs the extra: pip install 'kiz-assistent[milvus]'")
    monkeypatch.setattr(milvus, "CONNECT", 1.0)
    before = found(embedded, embedder, Query("Sprachcafe"))
    with pytest.raises(KnowledgeBaseError) as raised:
        migrate(embedded, embedder, "milvus+http://127.0.0.1:1")
    assert raised.value.key == "vector-server"
    assert found(embedded, embedder, Query("Sprachcafe")) == before


def test_without_pymilvus_the_address_of_a_milvus_server_says_what_to_install(
    embedded: Path, embedder: FakeEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(KnowledgeBaseError) as raised:
        migrate(embedded, embedder, "milvus+http://127.0.0.1:1")
    assert raised.value.key == "no-milvus"


@pytest.mark.parametrize("url", ["milvus+ftp://host:1", "milvus+http://", "milvus+http://host:port"])
def test_an_address_that_is_none_is_named(embedded: Path, embedder: FakeEmbedder, url: str) -> None:
    pytest.importorskip("pymilvus", reason="needs the extra: pip install 'kiz-assistent[milvus]'")
    with pytest.raises(KnowledgeBaseError) as raised:
        migrate(embedded, embedder, url)
    assert raised.value.key == "bad-vector-server"
