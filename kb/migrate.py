"""The vectors of an index moved: from its folder to a server, to another server, or back.

A Milvus server takes the words along (`kb.places`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.embed import Embedder
from kb.errors import KnowledgeBaseError
from kb.history import generations
from kb.model import Visibility
from kb.next_generation import Publication
from kb.publication import VISIBILITIES, publication
from kb.search import Leg
from kb.server_place import places_on
from kb.shard import Shard, index_recipe, open_shard

# Passages per shard that are asked for in both places, and of how many nearest.
SAMPLES, NEAREST = 50, 10
# Both are approximate: of 100,000 passages ef_search 800 misses one in two hundred (`kb.vectors.HNSW`). What differs
# by more than this share was not carried over whole.
AGREE = 0.95
# So many letters of a passage are asked for as a question by words; scores so near to each other are equal: means of
# lengths differ a little, as tantivy's count what was deleted.
ASKED, TIE = 200, 0.01


@dataclass(frozen=True, slots=True)
class Migration:
    """What was moved: vectors, compared hits of sample queries in both places, and the share of them that agree.

    `words`: the same share of the hits by words, as the word index is built anew where the vectors go.
    """

    vectors: int
    queries: int
    agreement: float
    words: float


def migrate(index: Path, embedder: Embedder, url: str | None, internal_url: str | None = None) -> Migration:
    """Move the vectors of `index` to the server at `url` (Chroma; "milvus+http://..." is Milvus), with None into its folder.

    They are copied, not computed anew, into a build beside the published one, compared with it by number and by
    sample queries, and then published in one step. With Milvus the words go along, else they are in the folder. A
    running app notices. Internal papers may have a server of their own.

    :raises KnowledgeBaseError: no index, locked, a server out of reach, or the copy finds something else.
    """
    published = generations(index)
    if not published:
        raise KnowledgeBaseError("no-index", path=index)
    current = published[0]
    recipe = index_recipe(embedder)
    if current.space != recipe:
        raise KnowledgeBaseError("other-embedding", path=index, built=current.space, wanted=recipe)
    where = places_on(url, internal_url, current.build + 1)
    with publication(index, embedder, rebuild=True, where=where) as work:
        with ExitStack() as opened:
            before = {
                visibility: opened.enter_context(closing(open_shard(index, visibility, current, embedder.dimension)))
                for visibility in VISIBILITIES
            }
            work.vectors_from = _taken(before)
            work.reindex()
            work.embed()
            for shard in work.shards.values():
                shard.words.commit()
            moved = _compared(work, before)
            work.publish({"migrated": moved.vectors})
        work.sweep()
    return moved


def _taken(
    before: Mapping[Visibility, Shard],
) -> Callable[[Shard, Sequence[int]], dict[int, NDArray[np.float32]]]:
    """Return what gives the vectors that current papers have already; past versions are embedded anew."""

    def taken(shard: Shard, ids: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        found, vectors = before[shard.visibility].vectors.rows(ids)
        return dict(zip(found.tolist(), vectors, strict=True))

    return taken


def _compared(work: Publication, before: Mapping[Visibility, Shard]) -> Migration:
    """Compare both places by their number of vectors and by what they find.

    :raises KnowledgeBaseError: they differ by more than two approximate searches do.
    """
    total, near, by_words = 0, Counter[bool](), Counter[bool]()
    for visibility, shard in work.shards.items():
        old, new = before[visibility], shard
        total += new.vectors.count()
        ids = sorted(new.vectors.ids())
        chosen = ids[:: max(1, len(ids) // SAMPLES)][:SAMPLES]
        found, vectors = new.vectors.rows(chosen)
        if sorted(found.tolist()) != chosen:
            raise KnowledgeBaseError("migration-differs", why=f"{len(found)} != {len(chosen)}")
        for number, vector in zip(found.tolist(), vectors, strict=True):
            nearest = [{n for n, _ in side.vectors.search(vector, NEAREST)} for side in (old, new)]
            near.update(number in nearest[0] for number in nearest[1])
            if number not in nearest[1] and len(ids) <= NEAREST:
                raise KnowledgeBaseError("migration-differs", why=number)
        for text in shard.catalogue.texts(chosen).values():
            by_words.update(_alike(*(side.words.search(text[:ASKED], NEAREST) for side in (old, new))))
    shares = [counted[True] / counted.total() if counted else 1.0 for counted in (near, by_words)]
    for share, counted in zip(shares, (near, by_words), strict=True):
        if share < AGREE:
            raise KnowledgeBaseError("migration-differs", why=f"{counted[True]}/{counted.total()}")
    return Migration(total, near.total(), *shares)


def _alike(old: Leg, new: Leg) -> list[bool]:
    """Return for each hit of the new place whether the old one has it, or left it out for another that is as good."""
    there, last = {number for number, _ in old}, min((score for _, score in old), default=0.0)
    return [number in there or abs(score - last) <= TIE * last for number, score in new]
