"""Plain pages: login, imprint, privacy, accessibility. Their text is German."""

from __future__ import annotations

from fastapi.responses import HTMLResponse

from kb.config import Config
from ui.languages import GERMAN, address
from ui.markup import language, text
from ui.page import FONTS, SIGN, legal_links
from ui.wording import words


def sheet(
    title: str,
    body: str,
    config: Config,
    status: int = 200,
    *,
    window: str = "",
    code: str = GERMAN,
    display: bool = False,
    whole: bool = False,
) -> HTMLResponse:
    """Return a page with the house's head and foot around `body` (HTML).

    :param window: its title where it is another one.
    :param code: the language of head and foot: of the page that the reader comes from, and goes back to.
    :param display: colours and size of text as the reader chose them on the other pages, by a script of ours.
    :param whole: title and `body` are in that language, too.
    """
    label, spoken = words("page", code), language(code)
    of_page = language(code if whole else GERMAN)
    script = '<script src="/display.js"></script>' if display else ""
    page = (
        f'<!doctype html><html {of_page}><head><meta charset="utf-8"><title>{text(window or title)} – '
        f'{text(config.title)}</title><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark">{script}{FONTS}<link rel="stylesheet" href="/style.css">'
        '<link rel="stylesheet" href="/sheet.css"></head><body id="kiz" class="sheet">'
        f'<a class="skip" href="#main" {spoken}>{label["skip_main"]}</a>'
        f'<header {spoken}><a class="home" href="{address(code)}">{SIGN}<span>{text(config.title)}</span></a></header>'
        f'<main id="main" tabindex="-1"><h1>{text(title)}</h1>{body}</main>'
        f"<footer {spoken}>{legal_links(code)}</footer></body></html>"
    )
    return HTMLResponse(page, status)
