"""Who does what to whom: names that are not in the source, and nouns that have changed places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from assistant.lexicon import lexicon
from assistant.nouncase import ARTICLES, BY, PREPOSITIONS, REACH, case_of
from assistant.roots import root
from assistant.stretches import alike
from assistant.tokens import Token, same

_TITLES = frozenset(["herr", "herrn", "frau", "dr", "prof", "mr", "mrs", "ms", "madame", "monsieur"])
_PASSIVE = frozenset(["wird", "werden", "wurde", "wurden", "worden"])

_GENITIVE = frozenset(["des", "der", "eines", "einer", "vom", "von"])
# A claim of so many words has one subject.
_SHORT = 5


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
    turned = any(t.lower in _PASSIVE for t in claim) != any(t.lower in _PASSIVE for t in source)
    befores = [_sides(claim, source, token, -1) for token in nouns]
    afters = [_sides(claim, source, token, 1) for token in nouns]
    for first, second in combinations(range(len(nouns)), 2):
        left, right = befores[first], befores[second]
        if nouns[first].lower == nouns[second].lower or not left[1] or not right[1]:
            continue
        if bool(nouns[first].figure) != bool(nouns[second].figure) or _listed(claim, nouns[first], nouns[second]):
            continue
        if left[0] in ARTICLES and right[0] in ARTICLES and turned:
            # "Die Stadt zahlt", "von der Stadt gezahlt": the case of both has changed with the voice.
            continue
        silent = left[1] == right[1] or (left[0] not in left[1] and right[0] not in right[1])
        if _exchanged(left, right) or (silent and _exchanged(afters[first], afters[second])):
            yield f"swapped: {nouns[first].text}, {nouns[second].text}"


def _listed(text: Sequence[Token], first: Token, second: Token) -> bool:
    """Say whether two words are told side by side, in whatever order: "Arabisch und Farsi"."""
    return second.place - first.place == 2 and text[first.place + 1].lower in {"und", "sowie", "oder"}


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
    voices = [{token.lower for token in text} & (_PASSIVE | BY) for text in (claim, source)]
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


def apart(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find nouns and figures of two clauses that have changed places: "A zahlt x, B zahlt y" told as "B x, A y"."""
    clauses: dict[int, dict[int, Token]] = {}
    for token, clause in zip(claim, _clauses(claim), strict=True):
        if not token.figure and not (token.noun and token.content) and token.lower not in lexicon("verify")["granted"]:
            continue
        there = {other for own, other in zip(source, _clauses(source), strict=True) if _equal(token, own)}
        if len(there) == 1:
            clauses.setdefault(clause, {})[there.pop()] = token
    for left, right in combinations(clauses.values(), 2):
        both = sorted(left.keys() & right.keys())
        if len(both) > 1:
            yield f"swapped: {left[both[0]].text}, {right[both[0]].text}"


def _equal(claim: Token, source: Token) -> bool:
    if claim.figure or source.figure:
        return bool(claim.figure and source.figure) and alike(claim, source)
    return claim.root == source.root or claim.lower == source.lower


def _clauses(text: Sequence[Token]) -> list[int]:
    """Return the number of the clause of each word; clauses are parted at punctuation marks and at "und"."""
    joints = 0
    found = []
    for token in text:
        joints += token.lower in {"und", "sowie", "während"}
        found.append(token.clause + joints)
    return found


