"""How the command `kiz` lists contacts, and what is blocked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rich.markup import escape

from kb.wording import wording
from ui.console import console, show

LINES = ("role", "unit", "tasks", "phone", "mail", "address", "hours")


def show_contacts(found: Sequence[Mapping[str, Any]]) -> None:
    """Print contacts with what the papers say of each, the date of the newest, and who it was before."""
    words = wording("cli")["contacts"]
    if not found:
        show(words["none"])
        return
    for contact in found:
        title = contact["person"] or contact["unit"] or ", ".join(contact["tasks"])
        past = f" ({words['past']})" if contact["status"] == "past" else ""
        console.print(f"[bold]{escape(title)}[/]{past}")
        for name in LINES:
            value = ", ".join(contact[name]) if isinstance(contact[name], list) else contact[name]
            if value and value != title:
                show(f"   {words['field'].format(label=words[name], value=value)}")
        if contact["succeeded_by"]:
            show(f"   {words['succeeded'].format(person=contact['succeeded_by'])}")
        for before in contact["predecessors"]:
            told = words["span"].format(file=before["source"]["document"], date=_day(before["last_seen"]))
            show(f"   {words['before'].format(person=before['person'], span=told)}")
        places = dict.fromkeys((source["document"], source["page"]) for source in contact["sources"])
        shown = "; ".join(words["source"].format(file=file, page=page) for file, page in places)
        show(f"   {words['seen'].format(date=_day(contact['last_seen']))} · {shown}")
    show(words["count"].format(count=len(found)))


def show_blocks(result: Mapping[str, Any], path: Path) -> None:
    """Print what was blocked or unblocked, or all blocks."""
    words = wording("cli")["contacts"]
    if "blocked" in result:
        show(words["blocked"].format(value=result["blocked"], count=result["entries"]))
        show(words["pdfs"])
    elif "unblocked" in result:
        show(words["unblocked" if result["found"] else "not_blocked"].format(value=result["unblocked"]))
    else:
        for block in result["blocks"]:
            reason = words["reason"].format(reason=block["reason"]) if block["reason"] else ""
            kind = words[f"kind_{block['kind']}"]
            show(words["block"].format(value=block["value"], kind=kind, date=_day(block["day"]), reason=reason))
        show(words["list"].format(path=path) if result["blocks"] else words["no_blocks"])


def _day(value: str | None) -> str:
    return f"{date.fromisoformat(value):%d.%m.%Y}" if value else str(wording("cli")["contacts"]["undated"])
