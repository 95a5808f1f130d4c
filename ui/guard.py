"""Around the whole app: security headers, and of Gradio's routes only those that the page needs."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Dress = Callable[[str, str], str]

# Gradio also brings routes for uploads, cached files, proxying, deep links and run history: none is used.
_ALLOWED = re.compile(
    r"/|/(config|(theme|style)\.css|favicon\.ico|robots\.txt)|/(assets|static|files|pages)/.*"
    r"|/gradio_api/(queue/join|queue/data|heartbeat/[^/]*|startup-events|info|reset|cancel|app_id|theme\.css)/?"
)

_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}

# 'unsafe-eval': gr.HTML compiles its template with Function(). Styles: Svelte and the marks on the page
# set them inline. Scripts run only with the nonce of the page or from our own files.
_POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)


class Guard:
    """ASGI middleware. `dress(html, nonce)` rewrites the start page on its way out."""

    def __init__(self, app: ASGIApp, dress: Dress) -> None:
        self.app = app
        self.dress = dress

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        guarded = _with_headers(send, scope["path"], nonce)
        if not _ALLOWED.fullmatch(scope["path"]):
            await guarded({"type": "http.response.start", "status": 404, "headers": []})
            await guarded({"type": "http.response.body", "body": b""})
        elif scope["path"] == "/":
            # Uncompressed, and without the query: `deep_link` would have Gradio load a stored state.
            headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            plain = {**scope, "headers": headers, "query_string": b""}
            await self.app(plain, receive, _Rewrite(guarded, lambda page: self.dress(page, nonce)))
        else:
            await self.app(scope, receive, guarded)


def _with_headers(send: Send, path: str, nonce: str) -> Send:
    extra = dict(_HEADERS)
    # The browser's own PDF viewer would be caught in the policy; nothing of ours runs there.
    extra["content-security-policy"] = (
        "frame-ancestors 'none'" if path.startswith("/files/") else _POLICY.format(nonce=nonce)
    )
    if path == "/":
        extra["cache-control"] = "no-store"

    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = [(name.encode(), value.encode()) for name, value in extra.items()]
            theirs = [(name, value) for name, value in message["headers"] if name.decode().lower() not in extra]
            message = {**message, "headers": theirs + ours}
        await send(message)

    return sender


class _Rewrite:
    """Holds a response back until it is whole, and sends it rewritten."""

    def __init__(self, send: Send, rewrite: Callable[[str], str]) -> None:
        self.send = send
        self.rewrite = rewrite
        self.start: Message = {}
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        if message["type"] != "http.response.body":  # what a test client asks of a template
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = self.rewrite(self.body.decode("utf-8")).encode("utf-8") if self.body else b""
        headers = [(name, value) for name, value in self.start["headers"] if name.lower() != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await self.send({**self.start, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})