def predicated(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "Kopien sind gebührenfrei" of "Die Benutzung ist gebührenfrei, für Kopien werden ...": said of another subject."""
    content = [token for token in claim if token.content or token.figure]
    nouns = [token for token in content if token.noun]
    if not nouns or len({token.clause for token in claim}) > 1 or len(content) > _SHORT:
        return
    led = _led_by(claim, nouns[0], "für")
    if not led and any(token.lower in PREPOSITIONS for token in claim[max(nouns[0].place - 2, 0) : nouns[0].place]):
        return
    here = {token.clause for token in source if alike(nouns[0], token)}
    said = [{token.clause for token in source if alike(own, token)} for own in content if own is not nouns[0]]
    said = [found for found in said if found]
    there = frozenset.intersection(*map(frozenset, said)) if said else frozenset[int]()
    if not here or not there or any(found & here for found in said):
        return
    lost = [token for token in source if token.content and not any(alike(own, token) for own in claim)]
    subjects = {
        t.clause
        for t in lost
        if t.noun and (_led_by(source, t, "für") or (not led and case_of(source, t) in {"nominative", "open"}))
    }
    if there <= subjects and here <= {token.clause for token in lost}:
        yield f"subject: {nouns[0].text}"


def _led_by(text: Sequence[Token], noun: Token, word: str) -> bool:
    return any(token.lower == word for token in text[max(noun.place - 2, 0) : noun.place])


def given(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "spendet an die Märkte" of a source in which the markets give."""
    roots = tuple(root(word) for word in lexicon("verify")["giving"])
    if not any(token.root.endswith(roots) for token in claim if not token.noun):
        return
    head = next((token for token in claim if token.noun and token.content), None)
    if head is not None and case_of(claim, head) in {"nominative", "open"}:
        there = [other for other in source if alike(head, other)]
        if there and all(_led_by(source, other, "an") for other in there):
            yield f"swapped: {head.text}"
    for token in claim:
        if not (token.noun and token.content and _led_by(claim, token, "an")):
            continue
        there = [other for other in source if alike(token, other)]
        if there and all(case_of(source, other) in {"nominative", "open"} or _plain(source, other) for other in there):
            yield f"swapped: {token.text}"


def owned(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "Vereine fördern Projekte des Kreises" where the source has the clubs' projects, and the Kreis acts."""
    for thing, owner in _owners(claim):
        theirs = [other for own, other in _owners(source) if _equal(thing, own)]
        if not theirs or any(_equal(owner, other) or same(owner, other) for other in theirs):
            continue
        acts = any(_equal(owner, token) for token in source)
        if acts and any(_equal(token, other) for other in theirs for token in claim if token is not thing):
            yield f"swapped: {thing.text} {owner.text}"


def _owners(text: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield (thing, whose it is) of "Projekte des Kreises", "Projekte von Vereinen"."""
    for thing, article in pairwise(text):
        if not (thing.noun and thing.content) or article.lower not in _GENITIVE | {"von", "vom", "eines", "einer"}:
            continue
        near = [other for other in text[article.place + 1 : article.place + 3] if other.clause == thing.clause]
        owner = next((other for other in near if other.noun and other.content), None)
        if owner is not None:
            yield thing, owner


def _plain(text: Sequence[Token], noun: Token) -> bool:
    """Say whether a noun has neither article nor preposition before it."""
    near = text[max(noun.place - 2, 0) : noun.place]
    return not any(token.lower in PREPOSITIONS | ARTICLES | {"und", "sowie"} for token in near)


def office(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "Vorsitzende des Beirats" where the source has the office in another clause than the body."""
    offices = lexicon("verify")["offices"]
    for token in claim:
        behind = [other for other in claim[token.place + 1 : token.place + 2 + REACH] if other.clause == token.clause]
        if token.lower not in offices or not behind or behind[0].lower not in _GENITIVE:
            continue
        body = next((other for other in behind if other.noun and other.content), None)
        if body is None:
            continue
        own = [other for other in source if other.root == token.root]
        bodies = [other for other in source if alike(body, other)]
        if own and bodies and not any(one.clause == other.clause for one in own for other in bodies):
            yield f"office: {token.text} {body.text}"


def _acts(text: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Yield roots of (who acts, on whom or for whom) for each clause in which German case or order tells."""
    clauses: dict[int, list[Token]] = {}
    for token in text:
        clauses.setdefault(token.clause, []).append(token)
    for clause in clauses.values():
        passive = any(token.lower in _PASSIVE for token in clause)
        cases = [(token, case_of(text, token)) for token in clause if token.noun and token.content]
        sure = [token for token, case in cases if case == "nominative"]
        open_ = [token for token, case in cases if case == "open"]
        objects = [token for token, case in cases if case == "object"]
        by = [token for token, case in cases if case == "by"]
        if passive:
            agents, patients = by, [*sure, *open_]
        elif sure:
            agents, patients = sure[:1], [*sure[1:], *open_, *objects]
        else:
            agents, patients = open_[:1], [*open_[1:], *objects]
        for agent in agents:
            for patient in patients:
                yield agent.root, patient.root
