"""The conversation so far: what still fits into a prompt, and what a follow-up question is about.

llama-index's chat memory decides which turns fit. Its `ChatMemoryBuffer` is used rather than the newer
`Memory`, which keeps every conversation in an SQL database of its own: here the caller holds the turns and
nothing of a conversation is written anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from llama_index.core.base.llms.types import ChatMessage, MessageRole
from llama_index.core.memory import ChatMemoryBuffer

from assistant.followups import TURNS, Turn, complete, is_follow_up
from assistant.prompts import prompts
from kb.errors import AssistantError

# About 700 tokens: enough for three short turns.
_TOKENS = 700
# A rewritten question much longer than what it came from is an answer, not a question.
_MAX_CHARACTERS = 300


class Rewriter(Protocol):
    """What `condense` needs of a language model (`assistant.llm.LanguageModel`)."""

    def complete(self, system: str, user: str) -> str: ...


def messages(history: Sequence[Turn], tokens: int = _TOKENS) -> list[ChatMessage]:
    """Return the latest turns that fit into so many tokens as chat messages, oldest first."""
    said: list[ChatMessage] = []
    for turn in history[-TURNS:]:
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

    With a model, the model rewrites it; without one, or if it fails, the rules of `followups` do. A
    question that stands on its own comes back unchanged.
    """
    if not history or not is_follow_up(question):
        return question
    if llm is not None:
        rewritten = _rewritten(history, question, llm)
        if rewritten:
            return rewritten
    return complete(history, question)


def _rewritten(history: Sequence[Turn], question: str, llm: Rewriter) -> str:
    words = prompts("condense")
    talk = "\n".join(f"{message.role.value}: {message.content}" for message in messages(history))
    try:
        text = llm.complete(words["system"], f"{talk}\n\n{words['user'].format(question=question)}")
    except AssistantError:
        # The rules stand in; the answer itself will say that the model is out of order.
        return ""
    return text if len(text) <= _MAX_CHARACTERS else ""
