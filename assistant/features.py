"""What speaks for and against each sentence as an answer: one row of numbers for each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant import facts
from assistant.abbreviations import learnt
from assistant.held_facts import bound, held
from assistant.match import Matcher
from assistant.met import Met, meet, word_columns
from assistant.period import of_time, period
from assistant.question import Question
from assistant.sentenceform import form_columns
from assistant.strangeness import ASKED, Rarity, asked_row, lost
from assistant.units import Unit
from assistant.views import Matrix, Mentions, View, by_paper
from kb.embed import Embedder, Wordwise
from kb.model import Hit
from kb.synonyms import Group, load

__all__ = ["ASKED", "FEATURES", "Evidence", "Rarity", "features"]

Vector = NDArray[np.float64]
# Kinds of question about a thing itself, whose answers begin with its name.
_ABOUT = frozenset(["definition", "task"])
OPENING = 5
# What a sentence with which something is explained goes on with; without it, it may as well be a title.
_SAYS = re.compile(
    r"\b(?:ist|sind|bedeutet|bezeichnet|heißt|steht für|dien(?:t|en)|richte[nt]|biete[nt]|förder[nt]|führ(?:t|en)|koordinier(?:t|en)|"
    r"unterstütz(?:t|en)|ermöglich(?:t|en)|begleite[nt]|umfass(?:t|en)|helfen|hilft|arbeite[nt]|berät|beraten)\b|\t"
)
UNSAID = 0.4
# The best passages of a paper of which the mean says how well the paper as a whole meets a question.
BEST = 3
FEATURES = (
    "one", "own", "near", "wide", "top", "top_near", "meaning", "meaning_near", "prior", "fact", "no_fact", "novelty",
    "length", "unfinished", "item", "row", "lacks", "lacks_here", "lacks_number", "lacks_noun", "unmet", "unmet_near", "foreign",
    "own_best", "near_best", "meaning_best", "bound", "fact_near", "subject", "listing", "asks", "nouns",
    "paper", "late", "late_best", "cosine", "place", "fresh", "fresh_near", "fresh_best", "dated",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row of `FEATURES` for each unit, and one of `ASKED` for the question itself.

    `lost`: nothing that the question asks about is known to any of the units; `named`: which units say the number of a
    paper that is asked for themselves.
    """

    rows: Vector
    asked: tuple[float, ...]
    lost: bool = False
    named: tuple[bool, ...] = ()


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
    wants = question.wants & facts.kinds()
    view = View(matcher, hits, units)
    met = meet(question, wants, matcher, view, by_paper(matcher, hits, units, mentions))
    meaning, meaning_near = _meaning(question, units, view, lexicon)
    signals = _signals(question, hits)
    columns: dict[str, object] = {
        **word_columns(met),
        **form_columns(question, units, view),
        "meaning": meaning,
        "meaning_near": meaning_near,
        **{name: [values[unit.hit] for unit in units] for name, values in signals.items()},
    }
    columns |= _fact_columns(question, wants, matcher, met, units, np.asarray(columns["near"]))
    for name in ("own", "near", "meaning", "late", "fresh"):
        column = np.asarray(columns[name], dtype=float)
        columns[f"{name}_best"] = column / max(float(column.max(initial=0.0)), 1e-6)
    rows = np.stack([np.asarray(columns[name], dtype=np.float64) for name in FEATURES], axis=1)
    met_by_any = np.maximum(met.own, met.places).max(axis=0, initial=0.0)
    asked = asked_row(question, matcher, rarity, met_by_any, view)
    return Evidence(rows, asked, lost(question, matcher, met_by_any), met.named)


def _fact_columns(
    question: Question,
    wants: frozenset[str],
    matcher: Matcher,
    met: Met,
    units: Sequence[Unit],
    near: NDArray[np.float64],
) -> Mapping[str, object]:
    """Return whether each sentence holds a fact asked for, how near the words asked for stand to it, and of what it is."""
    fact = np.array([held(question, wants, matcher, unit.text) for unit in units])
    return {
        "fact": fact,
        "no_fact": float(bool(wants)) - fact,
        "fact_near": fact * near,
        "bound": [bound(matcher, wants, unit.text) if sure else 0.0 for unit, sure in zip(units, fact, strict=True)],
        "subject": [_subject(matcher, met.names, unit.text) if question.wants & _ABOUT else 0.0 for unit in units],
    }


def _signals(question: Question, hits: Sequence[Hit]) -> dict[str, list[float]]:
    """Return what the search thinks of each hit: against the best, of its paper, by itself; and whether it is of the time named."""
    first = max((hit.score for hit in hits), default=1.0)
    prior = [min(1.0, max(0.0, hit.score / first)) if first > 0 else 0.0 for hit in hits]
    by_paper: dict[str, list[float]] = {}
    for hit, value in zip(hits, prior, strict=True):
        by_paper.setdefault(hit.document.id, []).append(value)
    means = {paper: sum(sorted(values, reverse=True)[:BEST]) / BEST for paper, values in by_paper.items()}
    most = max(means.values(), default=1.0) or 1.0
    named = period(question.text)
    legs = [{found.leg: found.score for found in hit.found} for hit in hits]
    return {
        "prior": prior,
        "paper": [means[hit.document.id] / most for hit in hits],
        "late": [leg.get("near", 0.0) for leg in legs],
        "cosine": [leg.get("vectors", 0.0) for leg in legs],
        "dated": [float(named is not None and of_time(hit.document, named)) for hit in hits],
    }


def _subject(matcher: Matcher, names: NDArray[np.float32], text: str) -> float:
    """Return how well the beginning of a sentence names what the question is about: its likely subject."""
    opening = " ".join(text.split()[:OPENING])
    total = float(names.sum())
    said = float(names @ matcher.support(opening)) / total if total else 0.0
    return said if _SAYS.search(text) else said * UNSAID


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
