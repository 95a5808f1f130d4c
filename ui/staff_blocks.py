"""Blocked contacts: who is not to be found, and the form to add or take back."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from kb.blocks import block, blocks, unblock
from kb.errors import KizError
from ui.doors import STAFF
from ui.markup import text
from ui.staff_sheet import Desk, back_to, fields, hidden, table
from ui.staff_words import said

HERE = "sperren"
LONGEST = 200


def routes(desk: Desk) -> APIRouter:
    """Return `/sperren`, with what its forms send there."""
    router = APIRouter()
    index, label = desk.config.index, said("blocks")

    def show(request: Request, notice: str = "", problem: str = "", code: int = 200) -> Response:
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
        body = f"<p>{label['lead']}</p>{form}{listed}"
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
            made = block(index, value, date.today(), reason)
        except (KizError, OSError) as error:
            return show(request, problem=str(error), code=503)
        return show(request, label["added"].format(value=made.value))

    @router.get(f"/{HERE}")
    def listing(request: Request) -> Response:
        return show(request, label["removed"] if request.query_params.get("meldung") == "removed" else "")

    @router.post(f"/{HERE}")
    async def send(request: Request) -> Response:
        return await run_in_threadpool(change, request, dict(await fields(request)))

    return router
