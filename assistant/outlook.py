"""Whether the papers found answer a question at all: what the best sentences look like, taken together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assistant.facts import EXACT
from assistant.features import ASKED, FEATURES, Evidence
from assistant.question import Question

Vector = NDArray[np.float64]
# What is looked at of the sentence that scores best, of the greatest values among all, and of the mean of the first.
_BEST = (
    "own", "near", "wide", "top", "meaning", "fact", "lacks", "lacks_here", "lacks_number", "lacks_noun", "nouns",
    "unmet", "unmet_near", "late", "cosine", "fresh", "prior", "bound", "row", "item", "foreign",
)  # fmt: skip
_GREATEST = ("own", "near", "wide", "meaning", "late", "cosine", "fresh", "fresh_near", "bound")
# From this on, a year or number of the question is nowhere near a sentence (on dev rows no right answer is lost by it).
ANOTHER = 0.95
_MEAN, FIRST = ("own", "near", "wide", "late", "lacks", "prior", "paper"), 4
OUTLOOK = (
    "score",
    "mass",
    *(f"greatest_{name}" for name in _GREATEST),
    *(f"best_{name}" for name in _BEST),
    *ASKED,
    *(f"mean_{name}" for name in _MEAN),
)


def usable(question: Question, evidence: Evidence, eligible: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which sentences may answer: none to what the papers do not know; to an exact fact, those that hold one.

    Nor does a figure of 2019 answer for a year of which neither its passage nor its paper says anything.
    """
    if evidence.lost:
        return np.zeros_like(eligible)
    if not question.wants & EXACT:
        return eligible
    fact, other = (evidence.rows[:, FEATURES.index(name)] for name in ("fact", "lacks_number"))
    return np.asarray(eligible & (fact > 0) & (other < ANOTHER), dtype=bool)


def outlook(
    evidence: Evidence, scores: Vector, eligible: NDArray[np.bool_], wanted: NDArray[np.bool_]
) -> Vector | None:
    """Return the row of `OUTLOOK`; None where no sentence is `wanted`, which are those of the `eligible` that may answer."""
    places = np.flatnonzero(wanted)
    if not len(places):
        return None
    first = places[np.argsort(-scores[places], kind="stable")]
    rows = evidence.rows
    every = rows[eligible]
    return np.array(
        [
            scores[first[0]],
            np.logaddexp.reduce(scores[wanted]),
            *(every[:, FEATURES.index(name)].max() for name in _GREATEST),
            *(rows[first[0], FEATURES.index(name)] for name in _BEST),
            *evidence.asked,
            *(rows[first[:FIRST], FEATURES.index(name)].mean() for name in _MEAN),
        ],
        dtype=np.float64,
    )
