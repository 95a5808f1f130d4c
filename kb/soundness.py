"""Whether word index and vectors have what the catalogue has, looked at without changing anything."""

from __future__ import annotations

from pathlib import Path

from kb.history import generations
from kb.model import Visibility
from kb.shard import open_shard, shard_exists


def missing(index: Path, dimension: int) -> dict[str, int]:
    """Return how many published passages the word index ("words") and the vectors ("vectors") lack.

    :param dimension: of the vectors.
    :raises KnowledgeBaseError: damaged so far that they cannot be opened.
    """
    lacking = {"words": 0, "vectors": 0}
    published = generations(index)
    visible: tuple[Visibility, ...] = ("public", "internal")
    for visibility in visible if published else ():
        if not shard_exists(index, visibility):
            continue
        shard = open_shard(index, visibility, published[0], dimension)
        try:
            ids = set(shard.catalogue.shown(published[0].number).ids.tolist())
            lacking["words"] += max(0, len(ids) - shard.words.count())
            lacking["vectors"] += len(ids - shard.vectors.ids())
        finally:
            shard.close()
    return lacking
