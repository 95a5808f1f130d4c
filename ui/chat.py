"""A conversation: what was asked, what came back, and how the next question is put."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from assistant.offer_cards import whole
from kb.config import Config
from kb.errors import KizError
from kb.model import Answer, Audience, Citation
from kb.narrowed import Extent
from kb.questions import OpenQuestion, note
from ui.heard import frame
from ui.languages import GERMAN
from ui.logs import places
from ui.ports import Answers

LOG = logging.getLogger(__name__)

# A question, not a document: the longest of the evaluation sets has under 300 characters.
MAX_QUESTION = 600
# What is sent along for follow-up questions, and what is kept on the page.
MAX_HISTORY = 6
MAX_TURNS = 30

_KEY = re.compile(r"(\d{1,4})-([cno])-(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what became of it. `number` counts within one conversation, from 1; `within`: the papers asked."""

    number: int
    question: str
    state: Literal["searching", "growing", "done", "failed"] = "searching"
    answer: Answer | None = None
    within: Extent | None = None


Turns = tuple[Turn, ...]


def ask(
    assistant: Answers,
    question: str,
    turns: Turns,
    *,
    plain: bool = False,
    within: Extent | None = None,
    code: str = GERMAN,
) -> Iterator[Turns]:
    """Yield the conversation as it grows: question, growing answer, final answer.

    `plain` asks for Einfache Sprache, `within` for some papers alone; `code` is the language of the page.

    Whatever goes wrong ends in a turn with the state "failed". Nothing is yielded for an empty question.
    """
    question = " ".join(question.split())[:MAX_QUESTION]
    if not question:
        return
    turn = Turn((turns[-1].number if turns else 0) + 1, question, within=within)
    past = tuple(t for t in turns if t.state in ("done", "failed"))[-(MAX_TURNS - 1) :]
    yield (*past, turn)
    history = [(t.question, t.answer.text) for t in past if t.answer and t.state == "done"][-MAX_HISTORY:]
    try:
        spoken = frame(question, past[-1].answer.language if past and past[-1].answer else code)
        for answer in assistant.stream(question, history, plain=plain, within=within, frame=spoken):
            turn = replace(turn, state="growing", answer=answer)
            yield (*past, turn)
    except Exception as error:  # the outermost edge: a person waits for a word, and the server stays up
        _log_without_words(error)
        yield (*past, replace(turn, state="failed", answer=None))
        return
    yield (*past, replace(turn, state="done" if turn.answer else "failed"))


def keep_open(turn: Turn, config: Config, audience: Audience) -> None:
    """Keep a question that found no answer, where the operator wants that; small talk is not kept."""
    answer = turn.answer
    if turn.state != "done" or answer is None or answer.answered or not answer.nearest:
        return
    question = OpenQuestion(turn.question, answer.language, audience, datetime.now(UTC).date())
    try:
        note(config.index, question, config.questions.keep_days)
    except KizError as error:
        LOG.warning("question not kept: %s", error.key)


def _log_without_words(error: Exception) -> None:
    """Log what failed and where. Messages of errors may carry the question, so they stay out."""
    LOG.error("answering failed: %s", type(error).__name__, extra={"about": {"error": places(error)}})


def key(turn: Turn, citation: Citation, *, nearest: bool = False) -> str:
    """Return the name by which the page asks for this citation."""
    return f"{turn.number}-{'n' if nearest else 'c'}-{citation.n}"


def card_key(turn: Turn, at: int) -> str:
    """Return the name by which the page asks for all that the card at this place of an answer takes from its page."""
    return f"{turn.number}-o-{at + 1}"


def find(turns: Turns, name: object) -> Citation | None:
    """Return the citation that `key` or `card_key` named, None for anything else."""
    match = _KEY.fullmatch(name) if isinstance(name, str) else None
    if not match:
        return None
    for turn in turns:
        if turn.number == int(match[1]) and turn.answer:
            if match[2] == "o":
                card = turn.answer.offers[int(match[3]) - 1 : int(match[3])]
                return whole(card[0], turn.answer.citations) if card else None
            citations = turn.answer.nearest if match[2] == "n" else turn.answer.citations
            return next((citation for citation in citations if citation.n == int(match[3])), None)
    return None


def is_nearest(name: object) -> bool:
    """Say whether a key names a nearest page or the page of a card, not a numbered citation."""
    return isinstance(name, str) and ("-n-" in name or "-o-" in name)
