"""The search: a query's words and its vector, fused, as hits that are published and visible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from kb.embed import Embedder
from kb.fuse import fuse
from kb.model import Document, Hit, Query
from kb.rerank import LateInteraction
from kb.shard import Shard
from kb.translate import Translator

# How many candidates each leg brings before fusion: judgement, not tuned.
DEPTH = 50
DEEPEST = 3200
# So many of the best are looked at word by word.
SECOND = 80
# A page may fill so many of the first places; then others get theirs, from so many hits beyond those wanted.
SAME_PAGE, SPARE = 3, 10
# Weights of the legs by the question's language; fixed on OMoS-QA dev (docs/evaluation.md).
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "de": {"words": 1.0, "vectors": 0.9, "near": 0.5},
    "other": {"words": 0.3, "vectors": 1.0, "translated": 0.3, "near": 1.3},
}


def search(
    shards: Sequence[Shard],
    embedder: Embedder,
    translator: Translator,
    interaction: LateInteraction | None,
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
    # The shard of no visible paper (nothing is public yet, say) need not be asked.
    held = {document.visibility for document in documents.values()}
    for shard in (shard for shard in shards if shard.visibility in held):

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
    if interaction is not None:
        candidates = [entry.passage for entry in fuse(legs, weights)[: max(SECOND, k)]]
        legs["near"] = interaction.scores(query.text, _texts(shards, documents, candidates, generation))
    # What the catalogue does not show is out of the legs by now: only what is returned needs reading.
    fused = fuse(legs, weights)
    ids = [entry.passage for entry in fused[: k + SPARE]]
    passages = {key: passage for shard in shards for key, passage in shard.catalogue.passages(ids, generation).items()}
    hits = [
        Hit(passages[entry.passage], documents[passages[entry.passage].document], entry.score, entry.found)
        for entry in fused[: k + SPARE]
        if entry.passage in passages  # swept by another process in between
    ]
    return tuple(_spread(hits)[:k])


def _spread(hits: Sequence[Hit]) -> list[Hit]:
    """Put hits that come after `SAME_PAGE` others of their page behind all that do not."""
    pages: Counter[tuple[str, int]] = Counter()
    first: list[Hit] = []
    later: list[Hit] = []
    for hit in hits:
        page = (hit.document.id, hit.passage.first_page)
        pages[page] += 1
        (first if pages[page] <= SAME_PAGE else later).append(hit)
    return first + later


def _texts(
    shards: Sequence[Shard],
    documents: Mapping[str, Document],
    ids: Sequence[int],
    generation: int,
) -> dict[int, str]:
    """Return title and text of passages by their id."""
    return {
        passage: f"{documents[document].title}\n{text}"
        for shard in shards
        for passage, (document, text) in shard.catalogue.texts(ids, generation).items()
    }


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
    filters = (query.documents, query.kinds, query.organizations, query.visibilities)
    if not any(filters) and query.years == (None, None):
        return None
    return frozenset(key for key, document in documents.items() if _passes(document, query))


def _passes(document: Document, query: Query) -> bool:
    first, last = query.years
    if (first is not None or last is not None) and document.date is None:
        return False
    year = document.date.year if document.date else 0
    names = [step.organization for step in document.consultations] + [document.issuer or ""]
    return (
        (not query.documents or document.id in query.documents)
        and (not query.kinds or document.kind in query.kinds)
        and (not query.visibilities or document.visibility in query.visibilities)
        and (first is None or year >= first)
        and (last is None or year <= last)
        and (
            not query.organizations
            or any(wanted.casefold() in name.casefold() for wanted in query.organizations for name in names)
        )
    )
