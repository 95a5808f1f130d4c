"""Does a sentence say only what its passages say? Checked in code, word by word and figure by figure.

A literal quote always passes. Any other sentence is laid beside the stretches of the passages (one to three
sentences) that it resembles most. From one of them it must have every figure and name, negation, modality and
condition; words that contradict each other and swapped roles are looked for on purpose. Words of its own are weighed
(`assistant.support`). Where the check is unsure it says no: a true sentence lost costs less than a false one shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant import (
    amounts,
    bindings,
    contraries,
    counts,
    cuts,
    denials,
    edits,
    hearsay,
    limits,
    polarity,
    qualified,
    rhythms,
    roles,
    sequence,
)
from assistant.quotes import is_quote
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
    if is_quote(sentence, passages):
        return Verdict(True)
    phrase, sentence = _attributed(sentence)
    claim = tokens(sentence)
    if not passages or not claim or (language == "de" and not _says(claim)):
        # "Sie dürfen jetzt kommen": nothing in it could be compared.
        return Verdict(False, ("empty",))
    extra = tuple(token for text in context for token in tokens(text))
    if language != "de":
        source = (*(token for text in passages for token in tokens(text)), *extra)
        return _verdict([*bindings.figures(claim, source), *roles.titled(claim, source)])
    strange = _unbacked(tokens(phrase), [token for text in passages for token in tokens(text)] + [*extra])
    return _verdict(strange) if strange else _told(claim, passages, extra)


def _told(claim: Sequence[Token], passages: Sequence[str], extra: Sequence[Token]) -> Verdict:
    """Check a claim against the stretches of its passages that resemble it most."""
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


def _says(claim: Sequence[Token]) -> bool:
    """Say whether a sentence has a figure, a word of weight or two words of any: "mir geht es gut" has none of them."""
    content = [token for token in claim if token.content]
    return len(content) > 1 or any(token.figure for token in claim) or any(not is_light(token) for token in content)


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
    qualified.qualifiers,
    bindings.attached,
    bindings.nearest,
    counts.counted,
    counts.shared,
    counts.part,
    qualified.lasting,
    counts.spliced,
    counts.measured,
    roles.crossed,
    roles.subject,
    roles.acting,
    roles.apart,
    roles.predicated,
    roles.given,
    roles.owned,
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
    cuts.bounded,
    cuts.led,
    cuts.narrowed,
    cuts.granted,
    cuts.ended,
    edits.edited,
)
