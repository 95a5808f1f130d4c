"""The vector index: nearest first, filters inside the search, readers beside a writer."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kb import vectors
from kb.errors import KnowledgeBaseError
from kb.vectors import ChromaVectors, collection_name

DIMENSION = 16


def cloud(number: int, seed: int = 0) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(number, DIMENSION))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[ChromaVectors]:
    index = ChromaVectors(tmp_path / "vectors", "test space", DIMENSION, writable=True)
    index.upsert(range(200), cloud(200))
    yield index
    index.close()


def test_the_nearest_come_first_with_their_cosine(index: ChromaVectors) -> None:
    vectors, query = cloud(200), cloud(1, seed=1)[0]
    cosines = vectors @ query
    hits = index.search(query, 10)
    assert [number for number, _ in hits] == np.argsort(-cosines)[:10].tolist()
    assert [score for _, score in hits] == pytest.approx(sorted(cosines.tolist(), reverse=True)[:10], abs=1e-5)


def test_the_length_of_a_vector_does_not_count(index: ChromaVectors) -> None:
    query = cloud(1, seed=1)[0]
    assert [n for n, _ in index.search(query * 7, 5)] == [n for n, _ in index.search(query, 5)]


def test_a_filter_holds_inside_the_search(index: ChromaVectors) -> None:
    query, wanted = cloud(200)[0], np.array([*range(70, 80), *range(190, 200)])
    assert {number for number, _ in index.search(query, 20, wanted)} == {*wanted.tolist()}
    assert index.search(query, 5, wanted[:0]) == []
    assert index.search(query, 5, np.array([4711])) == []


def test_of_a_selection_the_nearest_are_found_exactly(index: ChromaVectors) -> None:
    wanted = np.arange(0, 200, 2)
    for seed in (1, 2):  # the second time the selection is remembered
        query = cloud(1, seed=seed)[0] * 3
        cosines = cloud(200)[wanted] @ query / 3
        hits = index.search(query, 5, wanted)
        assert [number for number, _ in hits] == wanted[np.argsort(-cosines)[:5]].tolist()
        assert hits[0][1] == pytest.approx(float(cosines.max()), abs=1e-5)


def test_a_remembered_selection_sees_what_is_written_and_deleted_later(index: ChromaVectors) -> None:
    wanted, new = np.array([3, 4, 5]), cloud(1, seed=5)
    index.search(new[0], 1, wanted)
    index.upsert([5], new)
    assert index.search(new[0], 1, wanted)[0][0] == 5
    index.delete([5])
    assert {number for number, _ in index.search(new[0], 3, wanted)} == {3, 4}


def test_only_the_last_selections_are_remembered(index: ChromaVectors) -> None:
    for start in range(20):
        index.search(cloud(1)[0], 1, np.arange(start, start + 5))
    assert len(index._selections) == vectors.SELECTIONS


def test_writing_a_passage_again_replaces_its_vector(index: ChromaVectors) -> None:
    new = cloud(1, seed=5)
    index.upsert([3], new)
    assert index.count() == 200
    assert index.search(new[0], 1)[0][0] == 3


def test_deleted_passages_are_not_found(index: ChromaVectors) -> None:
    index.delete([0, 1, 9999])
    assert index.count() == 198
    assert index.search(cloud(200)[0], 1)[0][0] != 0


def test_more_rows_than_one_batch_are_all_written(tmp_path: Path) -> None:
    index = ChromaVectors(tmp_path, "s", DIMENSION, writable=True)
    index.upsert(range(2500), cloud(2500))
    assert index.count() == 2500
    index.delete(range(2400))
    assert index.count() == 100
    index.close()


def test_vectors_of_another_dimension_are_refused(index: ChromaVectors) -> None:
    with pytest.raises(ValueError, match="dimension 3"):
        index.upsert([1], np.ones((1, 3), dtype=np.float32))
    with pytest.raises(ValueError, match="length"):
        index.upsert([1, 2], cloud(1))


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = ChromaVectors(tmp_path, "s", DIMENSION, writable=True)
    assert index.search(cloud(1)[0], 3) == []
    assert index.count() == 0
    index.close()


def test_a_reader_opened_later_sees_everything_though_the_writer_is_still_open(index: ChromaVectors) -> None:
    reader = ChromaVectors(index.path, "test space", DIMENSION)
    index.upsert([777], cloud(1, seed=9))
    later = ChromaVectors(index.path, "test space", DIMENSION)
    assert later.search(cloud(1, seed=9)[0], 1)[0][0] == 777
    assert len(reader.search(cloud(1, seed=9)[0], 200)) >= 200
    reader.close()
    later.close()


def test_a_reader_opened_on_an_empty_index_sees_the_first_rows(tmp_path: Path) -> None:
    writer = ChromaVectors(tmp_path, "s", DIMENSION, writable=True)
    reader = ChromaVectors(tmp_path, "s", DIMENSION)
    assert reader.search(cloud(1)[0], 1) == []
    writer.upsert(range(20), cloud(20))
    assert reader.search(cloud(20)[4], 1)[0][0] == 4
    writer.close()
    reader.close()


WRITER = """
import sys
from pathlib import Path
import numpy as np
from kb.vectors import ChromaVectors
vectors = np.load(sys.argv[2])
index = ChromaVectors(Path(sys.argv[1]), "s", vectors.shape[1], writable=True)
for start in range(0, len(vectors), 300):
    rows = range(start, min(start + 300, len(vectors)))
    index.upsert(rows, vectors[start : start + 300])
