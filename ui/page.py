"""The page around the chat: its frame, and Gradio's bare HTML made fit for a public body."""

from __future__ import annotations

import re

from kb.config import Config
from kb.model import Audience
from ui.markup import contact_block, text
from ui.wording import words


def header(config: Config, audience: Audience) -> str:
    """Return name, purpose, and the word that a machine answers (AI Act, Art. 50)."""
    label = words("page")
    papers = label["machine_internal" if audience == "internal" else "machine_public"]
    model = label["machine_with_llm" if config.llm.enabled else "machine_without_llm"]
    return (
        f'<a class="skip" href="#question" data-action="skip">{label["skip"]}</a>'
        f'<div class="top"><div class="brand">{_SIGN}<div><h1>{text(config.title)}</h1>'
        f"<p>{label['tagline']}</p></div></div>"
        f'<p class="machine"><strong>{label["machine_title"]}</strong> {papers} {model}</p></div>'
    )


def footer(config: Config) -> str:
    """Return what the service is not, what happens to questions, and whom to ask."""
    label = words("page")
    privacy = label["footer_privacy_with_llm" if config.llm.enabled else "footer_privacy"]
    said = f"<p>{label['footer_decides_nothing']}</p><p>{privacy}</p>"
    return f'<div class="foot"><div>{said}</div>{contact_block(config.contact)}</div>'


# Opening and closing quotation marks: the service quotes.
_SIGN = (
    '<svg class="sign" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" focusable="false">'
    '<rect width="48" height="48" rx="12"/><path d="M13 17h9v8c0 5-3 8-8 9v-4c2-.6 3.4-2 3.6-4H13zM27 17h9v8'
    'c0 5-3 8-8 9v-4c2-.6 3.4-2 3.6-4H27z"/></svg>'
)

_META = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*', re.DOTALL)


def dress(page: str, config: Config, nonce: str) -> str:
    """Return Gradio's page with language, title and description, without its adverts.

    Every script of the page gets `nonce`, so that the policy can refuse all others. What a later Gradio
    names differently stays as it is; a test notices.
    """
    label = words("page")
    title = f'<title>{text(config.title)}</title><meta name="description" content="{text(label["description"])}">'
    title += '<link rel="stylesheet" href="style.css">'
    page = _META.sub("", page)
    page = page.replace('lang="en"', 'lang="de"', 1).replace(
        '<meta charset="utf-8" />', f'<meta charset="utf-8">{title}', 1
    )
    page = page.replace('<link rel="manifest" href="/manifest.json" />', "", 1)
    # With an id of ours, the rules of style.css outrank Gradio's.
    page = page.replace("<body", '<body id="kiz"', 1)
    waiting = f'<p class="boot">{label["loading"]}</p>'
    refused = f'<noscript><p class="boot">{label["no_script"]}</p></noscript>'
    page = page.replace("</gradio-app>", f"{waiting}</gradio-app>{refused}", 1)
    # Gradio escapes "<" in the JSON it writes into the page, so this meets real tags only.
    return page.replace("<script", f'<script nonce="{nonce}"')
