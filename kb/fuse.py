"""Fusion of what several searches found into one ranking. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from kb.model import Found


@dataclass(frozen=True, slots=True)
class Fused:
    """A passage in the fused ranking, with rank (from 1) and score in each leg that found it."""

    passage: int
    score: float
    found: tuple[Found, ...]


def fuse(legs: Mapping[str, Sequence[tuple[int, float]]], weights: Mapping[str, float]) -> tuple[Fused, ...]:
    """Return all passages of the legs, best first, by the weighted sum of their z-scores.

    Scores of each leg are brought to mean 0 and deviation 1 over what the leg found; a passage that
    a leg did not find counts there as its worst one. Ties go to the smaller passage id.
    """
    sums: dict[int, float] = {}
    found: dict[int, list[Found]] = {}
    floors: dict[int, float] = {}
    total = 0.0
    for leg, hits in legs.items():
        weight = weights.get(leg, 0.0)
        if not hits or not weight:
            continue
        scores = zscores([score for _, score in hits])
        floor = weight * min(scores)
        total += floor
        ranked = sorted(zip(hits, scores, strict=True), key=lambda entry: (-entry[0][1], entry[0][0]))
        for rank, ((passage, score), value) in enumerate(ranked, start=1):
            sums[passage] = sums.get(passage, 0.0) + weight * value
            floors[passage] = floors.get(passage, 0.0) + floor
            found.setdefault(passage, []).append(Found(leg, rank, score))  # type: ignore[arg-type]
    fused = [Fused(p, value + total - floors[p], tuple(found[p])) for p, value in sums.items()]
    return tuple(sorted(fused, key=lambda entry: (-entry.score, entry.passage)))


def zscores(scores: Sequence[float]) -> list[float]:
    """Return the scores with mean 0 and standard deviation 1; all 0 where they are equal."""
    mean, deviation = fmean(scores), pstdev(scores)
    return [(score - mean) / deviation if deviation else 0.0 for score in scores]
