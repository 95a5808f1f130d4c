"""Does a sentence say only what its passages say? Checked in code, word by word and figure by figure.

A literal quote always passes. Any other sentence is laid beside the stretches of the passages (one to three
sentences) that it resembles most. From one of them it must have every figure and name, negation, modality and
condition; words that contradict each other and swapped roles are looked for on purpose. Words of its own are weighed
(`assistant.support`). Where the check is unsure it says no: a true sentence lost costs less than a false one shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant import (
    amounts,
    bindings,
    contraries,
    counts,
    denials,
    edits,
    hearsay,
    limits,
    polarity,
    rhythms,
    roles,
    sequence,
)
from assistant.stretches import roots as known_roots
from assistant.stretches import stretches, topics
from assistant.support import Support, carried, copied, is_light, problems, support
from assistant.tokens import Token, tokens

# "Laut dem Bericht des Amtes vom November 2021", up to the verb.
_ATTRIBUTED = re.compile(
    r"(?:Laut|Gemäß|Zufolge|Nach (?:Angaben|Auskunft|Aussage)) [^,;:]{3,90}? (?=(?:ist|sind|war|waren|wird|werden|wurde|wurden|hat|haben|hatte|hatten|kann|können|"
    r"muss|müssen|soll|sollen|darf|dürfen|gibt|gab|liegt|liegen|lag|befinde[nt]|besteht|bestehen|gilt|gelten|beträgt|betrug)\b)"
)


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
    phrase, sentence = _attributed(sentence)
    claim = tokens(sentence)
    extra = tuple(token for text in context for token in tokens(text))
    if language != "de":
        source = (*(token for text in passages for token in tokens(text)), *extra)
        return _verdict([*bindings.figures(claim, source), *roles.titled(claim, source)])
    strange = _unbacked(tokens(phrase), [token for text in passages for token in tokens(text)] + [*extra])
    if strange:
        return _verdict(strange)
    best: list[str] | None = None
    contradicted = (len(claim), 0)
    for contradictions, found in weighed(claim, passages, extra):
        wrong = [*contradictions, *problems(found)]
        # What one sentence contradicts is not saved by another that says less of it.
        rank = (len(found.missing), -found.exact)
        saved = rank <= contradicted and not (found.wide and not contradicted[0])
        if not wrong and saved:
            return Verdict(True)
        if contradictions:
            contradicted = min(contradicted, rank)
        best = best or wrong or ["contradicted elsewhere"]
    return _verdict(best or ["words: nothing alike"])


def _attributed(sentence: str) -> tuple[str, str]:
    """Part a sentence into "Laut dem Bericht von 2021", which may stand anywhere in the passages, and what it says."""
    found = _ATTRIBUTED.match(sentence)
    return (found[0], sentence[found.end() :]) if found else ("", sentence)


def _unbacked(phrase: Sequence[Token], known: Sequence[Token]) -> list[str]:
    if not phrase:
        return []
    words = [token for token in phrase if token.content and not is_light(token) and not carried(token, known)]
    return [*bindings.figures(phrase, known), *(f"word: {token.text}" for token in words)]


def weighed(
    claim: Sequence[Token], passages: Sequence[str], extra: Sequence[Token] = ()
) -> Iterator[tuple[list[str], Support]]:
    """Yield, for each stretch that the claim may be told from, its contradictions and the support of its words."""
    everywhere = frozenset[str]().union(*(known_roots(text) for text in passages))
    about = frozenset[str]().union(*(topics(text) for text in passages))
    for stretch, wide in stretches(claim, passages):
        share = copied(claim, stretch)
        known = (*stretch, *extra)
        found = [problem for rule in _BACKED for problem in rule(claim, known, share)]
        found += [problem for rule in _RULES for problem in rule(claim, stretch, share)]
        weighed_ = support(claim, stretch, everywhere, about, extra, share, contradicted=bool(found))
        yield found, replace(weighed_, wide=wide)


def _verdict(found: Sequence[str]) -> Verdict:
    return Verdict(not found, tuple(dict.fromkeys(found)))


def is_quote(sentence: str, passages: Sequence[str]) -> bool:
    """Say whether the words of `sentence` stand in a passage one after the other."""
    wanted = _squashed(sentence).strip(" .!?;:,\"'()…-•")
    if not wanted:
        return False
    # A statement cut off before its condition says more than it did.
    ends = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)(?!,? (?:wenn|falls|sofern|soweit|es sei denn)\b)")
    return any(ends.search(_squashed(text)) for text in passages)


@lru_cache(maxsize=512)
def _squashed(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    text = re.sub(r"[„“”»«‚‘’]", '"', re.sub(r"[‐‑–—−]", "-", text))
    return " ".join(text.split())


Rule = Callable[[Sequence[Token], Sequence[Token], float], Iterator[str]]

# Rules that title and date of the paper may satisfy, and rules of the text alone.
_BACKED: tuple[Rule, ...] = (bindings.figures, roles.titled, contraries.opposites)
_RULES: tuple[Rule, ...] = (
    polarity.negation,
    polarity.modality,
    contraries.bound,
    contraries.voted,
    contraries.prefixed,
    polarity.scope,
    limits.only,
    bindings.qualifiers,
    bindings.attached,
    bindings.nearest,
    counts.counted,
    bindings.lasting,
    counts.spliced,
    counts.measured,
    roles.crossed,
    roles.subject,
    roles.acting,
    roles.apart,
    roles.predicated,
    roles.given,
    roles.office,
    denials.denied,
    rhythms.rhythm,
    rhythms.rates,
    sequence.turned,
    sequence.compared,
    sequence.succeeding,
    amounts.steps,
    amounts.replaced,
    amounts.most,
    hearsay.hoped,
    hearsay.helped,
    edits.edited,
)
