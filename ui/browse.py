"""The offers to look through, at `/angebote` and `/xx/angebote`: pages of plain HTML with addresses that can be kept.

Search, facets, order and page are all in the address. Each offer has a page of its own under its lasting id, with the
pages of the papers that state it. A list can be taken along as a table or, where days are printed, as a calendar.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from math import ceil
from typing import Any, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.types import Scope

from assistant.offer_cards import Quotes, cards
from assistant.offers import FACETS, Facets, browse, entries, listing, quoting
from kb.config import Config
from kb.errors import KizError
from kb.model import Answer
from kb.offer_calendar import calendar_of, dated
from kb.offer_csv import csv_of
from kb.offer_merge import CatalogueEntry, as_json, by_id
from kb.store import KnowledgeBase
from ui import browse_page
from ui.chat import MAX_QUESTION
from ui.doors import caller
from ui.languages import address, code_of, preferred
from ui.limits import Buckets
from ui.ports import Papers
from ui.source import PageSize
from ui.wording import LANGUAGES, words

# About four screens of a phone with closed rows.
A_PAGE = 20
# So many values of a facet are read from an address; more than any form has.
MOST_VALUES = 60
# Shown as a box to tick ("past"), not as a facet.
SHOWN = tuple(facet for facet in FACETS if facet != "status")
SORTS = ("relevance", "name", "date")
_PAGES = re.compile(r"(/[a-z]{2})?/angebote(/[a-z0-9-]+)?")


@dataclass(frozen=True, slots=True)
class Wish:
    """What an address asks for. `page` counts from 1."""

    text: str = ""
    facets: Facets = field(default_factory=Facets)
    sort: str = "relevance"
    page: int = 1

    def query(self, **changes: Any) -> str:
        """Return the query of an address for this, beginning with "?", "" where all is as at first."""
        told: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        told += [(facet, value) for facet in SHOWN for value in self.facets.chosen(facet)]
        told += [("past", "1")] if self.facets.past else []
        told += [("sort", self.sort)] if self.sort != "relevance" else []
        page = changes.get("page", self.page)
        told += [("page", str(page))] if page > 1 else []
        return f"?{urlencode(told)}" if told else ""

    def without(self, facet: str, value: str) -> Wish:
        """Return the same without one value, from the first page."""
        rest = {each.name: getattr(self.facets, each.name) for each in fields(Facets)}
        rest[facet] = tuple(one for one in rest[facet] if one != value)
        return Wish(self.text, Facets(**rest), self.sort)


def read_wish(request: Request) -> Wish:
    """Read what an address asks for; what makes no sense is left out."""
    asked = request.query_params
    chosen = {facet: tuple(dict.fromkeys(value for value in asked.getlist(facet) if value)) for facet in SHOWN}
    number = asked.get("page", "")
    return Wish(
        " ".join(asked.get("q", "").split())[:MAX_QUESTION],
        Facets(**{facet: values[:MOST_VALUES] for facet, values in chosen.items()}, past=asked.get("past") == "1"),
        asked.get("sort", "") if asked.get("sort") in SORTS else "relevance",
        max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )


class Offers:
    """The offers of one door as pages."""

    def __init__(self, papers: Papers, config: Config, asking: Buckets, size: PageSize) -> None:
        """Take the papers; searching by words counts as a question."""
        self.base = cast(KnowledgeBase, papers)  # the chat's page needs less of it, hence the Protocol
        self.config = config
        self.asking = asking
        self.size = size
        self._quotes = Quotes(self.base)

    def list(self, request: Request) -> Response:
        """Return the page of a list."""
        wish, code = read_wish(request), code_of(request.url.path)

        def listed() -> Response:
            found = self._found(wish, code, (wish.page - 1) * A_PAGE, A_PAGE)
            pages = max(1, ceil(found.total / A_PAGE))
            if wish.page > pages:
                return RedirectResponse(address(code, "angebote") + wish.query(page=pages), 303)
            answer = self._answer(found.entries, code)
            body = browse_page.listed(wish, found, answer, pages, code, self.config, near=self._only_near(wish, found))
            label = words("browse", code)
            return _page(request, self.config, label["title"], body, "angebote", query=wish.query())

        return self._guarded(request, wish.text, listed)

    def table(self, request: Request) -> Response:
        """Return all that a list has as a table for spreadsheets."""
        wish, code = read_wish(request), code_of(request.url.path)

        def made() -> Response:
            found = self._found(wish, code).entries
            quoted = quoting(self.base, found)
            rows = [as_json(entry, quoted) for entry in found]
            return _file(csv_of(rows), "text/csv; charset=utf-8", "angebote.csv")

        return self._guarded(request, wish.text, made)

    def calendar(self, request: Request) -> Response:
        """Return those of a list that have a day as a calendar."""
        wish, code = read_wish(request), code_of(request.url.path)
        return self._guarded(request, wish.text, lambda: self._dates(self._found(wish, code).entries, "angebote"))

    def one(self, request: Request, offer: str) -> Response:
        """Return the page of an offer; one that has another id by now is pointed to."""
        code = code_of(request.url.path)

        def shown() -> Response:
            entry = by_id(entries(self.base, _today()), offer)
            answer = self._answer((entry,), code) if entry else None
            label = words("browse", code)
            if entry is None or answer is None or not answer.offers:
                body = browse_page.gone(code, self.config)
                return _page(request, self.config, label["gone_title"], body, "angebote", status=404)
            if entry.id != offer:
                return RedirectResponse(address(code, f"angebote/{entry.id}"), 303)
            has_days = bool(dated(entry, quoting(self.base, (entry,))).meetings)
            body = browse_page.single(entry, answer, self.base, self.size, code, has_days=has_days)
            return _page(request, self.config, entry.offer.name, body, f"angebote/{entry.id}")

        return self._guarded(request, "", shown)

    def one_calendar(self, request: Request, offer: str) -> Response:
        """Return the days of an offer as a calendar."""

        def made() -> Response:
            entry = by_id(entries(self.base, _today()), offer)
            return self._dates((entry,), entry.id) if entry else Response(status_code=404)

        return self._guarded(request, "", made)

    def _found(self, wish: Wish, code: str, offset: int = 0, limit: int | None = None) -> Any:
        return browse(
            self.base,
            wish.text,
            wish.facets,
            today=_today(),
            sort=cast(Any, wish.sort),
            offset=offset,
            limit=limit,
            language=code,
        )

    def _only_near(self, wish: Wish, found: Any) -> bool:
        """Return whether offers are shown that have none of the words, as what comes closest in meaning."""
        if not wish.text or not found.total or wish.sort != "relevance":
            return False
        return not listing(self.base, wish.text, _today(), past=True).entries

    def _answer(self, found: tuple[CatalogueEntry, ...], code: str) -> Answer:
        """Return entries as an answer, which is what cards are made from."""
        made, citations = cards(found, self._quotes)
        return Answer(True, code, "offer", "", (), citations, offers=made)

    def _dates(self, found: tuple[CatalogueEntry, ...], name: str) -> Response:
        made, _ = calendar_of(found, quoting(self.base, found), self.base.generation.published)
        return _file(made, "text/calendar; charset=utf-8", f"{name}.ics")

    def _guarded(self, request: Request, text: str, work: Callable[[], Response]) -> Response:
        """Do the work, or say kindly why not."""
        code = code_of(request.url.path)
        wait = self.asking.take(caller(request.scope)) if text else 0
        if wait:
            return too_often(request, wait, self.config)
        try:
            return work()
        except KizError:
            told = words("browse", code)["failed"]
            return _page(
                request, self.config, *browse_page.failed(told, "failed_title", request, code), "angebote", 503
            )


def routes(papers: Papers, config: Config, asking: Buckets, size: PageSize) -> APIRouter:
    """Return the routes of the lists and of each offer, in all languages."""
    router = APIRouter()
    offers = Offers(papers, config, asking, size)
    for code in LANGUAGES:
        start = address(code, "angebote")
        router.add_api_route(start, offers.list, methods=["GET", "HEAD"])
        router.add_api_route(f"{start}.csv", offers.table)
        router.add_api_route(f"{start}.ics", offers.calendar)
        router.add_api_route(f"{start}/{{offer}}.ics", offers.one_calendar)
        router.add_api_route(f"{start}/{{offer}}", offers.one, methods=["GET", "HEAD"])
    return router


def too_often(request: Request, wait: float, config: Config) -> HTMLResponse:
    """Return the page that asks whoever has asked very often to wait so many seconds."""
    code = code_of(request.url.path)
    told = words("limits", code)["pages"].format(seconds=ceil(wait))
    page = _page(request, config, *browse_page.failed(told, "busy_title", request, code), "angebote", 429)
    page.headers["retry-after"] = str(ceil(wait))
    return page


def slow_down(config: Config) -> Callable[[Scope, float], Response | None]:
    """Return what gives that page for an address of the offers, None for all else (`ui.limits.Pace`)."""

    def said(scope: Scope, wait: float) -> Response | None:
        listed = _PAGES.fullmatch(scope["path"])
        return too_often(Request(scope), wait, config) if listed else None

    return said


def _page(
    request: Request, config: Config, title: str, body: str, within: str, status: int = 200, query: str = ""
) -> HTMLResponse:
    wanted = preferred(request.headers.get("accept-language", ""))
    code = code_of(request.url.path)
    page = browse_page.document(title, body, config, code, within, wanted=wanted, query=query)
    headers = {"cache-control": "private, no-cache", "vary": "accept-language"}
    return HTMLResponse(page, status, headers)


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(
        content,
        media_type=kind,
        headers={"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-cache"},
    )


def _today() -> date:
    return datetime.now(UTC).date()
