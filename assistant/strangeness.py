"""How much of a question the papers know at all, and what kind of question it is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from assistant import facts
from assistant.held_facts import SURE
from assistant.match import Matcher
from assistant.question import Question
from assistant.views import Matrix, View

Rarity = Callable[[str], float]
_WHO = frozenset(["person", "leader", "office"])
# A word as rare as this is in none of the papers.
UNKNOWN = 0.999
# From this support on a word is known at all: in German the last part of a compound is enough ("Kurs" for "Sprachkurs");
# a word in another language is met by vectors alone (on dev rows right questions have .34 and more, German ones .57).
HEARD = {True: 0.4, False: 0.25}
# From this on a word stands there itself, or what it stands for.
CALLED = 0.85
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


def lost(question: Question, matcher: Matcher, met: Matrix) -> bool:
    """Return whether the best known word of a question is not known well: what it asks about is not in the papers."""
    own = [at for at, need in enumerate(matcher.needs) if need.fact is None and need.sort != "number"]
    if not matcher.needs:
        return not question.wants
    if not own:
        # A bare figure asks nothing.
        return all(need.sort == "number" for need in matcher.needs) and not any(matcher.references)
    # Who asks about one thing alone ("Wo bekomme ich einen Pass?") is not helped by its verb, which is said of anything.
    things = [at for at in own if matcher.needs[at].sort in ("noun", "name")]
    alone = question.language == "de" and len(things) == 1
    if alone and "definition" in question.wants and matcher.needs[things[0]].weight >= UNKNOWN:
        # What "Elterntalk" is stands in no paper on parents.
        return float(met[things[0]].max()) < CALLED
    return float(met[things if alone else own].max()) < HEARD[question.language == "de"]


def asked_row(question: Question, matcher: Matcher, rarity: Rarity, met: Matrix, view: View) -> tuple[float, ...]:
    """Return the row of `ASKED`; `met`: how well the best sentence meets each need."""
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
        _unheard(question, matcher, view),
    )


def _unheard(question: Question, matcher: Matcher, view: View) -> float:
    """Return the share of the words of a question in another language that no German word surely means."""
    own = [at for at, need in enumerate(matcher.needs) if need.fact is None]
    if question.language == "de" or not own:
        return 0.0
    sure = matcher.supports(np.maximum(view.own, view.place).max(axis=0, keepdims=True), strict=True)[0]
    return float(np.mean(sure[own] < SURE))
