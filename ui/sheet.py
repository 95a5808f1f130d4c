"""Plain pages without scripts: login, imprint, privacy, accessibility."""

from __future__ import annotations

from fastapi.responses import HTMLResponse

from kb.config import Config
from ui.markup import text
from ui.page import SIGN, legal_links
from ui.wording import words


def sheet(title: str, body: str, config: Config, status: int = 200, *, window: str = "") -> HTMLResponse:
    """Return a page with the house's head and foot around `body` (HTML). `window`: its title where it is another."""
    label = words("page")
    page = (
        f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{text(window or title)} – '
        f'{text(config.title)}</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="/style.css">'
        '<link rel="stylesheet" href="/sheet.css"></head><body id="kiz" class="sheet">'
        f'<a class="skip" href="#main">{label["skip_main"]}</a>'
        f'<header><a class="home" href="/">{SIGN}<span>{text(config.title)}</span></a></header>'
        f'<main id="main" tabindex="-1"><h1>{text(title)}</h1>{body}</main>'
        f"<footer>{legal_links()}</footer></body></html>"
    )
    return HTMLResponse(page, status)
