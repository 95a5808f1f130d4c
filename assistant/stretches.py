"""The stretches of passages that a sentence may be told from: one sentence, or a few that belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise

from assistant.backing import backed
from assistant.lexicon import lexicon
from assistant.tokens import Token, joined, same, tokens
from kb.sentences import spans

# Words that a pronoun may stand for: "die Leiterin des Integrationszentrums".
_PHRASE = 3
# How many sentences of a passage one sentence may draw together.
_WIDEST = 3
# A figure tells where a sentence comes from as well as two words do.
_FIGURE = 2
# Stretches weighed, and of these tried: the best ones by words found.
_WEIGHED = 12
_TRIED = 4
# A line of a printed page that is shorter than this ends a heading or item, not a wrapped sentence.
FULL_LINE = 45
LINE_ENDS = re.compile(r"[.:!?;]\s*$")
_ITEM = re.compile(r"\s*[•*–-]\s")
LINE_BEGINS = re.compile(r"\s*(?:[•*–-]\s|\d{1,2}[.)]\s|$)")


def stretches(claim: Sequence[Token], passages: Sequence[str]) -> list[tuple[tuple[Token, ...], bool]]:
    """Return the stretches of the passages that have most words of the claim, and whether each is more than a sentence."""
    wanted = [token for token in claim if token.content or token.figure]
    weights = {token.place: _FIGURE if token.figure else 1 for token in wanted}
    most = max(sum(weights.values()), 1)
    scored: list[tuple[float, int, int, tuple[str, ...]]] = []
    for number, text in enumerate(passages):
        for units in {_units(text), _sentences(text)}:
            shares = [_found(wanted, tokens(unit)) for unit in units]
            for first, last in _drawn(len(units)):
                # A wider stretch must earn its width: one word in twenty.
                found = frozenset().union(*shares[first:last])
                share = sum(weights[place] for place in found) / most - 0.05 * (last - first - 1)
                scored.append((share, first - last, -number, units[first:last]))
    scored = nlargest(_WEIGHED, scored)
    words = [token for token in claim if token.content]
    if any(len(drawn) == 1 and not _missing(drawn[0], words) for *_, drawn in scored):
        # One sentence says it all: then figures and negations must not come from its neighbours.
        scored = [entry for entry in scored if len(entry[3]) == 1]
    chosen: list[tuple[str, ...]] = []
    for *_, drawn in scored:
        if len(chosen) < _TRIED and drawn not in chosen and _may_be_joined(claim, drawn):
            chosen.append(drawn)
    if len(passages) > 1:
        # A sentence that draws on two passages: the best sentence of each.
        best = {number: drawn for _, width, number, drawn in reversed(scored) if width == -1}
        both = tuple(unit for number in sorted(best, reverse=True) for unit in best[number])
        if len(best) > 1 and all(any(not _missing(unit, clause) for unit in both) for clause in _statements(claim)):
            chosen.append(both)
    return [(joined(drawn), len(drawn) > 1) for drawn in chosen]


@lru_cache(maxsize=512)
def roots(text: str) -> frozenset[str]:
    """Return the roots of all words of a passage."""
    return frozenset(token.root for unit in _sentences(text) for token in tokens(unit))


@lru_cache(maxsize=512)
def topics(text: str) -> frozenset[str]:
    """Return the roots of the nouns that a passage is about: those of its first sentence, and those it has twice."""
    units = _sentences(text)
    nouns = [[token.root for token in tokens(unit) if token.noun and token.content] for unit in units]
    every = [root for unit in nouns for root in unit]
    return frozenset(nouns[0] if nouns else ()) | {root for root in every if every.count(root) > 1}


def _drawn(count: int) -> Iterator[tuple[int, int]]:
    for width in range(1, min(_WIDEST, count) + 1):
        for first in range(count - width + 1):
            yield first, first + width


@lru_cache(maxsize=512)
def _sentences(text: str) -> tuple[str, ...]:
    """Part a passage into sentences as if its lines were wrapped ones, but for rows of tables and items of lists."""
    blocks: list[str] = []
    row = True
    for line in text.split("\n"):
        # What stands in two rows or items was not said together.
        if row or is_row(line) or _ITEM.match(line):
            blocks.append(line.strip())
        else:
            blocks[-1] += " " + " ".join(line.split())
        row = is_row(line)
    return tuple(block[start:end] for block in blocks for start, end in spans(block))


def is_row(line: str) -> bool:
    """Say whether a line is the row of a table: its cells are parted by tabs."""
    return "\t" in line.strip()


@lru_cache(maxsize=512)
def _units(text: str) -> tuple[str, ...]:
    """Part a passage into sentences, list items and lines; lines that merely wrap are joined."""
    lines: list[str] = []
    last = ""
    for line in text.split("\n"):
        ends = LINE_ENDS.search(last) or LINE_BEGINS.match(line) or is_row(last) or is_row(line)
        if lines and len(last.strip()) >= FULL_LINE and not ends:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.strip())
        last = line
    return tuple(line[start:end] for line in lines for start, end in spans(line))


def _found(wanted: Sequence[Token], source: Sequence[Token]) -> frozenset[int]:
    """Return the places of the claim's words that a sentence has, by root and synonym."""
    lowers = {token.lower for token in source}
    roots = {token.root for token in source}
    families = frozenset().union(*(token.families for token in source))
    return frozenset(
        token.place
        for token in wanted
        if token.lower in lowers or (token.figure is None and token.root in roots) or token.families & families
    )


