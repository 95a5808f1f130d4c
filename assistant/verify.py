"""Does a sentence say only what its passages say? Checked in code, word by word and figure by figure.

A literal quote always passes. Any other sentence is laid beside the stretch of a passage (one to three
sentences) that it resembles most, and must have from there every figure, every name and noun, negation
and modality, and all other words but function words; words that contradict each other and swapped roles are looked
for on purpose. Where the check is unsure it says no: a true sentence lost costs less than a false one shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import nlargest
from itertools import combinations, pairwise

from assistant.figures import backed
from assistant.lexicon import groups, lexicon
from assistant.tokens import Token, contraries, same, tokens
from kb.sentences import spans

# Words that a pronoun may stand for: "die Leiterin des Integrationszentrums".
_PHRASE = 3
# How many sentences of a passage one sentence may draw together.
_WIDEST = 3
# Stretches weighed, and of these tried: the best ones by words found.
_WEIGHED = 12
_TRIED = 4
# A line of a printed page that is shorter than this ends a heading or item, not a wrapped sentence.
_FULL_LINE = 45
_LINE_ENDS = re.compile(r"[.:!?;]\s*$")
_LINE_BEGINS = re.compile(r"\s*(?:[•*–-]\s|\d{1,2}[.)]\s|$)")
# A clause of the source counts as retold if so many of its content words are in the claim.
_RETOLD = 0.6
# This and the numbers below are judgement, tried on the bench but not searched for.
# Words this near to each other are taken to belong together (tokens, figures counted).
_NEAR = 4
_TITLES = frozenset(["herr", "herrn", "frau", "dr", "prof", "mr", "mrs", "ms", "madame", "monsieur"])
_PASSIVE = frozenset(["wird", "werden", "wurde", "wurden", "worden", "durch", "von", "vom"])
# Words before a figure that change what it means; classes that may stand for each other share a line.
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
            "ab seit",
            "bis",
            "rund etwa circa ca ungefähr knapp",
        )
    )
    for word in line.split()
}
# Left out, these make a figure say more than the source does.
_BINDING = frozenset({0, 1, 2, 3, 4, 5, 7})
_LOOSE = frozenset({8})


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is supported; `problems` name what is not, "kind: word", worst first."""

    supported: bool
    problems: tuple[str, ...] = ()


def check(sentence: str, passages: Sequence[str], *, language: str = "de", context: Sequence[str] = ()) -> Verdict:
    """Check `sentence` against the passages that it cites.

    `context` is what else is known of them (title, date, headings): it backs words and figures, but is
    no text to be retold. Sentences in another `language` than German are checked for figures and for
    names after a title only; their words cannot be compared.
    """
    sentence = re.sub(r"\s*\[\d{1,2}\]", "", sentence)
    if not passages or not sentence.strip():
        return Verdict(False, ("empty",))
    if is_quote(sentence, passages):
        return Verdict(True)
    claim = tokens(sentence)
    extra = tuple(token for text in context for token in tokens(text))
    if language != "de":
        source = tuple(token for text in passages for token in tokens(text))
        return _verdict([*_figures(claim, (*source, *extra)), *_titled(claim, (*source, *extra))])
    best: list[str] | None = None
    for stretch in _stretches(claim, passages):
        problems = [problem for rule in _RULES for problem in rule(claim, stretch, extra)]
        if not problems:
            return Verdict(True)
        if best is None or len(problems) < len(best):
            best = problems
    return _verdict(best or ["words: nothing alike"])


def _verdict(problems: Sequence[str]) -> Verdict:
    return Verdict(not problems, tuple(dict.fromkeys(problems)))


def is_quote(sentence: str, passages: Sequence[str]) -> bool:
    """Say whether the words of `sentence` stand in a passage one after the other."""
    wanted = _squashed(sentence).strip(" .!?;:,\"'()…-•")
    if not wanted:
        return False
    ends = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    return any(ends.search(_squashed(text)) for text in passages)


