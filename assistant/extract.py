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

from assistant.match import Matcher, content_words
from assistant.question import Question
from kb.embed import Embedder
from kb.model import BlockKind, Hit

_MONTH = r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
_COUNT = r"(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dutzend|hälfte|drittel|viertel)"
# What a fact of each kind looks like in a German paper.
FACTS = {
    "date": re.compile(rf"\b(?:\d{{1,2}}\.\s?(?:\d{{1,2}}\.|{_MONTH})|(?:19|20)\d\d\b|{_MONTH}\b)"),
    "number": re.compile(rf"\d|\b{_COUNT}\b", re.I),
    "person": re.compile(r"\b(?:Herrn?|Frau|Dr\.)\s+[A-ZÄÖÜ]|\b[A-ZÄÖÜ][a-zäöüß]+\s[A-ZÄÖÜ][a-zäöüß-]+\b|institut\b|initiativen?\b|vereine?\b", re.I),
    "contact": re.compile(r"\b0\d{2,5}[ /-]?\d{3,}|\+49|@|www\.|https?://|\b\d{5}\s+[A-ZÄÖÜ]|stra(?:ß|ss)e\s*\d", re.I),
    "duration": re.compile(rf"\b(?:\d+|ein\w*|{_COUNT})\s*(?:Tag|Woche|Monat|Jahr|Stunde|Minute)", re.I),
}  # fmt: skip
_ENDS = re.compile(r"[.!?…][\"“”»)]*$")
# What a sentence takes over of what stands right around it, and of the rest of its passage.
NEAR, WIDE = 0.7, 0.45
FEATURES = (
    "one", "own", "near", "wide", "top", "top_near", "meaning", "meaning_near", "prior", "fact", "no_fact", "novelty",
    "length", "unfinished", "item", "row", "own_best", "near_best", "meaning_best",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence that could be (part of) the answer, with what stands around it.

    `near` is its heading and its neighbours, `wide` the passage with title and section; `prior` the
    search's opinion of the passage, 0..1; `hit` and `at` say where it comes from.
    """

    text: str
    near: str
    wide: str
    kind: BlockKind
    prior: float
    hit: int = 0
    at: int = 0


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with the probability that it answers, and the share of the question met by its place, 0..1."""

    unit: Unit
    score: float
    covered: float


def units_of(hits: Sequence[Hit]) -> list[Unit]:
    """Return every sentence of the hits' passages with its surroundings, in the order of the hits."""
    best = hits[0].score if hits else 1.0
    units: list[Unit] = []
    for number, hit in enumerate(hits):
        passage = hit.passage
        texts = [passage.text[s.start : s.end] for s in passage.sentences]
        wide = " · ".join((hit.document.title, *passage.section, passage.text))
        prior = min(1.0, max(0.0, hit.score / best)) if best > 0 else 0.0
        heading = passage.section[-1] if passage.section else ""
        for at, sentence in enumerate(passage.sentences):
            near = " · ".join((heading, *texts[max(0, at - 1) : at], *texts[at + 1 : at + 2]))
            units.append(Unit(texts[at], near, wide, sentence.kind, prior, number, at))
    return units


def score(
    question: Question, units: Sequence[Unit], rarity: Callable[[str], float], lexicon: Embedder
) -> list[Scored]:
    """Return the units with the probability that they answer, in the order given."""
    if not units:
        return []
    table = features(question, units, rarity, lexicon)
    probabilities = 1 / (1 + np.exp(-(table @ _weights())))
    wide = FEATURES.index("wide")
    return [
        Scored(unit, float(value), float(row[wide]))
        for unit, value, row in zip(units, probabilities, table, strict=True)
    ]


def features(
    question: Question, units: Sequence[Unit], rarity: Callable[[str], float], lexicon: Embedder
) -> NDArray[np.float64]:
    """Return one row of `FEATURES` for each unit."""
    matcher = Matcher(question.text, question.language, rarity, lexicon)
    weights = matcher.weights / (float(matcher.weights.sum()) or 1.0)
    top = int(np.argmax(weights)) if len(weights) else 0
    asked = {word.casefold() for word in content_words(question.text)}
    own = [matcher.support(unit.text) for unit in units]
    around = _supports(matcher, [unit.near for unit in units])
    passages = _supports(matcher, [unit.wide for unit in units])
    meaning, meaning_near = _meaning(question, units, lexicon)
    rows: list[list[float]] = []
    for at, unit in enumerate(units):
        near = np.maximum(own[at], NEAR * around[at])
        wide = np.maximum(near, WIDE * passages[at])
        new = [word for word in content_words(unit.text) if word.casefold() not in asked]
        fact = max((_has(want, unit.text) for want in question.wants), default=0.0)
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
                float(bool(question.wants)) - fact,
                min(len(new) / 5, 1.0),
                math.log1p(len(unit.text)) / 5,
                float(not _ENDS.search(unit.text.strip())),
                float(unit.kind == "item"),
                float(unit.kind == "row"),
            ]
        )
    table = np.array(rows)
    best = [table[:, FEATURES.index(name)] for name in ("own", "near", "meaning")]
    relative = [column / max(float(column.max()), 1e-6) for column in best]
    return np.column_stack([table, *relative])


def _supports(matcher: Matcher, texts: Sequence[str]) -> list[NDArray[np.float32]]:
    known: dict[str, NDArray[np.float32]] = {}
    for text in texts:
        if text not in known:
            known[text] = matcher.support(text)
    return [known[text] for text in texts]


def _meaning(question: Question, units: Sequence[Unit], lexicon: Embedder) -> tuple[list[float], list[float]]:
    asked = lexicon.queries([question.text])[0]
    alone = lexicon.passages([unit.text for unit in units]) @ asked
    together = lexicon.passages([f"{unit.near} {unit.text}" for unit in units]) @ asked
    return np.clip(alone, 0, 1).tolist(), np.clip(together, 0, 1).tolist()


def _has(want: str, text: str) -> float:
    pattern = FACTS.get(want)
    return 1.0 if pattern and pattern.search(text) else 0.0


@cache
def _weights() -> NDArray[np.float64]:
    """Load the fitted weights (`weights.toml`, made by `python -m evaluation.fit`)."""
    table = tomllib.loads((files("assistant") / "weights.toml").read_text(encoding="utf-8"))["weights"]
    return np.array([table[name] for name in FEATURES], dtype=np.float64)
