"""The conversation so far: what still fits into a prompt, and what a follow-up question is about.

llama-index's chat memory decides which turns fit. Its `ChatMemoryBuffer` is used rather than the newer
`Memory`, which keeps every conversation in an SQL database of its own: here the caller holds the turns and
nothing of a conversation is written anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.memory import ChatMemoryBuffer

from assistant.lexicon import lexicon
from assistant.prompts import prompts
from kb.errors import AssistantError

# Judgement, not measured: "er" or "dort" hardly means something further back.
_TURNS = 3
# About 700 tokens: enough for three short turns.
_TOKENS = 700
# Questions with more content words than this stand on their own.
_FEW = 3
# A rewritten question much longer than what it came from is an answer, not a question.
_MAX_CHARACTERS = 300

_WORD = re.compile(r"[^\W\d_][\w*:-]*|\d[\d./]*")


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked and the text that answered it."""

    question: str
    answer_text: str


class Rewriter(Protocol):
    """What `condense` needs of a language model (`assistant.llm.LanguageModel`)."""

    def complete(self, system: str, user: str) -> str: ...


def messages(history: Sequence[Turn], tokens: int = _TOKENS) -> list[ChatMessage]:
    """Return the latest turns that fit into so many tokens as chat messages, oldest first."""
    said: list[ChatMessage] = []
    for turn in history[-_TURNS:]:
        said.append(ChatMessage(role=MessageRole.USER, content=turn.question))
        said.append(ChatMessage(role=MessageRole.ASSISTANT, content=turn.answer_text))
    if not said:
        return []
    memory = ChatMemoryBuffer.from_defaults(chat_history=said, token_limit=max(tokens, 1), tokenizer_fn=_tokens)
    kept = memory.get()
    # One turn longer than the limit comes back as its answer alone, which no question precedes.
    return kept if kept and kept[0].role == MessageRole.USER else []


def _tokens(text: str) -> list[str]:
    """Pieces of three characters: a safe estimate for German that needs no tokenizer's files."""
    return [text[start : start + 3] for start in range(0, len(text), 3)]


def condense(history: Sequence[Turn], question: str, llm: Rewriter | None = None) -> str:
    """Return `question` so that it can be understood without the turns before it.

    With a model, the model rewrites it; without one, or if it fails, the content words of the question
    before are put in front of a follow-up (see `is_follow_up`). A question that stands on its own comes
    back unchanged: a new topic drops the old one.
    """
    if not history or not is_follow_up(question):
        return question
    if llm is not None:
        rewritten = _rewritten(history, question, llm)
        if rewritten:
            return rewritten
    topic = _topic(history)
    known = {word.lower() for word in _WORD.findall(question)}
    new = [word for word in topic if word.lower() not in known]
    return f"{' '.join(new)}: {question}" if new else question


def _rewritten(history: Sequence[Turn], question: str, llm: Rewriter) -> str:
    words = prompts("condense")
    talk = "\n".join(f"{message.role.value}: {message.content}" for message in messages(history))
    try:
        text = llm.complete(words["system"], f"{talk}\n\n{words['user'].format(question=question)}")
    except AssistantError:
        # The rule below stands in; the answer itself will say that the model is out of order.
        return ""
    return text if len(text) <= _MAX_CHARACTERS else ""


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


def _topic(history: Sequence[Turn]) -> list[str]:
    """Content words of the last question that had a topic of its own, and of follow-ups since."""
    topic: list[str] = []
    for turn in reversed(history[-_TURNS:]):
        topic = [*content_words(turn.question), *topic]
        if not is_follow_up(turn.question):
            break
    return list(dict.fromkeys(topic))
