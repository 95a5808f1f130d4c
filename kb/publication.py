"""The writing side: a new generation written beside the published one, made visible in one step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.catalogue_move import settle_moves
from kb.catalogue_place import has_ledger
from kb.disk import disk_error
from kb.embed import Embedder
from kb.errors import KnowledgeBaseError
from kb.ledger import Ledger
from kb.lock import write_lock
from kb.model import Visibility
from kb.next_generation import PAST, Publication, remove_build
from kb.places import VECTORS, forget_place
from kb.server_place import EMBEDDED, Places, place_of, places_on, put_place
from kb.shard import WritableShard, build_folder, index_recipe

BUILTIN = "builtin-"
VISIBILITIES: tuple[Visibility, ...] = ("public", "internal")


def _settle_places(before: Path, folder: Path, visibility: Visibility, where: Places | None) -> None:
    """Say where the vectors of a new build lie."""
    for indexes, beside, past in ((folder, before, False), (folder / PAST, before / PAST, True)):
        kept = place_of(beside / VECTORS)
        place = where(visibility, past) if where else kept and kept.next()
        if place is not None:
            forget_place(place)  # what a broken rebuild may have left there; and the server is seen to be there
            put_place(indexes / VECTORS, place)


@contextmanager
def publication(
    index: Path, embedder: Embedder, *, rebuild: bool = False, where: Places | None = None
) -> Iterator[Publication]:
    """Open `index` (made where missing) for writing a new generation, under the write lock.

    With `rebuild`, word index and vectors start anew in a folder beside the published ones, with the vectors where
    they are now (`where` None), on a server (a function of the shard's name), or in that folder.

    :raises KnowledgeBaseError: locked by another writer, built with another embedding model (without
        `rebuild`), damaged, or not writable.
    """
    with write_lock(index):
        settle_moves(index)
        ledger = Ledger(index, create=True)
        current = ledger.current()
        recipe = index_recipe(embedder)
        if current and current.space != recipe and not rebuild:
            ledger.close()
            raise KnowledgeBaseError("other-embedding", path=index, built=current.space, wanted=recipe)
        build = (current.build if current else 1) + (1 if rebuild else 0)
        if rebuild:  # what a broken rebuild may have left
            for visibility in VISIBILITIES:
                folder = build_folder(index, visibility, build)
                remove_build(folder)
                _settle_places(build_folder(index, visibility, build - 1), folder, visibility, where)
        shards: dict[Visibility, WritableShard] = {}
        try:
            for visibility in VISIBILITIES:
                shards[visibility] = WritableShard(
                    index, visibility, build, recipe, embedder.dimension, ledger.number()
                )
            work = Publication(index, ledger, embedder, shards, build)
            work.recover()
            yield work
        except OSError as error:
            ours = error.filename is None or Path(error.filename).is_relative_to(index)
            raise (disk_error(error, index) if ours else None) or error from error
        finally:
            for shard in shards.values():
                shard.close()
            ledger.close()


def outdated(index: Path, embedder: Embedder) -> bool:
    """Return whether the index only lags behind the program: same model, or the built-in one of another release."""
    if not has_ledger(index):
        return False
    ledger = Ledger(index)
    current = ledger.current()
    ledger.close()
    if current is None or current.space == index_recipe(embedder):
        return False
    built = current.space.split(" ")[0]
    return built == embedder.space or (built.startswith(BUILTIN) and embedder.space.startswith(BUILTIN))


def repair(index: Path, embedder: Embedder, to: str = "", internal_url: str | None = None) -> int:
    """Build word index and vectors anew from the catalogue; return the number of documents.

    Serves for a damaged index and for a change of the embedding model alike; with `to` also for a lost server: nothing
    is asked of the place where the vectors were, they go to the server at `to`, or into the index for "embedded".

    :raises KnowledgeBaseError: no index there, locked, a server out of reach, or the catalogue itself is damaged.
    """
    ledger = Ledger(index)
    current = ledger.current()
    ledger.close()
    build = (current.build if current else 1) + 1
    where = places_on(None if to == EMBEDDED else to, internal_url, build) if to else None
    with publication(index, embedder, rebuild=True, where=where) as work:
        work.reindex()
        documents = len(work.published().documents)
        work.publish({"repaired": documents})
        work.sweep()
    return documents
