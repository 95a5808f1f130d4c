"""What a figure is to a change: by how much or to how much, the new value or the old one; and who is said to be the most."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.lexicon import lexicon
from assistant.stretches import alike
from assistant.tokens import Token

_STEPS = frozenset(["um", "auf"])
_INSTEAD = frozenset(["statt", "anstatt", "anstelle"])
# Words that say that the old value is meant.
_PAST = frozenset(
    ["statt", "anstatt", "anstelle", "bisher", "bislang", "zuvor", "früher", "vorher", "vorjahr", "noch", "ursprünglich", "war", "waren", "von"]
)  # fmt: skip
_MOST = re.compile(
    r"(?:größt|kleinst|höchst|niedrigst|ältest|jüngst|best|schlechtest|wichtigst|längst|kürzest|neuest|schnellst|teuerst|günstigst|häufigst|"
    r"stärkst|schwächst|beliebtest|bekanntest|erfolgreichst|modernst|schönst|meist|wenigst|geringst|größtmöglich|einzig)e[nmrs]?"
)


def steps(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "auf 8 Prozent" where the source has "um 8 Prozent"."""
    for token in claim:
        if token.figure is None or token.figure.kind in {"time", "date", "phone", "address", "code"}:
            continue
        ours = _step(claim, token)
        theirs = {_step(source, other) for other in source if other.figure and alike(token, other)}
        if (
            ours in _STEPS
            and ours not in theirs
            and theirs
            and theirs <= (_STEPS | {"von"} if ours == "auf" else _STEPS)
        ):
            yield f"step: {ours} {token.text}"


def _step(text: Sequence[Token], token: Token) -> str:
    near = text[max(token.place - 2, 0) : token.place]
    return next((word.lower for word in reversed(near) if word.lower in _STEPS | {"von"}), "")


def replaced(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find the old value ("alle 15 statt alle 30 Minuten") told as if it held."""
    ours = {token.lower for token in claim}
    for word in source:
        if word.lower not in _INSTEAD or ours & _PAST:
            continue
        behind = [token for token in source[word.place + 1 : word.place + 4] if token.figure]
        before = [token for token in source[max(word.place - 4, 0) : word.place] if token.figure]
        for old in behind[:1]:
            told = [token for token in claim if token.figure and alike(token, old)]
            new = any(token.figure and alike(token, other) for token in claim for other in before)
            if told and not new and before:
                yield f"replaced: {told[0].text}"


def most(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find "die größte", "am häufigsten" that the source says of nothing."""
    ours = [token for token in claim if _MOST.fullmatch(token.lower)]
    theirs = {token.lower for token in source}
    whole = theirs & (
        lexicon("verify")["only"]
        | {
            "hauptsächlich",
            "überwiegend",
            "mehrheit",
            "hälfte",
            "großteil",
            "großen",
            "viele",
            "besonders",
            "insbesondere",
            "vor",
        }
    )
    if ours and not whole and not any(_MOST.fullmatch(word) for word in theirs):
        yield f"most: {ours[0].text}"
