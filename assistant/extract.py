"""Scores the sentences found by how well they answer a question: features, and a fitted model over them."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from assistant import facts, people
from assistant.match import Matcher, content_words
from assistant.question import Question
from kb.embed import Embedder
from kb.model import BlockKind, Hit
from kb.synonyms import Group

# Kinds of question about a thing itself, whose answers begin with its name.
_ABOUT = frozenset(["definition", "task"])
OPENING = 5
# "Leitung des Projektes (Frau X)": at least half of its words must be asked for, else it counts for less.
_HEADED = re.compile(
    r"\b(?:[Pp]rojekt)?[Ll]eit(?:ung|er|erin|et)\s+(?:des|der|von|vom)\s+([\w-]+(?:\s[A-ZÄÖÜ][\w-]+)?)"
)
# From this support on a noun or name counts as known to a passage.
KNOWN = 0.6
SURE, OTHER_HEAD = 0.5, 0.4
# A block of contact lines is about so many lines long on either side of each.
CONTACT, BLOCK = frozenset(["phone", "mail", "contact", "address", "hours"]), 4
# A sentence of more words than this, of which at most this share is in no paper's title or sender, names a paper.
TITLE, NEW = 2, 0.15
_ENDS = re.compile(r"[.!?…][\"“”»)]*$")
# What a sentence takes over of what stands right around it, and of the rest of its passage.
NEAR, WIDE = 0.7, 0.45
SHORT = 90
_DIGIT = re.compile(r"\d")
_APPARATUS = re.compile(
    r"(?i)\b(?:(?:nacherzählt|zusammengestellt|entnommen)\W.*|quellen(?:verzeichnis|angaben?)?|literatur\w*|inhalt(?:sverzeichnis)?|impressum|abbildungsverzeichnis)$"
)
# Over so many characters a word asked for counts e times less for a fact than right beside it (0.5 ** (x / 60)).
REACH = 87
# Lines that name other papers, or what stands on which page, answer nothing themselves.
_LISTING = re.compile(
    r"^\W*(?:Quellen?|Literatur|Siehe|Vgl\.|Fundstelle|Grundlagen? dieses|Stand:)\b|https?://\S+\W*$|\.{4,}"
)
FEATURES = (
    "one", "own", "near", "wide", "top", "top_near", "meaning", "meaning_near", "prior", "fact", "no_fact", "novelty",
    "length", "unfinished", "item", "row", "lacks", "unmet", "unmet_near", "foreign", "own_best", "near_best", "meaning_best",
    "bound", "fact_near", "subject", "listing", "asks", "nouns",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence that could be (part of) the answer, with what stands around it.

    `place` is its title and heading, `near` these and its neighbours, `wide` the passage with title and
    section; `prior` the search's opinion of the passage, 0..1; `hit` and `at` say where it comes from, `paper` its
    title, number and sender, `lead` the heading or list lead above it, `around` its
    place and the sentences about it.
    """

    text: str
    place: str
    near: str
    wide: str
    kind: BlockKind
    prior: float
    hit: int = 0
    at: int = 0
    paper: str = ""
    lead: str = ""
    around: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with its log-odds against silence: above 0 it answers rather than not.

    `fact` is the share of the kinds of fact asked for that it holds (0 where none is asked for).
    `lacks` is how rare the rarest name or noun of the question is that neither the sentence nor its
    place knows: near 1, the papers speak of something else. `listing`: it only names papers or pages.
    """

    unit: Unit
    score: float
    lacks: float
    fact: float = 0.0
    listing: bool = False

    @property
    def eligible(self) -> bool:
        """Whether it can be (part of) an answer: a heading is one only where it holds a figure or name asked for."""
        if self.unit.kind != "heading":
            return True
        return self.fact > 0 and bool(_DIGIT.search(self.unit.text) or people.names(self.unit.text))


def units_of(hits: Sequence[Hit]) -> list[Unit]:
    """Return every sentence of the hits' passages with its surroundings, in the order of the hits."""
    best = hits[0].score if hits else 1.0
    units: list[Unit] = []
    for number, hit in enumerate(hits):
        passage, document = hit.passage, hit.document
        texts = [passage.said(at) for at in range(len(passage.sentences))]
        year = str(document.date.year) if document.date else None
        known = (year, document.title, document.kind, document.reference, document.file_reference, document.issuer)
        wide = " · ".join((*filter(None, known), *passage.section, passage.text))
        prior = min(1.0, max(0.0, hit.score / best)) if best > 0 else 0.0
        paper = " · ".join(filter(None, (document.title, document.kind, document.reference, document.issuer, year)))
        heading = " · ".join((document.title, document.reference or "", *passage.section[-1:]))
        lead = ""
        for at, sentence in enumerate(passage.sentences):
            if sentence.kind == "heading" or texts[at].endswith(":"):
                lead = texts[at]
            near = " · ".join((heading, *texts[max(0, at - 1) : at], *texts[at + 1 : at + 2]))
            around = " · ".join((heading, *texts[max(0, at - BLOCK) : at + BLOCK + 1]))
            kind = "heading" if _titles(texts[at], sentence.kind) else sentence.kind
            units.append(Unit(texts[at], heading, near, wide, kind, prior, number, at, paper, lead, around))
    return units


def _titles(text: str, kind: BlockKind) -> bool:
    """Return whether a text only names what follows: a heading set like running text, without a figure or a name."""
    bare = ":" not in text and not _DIGIT.search(text) and not _ENDS.search(text)
    return kind == "text" and len(text) < SHORT and bare and not people.names(text)


