"""Listing the papers of an OParl interface (1.0 and 1.1): wholly, or what has changed since the last time.

What the interface describes is kept in the source's folder; https://oparl.org/spezifikation/ names the
objects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import httpx

from ingest.cache import Cache, ListedPaper
from ingest.oparl_lists import Object, absolute, nearby, pages, read_json, type_of
from ingest.web import PASSING, Web
from kb.config import FetchConfig
from kb.errors import IngestError

PREFIX = "oparl+"
_UNFILTERED = frozenset({"web-refused", "web-gone", "web-server-error"})


class Listing(NamedTuple):
    """Whether all that was asked for came, who issues the papers ("" = unknown), and what went wrong."""

    complete: bool
    issuer: str
    notes: tuple[IngestError, ...]


class _Start(NamedTuple):
    issuer: str
    papers: str | list[Any]
    files: str


def list_papers(
    address: str,
    cache: Cache,
    web: Web,
    config: FetchConfig,
    now: datetime,
    *,
    full: bool,
    on_page: Callable[[str], None] = lambda address: None,
) -> Listing:
    """Bring what is kept of the source's papers up to date.

    :param address: of a body, of a system with one body, or of a list of papers.
    :param full: list everything, whatever is known.
    :raises IngestError: nothing of this source is known yet, and it cannot be listed.
    """
    try:
        start = _start(web, address)
        cache.remember("issuer", start.issuer)
        complete, notes = _update(start, cache, web, config, now, on_page, full=full)
    except IngestError as error:
        if error.key in ("read-only", "source-damaged") or not cache.fact("begun"):
            raise
        return Listing(False, cache.fact("issuer"), (error,))
    return Listing(complete, start.issuer, notes)


def _start(web: Web, address: str) -> _Start:
    found = read_json(web, address)
    if isinstance(found, dict) and type_of(found) == "System":
        bodies = _bodies(web, address, found)
        if not bodies:
            raise IngestError("oparl-no-body", address=address)
        if len(bodies) > 1:
            named = ", ".join(f"{PREFIX}{body['id']} ({_name(body)})" for body in bodies)
            raise IngestError("oparl-many-bodies", address=address, bodies=named)
        found = bodies[0]
        if "paper" not in found and isinstance(found.get("id"), str):
            found = read_json(web, nearby(address, found["id"]))
    if isinstance(found, dict) and (type_of(found) == "Body" or ("data" not in found and "paper" in found)):
        found = absolute(found, address)
        papers, files = found.get("paper"), found.get("file")
        if not isinstance(papers, (str, list)) or found.get("deleted") is True:
            raise IngestError("oparl-no-papers", address=address)
        return _Start(_name(found), papers, files if isinstance(files, str) else "")
    items = found if isinstance(found, list) else found.get("data") if isinstance(found, dict) else None
    if isinstance(items, list) and all(isinstance(item, dict) and type_of(item) in ("Paper", "") for item in items):
        return _Start("", address, "")
    raise IngestError("oparl-other-type", address=address, type=type_of(found) if isinstance(found, dict) else "?")


def _bodies(web: Web, address: str, system: Object) -> list[Object]:
    place = absolute(system, address).get("body")
    items = [item for page, _ in pages(web, place) for item in page] if isinstance(place, str) else place
    found: list[Object] = []
    for item in items or ():
        body = read_json(web, nearby(address, item)) if isinstance(item, str) else item
        if isinstance(body, dict) and body.get("deleted") is not True and isinstance(body.get("id"), str):
            found.append(body)
    return found


def _update(
    start: _Start,
    cache: Cache,
    web: Web,
    config: FetchConfig,
    now: datetime,
    on_page: Callable[[str], None],
    *,
    full: bool,
) -> tuple[bool, tuple[IngestError, ...]]:
    last, whole = cache.fact("listed"), cache.fact("listed_whole")
    due = not last or not whole or now - datetime.fromisoformat(whole) >= timedelta(days=config.full_days)
    # A paper that is missing is looked for in full lists, so that the runs count in which it was.
    due = due or any(paper.missing_runs for paper in cache.papers())
    cache.remember("begun", now.isoformat())
    since = None if full or due else datetime.fromisoformat(last) - timedelta(hours=config.overlap_hours)
    seen: set[str] = set()
    try:
        since = _take_papers(start.papers, since, cache, web, seen, on_page)
        if since is not None and start.files:
            _take_files(start.files, since, cache, web, now)
    except IngestError as error:
        if error.key in ("read-only", "source-damaged"):
            raise
        return False, (error,)
    if since is None:
        if not seen and any(True for _ in cache.papers()):
            return False, (IngestError("oparl-empty", address=start.papers),)
        notes = _miss(cache, seen, config, now)
        cache.remember("listed_whole", now.isoformat())
    else:
        notes = ()
    cache.remember("listed", now.isoformat())
    return True, notes


def _take_papers(
    place: str | list[Any],
    since: datetime | None,
    cache: Cache,
    web: Web,
    seen: set[str],
    on_page: Callable[[str], None],
) -> datetime | None:
    """Keep the papers listed; return the time since when, None where the list was whole after all."""
    if isinstance(place, list):
        _keep(place, "", cache, web, seen)
        return None
    try:
        for items, address in pages(web, _filtered(place, since)):
            _keep(items, address, cache, web, seen)
            on_page(address)
    except IngestError as error:
        # Some interfaces fail over filters that they must know.
        if since is None or seen or error.key not in _UNFILTERED:
            raise
        return _take_papers(place, None, cache, web, seen, on_page)
    return since


def _keep(items: Sequence[Any], address: str, cache: Cache, web: Web, seen: set[str]) -> None:
    found = [read_json(web, nearby(address, item)) if isinstance(item, str) else item for item in items]
    papers = [absolute(item, address) for item in found if isinstance(item, dict) and isinstance(item.get("id"), str)]
    with cache.together():
        for paper in papers:
            seen.add(paper["id"])
            if paper.get("deleted") in (True, "true", 1):
                cache.drop_paper(paper["id"])
            elif type_of(paper) in ("Paper", ""):
                cache.keep_paper(ListedPaper(paper["id"], paper))


def _take_files(place: str, since: datetime, cache: Cache, web: Web, now: datetime) -> None:
    """Keep what changed of files alone; only OParl 1.1 has the list, and not everywhere where it says so."""
    try:
        for items, address in pages(web, _filtered(place, since)):
            with cache.together():
                for item in items:
                    if isinstance(item, dict) and isinstance(item.get("id"), str):
                        file = absolute(item, address)
                        cache.keep_thing(file["id"], file, now)
    except IngestError as error:
        if error.key in PASSING and error.key not in _UNFILTERED:
            raise


def _miss(cache: Cache, seen: set[str], config: FetchConfig, now: datetime) -> tuple[IngestError, ...]:
    """Count the papers that a full list lacks though nobody said they were deleted; drop them in the end."""
    notes = []
    with cache.together():
        for paper in list(cache.papers()):
            if paper.id in seen:
                continue
            since, runs = paper.missing_since or now, paper.missing_runs + 1
            if runs >= config.missing_runs and now - since >= timedelta(days=config.missing_days):
                cache.drop_paper(paper.id)
                continue
            cache.keep_paper(ListedPaper(paper.id, paper.body, since, runs))
            notes.append(IngestError("oparl-unlisted", address=paper.id, since=f"{since:%d.%m.%Y}"))
    return tuple(notes)


def _filtered(place: str, since: datetime | None) -> str:
    if since is None:
        return place
    return str(httpx.URL(place).copy_set_param("modified_since", since.isoformat(timespec="seconds")))


def _name(body: Mapping[str, Any]) -> str:
    named = body.get("name") or body.get("shortName")
    return " ".join(named.split()) if isinstance(named, str) else ""
