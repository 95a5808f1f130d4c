"""Keeps ready what questions need: models and tables from the start, the catalogue of offers after each publication."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import date
from types import TracebackType

from assistant.answer import Assistant
from assistant.offer_catalogue import kept, made_ready
from kb.errors import KizError
from kb.store import KnowledgeBase

LOG = logging.getLogger(__name__)
# A publication, a correction and a new day are noticed within so many seconds; looking costs a line of SQLite.
EVERY = 1.0
# A server that stops waits so many seconds for a catalogue that is just being made.
PATIENCE = 30.0


class Readiness:
    """A thread beside the questions that makes ready what they need; it ends with the block that it is entered for.

    `begin` starts it: a server does so when it listens already, so that nobody waits for this. First each assistant
    answers the `questions` to nobody: what is loaded for the first question of a kind or language is loaded then.
    """

    def __init__(self, assistants: Sequence[Assistant], questions: Sequence[str] = ()) -> None:
        self._assistants = tuple(assistants)
        self._questions = tuple(questions)
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def __enter__(self) -> Readiness:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ends.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE)

    def begin(self) -> None:
        """Start the thread."""
        self._thread.start()

    def _keep(self) -> None:
        bases = [assistant.kb for assistant in self._assistants]
        with kept(bases):
            self._look(bases)
            for assistant in self._assistants:
                self._rehearse(assistant)
            while not self._ends.wait(EVERY):
                self._look(bases)

    def _look(self, bases: Sequence[KnowledgeBase]) -> None:
        for base in bases:
            try:
                made_ready(base, date.today())
            except KizError as error:  # the one before is shown; whoever asks is told what is wrong
                LOG.warning("%s", error)

    def _rehearse(self, assistant: Assistant) -> None:
        try:
            for question in self._questions:
                if not self._ends.is_set():
                    assistant.rehearse(question)
        except KizError as error:
            LOG.warning("%s", error)
