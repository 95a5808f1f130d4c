"""Scores the sentences found by how well they answer a question: features, and a fitted model over them."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from assistant import facts
from assistant.match import Matcher, content_words
from assistant.question import Question
from kb.embed import Embedder
from kb.model import BlockKind, Hit

_ENDS = re.compile(r"[.!?…][\"“”»)]*$")
# What a sentence takes over of what stands right around it, and of the rest of its passage.
NEAR, WIDE = 0.7, 0.45
SHORT = 90
FEATURES = (
    "one", "own", "near", "wide", "top", "top_near", "meaning", "meaning_near", "prior", "fact", "no_fact", "novelty",
    "length", "unfinished", "item", "row", "lacks", "unmet", "unmet_near", "foreign", "own_best", "near_best", "meaning_best",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence that could be (part of) the answer, with what stands around it.

    `place` is its title and heading, `near` these and its neighbours, `wide` the passage with title and
    section; `prior` the search's opinion of the passage, 0..1; `hit` and `at` say where it comes from.
    """

    text: str
    place: str
    near: str
    wide: str
    kind: BlockKind
    prior: float
    hit: int = 0
    at: int = 0


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with its log-odds against silence: above 0 it answers rather than not.

    `fact` is the share of the kinds of fact asked for that it holds (0 where none is asked for).
    `lacks` is how rare the rarest name or noun of the question is that neither the sentence nor its
    place knows: near 1, the papers speak of something else.
    """

    unit: Unit
    score: float
    lacks: float
    fact: float = 0.0


def units_of(hits: Sequence[Hit]) -> list[Unit]:
    """Return every sentence of the hits' passages with its surroundings, in the order of the hits."""
    best = hits[0].score if hits else 1.0
    units: list[Unit] = []
    for number, hit in enumerate(hits):
        passage, document = hit.passage, hit.document
        texts = [passage.text[s.start : s.end] for s in passage.sentences]
        year = str(document.date.year) if document.date else None
        known = (year, document.title, document.kind, document.reference, document.file_reference, document.issuer)
        wide = " · ".join((*filter(None, known), *passage.section, passage.text))
        prior = min(1.0, max(0.0, hit.score / best)) if best > 0 else 0.0
        heading = " · ".join((document.title, document.reference or "", *passage.section[-1:]))
        for at, sentence in enumerate(passage.sentences):
            near = " · ".join((heading, *texts[max(0, at - 1) : at], *texts[at + 1 : at + 2]))
            kind = "heading" if _titles(texts[at], sentence.kind) else sentence.kind
            units.append(Unit(texts[at], heading, near, wide, kind, prior, number, at))
    return units


def _titles(text: str, kind: BlockKind) -> bool:
    """Return whether a text only names what follows: a heading set like running text."""
    return kind == "text" and len(text) < SHORT and ":" not in text and not _ENDS.search(text)


def score(question: Question, units: Sequence[Unit], rarity: Callable[[str], float], lexicon: Embedder) -> list[Scored]:
    """Return the units with their scores, in the order given."""
    if not units:
        return []
    table = features(question, units, rarity, lexicon)
    odds = table @ _weights()
    lacks, fact = FEATURES.index("lacks"), FEATURES.index("fact")
    return [
        Scored(unit, float(value), float(row[lacks]), float(row[fact]))
        for unit, value, row in zip(units, odds, table, strict=True)
    ]


def features(
    question: Question, units: Sequence[Unit], rarity: Callable[[str], float], lexicon: Embedder
) -> NDArray[np.float64]:
    """Return one row of `FEATURES` for each unit."""
    matcher = Matcher(question.text, question.language, rarity, lexicon)
    weights = matcher.weights / (float(matcher.weights.sum()) or 1.0)
    top = int(np.argmax(weights)) if len(weights) else 0
    names = np.array([need.weight * need.name for need in matcher.needs])
    asked = _folded(question.text)
    wants = question.wants & facts.kinds()
    around = _supports(matcher, [unit.near for unit in units])
    passages = _supports(matcher, [unit.wide for unit in units])
    # The number of a paper is met by every sentence of that paper.
    papers = _supports(matcher, [unit.place for unit in units])
    own = [
        np.where(matcher.references, np.maximum(alone, paper), alone)
        for alone, paper in zip((matcher.support(unit.text) for unit in units), papers, strict=True)
    ]
    strict = question.language == "de"
    known = _supports(matcher, [unit.wide for unit in units], strict=True) if strict else passages
    meaning, meaning_near = _meaning(question, units, lexicon)
    told = {place: asked | _folded(place) for place in {unit.place for unit in units}}
    rows: list[list[float]] = []
    for at, unit in enumerate(units):
        near = np.maximum(own[at], NEAR * around[at])
        wide = np.maximum(near, WIDE * passages[at])
        new = [word for word in content_words(unit.text) if word.casefold() not in told[unit.place]]
        fact = sum(facts.holds(want, unit.text) for want in wants) / max(len(wants), 1)
        rows.append(
            [
                1.0,
                float(weights @ own[at]),
                float(weights @ near),
                float(weights @ wide),
                float(own[at][top]) if len(weights) else 0.0,
                float(near[top]) if len(weights) else 0.0,
                meaning[at],
                meaning_near[at],
                unit.prior,
                fact,
                float(bool(wants)) - fact,
                min(len(new) / 5, 1.0),
                math.log1p(len(unit.text)) / 5,
                float(not _ENDS.search(unit.text.strip())),
                float(unit.kind == "item"),
                float(unit.kind == "row"),
                float(np.max(names * (1 - known[at]), initial=0.0)),
                float(np.max(weights * (1 - np.minimum(wide / WIDE, 1)), initial=0.0)),
                float(np.max(weights * (1 - np.minimum(near / NEAR, 1)), initial=0.0)),
                float(question.language != "de"),
            ]
        )
    table = np.array(rows)
    best = [table[:, FEATURES.index(name)] for name in ("own", "near", "meaning")]
    relative = [column / max(float(column.max()), 1e-6) for column in best]
    return np.column_stack([table, *relative])


def _folded(text: str) -> set[str]:
    return {word.casefold() for word in content_words(text)}


def _supports(matcher: Matcher, texts: Sequence[str], *, strict: bool = False) -> list[NDArray[np.float32]]:
    known: dict[str, NDArray[np.float32]] = {}
    for text in texts:
        if text not in known:
            known[text] = matcher.support(text, strict=strict)
    return [known[text] for text in texts]


def _meaning(question: Question, units: Sequence[Unit], lexicon: Embedder) -> tuple[list[float], list[float]]:
    asked = lexicon.queries([question.text])[0]
    alone = lexicon.passages([unit.text for unit in units]) @ asked
    together = lexicon.passages([f"{unit.near} {unit.text}" for unit in units]) @ asked
    return np.clip(alone, 0, 1).tolist(), np.clip(together, 0, 1).tolist()


@cache
def _weights() -> NDArray[np.float64]:
    """Load the fitted weights (`weights.toml`, made by `python -m evaluation.fit`)."""
    table = tomllib.loads((files("assistant") / "weights.toml").read_text(encoding="utf-8"))["weights"]
    return np.array([table[name] for name in FEATURES], dtype=np.float64)
