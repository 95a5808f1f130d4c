"""The optional language model: any OpenAI-compatible server, through llama-index's `OpenAILike`.

Passages go to it numbered, between delimiters drawn anew for each request, so that no document can
close its own frame; no tools are offered. Whatever goes wrong there becomes one `AssistantError`, and the
caller answers with literal excerpts instead.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

import httpx
import openai
from llama_index.core.base.llms.types import ChatMessage, ChatResponse, MessageRole
from llama_index.core.prompts import ChatPromptTemplate
from llama_index.llms.openai_like import OpenAILike

from assistant.draft import Draft, read
from assistant.followups import Turn
from assistant.memory import messages
from assistant.prompts import NOTHING, prompts
from kb.config import LlmConfig
from kb.errors import AssistantError
from kb.model import Hit

# Room for six sentences with quotes, and for the thoughts of a reasoning model before them.
MAX_TOKENS = 1500
# German prose has 3 to 4 characters per token in the vocabularies of current open models; 3 is the safe side.
CHARACTERS_PER_TOKEN = 3
# System prompt and frame of the question, in tokens (about 2,000 characters).
_PROMPT_TOKENS = 700
# A fifth of what is left for passages may go to the conversation before the question.
_HISTORY_SHARE = 0.2
# An answer that streams slowly may take this many times the time-out until it is whole.
_PATIENCE = 3
# A mark and the blank or letter behind it, by which it is known to be whole.
_MARK_LENGTH = 4
# No honest answer of six sentences is longer; a model that runs in circles is.
_MAX_CHARACTERS = 20_000


class LanguageModel:
    """A model behind an OpenAI-compatible server. Nothing is sent before the first question."""

    def __init__(self, config: LlmConfig) -> None:
        self._config = config
        # At their most talkative these log whole requests, and with them people's questions.
        for name in ("openai", "httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)

    def stream(
        self,
        question: str,
        hits: Sequence[Hit],
        language: str = "de",
        history: Sequence[Turn] = (),
        *,
        simple: bool = False,
    ) -> Iterator[Draft]:
        """Yield a `Draft` whenever a sentence is finished, the last one `complete`.

        Passage numbers in drafts are 0-based places in `hits`. Hits that do not fit into the context
        window are left out from the end. `simple` asks for Einfache Sprache. A later draft may hold
        fewer sentences: a reasoning trace is sometimes known as such only at its end.

        :raises AssistantError: server unreachable, slow, failing, or its answer cut off, empty or
            without a single citation.
        """
        room = max(self._config.context_window - MAX_TOKENS - _PROMPT_TOKENS, 500)
        before = messages(history, int(room * _HISTORY_SHARE)) if history else []
        used = sum(len(message.content or "") for message in before)
        shown = _fitting(hits, room * CHARACTERS_PER_TOKEN - used)
        texts = [hit.passage.text for hit in shown]
        prompt = _prompt(question, shown, language, simple=simple)
        raw, seen, looked = "", (0, 0), 0
        for raw in self._chunks([prompt[0], *before, *prompt[1:]]):
            # Only a mark or a line end can finish a sentence; reading all again for every word adds up.
            if not set(raw[max(looked - _MARK_LENGTH, 0) :]) & set("]】\n"):
                looked = len(raw)
                continue
            looked = len(raw)
            draft = read(raw, texts, complete=False)
            # A quote that has come may be what a sentence was still waiting for.
            told = (len(draft.sentences), sum(len(sentence.quotes) for sentence in draft.sentences))
            if told != seen:
                seen = told
                yield draft
        draft = read(raw, texts, complete=True)
        if not draft.sentences and not draft.no_evidence:
            raise _failure("uncited" if draft.uncited else "empty")
        yield draft

    def complete(self, system: str, user: str) -> str:
        """Return the model's short answer to one request, reasoning taken out, in one line.

        :raises AssistantError: as for `stream`.
        """
        asked = [ChatMessage(role=MessageRole.SYSTEM, content=system)]
        raw = ""
        for text_so_far in self._chunks([*asked, ChatMessage(role=MessageRole.USER, content=user)]):
            raw = text_so_far
        draft = read(raw, (), complete=True)
        text = " ".join(draft.uncited).strip()
        if not text:
            raise _failure("empty")
        return text

    def _chunks(self, asked: Sequence[ChatMessage]) -> Iterator[str]:
        """Yield the whole text so far, piece by piece; raise where it does not end as it should."""
        text, reason = "", None
        with self._translated(), self._server() as server, closing(server.stream_chat(asked)) as responses:
            for response in responses:
                text += response.delta or ""
                reason = _finish_reason(response) or reason
                if len(text) > _MAX_CHARACTERS:
                    raise _failure("too-long")
                yield text
        if not text.strip():
            raise _failure("empty")
        # A server that says nothing about the end has broken off; "length" is an answer cut in the middle.
        if reason != "stop":
            raise _failure("interrupted")

    @contextmanager
    def _server(self) -> Iterator[OpenAILike]:
        """Open a connection for one request: closing it ends a stream whatever state it is in."""
        config = self._config
        # Redirects and proxies could carry questions to a machine that nobody configured.
        transport = _Patient(config.timeout * _PATIENCE)
        with httpx.Client(transport=transport, follow_redirects=False, trust_env=False) as client:
            yield OpenAILike(
                model=config.model,
                api_base=config.base_url,
                # A key must not be empty, and must not be looked for in OpenAI's own variables.
                api_key=config.api_key or "none",
                is_chat_model=True,
                is_function_calling_model=False,
                context_window=config.context_window,
                max_tokens=MAX_TOKENS,
                temperature=0.0,
                timeout=config.timeout,
                # The excerpts are at hand: no reader should wait for a second time-out.
                max_retries=0,
                http_client=client,
            )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn the errors of httpx, openai and llama-index into ours."""
        try:
            yield
        except (openai.APITimeoutError, httpx.TimeoutException) as error:
            raise _failure("timeout", seconds=self._config.timeout) from error
        except (openai.APIConnectionError, httpx.ConnectError) as error:
            raise _failure("unreachable") from error
        except openai.APIStatusError as error:
            raise _failure("status", status=error.status_code) from error
        except httpx.HTTPError as error:
            raise _failure("interrupted") from error
        except (openai.OpenAIError, ValueError, TypeError, AttributeError, LookupError) as error:
            # What both libraries raise on chunks that are no JSON or have another shape than promised.
            raise _failure("malformed") from error


