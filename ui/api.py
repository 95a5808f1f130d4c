"""The same answers for programs: `/api` for everybody, `/intern/api` for staff and their programs.

Described by itself under `openapi.json`; `mcp` offers the same as tools of a language model. Each door's interface
sees the papers of that door alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from math import ceil
from threading import BoundedSemaphore
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, FastAPI, HTTPException, Query, Request
from fastapi.security import HTTPBearer

from assistant.offers import FACETS, Facets, browse, check, quoting
from kb.config import Config
from kb.errors import KizError
from kb.model import Answer
from kb.offer_merge import as_json
from kb.store import KnowledgeBase
from ui import mcp
from ui.doors import STAFF, caller
from ui.limits import Buckets
from ui.ports import Answers
from ui.shapes import Answered, Asked, Offers, Paper, Papers, Value, Wanted, answered, paper
from ui.wording import words

T = TypeVar("T")
# Who waits longer than this for a place comes back later.
PATIENCE = 20.0
_REFUSALS: dict[int | str, dict[str, Any]] = {
    429: {"description": "too many questions; Retry-After names the seconds"},
    503: {"description": "busy, or the index cannot be read; try again"},
}


class Desk:
    """What a door's interface can do, `places` at a time."""

    def __init__(self, assistant: Answers, base: str, places: int) -> None:
        self.assistant = assistant
        self.papers = cast(KnowledgeBase, assistant.kb)  # the pages need less of it, hence their Protocol
        self.base = base
        self._slots = BoundedSemaphore(places)

    def ask(self, asked: Asked) -> Answered:
        """Return the answer to a question, as exact quotes with their sources."""
        history = [(turn.question, turn.answer) for turn in asked.history]
        question = " ".join(asked.question.split())

        def last() -> Answer:
            *_, answer = self.assistant.stream(question, history, asked.language, plain=asked.plain)
            return answer

        return answered(self._in_turn(last), self.base)

    def offers(self, wanted: Wanted) -> Offers:
        """Return a page of the offers that the papers state, those for a text best first."""
        chosen = {facet: tuple(getattr(wanted, facet)) for facet in FACETS}
        facets, today = Facets(**chosen, past=wanted.past), datetime.now(UTC).date()

        def listed() -> Offers:
            check(self.papers, facets, today)
            page = browse(
                self.papers,
                wanted.q,
                facets,
                today=today,
                sort=wanted.sort,
                offset=wanted.offset,
                limit=wanted.limit,
                language=wanted.labels,
            )
            quoted = quoting(self.papers, page.entries)
            counted = {
                facet: [Value(code=one.code, label=one.label, count=one.count, chosen=one.chosen) for one in values]
                for facet, values in page.facets.items()
            }
            return Offers(total=page.total, offers=[as_json(entry, quoted) for entry in page.entries], facets=counted)

        return self._in_turn(listed)

    def documents(self) -> Papers:
        """Return the papers that answers come from."""
        return Papers(documents=[paper(document, self.base) for document in self._in_turn(self.papers.documents)])

    def _in_turn(self, work: Callable[[], T]) -> T:
        if not self._slots.acquire(timeout=PATIENCE):
            raise HTTPException(503, headers={"retry-after": "10"})
        try:
            return work()
        except KizError as error:
            if error.key == "no-facet-value":  # a slip would find nothing and say nothing
                raise HTTPException(422, str(error)) from error
            raise HTTPException(503, headers={"retry-after": "10"}) from error
        finally:
            self._slots.release()


def interface(assistant: Answers, config: Config, asking: Buckets, base: str) -> FastAPI:
    """Return the interface of one door, to be mounted at `base` + "/api"; `base` is "" or "/intern"."""
    note = (
        "Antworten mit wörtlichen Zitaten aus den Unterlagen. Der Dienst entscheidet nichts und ersetzt keine Beratung."
    )
    app = FastAPI(
        title=config.title,
        version="1",
        description=note,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        # For the description only: `ui.doors` has looked at the token before.
        dependencies=[Depends(HTTPBearer(auto_error=False))] if base == STAFF else [],
        servers=[{"url": f"{base}/api"}],
        root_path_in_servers=False,
    )
    desk = Desk(assistant, base, config.limits.answers)

    def permitted(request: Request) -> None:
        wait = asking.take(caller(request.scope))
        if wait:
            said = words("limits")["asked_api"].format(seconds=ceil(wait))
            raise HTTPException(429, said, {"retry-after": str(ceil(wait))})

    limited: dict[str, Any] = {"dependencies": [Depends(permitted)], "responses": _REFUSALS}

    @app.post("/ask", summary="Ask a question", **limited)
    def ask(asked: Asked) -> Answered:
        return desk.ask(asked)

    known = {"responses": {**_REFUSALS, 422: {"description": "a parameter, or a value of a facet, that there is not"}}}

    @app.get("/offers", summary="Offers that the papers state", **limited | known)
    def offers(wanted: Annotated[Wanted, Query()]) -> Offers:
        return desk.offers(wanted)

    @app.get("/documents", summary="The papers that answers come from", **limited)
    def documents() -> list[Paper]:
        return desk.documents().documents

    tools = (
        mcp.Tool("ask", words("tools")["ask"], Asked, Answered, desk.ask),
        mcp.Tool("offers", words("tools")["offers"], Wanted, Offers, desk.offers),
        mcp.Tool("documents", words("tools")["documents"], mcp.Nothing, Papers, lambda _: desk.documents()),
    )
    app.include_router(mcp.route(config.title, note, tools, permitted))
    return app
