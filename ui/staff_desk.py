"""All pages of the staff beside the chat, as routes to be put behind the door."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Response

from kb.config import Config
from ui import staff_blocks, staff_offers, staff_open, staff_paper, staff_papers, staff_publish
from ui.doors import StaffDoor
from ui.markup import asset
from ui.ports import Answers
from ui.staff_jobs import Jobs
from ui.staff_sheet import Desk

_KINDS = {"staff.css": "text/css", "staff.js": "text/javascript"}


def routes(assistant: Answers, config: Config, door: StaffDoor) -> APIRouter:
    """Return the routes, without the path of the door."""
    router = APIRouter()
    desk = Desk(config, door)
    for file, kind in _KINDS.items():
        router.add_api_route(f"/{file}", _file(file, kind))
    router.include_router(staff_papers.routes(assistant, desk))
    router.include_router(staff_paper.routes(assistant, desk))
    router.include_router(staff_publish.routes(desk, Jobs(config.index)))
    router.include_router(staff_open.routes(assistant, desk))
    router.include_router(staff_offers.routes(assistant, desk))
    router.include_router(staff_blocks.routes(assistant, desk))
    return router


def _file(name: str, kind: str) -> Callable[[], Response]:
    def file() -> Response:
        return Response(asset(name), media_type=kind, headers={"cache-control": "no-cache"})

    return file
