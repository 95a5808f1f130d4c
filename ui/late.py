"""A page that is built when somebody first asks for it: a server has ten languages, and most visitors read two of them.

Building one takes .15 s of a core; ten at the start would make whoever starts the server wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import gradio as gr
from fastapi import FastAPI
from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.web import mount


class Late(BaseRoute):
    """A route for everything below a path; `make` gives its page."""

    def __init__(self, path: str, make: Callable[[], gr.Blocks]) -> None:
        self.path = path
        self.make = make
        self._app: ASGIApp | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say whether a request is for this page."""
        mine = scope["type"] == "http" and scope["path"].startswith(f"{self.path}/")
        return (Match.FULL if mine else Match.NONE), {}

    def url_path_for(self, name: str, /, **path_params: object) -> URLPath:
        """Name no address: nobody asks for one by a route's name."""
        raise NoMatchFound(name, dict(path_params))

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; the first one builds the page, without anything awaited in between, so it is built once."""
        loop = asyncio.get_running_loop()
        # The queue of a page belongs to the loop it was built in.
        if self._app is None or self._loop is not loop:
            app, blocks = FastAPI(docs_url=None, redoc_url=None, openapi_url=None), self.make()
            mount(app, blocks, self.path)
            blocks.run_startup_events()  # type: ignore[no-untyped-call]
            self._app, self._loop = app, loop
        await self._app({key: value for key, value in scope.items() if key not in ("router", "app")}, receive, send)
