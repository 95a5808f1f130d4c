"""The list of papers, to be sorted and filtered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from kb.model import Document
from kb.store import KnowledgeBase
from ui.doors import STAFF
from ui.markup import text
from ui.ports import Answers
from ui.staff_filters import kind_name
from ui.staff_sheet import Desk, table
from ui.staff_words import said

ROWS = 50
_SORTS: Mapping[str, Callable[[Document], Any]] = {
    "titel": lambda one: one.title.casefold(),
    "art": lambda one: (kind_name(one.kind), one.title.casefold()),
    "stand": lambda one: (one.date or date.min, one.title.casefold()),
    "herausgeber": lambda one: ((one.issuer or "").casefold(), one.title.casefold()),
    "seiten": lambda one: (one.pages, one.title.casefold()),
    "sichtbar": lambda one: (one.visibility, one.title.casefold()),
}
_HEADS = ("title", "kind", "date", "issuer", "pages", "visibility")


def routes(assistant: Answers, desk: Desk) -> APIRouter:
    """Return `/unterlagen`."""
    router = APIRouter()
    papers = cast(KnowledgeBase, assistant.kb)

    @router.get("/unterlagen")
    def listing(request: Request) -> Response:
        label = said("papers")
        documents = papers.documents()
        asked = {name: request.query_params.get(name, "").strip() for name in ("q", "art", "sicht", "jahr")}
        found = [one for one in documents if _passes(one, asked)]
        order = request.query_params.get("nach", "stand")
        order = order if order in _SORTS else "stand"
        down = request.query_params.get("richtung", "ab" if order == "stand" else "auf") == "ab"
        found.sort(key=_SORTS[order], reverse=down)
        lead = label["lead_found" if any(asked.values()) else "lead"]
        body = f"<p>{lead.format(count=len(documents), found=len(found))}</p>{_form(documents, asked, order, down)}"
        last = max(1, -(-len(found) // ROWS))
        number = request.query_params.get("seite", "1")
        page = min(last, max(1, int(number))) if number.isdigit() and len(number) < 6 else 1
        if found:
            query = {name: value for name, value in asked.items() if value}
            body += _table(found[(page - 1) * ROWS : page * ROWS], query, order, down)
            body += _pages({**query, "nach": order, "richtung": "ab" if down else "auf"}, page, last)
        else:
            body += f"<p>{label['nothing']}</p>"
        return desk.page(request, "unterlagen", label["title"], body)

    return router


def _passes(document: Document, asked: Mapping[str, str]) -> bool:
    words = asked["q"].casefold().split()
    parts = (document.title, document.reference, document.file, document.issuer, document.id, document.file_reference)
    where = " ".join(filter(None, parts)).casefold()
    return (
        all(word in where for word in words)
        and asked["art"] in ("", document.kind)
        and asked["sicht"] in ("", document.visibility)
        and asked["jahr"] in ("", str(document.date.year) if document.date else "-")
    )


def _form(documents: Sequence[Document], asked: Mapping[str, str], order: str, down: bool) -> str:
    label = said("papers")
    kinds = sorted({one.kind for one in documents}, key=kind_name)
    years = sorted({one.date.year for one in documents if one.date}, reverse=True)
    undated = [("-", label["undated"])] if any(one.date is None for one in documents) else []
    choices = {
        "art": (label["kind"], [(kind, kind_name(kind)) for kind in kinds]),
        "jahr": (label["year"], [(str(year), str(year)) for year in years] + undated),
        "sicht": (label["visibility"], [("public", label["public"]), ("internal", label["internal"])]),
    }
    selects = "".join(
        f'<label>{name}<select name="{key}"><option value="">{label["all"]}</option>'
        + "".join(
            f'<option value="{text(value)}"{" selected" if asked[key] == value else ""}>{text(shown)}</option>'
            for value, shown in options
        )
        + "</select></label>"
        for key, (name, options) in choices.items()
    )
    reset = f'<a class="quiet" href="{STAFF}/unterlagen">{label["reset"]}</a>' if any(asked.values()) else ""
    return (
        f'<form class="filter" method="get" action="{STAFF}/unterlagen" role="search"><label class="wide">'
        f'{label["search"]}<input type="search" name="q" maxlength="200" value="{text(asked["q"])}"></label>{selects}'
        f'<input type="hidden" name="nach" value="{order}"><input type="hidden" name="richtung" '
        f'value="{"ab" if down else "auf"}"><span class="buttons"><button type="submit" class="strong">'
        f"{label['apply']}</button>{reset}</span></form>"
    )


def _table(shown: Sequence[Document], query: Mapping[str, str], order: str, down: bool) -> str:
    label = said("papers")
    heads, marks = [], {}
    for at, (key, name) in enumerate(zip(_SORTS, _HEADS, strict=True)):
        column = label[f"column_{name}"]
        current = key == order
        turned = "auf" if current and down else "ab" if current else "auf"
        target = text(f"{STAFF}/unterlagen?{urlencode({**query, 'nach': key, 'richtung': turned})}")
        sign = f' <span aria-hidden="true">{"▼" if down else "▲"}</span>' if current else ""
        title = text(label["sort"].format(column=column))
        heads.append(f'<a href="{target}" title="{title}">{column}{sign}</a>')
        if current:
            marks[at] = f'aria-sort="{"descending" if down else "ascending"}"'
    rows = [
        [
            f'<a href="{STAFF}/unterlagen/{text(one.id)}">{text(one.title)}</a>'
            + (f'<span class="under">{text(one.reference)}</span>' if one.reference else ""),
            text(kind_name(one.kind)),
            f'<span class="short">{f"{one.date:%d.%m.%Y}" if one.date else label["undated"]}</span>',
            text(one.issuer or "–"),
            str(one.pages),
            f'<span class="badge-{one.visibility}">{label[one.visibility]}</span>',
        ]
        for one in shown
    ]
    return table(label["caption"], heads, rows, marks=marks)


def _pages(query: Mapping[str, str], page: int, last: int) -> str:
    if last == 1:
        return ""
    label = said("papers")
    steps = ((page - 1, label["previous"]), (page + 1, label["following"]))
    targets = [text(f"{STAFF}/unterlagen?{urlencode({**query, 'seite': at})}") for at, _ in steps]
    links = [
        f'<a class="quiet" href="{target}">{name}</a>' if 1 <= at <= last else ""
        for target, (at, name) in zip(targets, steps, strict=True)
    ]
    count = f'<span aria-current="page">{label["page_of"].format(page=page, pages=last)}</span>'
    return f'<nav class="pager" aria-label="{label["pages_label"]}">{links[0]}{count}{links[1]}</nav>'
