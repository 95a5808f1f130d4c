"""Who does what to whom: names that are not in the source, and nouns that have changed places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from assistant.tokens import Token

_TITLES = frozenset(["herr", "herrn", "frau", "dr", "prof", "mr", "mrs", "ms", "madame", "monsieur"])
_PASSIVE = frozenset(["wird", "werden", "wurde", "wurden", "worden"])
_BY = frozenset(["durch", "von", "vom"])
_PREPOSITIONS = frozenset(
    [
        "in",
        "im",
        "an",
        "am",
        "auf",
        "für",
        "vom",
        "zu",
        "zum",
        "zur",
        "mit",
        "bei",
        "beim",
        "aus",
        "nach",
        "über",
        "unter",
        "um",
        "gegen",
        "ohne",
        "bis",
        "seit",
        "ab",
        "vor",
        "durch",
        "von",
        "neben",
        "zwischen",
        "wegen",
        "trotz",
        "laut",
        "gemäß",
        "pro",
        "je",
        "ins",
        "ans",
        "innerhalb",
        "außerhalb",
    ]
)
_ARTICLES = frozenset(["der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines"])
# Nouns with these endings are feminine: "der" before them is no nominative.
_FEMININE = ("ung", "heit", "keit", "schaft", "ion", "tät", "in", "ei", "ik", "e")
# How far before its noun an article may stand: two adjectives.
_REACH = 3


def titled(claim: Sequence[Token], source: Sequence[Token], _: float = 0.0) -> Iterator[str]:
    """Find names that are not in the source: a name after "Herr", "Frau", "Dr." must be there."""
    names = {token.lower.removesuffix("s") for token in source}
    for before, token in pairwise(claim):
        is_name = before.lower in _TITLES and token.lower not in _TITLES and token.text[:1].isupper()
        if is_name and token.lower.removesuffix("s") not in names:
            yield f"name: {token.text}"


def crossed(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find two nouns or figures that have changed places: each now has the neighbour that the other had.

    The word before tells most ("im", "den"). A phrase that moves to the front takes it along, so
    the word after counts only where the word before says nothing: it has changed, or both have it.
    """
    nouns = [token for token in claim if token.figure or (token.content and token.noun)]
    befores = [_sides(claim, source, token, -1) for token in nouns]
    afters = [_sides(claim, source, token, 1) for token in nouns]
    for first, second in combinations(range(len(nouns)), 2):
        left, right = befores[first], befores[second]
        if nouns[first].lower == nouns[second].lower or not left[1] or not right[1]:
            continue
        if bool(nouns[first].figure) != bool(nouns[second].figure):
            continue
        silent = left[1] == right[1] or (left[0] not in left[1] and right[0] not in right[1])
        if _exchanged(left, right) or (silent and _exchanged(afters[first], afters[second])):
            yield f"swapped: {nouns[first].text}, {nouns[second].text}"


def _sides(claim: Sequence[Token], source: Sequence[Token], token: Token, side: int) -> tuple[str, frozenset[str]]:
    there = frozenset(_neighbour(source, other, side) for other in source if other.lower == token.lower)
    return _neighbour(claim, token, side), there


def _exchanged(left: tuple[str, frozenset[str]], right: tuple[str, frozenset[str]]) -> bool:
    return left[0] in right[1] - left[1] and right[0] in left[1] - right[1]


def _neighbour(text: Sequence[Token], token: Token, side: int) -> str:
    place = token.place + side
    return text[place].lower if 0 <= place < len(text) else ""


def subject(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find a nominative at the head of the claim that is only ever an object in the source."""
    voices = [{token.lower for token in text} & (_PASSIVE | _BY) for text in (claim, source)]
    if len(claim) < 3 or voices[0] != voices[1]:
        return
    article, noun = claim[0].lower, claim[1]
    if article != "der" or not noun.text[0].isupper():
        return
    cases = {_neighbour(source, other, -1) for other in source if other.lower == noun.lower}
    if cases and cases <= {"den", "dem", "des", "einen", "einem", "eines"}:
        yield f"swapped: {noun.text}"


def acting(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find two nouns of which one acts on the other, where in the source it is the other way round."""
    theirs = set(_acts(source))
    for agent, patient in _acts(claim):
        if (patient, agent) in theirs and (agent, patient) not in theirs:
            yield f"swapped: {agent}, {patient}"


def _acts(text: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Yield roots of (who acts, on whom or for whom) for each clause in which German case or order tells."""
    clauses: dict[int, list[Token]] = {}
    for token in text:
        clauses.setdefault(token.clause, []).append(token)
    for clause in clauses.values():
        passive = any(token.lower in _PASSIVE for token in clause)
        cases = [(token, _case(text, token)) for token in clause if token.noun and token.content]
        sure = [token for token, case in cases if case == "nominative"]
        open_ = [token for token, case in cases if case == "open"]
        objects = [token for token, case in cases if case == "object"]
        by = [token for token, case in cases if case == "by"]
        if passive:
            agents, patients = by, [*sure, *open_]
        elif sure:
            agents, patients = sure[:1], [*open_, *objects]
        else:
            agents, patients = open_[:1], [*open_[1:], *objects]
        for agent in agents:
            for patient in patients:
                yield agent.root, patient.root


def _case(text: Sequence[Token], noun: Token) -> str:
    """Return nominative, object, by, open (article does not tell) or other (behind a preposition, genitive)."""
    article = ""
    for at in range(noun.place - 1, max(noun.place - _REACH - 1, -1), -1):
        token = text[at]
        if token.clause != noun.clause or token.noun or token.figure:
            break
        if token.lower in _PREPOSITIONS:
            return "by" if token.lower in _BY else "other"
        if token.lower in _ARTICLES:
            article = token.lower
            before = text[at - 1].lower if at else ""
            if before in _PREPOSITIONS:
                return "by" if before in _BY else "other"
            if article in {"des", "der", "eines", "einer"} and at and text[at - 1].noun:
                return "other"
            break
    if article == "der":
        return "object" if noun.lower.endswith(_FEMININE) and not noun.lower.endswith("er") else "nominative"
    if article in {"den", "dem", "einen", "einem"}:
        return "object"
    return "open" if article in {"die", "das", "ein", "eine"} else "other"
