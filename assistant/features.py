"""What speaks for and against each sentence as an answer: one row of numbers for each."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant import facts
from assistant.abbreviations import learnt
from assistant.held_facts import SURE, bound, held
from assistant.match import Matcher
from assistant.period import of_time, period
from assistant.question import Question
from assistant.units import ENDS, Unit
from assistant.views import Matrix, Mentions, View, by_paper
from assistant.wordforms import content_words
from kb.embed import Embedder, Wordwise
from kb.model import Hit
from kb.synonyms import Group, load

Vector = NDArray[np.float64]
Rarity = Callable[[str], float]
# Kinds of question about a thing itself, whose answers begin with its name.
_ABOUT = frozenset(["definition", "task"])
_WHO = frozenset(["person", "leader", "office"])
# A word as rare as this is in none of the papers.
UNKNOWN = 0.999
OPENING = 5
# From this support on a noun or name counts as known to a passage.
KNOWN = 0.6
# From this support on a word is known at all: in German the last part of a compound is enough ("Kurs" for "Sprachkurs");
# a word in another language is met by vectors alone (on dev rows right questions have .34 and more, German ones .57).
HEARD = {True: 0.4, False: 0.25}
# At least this share of a question must be left to tell sentences of a paper apart, else none is told.
LEFT = 0.2
# Whoever asks for one of these is told what stands right beside whom it belongs to.
CONTACT = frozenset(["phone", "mail", "contact", "address", "hours"])
# A sentence of more words than this, of which at most this share is in no paper's title or sender, names a paper.
TITLE, NEW = 2, 0.15
# What a sentence takes over of what stands right around it, and of the rest of its passage.
NEAR, WIDE = 0.7, 0.45
_APPARATUS = re.compile(
    r"(?i)\b(?:(?:nacherzählt|zusammengestellt|entnommen)\W.*|quellen(?:verzeichnis|angaben?)?|literatur\w*|inhalt(?:sverzeichnis)?|impressum|abbildungsverzeichnis)$"
)
# The best passages of a paper of which the mean says how well the paper as a whole meets a question.
BEST = 3
# Lines that name other papers, or what stands on which page, answer nothing themselves.
_LISTING = re.compile(
    r"^\W*(?:Quellen?|Literatur|Siehe|Vgl\.|Fundstelle|Grundlagen? dieses|Stand:)\b|https?://\S+\W*$|\.{4,}|→[^:]*:\s*\d+\W*$"
)
FEATURES = (
    "one", "own", "near", "wide", "top", "top_near", "meaning", "meaning_near", "prior", "fact", "no_fact", "novelty",
    "length", "unfinished", "item", "row", "lacks", "lacks_here", "lacks_number", "lacks_noun", "unmet", "unmet_near", "foreign",
    "own_best", "near_best", "meaning_best", "bound", "fact_near", "subject", "listing", "asks", "nouns",
    "paper", "late", "late_best", "cosine", "place", "fresh", "fresh_near", "fresh_best", "dated",
)  # fmt: skip

ASKED = (
    "unknown",
    "unknown_share",
    "needs",
    "wants",
    "who",
    "foreign_question",
    "rarest",
    "rarity",
    "met",
    "grip",
    "unheard",
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row of `FEATURES` for each unit, and one of `ASKED` for the question itself.

    `lost`: not one word of the question is known to any of the units.
    """

    rows: Vector
    asked: tuple[float, ...]
    lost: bool = False


