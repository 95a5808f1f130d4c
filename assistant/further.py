"""Further quotes under an answer: what stands right behind it in the paper, and what scored next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asked_nouns import asks_several
from assistant.choose import Choice, cite, folded, idle_row, scrap, shown
from assistant.company import asks_within, leans, starts_small
from assistant.extract import Scored
from assistant.facts import EXACT
from assistant.person_asked import person_asked, told_of
from assistant.question import Question
from assistant.wordforms import content_words
from kb.model import AnswerSentence, Citation, Hit

# So many further quotes, in so many characters, of so much less log-odds than the best (chosen in docs/evaluation.md).
MOST, ROOM, KEEP = 3, 500, 5.0
# What stands right behind a sentence of the answer is that much likelier to go on with it (1 to 3 do equally well).
BEHIND = 2.0
# A sentence of fewer words says nothing alone ("Zu 1. und 2."); one of which this share was said says nothing new.
WORDS, SAID = 3, 0.8
# Who asks for one of these is served with it alone.
ALONE = frozenset(["leader", "holder", "contact", "phone", "mail", "address"])

# "Die sind richtig gut!", "Dann wird gefragt": by itself it says of nothing.
_POINTS = re.compile(
    r"^(?:D(?:ie|as|er)\s(?:ist|sind|war|waren|hat|haben|kann|können|wird|werden)|Dann|Dafür|Deshalb|Daran|Davon|So|Denn|Aber|Und|Oder)\b"
)


def with_further(
    question: Question,
    scored: Sequence[Scored],
    hits: Sequence[Hit],
    choice: Choice,
    told: tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]],
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """Return the sentences and citations `told`, with further quotes behind them as the part "also"."""
    sentences, citations = told
    there = {sentence.text for sentence in sentences}
    places = further(question, scored, hits, choice)
    new = [place for place in places if shown(hits[place[0]].passage.said(place[1])) not in there]
    lines, sources = cite(new, hits, "also", first=len(citations) + 1)
    return (*sentences, *lines), (*citations, *sources)


def further(
    question: Question, scored: Sequence[Scored], hits: Sequence[Hit], choice: Choice
) -> tuple[tuple[int, int], ...]:
    """Return sentences to be shown under an answer, as (hit number, sentence number), in the order of their papers.

    Who asks for one exact fact gets none; where a question asks for several, they need not hold what the first asks for.
    """
    if question.intent == "responsibility" or question.wants & ALONE:
        return ()
    if question.wants & EXACT and not asks_several(question.text):
        return ()
    picked = {place: hits[place[0]].passage.said(place[1]) for place in choice.picked}
    seen = {folded(text) for text in picked.values()}
    said = [_words(text) for text in picked.values()]
    values = {(entry.unit.hit, entry.unit.at): _value(entry, picked) for entry in scored}
    person = person_asked(question.text)
    least = choice.best.score - KEEP
    # Few come near enough; looking at these alone spares looking at all.
    open_ = [entry for entry in scored if values[entry.unit.hit, entry.unit.at] >= least]
    open_ = [entry for entry in open_ if entry.eligible and not idle_row(entry, hits)]
    taken: list[tuple[int, int]] = []
    room = ROOM
    for entry in sorted(
        told_of(person, open_, hits) if person else open_,
        key=lambda entry: -values[entry.unit.hit, entry.unit.at],
    ):
        place, text = (entry.unit.hit, entry.unit.at), entry.unit.text
        if len(taken) == MOST:
            break
        words = _words(text)
        if place in picked or folded(text) in seen or len(text) > room or not _tells(entry, words):
            continue
        if (leans(text) or _POINTS.match(text)) and (place[0], place[1] - 1) not in {*picked, *taken}:
            continue
        if words and any(len(words & other) >= SAID * len(words) for other in said):
            continue
        taken.append(place)
        seen.add(folded(text))
        said.append(words)
        room -= len(text)
    order = list(dict.fromkeys(hit for hit, _ in (*choice.picked, *taken)))
    return tuple(sorted(taken, key=lambda place: (order.index(place[0]), place[1])))


def _value(entry: Scored, picked: dict[tuple[int, int], str]) -> float:
    behind = (entry.unit.hit, entry.unit.at - 1) in picked
    return entry.score + BEHIND * behind


def _tells(entry: Scored, words: frozenset[str]) -> bool:
    """Return whether a sentence says something by itself: it is no question and no scrap."""
    if (
        entry.listing
        or (entry.unit.kind == "text" and starts_small(entry.unit.text))
        or asks_within(entry.unit.text)
        or entry.unit.text.rstrip().endswith(("?", ":"))
    ):
        return False
    return (len(words) >= WORDS or entry.unit.kind != "text") and not scrap(entry)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in content_words(text))
