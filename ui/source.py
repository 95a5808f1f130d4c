"""A source beside the answer: the page as an image, the quoted words marked, the way to the PDF."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from assistant.phrases import phrases
from kb.errors import KizError
from kb.model import Box, Citation
from ui.languages import direction
from ui.markup import stand, text
from ui.ports import Papers
from ui.wording import words

PageSize = Callable[[str, int], tuple[float, float]]


def how_to(code: str = "de") -> str:
    """Return what stands in the source's place before one is chosen."""
    label = words("how", code)
    steps = "".join(
        f"<li><strong>{label[f'step_{n}_title']}</strong><span>{label[f'step_{n}']}</span></li>" for n in (1, 2, 3)
    )
    return f'<section class="how"><h2>{label["title"]}</h2><ol>{steps}</ol></section>'


def panel(
    citation: Citation | None,
    papers: Papers,
    page_size: PageSize,
    *,
    nearest: bool = False,
    above: str = "",
    beside: str = "",
    code: str = "de",
    base: str = "",
) -> str:
    """Return the panel for a citation: head, quote, and a figure per page that the quote touches.

    `page_size(document id, page)` gives width and height of a page in points. A paper that is no
    longer there, or a page that cannot be drawn, gives a panel that says so. `above` (HTML) stands over the tools, `beside`
    (HTML) among them; `code` is the language of the page, `base` leads from its address to papers and images.
    """
    # A token makes every opening a change that the page notices, also of the source shown before.
    opened = f'data-opened="{secrets.token_hex(4)}"'
    document = papers.document(citation.document.id) if citation else None
    if citation is None or document is None or document.version != citation.document.version:
        return _gone(opened, code)
    label = words("source", code)
    pages = sorted({citation.page, *(page for page, _ in citation.boxes)})
    try:
        figures = "".join(_figure(citation, page, page_size(document.id, page), code, base) for page in pages)
    except KizError:
        return _gone(opened, code)
    heading = label["title_nearest"] if nearest else label["title"].format(n=citation.n)
    parts = [
        text(words("kinds", code).get(document.kind, document.kind)),
        text(document.issuer or ""),
        label["page_of"].format(page=citation.page, pages=document.pages),
        label["date"].format(date=stand(citation.date, code)) if citation.date else phrases(code)["undated"],
    ]
    meta = " · ".join(part for part in parts if part)
    link = label["open_pdf"].format(page=citation.page)
    scroller = label["scroller"].format(page=", ".join(map(str, pages)))
    german = 'lang="de" dir="ltr"'
    return (
        f'<section class="source" aria-label="{label["label"]}" lang="{code}" dir="{direction(code)}" {opened}>'
        f'<div class="source-head"><h2 tabindex="-1"><span class="badge">{heading}</span> '
        f"<span {german}>{text(document.title)}</span></h2>{_close(code)}</div>"
        f'<p class="meta">{meta}</p>'
        f'<blockquote {german}><span class="hidden" lang="{code}">{label["quote"]}: </span>„{text(citation.quote)}“</blockquote>{above}'
        f'<div class="tools"><a class="strong" href="{base}{_file(document.id, citation.page)}" target="_blank" '
        f'rel="noopener">{link}<span class="hidden"> {label["open_pdf_hint"]}</span></a>{beside}'
        f'<span class="zoom" role="group" aria-label="{label["zoom"]}">'
        f'<button type="button" data-zoom="-1" aria-label="{label["zoom_out"]}">−</button>'
        f'<button type="button" data-zoom="1" aria-label="{label["zoom_in"]}">+</button></span></div>'
        f'<div class="pages" tabindex="0" role="region" aria-label="{scroller}">{figures}</div></section>'
    )


def _file(document: str, page: int) -> str:
    return f"files/{text(document)}.pdf#page={page}"


def _close(code: str) -> str:
    return f'<button type="button" class="close" data-action="close">{words("source", code)["close"]}</button>'


def _gone(opened: str, code: str) -> str:
    label = words("source", code)
    return (
        f'<section class="source" aria-label="{label["label"]}" {opened}><div class="source-head">'
        f'<h2 tabindex="-1">{label["gone_title"]}</h2>{_close(code)}</div><p>{label["gone"]}</p></section>'
    )


def alternative(code: str, page: int, title: str, quote: str) -> str:
    """Return the text in place of a page's image: what is quoted from it, in words."""
    return text(words("source", code)["image_alt"].format(page=page, title=title, quote=quote))


def _figure(citation: Citation, page: int, size: tuple[float, float], code: str, base: str) -> str:
    document = citation.document
    alt = alternative(code, page, document.title, citation.quote)
    marks = "".join(_mark(box, size) for number, box in citation.boxes if number == page)
    image = f"{base}pages/{text(document.id)}/{page}.png?v={text(document.version[:12])}"
    # Width and height let the browser keep the place before the image is there.
    return (
        f'<figure data-page="{page}"><img src="{image}" '
        f'width="{size[0]:.0f}" height="{size[1]:.0f}" alt="{alt}">{marks}</figure>'
    )


def _mark(box: Box, size: tuple[float, float]) -> str:
    width, height = size
    left, top = 100 * box.x0 / width, 100 * box.y0 / height
    across, down = 100 * (box.x1 - box.x0) / width, 100 * (box.y1 - box.y0) / height
    place = f"left:{left:.3f}%;top:{top:.3f}%;width:{across:.3f}%;height:{down:.3f}%"
    return f'<span class="mark" aria-hidden="true" style="{place}"></span>'
