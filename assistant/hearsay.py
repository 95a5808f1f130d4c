"""What is only hoped, asked, feared or helped with is not done: "hofft, dass ...", "prüft, ob ...", "berät zum Umbau"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from assistant.lexicon import lexicon
from assistant.roots import root
from assistant.support import carried
from assistant.tokens import Token, same

# Verbs as they are in reported speech only.
_REPORTS = frozenset(
    ["habe", "sei", "seien", "werde", "könne", "müsse", "solle", "wolle", "dürfe", "gebe", "komme", "bleibe"]
)
# A clause is retold if so many of its content words are in the claim, as in assistant/polarity.py.
_RETOLD = 0.6


@cache
def _roots(name: str) -> frozenset[str]:
    return frozenset(root(word) for word in lexicon("verify")[name])


def hoped(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find what the source has behind "hofft, dass" or "prüft, ob" and the claim tells as so."""
    if _open(claim):
        return
    clauses: dict[int, list[Token]] = {}
    for token in source:
        clauses.setdefault(token.clause, []).append(token)
    before: list[Token] = []
    for clause in clauses.values():
        content = [token for token in clause if token.content]
        behind = clause[0].lower == "ob" or (
            clause[0].lower == "dass" and any(token.root in _roots("stances") for token in before)
        )
        told = [token for token in content if any(same(own, token) for own in claim)]
        behind = behind or _asked(before, clause) or _reported(before, clause)
        if any(same(own, token) for own in claim for token in before if token.root in _roots("asked")):
            continue
        if behind and content and len(told) >= max(_RETOLD * len(content), min(2, len(content))):
            yield f"hearsay: {clause[0].text} {content[0].text}"
        before = clause


def _asked(before: Sequence[Token], clause: Sequence[Token]) -> bool:
    """Say whether a clause is what somebody wants done: "beantragte, das Projekt zu verlängern"."""
    infinitive = any(
        token.content and not token.noun and (last.lower == "zu" or "zu" in token.lower[2:-4])
        for last, token in pairwise(clause)
        if token.lower.endswith("n")
    )
    return infinitive and any(token.root in _roots("asked") for token in before)


def _reported(before: Sequence[Token], clause: Sequence[Token]) -> bool:
    """Say whether a clause is reported speech without "dass": "behauptete, die Verwaltung habe ..."."""
    return any(token.lower in _REPORTS for token in clause) and any(token.root in _roots("stances") for token in before)


def _open(claim: Sequence[Token]) -> bool:
    """Say whether a claim leaves open whether something is so."""
    words = lexicon("verify")
    open_ = words["plans"] | words["hedges"] | words["unsettled"]
    wanted = _roots("stances") | _roots("asked")
    return any(token.lower in open_ or token.root in wanted for token in claim)


def helped(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "bauen um" of "beraten zum Umbau": what the source has as the object of help, advice or a wish."""
    if _open(claim):
        return
    for token in claim:
        if not token.content or token.noun or token.root in _roots("helping"):
            continue
        there = [other for other in source if same(token, other)]
        if not there or not all(other.noun for other in there) or any(not t.noun for t in there):
            continue
        clauses = {other.clause for other in there}
        # "..., zu Hilfen und zum Umbau" leans on the verb of the clause before.
        clauses |= {number - 1 for number in clauses if not any(_finite(t) for t in source if t.clause == number)}
        helping = [t for t in source if t.clause in clauses and not t.noun and t.root in _roots("helping")]
        if helping and not any(carried(t, claim) for t in helping):
            yield f"hearsay: {helping[0].text} left out"


def _finite(token: Token) -> bool:
    return token.content and not token.noun and token.lower.endswith(("t", "en", "te", "ten"))
