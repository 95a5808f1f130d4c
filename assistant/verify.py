"""Does a sentence say only what its passages say? Checked in code, word by word and figure by figure.

A literal quote always passes. Any other sentence is laid beside the stretch of a passage (one to three
sentences) that it resembles most, and must have from there every figure, every name and noun, negation
and modality, and nearly all other words; words that contradict each other and swapped roles are looked
for on purpose. Where the check is unsure it says no: a true sentence lost costs less than a false one shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.figures import backed
from assistant.lexicon import groups, lexicon
from assistant.tokens import Token, same, tokens
from kb.sentences import spans

# How many sentences of a passage one sentence may draw together.
_WIDEST = 3
# Stretches tried: the best ones by words found.
_TRIED = 4
# Share of content words that must be found. The nouns and names among them must all be found anyway.
_SUPPORT = 0.75
# A clause of the source counts as retold if so many of its content words are in the claim.
_RETOLD = 0.6
# Words this near to each other are taken to belong together (tokens, figures counted).
_NEAR = 4
_TITLES = frozenset("herr herrn frau dr prof mr mrs ms madame monsieur".split())
_PASSIVE = frozenset("wird werden wurde wurden worden durch von vom".split())
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


def check(
    sentence: str, passages: Sequence[str], *, language: str = "de", context: Sequence[str] = ()
) -> Verdict:
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
    scored: list[tuple[float, int, int, str]] = []
    for number, text in enumerate(passages):
        found = [text[start:end] for start, end in spans(text)]
        for width in range(1, min(_WIDEST, len(found)) + 1):
            for first in range(len(found) - width + 1):
                drawn = found[first : first + width]
                if not all(_linked(claim, a, b) for a, b in zip(drawn, drawn[1:], strict=False)):
                    continue
                stretch = "\n".join(drawn)
                share = _share(wanted, tokens(stretch))
                # A wider stretch must earn its width: one word in twenty.
                scored.append((share - 0.05 * (width - 1), -width, -number, stretch))
    scored.sort(reverse=True)
    stretches = [tokens(stretch) for *_, stretch in scored[:_TRIED]]
    if len(passages) > 1 and scored:
        # A sentence that draws on two passages: the best stretch of each.
        best = {number: stretch for *_, number, stretch in reversed(scored)}
        stretches.append(tokens("\n".join(best[number] for number in sorted(best, reverse=True))))
    return stretches


def _linked(claim: Sequence[Token], first: str, second: str) -> bool:
    """Say whether two neighbouring sentences may be told as one.

    They may if the second points back at the first or is no sentence of its own (a list, a table), or if
    the claim has two clauses and both sentences have a word of it in common. Otherwise the subject of the
    one could be joined with what is said of the other.
    """
    left, right = tokens(first), tokens(second)
    if first.rstrip().endswith(":") or not second.rstrip().endswith((".", "!", "?")):
        return True
    pointers = lexicon("verify")["pointers"]
    if any(token.lower in pointers for token in right[:6]):
        return True
    parts = len({token.clause for token in claim}) > 1 or any(
        token.lower in {"und", "sowie"} for token in claim
    )
    shared = {token.root for token in left if token.content} & {
        token.root for token in right if token.content
    }
    return parts and any(token.root in shared for token in claim if token.content)


def _share(wanted: Sequence[Token], source: Sequence[Token]) -> float:
    if not wanted:
        return 0.0
    lowers = {token.lower for token in source}
    roots = {token.root for token in source}
    families = frozenset().union(*(token.families for token in source))
    found = sum(
        token.lower in lowers or token.root in roots or bool(token.families & families) for token in wanted
    )
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
    """A name after "Herr", "Frau", "Dr." must be in the source."""
    names = {token.lower.removesuffix("s") for token in (*source, *extra)}
    for before, token in zip(claim, claim[1:], strict=False):
        if before.lower in _TITLES and token.lower not in _TITLES and token.text[:1].isupper():
            if token.lower.removesuffix("s") not in names:
                yield f"name: {token.text}"


def _words(claim: Sequence[Token], source: Sequence[Token], extra: Sequence[Token]) -> Iterator[str]:
    """All nouns and names, and nearly all other words, must be in the source."""
    known = (*source, *extra)
    content = [token for token in claim if token.content]
    missing = [token for token in content if not any(same(token, other) for other in known)]
    missing = [token for token in missing if not _composed(token, known)]
    for token in missing:
        if token.text[0].isupper():
            yield f"word: {token.text}"
    others = [token for token in missing if not token.text[0].isupper()]
    # One verb or adjective of the reader's own in a sentence of some length is still the same statement.
    allowed = 0
    if len(others) > allowed or len(content) - len(missing) < _SUPPORT * len(content):
        yield from (f"word: {token.text}" for token in others)


def _composed(token: Token, source: Sequence[Token]) -> bool:
    """A compound that the source says in two words: "Konzept zur Integration" for "Integrationskonzept"."""
    for other in source:
        part = other.root
        if len(part) >= _NEAR and other.content and token.root.endswith(part):
            rest = token.root[: -len(part)].rstrip("s")
            if len(rest) >= _NEAR and any(more.root.startswith(rest[:6]) for more in source if more.content):
                return True
    return False


def _opposites(claim: Sequence[Token], source: Sequence[Token], extra: Sequence[Token]) -> Iterator[str]:
    """A word whose contrary is in the source, but which itself is not, contradicts it."""
    here = {token.lower for token in source} | {token.lower for token in extra}
    table = _contraries()
    for token in claim:
        for own, others in table.get(token.lower, ()):
            if not own & here and others & here:
                yield f"contrary: {token.text}"


@cache
def _contraries() -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    table: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {}
    for line in groups("verify", "opposites"):
        blocks = [frozenset(block.split()) for block in " ".join(line).split("|")]
        for block in blocks:
            others = frozenset().union(*(other for other in blocks if other is not block))
            for word in block:
                table.setdefault(word, []).append((block, others - block))
    return table


def _negation(claim: Sequence[Token], source: Sequence[Token], _: Sequence[Token]) -> Iterator[str]:
    """What the claim denies the source must deny, and the other way round."""
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
    """ "Mindestens", "bis", "vor" before a figure must be there in the source, and must not be lost."""
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
    """A figure, or a word with contraries, must stand beside the same word as in the source.

    It does not if a rival (another figure of its kind, a contrary) is there what it is in the claim: at the
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
    """Two nouns that have changed places: each now follows the word that the other followed."""
    nouns = [(token, _before(claim, token)) for token in claim if token.content and token.text[0].isupper()]
    there = {
        token.lower: {_before(source, other) for other in source if other.lower == token.lower}
        for token, _ in nouns
    }
    for index, (first, before_first) in enumerate(nouns):
        for second, before_second in nouns[index + 1 :]:
            left, right = there[first.lower], there[second.lower]
            if not left or not right or first.lower == second.lower:
                continue
            crossed = before_first in right - left and before_second in left - right
            if crossed and before_first != before_second:
                yield f"swapped: {first.text}, {second.text}"
    yield from _subject(claim, source)


def _before(text: Sequence[Token], token: Token) -> str:
    return text[token.place - 1].lower if token.place else ""


def _subject(claim: Sequence[Token], source: Sequence[Token]) -> Iterator[str]:
    """The claim opens with a nominative that is an object in the source, whose subject is another."""
    if len(claim) < 3 or {t.lower for t in claim} & _PASSIVE != {t.lower for t in source} & _PASSIVE:
        return
    article, noun = claim[0].lower, claim[1]
    if article != "der" or not noun.text[0].isupper():
        return
    cases = {_before(source, other) for other in source if other.lower == noun.lower}
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