index.close()
"""


def test_readers_that_open_and_close_beside_a_writing_process_lose_nothing(tmp_path: Path) -> None:
    path, rows = tmp_path / "vectors", 3000
    ChromaVectors(path, "s", DIMENSION, writable=True).close()
    np.save(tmp_path / "rows.npy", cloud(rows))
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(tmp_path / "rows.npy")]) as writer:
        while writer.poll() is None:
            reader = ChromaVectors(path, "s", DIMENSION)
            assert len(reader.search(cloud(1)[0], 5)) in (0, 5)
            reader.close()
    assert writer.returncode == 0
    reader = ChromaVectors(path, "s", DIMENSION)
    assert reader.count() == rows
    assert all(reader.search(cloud(rows)[row], 1)[0][0] == row for row in range(0, rows, 50))
    reader.close()


def test_close_releases_the_files_and_may_be_called_twice(index: ChromaVectors) -> None:
    index.close()
    index.close()
    index.path.rename(index.path.with_name("moved"))
    again = ChromaVectors(index.path.with_name("moved"), "test space", DIMENSION)
    assert again.count() == 200
    again.close()


def test_nothing_there_to_read_is_damage(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseError) as caught:
        ChromaVectors(tmp_path / "none", "s", DIMENSION)
    assert caught.value.key == "index-damaged"
    assert not (tmp_path / "none").exists()


def test_another_space_is_another_collection(index: ChromaVectors) -> None:
    with pytest.raises(KnowledgeBaseError) as caught:
        ChromaVectors(index.path, "other space", DIMENSION)
    assert caught.value.key == "index-damaged"


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 500])
def test_a_broken_database_is_damage(index: ChromaVectors, damage: bytes) -> None:
    index.close()
    (index.path / "chroma.sqlite3").write_bytes(damage)
    with pytest.raises(KnowledgeBaseError) as caught:
        ChromaVectors(index.path, "test space", DIMENSION)
    assert caught.value.key == "index-damaged"


def test_a_broken_graph_is_damage(index: ChromaVectors) -> None:
    index.upsert(range(200, 2200), cloud(2000, seed=2))  # enough to be written out
    index.close()
    files = list(index.path.glob("*/*.bin"))
    assert files
    for file in files:
        file.write_bytes(b"x")
    with pytest.raises(KnowledgeBaseError) as caught:
        ChromaVectors(index.path, "test space", DIMENSION)
    assert caught.value.key == "index-damaged"


def test_every_space_has_a_collection_name_of_signs_chroma_allows() -> None:
    spaces = ("builtin-1", "intfloat/multilingual-e5-small", "x" * 300, "ü", "a_b", "a-b")
    names = {collection_name(space) for space in spaces}
    assert len(names) == len(spaces)
    assert all(3 <= len(name) <= 128 and name.isascii() for name in names)
