"""What exactly is denied: the thing after "kein", "weder" and "noch" must be denied in the source, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.lexicon import lexicon
from assistant.tokens import Token, same

_NO = frozenset(["kein", "keine", "keinen", "keinem", "keiner", "keines"])
_NEITHER = frozenset(["weder", "noch"])
# How far the thing denied stands from its "kein": two adjectives.
_REACH = 3


def denied(claim: Sequence[Token], source: Sequence[Token], _: float) -> Iterator[str]:
    """Find things that the claim denies and the source affirms, or the other way round."""
    for word, thing in _denied(claim):
        there = [token for token in source if same(thing, token) and not token.figure]
        if there and not any(_denies(source, token) for token in there):
            yield f"negation: {word.text} {thing.text}"
    for word, thing in _denied(source):
        if word.lower not in _NO:
            continue
        ours = [token for token in claim if token.root == thing.root and token.noun]
        affirmed = any(token.root == thing.root and not _denies(source, token) for token in source)
        if ours and not affirmed and not any(_denies(claim, token) for token in ours):
            yield f"negation: {word.text} {thing.text} left out"


def _denied(text: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield each "kein", "weder" or "noch" of a text with the noun, or the word, that it denies."""
    neither = any(token.lower == "weder" for token in text)
    for word in text:
        if word.lower not in _NO and not (neither and word.lower in _NEITHER):
            continue
        near = [token for token in text[word.place + 1 : word.place + 1 + _REACH] if token.clause == word.clause]
        nouns = [token for token in near if token.noun and token.content]
        words = [token for token in near if token.content]
        if nouns:
            yield word, nouns[0]
        elif words and word.lower in _NEITHER:
            yield word, words[-1]


def _denies(text: Sequence[Token], thing: Token) -> bool:
    """Say whether a clause denies, by "nicht", "ohne" or a word such as "entfällt"; a word such as "kostenlos" may."""
    words = lexicon("verify")
    for token in text:
        if token.clause != thing.clause:
            continue
        if token.lower in words["negations"] or token.lower in words["implicit"] or token.root in _ROOTS:
            return True
        if token.lower.startswith("un") and not token.noun and len(token.lower) > 5:
            return True
        if _FREE.search(token.lower) and token.lower.startswith(thing.lower[:4]):
            return True
    return False


_FREE = re.compile(r"(?:frei|los)(?:e[nmrs]?)?$")
# Verbs whose particle stands apart: "fällt ... aus".
_ROOTS = frozenset(["ausfall", "wegfall", "entfall", "ablehn", "verzicht"])
