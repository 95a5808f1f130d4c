"""What stands beside a figure or name in a sentence must stand beside it in the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from assistant.backing import backed
from assistant.contraries import contrary_words
from assistant.counts import after, bare, thing
from assistant.polarity import COPIED
from assistant.qualified import QUALIFIERS, before, ranged
from assistant.rhythms import told
from assistant.roots import known
from assistant.stretches import alike
from assistant.tokens import Token

# Between two words in this many clauses, sentences, or on two sides of "und", distance counts more.
_ACROSS = 4
_AND = 2
# A rival must be nearer by this factor before a figure counts as exchanged; with less, moved phrases were refused.
_NEARER = 1.3


def figures(claim: Sequence[Token], source: Sequence[Token], _: float = 0.0) -> Iterator[str]:
    """Find figures of the claim that are not in the source."""
    known_figures = [token.figure for token in source if token.figure]
    often = told(claim, source)
    currency = any(
        token.lower in {"euro", "€", "eur"} or (token.figure and token.figure.kind == "money") for token in source
    )
    for token in claim:
        figure = token.figure
        first = token.lower.startswith("ersten") and after(claim, token) == "mal"
        if first and any(other.lower.startswith("erstmal") for other in source):
            continue
        if figure is None or token.place in often or backed(figure, known_figures, before(claim, token)):
            continue
        bare = figure.kind == "money" and currency
        if not (bare and any(other.kind == "number" and other.value == figure.value for other in known_figures)):
            yield f"{figure.kind}: {token.text}"


def attached(claim: Sequence[Token], source: Sequence[Token], copied: float) -> Iterator[str]:
    """Find figures, and words with contraries, that do not stand beside the same word as in the source.

    They do not if a rival (another figure of its kind, a contrary) is there what it is in the claim: at the
    same distance on the same side, or in the same clause where it is not itself.
    """
    if copied >= COPIED:
        return
    table = contrary_words()
    for token, partner in _pairs(claim, lambda token: token.figure is not None or token.lower in table):
        if (token.figure and partner.figure) or {token.lower, partner.lower} & set(QUALIFIERS):
            continue
        own = [other for other in source if alike(token, other)]
        beside = [other for other in source if alike(partner, other)]
        rivals = [other for other in source if other not in own and _rival(token, other)]
        if not own or not beside or not rivals:
            continue
        offset = partner.place - token.place
        taken = any(b.place - other.place == offset and b.clause == other.clause for other in rivals for b in beside)
        kept = any(b.place - other.place == offset for other in own for b in beside)
        clauses = {b.clause for b in beside}
        apart = not clauses & {other.clause for other in own}
        joined = clauses & {other.clause for other in rivals}
        if _unit(claim, source, token, own, rivals) or (bare(source, own) and partner is thing(claim, token)):
            continue
        if (taken and not kept) or (apart and joined and abs(offset) == 1 and not _elliptic(source, own)):
            yield f"swapped: {token.text} {partner.text}"


def _elliptic(source: Sequence[Token], own: Sequence[Token]) -> bool:
    """Say whether a figure stands in a clause that lends its words from the one before: "..., für Urnen 15 Jahre"."""
    clauses = {other.clause for other in own}
    return all(sum(t.content and t.clause == clause for t in source) <= 1 for clause in clauses)


def _said(source: Sequence[Token], token: Token) -> bool:
    """Say whether the clause of a figure has words other than nouns: "davon 300.000 Euro für den Radweg" has none."""
    return any(other.content and not other.noun for other in source if other.clause == token.clause)


def _unit(
    claim: Sequence[Token], source: Sequence[Token], token: Token, own: Sequence[Token], rivals: Sequence[Token]
) -> bool:
    """Say whether a figure counts in the claim what it counts in the source, and no rival does: "fünf Jahre"."""
    counted = after(claim, token)
    told = any(after(source, other) == counted for other in own)
    return bool(token.figure and counted and told and not any(after(source, other) == counted for other in rivals))


def _pairs(claim: Sequence[Token], wanted: Callable[[Token], bool]) -> Iterator[tuple[Token, Token]]:
    for token in claim:
        if wanted(token):
            for other in claim[max(token.place - 2, 0) : token.place + 3]:
                if other is not token and other.clause == token.clause and (other.content or other.figure):
                    yield token, other


def _rival(token: Token, other: Token) -> bool:
    if token.figure:
        return other.figure is not None and other.figure.kind == token.figure.kind
    return any(other.lower in others for _, others in contrary_words().get(token.lower, ()))


def nearest(claim: Sequence[Token], source: Sequence[Token], copied: float) -> Iterator[str]:
    """Find figures and names that the source has nearer to other words than a rival that the claim passes over.

    "Der Fonds umfasst 10.000 €" of a source in which 35.000 € stand beside the fund.
    """
    for token in claim:
        if not (token.figure and copied < COPIED) and not (_named(token) and (copied < COPIED or _full(claim, token))):
            continue
        own = [other for other in source if _equal(token, other)]
        rivals = [
            other
            for other in source
            if _competes(token, other)
            and not any(_equal(more, other) for more in claim)
            and (copied < COPIED or _full(source, other))
        ]
        if token.figure and token.figure.kind == "number":
            # Numbers compete only if they count the same: "zwei Gruppen" is no rival of "drei Jahre".
            counted = {after(claim, token), *(after(source, other) for other in own)}
            lone = bare(source, own) and not any(ranged(source, other) for other in own)
            rivals = [other for other in rivals if after(source, other) in counted or (lone and bare(source, [other]))]
        if not own or not rivals or _unit(claim, source, token, own, rivals):
            continue
        mates = [other for other in claim if other.clause == token.clause and other.content and other is not token]
        if _elliptic(source, own) or not any(_said(source, other) for other in own):
            mates = [other for other in mates if other.noun]
        if bare(source, own):
            mates = [other for other in mates if other is not thing(claim, token)]
        places = [[other for other in source if alike(mate, other) and not other.figure] for mate in mates]
        places = [found for found in places if found]
        here, there = _nearness(source, own, places), _nearness(source, rivals, places)
        if there > _NEARER * here + 0.05:
            yield f"swapped: {token.text}"


def _named(token: Token) -> bool:
    return token.noun and token.content and token.capital and not known(token.text)


def _full(text: Sequence[Token], token: Token) -> bool:
    """Say whether a name is the second of two: first name and surname."""
    return bool(token.place) and text[token.place - 1].capital and text[token.place - 1].content


def _equal(token: Token, other: Token) -> bool:
    return alike(token, other) if token.figure else token.lower.removesuffix("s") == other.lower.removesuffix("s")


def _competes(token: Token, other: Token) -> bool:
    if token.figure:
        return _rival(token, other) and not alike(token, other)
    return _named(other) and not _equal(token, other)


def _nearness(source: Sequence[Token], entities: Sequence[Token], places: Sequence[Sequence[Token]]) -> float:
    best = 0.0
    for entity in entities:
        best = max(best, sum(max(1 / _distance(source, entity, place) for place in found) for found in places))
    return best


def _distance(source: Sequence[Token], left: Token, right: Token) -> int:
    first, last = sorted((left.place, right.place))
    joints = sum(token.lower in {"und", "sowie", "oder"} for token in source[first + 1 : last])
    return max(last - first, 1) + _ACROSS * abs(left.clause - right.clause) + _AND * joints
