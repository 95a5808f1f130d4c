"""One paper: what is known of it with the quotes that say so, what was read from it, and its pages with marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, cast
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from ingest.render import page_size
from kb.errors import KizError
from kb.model import Box, Document
from kb.offers import Span
from kb.store import KnowledgeBase
from ui.console import remark_text
from ui.doors import STAFF
from ui.files import visible
from ui.markup import stand, text
from ui.ports import Answers
from ui.staff_filters import kind_name
from ui.staff_sheet import Desk, hidden, table
from ui.staff_uploads import place_of, told
from ui.staff_words import said
from ui.wording import words

# A quote goes along in the address of a page; a longer one is marked by its beginning.
LONGEST_QUOTE = 300
FIELDS = (
    "title", "kind", "date", "issuer", "reference", "paper_type", "file_reference", "unit", "author", "visibility",
    "pages", "origin", "file", "id",
)  # fmt: skip
# The id of the steps to the pages before and after: whoever goes on is there again.
PAGER = "blaettern"
# What is never printed on a paper.
_OURS = frozenset({"visibility", "pages", "origin", "file", "id"})


def routes(assistant: Answers, desk: Desk) -> APIRouter:
    """Return `/unterlagen/{id}` and `/unterlagen/{id}/seite/{n}`."""
    router = APIRouter()
    papers = cast(KnowledgeBase, assistant.kb)

    def gone(request: Request) -> Response:
        label = said("paper")
        back = f'<p>{label["gone"]}</p><p><a href="{STAFF}/unterlagen">{label["back"]}</a></p>'
        return desk.page(request, "unterlagen", label["gone_title"], back, status=404)

    @router.get("/unterlagen/{document_id}")
    def paper(request: Request, document_id: str) -> Response:
        found = visible(papers, document_id)
        if found is None:
            return gone(request)
        body = _paper(papers, found[0]) + _withdrawing(papers, found[0], desk)
        return desk.page(request, "unterlagen", found[0].title, body)

    @router.get("/unterlagen/{document_id}/seite/{number}")
    def page(request: Request, document_id: str, number: str) -> Response:
        found = visible(papers, document_id)
        at = int(number) if re.fullmatch(r"[1-9]\d{0,4}", number) else 0
        if found is None or not 1 <= at <= found[0].pages:
            return gone(request)
        sought = request.query_params.get("zitat", "")[:LONGEST_QUOTE]
        try:
            size = page_size(found[1], at)
        except KizError:
            return gone(request)
        return desk.page(request, "unterlagen", found[0].title, _page(papers, found[0], at, sought, size))

    return router


def page_link(document: str, page: int, sought: str) -> str:
    """Return the address of a page on which a quote is marked."""
    return f"{STAFF}/unterlagen/{document}/seite/{page}?zitat={quote(' '.join(sought.split())[:LONGEST_QUOTE])}"


def _paper(papers: KnowledgeBase, document: Document) -> str:
    label = said("paper")
    tools = (
        f'<p class="buttons"><a class="strong" href="{STAFF}/#unterlage={text(document.id)}">{label["ask"]}</a>'
        f'<a class="quiet" href="{STAFF}/files/{text(document.id)}.pdf">{label["pdf"]}</a>'
        f'<a class="quiet" href="{STAFF}/unterlagen">{label["back"]}</a></p>'
    )
    steps = [
        ", ".join(
            filter(None, (step.organization, f"{step.date:%d.%m.%Y}" if step.date else "", step.role, step.result))
        )
        for step in document.consultations
    ]
    places = papers.places(document.id)
    versions = [
        f'<a href="{STAFF}/unterlagen/{text(one.id)}">{label["version"].format(date=stand(one.superseded))}</a>'
        for one in papers.versions(document.id)
    ]
    remarks = [text(remark_text(remark)) for remark in document.remarks]
    return (
        tools
        + _section(label["fields"], _fields(papers, document))
        + (_section(label["steps"], _list(map(text, steps))) if steps else "")
        + _section(label["remarks"], _list(remarks) or f"<p>{label['remarks_none']}</p>")
        + _section(label["versions"], _list(versions) or f"<p>{label['versions_none']}</p>")
        + _section(label["offers"], _read_from(papers, document, "offers") or f"<p>{label['offers_none']}</p>")
        + _section(label["contacts"], _read_from(papers, document, "contacts") or f"<p>{label['contacts_none']}</p>")
        + (_section(label["places"], _list(map(text, places))) if places else "")
    )


def _fields(papers: KnowledgeBase, document: Document) -> str:
    label, names = said("paper"), said("fields")
    evidence = {entry["field"]: entry for entry in papers.evidence(document.id)}
    rows = []
    for name in FIELDS:
        value = getattr(document, name)
        if value in (None, ""):
            continue
        entry = evidence.get(name)
        source = "" if name in _OURS else f'<span class="soft">{label["declared"]}</span>'
        if entry and (not isinstance(value, str) or value in " ".join(str(entry["quote"]).split())):
            source = _quoted(document.id, entry["page"], str(entry["quote"]), _shown(name, value))
        rows.append([names[name], text(_shown(name, value)), source])
    lacking = [names[name] for name in FIELDS if name not in _OURS and getattr(document, name) in (None, "")]
    unsaid = f'<p class="soft">{label["unsaid"].format(fields=", ".join(lacking))}</p>' if lacking else ""
    return table(label["fields"], [label["column_field"], label["column_value"], label["column_source"]], rows) + unsaid


def _shown(name: str, value: Any) -> str:
    if name == "kind":
        return kind_name(value)
    if name == "visibility":
        return said("papers")[value]
    return stand(value) if name == "date" else str(value)


def _quoted(document: str, page: int, sought: str, known: str = "") -> str:
    """Return a quote with the way to its page; of one that says just what is `known` already, the way alone."""
    label = said("paper")
    one_line = " ".join(sought.split())
    link = f'<a class="at" href="{text(page_link(document, page, one_line))}">{label["show"].format(page=page)}</a>'
    if one_line == known:
        return link.replace(">", f' aria-label="{text(known)}: {label["show"].format(page=page)}">', 1)
    return f"<q>{text(one_line)}</q> {link}"


def _read_from(papers: KnowledgeBase, document: Document, what: str) -> str:
    """Return the offers or contacts that were read from a paper, each with what says so."""
    texts = {passage.ordinal: passage for passage in papers.passages(document.id)}

    def source(spans: Sequence[Span], name: str) -> str:
        for span in spans:
            passage = texts.get(span.ordinal)
            if passage:
                return _quoted(document.id, passage.page_at(span.start), passage.text[span.start : span.end], name)
        return ""

    items = []
    if what == "offers":
        for owner, offer in papers.offers():
            if owner.id == document.id:
                told_of = ", ".join(filter(None, (offer.time, offer.place, offer.intended)))
                items.append((offer.name, told_of, source(offer.where("name"), offer.name)))
    else:
        for owner, contact in papers.contacts():
            if owner.id == document.id:
                name = ", ".join(filter(None, (contact.person, contact.role, contact.unit)))
                reached = ", ".join(filter(None, (contact.phone, contact.mail, contact.address)))
                spans = [span for _, each in contact.spans for span in each]
                items.append((name, reached, source(spans, name)))
    return _list(
        f"<strong>{text(name)}</strong>{f'<br>{text(more)}' if more else ''}{f'<br>{where}' if where else ''}"
        for name, more, where in items
    )


def _withdrawing(papers: KnowledgeBase, document: Document, desk: Desk) -> str:
    if document.superseded:
        return ""
    label, corpus = said("paper"), desk.config.corpus
    places = papers.places(document.id)
    uploaded = [place for path in places if (place := place_of(corpus, path))]
    if not uploaded or len(uploaded) < len(places):
        return _section(label["withdraw"], f'<p class="soft">{label["not_withdraw"]}</p>')
    note = told(corpus, uploaded[0])
    who = f"<p>{text(label['uploaded'].format(day=note['day'], who=note['who']))}</p>" if note else ""
    who += f"<p>{text(label['uploaded_note'].format(note=note['note']))}</p>" if note.get("note") else ""
    form = (
        f'<form method="post" action="{STAFF}/veroeffentlichen/entfernen">{hidden(place=uploaded[0])}'
        f'<p>{label["withdraw_hint"]}</p><button type="submit" class="quiet">{label["withdraw"]}</button></form>'
    )
    return _section(label["withdraw"], who + form)


def _page(papers: KnowledgeBase, document: Document, at: int, sought: str, size: tuple[float, float]) -> str:
    label = said("paper")
    marks = marked(papers, document.id, at, sought)
    width, height = size
    alt = label["image_quote" if marks else "image"].format(page=at, title=document.title, quote=sought)
    boxes = "".join(
        f'<rect x="{box.x0:.1f}" y="{box.y0:.1f}" width="{box.x1 - box.x0:.1f}" height="{box.y1 - box.y0:.1f}"/>'
        for box in marks
    )
    image = f"{STAFF}/pages/{text(document.id)}/{at}.png?v={text(document.version[:12])}"
    missed = f"<p>{text(label['not_marked'].format(quote=sought))}</p>" if sought and not marks else ""
    scroller = words("source")["scroller"].format(page=at)
    steps = "".join(
        f'<a class="quiet" href="{STAFF}/unterlagen/{text(document.id)}/seite/{to}#{PAGER}">{name}</a>'
        for to, name in ((at - 1, label["previous"]), (at + 1, label["following"]))
        if 1 <= to <= document.pages
    )
    return (
        f'<p class="buttons"><a class="quiet" href="{STAFF}/unterlagen/{text(document.id)}">{label["viewer_back"]}</a>'
        f'<a class="quiet" href="{STAFF}/files/{text(document.id)}.pdf#page={at}">{label["pdf"]}</a></p>'
        f'<p class="pager" id="{PAGER}"><span>{label["viewer"].format(page=at, pages=document.pages)}</span>{steps}</p>{missed}'
        f'<div class="sheetwrap" tabindex="0" role="region" aria-label="{scroller}"><svg class="paper" viewBox="0 0 {width:.1f} {height:.1f}" role="img" aria-label="{text(alt)}">'
        f'<image href="{image}" width="{width:.1f}" height="{height:.1f}"/>{boxes}</svg></div>'
        f"{_text_of(papers, document.id, at)}"
    )


def _text_of(papers: KnowledgeBase, document: str, at: int) -> str:
    """Return the text that was read from a page, for whoever cannot see its image, or wants to know what was read."""
    label, rows = said("paper"), []
    for passage in papers.passages(document):
        here = [piece for piece in passage.pieces if piece.page == at]
        if here:
            rows += passage.text[here[0].start : here[-1].end].split("\n")
    told = "".join(f"<p>{text(row)}</p>" for row in rows if row.strip()) or f"<p>{label['text_none']}</p>"
    return (
        f'<details class="pagetext"><summary>{label["text_title"]}</summary>'
        f'<p class="soft">{label["text_lead"]}</p>{told}</details>'
    )


def marked(papers: KnowledgeBase, document: str, page: int, sought: str) -> tuple[Box, ...]:
    """Return the boxes of a quote on a page, in whatever passage it stands; () where it is not found."""
    parts = [re.escape(part) for part in sought.split()]
    if not parts:
        return ()
    pattern = re.compile(r"\s+".join(parts))
    for passage in papers.passages(document):
        if passage.first_page <= page <= passage.last_page:
            for match in pattern.finditer(passage.text):
                boxes = tuple(box for number, box in passage.boxes(*match.span()) if number == page)
                if boxes:
                    return boxes
    return ()


def _section(title: str, inner: str) -> str:
    return f"<section><h2>{title}</h2>{inner}</section>"


def _list(rows: Iterable[str]) -> str:
    items = "".join(f"<li>{row}</li>" for row in rows if row)
    return f'<ul class="plain">{items}</ul>' if items else ""
