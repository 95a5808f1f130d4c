"""The pages of the offers as HTML: the list with its search and facets, and one offer with the pages that state it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import Request

from assistant.offer_terms import facet_name
from assistant.phrases import offer_phrases, phrases, stand
from kb.config import Config
from kb.errors import KizError
from kb.model import Answer, Box, Citation
from kb.offer_merge import CatalogueEntry
from ui.frame import foot, head, top
from ui.languages import address, direction
from ui.markup import contact_block, text
from ui.offers import card, row
from ui.ports import Papers
from ui.source import PageSize, alternative
from ui.wording import words

if TYPE_CHECKING:
    from assistant.offers import Count, Page
    from ui.browse import Wish

# Values of a facet that stand there at once; the others come with one press, if that spares more than two lines.
VALUES, SPARED = 6, 2
# Names of places and organisers are German whatever the page is.
_PRINTED = frozenset({"town", "organiser"})


def document(
    title: str, body: str, config: Config, code: str, within: str, *, wanted: str | None = None, query: str = ""
) -> str:
    """Return a whole page; `within` is its path in its language, `wanted` the language of the visitor's browser."""
    return (
        f'<!doctype html><html lang="{code}" dir="{direction(code)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'{head(f"{title} – {config.title}", code, within)}<link rel="stylesheet" href="/sheet.css">'
        '<link rel="stylesheet" href="/browse.css"></head>'
        f'<body id="kiz" class="browse">{top(config, code, within, skip="main", wanted=wanted, query=query)}'
        f'<main id="main" tabindex="-1">{body}</main>{foot(config, code)}</body></html>'
    )


def listed(
    wish: Wish, found: Page, answer: Answer, pages: int, code: str, config: Config, *, near: bool = False
) -> str:
    """Return search, facets, and a page of the offers that pass; `near`: none has the words looked for."""
    label = words("browse", code)
    printed = "" if code == "de" else f" {label['printed']}"
    action = address(code, "angebote")
    return (
        f'<h1>{label["title"]}</h1><p class="lead">{label["lead"]}{printed}</p>'
        f'<form class="find" action="{action}" method="get" role="search">{_search(wish, label)}'
        f"{_filters(wish, found, code)}"
        f'<section class="found" aria-labelledby="total">{_results(wish, found, answer, pages, code, config, near=near)}</section></form>'
    )


def _search(wish: Wish, label: dict[str, str]) -> str:
    return (
        f'<div class="words"><label for="q">{label["search"]}</label><div><input id="q" name="q" type="search" dir="auto" '
        f'maxlength="600" value="{text(wish.text)}" autocomplete="off" enterkeyhint="search" aria-describedby="q-hint">'
        f'<button class="strong">{label["button"]}</button></div><p class="small" id="q-hint">{label["search_hint"]}</p></div>'
    )


def _filters(wish: Wish, found: Page, code: str) -> str:
    label = words("browse", code)
    groups = "".join(
        _facet(facet, counted, code) for facet, counted in found.facets.items() if facet != "status" and counted
    )
    sorts = "".join(
        f'<option value="{name}"{" selected" if name == wish.sort else ""}>{label[f"sort_{name}"]}</option>'
        for name in ("relevance", "name", "date")
    )
    chosen = sum(one.chosen for facet, counted in found.facets.items() if facet != "status" for one in counted)
    number = f' <span class="n">{chosen}</span>' if chosen else ""
    ticked = " checked" if wish.facets.past else ""
    return (
        f'<details class="filters"><summary>{label["filter"]}{number}</summary><div class="facets">{groups}'
        f'<fieldset><legend>{label["sort"]}</legend><select name="sort" aria-label="{label["sort"]}">{sorts}</select>'
        f'<label class="tick"><input type="checkbox" name="past" value="1"{ticked}><span>{label["past"]}</span></label>'
        f'</fieldset><div class="go"><button class="strong apply">{label["apply"]}</button></div></div></details>'
    )


def _facet(facet: str, counted: Sequence[Count], code: str) -> str:
    label = words("browse", code)
    order = sorted(counted, key=lambda one: not one.chosen)  # what is chosen stays in sight
    ticks = [_tick(facet, one) for one in order]
    shown = len(ticks) if len(ticks) <= VALUES + SPARED else VALUES
    rest = ""
    if ticks[shown:]:
        every = label["more_values"].format(count=len(ticks))
        rest = f'<details class="more"><summary>{every}</summary>{"".join(ticks[shown:])}</details>'
    return f"<fieldset><legend>{text(facet_name(facet, code))}</legend>{''.join(ticks[:shown])}{rest}</fieldset>"


