"""A third look, where one is configured: a cross-encoder reads question and passage together.

None is shipped: such models are large, and on two cores one question takes seconds. Nogueira & Cho,
Passage Re-ranking with BERT (2019).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kb.errors import KizError, KnowledgeBaseError
from kb.hub import cross_encoder

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BATCH = 16


def _log(error: KizError) -> None:
    logging.getLogger("kiz").warning("%s", error)


class PairReader:
    """Scores passages with the cross-encoder `model`, a name or folder; loads it at the first question.

    Where it cannot be loaded, `on_problem` is told once, and the search goes on without it.
    """

    def __init__(self, model: str, on_problem: Callable[[KizError], None] = _log) -> None:
        self.model = model
        self._on_problem = on_problem
        self._lock = threading.Lock()
        self._loaded: CrossEncoder | None = None
        self._failed = False

    def scores(self, question: str, texts: Mapping[int, str]) -> list[tuple[int, float]]:
        """Return each passage of `texts` with the model's score, in their order; nothing where there is no model."""
        if not texts or not question.strip():
            return []
        with self._lock:
            model = self._model()
            if model is None:
                return []
            pairs = [(question, text) for text in texts.values()]
            found = model.predict(pairs, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True)
        return [(passage, float(score)) for passage, score in zip(texts, found, strict=True)]

    def _model(self) -> CrossEncoder | None:
        if self._loaded is None and not self._failed:
            try:
                model = cross_encoder(self.model)
                if model.num_labels != 1:
                    why = f"{model.num_labels} Ausgaben statt einer"
                    raise KnowledgeBaseError("reranker-unavailable", model=self.model, why=why)
                self._loaded = model
            except KnowledgeBaseError as error:
                self._failed = True
                self._on_problem(error)
        return self._loaded
