"""Opens the vectors and words of a build where they lie: in its folder, on a Chroma server, or on a Milvus server.

A Milvus server, whose addresses begin with "milvus+", holds the words of a build beside its vectors; with a Chroma server
the words stay in the folder.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from kb import milvus, steps, vector_server
from kb.errors import KnowledgeBaseError
from kb.milvus_vectors import MilvusVectors
from kb.milvus_words import MilvusWords
from kb.milvus_words import sweep as sweep_rows
from kb.server_place import ServerPlace, place_of
from kb.synonyms import Group
from kb.vectors import ChromaVectors, VectorIndex
from kb.words import TantivyWords, WordIndex

VECTORS = "vectors"


def open_vectors(folder: Path, space: str, dimension: int, *, writable: bool = False) -> VectorIndex:
    """Open the vectors of a build, in its folder or on the server that the folder names.

    :raises KnowledgeBaseError: damaged, nothing there to read, or the server cannot be reached.
    """
    place = place_of(folder)
    if place is None:
        return ChromaVectors(folder, space, dimension, writable)
    if place.url.startswith(milvus.SCHEME):
        return MilvusVectors(place, dimension, writable=writable)
    return vector_server.ServerVectors(place, dimension, writable=writable)


def open_words(folder: Path, *, writable: bool = False, synonyms: tuple[Group, ...] | None = None) -> WordIndex:
    """Open the words of a generation, in its folder (`kb.steps`) or on the server that has the vectors of the build.

    :raises KnowledgeBaseError: damaged, nothing there to read, locked, or the server cannot be reached.
    """
    place = words_place(place_of(folder.parent / VECTORS))
    if place is None:
        return TantivyWords(folder, writable, synonyms)
    return MilvusWords(place, folder, writable=writable, synonyms=synonyms)


def words_place(vectors: ServerPlace | None) -> ServerPlace | None:
    """Return where the words lie that belong to vectors on a server; None where they are in the folder."""
    if vectors is None or not vectors.url.startswith(milvus.SCHEME):
        return None
    head, _, number = vectors.collection.rpartition("-")
    return ServerPlace(vectors.url, f"{head}-words-{number}")


def sweep_words(indexes: Path, generation: int) -> None:
    """Remove the words of a build that `generation` does not show: folders, and rows on a server.

    :raises KnowledgeBaseError: the server cannot be reached.
    """
    place, kept = words_place(place_of(indexes / VECTORS)), steps.words_of(indexes, generation)
    if place is not None and kept is not None and steps.unneeded(indexes, generation):
        sweep_rows(place, kept)
    steps.sweep(indexes, generation)


def forget_vectors(folder: Path) -> None:
    """Delete from its server what a build kept there that is no longer shown.

    A server out of reach keeps it, and harms nobody.
    """
    with suppress(KnowledgeBaseError):
        place = place_of(folder)
        if place is not None:
            forget_place(place)


def forget_place(place: ServerPlace) -> None:
    """Delete the collection of vectors, and that of the words that belong to them, where there are such.

    :raises KnowledgeBaseError: the server cannot be reached.
    """
    words = words_place(place)
    if words is None:
        vector_server.drop(place)
        return
    for one in (place, words):
        milvus.drop(one)
