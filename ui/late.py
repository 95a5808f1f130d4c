"""Pages that are built after the start: a server has ten languages, and whoever starts it should not wait for them.

Building one takes .17 s of a core, in the server's own loop. It is done when somebody first asks for the page, or before
that while the server has nothing else to do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

import gradio as gr
from fastapi import FastAPI
from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.web import mount

# Whoever starts the server looks at the first page at once; only then the others are built, a breath between them.
AFTER, BETWEEN = 3.0, 0.5


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

    def build(self) -> ASGIApp:
        """Return the page's app, built where it is not yet, for the loop that runs; nothing is awaited in between, so once."""
        loop = asyncio.get_running_loop()
        # The queue of a page belongs to the loop it was built in.
        if self._app is None or self._loop is not loop:
            app, blocks = FastAPI(docs_url=None, redoc_url=None, openapi_url=None), self.make()
            mount(app, blocks, self.path)
            blocks.run_startup_events()  # type: ignore[no-untyped-call]
            self._app, self._loop = app, loop
        return self._app

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self.build()({key: value for key, value in scope.items() if key not in ("router", "app")}, receive, send)


async def build_ahead(
    pages: Iterable[Late], quiet: Callable[[], bool], after: float = AFTER, between: float = BETWEEN
) -> None:
    """Build pages one after the other, each while `quiet` says that nobody waits for an answer."""
    await asyncio.sleep(after)
    for page in pages:
        while not quiet():
            await asyncio.sleep(between)
        page.build()
        await asyncio.sleep(between)
