"""A sentence that copies its source but for a few words: every word that was exchanged, added or dropped was meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from assistant.backing import backed
from assistant.contraries import bound_words, contrary_words, tense_words
from assistant.lexicon import lexicon
from assistant.likeness import nearness
from assistant.polarity import COPIED
from assistant.rhythms import told
from assistant.roots import narrower
from assistant.stretches import alike
from assistant.support import NEAR, carried, is_light
from assistant.tokens import Token

# Words that end a statement by a condition; dropped with what follows, the statement holds always.
# A longer stretch that was left out is a clause, told or not as one likes.
_SHORT = 3
_IF = frozenset(["wenn", "falls", "sofern", "soweit", "vorbehaltlich"])


def edited(claim: Sequence[Token], source: Sequence[Token], copied: float) -> Iterator[str]:
    """Find what was done to a copied sentence; yields nothing for one in words of its own."""
    if copied < COPIED:
        return
    words = lexicon("verify")
    modals = words["modals"] - words["negations"]
    ours, theirs = [token.lower for token in claim], [token.lower for token in source]
    often = told(claim, source)
    steps = [step for step in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes() if step[0] != "equal"]
    dropped = {word for _, first, last, _, _ in steps for word in theirs[first:last]}
    put = {word for _, _, _, start, end in steps for word in ours[start:end]}
    # "gehört nicht mir", "gehört mir nicht": what was only moved is still there.
    negations = words["negations"] - (dropped & put)
    for _, first, last, start, end in steps:
        old = source[first:last]
        new = [token for token in claim[start:end] if token.place not in often]
        yield from _exchanged(claim, source, old, new)
        if not old and start:
            yield from _added(source, new)
        if not new and start and end < len(claim):
            yield from _spliced(source[first - 1], old, source[last], claim[start - 1 : start + 1])
        if len(old) <= _SHORT and _any(old, modals) and not _any(claim, modals):
            yield f"modality: {old[0].text} left out"
        inside = start > 0 and end < len(claim)
        for token in old:
            lost = (
                token.lower in words["hedges"]
                and token.lower not in ours
                and not _any(new, words["hedges"] | words["plans"])
            )
            if lost and inside and len(old) <= 2:
                yield f"hedge: {token.text} left out"
            if token.lower in negations and not _any(new, words["negations"] | words["implicit"]) and len(old) <= 2:
                yield f"negation: {token.text} left out"
        for token in new:
            if token.lower in negations and not _any(old, words["negations"] | words["implicit"]):
                yield f"negation: {token.text}"
        if old and old[0].lower in _IF and not _any(claim, words["provided"] | {"wenn", "soweit"}):
            yield f"condition: {old[0].text} left out"


def _exchanged(
    claim: Sequence[Token], source: Sequence[Token], old: Sequence[Token], new: Sequence[Token]
) -> Iterator[str]:
    """Find a word put in the place of another that is now lost, though both may stand elsewhere in the source."""
    tables = (contrary_words(), bound_words(), tense_words())
    for token in new:
        for own, others in (entry for table in tables for entry in table.get(token.lower, ())):
            if any(other.lower in others for other in old) and not any(other.lower in own for other in old):
                yield f"contrary: {token.text}"
    if old and new and len(old) > len(new) + 2:
        # At the head and the end of a copy, what was left out beside the exchanged word does not matter.
        at_head, at_end = new[0] is claim[0], new[-1] is claim[-1]
        old = old[-len(new) - 1 :] if at_head else old[: len(new) + 1] if at_end else old
    if not old or not new or abs(len(old) - len(new)) > 2:
        return
    numbers = [token for token in old if token.figure], [token for token in new if token.figure]
    if len(numbers[0]) == len(numbers[1]):
        pairs = zip(*numbers, strict=True)
        yield from (f"exchanged: {own.text}" for other, own in pairs if not _backed(claim, own, other))
    lost = [token for token in old if token.content and not any(alike(token, own) for own in claim)]
    for token in new:
        # "Jahre" is no content, but no noun may stand for another.
        if token.figure or not (token.content or token.capital):
            continue
        if any(alike(token, other) or alike(other, token) or other.root in narrower(token.text) for other in old):
            continue
        if any(other.noun == token.noun and (token.noun or nearness(token.text, other.text) < NEAR) for other in lost):
            yield f"exchanged: {token.text}"


def _backed(claim: Sequence[Token], own: Token, other: Token) -> bool:
    about = claim[own.place - 1].lower if own.place else ""
    return own.figure is not None and other.figure is not None and backed(own.figure, [other.figure], about)


def _added(source: Sequence[Token], new: Sequence[Token]) -> Iterator[str]:
    """Find content that was put into a copied sentence, or behind it."""
    for token in new:
        if token.content and not is_light(token) and not carried(token, source):
            yield f"added: {token.text}"


def _spliced(left: Token, old: Sequence[Token], right: Token, joint: Sequence[Token]) -> Iterator[str]:
    """Find the head of one clause set before the tail of another: "Träger von A ist [B, Träger von C] die AWO"."""
    if left.clause == right.clause or joint[0].clause != joint[1].clause or right.lower in {"und", "sowie"}:
        return
    lost_left = any(token.clause == left.clause and (token.content or token.figure) for token in old)
    lost_right = any(token.clause == right.clause and (token.content or token.figure) for token in old)
    if lost_left and lost_right:
        yield f"spliced: {left.text} {right.text}"


def _any(text: Sequence[Token], words: frozenset[str]) -> bool:
    return any(token.lower in words for token in text)
