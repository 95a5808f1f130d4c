"""The vectors of an index moved: from its folder to a Chroma server, to another server, or back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.embed import Embedder
from kb.errors import KnowledgeBaseError
from kb.history import generations
from kb.model import Visibility
from kb.publication import VISIBILITIES, Publication, publication
from kb.shard import VECTORS, Shard, build_folder, index_recipe
from kb.vector_server import ServerPlace, open_vectors
from kb.vectors import VectorIndex

# Passages per shard that are asked for in both places, and of how many nearest.
SAMPLES, NEAREST = 50, 10
# Both are approximate: of 100,000 passages ef_search 800 misses one in two hundred (`kb.vectors.HNSW`). What differs
# by more than this share was not carried over whole.
AGREE = 0.95


@dataclass(frozen=True, slots=True)
class Migration:
    """What was moved: vectors, sample queries in both places, and the share of nearest passages that agree."""

    vectors: int
    queries: int
    agreement: float


def migrate(index: Path, embedder: Embedder, url: str | None, internal_url: str | None = None) -> Migration:
    """Move the vectors of `index` to the Chroma server at `url`, with None into its own folder.

    They are copied, not computed anew, into a build beside the published one, compared with it by number and by
    sample queries, and then published in one step. A running app notices. Internal papers may have a server of
    their own.

    :raises KnowledgeBaseError: no index, locked, a server out of reach, or the copy finds something else.
    """
    published = generations(index)
    if not published:
        raise KnowledgeBaseError("no-index", path=index)
    current = published[0]
    recipe = index_recipe(embedder)
    if current.space != recipe:
        raise KnowledgeBaseError("other-embedding", path=index, built=current.space, wanted=recipe)
    mark = secrets.token_hex(4)

    def where(visibility: Visibility, past: bool) -> ServerPlace | None:
        if url is None:
            return None
        address = (internal_url if visibility == "internal" else None) or url
        return ServerPlace(address, f"kiz-{mark}-{visibility}{'-past' if past else ''}-{current.build + 1}")

    with publication(index, embedder, rebuild=True, where=where) as work:
        before = {
            visibility: open_vectors(
                build_folder(index, visibility, current.build) / VECTORS, recipe, embedder.dimension
            )
            for visibility in VISIBILITIES
        }
        try:
            work.vectors_from = _taken(before)
            work.reindex()
            work.embed()
            moved = _compared(work, before)
            work.publish({"migrated": moved.vectors})
        finally:
            for vectors in before.values():
                vectors.close()
        work.sweep()
    return moved


def _taken(
    before: dict[Visibility, VectorIndex],
) -> Callable[[Shard, Sequence[int]], dict[int, NDArray[np.float32]]]:
    """Return what gives the vectors that current papers have already; past versions are embedded anew."""

    def taken(shard: Shard, ids: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        found, vectors = before[shard.visibility].rows(ids)
        return dict(zip(found.tolist(), vectors, strict=True))

    return taken


def _compared(work: Publication, before: dict[Visibility, VectorIndex]) -> Migration:
    total, asked, agreeing = 0, 0, 0
    for visibility, shard in work.shards.items():
        old, new = before[visibility], shard.vectors
        total += new.count()
        ids = sorted(new.ids())
        chosen = ids[:: max(1, len(ids) // SAMPLES)][:SAMPLES]
        found, vectors = new.rows(chosen)
        if sorted(found.tolist()) != chosen:
            raise KnowledgeBaseError("migration-differs", why=f"{len(found)} != {len(chosen)}")
        for number, vector in zip(found.tolist(), vectors, strict=True):
            nearest = [{n for n, _ in side.search(vector, NEAREST)} for side in (old, new)]
            asked += len(nearest[1])
            agreeing += len(nearest[0] & nearest[1])
            if number not in nearest[1] and len(ids) <= NEAREST:
                raise KnowledgeBaseError("migration-differs", why=number)
    if asked and agreeing < AGREE * asked:
        raise KnowledgeBaseError("migration-differs", why=f"{agreeing}/{asked}")
    return Migration(total, asked, agreeing / asked if asked else 1.0)
