"""Keeps what a costly embedding model answered, so that a second run of a measurement need not ask it again."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.embed import Embedder, Wordwise

Vectors = NDArray[np.float32]


@contextmanager
def kept(embedder: Embedder, folder: Path) -> Iterator[Embedder]:
    """Give the embedder with vectors kept in `folder`, one file for each space; written at the end.

    Vectors are known by the model's space, which names its content, and by the text: a change of either is
    computed anew. A model of summed words is given as it is: computing costs no more than reading.
    """
    if isinstance(embedder, Wordwise):
        yield embedder
        return
    keeping = Kept(embedder, folder / f"{sha256(embedder.space.encode()).hexdigest()[:16]}.npz")
    yield keeping
    keeping.save()


class Kept:
    """An embedder that remembers its vectors in `file`."""

    def __init__(self, embedder: Embedder, file: Path) -> None:
        self._embedder = embedder
        self._file = file
        self._vectors: dict[str, Vectors] = {}
        self._new = False
        if file.is_file():
            try:
                with file.open("rb") as handle, np.load(handle) as stored:
                    self._vectors = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
            except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
                pass  # torn or of another form: all is computed again and written over it

    @property
    def space(self) -> str:
        return self._embedder.space

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors (n, dimension) of texts to be found, each of length 1."""
        return self._known("passage", texts, self._embedder.passages)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors (n, dimension) of questions, each of length 1."""
        return self._known("query", texts, self._embedder.queries)

    def words(self, words: Sequence[str]) -> Vectors:
        """Return the vectors (n, dimension) of single words, each of length 1."""
        return self._known("word", words, self._embedder.words)

    def save(self) -> None:
        """Write what was computed since the file was read."""
        if self._new:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside = self._file.with_suffix(".part.npz")
            np.savez(beside, keys=np.array([*self._vectors]), vectors=np.array([*self._vectors.values()]))
            beside.rename(self._file)
            self._new = False

    def _known(self, use: str, texts: Sequence[str], embed: Callable[[Sequence[str]], Vectors]) -> Vectors:
        keys = [sha256(f"{use}\0{text}".encode()).hexdigest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}
        if missing:
            self._vectors |= dict(zip(missing, embed(list(missing.values())), strict=True))
            self._new = True
        return np.array([self._vectors[key] for key in keys], dtype=np.float32).reshape(-1, self.dimension)
