"""The search: a query's words and its vector, fused, as hits that are published and visible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kb.embed import Embedder
from kb.fuse import Fused, fuse
from kb.german import analyse
from kb.model import Document, Explained, Hit, Query
from kb.pairs import PairReader
from kb.rerank import LateInteraction
from kb.shard import Shard
from kb.shown import Shown
from kb.synonyms import Group, expand
from kb.translate import Translator

# How many candidates each leg brings before fusion: judgement, not tuned.
DEPTH = 50
DEEPEST = 6400
# So many of the best are looked at word by word, and so many by a cross-encoder, where there is one.
SECOND, THIRD = 80, 30
# A page may fill so many of the first places; then others get theirs, from so many hits beyond those wanted.
SAME_PAGE, SPARE = 3, 10
# Where a filter leaves n of N passages and n * n < NARROW * N, the index is told to look at these alone; else more is
# fetched, `MARGIN` times what leaves `DEPTH` on average, and the rest left out. Of 100,000 passages reading one by its
# id costs 20 microseconds, fetching one more 5: both ways cost the same where n * n = 20 * N (20 ms).
NARROW, MARGIN = 20, 1.5
# Weights of the legs by the question's language; fixed on OMoS-QA dev (docs/evaluation.md).
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "de": {"words": 1.0, "vectors": 0.9, "near": 0.5},
    "other": {"words": 0.3, "vectors": 1.0, "translated": 0.3, "near": 1.3},
}
# A German question of fewer words has a vector that says little beside them: it counts in their proportion. 3 and 4
# do not change OMoS-QA dev, where questions are longer; 6 costs .02 of recall@1 there.
WORDY = 3
Leg = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Aids:
    """What a search needs beside the indexes; `look` and `pairs` where there are such."""

    embedder: Embedder
    translator: Translator
    look: LateInteraction | None
    pairs: PairReader | None
    synonyms: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """A shard, what it shows, and what the query's filters leave of that (None: all of it)."""

    shard: Shard
    shown: Shown
    wanted: Shown | None
    passing: frozenset[str]


def search(
    scopes: Sequence[Scope], documents: Mapping[str, Document], aids: Aids, query: Query, k: int, generation: int
) -> tuple[Hit, ...]:
    """Return the `k` best passages of the scopes for the query, best first."""
    if not any(map(str.isalnum, query.text)):
        return ()
    weights = weights_for(query, _familiar(scopes, query))
    vector = aids.embedder.queries([query.text])[0]
    words = " ".join((query.text, *query.hints))
    german = _german(aids, query, weights)
    legs: dict[str, Leg] = {leg: [] for leg in weights}
    for scope in scopes:

        def by_words(k: int, inside: bool, at: Scope = scope) -> Leg:
            return at.shard.words.search(words, k, at.passing if inside else None)

        def by_translation(k: int, inside: bool, at: Scope = scope) -> Leg:
            return at.shard.words.search(german, k, at.passing if inside else None)

        def by_meaning(k: int, inside: bool, at: Scope = scope) -> Leg:
            return at.shard.vectors.search(vector, k, at.wanted.ids if inside and at.wanted else None)

        legs["words"] += _leg(scope, by_words)
        if weights["vectors"]:
            legs["vectors"] += _leg(scope, by_meaning)
        if german and "translated" in legs:
            legs["translated"] += _leg(scope, by_translation)
    titles = {passage: documents[owner].title for passage, owner in _owners(scopes, legs).items()}
    if aids.look is not None and weights["near"]:
        near = [entry.passage for entry in fuse(legs, weights)[: max(SECOND, k)]]
        legs["near"] = aids.look.scores(query.text, near, lambda ids: _texts(scopes, titles, ids))
    if aids.pairs is not None:
        best = [entry.passage for entry in fuse(legs, weights)[:THIRD]]
        legs["pairs"] = aids.pairs.scores(query.text, _texts(scopes, titles, best))
        weights = _with_pairs(weights)
    fused = _spread(scopes, fuse(legs, weights)[: k + SPARE])[:k]
    ids = [entry.passage for entry in fused]
    passages = {key: found for at in scopes for key, found in at.shard.catalogue.passages(ids, generation).items()}
    return tuple(
        Hit(passages[entry.passage], documents[passages[entry.passage].document], entry.score, entry.found)
        for entry in fused
        if entry.passage in passages  # swept by another process in between
    )


