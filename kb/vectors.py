"""The vector index: nearest passages by cosine similarity, kept in Chroma beside the catalogue.

Chroma is a derived store: it can be built anew from the catalogue at any time (`kiz repair`).
"""

from __future__ import annotations

import fcntl
import re
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
from chromadb.api import ServerAPI
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.api.models.Collection import Collection
from chromadb.api.rust import RustBindingsAPI
from chromadb.config import Settings, System
from chromadb.errors import ChromaError
from numpy.typing import NDArray

from kb.disk import disk_error
from kb.errors import KnowledgeBaseError
from kb.selections import Selections

# Rows written under one hold of the lock: readers that open meanwhile wait for about .4 s. (Chroma
# itself refuses more than 5461, its limit of variables bound in SQLite.)
BATCH = 1000
# Chroma's defaults (ef 100, M 16) lose up to 38 % of the ten nearest of random vectors; these do not. Of 100,000
# passages' 50 nearest, ef_search 400 finds .988 (3 ms), 800 .995 (6 ms), 1500 .998 (9 ms).
HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "ef_construction": 200,
    "ef_search": 800,
    "max_neighbors": 32,
}

_T = TypeVar("_T")


class VectorIndex(Protocol):
    """Vectors of passages, searched by cosine similarity."""

    def upsert(self, ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Write (or replace) the vectors (n, d) of the passages `ids`."""

    def delete(self, ids: Iterable[int]) -> None:
        """Forget these passages; unknown ones do no harm."""

    def search(
        self, vector: NDArray[np.float32], k: int, among: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return the `k` nearest passages with cosine similarity (-1 to 1), best first.

        With `among`, only these passages are looked at, each of them.
        """

    def count(self) -> int:
        """Return the number of vectors."""

    def ids(self) -> set[int]:
        """Return the passages that have a vector."""

    def rows(self, ids: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the ids (n) of those of the passages that have a vector, and their vectors (n, d)."""

    def close(self) -> None:
        """Release the files."""


class CollectionVectors:
    """A Chroma collection, wherever it lies: `ChromaVectors` opens one in a folder, `kb.vector_server` one on a server."""

    dimension: int
    _collection: Collection

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._selections = Selections()

    def _read(self, call: Callable[[], _T]) -> _T:
        """Return what Chroma says, with its errors as those of the house."""
        raise NotImplementedError

    def _write(self, call: Callable[[], object]) -> None:
        """Have Chroma write; whoever opens the index meanwhile waits."""
        raise NotImplementedError

    def _filled(self) -> bool:
        """Return whether there is anything to search."""
        return True

    def upsert(self, ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Write (or replace) the vectors of the passages `ids`.

        :raises KnowledgeBaseError: damaged, out of reach, or the disk is full.
        """
        if len(ids) != len(vectors):
            raise ValueError("ids and vectors differ in length")
        if len(ids) and vectors.shape[1] != self.dimension:
            raise ValueError(f"vectors of dimension {vectors.shape[1]} in an index of {self.dimension}")
        self._selections.forget()
        for part in _parts([str(number) for number in ids]):
            embeddings: Any = np.ascontiguousarray(vectors[part.rows], dtype=np.float32)
            self._write(partial(self._collection.upsert, ids=part.names, embeddings=embeddings))

    def delete(self, ids: Iterable[int]) -> None:
        """Forget these passages; unknown ones do no harm."""
        self._selections.forget()
        for part in _parts([str(number) for number in ids]):
            self._write(partial(self._collection.delete, ids=part.names))

    def search(
        self, vector: NDArray[np.float32], k: int, among: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return the `k` nearest passages with cosine similarity, best first."""
        if (among is not None and not len(among)) or not self._filled():
            return []
        # Chroma's own filters walk the whole graph: 110 ms of 100,000 rows.
        return self._nearest(vector, k) if among is None else self._selections.nearest(self.rows, vector, k, among)

    def _nearest(self, vector: NDArray[np.float32], k: int) -> list[tuple[int, float]]:
        embeddings: Any = np.asarray(vector, dtype=np.float32).reshape(1, -1)
        found = self._read(
            lambda: self._collection.query(query_embeddings=embeddings, n_results=k, include=["distances"])
        )
        names, distances = found["ids"][0], (found["distances"] or [[]])[0]
        return [(int(name), 1.0 - distance) for name, distance in zip(names, distances, strict=True)]

    def rows(self, ids: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the ids (n) of those of the passages that have a vector, and their vectors (n, d)."""
        names: list[str] = []
        parts = [np.empty((0, self.dimension), dtype=np.float32)]
        for part in _parts([str(number) for number in ids]):
            rows = self._read(partial(self._collection.get, ids=part.names, include=["embeddings"]))
            names += rows["ids"]
            parts.append(np.asarray(rows["embeddings"], dtype=np.float32).reshape(-1, self.dimension))
        return np.array([int(name) for name in names], dtype=np.int64), np.concatenate(parts)

    def count(self) -> int:
        """Return the number of vectors."""
        return self._read(self._collection.count)


class ChromaVectors(CollectionVectors):
    """A Chroma collection in the folder `path`, one per embedding `space`.

    Every instance has its own Chroma system: Chroma's `PersistentClient` would share one per path,
    and with it a view of the files that was never opened anew.

    :raises KnowledgeBaseError: nothing there to read (and not `writable`), or damaged.
    """

    def __init__(self, path: Path, space: str, dimension: int, writable: bool = False) -> None:
        super().__init__(dimension)
        self.path = path
        self._space = space
        self._writable = writable
        self._release: Callable[[], object] = _nothing
        self._opening = threading.Lock()
        if not writable and not (path / "chroma.sqlite3").is_file():
            raise KnowledgeBaseError("index-damaged", path=path, why="chroma.sqlite3")
        with _translated(path):
            path.mkdir(parents=True, exist_ok=True)
            self._open()

    def _open(self) -> None:
        """Open Chroma and have it read the graph from disk, which it does at the first query."""
        self.close()
        settings = Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(self.path))
        with _alone(self.path):
            system = System(settings)
            server: ServerAPI = system.instance(RustBindingsAPI)
            system.start()
            # Chroma's parts hold each other and its threads and files stay until it is told to stop: with the last who
            # asks here, too, as a running reader opens the index anew with every publication.
            self._release = release = weakref.finalize(self, system.stop)
            release.atexit = False
            self._collection = collection(server, collection_name(self._space), self._writable)
            self._loaded = self._collection.count() > 0
            if self._loaded:
                anything: Any = np.ones((1, self.dimension), dtype=np.float32)
                self._collection.query(query_embeddings=anything, n_results=1, include=[])

    def _read(self, call: Callable[[], _T]) -> _T:
        with _translated(self.path):
            return call()

    def _write(self, call: Callable[[], object]) -> None:
        with _translated(self.path), _alone(self.path):
            call()

    def _filled(self) -> bool:
        """Return whether there is anything; open the index anew where it was empty when opened and has rows by now."""
        if self._loaded:
            return True
        with self._opening, _translated(self.path):
            if not self._loaded and self._collection.count():
                self._open()
            return self._loaded

    def ids(self) -> set[int]:
        """Return the passages that have a vector."""
        with _translated(self.path), _alone(self.path):
            return {int(name) for name in self._collection.get(include=[])["ids"]}

    def close(self) -> None:
        """Release the files; a second call does nothing."""
        self._release()


class _Part(NamedTuple):
    names: list[str]
    rows: slice


def _parts(names: list[str]) -> Iterator[_Part]:
    for start in range(0, len(names), BATCH):
        yield _Part(names[start : start + BATCH], slice(start, start + BATCH))


def _nothing() -> None:
    pass


def collection_name(space: str) -> str:
    """Return the name of the collection for an embedding space: readable, of signs Chroma allows, unique."""
    readable = re.sub(r"[^a-z0-9]+", "-", space.casefold()).strip("-")[:40]
    return f"kiz-{readable}-{sha256(space.encode()).hexdigest()[:8]}"


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Raise what Chroma and the disk raise as errors of the house."""
    try:
        yield
    except (ChromaError, OSError) as error:
        raise disk_error(error, path) or KnowledgeBaseError("index-damaged", path=path, why=error) from error


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the folder's lock: nobody opens Chroma's files while somebody writes them.

    Without it readers that opened during an ingest hung or died of a segmentation fault in Chroma
    1.5.9, or met "Nothing found on disk". Once the graph is loaded, queries need no lock.
    """
    with (path / "lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def collection(server: ServerAPI, name: str, writable: bool) -> Collection:
    """Return a collection of a Chroma server or of Chroma's own files, made where missing if `writable`."""
    if writable:
        model = server.create_collection(name, configuration={"hnsw": HNSW}, get_or_create=True)
    else:
        model = server.get_collection(name)
    return Collection(client=server, model=model, embedding_function=None, data_loader=None)
