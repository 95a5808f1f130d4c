"""What comes first: cause before effect, condition before consequence, the earlier before the later.

"A, weil B", "B. Deshalb A" and "wegen B A" say the same; "B, weil A" does not. The same holds of "nachdem", "bevor",
"sobald" and "wenn", and of "X ist höher als Y".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.tokens import Token, same

# At the head of a clause: what it says comes first, or last.
_FIRST = frozenset(["weil", "da", "nachdem", "sobald", "wenn", "falls", "sofern"])
_LAST = frozenset(["bevor", "ehe", "sodass", "weshalb", "weswegen"])
# In a clause that follows from the one before it.
_THEREFORE = frozenset(["deshalb", "daher", "deswegen", "darum", "folglich", "infolgedessen", "anschließend", "danach"])
# Before a noun: it comes first.
_BEFORE = frozenset(["nach", "wegen", "aufgrund", "infolge", "angesichts", "dank"])
# How far a conjunction may stand from the head of its clause: "Erst wenn", "auch weil".
_HEAD = 2
_COMPARED = frozenset(["als"])

Parts = tuple[list[Token], list[Token]]


def turned(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find cause and effect, condition and consequence, earlier and later that have changed places."""
    theirs = list(_ordered(source))
    for first, last in _ordered(claim):
        kept = crossed = 0
        for before, after in theirs:
            kept = max(kept, _shared(first, before) + _shared(last, after))
            if _shared(first, after) and _shared(last, before):
                crossed = max(crossed, _shared(first, after) + _shared(last, before))
                if len(before) == 1 and len(first) == 1 and not _shared(first, before):
                    # "Nach der Zuweisung ein Gespräch" of "Zuweisung nach einem Gespräch".
                    yield f"order: {first[0].text}"
        if crossed > kept:
            yield f"order: {first[0].text if first else ''}"


def _ordered(text: Sequence[Token]) -> Iterator[Parts]:
    """Yield the content of (what comes first, what follows from it) for each pair of clauses that says so."""
    clauses: dict[int, list[Token]] = {}
    for token in text:
        clauses.setdefault(token.clause, []).append(token)
    numbers = list(clauses)
    for at, number in enumerate(numbers):
        clause = clauses[number]
        head = {token.lower for token in clause[:_HEAD]}
        # The main clause stands behind a subordinate one at the head of its sentence, else before it.
        leads = clause[0].text[0].isupper() or at == 0
        other = numbers[at + 1] if leads and at + 1 < len(numbers) else numbers[at - 1] if at else None
        if other is None:
            continue
        if head & _FIRST:
            yield _content(clause), _content(clauses[other])
        elif head & _LAST:
            yield _content(clauses[other]), _content(clause)
        elif at and {token.lower for token in clause} & _THEREFORE:
            yield _content(clauses[numbers[at - 1]]), _content(clause)
    for clause in clauses.values():
        yield from _phrased(clause)


def _phrased(clause: Sequence[Token]) -> Iterator[Parts]:
    """Yield the parts of "nach dem Gespräch erfolgt die Zuweisung", "vor Beginn der Arbeiten"."""
    for at, word in enumerate(clause):
        if word.lower not in _BEFORE | {"vor"}:
            continue
        near = clause[at + 1 : at + 4]
        led = next((token for token in near if token.noun and token.content), None)
        if led is None or any(token.figure for token in near[: near.index(led)]):
            continue
        others = [token for token in clause if token.content and token is not led]
        yield ([led], others) if word.lower in _BEFORE else (others, [led])


def _content(clause: Sequence[Token]) -> list[Token]:
    return [token for token in clause if token.content or token.figure]


def _shared(left: Sequence[Token], right: Sequence[Token]) -> int:
    return sum(any(_alike(token, other) for other in right) for token in left)


def _alike(token: Token, other: Token) -> bool:
    if token.figure or other.figure:
        return bool(token.figure and other.figure and token.figure.value == other.figure.value)
    return same(token, other) or same(other, token)


def compared(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "2014 höher als 2020" where the source has "2020 höher als 2014"."""
    theirs = list(_comparisons(source))
    for word, left, right in _comparisons(claim):
        for other, before, after in theirs:
            if word.lower != other.lower and not same(word, other):
                continue
            turned_left = any(_alike(token, that) for token in left for that in after)
            turned_right = any(_alike(token, that) for token in right for that in before)
            if turned_left and turned_right and not any(_alike(token, that) for token in right for that in after):
                yield f"compared: {word.text}"


def _comparisons(text: Sequence[Token]) -> Iterator[tuple[Token, list[Token], list[Token]]]:
    for word, than in pairwise(text):
        if than.lower in _COMPARED and word.lower.endswith(("er", "mehr", "weniger")) and word.clause == than.clause:
            near = [token for token in text if token.clause == word.clause and (token.noun or token.figure)]
            left = [token for token in near if token.place < word.place]
            right = [token for token in near if than.place < token.place <= than.place + 4]
            yield word, left, right


def succeeding(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "A, Nachfolger von B" where the source has B after A."""
    ours, theirs = _former(claim), _former(source)
    if ours and theirs and not ours & theirs:
        yield f"order: {min(ours)}"


def _former(text: Sequence[Token]) -> set[str]:
    """Return the names beside "Vorgänger", and those behind "Nachfolger von"."""
    found: set[str] = set()
    for token in text:
        behind = [other for other in text[token.place + 1 : token.place + 5] if other.clause == token.clause]
        if token.lower.startswith("vorgänger"):
            found |= {other.lower for other in behind[:2] if other.capital and other.content}
        elif token.lower.startswith("nachfolger") and behind and behind[0].lower in {"von", "des", "der"}:
            found |= {other.lower.removesuffix("s") for other in behind[1:3] if other.capital and other.content}
    return found
