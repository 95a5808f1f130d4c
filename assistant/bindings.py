"""What stands beside a figure or name in a sentence must stand beside it in the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from assistant.backing import backed
from assistant.contraries import contrary_words
from assistant.counts import after, bare, thing
from assistant.lexicon import lexicon
from assistant.polarity import COPIED
from assistant.rhythms import told
from assistant.roots import known, root
from assistant.stretches import alike
from assistant.tokens import Token

# Words before a figure that change what it means; of one line, they may stand for each other.
_QUALIFIERS = {
    word: number
    for number, line in enumerate(
        (
            "mindestens wenigstens",
            "höchstens maximal längstens",
            "über",
            "unter",
            "vor",
            "nach",
            "ab seit frühestens",
            "bis binnen innerhalb spätestens",
            "rund etwa circa ca ungefähr knapp gut fast nahezu",
        )
    )
    for word in line.split()
}
_MIN, _MAX, _OVER, _UNDER, _BEFORE, _AFTER, _FROM, _UNTIL, _ABOUT = range(9)
_MORE = frozenset(["mehr", "älter", "länger", "höher", "größer"])
_LESS = frozenset(["weniger", "jünger", "kürzer", "niedriger", "kleiner"])
# Left out, these make a figure say more than the source does.
_BINDING = frozenset({_MIN, _MAX, _OVER, _UNDER, _BEFORE, _AFTER, _FROM, _UNTIL})
# Said by either word of a pair: "bis zu drei" is "höchstens drei", "ab 18" is "mindestens 18".
_ALSO = {_MIN: {_FROM}, _FROM: {_MIN, _AFTER}, _MAX: {_UNTIL}, _UNTIL: {_MAX}, _AFTER: {_FROM}}
# Between two words in this many clauses, sentences, or on two sides of "und", distance counts more.
_ACROSS = 4
_AND = 2
# A rival must be nearer by this factor before a figure counts as exchanged; with less, moved phrases were refused.
_NEARER = 1.3
# Parts of a year: the months that they can mean.
_SEASONS = {
    "anfang": range(1, 5), "mitte": range(4, 10), "ende": range(9, 13), "frühjahr": range(2, 7), "frühling": range(2, 7),
    "sommer": range(5, 10), "herbst": range(8, 13),
}  # fmt: skip


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
        if figure is None or token.place in often or backed(figure, known_figures, _before(claim, token)):
            continue
        bare = figure.kind == "money" and currency
        if not (bare and any(other.kind == "number" and other.value == figure.value for other in known_figures)):
            yield f"{figure.kind}: {token.text}"


def _before(text: Sequence[Token], token: Token) -> str:
    return text[token.place - 1].lower if token.place else ""


def qualifiers(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find figures whose "mindestens", "bis" or "vor" is not the source's, or was lost."""
    for token in claim:
        if token.figure is None or token.figure.kind in {"phone", "address", "code", "ordinal"}:
            continue
        same_figure = [other for other in source if other.figure and alike(token, other)]
        if not same_figure:
            continue
        ours = _qualifier(claim, token)
        theirs = {_qualifier(source, other) for other in same_figure}
        allowed = theirs | {also for kind in theirs if kind is not None for also in _ALSO.get(kind, ())}
        if any(_ranged(source, other) for other in same_figure):
            allowed |= {_FROM, _UNTIL, None}
        if ours == _FROM and any(_qualifier(source, o) is None and _begins(source, o) for o in same_figure):
            allowed.add(_FROM)
        strange = ours is not None and ours != _ABOUT and ours not in allowed
        lost = ours is None and None not in allowed and theirs <= _BINDING
        if strange or lost:
            yield f"qualifier: {token.text}"
        yield from _season(claim, token, same_figure)


