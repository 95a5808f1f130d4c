"""How the command `kiz` lists offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.markup import escape

from kb.wording import wording
from ui.console import console, show

# The lines of an offer; what the papers do not say is said to be missing, never filled.
LINES = ("audience", "time", "place", "cost", "languages", "organiser", "contact", "registration")


def show_offers(found: Sequence[Mapping[str, Any]], facets: Mapping[str, Mapping[str, int]]) -> None:
    """Print offers with what the papers say of each, and how many there are by audience, topic and town."""
    words = wording("cli")["offers"]
    if not found:
        show(words["none"])
        return
    for offer in found:
        past = f" ({words['past']})" if offer["status"] == "past" else ""
        console.print(f"[bold]{escape(offer['name'])}[/]{past}")
        if offer["description"]:
            show(f"   {offer['description']}")
        for name in LINES:
            if told := _told(offer[name]):
                show(f"   {words['field'].format(label=words[name], value=told)}")
        if missing := [words[name] for name in LINES if not _told(offer[name])]:
            show(f"   {words['field'].format(label=words['unknown'], value=', '.join(missing))}")
        places = {(source["document"], source["page"]) for source in offer["sources"]}
        show("   " + "; ".join(words["source"].format(file=file, page=page) for file, page in sorted(places)))
    show(words["count"].format(count=len(found)))
    for values in facets.values():
        if values:
            show(", ".join(f"{name} ({count})" for name, count in sorted(values.items(), key=lambda one: -one[1])))


def _told(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(filter(None, value.values()))
    return ", ".join(value) if isinstance(value, list) else str(value or "")
