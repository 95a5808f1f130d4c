"""What "nur" shuts out: a claim may not shut out more than its source, nor let in what that shuts out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.lexicon import lexicon
from assistant.polarity import COPIED, retold
from assistant.tokens import Token, same

_IF = frozenset(["wenn", "falls", "sofern"])
_GIVEN = _IF | {"mit", "zustimmung", "voraussetzung", "bedingung"}


def only(claim: Sequence[Token], source: Sequence[Token], copied: float) -> Iterator[str]:
    """Find "nur" that the source has not, and "nur" that the claim has lost."""
    words = lexicon("verify")["only"]
    ours, theirs = {token.lower for token in claim}, {token.lower for token in source}
    added = [token for token in claim if token.lower in words and not _harmless(claim, token, theirs)]
    # "Darf nur raten, aber nicht entscheiden"; "nur, wenn der Eigentümer zustimmt" of "mit dessen Zustimmung".
    limits = bool(theirs & lexicon("verify")["negations"]) and "aber" in ours
    conditions = bool(ours & _IF and theirs & _GIVEN)
    if added and not limits and not conditions and not theirs & (words | {"erst"}):
        yield f"only: {added[0].text}"
    if ours & words:
        return
    shut = [token for token in source if token.lower in words]
    if "auch" in ours and "auch" not in theirs:
        lost = [token for token in shut if not _counts(source, token) and _let_in(claim, source, token)]
    else:
        lost = [token for token in shut if copied >= COPIED and retold(claim, source, token)]
    if lost:
        yield f"only: {lost[0].text} left out"


def _harmless(claim: Sequence[Token], token: Token, theirs: set[str]) -> bool:
    """Say whether "nur" judges a figure ("nur 38 Prozent", "nur noch bis Juli") or is told by a longer word."""
    behind = claim[token.place + 1 : token.place + 4]
    ends = bool(behind) and behind[0].lower == "noch" and any(other.lower == "bis" or other.figure for other in behind)
    return _counts(claim, token) or ends or any(other.startswith(token.lower) for other in theirs)


def _counts(text: Sequence[Token], token: Token) -> bool:
    return any(other.figure for other in text[token.place + 1 : token.place + 3])


def _let_in(claim: Sequence[Token], source: Sequence[Token], token: Token) -> bool:
    """Say whether what stands before "nur" is told in the claim, and what it shuts in is not."""
    clause = [other for other in source if other.clause == token.clause and other.content]
    before = [other for other in clause if other.place < token.place]
    behind = [other for other in clause if other.place > token.place]
    told = [other for other in clause if any(same(own, other) for own in claim)]
    return bool(before) and all(other in told for other in before) and not any(other in told for other in behind)
