"""Our own index, built and asked step by step, for benchmarks beside other pipelines."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from assistant.answer import Assistant
from evaluation.bench_asked import HITS, Watching, found, timed
from evaluation.bench_measures import Clock, size_mb
from evaluation.bench_texts import load, papers
from kb.config import Config
from kb.embed import load_embedder
from kb.model import Query
from kb.publication import publication
from kb.store import KnowledgeBase

# The files of an index by what they hold.
PARTS = {"catalogue": "catalogue.sqlite*", "vectors": "build-*/vectors", "words": "build-*/words*"}


class Building:
    """An index of ours being built from the papers of `source` and made-up ones, to `size` passages."""

    def __init__(self, index: Path, source: Path, size: int, questions: Sequence[str] = ()) -> None:
        self._index = index
        self._papers = papers(load(source), size)
        self._embedder = Watching(load_embedder(), questions)
        self._clock = Clock()
        self._done = 0
        self._open = ExitStack()
        with self._clock:
            self._work = self._open.enter_context(publication(index, self._embedder))

    def step(self, count: int) -> bool:
        """Add papers until there are so many passages more; return whether there is more to come."""
        until = self._done + count
        for paper in self._papers:
            with self._clock:
                self._work.add(None, paper.document, "bench", [], paper.pages, paper.passages)
            self._done += len(paper.passages)
            if self._done >= until:
                return True
        return False

    def finish(self) -> dict[str, float]:
        """Publish; return the passages, what it took, and what lies on the disk."""
        with self._clock:
            self._work.publish({})
            self._open.close()
        return {
            "passages": self._done,
            "seconds": self._clock.seconds,
            "worked": self._clock.worked,
            "disk_mb": size_mb(self._index),
            **{f"{name}_mb": size_mb(*self._index.glob(f"*/{places}")) for name, places in PARTS.items()},
        }

    def floors(self) -> list[float]:
        """Return per question how near its tenth nearest passage is."""
        return self._embedder.floors()


class Asking:
    """An index of ours being asked, as the web app does it; without a language model."""

    def __init__(self, index: Path) -> None:
        self._lexicon = load_embedder("builtin")
        self._base = KnowledgeBase.open(index, self._lexicon)
        self._assistant = Assistant(self._base, Config(), self._lexicon)
        gc.freeze()  # as the web app does before it serves

    def search(self, question: str) -> None:
        """Find the ten best passages."""
        self._base.search(Query(question), HITS)

    def answer(self, question: str) -> None:
        """Answer the question."""
        self._assistant.ask(question)

    def timed(self, question: str) -> dict[str, float]:
        """Search and answer once; return the milliseconds of both, by the clock and of the processor."""
        return timed(self, question)

    def found(self, questions: Sequence[str], floors: Sequence[float]) -> float:
        """Return which share of the exactly nearest passages the vector index finds."""
        vectors = self._lexicon.queries(questions)
        return found([[cosine for _, cosine in self._base.nearest(vector, HITS)] for vector in vectors], floors)
