"""Vectors on a Milvus server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from kb.errors import KnowledgeBaseError
from kb.milvus import KEY, Collection
from kb.selections import Selections
from kb.server_place import ServerPlace

FIELD = "vector"
# As `kb.vectors.HNSW`; Milvus wants `ef` to be no less than the number of hits.
EF = 800
_INDEX = {"index_type": "HNSW", "metric_type": "COSINE", "params": {"M": 32, "efConstruction": 200}}


class MilvusVectors:
    """A collection of vectors on a Milvus server (`kb.vectors.VectorIndex`).

    :raises KnowledgeBaseError: out of reach, or (not `writable`) no such collection there.
    """

    def __init__(self, place: ServerPlace, dimension: int, *, writable: bool = False) -> None:
        self.place = place
        self.dimension = dimension
        self._selections = Selections()
        self._written = False
        self._collection = Collection(place)
        try:
            if writable:
                self._collection.make({FIELD: {"kind": "FLOAT_VECTOR", "dim": dimension}}, {FIELD: _INDEX})
            self._collection.wanted()
        except BaseException:
            self.close()
            raise

    def upsert(self, ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Write (or replace) the vectors of the passages `ids`."""
        if len(ids) != len(vectors):
            raise ValueError("ids and vectors differ in length")
        if len(ids) and vectors.shape[1] != self.dimension:
            raise ValueError(f"vectors of dimension {vectors.shape[1]} in an index of {self.dimension}")
        self._selections.forget()
        self._written = True
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        self._collection.write([{KEY: int(number), FIELD: row} for number, row in zip(ids, rows, strict=True)])

    def delete(self, ids: Iterable[int]) -> None:
        """Forget these passages; unknown ones do no harm."""
        self._selections.forget()
        self._collection.delete(list(ids))

    def search(
        self, vector: NDArray[np.float32], k: int, among: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """Return the `k` nearest passages with cosine similarity, best first; those of `among` are compared exactly."""
        if among is not None:
            return self._selections.nearest(self.rows, vector, k, among) if len(among) else []
        query = np.asarray(vector, dtype=np.float32).ravel().tolist()
        return self._collection.search(FIELD, query, k, {"metric_type": "COSINE", "params": {"ef": max(EF, k)}})

    def count(self) -> int:
        """Return the number of vectors."""
        return self._collection.count()

    def ids(self) -> set[int]:
        """Return the passages that have a vector."""
        return set(self._collection.every())

    def rows(self, ids: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the ids (n) of those of the passages that have a vector, and their vectors (n, d)."""
        found = {int(row[KEY]): row[FIELD] for row in self._collection.rows(ids, [FIELD])}
        vectors = np.array(list(found.values()), dtype=np.float32).reshape(-1, self.dimension)
        return np.array(list(found), dtype=np.int64), vectors

    def close(self) -> None:
        """Give the connection back; a second call does nothing. What was written is indexed in the server's files."""
        if self._written:
            self._written = False
            with suppress(KnowledgeBaseError):  # it is written and found already
                self._collection.flush()
        self._collection.close()
