"""Reading what an OParl interface sends: pages of lists, and objects with whole addresses.

Interfaces differ from the standard in many small ways, which are taken as they come: relative
addresses, plain http behind https, lists without a frame, other types and letters than promised.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from ingest.web import Web
from kb.errors import IngestError

Object = dict[str, Any]
# A list that never ends; with the usual 25 to 100 papers a page far more than any town has.
_MOST_PAGES = 20000
# A paper holds consultations that hold meetings that hold items that hold files; twice that is a prank.
_DEEPEST = 20
# Fields that hold addresses, alone or in a list, and may hold objects instead.
_LINKS = frozenset(
    {
        "id", "body", "paper", "file", "mainFile", "auxiliaryFile", "derivativeFile", "accessUrl", "downloadUrl", "web",
        "consultation", "organization", "meeting", "agendaItem", "underDirectionOf", "originatorOrganization",
    }
)  # fmt: skip
# Left out of what is kept: the whole text of files, and what nobody here asks for.
_HEAVY = frozenset({"text", "location", "keyword", "geojson"})


def pages(web: Web, address: str) -> Iterator[tuple[list[Any], str]]:
    """Yield the items of each page of a list, and the page's address.

    :raises IngestError: a page cannot be had, the list goes round in circles or ends too early.
    """
    seen: set[str] = set()
    following: str | None = address
    while following is not None:
        if following in seen or len(seen) >= _MOST_PAGES:
            raise IngestError("oparl-endless", address=following)
        seen.add(following)
        page = read_json(web, following)
        items = page.get("data") if isinstance(page, dict) else page
        if not isinstance(items, list):
            raise IngestError("oparl-no-list", address=following)
        yield items, following
        following = _next(page, following) if isinstance(page, dict) else None


def _next(page: Object, address: str) -> str | None:
    links = page.get("links")
    link = links.get("next") if isinstance(links, dict) else None
    if isinstance(link, str) and link:
        return nearby(address, link)
    told = page.get("pagination")
    here, all_pages = (told.get("currentPage"), told.get("totalPages")) if isinstance(told, dict) else (None, None)
    if isinstance(here, int) and isinstance(all_pages, int) and here < all_pages:
        raise IngestError("oparl-cut", address=address, page=here, pages=all_pages)
    return None


def read_json(web: Web, address: str) -> Any:
    """Return the JSON at an address, whatever type or encoding it claims to have.

    :raises IngestError: not to be had, or no JSON.
    """
    body = web.read(address)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", "replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise IngestError("oparl-no-json", address=address) from error


def nearby(base: str, link: str) -> str:
    """Return the address of a link found at `base`; plain http within a house known by https is its slip."""
    if not base:
        return link
    try:
        url, start = httpx.URL(base).join(link.strip()), httpx.URL(base)
    except (httpx.InvalidURL, ValueError):
        return link
    if start.scheme == "https" and url.scheme == "http" and url.host == start.host and url.port in (None, start.port):
        url = url.copy_with(scheme="https")
    return str(url)


def absolute(item: Object, base: str, depth: int = 0) -> Object:
    """Return an object with whole addresses and without what is not kept."""
    return {name: _absolute(name, value, base, depth + 1) for name, value in item.items() if name not in _HEAVY}


def _absolute(name: str, value: Any, base: str, depth: int) -> Any:
    if isinstance(value, (dict, list)) and depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        return absolute(value, base, depth)
    if isinstance(value, list):
        return [_absolute(name, one, base, depth + 1) for one in value]
    return nearby(base, value) if name in _LINKS and isinstance(value, str) and value else value


def type_of(item: Mapping[str, Any]) -> str:
    """Return the type of an object ("Paper"), "" where it does not say."""
    found = item.get("type")
    return found.rstrip("/").rsplit("/", 1)[-1].capitalize() if isinstance(found, str) else ""