def features(
    question: Question,
    hits: Sequence[Hit],
    units: Sequence[Unit],
    rarity: Rarity,
    lexicon: Embedder,
    synonyms: tuple[Group, ...] | None = None,
    mentions: Mentions | None = None,
) -> Evidence:
    """Return what speaks for and against each unit; `units` are all sentences of the hits, in their order."""
    groups = (*(load() if synonyms is None else synonyms), *learnt(question.text, (hit.passage.text for hit in hits)))
    matcher = Matcher(question.text, question.language, rarity, lexicon, groups)
    weights = matcher.weights / (float(matcher.weights.sum()) or 1.0)
    top = int(np.argmax(weights)) if len(weights) else 0
    names = np.array([need.name for need in matcher.needs], dtype=np.float32)
    sorts = [need.sort for need in matcher.needs]
    view = View(matcher, hits, units)
    wants = question.wants & facts.kinds()
    strict = question.language == "de"
    # A phone number belongs to whom it stands beside, not to all whom its page names.
    sphere = view.around if wants & CONTACT else view.wide
    known = matcher.supports(sphere, strict=strict)
    own = matcher.supports(view.own)
    places = matcher.supports(view.place)
    # The number of a paper is met by every sentence of that paper.
    own = np.where(matcher.references, np.maximum(own, places), own)
    near = np.maximum(own, NEAR * matcher.supports(view.near))
    wide = np.maximum(near, WIDE * matcher.supports(view.wide))
    around = by_paper(matcher, hits, units, mentions)
    told_of = np.array(
        [need.sort == "name" or reference for need, reference in zip(matcher.needs, matcher.references, strict=True)]
    )
    missing = names * (1 - np.where(told_of, np.maximum(known, around), known))
    # What the paper as a whole is about tells its sentences apart the least.
    fresh = weights * (1 - np.maximum(places, around))
    rest = np.maximum(fresh.sum(axis=1), LEFT)
    meaning, meaning_near = _meaning(question, units, view, lexicon)
    signals = _signals(hits)
    named = period(question.text)
    signals["dated"] = [float(named is not None and of_time(hit.document, named)) for hit in hits]
    asked = _folded(question.text)
    papers = frozenset().union(*(_folded(paper) for paper in view.papers))
    told = [asked | _folded(heading) for heading in view.headings]
    empty = np.zeros(len(units), dtype=np.float32)
    best = [_greatest(missing, sorts, "name"), _greatest(missing, sorts, "number"), _greatest(missing, sorts, "noun")]
    here = _greatest(names * (1 - known), sorts, "name")
    met = near @ weights if len(weights) else empty
    columns: dict[str, object] = {
        "one": np.ones(len(units)),
        "own": own @ weights if len(weights) else empty,
        "near": met,
        "wide": wide @ weights if len(weights) else empty,
        "top": own[:, top] if len(weights) else empty,
        "top_near": near[:, top] if len(weights) else empty,
        "meaning": meaning,
        "meaning_near": meaning_near,
        "lacks": best[0],
        "lacks_here": here,
        "lacks_number": best[1],
        "lacks_noun": best[2],
        "fresh": (fresh * own).sum(axis=1) / rest,
        "fresh_near": (fresh * near).sum(axis=1) / rest,
        "unmet": (weights * (1 - np.minimum(wide / WIDE, 1))).max(axis=1, initial=0.0),
        "unmet_near": (weights * (1 - np.minimum(near / NEAR, 1))).max(axis=1, initial=0.0),
        "foreign": np.full(len(units), float(question.language != "de")),
        "nouns": np.minimum(known / KNOWN, 1) @ names / names.sum() if names.any() else np.ones(len(units)),
        "place": places @ weights if len(weights) else empty,
        "item": [unit.kind == "item" for unit in units],
        "row": [unit.kind == "row" for unit in units],
        "length": [math.log1p(len(unit.text)) / 5 for unit in units],
        "unfinished": [not ENDS.search(unit.text.strip()) for unit in units],
        "asks": [unit.text.rstrip().endswith("?") for unit in units],
        "listing": [_lists(unit, view.headings[unit.hit], papers) for unit in units],
        "novelty": [
            min(sum(word.casefold() not in told[unit.hit] for word in content_words(unit.text)) / 5, 1)
            for unit in units
        ],
        **{name: [values[unit.hit] for unit in units] for name, values in signals.items()},
    }
    fact = np.array([held(question, wants, matcher, unit.text) for unit in units])
    columns["fact"] = fact
    columns["no_fact"] = float(bool(wants)) - fact
    columns["fact_near"] = fact * met
    columns["bound"] = [
        bound(matcher, wants, unit.text) if sure else 0.0 for unit, sure in zip(units, fact, strict=True)
    ]
    columns["subject"] = [_subject(matcher, names, unit.text) if question.wants & _ABOUT else 0.0 for unit in units]
    for name in ("own", "near", "meaning", "late", "fresh"):
        column = np.asarray(columns[name], dtype=float)
        columns[f"{name}_best"] = column / max(float(column.max(initial=0.0)), 1e-6)
    rows = np.stack([np.asarray(columns[name], dtype=np.float64) for name in FEATURES], axis=1)
    met_by_any = np.maximum(own, places).max(axis=0, initial=0.0)
    return Evidence(
        rows,
        _asked(question, matcher, rarity, met_by_any, _unheard(question, matcher, view)),
        _lost(question, matcher, met_by_any),
    )


def _lost(question: Question, matcher: Matcher, met: Matrix) -> bool:
    """Return whether the best known word of a question is not known well: what it asks about is not in the papers."""
    own = [at for at, need in enumerate(matcher.needs) if need.fact is None and need.sort != "number"]
    if not matcher.needs:
        return not question.wants
    if not own:
        # A bare figure asks nothing.
        return all(need.sort == "number" for need in matcher.needs) and not any(matcher.references)
    return float(met[own].max()) < HEARD[question.language == "de"]


