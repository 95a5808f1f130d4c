"""What a sentence denies, allows, demands, plans, restricts and conditions must be so in its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.lexicon import groups, lexicon
from assistant.tokens import Token, same

# Words this near to each other are taken to belong together (tokens, figures counted). Judgement, like the next two.
_NEAR = 4
# A clause of the source counts as retold if so many of its content words are in the claim.
_RETOLD = 0.6
# From this share of word pairs in common, a sentence is a copy in which every changed word was meant.
COPIED = 0.5
# "mietfrei", "arbeitslos" deny what they begin with.
# "Einsehbar": what may be done.
_ABLE = re.compile(r"bar(?:e[nmrs]?)?$")
_FREE = re.compile(r"(?:frei|los)(?:e[nmrs]?)?$")
_STEM = 4
_DONE = frozenset(["wurde", "wurden", "worden", "bereits", "schon"])
_ASKING = frozenset(["wer", "wenn", "falls", "sofern"])


def negation(claim: Sequence[Token], source: Sequence[Token], copied: float) -> Iterator[str]:
    """Find what the claim denies and the source does not, or the other way round.

    "entfällt" denies as "findet nicht statt" does; "nicht abgelehnt" is no "abgelehnt".
    """
    ours, theirs = _negations(claim), _negations(source)
    if ours and len(ours) == len(theirs) and copied < COPIED:
        # In other words the denied verb is another: "das stimmt nicht", "das ist nicht wahr".
        return
    for token in ours:
        scope = _scope(claim, token)
        clause = [other for other in claim if other.clause == token.clause]
        if not any(_overlap(scope, _scope(source, other)) for other in theirs) and not _implied(clause, source):
            yield f"negation: {token.text}"
    for token in theirs:
        if not retold(claim, source, token):
            continue
        scope = _scope(source, token)
        if not any(_overlap(_scope(claim, other), scope) for other in ours) and not _implied(source, claim):
            yield f"negation: {token.text} left out"


def _negations(text: Sequence[Token]) -> list[Token]:
    """Return the words of a text, or of one clause of it, that deny."""
    words = lexicon("verify")["negations"]
    found = []
    for at, token in enumerate(text):
        if token.lower not in words:
            continue
        before = text[at - 1].lower if at else ""
        after = text[at + 1 : at + 3]
        follows = after[0].lower if after else ""
        if before == "noch" and token.lower.startswith("kein") and after and after[0].figure:
            # "Noch keine sechs Jahre alt" is under six.
            continue
        limits = follows == "weniger" or (follows == "mehr" and len(after) > 1 and after[1].lower == "als")
        if not (token.lower == "nicht" and (follows in {"nur", "zuletzt", "allein"} or limits)):
            found.append(token)
    return found


def _implied(denying: Sequence[Token], other: Sequence[Token]) -> bool:
    """Say whether the other text denies by a word of its own what this one denies with "nicht"."""
    words = lexicon("verify")["implicit"]
    own = {token.lower for token in denying} | {token.root for token in denying}
    for token in other:
        if token.lower in words or token.root in _implicit_roots():
            if token.lower not in own and token.root not in own:
                return True
        elif _FREE.search(token.lower):
            rest = _FREE.sub("", token.lower)
            if len(rest) >= _STEM and any(word.lower.startswith(rest[:_STEM]) for word in denying if word.content):
                return True
        elif token.lower.startswith(("un", "nicht")) and len(token.lower) > 6:
            rest = token.lower.removeprefix("nicht").removeprefix("un")
            if any(
                word.lower.startswith(rest[:6]) or word.lower[:5] in rest for word in denying if len(word.lower) > 4
            ):
                return True
    return False


@cache
def _implicit_roots() -> frozenset[str]:
    # Verbs whose particle stands apart: "fällt ... aus".
    return frozenset(["ausfall", "wegfall", "entfall", "ablehn", "verzicht"])


def _scope(text: Sequence[Token], token: Token) -> list[Token]:
    near = text[max(token.place - _NEAR, 0) : token.place + _NEAR + 1]
    return [other for other in near if other.clause == token.clause and (other.content or other.figure)]


def _overlap(left: Sequence[Token], right: Sequence[Token]) -> bool:
    if not left or not right:
        return True
    return any(same(a, b) or same(b, a) for a in left for b in right)


def retold(claim: Sequence[Token], source: Sequence[Token], token: Token) -> bool:
    """Say whether the clause around a word of the source is told again in the claim."""
    clause = [other for other in source if other.clause == token.clause and other.content]
    told = [other for other in clause if any(same(own, other) for own in claim)]
    near = [other for other in _scope(source, token) if other in told]
    return bool(near) and len(told) >= _RETOLD * len(clause)


def modality(claim: Sequence[Token], source: Sequence[Token], copied: float) -> Iterator[str]:
    """Must, may and shall stay what they are; a plain statement may be retold with "kann" or "soll" in free words."""
    lines = [frozenset(line) for line in groups("verify", "modals")]
    ours, theirs = _modals(claim, lines), _modals(source, lines)
    either = {0, 1} if -1 in theirs else set()
    here = {token.lower for token in source}
    either |= {number for number, line in enumerate(groups("verify", "backing")) if here & set(line)}
    if copied < COPIED and here & lexicon("verify")["demands"]:
        either.add(0)
    for number in range(len(lines)):
        if number in ours and number not in theirs and number not in either:
            clause = [token for token in claim if token.clause == ours[number].clause]
            if _negations(clause) and (
                _implied(clause, source) or (copied < COPIED and not theirs and _negations(source))
            ):
                continue
            if number == 1 and any(other in ours and other in theirs for other in (0, 2)):
                # "Sollen mitreden dürfen" of what shall be.
                continue
            rival = any(other in theirs and retold(claim, source, theirs[other]) for other in range(len(lines)))
            if number == 0 or rival or copied >= COPIED:
                yield f"modality: {ours[number].text}"
        backed = bool({token.lower for token in claim} & set(groups("verify", "backing")[number]))
        backed |= number == 1 and any(_ABLE.search(token.lower) for token in claim)
        open_ = number in theirs and number not in ours and not backed and not _supposed(source, theirs[number])
        if (
            open_
            and copied < COPIED
            and _negations(claim)
            and _negations([t for t in source if t.clause == theirs[number].clause])
        ):
            # "Niemand muss sie nennen", "danach wird nicht gefragt".
            continue
        if open_ and retold(claim, source, theirs[number]):
            yield f"modality: {theirs[number].text} left out"
    done = copied >= COPIED or any(token.lower in _DONE for token in claim)
    if -1 in theirs and done and not {0, 1, 2, -1} & set(ours) and retold(claim, source, theirs[-1]):
        yield f"modality: {theirs[-1].text} left out"


def _supposed(text: Sequence[Token], token: Token) -> bool:
    """Say whether a modal stands in a clause of purpose or doubt, where it adds nothing: "damit ... können"."""
    clause = [other for other in text if other.clause == token.clause]
    return any(other.lower in {"damit", "ob"} for other in clause[:2])


def _modals(text: Sequence[Token], lines: Sequence[frozenset[str]]) -> dict[int, Token]:
    """Return the first word of each kind of modality; -1 is "ist ... zu", which may be must or may."""
    found: dict[int, Token] = {}
    for token in text:
        for number, words in enumerate(lines):
            # "Wer teilnehmen möchte" supposes a wish and states none.
            supposed = token.lower in {"möchte", "möchten", "will"} and any(
                other.lower in _ASKING for other in text if other.clause == token.clause
            )
            if token.lower in words and not supposed:
                found.setdefault(number, token)
        if _is_to(text, token):
            found.setdefault(-1, token)
    return found


def _is_to(text: Sequence[Token], token: Token) -> bool:
    """Say whether a word is the infinitive of "ist anzumelden", "sind zu stellen"."""
    before = text[token.place - 1].lower if token.place else ""
    infinitive = token.lower.endswith("n") and token.content and not token.noun
    if not infinitive or not (before == "zu" or "zu" in token.lower[2:-4]):
        return False
    if before != "zu" and "zu" + token.root[-4:] in token.root:
        return False
    return any(
        other.lower in {"ist", "sind", "bleibt", "war", "waren"} for other in text if other.clause == token.clause
    )


def scope(claim: Sequence[Token], source: Sequence[Token], copied: float) -> Iterator[str]:
    """Find "nur", "alle", causes and conditions of the claim's own, and hedges and conditions that it dropped."""
    words = lexicon("verify")
    ours, theirs = {token.lower for token in claim}, {token.lower for token in source}
    every = ours & words["every"] - ({"immer"} if {"mehr", "weniger"} & ours else set())
    if every and not theirs & (words["every"] | words["whole"]):
        yield f"every: {min(every)}"
    if ours & words["because"] and not theirs & words["causes"]:
        yield f"cause: {min(ours & words['because'])}"
    if ours & words["despite"] and not theirs & words["despite"]:
        yield f"condition: {min(ours & words['despite'])}"
    for token in claim:
        also = token.lower in {"auch", "selbst"} and _next(claim, token) in {"wenn", "falls", "dann", "ohne"}
        if also and not theirs & {"auch", "selbst"}:
            yield f"condition: {token.text}"
    if ours & {"falls", "sofern", "vorbehaltlich"} and not theirs & words["conditions"]:
        yield "condition: added"
    if ours & words["still"] and not theirs & (words["still"] | words["lasting"]):
        yield f"still: {min(ours & words['still'])}"
    yield from _dropped(claim, source, copied)


def _dropped(claim: Sequence[Token], source: Sequence[Token], copied: float) -> Iterator[str]:
    words = lexicon("verify")
    ours = {token.lower for token in claim}
    for token in source:
        if token.lower in words["hedges"] and not ours & (words["hedges"] | words["plans"]):
            follows = [other for other in source[token.place + 1 : token.place + 5] if other.content or other.figure]
            if token.lower == "weniger" and _next(source, token) == "als":
                continue
            if (
                follows
                and any(same(own, other) for other in follows[:2] for own in claim if not own.figure)
                and retold(claim, source, token)
            ):
                yield f"hedge: {token.text} left out"
        if token.lower in words["provided"] and copied >= COPIED and not ours & words["conditions"]:
            main = [other for other in source[max(token.place - 9, 0) : token.place] if other.content]
            inside = [other for other in source if other.clause == token.clause and other.content]
            told = [other for other in main if any(same(own, other) for own in claim)]
            if len(told) >= 2 and not any(same(own, other) for other in inside for own in claim):
                yield f"condition: {token.text} left out"


def _next(text: Sequence[Token], token: Token) -> str:
    return text[token.place + 1].lower if token.place + 1 < len(text) else ""
