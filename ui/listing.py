"""How the command `kiz` lists offers, and writes them into files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.markup import escape

from assistant.offer_terms import facet_name
from kb.errors import KizError
from kb.offer_calendar import Quote, calendar_of, dated
from kb.offer_csv import csv_of
from kb.offer_merge import CatalogueEntry
from kb.wording import wording
from ui.console import console, show
from ui.corrections import told_corrections

# The lines of an offer; what the papers do not say is said to be missing, never filled.
LINES = ("audience", "time", "place", "cost", "languages", "organiser", "contact", "registration")


def show_offers(found: Sequence[Mapping[str, Any]], facets: Mapping[str, Mapping[str, int]], total: int) -> None:
    """Print offers with what the papers say of each, and how many there are by facet; `total` are those on all pages."""
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
        if places:
            show("   " + "; ".join(words["source"].format(file=file, page=page) for file, page in sorted(places)))
        for line in told_corrections(offer):
            show(f"   {line}")
    whole = len(found) == total
    show(words["count"].format(count=total) if whole else words["part"].format(count=len(found), total=total))
    for facet, values in facets.items():
        if values:
            counted = ", ".join(words["value"].format(name=name, count=number) for name, number in values.items())
            show(words["facet"].format(name=facet_name(facet), values=counted))


def export(
    found: Sequence[CatalogueEntry],
    shown: Sequence[Mapping[str, Any]],
    quote: Quote,
    stamp: datetime,
    table: Path | None,
    calendar: Path | None,
) -> Iterator[str]:
    """Write offers into the files that are asked for; tell what was written.

    :raises KizError: a file cannot be written.
    """
    words = wording("cli")["offers"]
    if table:
        _write(table, csv_of(shown))
        yield words["written"].format(count=len(shown), file=table)
    if calendar:
        made, events = calendar_of(found, quote, stamp)
        _write(calendar, made)
        without = sum(not dated(entry, quote).meetings for entry in found)
        yield words["dated"].format(count=events, file=calendar, without=without)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise KizError("read-only", path=path, why=error.strerror) from error


def _told(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(filter(None, value.values()))
    return ", ".join(value) if isinstance(value, list) else str(value or "")
