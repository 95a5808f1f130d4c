"""Corrections of offers: what is in force, a form for one more, and the way back of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from assistant.offers import Facets, browse, entries
from kb.errors import KizError
from kb.offer_merge import CatalogueEntry, Merged, by_id, merged
from kb.offer_overrides import Override
from kb.store import KnowledgeBase
from ui.corrections_file import ChangedSinceError, add_row, mark, remove_row
from ui.doors import STAFF
from ui.markup import text
from ui.ports import Answers
from ui.staff_offer_form import HERE, LONGEST, changed, column_name, offer_form, plainly
from ui.staff_sheet import Desk, back_to, fields, hidden, visitor_name
from ui.staff_words import said

SHOWN = 40
_DONE = ("saved", "undone")
_ISO = re.compile(r"\d{4}(-\d\d){0,2}")


def routes(assistant: Answers, desk: Desk) -> APIRouter:
    """Return `/angebote`, `/angebote/{id}` and what their forms send to."""
    router = APIRouter(prefix=f"/{HERE}")
    page = _Page(cast(KnowledgeBase, assistant.kb), desk)

    @router.get("")
    def listing(request: Request) -> Response:
        done = request.query_params.get("meldung", "")
        return page.show(request, said("offers")[done] if done in _DONE else "")

    @router.post("")
    async def undo(request: Request) -> Response:
        return await run_in_threadpool(page.undo, request, await fields(request))

    @router.get("/{identity}")
    def offer(request: Request, identity: str) -> Response:
        saved = request.query_params.get("meldung") == "saved"
        return page.form(request, identity, notice=said("offers")["saved"] if saved else "")

    @router.post("/{identity}")
    async def save(request: Request, identity: str) -> Response:
        return await run_in_threadpool(page.save, request, identity, await fields(request))

    return router


class _Page:
    """The list of corrections and the form for one more."""

    def __init__(self, papers: KnowledgeBase, desk: Desk) -> None:
        self.papers, self.desk = papers, desk
        self.label = said("offers")

    @property
    def target(self) -> Path:
        """The file that corrections are written to."""
        config = self.desk.config
        return self.papers.overrides.path or config.offers.overrides or config.corpus / "offers.toml"

    @property
    def table(self) -> bool:
        """Whether that is a table of a spreadsheet, which its program alone writes."""
        return self.target.suffix.lower() == ".csv"

    def show(self, request: Request, notice: str = "", problem: str = "", code: int = 200) -> Response:
        """Return the page with the search and what is in force."""
        asked, papers, label = request.query_params.get("q", "").strip()[:200], self.papers, self.label
        try:
            overrides = papers.overrides.current()
            found = browse(papers, asked, Facets(past=True), today=date.today(), limit=SHOWN)
            held = merged(papers.offers(), date.today(), overrides)
        except KizError as error:
            lead = f"<p>{label['lead']}</p>"
            return self.desk.page(request, HERE, label["title"], lead, problem=str(error), status=503)
        if papers.overrides.problem and not problem:
            problem = label["problem"].format(why=papers.overrides.problem)
        body = f"<p>{label['lead']}</p>{_search(asked)}"
        listed = _found(found.entries, found.total, asked=bool(asked))
        force = _in_force(held, self.target, table=self.table)
        body += listed + force if asked else force + listed
        return self.desk.page(request, HERE, label["title"], body, notice=notice, problem=problem, status=code)

    def form(
        self,
        request: Request,
        identity: str,
        problem: str = "",
        sent: Mapping[str, str] | None = None,
        notice: str = "",
    ) -> Response:
        """Return the form for one offer, filled with what was sent."""
        entry, label = self._entry(identity), self.label
        if entry is None:
            return self.desk.page(request, HERE, label["title"], f"<p>{label['gone']}</p>", status=404)
        title = label["edit_offer"].format(name=entry.offer.name)
        body = offer_form(entry, sent or {}, self.target.name if self.table else "")
        code = 400 if problem else 200
        return self.desk.page(request, HERE, title, body, notice=notice, problem=problem, status=code)

    def save(self, request: Request, identity: str, sent: Mapping[str, str]) -> Response:
        """Write a correction."""
        entry, label = self._entry(identity), self.label
        if entry is None or self.table or not entry.seen:
            return self.form(request, identity)
        row: dict[str, str | bool] = {"offer": entry.offer.name, "id": entry.id}
        if sent.get("hide"):
            row["hide"] = True
        elif changes := changed(entry, sent):
            row |= changes
        else:
            return self.form(request, identity, label["no_value"], sent)
        if note := " ".join(sent.get("note", "").split())[:LONGEST]:
            row["note"] = note
        row |= {"who": visitor_name(request), "when": date.today().isoformat()}
        try:
            add_row(self.target, row)
        except KizError as error:
            return self.form(request, identity, label["bad"].format(why=error), sent)
        except OSError as error:
            return self.form(request, identity, label["bad"].format(why=error.strerror or error), sent)
        # Hidden, there is nothing left to look at.
        return back_to(HERE if sent.get("hide") else f"{HERE}/{identity}", meldung="saved")

    def undo(self, request: Request, sent: Mapping[str, str]) -> Response:
        """Take a correction back."""
        number = sent.get("row", "")
        try:
            if not self.table and number.isdecimal() and len(number) < 7:
                remove_row(self.target, int(number), sent.get("mark", ""))
        except ChangedSinceError:
            return self.show(request, problem=self.label["changed_since"], code=409)
        except (KizError, OSError) as error:
            return self.show(request, problem=self.label["bad"].format(why=error), code=503)
        return back_to(HERE, meldung="undone")

    def _entry(self, identity: str) -> CatalogueEntry | None:
        return by_id(entries(self.papers, date.today()), identity)


def _search(asked: str) -> str:
    label = said("offers")
    return (
        f'<form class="filter" method="get" action="{STAFF}/{HERE}" role="search"><label class="wide">{label["search"]}'
        f'<input type="search" name="q" maxlength="200" value="{text(asked)}"></label><span class="buttons">'
        f'<button type="submit" class="strong">{label["find"]}</button></span></form>'
    )


def _found(found: tuple[CatalogueEntry, ...], total: int, *, asked: bool) -> str:
    label = said("offers")
    if not found:
        return f"<p>{label['nothing']}</p>" if asked else ""
    rows = "".join(
        f'<li><p class="what">{text(entry.offer.name)}{_mark(entry)}</p><p class="soft">'
        f"{text(', '.join(filter(None, (entry.offer.time, entry.offer.place, _seen(entry)))))}</p>"
        f'<a class="quiet" href="{STAFF}/{HERE}/{text(entry.id)}" '
        f'aria-label="{text(label["edit_offer"].format(name=entry.offer.name))}">{label["edit"]}</a></li>'
        for entry in found
    )
    name = "all" if not asked else "found_one" if total == 1 else "found"
    count = label[name].format(count=total)
    more = f"<p>{label['more']}</p>" if total > len(found) else ""
    return f'<section><h2>{count}</h2><ul class="entries">{rows}</ul>{more}</section>'


def _seen(entry: CatalogueEntry) -> str:
    told = _day(entry.last_seen or "")
    return said("offers")["last"].format(day=told) if told else ""


def _day(iso: str) -> str:
    """Return a day as people here write it; what somebody wrote into the file otherwise stays as it is."""
    return ".".join(reversed(iso.split("-"))) if _ISO.fullmatch(iso) else iso


def _mark(entry: CatalogueEntry) -> str:
    return f' <span class="badge-warn">{said("offers")["corrected"]}</span>' if entry.corrections else ""


def _in_force(held: Merged, file: Path, *, table: bool) -> str:
    label = said("offers")
    seen = mark(file)
    applied = sorted(held.applied, key=lambda one: one.row.row)
    rows = "".join(f"<li>{_row(one.row)}{'' if table else _undo(one.row, seen)}</li>" for one in applied)
    missed = "".join(
        f'<li>{_row(one.row)}<p class="soft">{label[f"why_{one.why}"]} {text(", ".join(one.like))}</p>'
        f"{'' if table else _undo(one.row, seen)}</li>"
        for one in held.unmatched
    )
    where = label["table" if table else "file"].format(file=text(file.name)) if rows or missed or table else ""
    none = "" if rows else f"<p>{label['in_force_none']}</p>"
    count = label["in_force"].format(count=len(applied))
    body = f'<section><h2>{count}</h2>{none}<ul class="entries">{rows}</ul>'
    body += f'<p class="soft">{where}</p></section>' if where else "</section>"
    if missed:
        title = label["unmatched"].format(count=len(held.unmatched))
        body += f'<section><h2>{title}</h2><ul class="entries">{missed}</ul></section>'
    return body


def _row(row: Override) -> str:
    label = said("offers")
    names = {"name": "new_name"}
    values = [
        f"{column_name(names.get(name, name))}: {plainly(name, value)}"
        for name, value in row.values.items()
        if name != "valid_printed"
    ]
    values += [label["hidden"]] if row.hide else []
    values += [f"{column_name(name)}: {getattr(row, name)}" for name in ("same_as",) if getattr(row, name)]
    told = ", ".join(filter(None, (row.who, _day(row.when or ""), row.note)))
    return (
        f'<p class="what">{text(row.offer or row.id)}</p><p>{text("; ".join(values))}</p>'
        f'<p class="soft">{text(told)}</p>'
    )


def _undo(row: Override, seen: str) -> str:
    label = said("offers")
    name = text(label["undo_row"].format(row=row.row))
    return (
        f'<form method="post" action="{STAFF}/{HERE}">{hidden(row=str(row.row), mark=seen)}'
        f'<button type="submit" class="quiet" aria-label="{name}">{label["undo"]}</button></form>'
    )
