"""The form that corrects one offer: what is stated of it now, to be changed, and what was changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kb.offer_merge import CatalogueEntry
from kb.offer_words import label as term
from kb.wording import wording
from ui.doors import STAFF
from ui.markup import text
from ui.staff_sheet import hidden
from ui.staff_words import said

HERE = "angebote"
# The columns that may be set here; the rest is for the file itself.
COLUMNS = (
    "new_name", "description", "audience", "topic", "place", "town", "time", "cost", "languages", "organiser",
    "contact.name", "contact.phone", "contact.mail", "registration", "valid_from", "valid_to",
)  # fmt: skip
# Under these names the file has them.
_WRITTEN = {"contact.name": "contact_name", "contact.phone": "contact_phone", "contact.mail": "contact_mail"}
LONGEST = 1000


def column_name(column: str) -> str:
    """Return what a column is called."""
    if column == "new_name":  # what it is now is not new
        return said("fields")["name"]
    return str(wording("corrections")["columns"][column]).partition(",")[0]


def offer_form(entry: CatalogueEntry, sent: Mapping[str, str], table: str) -> str:
    label = said("offers")
    offer = entry.offer
    now = {name: value_of(entry, name) for name in COLUMNS}
    stated = "".join(f"<dt>{column_name(name)}</dt><dd>{text(value)}</dd>" for name, value in now.items() if value)
    links = ", ".join(f'<a href="{STAFF}/unterlagen/{text(one.id)}">{text(one.title)}</a>' for one in entry.seen)
    seen = f'<p class="soft">{label["seen"]} {links}</p>' if links else ""
    public = any(one.visibility == "public" for one in entry.seen)
    page = f'<a class="quiet" href="/angebote/{text(entry.id)}">{label["public_page"]}</a>' if public else ""
    back = f'<p class="buttons"><a class="quiet" href="{STAFF}/{HERE}">{label["back"]}</a>{page}</p>'
    head = f"<section><h2>{label['now']}</h2><dl>{stated}</dl>{seen}</section>"
    if table:
        return head + f"<p>{label['table'].format(file=text(table))}</p>{back}"
    if not entry.seen:
        return head + f"<p>{label['by_hand']}</p>{back}"
    inputs = "".join(_input(name, sent.get(name, now[name])) for name in COLUMNS)
    action = f"{STAFF}/{HERE}/{text(entry.id)}"
    note = f'<input name="note" maxlength="{LONGEST}" value="{text(sent.get("note", ""))}">'
    return (
        f'<form class="stacked fields" method="post" action="{action}"><p class="soft wide" id="value-hint">{label["fields_hint"]}</p>'
        f'{inputs}<label class="wide">{label["note"]}{note}</label><button type="submit" class="strong">{label["save"]}'
        f"</button></form>{seen}"
        f'<section><h2>{label["hide"]}</h2><p>{label["hide_hint"]}</p><form method="post" action="{action}">'
        f'{hidden(hide="ja")}<button type="submit" class="quiet" aria-label="{text(offer.name)}: {label["hide_do"]}">'
        f"{label['hide_do']}</button></form></section>{back}"
    )


def _input(name: str, value: str) -> str:
    about = f'name="{name}" maxlength="{LONGEST}" aria-describedby="value-hint"'
    if name == "description":
        return f'<label class="wide">{column_name(name)}<textarea rows="3" {about}>{text(value)}</textarea></label>'
    return f'<label>{column_name(name)}<input {about} value="{text(value)}"></label>'


def changed(entry: CatalogueEntry, sent: Mapping[str, str]) -> dict[str, str | bool]:
    """Return the columns that were changed, as the file has them."""
    said_now = {name: " ".join(sent.get(name, value_of(entry, name)).split())[:LONGEST] for name in COLUMNS}
    return {
        _WRITTEN.get(name, name): value or "-"
        for name, value in said_now.items()
        if value != " ".join(value_of(entry, name).split())
    }


def value_of(entry: CatalogueEntry, column: str) -> str:
    offer = entry.offer
    if column.startswith("contact."):
        return str(getattr(offer.contact, column.partition(".")[2]) or "")
    value = offer.name if column == "new_name" else getattr(offer, column)
    return "" if value in (None, (), "") else plainly(column, value)


def plainly(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(term("audience", str(one)) if name == "audience" else str(one) for one in value) or "–"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return (term("topic", str(value)) if name == "topic" and value else str(value)) if value else "–"