def score(
    question: Question,
    units: Sequence[Unit],
    rarity: Callable[[str], float],
    lexicon: Embedder,
    synonyms: tuple[Group, ...] | None = None,
) -> list[Scored]:
    """Return the units with their scores, in the order given."""
    return rated(units, features(question, units, rarity, lexicon, synonyms)) if units else []


def rated(units: Sequence[Unit], table: NDArray[np.float64]) -> list[Scored]:
    """Return the units with the scores that the fitted weights give their rows of `features`."""
    odds = table @ _weights()
    lacks, fact, listing = (FEATURES.index(name) for name in ("lacks", "fact", "listing"))
    return [
        Scored(unit, float(value), float(row[lacks]), float(row[fact]), bool(row[listing]))
        for unit, value, row in zip(units, odds, table, strict=True)
    ]


def features(
    question: Question,
    units: Sequence[Unit],
    rarity: Callable[[str], float],
    lexicon: Embedder,
    synonyms: tuple[Group, ...] | None = None,
) -> NDArray[np.float64]:
    """Return one row of `FEATURES` for each unit."""
    matcher = Matcher(question.text, question.language, rarity, lexicon, synonyms)
    matcher.learn(unit.wide for unit in units)
    weights = matcher.weights / (float(matcher.weights.sum()) or 1.0)
    top = int(np.argmax(weights)) if len(weights) else 0
    names = np.array([need.name for need in matcher.needs])
    asked = _folded(question.text)
    wants = question.wants & facts.kinds()
    around = _supports(matcher, [unit.near for unit in units])
    passages = _supports(matcher, [unit.wide for unit in units])
    # The number of a paper is met by every sentence of that paper.
    titles = _supports(matcher, [unit.place for unit in units])
    own = [
        np.where(matcher.references, np.maximum(alone, title), alone)
        for alone, title in zip((matcher.support(unit.text) for unit in units), titles, strict=True)
    ]
    strict = question.language == "de"
    # A phone number belongs to whom it stands beside, not to all whom its page names.
    spheres = [unit.around if wants & CONTACT else unit.wide for unit in units]
    known = _supports(matcher, spheres, strict=strict) if strict or wants & CONTACT else passages
    meaning, meaning_near = _meaning(question, units, lexicon)
    papers = frozenset().union(*(_folded(paper) for paper in {unit.paper for unit in units}))
    told = {place: asked | _folded(place) for place in {unit.place for unit in units}}
    rows: list[list[float]] = []
    for at, unit in enumerate(units):
        near = np.maximum(own[at], NEAR * around[at])
        wide = np.maximum(near, WIDE * passages[at])
        new = [word for word in content_words(unit.text) if word.casefold() not in told[unit.place]]
        fact = sum(facts.strength(want, unit.text) for want in wants) / max(len(wants), 1)
        if "leader" in wants and _of_another(matcher, unit.text):
            fact *= OTHER_HEAD
        met = float(weights @ near)
        rows.append(
            [
                1.0,
                float(weights @ own[at]),
                met,
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
                0.0,  # filled below: relative to the best
                0.0,
                0.0,
                _bound(matcher, wants, unit.text) if fact else 0.0,
                fact * met,
                _subject(matcher, names, unit.text) if question.wants & _ABOUT else 0.0,
                float(_lists(unit, papers)),
                float(unit.text.rstrip().endswith("?")),
                float(names @ np.minimum(known[at] / KNOWN, 1)) / float(names.sum()) if names.any() else 1.0,
            ]
        )
    table = np.array(rows)
    for name in ("own", "near", "meaning"):
        column = table[:, FEATURES.index(name)]
        table[:, FEATURES.index(f"{name}_best")] = column / max(float(column.max()), 1e-6)
    return table


def _lists(unit: Unit, papers: frozenset[str]) -> bool:
    """Return whether a sentence only names papers, or stands in a list of sources or contents."""
    if _LISTING.search(unit.text) or _APPARATUS.search(unit.place) or _APPARATUS.search(unit.lead.rstrip(": ")):
        return True
    words = _folded(unit.text)
    return len(words) > TITLE and len(words - papers) <= NEW * len(words)


def _bound(matcher: Matcher, wants: Iterable[str], text: str) -> float:
    """Return how close to a fact asked for the words asked for stand: 1 right beside it, 0 nowhere near."""
    where = [at for want in wants for at in facts.places(want, text)]
    words = matcher.places(text)
    if not where or not words:
        return 0.0
    shares: list[float] = [
        max(math.exp(-abs(at - place) / REACH) * held for place, held in found) for at in where for found in words
    ]
    count = len(words)
    return max(sum(shares[start : start + count]) for start in range(0, len(shares), count)) / len(matcher.needs)


def _of_another(matcher: Matcher, text: str) -> bool:
    """Return whether a sentence names the head of something that was not asked about ("Leitung des Projektes")."""
    headed = _HEADED.search(text)
    return headed is not None and float(matcher.support(headed[1]).max(initial=0.0)) < SURE


def _subject(matcher: Matcher, names: NDArray[np.float32], text: str) -> float:
    """Return how well the beginning of a sentence names what the question is about: its likely subject."""
    opening = " ".join(text.split()[:OPENING])
    total = float(names.sum())
    return float(names @ matcher.support(opening)) / total if total else 0.0


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