def _may_be_joined(claim: Sequence[Token], units: Sequence[str]) -> bool:
    """Say whether neighbouring sentences may be told as one.

    What a clause of the claim shares with them must come from one of them, or else the subject of one could be
    joined with what is said of another. Only where a sentence points back ("Dort ...", "Sie ...") or goes on from
    a heading or a colon may a few words of the clause come from before it, but no figures.
    """
    if len(units) == 1:
        return True
    if not all(_linked(claim, first, second) for first, second in pairwise(units)):
        return False
    for clause in _clauses(claim):
        lost = [token for token in clause if all(token in _missing(unit, [token]) for unit in units)]
        told = [token for token in clause if token not in lost]
        if not any(not _missing(unit, told) or _completed(units, number, told) for number, unit in enumerate(units)):
            return False
    return True


def _linked(claim: Sequence[Token], first: str, second: str) -> bool:
    """Say whether the second sentence points back, is a list item, or shares a word of the claim."""
    if points_back(second) or _introduces(first) or not second.endswith((".", "!", "?")):
        return True
    shared = {token.root for token in tokens(first) if token.content}
    shared &= {token.root for token in tokens(second) if token.content}
    return any(token.root in shared for token in claim if token.content)


def points_back(unit: str) -> bool:
    """Say whether a sentence leans on the one before: "Dort ...", "Sie ...", "Das Angebot ..."."""
    words = lexicon("verify")
    first = tokens(unit)[:3]
    # "Sie" and "Ihre" inside a sentence address the reader.
    if any(token.lower in words["pointers"] and not token.capital for token in first):
        return True
    return len(first) > 1 and first[0].lower in {"der", "die", "das"} and first[1].lower in words["taken_up"]


def _introduces(unit: str) -> bool:
    """Say whether a unit is a heading or ends in a colon; a row or an item says nothing of the next one."""
    if is_row(unit) or (_ITEM.match(unit) and not unit.endswith(":")):
        return False
    return not unit.endswith((".", "!", "?"))


def _clauses(claim: Sequence[Token]) -> list[list[Token]]:
    """Part the content of a claim at punctuation marks and at "und"."""
    parts: dict[tuple[int, int], list[Token]] = {}
    joints = 0
    for token in claim:
        joints += token.lower in {"und", "sowie"}
        if token.content or token.figure:
            parts.setdefault((token.clause, joints), []).append(token)
    return list(parts.values())


def _statements(claim: Sequence[Token]) -> list[list[Token]]:
    """Part a claim into clauses that say something; a clause of nouns alone belongs to the one behind it.

    "Die Leiterin und ihr Team beraten": who does it must come from where it is said what they do.
    """
    found: list[list[Token]] = []
    waiting: list[Token] = []
    for clause in _clauses(claim):
        waiting = [*waiting, *clause]
        if any(token.content and not token.noun for token in waiting) and len(waiting) > 1:
            found.append(waiting)
            waiting = []
    return [*found, waiting] if waiting else found


def _missing(unit: str, clause: Sequence[Token]) -> list[Token]:
    known = tokens(unit)
    return [token for token in clause if not any(alike(token, other) for other in known)]


def _completed(units: Sequence[str], number: int, clause: Sequence[Token]) -> bool:
    """Say whether what a sentence lacks of a clause is a short phrase that it points back to."""
    missing = _missing(units[number], clause)
    if not number or any(token.figure for token in missing):
        return False
    if any(all(_missing(unit, [token]) for unit in units[:number]) for token in missing):
        return False
    leans = points_back(units[number]) or any(_introduces(unit) for unit in units[:number])
    return leans and len(missing) <= _PHRASE and 2 * len(missing) <= len(clause)


def alike(claim: Token, source: Token) -> bool:
    """Say whether two tokens say the same: figures by value, words by family."""
    if claim.figure:
        return source.figure is not None and backed(claim.figure, [source.figure])
    return not source.figure and same(claim, source)
