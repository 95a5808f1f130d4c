"""The page around the chat: its frame, and Gradio's bare HTML made fit for a public body."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from kb.config import Config
from kb.model import Audience
from ui.languages import GERMAN, direction
from ui.markup import contact_block, text
from ui.wording import words

# Path of each legal page -> its name in the wording.
LEGAL: Mapping[str, str] = {"impressum": "imprint", "datenschutz": "privacy", "barrierefreiheit": "accessibility"}


def header(config: Config, audience: Audience) -> str:
    """Return name, purpose, and the word that a machine answers (AI Act, Art. 50)."""
    label = words("page")
    papers = label["machine_internal" if audience == "internal" else "machine_public"]
    model = label["machine_with_llm" if config.llm.enabled else "machine_without_llm"]
    return (
        f'<div class="top"><div class="brand">{SIGN}<div><h1>{text(config.title)}</h1>'
        f"<p>{label['tagline']}</p></div></div>"
        f'<p class="machine"><strong>{label["machine_title"]}</strong> {papers} {model}</p></div>'
    )


def footer(config: Config, code: str = "de") -> str:
    """Return what the service is not, what happens to questions, and whom to ask."""
    label = words("page", code)
    privacy = label["footer_privacy_with_llm" if config.llm.enabled else "footer_privacy"]
    if config.questions.keep:
        privacy = label["footer_privacy_kept"].format(days=kept_days(config))
        privacy += f" {label['footer_privacy_llm']}" if config.llm.enabled else ""
    said = f"<p>{label['footer_decides_nothing']}</p><p>{privacy}</p>"
    return f'<div class="foot"><div>{said}{legal_links(code)}</div>{contact_block(config.contact, code)}</div>'


def kept_days(config: Config) -> int:
    """Return after how many days no question is kept any more, where questions are kept."""
    return max(config.questions.keep_days, config.feedback.keep_days)


def legal_links(code: str = "de") -> str:
    """Return the links to imprint, privacy and accessibility, as every page has them (§ 5 DDG, BITV 2.0).

    Those pages are German; `?code` has them say so in the language of whoever comes from another one.
    """
    label = words("page", code)
    asked = "" if code == "de" else f"?{code}"
    links = "".join(f'<li><a href="/{path}{asked}">{label[name]}</a></li>' for path, name in LEGAL.items())
    return f'<nav aria-label="{label["legal"]}"><ul class="legal">{links}</ul></nav>'


# Opening and closing quotation marks: the service quotes.
SIGN = (
    '<svg class="sign" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" focusable="false">'
    '<rect width="48" height="48" rx="12"/><path d="M13 17h9v8c0 5-3 8-8 9v-4c2-.6 3.4-2 3.6-4H13zM27 17h9v8'
    'c0 5-3 8-8 9v-4c2-.6 3.4-2 3.6-4H27z"/></svg>'
)

# Asked for at once, so that no line changes its length later.
FONTS = "".join(
    f'<link rel="preload" as="font" type="font/woff2" crossorigin href="/static/fonts/IBMPlexSans/IBMPlexSans-{weight}.woff2">'
    for weight in ("Regular", "Bold")
)

_META = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*', re.DOTALL)


class Around(NamedTuple):
    """What stands around Gradio's part of a page (HTML): in its head, above and below; there before any script has run."""

    head: str
    above: str
    below: str
    code: str


def plain(config: Config, above: str = "") -> Around:
    """Return what stands around a page that has head and foot of its own."""
    title = (
        f'<title>{text(config.title)}</title><meta name="description" content="{text(words("page")["description"])}">'
    )
    return Around(f'{title}<link rel="stylesheet" href="style.css">', above, "", "de")


def dress(page: str, around: Around, nonce: str) -> str:
    """Return Gradio's page with language, title and description, without its adverts, and with what stands around it.

    Every script of the page gets `nonce`, so that the policy can refuse all others. What a later Gradio
    names differently stays as it is; a test notices.
    """
    label, code = words("page", around.code), around.code
    page = _META.sub("", page)
    # Gradio puts the browser's language there; `chat.js` finds the page's own in `data-page`.
    page = page.replace('lang="en"', f'lang="{code}" dir="{direction(code)}" data-page="{code}"', 1)
    page = page.replace('<meta charset="utf-8" />', f'<meta charset="utf-8">{around.head}', 1)
    page = page.replace('<link rel="manifest" href="/manifest.json" />', "", 1)
    if code != GERMAN:
        # The same files for all languages: who changes the language has them already (50 requests, 350 kB).
        page = page.replace('"./assets/', '"../assets/')
    # With an id of ours, the rules of style.css outrank Gradio's.
    page = page.replace("<body", '<body id="kiz"', 1)
    waiting = f'<p class="boot">{label["loading"]}</p>'
    refused = f'<noscript><p class="boot">{label["no_script"]}</p></noscript>'
    page = page.replace("<gradio-app", f"{around.above}<gradio-app", 1)
    page = page.replace("</gradio-app>", f"{waiting}</gradio-app>{refused}{around.below}", 1)
    # Gradio escapes "<" in the JSON it writes into the page, so this meets real tags only.
    return page.replace("<script", f'<script nonce="{nonce}"')
