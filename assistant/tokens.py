"""A sentence as the check sees it: words with the root of their family, figures, clauses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.figures import Figure, figures
from assistant.lexicon import lexicon
from assistant.roots import SEPARABLE, SHORTEST_ROOT, families, head_root, root

_WORD = re.compile(r"[^\W\d_]+(?:[*:_/]-?[iI]nnen\b|[*:_]in\b)?")
_CLAUSE = re.compile(r"[,;:()\[\]•|\n\t]|\s[–-]\s|[.!?](?=\s|$)")
_SHORT = re.compile(
    r"(?:\b(?:Nr|Abs|Art|Dr|Prof|ca|bzw|ggf|inkl|Str|Tel|St|Mio|Mrd|Tsd|etc|u|a|z|B|d|h|lfd|evtl)|§ \d+)$"
)
# Particles that stand at the end of a clause and belong to its verb: "stellt ... dar".
_PARTICLES = frozenset(SEPARABLE) - {"durch", "unter", "über", "hin", "her", "um", "zu"}
# Verbs of little content that a particle gives one: "ging ... zurück".
_GOING = frozenset(["geht", "gehen", "ging", "gingen", "gehört", "gehören"])
_FINITE = re.compile(r"[a-zäöüß]{2,}(?:t|en|te|ten|et|e|g|m|b|nd|h|f|s|l|r|d)$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or figure; `place` counts tokens, `clause` counts stretches between punctuation marks.

    `content` is false for function words; `capital` for words written with a capital inside a sentence.
    """

    text: str
    lower: str
    root: str
    families: frozenset[int]
    content: bool
    capital: bool
    place: int
    clause: int
    figure: Figure | None = None

    @property
    def noun(self) -> bool:
        """A noun or name by its capital; at the head of a sentence any word has one."""
        return self.figure is None and self.text[0].isupper()


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """Return words and figures of `text` in order."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    return tuple(_joined(list(_tokens(text))))


def _tokens(text: str) -> Iterator[Token]:
    found = figures(text)
    cuts = [match.start() for match in _CLAUSE.finditer(text) if not _inside(match.start(), found)]
    cuts = [
        cut
        for cut in cuts
        if text[cut] != "." or cut + 1 == len(text) or not _SHORT.search(text[max(cut - 6, 0) : cut])
    ]
    items: list[tuple[int, str, Figure | None]] = [(f.start, text[f.start : f.end], f) for f in found]
    for match in _WORD.finditer(text):
        start = max((f.end for f in found if f.start <= match.start() < f.end), default=match.start())
        # "zweisprachig" is the figure "zwei" and the word "sprachig".
        if start == match.start() or match.end() - start >= SHORTEST_ROOT:
            items.append((start, text[start : match.end()], None))
    items.sort(key=lambda item: item[0])
    function = lexicon("verify")["function"]
    clause, begins = 0, True
    for place, (start, word, figure) in enumerate(items):
        while cuts and cuts[0] < start:
            begins = text[cuts.pop(0)] in ".!?:•\n" or begins
            clause += 1
        lower = word.lower()
        plain = figure is None
        content = plain and lower not in function and len(word) > 1
        yield Token(
            word,
            lower,
            head_root(word) if plain and begins else root(word) if plain else "",
            families(word) | (families(lower) if begins else frozenset()) if plain else frozenset(),
            content,
            plain and word[0].isupper() and not begins,
            place,
            clause,
            figure,
        )
        begins = False


def _inside(position: int, found: tuple[Figure, ...]) -> bool:
    return any(figure.start <= position < figure.end for figure in found)


def _joined(found: list[Token]) -> list[Token]:
    """Give verbs the particle that stands at the end of their clause: "nahm ... zurück" is "zurücknahm"."""
    for place, token in enumerate(found):
        last = place + 1 == len(found) or found[place + 1].clause != token.clause or found[place + 1].lower == "und"
        if not last or token.lower not in _PARTICLES:
            continue
        for at in range(place - 1, -1, -1):
            verb = found[at]
            if verb.clause != token.clause:
                break
            if (
                (verb.content or verb.lower in _GOING)
                and not verb.noun
                and _FINITE.fullmatch(verb.lower)
                and not verb.lower.endswith("end")
            ):
                word = token.lower + verb.lower
                found[at] = replace(verb, root=root(word), families=families(word) | families(root(word)))
                found[place] = replace(token, content=False)
                break
    return found


def same(claim: Token, source: Token) -> bool:
    """Say whether two words are of one family, synonyms, or the claim's word is a part of the source's."""
    if claim.root == source.root or claim.lower == source.lower or not claim.families.isdisjoint(source.families):
        return True
    prefixed, part = _related(claim.root, source.root)
    return part or (prefixed and not (claim.capital or source.capital))


@lru_cache(maxsize=200_000)
def _related(claim: str, source: str) -> tuple[bool, bool]:
    """Say whether two roots differ by a separable prefix, and whether the first is a part of the second."""
    if _prefixed(claim, source) or _prefixed(source, claim):
        return True, False
    # "Konzept" for "Handlungskonzept"; four letters, so that no syllable counts as a word.
    longer = len(claim) >= SHORTEST_ROOT and len(source) > len(claim) + 2
    return False, longer and (source.endswith(claim) or source.startswith(claim))


def _prefixed(short: str, long: str) -> bool:
    """Say whether one word is the other with a separable prefix: "führt ... durch", "durchführen"."""
    return len(short) >= 3 and long.endswith(short) and long.removesuffix(short) in SEPARABLE


@lru_cache(maxsize=2048)
def joined(texts: tuple[str, ...]) -> tuple[Token, ...]:
    """Return the tokens of texts that follow each other, as one."""
    found: list[Token] = []
    clauses = 0
    for text in texts:
        first = len(found)
        found += [replace(t, place=t.place + first, clause=t.clause + clauses) for t in tokens(text)]
        clauses = found[-1].clause + 1 if found else 0
    return tuple(found)