def _tick(facet: str, one: Count) -> str:
    printed = ' lang="de" dir="auto"' if facet in _PRINTED else ""
    ticked = " checked" if one.chosen else ""
    return (
        f'<label class="tick"><input type="checkbox" name="{facet}" value="{text(one.code)}"{ticked}>'
        f'<span{printed}>{text(one.label)}</span> <span class="n">{one.count}</span></label>'
    )


def _results(wish: Wish, found: Page, answer: Answer, pages: int, code: str, config: Config, *, near: bool) -> str:
    label = words("browse", code)
    first = (wish.page - 1) * _a_page(found, pages, wish) + 1
    told = label["total"].format(count=found.total)
    if pages > 1:
        told = label["part"].format(first=first, last=first + len(found.entries) - 1, count=found.total)
    told = label["nearest"] if near and wish.page == 1 else told
    heading = f'<h2 id="total">{told}</h2>{_chosen(wish, found, code)}'
    if not found.total:
        whom = contact_block(config.contact, code)
        person = f'<div class="person"><p>{words("answer", code)["contact_title"]}</p>{whom}</div>' if whom else ""
        return f"{heading}<p>{label['none']}</p><p>{label['none_hint']}</p>{person}"
    query = text(wish.query(page=1))
    start = address(code, "angebote")
    rows = "".join(
        f'<li id="{text(made.id)}">{row(answer, at, f"{start}/{made.id}", label["open"])}</li>'
        for at, made in enumerate(answer.offers)
    )
    return (
        f'{heading}<div class="offers"><ul class="rows">{rows}</ul></div>{_paging(wish, pages, code)}'
        f'<div class="take" role="group" aria-label="{label["take"]}"><a class="quiet" href="{start}.csv{query}">{label["csv"]}</a>'
        f'<a class="quiet" href="{start}.ics{query}">{label["calendar"]}</a></div>'
    )


def _a_page(found: Page, pages: int, wish: Wish) -> int:
    return len(found.entries) if wish.page < pages or pages == 1 else (found.total - len(found.entries)) // (pages - 1)


def _chosen(wish: Wish, found: Page, code: str) -> str:
    """Return what is chosen as links that take it away, one by one and all at once."""
    label = words("browse", code)
    start = address(code, "angebote")
    links = [
        (one.label, start + wish.without(facet, one.code).query())
        for facet, counted in found.facets.items()
        if facet != "status"
        for one in counted
        if one.chosen
    ]
    if not links and not wish.text:
        return ""
    items = "".join(
        f'<li><a href="{text(href)}" aria-label="{text(label["remove"].format(name=name))}">{text(name)} '
        '<span aria-hidden="true">×</span></a></li>'
        for name, href in links
    )
    return (
        f'<ul class="chosen" aria-label="{label["chosen"]}">{items}<li><a href="{start}">{label["reset"]}</a></li></ul>'
    )


def _paging(wish: Wish, pages: int, code: str) -> str:
    if pages == 1:
        return ""
    label = words("browse", code)
    start = address(code, "angebote")

    def link(page: int, name: str, rel: str = "") -> str:
        here = ' aria-current="page"' if page == wish.page and not rel else ""
        rel = f' rel="{rel}" class="quiet"' if rel else f' aria-label="{text(label["page"].format(page=page))}"'
        return f'<li><a href="{start}{text(wish.query(page=page))}"{rel}{here}>{name}</a></li>'

    # First, last, and those beside this one; a gap where others are.
    near = sorted({1, pages, *range(max(1, wish.page - 1), min(pages, wish.page + 1) + 1)})
    items = link(wish.page - 1, label["previous"], "prev") if wish.page > 1 else ""
    for before, page in zip([0, *near], near, strict=False):
        items += '<li aria-hidden="true">…</li>' if page - before > 1 else ""
        items += link(page, str(page))
    items += link(wish.page + 1, label["next"], "next") if wish.page < pages else ""
    return f'<nav class="paging" aria-label="{label["pages"]}"><ul>{items}</ul></nav>'


