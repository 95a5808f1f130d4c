"""Opens what commands and publishing runs ask: the knowledge base of an audience, and the assistant over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kb.config import Config
from ui.console import show_problem
from ui.logs import told

if TYPE_CHECKING:
    from assistant.answer import Assistant
    from kb.embed import Embedder
    from kb.model import Audience
    from kb.store import KnowledgeBase


def open_knowledge(config: Config, audience: Audience, reload: Callable[[], Embedder] | None = None) -> KnowledgeBase:
    """Return the published papers that an audience may see, with corrections and synonyms as the settings say.

    :raises KizError: there is no index, it is damaged or of another model, or a file that the settings name is missing.
    """
    from kb.embed import load_embedder  # noqa: PLC0415
    from kb.offer_corrections import OverridesFile, find_corrections  # noqa: PLC0415
    from kb.pairs import PairReader  # noqa: PLC0415
    from kb.store import KnowledgeBase  # noqa: PLC0415
    from kb.synonyms import load  # noqa: PLC0415

    problem = partial(told, otherwise=show_problem)
    reader = PairReader(config.search.reranker, problem) if config.search.reranker else None
    synonyms = load(config.search.synonyms)
    embedder = load_embedder(config.embedding.model)
    named = config.offers.overrides
    found = find_corrections(named, config.corpus)
    # One that is not there yet comes with the first correction.
    there = found if found is not None and found.is_file() else None
    overrides = OverridesFile(there, named or config.corpus / "offers.toml")
    return KnowledgeBase.open(config.index, embedder, audience, synonyms, reader, reload, overrides)


def open_assistant(config: Config, audience: Audience, reload: Callable[[], Embedder] | None = None) -> Assistant:
    """Return an assistant over these papers.

    :raises KizError: as `open_knowledge` does.
    """
    from assistant.answer import Assistant  # noqa: PLC0415
    from kb.embed import load_embedder  # noqa: PLC0415

    base = open_knowledge(config, audience, reload)
    base.overrides.current()  # one that cannot be used is told now, not to everybody who asks
    return Assistant(base, config, load_embedder("builtin"))


def answered_since(config: Config) -> list[str]:
    """Ask the questions that found no answer so far; return those that have one now, and forget them.

    :raises KizError: as `open_knowledge` does.
    """
    from kb.questions import open_questions, settle  # noqa: PLC0415

    waiting = open_questions(config.index)
    quotes = replace(config, llm=replace(config.llm, base_url=""))  # no language model is asked without a person
    answered = []
    for audience in sorted({question.audience for question in waiting}):
        assistant = open_assistant(quotes, audience)
        mine = [question for question in waiting if question.audience == audience]
        answered += [question for question in mine if assistant.ask(question.text, language=question.language).answered]
        assistant.kb.close()
    settle(config.index, answered)
    return list(dict.fromkeys(question.text for question in answered))