@lru_cache(maxsize=512)
def _squashed(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    text = re.sub(r"[„“”»«‚‘’]", '"', re.sub(r"[‐‑–—−]", "-", text))
    return " ".join(text.split())


def _stretches(claim: Sequence[Token], passages: Sequence[str]) -> list[tuple[Token, ...]]:
    """Return the stretches of the passages that have most words of the claim, narrow ones first."""
    wanted = [token for token in claim if token.content or token.figure]
    scored: list[tuple[float, int, int, tuple[str, ...]]] = []
    for number, text in enumerate(passages):
        for units in {_units(text), _sentences(text)}:
            for drawn in _drawn(units):
                # A wider stretch must earn its width: one word in twenty.
                share = _share(wanted, tokens("\n".join(drawn))) - 0.05 * (len(drawn) - 1)
                scored.append((share, -len(drawn), -number, drawn))
    scored = nlargest(_WEIGHED, scored)
    words = [token for token in claim if token.content]
    if any(len(drawn) == 1 and _tells(drawn[0], words) for *_, drawn in scored):
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
        if all(_tells(unit, clause) for clause in _clauses(claim) for unit in [_teller(both, clause)]):
            chosen.append(both)
    return [tokens("\n".join(drawn)) for drawn in chosen]


def _drawn(units: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for width in range(1, min(_WIDEST, len(units)) + 1):
        for first in range(len(units) - width + 1):
            yield tuple(units[first : first + width])


@lru_cache(maxsize=512)
def _sentences(text: str) -> tuple[str, ...]:
    """Part a passage into sentences as if all its lines were wrapped ones."""
    flat = " ".join(text.split())
    return tuple(flat[start:end] for start, end in spans(flat))


@lru_cache(maxsize=512)
def _units(text: str) -> tuple[str, ...]:
    """Part a passage into sentences, list items and lines; lines that merely wrap are joined."""
    lines: list[str] = []
    last = ""
    for line in text.split("\n"):
        wraps = len(last.strip()) >= _FULL_LINE and not _LINE_ENDS.search(last) and not _LINE_BEGINS.match(line)
        if lines and wraps:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.strip())
        last = line
    return tuple(line[start:end] for line in lines for start, end in spans(line))


def _may_be_joined(claim: Sequence[Token], units: Sequence[str]) -> bool:
    """Say whether neighbouring sentences may be told as one.

    Each clause of the claim must come from one of them, or else the subject of one could be joined with
    what is said of another. Only where a sentence points back ("Dort ...", "Sie ...") or goes on from a
    heading or a colon may a few words of the clause come from before it, but no figures.
    """
    if len(units) == 1:
        return True
    if not all(_linked(claim, first, second) for first, second in pairwise(units)):
        return False
    return all(
        any(_tells(unit, clause) or _completed(units, number, clause) for number, unit in enumerate(units))
        for clause in _clauses(claim)
    )


def _linked(claim: Sequence[Token], first: str, second: str) -> bool:
    """Say whether the second sentence points back, is a list item, or shares a word of the claim."""
    if _points_back(second) or _introduces(first) or not second.endswith((".", "!", "?")):
        return True
    shared = {token.root for token in tokens(first) if token.content}
    shared &= {token.root for token in tokens(second) if token.content}
    return any(token.root in shared for token in claim if token.content)


def _points_back(unit: str) -> bool:
    pointers = lexicon("verify")["pointers"]
    # "Sie" and "Ihre" inside a sentence address the reader.
    return any(token.lower in pointers and not token.capital for token in tokens(unit)[:3])


def _introduces(unit: str) -> bool:
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


def _missing(unit: str, clause: Sequence[Token]) -> list[Token]:
    known = tokens(unit)
    return [token for token in clause if not any(_alike(token, other) for other in known)]


def _tells(unit: str, clause: Sequence[Token]) -> bool:
    return not _missing(unit, clause)


def _teller(units: Sequence[str], clause: Sequence[Token]) -> str:
    return min(units, key=lambda unit: len(_missing(unit, clause)))


def _completed(units: Sequence[str], number: int, clause: Sequence[Token]) -> bool:
    """Say whether what a sentence lacks of a clause is a short phrase that it points back to."""
    missing = _missing(units[number], clause)
    before = "\n".join(units[:number])
    if not number or any(token.figure for token in missing) or _missing(before, missing):
        return False
    leans = _points_back(units[number]) or any(_introduces(unit) for unit in units[:number])
    return leans and len(missing) <= _PHRASE and 2 * len(missing) <= len(clause)


def _share(wanted: Sequence[Token], source: Sequence[Token]) -> float:
    if not wanted:
        return 0.0
    lowers = {token.lower for token in source}
    roots = {token.root for token in source}
    families = frozenset().union(*(token.families for token in source))
    found = sum(token.lower in lowers or token.root in roots or bool(token.families & families) for token in wanted)
    return found / len(wanted)


Rule = Callable[[Sequence[Token], Sequence[Token], Sequence[Token]], Iterator[str]]


def _figures(claim: Sequence[Token], source: Sequence[Token], extra: Sequence[Token] = ()) -> Iterator[str]:
    """Every figure of the claim must be in the source."""
    known = [token.figure for token in (*source, *extra) if token.figure]
    currency = any(token.lower in {"euro", "€", "eur"} for token in source)
    for token in claim:
        figure = token.figure
        if figure is None or backed(figure, known):
            continue
        bare = figure.kind == "money" and currency
        if not (bare and any(other.kind == "number" and other.value == figure.value for other in known)):
            yield f"{figure.kind}: {token.text}"


def _titled(claim: Sequence[Token], source: Sequence[Token], extra: Sequence[Token] = ()) -> Iterator[str]:
    """Find names that are not in the source: a name after "Herr", "Frau", "Dr." must be there."""
    names = {token.lower.removesuffix("s") for token in (*source, *extra)}
    for before, token in pairwise(claim):
        titled = before.lower in _TITLES and token.lower not in _TITLES and token.text[:1].isupper()
        if titled and token.lower.removesuffix("s") not in names:
            yield f"name: {token.text}"


def _words(claim: Sequence[Token], source: Sequence[Token], extra: Sequence[Token]) -> Iterator[str]:
    """Find content words that the source does not have, nouns and names first."""
    known = (*source, *extra)
    content = [token for token in claim if token.content]
    missing = [token for token in content if not any(same(token, other) for other in known)]
    missing = [token for token in missing if not _composed(token, known)]
    for token in missing:
        if token.text[0].isupper():
            yield f"word: {token.text}"
    others = [token for token in missing if not token.text[0].isupper()]
    # No word of the model's own: allowing one let 90 % of exchanged verbs pass (evaluation.corruptions).
    yield from (f"word: {token.text}" for token in others)


def _composed(token: Token, source: Sequence[Token]) -> bool:
    """Say whether the source has a compound in two words: "Konzept zur Integration"."""
    for other in source:
        part = other.root
        if len(part) >= _NEAR and other.content and token.root.endswith(part):
            rest = token.root[: -len(part)].rstrip("s")
            if len(rest) >= _NEAR and any(more.root.startswith(rest[:6]) for more in source if more.content):
                return True
    return False


def _opposites(claim: Sequence[Token], source: Sequence[Token], extra: Sequence[Token]) -> Iterator[str]:
    """Find words that are not in the source while a contrary of theirs is."""
    here = {token.lower for token in source} | {token.lower for token in extra}
    table = _contraries()
    for token in claim:
        for own, others in table.get(token.lower, ()):
            if not own & here and others & here:
                yield f"contrary: {token.text}"


@cache
def _contraries() -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    table: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {}
    for blocks in contraries():
        for block in blocks:
            others = frozenset().union(*(other for other in blocks if other is not block))
            for word in block:
                table.setdefault(word, []).append((block, others - block))
    return table


def _negation(claim: Sequence[Token], source: Sequence[Token], _: Sequence[Token]) -> Iterator[str]:
    """Find what the claim denies and the source does not, or the other way round."""
    ours, theirs = _negations(claim), _negations(source)
    for token in ours:
        scope = _scope(claim, token)
        if not any(_overlap(scope, _scope(source, other)) for other in theirs):
            yield f"negation: {token.text}"
    for token in theirs:
        if not _retold(claim, source, token):
            continue
        scope = _scope(source, token)
        if not any(_overlap(_scope(claim, other), scope) for other in ours):
            yield f"negation: {token.text} left out"


def _negations(text: Sequence[Token]) -> list[Token]:
    words = lexicon("verify")["negations"]
    found = []
    for token in text:
        after = text[token.place + 1].lower if token.place + 1 < len(text) else ""
        if token.lower in words and not (token.lower == "nicht" and after in {"nur", "zuletzt"}):
            found.append(token)
    return found


def _scope(text: Sequence[Token], token: Token) -> list[Token]:
    near = text[max(token.place - _NEAR, 0) : token.place + _NEAR + 1]
    return [other for other in near if other.clause == token.clause and (other.content or other.figure)]


def _overlap(left: Sequence[Token], right: Sequence[Token]) -> bool:
    if not left or not right:
        return True
    return any(same(a, b) or same(b, a) for a in left for b in right)


def _retold(claim: Sequence[Token], source: Sequence[Token], token: Token) -> bool:
    """Say whether the clause around a word of the source is told again in the claim."""
    clause = [other for other in source if other.clause == token.clause and other.content]
    told = [other for other in clause if any(same(own, other) for own in claim)]
    near = [other for other in _scope(source, token) if other in told]
    return bool(near) and len(told) >= _RETOLD * len(clause)


def _modality(claim: Sequence[Token], source: Sequence[Token], _: Sequence[Token]) -> Iterator[str]:
    """Must, may, shall and will stay what they are."""
    for line in groups("verify", "modals"):
        words = frozenset(line)
        ours = [token for token in claim if token.lower in words]
        theirs = [token for token in source if token.lower in words]
        if ours and not theirs:
            yield f"modality: {ours[0].text}"
        if theirs and not ours and any(_retold(claim, source, token) for token in theirs):
            yield f"modality: {theirs[0].text} left out"


def _qualifiers(claim: Sequence[Token], source: Sequence[Token], _: Sequence[Token]) -> Iterator[str]:
    """Find figures whose "mindestens", "bis" or "vor" is not the source's, or was lost."""
    for token in claim:
        if token.figure is None:
            continue
        same_figure = [other for other in source if other.figure and backed(token.figure, [other.figure])]
        if not same_figure:
            continue
        ours = _qualifier(claim, token)
        theirs = {_qualifier(source, other) for other in same_figure}
        strange = ours is not None and ours not in _LOOSE and ours not in theirs
        lost = ours is None and None not in theirs and theirs <= _BINDING
        if strange or lost:
            yield f"qualifier: {token.text}"


def _qualifier(text: Sequence[Token], token: Token) -> int | None:
    for other in reversed(text[max(token.place - 3, 0) : token.place]):
        if other.figure or (other.content and other.lower not in _QUALIFIERS):
            return None
        if other.lower in _QUALIFIERS:
            return _QUALIFIERS[other.lower]
    return None


def _attached(claim: Sequence[Token], source: Sequence[Token], _: Sequence[Token]) -> Iterator[str]:
    """Find figures, and words with contraries, that do not stand beside the same word as in the source.

    They do not if a rival (another figure of its kind, a contrary) is there what it is in the claim: at the
    same distance on the same side, or in the same clause where it is not itself.
    """
    table = _contraries()
    for token, partner in _pairs(claim, lambda token: token.figure is not None or token.lower in table):
        own = [other for other in source if _alike(token, other)]
        beside = [other for other in source if _alike(partner, other)]
        rivals = [other for other in source if other not in own and _rival(token, other)]
        if not own or not beside or not rivals:
            continue
        offset = partner.place - token.place
        taken = any(b.place - other.place == offset for other in rivals for b in beside)
        kept = any(b.place - other.place == offset for other in own for b in beside)
        clauses = {b.clause for b in beside}
        apart = not clauses & {other.clause for other in own}
        joined = clauses & {other.clause for other in rivals}
        if (taken and not kept) or (apart and joined):
            yield f"swapped: {token.text} {partner.text}"


def _pairs(claim: Sequence[Token], wanted: Callable[[Token], bool]) -> Iterator[tuple[Token, Token]]:
    for token in claim:
        if wanted(token):
            for other in claim[max(token.place - 2, 0) : token.place + 3]:
                if other is not token and other.clause == token.clause and (other.content or other.figure):
                    yield token, other


def _alike(claim: Token, source: Token) -> bool:
    if claim.figure:
        return source.figure is not None and backed(claim.figure, [source.figure])
    return not source.figure and same(claim, source)


def _rival(token: Token, other: Token) -> bool:
    if token.figure:
        return other.figure is not None and other.figure.kind == token.figure.kind
    return any(other.lower in others for _, others in _contraries().get(token.lower, ()))


def _roles(claim: Sequence[Token], source: Sequence[Token], _: Sequence[Token]) -> Iterator[str]:
    """Find two nouns that have changed places: each now has the neighbour that the other had.

    The word before a noun tells most ("im", "den"). A phrase that moves to the front takes it along, so
    the word after counts only where the word before says nothing: it has changed, or both nouns have it.
    """
    nouns = [token for token in claim if token.content and token.text[0].isupper()]
    befores = [_sides(claim, source, token, -1) for token in nouns]
    afters = [_sides(claim, source, token, 1) for token in nouns]
    for first, second in combinations(range(len(nouns)), 2):
        left, right = befores[first], befores[second]
        if nouns[first].lower == nouns[second].lower or not left[1] or not right[1]:
            continue
        silent = left[1] == right[1] or (left[0] not in left[1] and right[0] not in right[1])
        if _crossed(left, right) or (silent and _crossed(afters[first], afters[second])):
            yield f"swapped: {nouns[first].text}, {nouns[second].text}"
    yield from _subject(claim, source)


def _sides(claim: Sequence[Token], source: Sequence[Token], token: Token, side: int) -> tuple[str, frozenset[str]]:
    there = frozenset(_neighbour(source, other, side) for other in source if other.lower == token.lower)
    return _neighbour(claim, token, side), there


def _crossed(left: tuple[str, frozenset[str]], right: tuple[str, frozenset[str]]) -> bool:
    return left[0] in right[1] - left[1] and right[0] in left[1] - right[1]


def _neighbour(text: Sequence[Token], token: Token, side: int) -> str:
    place = token.place + side
    return text[place].lower if 0 <= place < len(text) else ""


def _subject(claim: Sequence[Token], source: Sequence[Token]) -> Iterator[str]:
    """Find a nominative at the head of the claim that is only ever an object in the source."""
    if len(claim) < 3 or {t.lower for t in claim} & _PASSIVE != {t.lower for t in source} & _PASSIVE:
        return
    article, noun = claim[0].lower, claim[1]
    if article != "der" or not noun.text[0].isupper():
        return
    cases = {_neighbour(source, other, -1) for other in source if other.lower == noun.lower}
    if cases and cases <= {"den", "dem", "des", "einen", "einem", "eines"}:
        yield f"swapped: {noun.text}"


_RULES: tuple[Rule, ...] = (
    _figures,
    _titled,
    _negation,
    _modality,
    _opposites,
    _qualifiers,
    _attached,
    _roles,
    _words,
)