def single(entry: CatalogueEntry, answer: Answer, papers: Papers, size: PageSize, code: str, *, has_days: bool) -> str:
    """Return an offer with all that is stated of it, and each page that states it with the words marked."""
    label = words("browse", code)
    start = address(code, "angebote")
    name = answer.offers[0].name.text
    about = quote(label["about"].format(name=name))
    calendar = f'<a class="quiet" href="{start}/{entry.id}.ics">{label["calendar_one"]}</a>' if has_days else ""
    over = f' <span class="over">{text(offer_phrases(code)["past"])}</span>' if answer.offers[0].past else ""
    printed = "" if code == "de" else f'<p class="small">{label["printed"]}</p>'
    figures = _figures(answer, papers, size, code)
    source = f'<section id="quelle" aria-labelledby="stated"><h2 id="stated">{label["source"]}</h2>{figures}</section>'
    seen = label["history"].format(date=_day(entry.last_seen, code)) if entry.last_seen else ""
    return (
        f'<p class="back"><a href="{start}">{label["all"]}</a></p>'
        f'<h1><span lang="de" dir="ltr">{text(name)}</span>{over}</h1>{printed}'
        f'<div class="offers">{card(answer, 0, "#quelle")}</div><p class="small">{text(seen)}</p>'
        f'<div class="take"><a class="strong" href="{address(code)}#frage={about}">{label["question"]}</a>{calendar}</div>'
        f"{source if figures else ''}"
    )


def _day(said: str, code: str) -> str:
    """Return a day as it is written in the language; a year alone stays one."""
    return said if code == "en" else ".".join(reversed(said.split("-")))


def _figures(answer: Answer, papers: Papers, size: PageSize, code: str) -> str:
    """Return a figure for each page of which the card has something, with its words marked."""
    pages: dict[tuple[str, int], list[Citation]] = {}
    for citation in answer.citations:
        for page in dict.fromkeys((citation.page, *(page for page, _ in citation.boxes))):
            pages.setdefault((citation.document.id, page), []).append(citation)
    return "".join(
        _figure(cited, page, papers, size, code, later=bool(at)) for at, ((_, page), cited) in enumerate(pages.items())
    )


def _figure(cited: Sequence[Citation], page: int, papers: Papers, size: PageSize, code: str, *, later: bool) -> str:
    """Return one page (its image fetched `later`, when it comes into sight); "" where the paper is another by now, or its page cannot be drawn."""
    document = papers.document(cited[0].document.id)
    if document is None or document.version != cited[0].document.version:
        return ""
    try:
        width, height = size(document.id, page)
    except KizError:
        return ""
    label = words("source", code)
    said = " … ".join(dict.fromkeys(citation.quote for citation in cited))
    boxes = dict.fromkeys(box for citation in cited for number, box in citation.boxes if number == page)
    marks = "".join(_rect(box) for box in boxes)
    meta = f"{phrases(code)['page'].format(page=page)} · {stand(document.date, code)}"
    image = f"/pages/{text(document.id)}/{page}.png?v={text(document.version[:12])}"
    pdf = f"/files/{text(document.id)}.pdf#page={page}"
    return (
        f'<figure class="sheet-of-paper"><figcaption><strong lang="de" dir="ltr">{text(document.title)}</strong>'
        f'<span class="meta">{text(meta)}</span><a href="{pdf}" target="_blank" rel="noopener">'
        f'{label["open_pdf"].format(page=page)}<span class="hidden"> {label["open_pdf_hint"]}</span></a></figcaption>'
        f'<div><img src="{image}" width="{width:.0f}" height="{height:.0f}" loading="{"lazy" if later else "eager"}" '
        f'alt="{alternative(code, page, document.title, said)}">'
        f'<svg viewBox="0 0 {width:.1f} {height:.1f}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f"{marks}</svg></div></figure>"
    )


def _rect(box: Box) -> str:
    width, height = box.x1 - box.x0, box.y1 - box.y0
    return f'<rect x="{box.x0:.1f}" y="{box.y0:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def gone(code: str, config: Config) -> str:
    """Return the word that there is no such offer, the way to those there are, and whom to ask."""
    label = words("browse", code)
    whom = contact_block(config.contact, code)
    person = f'<div class="person"><p>{words("answer", code)["contact_title"]}</p>{whom}</div>' if whom else ""
    return (
        f"<h1>{label['gone_title']}</h1><p>{label['gone']}</p>"
        f'<p><a class="strong" href="{address(code, "angebote")}">{label["all"]}</a></p>{person}'
    )


def failed(told: str, title: str, request: Request, code: str) -> tuple[str, str]:
    """Return title and body for what did not work, with a way to try again."""
    label: dict[str, Any] = words("browse", code)
    again = text(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
    body = (
        f'<h1>{label[title]}</h1><div class="notice" role="alert"><p>{text(told)}</p>'
        f'<a class="strong" href="{again}">{label["retry"]}</a></div>'
    )
    return label[title], body
