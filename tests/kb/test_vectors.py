"""The vector index: nearest first, filters inside the search, readers beside a writer."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

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
