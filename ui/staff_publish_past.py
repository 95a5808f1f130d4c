"""What was published before, as HTML: the list of publications, the way back to one of them, their reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.history import report_folder
from kb.ledger import Generation
from ui.doors import STAFF
from ui.markup import text
from ui.staff_publish_parts import BASE
from ui.staff_sheet import hidden, table
from ui.staff_words import said

_COUNTS = ("added", "changed", "gone", "moved", "failed", "held")
# Of a long list of papers one wants to know that it is the expected one.
SHOWN = 10


def with_way_back(report: str) -> str:
    """Return a report's page with the way back to where one came from, and its text as what the page is about."""
    label = said("publish")
    back = f'<nav aria-label="{label["title"]}"><p><a style="color: inherit" href="{BASE}">{label["report_back"]}</a></p></nav>'
    return report.replace("<body>", f"<body>{back}<main>", 1).replace("</body>", "</main></body>", 1)


def history(published: Sequence[Generation], oldest: int | None, index: Path, *, working: bool) -> str:
    """Return the publications, newest first, each with its report and the way back to it."""
    label = said("publish")
    rows = []
    for at, one in enumerate(published):
        report = report_folder(index, one.number) / "report.html"
        link = f'<a href="{BASE}/bericht/{one.number}">{label["report"]}</a>' if report.is_file() else "–"
        back = f'<span class="badge-public">{label["now"]}</span>' if at == 0 else "–"
        if at and oldest is not None and one.number >= oldest and not working:
            name = label["back"].format(number=one.number)
            back = (
                f'<a class="quiet" href="{BASE}/zurueck/{one.number}" aria-label="{name}">{label["history_back"]}</a>'
            )
        day = _day(one)
        # On a phone there are no heads over a row, and a number alone would tell nothing.
        number = f'<span class="short">{label["history_number"]} {one.number}</span>'
        rows.append(
            [number, f'<span class="short">{day}</span>', _changes(one), f'<span class="short">{link}</span>', back]
        )
    heads = [label[f"history_{name}"] for name in ("number", "day", "changes", "report", "back")]
    first = max(1, oldest or 0)
    there = oldest is not None and len(published) > 1
    lead = f"<p>{label['history_lead'].format(oldest=first)}</p>" if there else ""
    papers = f'<a href="{STAFF}/unterlagen">{said("papers")["title"]}</a>'
    lead += f"<p>{label['history_one'].format(papers=papers)}</p>" if published else ""
    return f"<section><h2>{label['history']}</h2>{lead}{table(label['history'], heads, rows)}</section>"


def question_back(one: Generation, since: Sequence[tuple[Generation, Sequence[Mapping[str, Any]]]]) -> str:
    """Return what going back means, and the button that does it; `since` are the publications it undoes, with their changes."""
    label = said("publish")
    undone = "".join(
        f"<li>{label['back_number'].format(number=each.number, day=_day(each))}: {_changes(each)}"
        f"{_titles(documents)}</li>"
        for each, documents in since
    )
    return (
        f"<p>{label['back_lead'].format(day=_day(one))}</p>"
        f'<section><h2>{label["back_undone"]}</h2><ul class="plain">{undone}</ul></section>'
        f"<p>{label['back_outside']}</p>"
        f'<form method="post" action="{BASE}/zurueck">{hidden(number=str(one.number))}<p class="buttons">'
        f'<button type="submit" class="strong">{label["back_do"]}</button>'
        f'<a class="quiet" href="{BASE}">{label["cancel"]}</a></p></form>'
    )


def _day(one: Generation) -> str:
    return f"{one.published.astimezone():%d.%m.%Y, %H:%M}"


def _changes(one: Generation) -> str:
    """Return what a publication changed, in numbers."""
    label = said("publish")
    told = ", ".join(
        label[f"count_{name}"].format(count=one.summary[name])
        for name in (*_COUNTS, "rollback")
        if one.summary.get(name) or (name == "rollback" and name in one.summary)
    )
    return told or label["same"]


def _titles(documents: Sequence[Mapping[str, Any]]) -> str:
    """Return the papers that a publication changed, by what happened to them."""
    label, rows = said("publish"), []
    for what in ("added", "changed", "gone"):
        names = [str(one.get("title") or one.get("file")) for one in documents if one.get("what") == what]
        if names:
            more = label["back_more"].format(count=len(names) - SHOWN) if len(names) > SHOWN else ""
            rows.append(f"{label[f'back_{what}']}: {text('; '.join(names[:SHOWN]))}{more}")
    return f'<ul class="plain">{"".join(f"<li>{row}</li>" for row in rows)}</ul>' if rows else ""