def explain(scopes: Sequence[Scope], aids: Aids, query: Query) -> Explained:
    """Return how the search reads the query."""
    weights = weights_for(query, _familiar(scopes, query))
    synonyms = expand(analyse(query.text), aids.synonyms)
    german = _german(aids, query, weights)
    if aids.look is None:
        weights = {leg: weight for leg, weight in weights.items() if leg != "near"}
    return Explained(query.language, _with_pairs(weights) if aids.pairs else weights, synonyms, german)


def weights_for(query: Query, familiar: bool = False) -> Mapping[str, float]:
    """Return the weights of the legs for a question.

    They depend on its language; on its length; and on what there is to match: numbers say nothing to vectors. Of less
    than `WORDY` words no language can be told, so that `familiar` ones (all stand in the papers) count as German.
    """
    terms = analyse(query.text)
    size = len({*terms.stems})
    short = size < WORDY
    if query.language != "de" and not (short and familiar):
        return WEIGHTS["other"]
    weights = dict(WEIGHTS["de"])
    if query.language != "de":
        weights["translated"] = WEIGHTS["other"]["translated"]
    if short and (terms.stems or terms.exact):
        weights["vectors"] *= size / WORDY
    if not terms.stems and terms.exact:
        weights["near"] = 0.0
    return weights


def _familiar(scopes: Sequence[Scope], query: Query) -> bool:
    """Return whether all words of the query stand in the papers."""
    return any(scope.shard.words.frequency(query.text) for scope in scopes)


def _with_pairs(weights: Mapping[str, float]) -> Mapping[str, float]:
    """Let a cross-encoder count as much as all else together: judgement, as none is at hand to measure."""
    return {**weights, "pairs": sum(weights.values())}


def _german(aids: Aids, query: Query, weights: Mapping[str, float]) -> dict[str, float]:
    german = aids.translator.question(query.text) if "translated" in weights else {}
    return german | dict.fromkeys(query.hints, 1.0) if german else {}


def _leg(scope: Scope, find: Callable[[int, bool], Leg]) -> Leg:
    """Return the best `DEPTH` of what `find` brings that is shown and passes the filters.

    Passages being written, or ended and not yet swept, must not push published ones out.
    """
    every, left = len(scope.shown.ids), len((scope.wanted or scope.shown).ids)
    inside = left * left < NARROW * every
    depth = DEPTH if inside or left == every else min(DEEPEST, round(MARGIN * DEPTH * every / left))
    while True:
        found = find(depth, inside)
        owners = scope.shown.owner([passage for passage, _ in found])
        kept = [entry for entry, owner in zip(found, owners, strict=True) if owner in scope.passing][:DEPTH]
        if len(kept) == DEPTH or len(found) < depth or (depth >= DEEPEST and (inside or scope.wanted is None)):
            return kept
        if depth < DEEPEST:  # as much deeper as what was kept falls short, at least half and at most four times
            depth = min(DEEPEST, round(depth * min(4.0, MARGIN * DEPTH / max(1, len(kept)))))
        else:  # what the filter leaves is far from the question
            inside, depth = True, DEPTH


def _owners(scopes: Sequence[Scope], legs: Mapping[str, Leg]) -> dict[int, str]:
    ids = list({passage for leg in legs.values() for passage, _ in leg})
    return {passage: owner for at in scopes for passage, owner in zip(ids, at.shown.owner(ids), strict=True) if owner}


def _texts(scopes: Sequence[Scope], titles: Mapping[int, str], ids: Sequence[int]) -> dict[int, str]:
    """Return title and text of passages by their id."""
    return {
        passage: f"{titles[passage]}\n{text}"
        for at in scopes
        for passage, text in at.shard.catalogue.texts(ids).items()
    }


def _spread(scopes: Sequence[Scope], fused: Sequence[Fused]) -> list[Fused]:
    """Put what comes after `SAME_PAGE` others of its page behind all that does not."""
    ids = [entry.passage for entry in fused]
    owners = {p: owner for at in scopes for p, owner in zip(ids, at.shown.owner(ids), strict=True) if owner}
    crowded = {owner for owner, number in Counter(owners.values()).items() if number > SAME_PAGE}
    asked = [passage for passage, owner in owners.items() if owner in crowded]
    starts = {p: page for at in scopes for p, page in at.shard.catalogue.places_of(asked).items()} if asked else {}
    pages: Counter[tuple[str, int]] = Counter()
    first: list[Fused] = []
    later: list[Fused] = []
    for entry in fused:
        if entry.passage in starts:
            pages[owners[entry.passage], starts[entry.passage]] += 1
            crowd = pages[owners[entry.passage], starts[entry.passage]] > SAME_PAGE
            (later if crowd else first).append(entry)
        else:
            first.append(entry)
    return first + later
