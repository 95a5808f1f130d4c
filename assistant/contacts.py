"""The contact with which an answer about responsibility ends, where a source prints one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant import facts
from assistant.match import Matcher
from assistant.people import family, names
from assistant.question import Question, reaching
from assistant.views import BLOCK
from kb.compounds import fold
from kb.embed import Embedder
from kb.model import Hit

# What a line of a contact holds; the first two make it one.
REACHED = ("phone", "mail")
LINES = (*REACHED, "address")
MOST = 4
# How well section or contact lines must know each name in the question, and each word of one in another language
# (centre and -zentrum are at .48, seen on questions-papers).
KNOWN, MEANT = 0.7, 0.45
# Lines of one contact have at most so many others between them (the name of a page on the web).
GAP = 1
_MAIL = re.compile(r"([\w.+-]+)\s?@")


def reachable(texts: Sequence[str]) -> bool:
    """Return whether one of the texts holds a phone number or a mail address."""
    return any(facts.holds(kind, text) for text in texts for kind in REACHED)


def query_text(asked: Question, people: Sequence[str]) -> str:
    """Return the words to search for a contact: the people named in an answer, and what was asked."""
    return " ".join((*people, asked.text, *facts.printed(REACHED)))


def contact(
    asked: Question, people: Sequence[str], hits: Sequence[Hit], rarity: Callable[[str], float], lexicon: Embedder
) -> tuple[int, tuple[int, ...]] | None:
    """Return the number of a hit and its sentences that make up a contact; None where no hit has a fitting one.

    It fits where one of the `people` stands right above it, or where its section and its own lines know all names of
    the question and it is nobody else's. What fits best is taken, of several the newest paper's.
    """
    matcher = Matcher(asked.text, asked.language, rarity, lexicon)
    own = np.array([need.fact is None and not reaching(need.word) for need in matcher.needs], dtype=bool)
    named = own & np.array([need.name for need in matcher.needs], dtype=bool)
    # Foreign nouns are not told by their capitals: there every word counts.
    german = asked.language == "de" and bool(named.any())
    # What the vectors cannot read tells neither way.
    asks, least = (named, KNOWN) if german else (own & matcher.readable, MEANT)
    found: list[tuple[int, float, int, int, tuple[int, ...]]] = []
    for number, hit in enumerate(hits):
        passage = hit.passage
        texts = [passage.said(at) for at in range(len(passage.sentences))]
        day = hit.document.date.toordinal() if hit.document.date else 0
        if block := _of_person(texts, people):
            found.append((-1, 0.0, -day, number, block))
            continue
        if not asks.any():
            continue
        heads = [text for text in passage.section if text != hit.document.title]
        rows = matcher.supports(matcher.seen([hit.document.title, *heads, *texts]), strict=asked.language == "de")
        rows = rows[:, asks]
        title, above, lines = rows[0], rows[1 : 1 + len(heads)], rows[1 + len(heads) :]
        for start, first, last in _groups(texts):
            around = " ".join(texts[start : last + 1])
            # Where the person named has no contact of their own, one that is nobody's in particular stands in.
            if people and names(around):
                continue
            here = np.vstack([above, lines[start : last + 1]]).max(axis=0)
            # What a paper is about says little of a number in it: the rarest word must stand with the number.
            rarest = int(np.argmax(matcher.weights[asks]))
            if float(np.maximum(here, title).min()) < least or float(here[rarest]) < least:
                continue
            if block := _lines(texts, first, last, lines.min(axis=1) >= least):
                found.append((0, -round(float(here.mean()), 1), -day, number, block))
    if not found:
        return None
    *_, number, block = min(found)
    return number, block


def _groups(texts: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield runs of contact lines: where the lines that belong to one begin, where it begins itself, and where it ends."""
    lines = [at for at, text in enumerate(texts) if any(facts.holds(kind, text) for kind in LINES)]
    before = -1
    while lines:
        end = next((n for n in range(1, len(lines)) if lines[n] - lines[n - 1] > GAP + 1), len(lines))
        run, lines = lines[:end], lines[end:]
        if reachable([texts[at] for at in run]):
            yield max(before + 1, run[0] - BLOCK), run[0], run[-1]
        before = run[-1]


def _lines(texts: Sequence[str], first: int, last: int, known: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return the lines of a run that are shown: of a list of many contacts, those of the one that is known."""
    own = [at for at in range(first, last + 1) if known[at] and reachable([texts[at]])]
    if own:
        return tuple(_until_repeated(texts, own[0], last))
    return _nearest(texts, first, last, next(at for at in range(first, last + 1) if reachable([texts[at]])))


def _nearest(texts: Sequence[str], first: int, last: int, middle: int) -> tuple[int, ...]:
    """Return the contact lines from `first` to `last` that stand nearest to the line `middle`."""
    lines = [at for at in range(first, last + 1) if any(facts.holds(kind, texts[at]) for kind in LINES)]
    near = sorted((at for at in lines if abs(at - middle) <= MOST), key=lambda at: abs(at - middle))
    return tuple(sorted(near[:MOST]))


def _until_repeated(texts: Sequence[str], first: int, last: int) -> Iterator[int]:
    """Yield contact lines until one holds what an earlier one held: there the next contact begins."""
    seen: set[str] = set()
    for at in range(first, last + 1):
        held = {kind for kind in LINES if facts.holds(kind, texts[at])}
        if held & seen:
            return
        seen |= held
        if held:
            yield at


def _of_person(texts: Sequence[str], people: Sequence[str]) -> tuple[int, ...]:
    """Return the contact lines that follow one of the people, before anybody else is named or written to."""
    written = {family(name) for text in texts for name in names(text)}
    for name in people:
        own = family(name)
        for start, text in enumerate(texts):
            if not re.search(rf"\b{re.escape(own)}\b", text):
                continue
            end = next(
                (at for at in range(start, len(texts)) if _of_another(texts[at], own, written, same=at == start)),
                len(texts),
            )
            reached = [at for at in range(start, min(end, start + BLOCK + MOST)) if reachable([texts[at]])]
            if reached:
                return _nearest(texts, start, end - 1, reached[0])
    return ()


def _of_another(text: str, own: str, written: set[str], *, same: bool) -> bool:
    """Return whether a line names another person, or holds a mail address with the name of one."""
    if not same and any(family(name) != own for name in names(text)):
        return True
    others = {_spelt(name) for name in written if name != own}
    return any(_spelt(part) in others for mail in _MAIL.findall(text) for part in re.split(r"[._+-]", mail))


def _spelt(name: str) -> str:
    """Return a name as mail addresses spell it."""
    folded = name.casefold()
    for letter, spelt in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        folded = folded.replace(letter, spelt)
    return fold(folded)
