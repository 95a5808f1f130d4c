"""Blocked contacts: who is not to be found, and the form to add or take back."""

from __future__ import annotations

from datetime import date
from typing import cast

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from kb.blocks import Block, block, blocks, kind_of, unblock
from kb.errors import KizError
from kb.guard import Guard
from kb.model import Hit, Query
from kb.store import KnowledgeBase
from ui.doors import STAFF
from ui.markup import text
from ui.ports import Answers
from ui.staff_sheet import Desk, back_to, fields, hidden, table
from ui.staff_words import said

HERE = "sperren"
LONGEST = 200
# Passages that are looked at for what is blocked: more pages nobody goes through by hand.
LOOKED = 40


def routes(assistant: Answers, desk: Desk) -> APIRouter:
    """Return `/sperren`, with what its forms send there."""
    router = APIRouter()
    papers = cast(KnowledgeBase, assistant.kb)
    index, label = desk.config.index, said("blocks")

    def show(request: Request, notice: str = "", problem: str = "", code: int = 200, found: str = "") -> Response:
        try:
            held = blocks(index)
        except KizError as error:
            return desk.page(request, HERE, label["title"], "", problem=str(error), status=503)
        rows = [
            [
                text(one.value),
                label[one.kind],
                f"{one.day:%d.%m.%Y}",
                text(one.reason or "–"),
                f'<form method="post" action="{STAFF}/{HERE}">{hidden(remove=one.value)}<button type="submit" '
                f'class="quiet" aria-label="{text(label["remove_one"].format(value=one.value))}">{label["remove"]}'
                "</button></form>",
            ]
            for one in held
        ]
        heads = [label[f"column_{name}"] for name in ("value", "kind", "day", "reason")]
        listed = table(label["title"], [*heads, label["remove"]], rows) if rows else f"<p>{label['none']}</p>"
        form = (
            f'<form class="stacked" method="post" action="{STAFF}/{HERE}"><label>{label["value"]}'
            f'<input name="value" required maxlength="{LONGEST}" autocomplete="off"></label>'
            f'<label>{label["reason"]}<input name="reason" maxlength="{LONGEST}" autocomplete="off"></label>'
            f'<button type="submit" class="strong">{label["add"]}</button></form>'
        )
        body = f"{found}<p>{label['lead']}</p>{form}{listed}"
        return desk.page(request, HERE, label["title"], body, notice=notice, problem=problem, status=code)

    def change(request: Request, sent: dict[str, str]) -> Response:
        value, gone = (" ".join(sent.get(name, "").split())[:LONGEST] for name in ("value", "remove"))
        reason = " ".join(sent.get("reason", "").split())[:LONGEST] or None
        try:
            if gone:
                unblock(index, gone, date.today())
                return back_to(HERE, meldung="removed")
            if not value:
                return show(request, problem=label["empty"], code=400)
            places = _places(papers, value)
            made = block(index, value, date.today(), reason)
        except (KizError, OSError) as error:
            return show(request, problem=str(error), code=503)
        return show(request, label["added"].format(value=made.value), found=_told(papers, places))

    @router.get(f"/{HERE}")
    def listing(request: Request) -> Response:
        return show(request, label["removed"] if request.query_params.get("meldung") == "removed" else "")

    @router.post(f"/{HERE}")
    async def send(request: Request) -> Response:
        return await run_in_threadpool(change, request, dict(await fields(request)))

    return router


def _places(papers: KnowledgeBase, value: str) -> tuple[Hit, ...]:
    """Return where the papers say it, as far as a search finds it: to be asked before it is blocked."""
    guard = Guard((Block(kind_of(value), value, date.today()),))
    hits = papers.search(Query(value, "de"), LOOKED)
    return tuple(hit for hit in hits if guard.holds(hit.passage.text))


def _told(papers: KnowledgeBase, places: tuple[Hit, ...]) -> str:
    """Return the pages on which it still stands, or that it may be misspelt."""
    label = said("blocks")
    if not places:
        return f'<p class="problem">{label["not_found"]}</p>'
    pages = {(hit.passage.document, hit.passage.first_page): None for hit in places}
    rows = "".join(
        f'<li><a href="{STAFF}/unterlagen/{text(document.id)}/seite/{page}">{text(document.title)}, '
        f"{said('paper')['page'].format(page=page)}</a></li>"
        for name, page in pages
        if (document := papers.document(name))
    )
    return f'<section><h2>{label["stands"]}</h2><p>{label["stands_lead"]}</p><ul class="plain">{rows}</ul></section>'
