"""What a number counts: "zwei Gruppen" are no two courses, and the figure of one clause goes with no word of another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.stretches import alike
from assistant.support import carried, is_light
from assistant.tokens import Token

_BOTH = frozenset(["beide", "beiden", "beider"])
_EACH = frozenset(["je", "jeweils", "jeder", "jede", "jedes", "alle"])


def counted(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find a number that counts something else: "zwei gefällte, ein neuer" of "für jeden gefällten zwei neue"."""
    for token in claim:
        if token.figure is None or token.figure.kind != "number":
            continue
        ours = _next_content(claim, token)
        theirs = [_next_content(source, other) for other in source if other.figure and alike(token, other)]
        there = [thing for thing in theirs if thing is not None]
        if ours is None or not there or any(alike(ours, thing) or alike(thing, ours) for thing in there):
            continue
        known_here = any(other.root == ours.root for other in source)
        moved = all(any(other.root == thing.root and other is not ours for other in claim) for thing in there)
        if known_here and moved and all(_next_content(claim, t) not in there for t in claim if t is not token):
            yield f"counted: {token.text} {ours.text}"


def measured(claim: Sequence[Token], source: Sequence[Token], copied: float) -> Iterator[str]:
    """Find a number of things of which the source says nothing, where it has the number of others."""
    for token in claim:
        if token.figure is None or token.figure.kind != "number":
            continue
        ours = thing(claim, token)
        theirs = [thing(source, other) for other in source if other.figure and alike(token, other)]
        there = [thing for thing in theirs if thing is not None]
        headed = ours is not None and any(ours.root.endswith(thing.root) for thing in there)
        own = [other for other in source if other.figure and alike(token, other)]
        known_ = there or (own and bare(source, own))
        if ours is None or is_light(ours) or not known_ or headed or carried(ours, source):
            continue
        yield f"counted: {token.text} {ours.text}"


def spliced(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "für weitere 84 Euro" of "für den ersten 84 Euro, für weitere 168": the figure of the one, the word of the other."""
    if len({token.clause for token in claim}) > 1:
        return
    places = [
        (own, {other.clause for other in source if alike(own, other)}) for own in claim if own.content or own.figure
    ]
    lost = [
        other for other in source if (other.content or other.figure) and not any(alike(own, other) for own in claim)
    ]
    for figure, here in places:
        if figure.figure is None or len(here) != 1:
            continue
        rivals = {other.clause for other in lost if other.figure and other.figure.kind == figure.figure.kind}
        apart = [own for own, there in places if not own.figure and len(there) == 1 and there <= rivals - here]
        if apart and here <= {other.clause for other in lost}:
            yield f"swapped: {figure.text} {apart[0].text}"


def shared(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find one amount told of both where the source has another for one: "beide", "Ratingen und Velbert"."""
    clauses = {token.place: token.clause + joint for token, joint in zip(source, _joints(source), strict=True)}
    for token in claim:
        if token.figure is None or token.figure.kind not in {"money", "number", "percent", "time"}:
            continue
        own = {clauses[other.place] for other in source if other.figure and alike(token, other)}
        rivals = {
            clauses[other.place]
            for other in source
            if other.figure and other.figure.kind == token.figure.kind and not alike(token, other)
        } - own
        here = {other.lower for other in claim if other.clause == token.clause}
        if not own or not rivals or any(other.figure for other in claim if other is not token):
            continue
        theirs = {other.lower for other in source if clauses[other.place] in own}
        if here & _BOTH and not theirs & (_BOTH | _EACH):
            yield f"shared: {token.text}"
        for left, joint, right in zip(claim, claim[1:], claim[2:], strict=False):
            if joint.lower not in {"und", "sowie"} or left.clause != token.clause or not (left.noun and right.noun):
                continue
            places = [{clauses[other.place] for other in source if alike(one, other)} for one in (left, right)]
            if any(one and one <= rivals for one in places) and any(one & own for one in places):
                yield f"shared: {token.text}, {left.text}, {right.text}"


def _joints(text: Sequence[Token]) -> list[int]:
    """Return how many "und" stand before each word: they part clauses as commas do."""
    found, joints = [], 0
    for token in text:
        joints += token.lower in {"und", "sowie", "während"}
        found.append(joints)
    return found


def part(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "120 Anträge wurden bewilligt" of "von 120 Anträgen wurden 45 bewilligt": the whole told for the part."""
    for token in claim:
        if token.figure is None or token.figure.kind != "number" or _of(claim, token):
            continue
        own = [other for other in source if other.figure and alike(token, other)]
        if not own or not all(_of(source, other) for other in own):
            continue
        clause = [other for other in source if other.clause == own[0].clause]
        some = [other for other in clause if other.figure and other.figure.kind == "number" and other not in own]
        said = [other for other in clause if other.content and not other.noun]
        kept = any(alike(one, other) for one in claim if one.figure for other in some)
        if some and not kept and any(alike(one, other) for one in claim if one.content for other in said):
            yield f"part: {token.text}"


def _of(text: Sequence[Token], token: Token) -> bool:
    """Say whether a number is that of the whole: "von 120 Anträgen", "der 120 Anträge"."""
    near = text[max(token.place - 2, 0) : token.place]
    return any(other.lower in {"von", "der", "aus", "den"} for other in near)


def thing(text: Sequence[Token], token: Token) -> Token | None:
    """Return the noun that a number counts: the first of the next three words."""
    for other in text[token.place + 1 : token.place + 4]:
        if other.figure or other.clause != token.clause:
            return None
        if other.noun:
            return other if other.content else None
        if not other.content:
            return None
    return None


def bare(source: Sequence[Token], own: Sequence[Token]) -> bool:
    """Say whether figures have no noun of their own: "von den 48 Plätzen sind 17 schlecht, bei 9 ..."."""
    return all(other.figure and other.figure.kind == "number" and thing(source, other) is None for other in own)


def _next_content(text: Sequence[Token], token: Token) -> Token | None:
    behind = text[token.place + 1 : token.place + 2]
    return next((other for other in behind if other.content and other.clause == token.clause), None)


def after(text: Sequence[Token], token: Token) -> str:
    return text[token.place + 1].root if token.place + 1 < len(text) else ""
