"""Around the whole app: security headers, bounded requests, and only those routes that the pages need."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.languages import GERMAN, address
from ui.page import LEGAL
from ui.wording import LANGUAGES

Dress = Callable[[str, str, Scope], str]

# What both doors have. Gradio also brings routes for uploads, cached files, proxying, deep links and run history:
# none is used.
_SIDE = (
    r"/|/config|/theme\.css|/style\.css|/feedback|/(files|pages)/.*"
    r"|/(assets|static)/[ -~]{1,250}"  # Gradio stumbles over names that no file system takes
    r"|/api/(ask|offers|documents|openapi\.json|mcp)"
    r"|/gradio_api/(queue/join|queue/data|heartbeat/[^/]*|startup-events|info|reset|cancel|app_id|theme\.css)/?"
)
# The staff's pages beside the chat (`ui.staff_desk`).
_DESK = (
    r"/intern/(unterlagen(/[A-Za-z0-9][A-Za-z0-9._-]{0,199}(/seite/\d{1,5})?)?|offen(/erledigt)?|sperren"
    r"|angebote(/[a-z0-9-]{1,200})?"
    r"|veroeffentlichen(/(hochladen|verwerfen|entfernen|umstellen|pruefen|start|stand|zurueck(/\d{1,9})?|bericht/\d{1,9}))?)"
)
# The citizens' pages in other languages, and the offers in all.
_CODES = "|".join(code for code in LANGUAGES if code != GERMAN)
_SPOKEN = (
    rf"/({_CODES})(/|/config|/theme\.css|/(assets|static)/[ -~]{{1,250}}"
    r"|/gradio_api/(queue/join|queue/data|heartbeat/[^/]*|startup-events|info|reset|cancel|app_id|theme\.css)/?)?"
)
_OFFERS = rf"(/({_CODES}))?/angebote(\.csv|\.ics|/[a-z0-9-]{{1,200}}(\.ics)?)?"
_ALLOWED = re.compile(
    rf"(/intern)?({_SIDE})|{_SPOKEN}|{_OFFERS}|/(display\.js|browse\.css)|/intern(/login|/logout)?|{_DESK}|/intern/staff\.(css|js)"
    r"|/(sheet\.css|favicon\.ico|robots\.txt|impressum|datenschutz|barrierefreiheit|metrics|health/(live|ready))"
)
# Start pages, rewritten on their way out.
_DRESSED = frozenset({"/intern/", *(address(code) for code in LANGUAGES)})
# The longest request is a question with its conversation's names, about 2 KB.
LONGEST_BODY = 65_536
# But for the one form that takes files: a morning's booklets at once (`[limits] upload_mb`). What is too long is
# refused before it is read.
UPLOAD = "/intern/veroeffentlichen/hochladen"

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
# Everything that is not Gradio's: no scripts at all.
PLAIN = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# The staff's plain pages, where a script of ours shows how far a run is and sorts out uploads; the offers and the legal
# pages, where one keeps the reader's colours and size of text.
_SCRIPTED = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# The report on a publication brings its style along (`ingest.bulletin_html`), and nothing else.
_REPORT = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# Gradio names these files after their content: a browser that has one never asks again.
_NAMED = re.compile(r"(/intern|/[a-z]{2})?/assets/[^/]+-[\w-]{8}\w?\.\w+")
_KEPT = "public, max-age=31536000, immutable"
# The browser's own PDF viewer would be caught in a policy; nothing of ours runs there.
_VIEWER = "frame-ancestors 'none'"


class Guard:
    """ASGI middleware. `dress(html, nonce, scope)` rewrites the start pages on their way out; uploads have at most `upload_mb`."""

    def __init__(self, app: ASGIApp, dress: Dress, upload_mb: int) -> None:
        self.app = app
        self.dress = dress
        self.longest_upload = upload_mb * 1024 * 1024

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        guarded = _with_headers(send, scope, nonce)
        if not _ALLOWED.fullmatch(scope["path"]):
            await _end(guarded, 404)
        elif not _bounded(scope, self.longest_upload):
            await _end(guarded, 413)
        elif scope["path"] in _DRESSED:
            # Uncompressed, and without the query: `deep_link` would have Gradio load a stored state.
            headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            plain = {**scope, "headers": headers, "query_string": b""}
            await self.app(plain, receive, _Rewrite(guarded, lambda page: self.dress(page, nonce, plain)))
        else:
            await self.app(scope, receive, guarded)


def _bounded(scope: Scope, longest_upload: int) -> bool:
    """Return whether a request says how long it is, and is not too long; the server holds it to its word."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return False
    length = headers.get(b"content-length", b"0")
    return length.isdigit() and int(length) <= (longest_upload if scope["path"] == UPLOAD else LONGEST_BODY)


async def _end(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def _policy(path: str, nonce: str) -> str:
    side = path.removeprefix("/intern")
    if side.startswith("/files/"):
        return _VIEWER
    if re.fullmatch(_OFFERS, path) or path.removeprefix("/") in LEGAL:
        return _SCRIPTED
    side = re.sub(rf"^/({_CODES})(?=/)", "", side)
    if re.fullmatch(_DESK, path):
        return _REPORT if side.startswith("/veroeffentlichen/bericht/") else _SCRIPTED
    return _POLICY.format(nonce=nonce) if path in _DRESSED or side.startswith(("/assets/", "/static/")) else PLAIN


def _with_headers(send: Send, scope: Scope, nonce: str) -> Send:
    extra = dict(_HEADERS)
    extra["content-security-policy"] = _policy(scope["path"], nonce)
    if scope["path"] in _DRESSED:
        extra["cache-control"] = "no-store"

    async def sender(message: Message) -> None:
        if message["type"] == "http.response.start":
            if message["status"] == 200 and _NAMED.fullmatch(scope["path"]):
                extra["cache-control"] = _KEPT
            ours = [(name.encode(), value.encode()) for name, value in extra.items()]
            theirs = [(name, value) for name, value in message["headers"] if name.decode().lower() not in extra]
            message = {**message, "headers": theirs + ours}
        await send(message)

    return sender


class _Rewrite:
    """Holds a page back until it is whole, and sends it rewritten. What is no page (a redirect) goes as it is."""

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
        whole = self.body and self.start["status"] == 200
        body = self.rewrite(self.body.decode("utf-8")).encode("utf-8") if whole else self.body
        headers = [(name, value) for name, value in self.start["headers"] if name.lower() != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await self.send({**self.start, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})