def _unheard(question: Question, matcher: Matcher, view: View) -> float:
    """Return the share of the words of a question in another language that no German word surely means."""
    own = [at for at, need in enumerate(matcher.needs) if need.fact is None]
    if question.language == "de" or not own:
        return 0.0
    sure = matcher.supports(np.maximum(view.own, view.place).max(axis=0, keepdims=True), strict=True)[0]
    return float(np.mean(sure[own] < SURE))


def _asked(question: Question, matcher: Matcher, rarity: Rarity, met: Matrix, unheard: float) -> tuple[float, ...]:
    """Return the row of `ASKED`: how much of the question the papers know at all, and what kind of question it is."""
    own = [need for need in matcher.needs if need.fact is None]
    rare = [rarity(need.word) for need in own]
    told = [value for need, value in zip(own, rare, strict=True) if need.sort != "word"]
    count = max(len(own), 1)
    return (
        float(max(told, default=0.0) >= UNKNOWN),
        sum(value >= UNKNOWN for value in rare) / count,
        len(matcher.needs) / 10,
        float(bool(question.wants & facts.kinds())),
        float(bool(question.wants & _WHO)),
        float(question.language != "de"),
        max((need.weight for need in own), default=0.0),
        sum(need.weight for need in own) / count,
        float(matcher.weights @ met) / (float(matcher.weights.sum()) or 1.0),
        float(met.max(initial=0.0)),
        unheard,
    )


def _signals(hits: Sequence[Hit]) -> dict[str, list[float]]:
    """Return what the search thinks of each hit: against the best, of its paper, and by itself."""
    first = max((hit.score for hit in hits), default=1.0)
    prior = [min(1.0, max(0.0, hit.score / first)) if first > 0 else 0.0 for hit in hits]
    by_paper: dict[str, list[float]] = {}
    for hit, value in zip(hits, prior, strict=True):
        by_paper.setdefault(hit.document.id, []).append(value)
    means = {paper: sum(sorted(values, reverse=True)[:BEST]) / BEST for paper, values in by_paper.items()}
    most = max(means.values(), default=1.0) or 1.0
    legs = [{found.leg: found.score for found in hit.found} for hit in hits]
    return {
        "prior": prior,
        "paper": [means[hit.document.id] / most for hit in hits],
        "late": [leg.get("near", 0.0) for leg in legs],
        "cosine": [leg.get("vectors", 0.0) for leg in legs],
    }


def _greatest(missing: Matrix, sorts: Sequence[str], sort: str) -> NDArray[np.float32]:
    wanted = np.array([found == sort for found in sorts], dtype=bool)
    greatest: NDArray[np.float32] = missing[:, wanted].max(axis=1, initial=0.0)
    return greatest


def _lists(unit: Unit, heading: str, papers: frozenset[str]) -> bool:
    """Return whether a sentence only names papers, or stands in a list of sources or contents."""
    if _LISTING.search(unit.text) or _APPARATUS.search(heading) or _APPARATUS.search(unit.lead.rstrip(": ")):
        return True
    words = _folded(unit.text)
    return len(words) > TITLE and len(words - papers) <= NEW * len(words)


def _subject(matcher: Matcher, names: NDArray[np.float32], text: str) -> float:
    """Return how well the beginning of a sentence names what the question is about: its likely subject."""
    opening = " ".join(text.split()[:OPENING])
    total = float(names.sum())
    return float(names @ matcher.support(opening)) / total if total else 0.0


def _folded(text: str) -> set[str]:
    return {word.casefold() for word in content_words(text)}


def _meaning(question: Question, units: Sequence[Unit], view: View, lexicon: Embedder) -> tuple[Vector, Vector]:
    """Return how near each unit comes to the question in meaning, alone and with what stands around it."""
    asked = lexicon.queries([question.text])[0]
    texts = list(dict.fromkeys([*(unit.text for unit in units), *view.headings]))
    row = {text: at for at, text in enumerate(texts)}
    sums = lexicon.sums(texts) if isinstance(lexicon, Wordwise) else lexicon.passages(texts)
    own = sums[[row[unit.text] for unit in units]]
    # The vector of a text is the sum of its words': what stands together adds up.
    together = own + sums[[row[view.headings[unit.hit]] for unit in units]]
    same = (view.owner[1:] == view.owner[:-1])[:, None]
    together[1:] += np.where(same, own[:-1], 0)
    together[:-1] += np.where(same, own[1:], 0)
    return _near(own, asked), _near(together, asked)


def _near(sums: Matrix, asked: Matrix) -> Vector:
    lengths = np.maximum(np.linalg.norm(sums, axis=1), 1e-9)
    cosines: Vector = np.clip(sums @ asked / lengths, 0, 1).astype(np.float64)
    return cosines
