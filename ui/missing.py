"""What a browser shows for an address that is nobody's: a page with the way to the start, not an empty one."""

from __future__ import annotations

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kb.config import Config
from ui.doors import STAFF, behind, by_hand
from ui.guard import PLAIN
from ui.languages import GERMAN, address, code_of
from ui.markup import text
from ui.sheet import sheet
from ui.wording import words


def missing(scope: Scope, config: Config) -> HTMLResponse:
    """Return the page for an address that there is not, in the language of its path."""
    inside = behind(scope["path"])
    code = GERMAN if inside else code_of(scope["path"])
    label = words("page", code)
    start = f"{STAFF}/" if inside else address(code)
    body = f'<p>{text(label["missing"])}</p><p><a href="{start}">{text(label["to_start"])}</a></p>'
    return sheet(label["missing_title"], body, config, 404, code=code, whole=True)


class Missing:
    """ASGI middleware: where somebody went by hand and there is nothing, they are told so.

    It says no more than the bare 404 did, which programs still get; what has a page of its own keeps it.
    """

    def __init__(self, app: ASGIApp, config: Config) -> None:
        self.app = app
        self.config = config

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not by_hand(scope):
            await self.app(scope, receive, send)
            return
        instead = False

        async def sender(message: Message) -> None:
            nonlocal instead
            if message["type"] == "http.response.start" and message["status"] == 404 and not _page(message):
                instead = True
                await _send(missing(scope, self.config), message, send)
            elif not instead:
                await send(message)

        await self.app(scope, receive, sender)


def _page(message: Message) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in message["headers"])


async def _send(page: HTMLResponse, message: Message, send: Send) -> None:
    """Send a page with the headers that the bare answer had, but for those on its content."""
    ours = {name: value for name, value in page.raw_headers if name in (b"content-type", b"content-length")}
    ours[b"content-security-policy"] = PLAIN.encode()
    kept = [(name, value) for name, value in message["headers"] if name.lower() not in ours]
    await send({**message, "headers": [*kept, *ours.items()]})
    await send({"type": "http.response.body", "body": page.body})
