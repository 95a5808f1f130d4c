"""Follows the publications of an index: the one before is served until a new one, and its model, are open."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from kb.embed import Embedder
from kb.errors import KizError, KnowledgeBaseError
from kb.ledger import Ledger
from kb.model import Audience
from kb.opened import Opened, opened, opened_past
from kb.search import Aids
from kb.synonyms import Group

# A publication that cannot be opened is tried again after so many seconds; until then the one before is shown.
AGAIN = 2.0
# The settings may name the new model only after the index has it: they are asked again after so many seconds.
RELOAD = 60.0


class Generations:
    """What is open of an index, of the newest generation that can be opened; safe to ask from several threads.

    A generation with another embedding model is opened as soon as `reload` has brought that model; `aids_of` makes of a
    model what the search needs of it.
    """

    def __init__(
        self,
        index: Path,
        audience: Audience,
        synonyms: tuple[Group, ...],
        embedder: Embedder,
        aids_of: Callable[[Embedder], Aids],
        reload: Callable[[], Embedder] | None = None,
    ) -> None:
        self._index = index
        self._audience = audience
        self._synonyms = synonyms
        self._lock = threading.RLock()
        self._opening = threading.Lock()
        self._aids_of = aids_of
        self._aids = aids_of(embedder)
        self._reload = reload
        self._ledger = Ledger(index)
        self._state: Opened | None = None
        self._with_past: Opened | None = None
        self._missed = (0, 0.0)  # the generation that could not be opened, and when (monotonic)
        self._asked_for = (0, 0.0)  # the generation whose model is being loaded, and since when (monotonic)

    def current(self) -> Opened:
        """Return what is open, of the published generation. One thread opens a new one; others stay with the old.

        :raises KnowledgeBaseError: none could be opened so far.
        """
        number, before = self._ledger.lately(), self._state
        if before is not None and (self._shows(before, number) or self._lately(number)):
            return before
        if not self._opening.acquire(blocking=before is None) and before is not None:
            return before
        try:
            if self._state is before:
                self._open_new(number)
        finally:
            self._opening.release()
        assert self._state is not None
        return self._state

    def past(self) -> Opened:
        """Return the current state together with the superseded versions; opened when first asked for."""
        with self._lock:
            state = self.current()
            while self._with_past is None or self._with_past.generation != state.generation:
                try:
                    self._with_past = opened_past(self._index, state, self._synonyms)
                except KnowledgeBaseError:
                    if self._ledger.number() == state.generation.number:
                        raise
                    with self._opening:  # a newer one swept it, and may just be opened by another thread
                        pass
                    before, state = state, self.current()
                    if state is before:  # that one cannot be opened yet
                        return state
            return self._with_past

    def showing(self, document: str) -> Opened:
        """Return the state that knows a document: superseded versions are looked for where it may be one."""
        state = self.current()
        return state if document in state.documents or "." not in document else self.past()

    def close(self) -> None:
        """Release all files."""
        with self._lock:
            for shard in self._with_past.shards if self._with_past else self._state.shards if self._state else ():
                shard.close()
            self._state = self._with_past = None
            self._ledger.close()

    def _shows(self, state: Opened, number: int) -> bool:
        # A newer one may be open than the ledger had when it was last asked.
        return state.generation.number >= number and state.ledger == self._ledger.file

    def _open_new(self, number: int) -> None:
        before = self._state
        try:
            # The state before is left to its running queries and released with the last of them.
            self._state = self._newest()
            self._with_past = None  # its files are released with the last query that uses it
            about = {"generation": self._state.generation.number, "audience": self._audience}
            logging.getLogger(__name__).info("publication is shown", extra={"about": about})
        except KnowledgeBaseError as error:
            if before is None or (error.key == "other-embedding" and self._reload is None):
                raise
            self._stay(number, error)

    def _newest(self) -> Opened:
        """Open the published generation; where another is published and this one swept meanwhile, that one."""
        while True:
            number = self._ledger.number()
            try:
                return self._open()
            except KnowledgeBaseError:
                if self._ledger.number() == number:
                    raise

    def _open(self) -> Opened:
        return opened(self._index, self._ledger, self._audience, self._aids, self._synonyms)

    def _lately(self, number: int) -> bool:
        """Return whether generation `number` could not be opened a moment ago."""
        return self._missed[0] == number and time.monotonic() - self._missed[1] < AGAIN

    def _stay(self, number: int, error: KnowledgeBaseError) -> None:
        """Go on with the state before: generation `number` cannot be opened, or not yet."""
        self._missed = (number, time.monotonic())
        if error.key == "other-embedding":
            self._change_model(number)
        else:
            logging.getLogger(__name__).warning("%s", error)

    def _change_model(self, number: int) -> None:
        """Load the model of generation `number` beside the running queries."""
        if self._asked_for[0] != number or time.monotonic() - self._asked_for[1] > RELOAD:
            self._asked_for = (number, time.monotonic())
            threading.Thread(target=self._adopt, daemon=True).start()

    def _adopt(self) -> None:
        assert self._reload is not None
        try:
            aids = self._aids_of(self._reload())
            with self._opening:
                before, self._aids = self._aids, aids
                try:
                    self._state = self._open()
                except KizError:
                    self._aids = before
                    raise
        except KizError as error:
            logging.getLogger(__name__).warning("%s", error)
