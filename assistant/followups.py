"""Follow-up questions, completed from the turns before them without a language model.

"und für Väter?" takes the place of the phrase with the same preposition in the question before; "Und wie
erreiche ich ihn?" takes over what was spoken of, and the person whom the answer named; "seit wann?" takes
over the whole question. A question that stands on its own is left alone: a new topic drops the old one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.facts import kind_of
from assistant.lexicon import lexicon
from assistant.people import names

# Judgement, not measured: "er" or "dort" hardly means something further back.
TURNS = 3
# Questions with more content words than this stand on their own.
_FEW = 3
# "und für Väter mit kleinen Kindern" is a phrase, more is a question.
_PHRASE = 6
_WORD = re.compile(r"[^\W\d_][\w*:-]*|\d[\d./]*")
_END = re.compile(r"[\s?!.]+$")


class Turn(NamedTuple):
    """A question that was asked and the text that answered it."""

    question: str
    answer_text: str


def complete(history: Sequence[Turn], question: str) -> str:
    """Return `question` so that it can be searched for without the turns before it."""
    if not history or not is_follow_up(question):
        return question
    before = standing(history)
    replaced = _in_place(before, question)
    if replaced:
        return replaced
    asked = content_words(question)
    # A question with something of its own to ask leaves behind what the one before asked for.
    topic = [word for word in content_words(before) if (not asked and not _asks(question)) or not kind_of(word)]
    person = _person(history[-1].answer_text) if _of_a_person(question) else None
    known = {word.casefold() for word in _WORD.findall(question)}
    new = [word for word in topic if word.casefold() not in known]
    lead = " ".join([*([person] if person else []), *new])
    return f"{lead}: {question}" if lead else question


def standing(history: Sequence[Turn]) -> str:
    """Return the last question of the conversation, itself completed from those before it."""
    turns = history[-TURNS:]
    first = max((at for at, turn in enumerate(turns) if not is_follow_up(turn.question)), default=0)
    text = turns[first].question
    for at in range(first + 1, len(turns)):
        text = complete([Turn(text, turns[at - 1].answer_text)], turns[at].question)
    return text


def _in_place(before: str, question: str) -> str | None:
    """Put "und für Väter?" in the place of "für Mütter"; behind the question where nothing has the place."""
    rules = lexicon("follow_up")
    words = _END.sub("", question).split()
    while words and words[0].casefold() in rules["openers"]:
        words = words[1:]
    folded = [word.casefold().strip(",;") for word in words]
    if not 2 <= len(words) <= _PHRASE or folded[0] not in rules["prepositions"]:
        return None
    if rules["interrogatives"].intersection(folded) or not content_words(" ".join(words[1:])):
        return None
    phrase = " ".join(words)
    text = _END.sub("", before)
    # Up to the next small word: "für Mütter | mit kleinen Kindern" keeps what follows.
    old = re.search(rf"(?i)\b{re.escape(words[0])}\s+(?:(?:der|die|das|den|dem|the|les?|la)\s+)?[\w*:-]+", text)
    return f"{text[: old.start()]}{phrase}{text[old.end() :]}?" if old else f"{text} {phrase}?"


def _asks(question: str) -> bool:
    """Return whether a question names a kind of fact or asks how to reach somebody."""
    rules = lexicon("follow_up")
    words = [word.casefold() for word in _WORD.findall(question)]
    return any(kind_of(word) or word in rules["asking"] for word in words)


def _of_a_person(question: str) -> bool:
    words = {word.casefold() for word in _WORD.findall(question)}
    return bool(words & lexicon("follow_up")["persons"])


def _person(answer: str) -> str | None:
    return next(iter(names(answer)), None)


def is_follow_up(question: str) -> bool:
    """Say whether a question leans on the one before it.

    It does if it has few content words and points back (er, ihn, dort, davon, they ...), opens as a
    continuation ("Und ...", "Was ist mit ...", "And ...") or has no subject at all ("Seit wann?").
    """
    words = [word.lower() for word in _WORD.findall(question)]
    if not words:
        return False
    content = content_words(question)
    if len(content) > _FEW:
        return False
    rules = lexicon("follow_up")
    opens = words[0] in rules["openers"] or any(
        " ".join(words).startswith(f"{opener} ") for opener in rules["openers"] if " " in opener
    )
    return opens or _points_back(words, rules) or not content


def _points_back(words: Sequence[str], rules: Mapping[str, frozenset[str]]) -> bool:
    """Find a word that stands for something said before; articles and "gibt es" only look like it."""
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if word == "es" and before in {"gibt", "gab"}:
            continue
        if word in rules["articles"] and after and after not in rules["empty"]:
            continue
        if word in rules["pointers"] or word in rules["articles"]:
            return True
    return False


def content_words(text: str) -> list[str]:
    """Return the words of a question that say what it is about, in order, each once."""
    rules = lexicon("follow_up")
    empty = rules["empty"] | rules["pointers"] | rules["openers"] | rules["articles"]
    return list(dict.fromkeys(word for word in _WORD.findall(text) if word.lower() not in empty))
