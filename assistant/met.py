"""How well each sentence meets the words of a question, by itself and with what stands around it, and what it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.match import Matcher
from assistant.question import Question
from assistant.views import Matrix, View

Vector = NDArray[np.float64]
# From this support on a noun or name counts as known to a passage.
KNOWN = 0.6
# At least this share of a question must be left to tell sentences of a paper apart, else none is told.
LEFT = 0.2
# Whoever asks for one of these is told what stands right beside whom it belongs to.
CONTACT = frozenset(["phone", "mail", "contact", "address", "hours"])
# What a sentence takes over of what stands right around it, and of the rest of its passage.
NEAR, WIDE = 0.7, 0.45


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """What sentences (rows) meet of the content words of a question (columns), 0..1.

    `own` by itself, `near` with its neighbours and heading, `wide` with its passage, `places` in title and heading,
    `known` in all that its reader knows, `missing` how much is amiss, `fresh` what its paper is not all about.
    `weights` add up to 1; `names`: how much is amiss where a word is unknown; `named`: sentences that say the number of a
    paper themselves.
    """

    weights: NDArray[np.float32]
    names: NDArray[np.float32]
    sorts: tuple[str, ...]
    known: Matrix
    own: Matrix
    near: Matrix
    wide: Matrix
    places: Matrix
    missing: Matrix
    fresh: Matrix
    named: tuple[bool, ...]


def meet(question: Question, wants: frozenset[str], matcher: Matcher, view: View, around: Matrix) -> Met:
    """Compare what is seen of each sentence with the question; `around`: how much its paper is about each word."""
    weights = matcher.weights / (float(matcher.weights.sum()) or 1.0)
    names = np.array([need.name for need in matcher.needs], dtype=np.float32)
    # A phone number belongs to whom it stands beside, not to all whom its page names.
    sphere = view.around if wants & CONTACT else view.wide
    known = matcher.supports(sphere, strict=question.language == "de")
    own = matcher.supports(view.own)
    places = matcher.supports(view.place)
    named = own[:, matcher.references].max(axis=1, initial=0.0) >= 1
    # The number of a paper is met by every sentence of that paper.
    own = np.where(matcher.references, np.maximum(own, places), own)
    near = np.maximum(own, NEAR * matcher.supports(view.near))
    wide = np.maximum(near, WIDE * matcher.supports(view.wide))
    told_of = np.array(
        [need.sort == "name" or reference for need, reference in zip(matcher.needs, matcher.references, strict=True)]
    )
    return Met(
        weights=weights,
        names=names,
        sorts=tuple(need.sort for need in matcher.needs),
        known=known,
        own=own,
        near=near,
        wide=wide,
        places=places,
        missing=names * (1 - np.where(told_of, np.maximum(known, around), known)),
        # What the paper as a whole is about tells its sentences apart the least.
        fresh=weights * (1 - np.maximum(places, around)),
        named=tuple(bool(said) for said in named),
    )


def word_columns(met: Met) -> Mapping[str, object]:
    """Return the features that tell how much of the question each sentence meets, and what of it nobody there knows."""
    size, count = met.own.shape
    empty = np.zeros(size, dtype=np.float32)
    top = int(np.argmax(met.weights)) if count else 0
    rest = np.maximum(met.fresh.sum(axis=1), LEFT)
    names = met.names
    return {
        "one": np.ones(size),
        "own": met.own @ met.weights if count else empty,
        "near": met.near @ met.weights if count else empty,
        "wide": met.wide @ met.weights if count else empty,
        "top": met.own[:, top] if count else empty,
        "top_near": met.near[:, top] if count else empty,
        "lacks": _greatest(met.missing, met.sorts, "name"),
        "lacks_here": _greatest(names * (1 - met.known), met.sorts, "name"),
        "lacks_number": _greatest(met.missing, met.sorts, "number"),
        "lacks_noun": _greatest(met.missing, met.sorts, "noun"),
        "fresh": (met.fresh * met.own).sum(axis=1) / rest,
        "fresh_near": (met.fresh * met.near).sum(axis=1) / rest,
        "unmet": (met.weights * (1 - np.minimum(met.wide / WIDE, 1))).max(axis=1, initial=0.0),
        "unmet_near": (met.weights * (1 - np.minimum(met.near / NEAR, 1))).max(axis=1, initial=0.0),
        "nouns": np.minimum(met.known / KNOWN, 1) @ names / names.sum() if names.any() else np.ones(size),
        "place": met.places @ met.weights if count else empty,
    }


def _greatest(missing: Matrix, sorts: Sequence[str], sort: str) -> NDArray[np.float32]:
    wanted = np.array([found == sort for found in sorts], dtype=bool)
    greatest: NDArray[np.float32] = missing[:, wanted].max(axis=1, initial=0.0)
    return greatest
