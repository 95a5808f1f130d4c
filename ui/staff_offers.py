"""Corrections of offers: what is in force, a form for one more, and the way back of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from assistant.offers import browse, entries
from kb.errors import KizError
from kb.offer_merge import CatalogueEntry, Merged, by_id, merged
from kb.offer_overrides import Override
from kb.offer_words import label as term
from kb.store import KnowledgeBase
from kb.wording import wording
from ui.corrections_file import ChangedSinceError, add_row, mark, remove_row
from ui.doors import STAFF
from ui.markup import text
from ui.ports import Answers
from ui.staff_sheet import Desk, back_to, fields, hidden, visitor_name
from ui.staff_words import said

HERE = "angebote"
SHOWN = 40
# The columns that may be set here; the rest is for the file itself.
COLUMNS = (
    "new_name", "description", "audience", "topic", "place", "town", "time", "cost", "languages", "organiser",
    "contact.name", "contact.phone", "contact.mail", "registration", "valid_from", "valid_to",
)  # fmt: skip
# Under these names the file has them.
_WRITTEN = {"contact.name": "contact_name", "contact.phone": "contact_phone", "contact.mail": "contact_mail"}
LONGEST = 1000
_DONE = ("saved", "undone")


def column_name(column: str) -> str:
    """Return what a column is called."""
    if column == "new_name":  # what it is now is not new
        return said("fields")["name"]
    return str(wording("corrections")["columns"][column]).partition(",")[0]


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
        return page.form(request, identity)

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
            found = browse(papers, asked, today=date.today(), limit=SHOWN) if asked else None
            held = merged(papers.offers(), date.today(), overrides)
        except KizError as error:
            lead = f"<p>{label['lead']}</p>"
            return self.desk.page(request, HERE, label["title"], lead, problem=str(error), status=503)
        if papers.overrides.problem and not problem:
            problem = label["problem"].format(why=papers.overrides.problem)
        body = f"<p>{label['lead']}</p>{_search(asked)}"
        body += _found(found.entries, found.total) if found is not None else ""
        body += _in_force(held, self.target, table=self.table)
        return self.desk.page(request, HERE, label["title"], body, notice=notice, problem=problem, status=code)

    def form(
        self, request: Request, identity: str, problem: str = "", sent: Mapping[str, str] | None = None
    ) -> Response:
        """Return the form for one offer, filled with what was sent."""
        entry, label = self._entry(identity), self.label
        if entry is None:
            return self.desk.page(request, HERE, label["title"], f"<p>{label['gone']}</p>", status=404)
        title = label["edit_offer"].format(name=entry.offer.name)
        body = _form(entry, sent or {}, self.target.name if self.table else "")
        return self.desk.page(request, HERE, title, body, problem=problem, status=400 if problem else 200)

    def save(self, request: Request, identity: str, sent: Mapping[str, str]) -> Response:
        """Write a correction."""
        entry, label = self._entry(identity), self.label
        if entry is None or self.table or not entry.seen:
            return self.form(request, identity)
        row: dict[str, str | bool] = {"offer": entry.offer.name, "id": entry.id}
        column, value = sent.get("column", ""), " ".join(sent.get("value", "").split())[:LONGEST]
        if sent.get("hide"):
            row["hide"] = True
        elif column in COLUMNS and value:
            row[_WRITTEN.get(column, column)] = value
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
        return back_to(HERE, meldung="saved")

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


def _found(found: tuple[CatalogueEntry, ...], total: int) -> str:
    label = said("offers")
    if not found:
        return f"<p>{label['nothing']}</p>"
    rows = "".join(
        f'<li><p class="what">{text(entry.offer.name)}{_mark(entry)}</p><p class="soft">'
        f"{text(', '.join(filter(None, (entry.offer.time, entry.offer.place, _seen(entry)))))}</p>"
        f'<a class="quiet" href="{STAFF}/{HERE}/{text(entry.id)}" '
        f'aria-label="{text(label["edit_offer"].format(name=entry.offer.name))}">{label["edit"]}</a></li>'
        for entry in found
    )
    count = label["found_one"] if total == 1 else label["found"].format(count=total)
    more = f"<p>{label['more']}</p>" if total > len(found) else ""
    return f'<section><h2>{count}</h2><ul class="entries">{rows}</ul>{more}</section>'


def _seen(entry: CatalogueEntry) -> str:
    told = ".".join(reversed((entry.last_seen or "").split("-")))
    return said("offers")["last"].format(day=told) if told else ""


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
        f"{column_name(names.get(name, name))}: {_plain(name, value)}"
        for name, value in row.values.items()
        if name != "valid_printed"
    ]
    values += [label["hidden"]] if row.hide else []
    values += [f"{column_name(name)}: {getattr(row, name)}" for name in ("same_as",) if getattr(row, name)]
    told = ", ".join(filter(None, (row.who, row.when, row.note)))
    return (
        f'<p class="what">{text(row.offer or row.id)}</p><p>{text("; ".join(values))}</p>'
        f'<p class="soft">{text(told)}</p>'
    )


def _plain(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(term("audience", str(one)) if name == "audience" else str(one) for one in value) or "–"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return (term("topic", str(value)) if name == "topic" and value else str(value)) if value else "–"


def _undo(row: Override, seen: str) -> str:
    label = said("offers")
    name = text(label["undo_row"].format(row=row.row))
    return (
        f'<form method="post" action="{STAFF}/{HERE}">{hidden(row=str(row.row), mark=seen)}'
        f'<button type="submit" class="quiet" aria-label="{name}">{label["undo"]}</button></form>'
    )


def _form(entry: CatalogueEntry, sent: Mapping[str, str], table: str) -> str:
    label = said("offers")
    offer = entry.offer
    now = {name: _value(entry, name) for name in COLUMNS}
    stated = "".join(f"<dt>{column_name(name)}</dt><dd>{text(value)}</dd>" for name, value in now.items() if value)
    seen = label["seen"].format(titles=", ".join(f"„{paper.title}“" for paper in entry.seen)) if entry.seen else ""
    back = f'<p class="buttons"><a class="quiet" href="{STAFF}/{HERE}">{label["back"]}</a></p>'
    head = f'<section><h2>{label["now"]}</h2><dl>{stated}</dl><p class="soft">{text(seen)}</p></section>'
    if table:
        return head + f"<p>{label['table'].format(file=text(table))}</p>{back}"
    if not entry.seen:
        return head + f"<p>{label['by_hand']}</p>{back}"
    options = "".join(
        f'<option value="{name}"{" selected" if sent.get("column") == name else ""}>{column_name(name)}</option>'
        for name in COLUMNS
    )
    action = f"{STAFF}/{HERE}/{text(entry.id)}"
    note = f'<input name="note" maxlength="{LONGEST}" value="{text(sent.get("note", ""))}">'
    return (
        f'{head}<section><h2>{label["edit"]}</h2><form class="stacked" method="post" action="{action}">'
        f'<label>{label["field"]}<select name="column">{options}</select></label>'
        f'<label>{label["value"]}<input name="value" required maxlength="{LONGEST}" value="{text(sent.get("value", ""))}" '
        f'aria-describedby="value-hint"></label><p class="soft" id="value-hint">{label["value_hint"]}</p>'
        f'<label>{label["note"]}{note}</label><button type="submit" class="strong">{label["save"]}</button></form></section>'
        f'<section><h2>{label["hide"]}</h2><p>{label["hide_hint"]}</p><form method="post" action="{action}">'
        f'{hidden(hide="ja")}<button type="submit" class="quiet" aria-label="{text(offer.name)}: {label["hide_do"]}">'
        f"{label['hide_do']}</button></form></section>{back}"
    )


def _value(entry: CatalogueEntry, column: str) -> str:
    offer = entry.offer
    if column.startswith("contact."):
        return str(getattr(offer.contact, column.partition(".")[2]) or "")
    value = offer.name if column == "new_name" else getattr(offer, column)
    return "" if value in (None, (), "") else _plain(column, value)