def _qualifier(text: Sequence[Token], token: Token) -> int | None:
    behind = text[token.place + 1 : token.place + 4]
    if any(other.lower == "zeit" for other in behind[:2]):
        # "Zwei Wochen Zeit" are two weeks at most.
        return _UNTIL
    if any(other.lower.startswith("vollendet") for other in behind):
        return _FROM
    for at in range(token.place - 1, max(token.place - 4, -1), -1):
        other = text[at]
        if other.lower in _SEASONS:
            continue
        before = text[at - 1].lower if at else ""
        if other.lower == "als" and before in _MORE | _LESS and token.figure and token.figure.kind != "date":
            denied = at > 1 and text[at - 2].lower == "nicht"
            over = (before in _MORE) != denied
            return (_MIN if over else _MAX) if denied else _OVER if over else _UNDER
        if other.lower in {"keine", "keinen"} and before == "noch":
            return _UNDER
        if other.lower in _QUALIFIERS:
            return _qualified(text, token, other)
        if other.figure or other.content or other.clause != token.clause:
            break
    return None


def _qualified(text: Sequence[Token], token: Token, word: Token) -> int | None:
    behind = {other.lower for other in text[token.place : token.place + 4]}
    if behind & {"vorher", "vor", "zuvor"} and word.lower in {"spätestens", "frühestens"}:
        # "Spätestens drei Tage vorher" is at least three days.
        return _MIN if word.lower == "spätestens" else _MAX
    return None if word.lower == "über" and "hinaus" in behind else _QUALIFIERS[word.lower]


def _begins(text: Sequence[Token], token: Token) -> bool:
    """Say whether something starts on a date: "hat 2022 eröffnet", "führt zum 1. Februar ein"."""
    if token.figure is None or token.figure.kind != "date":
        return False
    begun = any(other.root in _begun() for other in text if other.clause == token.clause)
    return begun or _before(text, token) == "zum"


@cache
def _begun() -> frozenset[str]:
    return frozenset(root(word) for word in lexicon("verify")["begun"])


def _ranged(text: Sequence[Token], token: Token) -> bool:
    """Say whether a figure is an end of "von ... bis ...", "zwischen ... und ..." or "9-12"."""
    near = [other.lower for other in text[max(token.place - 5, 0) : token.place + 5] if other.clause == token.clause]
    paired = any(
        other is not token and other.figure and other.figure.start == token.figure.start
        for other in text
        if token.figure
    )
    return paired or "zwischen" in near or ("bis" in near and bool({"von", "vom"} & set(near)))


def lasting(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "zehn Jahre lang" where the source has "zehn Jahre nach"."""
    for token in claim:
        if token.figure is None or not any(other.lower == "lang" for other in claim[token.place + 1 : token.place + 3]):
            continue
        own = [other for other in source if other.figure and alike(token, other)]
        if own and all(
            any(
                after.lower in {"nach", "vor", "vorher", "danach", "später"}
                for after in source[o.place + 2 : o.place + 3]
            )
            for o in own
        ):
            yield f"lasting: {token.text}"


def _season(claim: Sequence[Token], token: Token, same_figure: Sequence[Token]) -> Iterator[str]:
    """Find "Ende 2022" where the source's day is in another part of the year."""
    months = _SEASONS.get(_before(claim, token))
    value = token.figure.value if token.figure else None
    if months is None or not isinstance(value, tuple) or value[1]:
        return
    dates = [other.figure.value for other in same_figure if other.figure and isinstance(other.figure.value, tuple)]
    if dates and all(date[1] and date[1] not in months for date in dates):
        yield f"season: {token.text}"


def attached(claim: Sequence[Token], source: Sequence[Token], copied: float) -> Iterator[str]:
    """Find figures, and words with contraries, that do not stand beside the same word as in the source.

    They do not if a rival (another figure of its kind, a contrary) is there what it is in the claim: at the
    same distance on the same side, or in the same clause where it is not itself.
    """
    if copied >= COPIED:
        return
    table = contrary_words()
    for token, partner in _pairs(claim, lambda token: token.figure is not None or token.lower in table):
        if (token.figure and partner.figure) or {token.lower, partner.lower} & set(_QUALIFIERS):
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
            lone = bare(source, own) and not any(_ranged(source, other) for other in own)
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
