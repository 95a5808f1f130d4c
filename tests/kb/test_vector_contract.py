"""What every vector index holds to, in a folder, on a Chroma server and on Milvus: one contract, tried on each."""

from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex

import numpy as np
import pytest
from numpy.typing import NDArray

from kb import selections
from kb.places import open_vectors
from kb.server_place import ServerPlace, put_place
from kb.vectors import VectorIndex

DIMENSION = 16
Place = Callable[..., VectorIndex]


def cloud(number: int, seed: int = 0) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(number, DIMENSION))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(params=["folder", "chroma", "milvus"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Opens the same vectors again and again, in a folder or on a server; all are closed at the end."""
    opened: list[VectorIndex] = []
    folder = tmp_path / "vectors"
    if request.param != "folder":
        url = request.getfixturevalue(f"{request.param}_server")
        put_place(folder, ServerPlace(url, f"kiz-{token_hex(4)}-1"))

    def at(*, writable: bool = False) -> VectorIndex:
        index = open_vectors(folder, "test space", DIMENSION, writable=writable)
        opened.append(index)
        return index

    yield at
    for index in opened:
        index.close()


@pytest.fixture
def index(place: Place) -> VectorIndex:
    index = place(writable=True)
    index.upsert(range(200), cloud(200))
    return index


def test_the_nearest_come_first_with_their_cosine(index: VectorIndex) -> None:
    vectors, query = cloud(200), cloud(1, seed=1)[0]
    cosines = vectors @ query
    hits = index.search(query, 10)
    assert [number for number, _ in hits] == np.argsort(-cosines)[:10].tolist()
    assert [score for _, score in hits] == pytest.approx(sorted(cosines.tolist(), reverse=True)[:10], abs=1e-5)


def test_the_length_of_a_vector_does_not_count(index: VectorIndex) -> None:
    query = cloud(1, seed=1)[0]
    assert [n for n, _ in index.search(query * 7, 5)] == [n for n, _ in index.search(query, 5)]


def test_a_filter_holds_inside_the_search(index: VectorIndex) -> None:
    query, wanted = cloud(200)[0], np.array([*range(70, 80), *range(190, 200)])
    assert {number for number, _ in index.search(query, 20, wanted)} == {*wanted.tolist()}
    assert index.search(query, 5, wanted[:0]) == []
    assert index.search(query, 5, np.array([4711])) == []


def test_of_a_selection_the_nearest_are_found_exactly(index: VectorIndex) -> None:
    wanted = np.arange(0, 200, 2)
    for seed in (1, 2):  # the second time the selection is remembered
        query = cloud(1, seed=seed)[0] * 3
        cosines = cloud(200)[wanted] @ query / 3
        hits = index.search(query, 5, wanted)
        assert [number for number, _ in hits] == wanted[np.argsort(-cosines)[:5]].tolist()
        assert hits[0][1] == pytest.approx(float(cosines.max()), abs=1e-5)


def test_a_remembered_selection_sees_what_is_written_and_deleted_later(index: VectorIndex) -> None:
    wanted, new = np.array([3, 4, 5]), cloud(1, seed=5)
    index.search(new[0], 1, wanted)
    index.upsert([5], new)
    assert index.search(new[0], 1, wanted)[0][0] == 5
    index.delete([5])
    assert {number for number, _ in index.search(new[0], 3, wanted)} == {3, 4}


def test_only_the_last_selections_are_remembered(index: VectorIndex) -> None:
    for start in range(20):
        index.search(cloud(1)[0], 1, np.arange(start, start + 5))
    assert len(index._selections) == selections.SELECTIONS  # type: ignore[attr-defined]


def test_writing_a_passage_again_replaces_its_vector(index: VectorIndex) -> None:
    new = cloud(1, seed=5)
    index.upsert([3], new)
    assert index.count() == 200
    assert index.search(new[0], 1)[0][0] == 3


def test_deleted_passages_are_not_found(index: VectorIndex) -> None:
    index.delete([0, 1, 9999])
    assert index.count() == 198
    assert index.search(cloud(200)[0], 1)[0][0] != 0


def test_more_rows_than_one_batch_are_all_written(place: Place) -> None:
    index = place(writable=True)
    index.upsert(range(2500), cloud(2500))
    assert index.count() == 2500
    index.delete(range(2400))
    assert index.count() == 100
    index.close()


def test_vectors_of_another_dimension_are_refused(index: VectorIndex) -> None:
    with pytest.raises(ValueError, match="dimension 3"):
        index.upsert([1], np.ones((1, 3), dtype=np.float32))
    with pytest.raises(ValueError, match="length"):
        index.upsert([1, 2], cloud(1))


def test_an_empty_index_finds_nothing(place: Place) -> None:
    index = place(writable=True)
    assert index.search(cloud(1)[0], 3) == []
    assert index.count() == 0
    index.close()


def test_a_reader_opened_later_sees_everything_though_the_writer_is_still_open(
    index: VectorIndex, place: Place
) -> None:
    reader = place()
    index.upsert([777], cloud(1, seed=9))
    later = place()
    assert later.search(cloud(1, seed=9)[0], 1)[0][0] == 777
    assert len(reader.search(cloud(1, seed=9)[0], 200)) >= 200
    reader.close()
    later.close()


def test_a_reader_opened_on_an_empty_index_sees_the_first_rows(place: Place) -> None:
    writer = place(writable=True)
    reader = place()
    assert reader.search(cloud(1)[0], 1) == []
    writer.upsert(range(20), cloud(20))
    assert reader.search(cloud(20)[4], 1)[0][0] == 4
    writer.close()
    reader.close()


def test_rows_come_back_as_they_were_written(index: VectorIndex) -> None:
    ids, rows = index.rows([7, 4711, 3])
    assert sorted(ids.tolist()) == [3, 7]
    assert rows == pytest.approx(cloud(200)[ids], abs=1e-6)


def test_all_ids_are_told_and_closing_twice_does_nothing(index: VectorIndex) -> None:
    assert index.ids() == set(range(200))
    index.close()
    index.close()
