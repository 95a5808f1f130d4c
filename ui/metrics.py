"""Figures about the service in the form of Prometheus: counts and times, nothing of what was asked or by whom."""

from __future__ import annotations

import logging
import math
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib import metadata

from fastapi import APIRouter, HTTPException, Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from kb.errors import KizError
from kb.model import Answer
from kb.narrowed import Extent
from kb.published import published
from kb.store import KnowledgeBase
from ui.ports import Answers, Papers
from ui.proxies import Networks
from ui.proxies import within as in_networks

LOG = logging.getLogger(__name__)
CHANGES = ("added", "changed", "gone", "moved", "failed", "held")
# Seconds. Extractive answers take some .02 to .15, those of a language model up to its time limit.
STEPS = (0.025, 0.05, 0.1, 0.15, 0.3, 0.6, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 180.0)


class Figures:
    """The figures of one server. `door`: "public" or "internal"."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        kept = self.registry
        self.questions = Counter(
            "kiz_questions",
            "Questions, by door, language, intent and outcome",
            ["door", "language", "intent", "outcome"],
            registry=kept,
        )
        self.seconds = Histogram(
            "kiz_answer_seconds", "Time to the whole answer", ["door"], buckets=STEPS, registry=kept
        )
        self.first = Histogram(
            "kiz_first_words_seconds", "Time to the first words", ["door"], buckets=STEPS, registry=kept
        )
        self.generation = Gauge("kiz_generation", "Number of the publication that is shown", ["door"], registry=kept)
        self.age = Gauge("kiz_publication_age_seconds", "Since that publication", ["door"], registry=kept)
        self.documents = Gauge("kiz_documents", "Documents shown", ["door"], registry=kept)
        self.passages = Gauge("kiz_passages", "Passages shown", ["door"], registry=kept)
        self.unread = Gauge("kiz_unread_files", "Files that could not be read", registry=kept)
        self.refused = Counter(
            "kiz_refused",
            "Requests refused: limit, login, login-too-often, token, too-long, busy; and failed ones",
            ["what"],
            registry=kept,
        )
        self.running = Gauge("kiz_answers_running", "Answers under way", ["door"], registry=kept)
        self.changes = Gauge("kiz_publication_documents", "What the last publication did", ["change"], registry=kept)
        self.publishing = Gauge("kiz_publishing", "1 while a run started by staff is at work", registry=kept)
        self.run_failed = Gauge("kiz_publishing_failed", "1 where the last such run failed", registry=kept)
        self.free = Gauge("kiz_disk_free_bytes", "Free where the index lies", registry=kept)
        self.version = Gauge("kiz_info", "1, with the version of the program", ["version"], registry=kept)
        self.version.labels(version()).set(1)
        ProcessCollector(registry=self.registry)

    def look(self, papers: KnowledgeBase) -> None:
        """Take the figures of an index that are not counted while answering."""
        door = papers.audience
        documents, _, passages = papers.count()
        published_at = papers.generation.published
        self.generation.labels(door).set(papers.generation.number)
        self.age.labels(door).set((datetime.now(UTC) - published_at).total_seconds())
        self.documents.labels(door).set(documents)
        self.passages.labels(door).set(passages)
        for change in CHANGES:
            count = papers.generation.summary.get(change, 0)
            self.changes.labels(change).set(count if isinstance(count, int) else 0)
        self.free.set(shutil.disk_usage(papers.index).free)

    def refuse(self, what: str) -> None:
        """Count a refusal."""
        self.refused.labels(what).inc()


def version() -> str:
    """Return the version of the program, "" where it is not installed."""
    try:
        return metadata.version("kiz-assistent")
    except metadata.PackageNotFoundError:
        return ""


class Measured:
    """An assistant whose answers are counted and timed; those that take `slow` seconds are told in the log."""

    def __init__(self, assistant: Answers, figures: Figures, slow: float = math.inf) -> None:
        self._assistant = assistant
        self._figures = figures
        self._slow = slow

    @property
    def kb(self) -> Papers:
        """The papers it answers from."""
        return self._assistant.kb

    def stream(
        self,
        question: str,
        history: Sequence[tuple[str, str]] = (),
        language: str | None = None,
        *,
        plain: bool = False,
        within: Extent | None = None,
        frame: str = "",
    ) -> Iterator[Answer]:
        """Yield what the assistant yields."""
        figures, door, begun, seen = self._figures, self.kb.audience, time.monotonic(), False
        answer: Answer | None = None
        running = figures.running.labels(door)
        running.inc()
        try:
            told = self._assistant.stream(question, history, language, plain=plain, within=within, frame=frame)
            for answer in told:
                if not seen and answer.text:
                    seen = True
                    figures.first.labels(door).observe(time.monotonic() - begun)
                yield answer
        except Exception:
            figures.questions.labels(door, "", "", "failed").inc()
            raise
        finally:
            running.dec()
        if answer is not None:
            took = time.monotonic() - begun
            figures.seconds.labels(door).observe(took)
            figures.questions.labels(door, answer.language, answer.intent, _outcome(answer)).inc()
            about = {"door": door, "language": answer.language, "outcome": _outcome(answer), "seconds": round(took, 2)}
            LOG.log(*_said(took >= self._slow), extra={"about": about})


def _said(slow: bool) -> tuple[int, str]:
    return (logging.WARNING, "slow answer") if slow else (logging.DEBUG, "answered")


def _outcome(answer: Answer) -> str:
    if answer.answered:
        return "llm" if answer.written_by == "llm" else "extract"
    return "nothing" if answer.nearest else "talk"


def routes(
    figures: Figures,
    bases: Sequence[KnowledgeBase],
    trusted: Networks,
    stopping: Callable[[], bool] = lambda: False,
    run: Callable[[], str] = lambda: "",
) -> APIRouter:
    """Return `/health/live`, `/health/ready` and `/metrics`, for the addresses in `trusted` alone.

    Live: the process answers. Ready: every index can be read, and the server is not `stopping`; otherwise 503. `run`
    returns the state of the last run that staff started (`ui.staff_jobs.Job`), "" for none.
    """
    router = APIRouter()

    def known(request: Request) -> None:
        if request.client is None or not in_networks(request.client.host, trusted):
            raise HTTPException(404)

    @router.get("/health/live")
    def live(request: Request) -> Response:
        known(request)
        return Response("ok\n", media_type="text/plain")

    @router.get("/health/ready")
    def ready(request: Request) -> Response:
        known(request)
        if stopping():
            return Response("stopping\n", 503, media_type="text/plain")
        try:
            for base in bases:
                base.count()
        except KizError as error:
            return Response(f"{error.key}\n", 503, media_type="text/plain")
        return Response("ok\n", media_type="text/plain")

    @router.get("/metrics")
    def metrics(request: Request) -> Response:
        known(request)
        try:
            for base in bases:
                figures.look(base)
            figures.unread.set(len(published(bases[0].index).failures))
            state = run()
            figures.publishing.set(state == "running")
            figures.run_failed.set(state in ("failed", "broken"))
        except KizError as error:
            raise HTTPException(503) from error
        return Response(generate_latest(figures.registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return router
