"""Where a page sends what its reader says of an answer: `POST /feedback`, behind the staff's door `/intern/feedback`."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from kb.config import Config
from kb.errors import KizError
from kb.feedback import LONGEST_QUESTION, LONGEST_REMARK, MOST_SOURCES, Feedback, Verdict, give
from ui.doors import caller, same_origin
from ui.files import visible
from ui.limits import Buckets
from ui.ports import Papers

LOG = logging.getLogger(__name__)


class Source(BaseModel):
    """A page that the answer quoted."""

    model_config = ConfigDict(extra="forbid")
    document: Annotated[str, Field(max_length=200)]
    page: Annotated[int, Field(ge=1, le=100_000)]


class Said(BaseModel):
    """What a page sends. The question is dropped unless the operator keeps questions."""

    model_config = ConfigDict(extra="forbid")
    verdict: Verdict
    remark: Annotated[str, Field(max_length=LONGEST_REMARK)] = ""
    language: Annotated[str, Field(pattern="^[a-z]{2,3}$")] = "de"
    question: Annotated[str, Field(max_length=LONGEST_QUESTION)] = ""
    sources: Annotated[tuple[Source, ...], Field(max_length=MOST_SOURCES)] = ()


def keep(said: Said, papers: Papers, config: Config) -> None:
    """Keep what a reader said; of its sources those that this door shows.

    :raises KizError: it cannot be written.
    """
    sources = tuple((source.document, source.page) for source in said.sources if visible(papers, source.document))
    question = " ".join(said.question.split()) if config.questions.keep else ""
    today = datetime.now(UTC).date()
    remark = " ".join(said.remark.split())
    entry = Feedback(today, said.verdict, papers.audience, said.language, remark, sources, question or None)
    give(config.index, entry, config.feedback.keep_days)


def routes(papers: Papers, config: Config, speaking: Buckets) -> APIRouter:
    """Return the route, for one door. 204: kept. 422: not understood. 429: too often. 503: not kept."""
    router = APIRouter()

    @router.post("/feedback", status_code=204)
    def feedback(said: Said, request: Request) -> Response:
        if not same_origin(request.scope):
            raise HTTPException(403)
        wait = speaking.take(caller(request.scope))
        if wait:
            raise HTTPException(429, headers={"retry-after": str(int(wait) + 1)})
        try:
            keep(said, papers, config)
        except KizError as error:
            LOG.warning("feedback not kept: %s", error.key)
            raise HTTPException(503) from error
        return Response(status_code=204)

    return router
