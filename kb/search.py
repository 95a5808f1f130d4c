"""The search: a query's words and its vector, fused, as hits that are published and visible."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kb.embed import Embedder
from kb.fuse import fuse
from kb.model import Document, Hit, Query
from kb.shard import Shard
from kb.translate import Translator

# How many candidates each leg brings before fusion: judgement, not tuned.
DEPTH = 50
DEEPEST = 3200
# Weights of the legs by the question's language; fixed on OMoS-QA dev (docs/evaluation.md).
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "de": {"words": 1.0, "vectors": 0.7},
    "other": {"words": 0.2, "vectors": 1.0, "translated": 0.3},
}


def search(
    shards: Sequence[Shard],
    embedder: Embedder,
    translator: Translator,
    documents: Mapping[str, Document],
    query: Query,
    k: int,
    generation: int,
) -> tuple[Hit, ...]:
    """Return the `k` best passages of `generation` for the query, best first."""
    wanted = _wanted(documents, query)
    if wanted is not None and not wanted:
        return ()
    vector = embedder.queries([query.text])[0]
    weights = WEIGHTS["de" if query.language == "de" else "other"]
    legs: dict[str, list[tuple[int, float]]] = {leg: [] for leg in weights}
    german = translator.question(query.text) if "translated" in weights else {}
    words = " ".join((query.text, *query.hints))
    german |= dict.fromkeys(query.hints, 1.0) if german else {}
    for shard in shards:

        def by_words(k: int, of: Shard = shard) -> list[tuple[int, float]]:
            return of.words.search(words, k, wanted)

        def by_translation(k: int, of: Shard = shard) -> list[tuple[int, float]]:
            return of.words.search(german, k, wanted)

        def by_meaning(k: int, of: Shard = shard) -> list[tuple[int, float]]:
            return of.vectors.search(vector, k, wanted)

        legs["words"] += _published(shard, by_words, generation)
        legs["vectors"] += _published(shard, by_meaning, generation)
        if german:
            legs["translated"] += _published(shard, by_translation, generation)
    # What the catalogue does not show is out of the legs by now: only what is returned needs reading.
    best = fuse(legs, weights)[:k]
    ids = [entry.passage for entry in best]
    passages = {key: passage for shard in shards for key, passage in shard.catalogue.passages(ids, generation).items()}
    return tuple(
        Hit(passages[entry.passage], documents[passages[entry.passage].document], entry.score, entry.found)
        for entry in best
        if entry.passage in passages  # swept by another process in between
    )


def _published(
    shard: Shard, find: Callable[[int], list[tuple[int, float]]], generation: int
) -> list[tuple[int, float]]:
    """Return the best `DEPTH` of what `find` brings that the generation shows.

    Passages being written, or ended and not yet swept, must not push published ones out.
    """
    depth = DEPTH
    while True:
        found = find(depth)
        visible = shard.catalogue.visible([passage for passage, _ in found], generation)
        kept = [entry for entry in found if entry[0] in visible][:DEPTH]
        if len(kept) == DEPTH or len(found) < depth or depth >= DEEPEST:
            return kept
        depth *= 4


def _wanted(documents: Mapping[str, Document], query: Query) -> frozenset[str] | None:
    """Return the documents that the query's filters leave, None where there is no filter."""
    if not query.documents and not query.kinds:
        return None
    return frozenset(
        key
        for key, document in documents.items()
        if (not query.documents or key in query.documents) and (not query.kinds or document.kind in query.kinds)
    )
