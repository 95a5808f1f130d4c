"""The shape of an answer: its sentences as lines, in order of time, renumbered; whether it holds what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from assistant.chronology import label, moment
from assistant.facts import holds
from assistant.phrases import phrases
from assistant.question import Question
from kb.model import Answer, AnswerPart, AnswerSentence, Citation

# "Wo ist das?" is answered by a place, not by what the question before was answered with.
_BARE = frozenset(["place", "duration", "frequency", "hours", "date", "contact", "amount", "age"])

# Parts of an answer that stand under a title of their own, and its phrase.
TITLED: dict[AnswerPart, str] = {"contact": "reach", "head": "head", "also": "also"}


def lines_of(language: str, sentences: Sequence[AnswerSentence], beside: Sequence[Citation] = ()) -> list[str]:
    """Return the sentences as lines of plain text.

    Items have a bullet, events their date, contact, head and further quotes a heading; under a sentence in another language stand the
    quotes of its citations, where `beside` holds them.
    """
    lines: list[str] = []
    for part, group in groupby(sentences, key=lambda sentence: sentence.part):
        run = list(group)
        if part in TITLED:
            lines.append(phrases(language)[TITLED[part]])
        bullet = "" if part == "text" or (part == "item" and len(run) == 1) else "• "
        for each in run:
            when = f"{dated}: " if part == "event" and (dated := label(each.text)) else ""
            lines.append(f"{bullet}{when}{each.text} {''.join(f'[{n}]' for n in each.citations)}")
            quotes = beside if part in ("text", "event") else ()
            lines += [f"„{entry.quote}“ [{entry.n}]" for entry in quotes if entry.n in each.citations]
    return lines


def told_in_order(sentences: Sequence[AnswerSentence]) -> tuple[AnswerSentence, ...]:
    """Return sentences as events, oldest first; one without a date stays behind the one before it."""
    keyed: list[tuple[tuple[int, int, int], AnswerSentence]] = []
    last = (0, 0, 0)
    for sentence in sentences:
        last = moment(sentence.text) or last
        keyed.append((last, replace(sentence, part="event")))
    return tuple(sentence for _, sentence in sorted(keyed, key=lambda each: each[0]))


def tells(follow_up: Question, answer: Answer) -> bool:
    """Return whether an answer holds what a follow-up question asks for in so many words."""
    wanted = follow_up.wants & _BARE
    return not wanted or any(holds(kind, sentence.text) for kind in wanted for sentence in answer.sentences)


def renumbered(
    sentences: Sequence[AnswerSentence], citations: Sequence[Citation]
) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """Return the sentences and those citations that they use, numbered from 1 in the order of use."""
    order = list(dict.fromkeys(n for sentence in sentences for n in sentence.citations))
    by_number = {entry.n: entry for entry in citations}
    return (
        tuple(replace(each, citations=tuple(order.index(n) + 1 for n in each.citations)) for each in sentences),
        tuple(replace(by_number[n], n=at) for at, n in enumerate(order, 1)),
    )