def _prompt(question: str, hits: Sequence[Hit], language: str, *, simple: bool) -> list[ChatMessage]:
    words, languages = prompts("answer"), prompts("languages")
    fence = secrets.token_hex(8)
    rule = words["simple_rule" if simple else "language_rule"]
    frames = (
        words["passage"].format(fence=fence, number=number, head=_head(hit), text=hit.passage.text)
        for number, hit in enumerate(hits, start=1)
    )
    template = ChatPromptTemplate.from_messages([("system", words["system"]), ("user", words["user"])])
    return template.format_messages(
        fence=fence,
        nothing=NOTHING,
        language_rule=rule.format(language=languages.get(language, languages["de"])),
        passages="\n".join(frames),
        question=question,
    )


def _head(hit: Hit) -> str:
    """One line on where a passage stands: title, kind, date, page, headings."""
    document = hit.document
    stand = document.date.strftime("%d.%m.%Y") if document.date else ""
    parts = (document.title, document.kind, stand, f"S. {hit.passage.first_page}", *hit.passage.section)
    return " | ".join(part for part in parts if part)


def _fitting(hits: Sequence[Hit], characters: int) -> list[Hit]:
    """Return the first hits that fit into so many characters, at least one."""
    shown: list[Hit] = []
    for hit in hits:
        # Frame and head line take about 200 characters.
        characters -= len(hit.passage.text) + 200
        if shown and characters < 0:
            break
        shown.append(hit)
    return shown


def _finish_reason(response: ChatResponse) -> str | None:
    choices = getattr(response.raw, "choices", None) or []
    return choices[0].finish_reason if choices else None


def _failure(why: str, **about: object) -> AssistantError:
    return AssistantError("llm-failed", why=prompts("why")[why].format(**about))


class _Patient(httpx.BaseTransport):
    """Ends a response that keeps the line alive but never comes to its end.

    The time-out of httpx counts anew with every byte, so a server could drip comments for ever.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        deadline = time.monotonic() + self._seconds
        response = self._inner.handle_request(request)
        if isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _Deadline(response.stream, deadline)
        return response

    def close(self) -> None:
        self._inner.close()


class _Deadline(httpx.SyncByteStream):
    def __init__(self, inner: httpx.SyncByteStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._inner:
            if time.monotonic() > self._deadline:
                raise httpx.ReadTimeout("the answer took too long as a whole")
            yield chunk

    def close(self) -> None:
        self._inner.close()
