"""The parts of the publishing page as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from kb.history import report_folder
from kb.ledger import Generation
from ui.doors import STAFF
from ui.markup import text
from ui.staff_jobs import Job
from ui.staff_sheet import hidden, table
from ui.staff_uploads import LONGEST_NOTE, MOST_FILES, MOST_MB, Waiting
from ui.staff_words import said

BASE = f"{STAFF}/veroeffentlichen"
# A longer list of files opens on demand: what comes after it is to be seen, too.
OPEN = 12
_COUNTS = ("added", "changed", "gone", "moved", "failed", "held")


def moment(iso: str) -> str:
    """Return a time as people here write it, "" for none."""
    return f"{datetime.fromisoformat(iso).astimezone():%d.%m.%Y, %H:%M}" if iso else ""


def status(job: Job | None) -> str:
    """Return how the last run goes or went; the script puts it anew while it runs."""
    return f'<div id="job" data-state="{job.state if job else ""}">{_status(job) if job else ""}</div>'


def _status(job: Job) -> str:
    label = said("publish")
    if job.state == "running":
        progress = job.progress
        done, total = int(progress.get("done", 0)), int(progress.get("total", 0))
        shown = label["progress_page" if progress.get("pages") else "progress"].format(**progress) if total else ""
        bar = f'<progress aria-label="{label["percent"]}"{f" max={total} value={done}" if total else ""}></progress>'
        who = label["running_by"].format(who=job.who, time=moment(job.begun)[-5:]) if job.begun else ""
        return (
            f'<div class="run"><p class="what"><span class="turning" aria-hidden="true"></span>'
            f"{label[f'running_{job.kind}']}</p>{bar}<p>{text(shown or label['beginning'])}</p>"
            f'<p class="soft">{text(who)}</p></div>'
        )
    if job.state in ("failed", "broken"):
        told = label["broken"] if job.state == "broken" else label["failed_run"].format(why=job.why)
        return f'<p class="problem" role="alert">{text(told)}</p>'
    number = job.report.get("generation")
    if job.kind == "preview":
        return ""
    if job.kind == "rollback":
        done_word = label["done_rollback"].format(to=job.report.get("to"), number=number)
    else:
        done_word = label["done_publish"].format(number=number) if number else label["done_same"]
    link = f' <a href="{BASE}/bericht/{number}">{label["report"]}</a>' if number else ""
    return f'<p class="done" role="status">{done_word}{link}</p>{_report(job.report) if job.kind == "publish" else ""}'


def upload_form() -> str:
    """Return the form for the first step."""
    label = said("publish")
    limits = {"files": MOST_FILES, "mb": MOST_MB}
    return (
        f'<section><h2>{label["step_1"]}</h2><form class="upload" method="post" enctype="multipart/form-data" '
        f'action="{BASE}/hochladen" data-uploading="{label["uploading"]}" data-failed="{label["not_sent"]}"><label for="files">{label["choose"]}</label>'
        f'<p class="soft" id="files-hint">{label["choose_hint"].format(**limits)}</p>'
        '<input id="files" type="file" name="files" multiple required accept="application/pdf,.pdf" '
        'aria-describedby="files-hint">'
        f"<fieldset><legend>{label['visibility']}</legend>"
        f'<label class="check"><input type="radio" name="visibility" value="internal" checked> {label["internal"]}</label>'
        f'<label class="check"><input type="radio" name="visibility" value="public" aria-describedby="public-hint"> '
        f'{label["public"]}</label><p class="soft" id="public-hint">{label["public_hint"]}</p></fieldset>'
        f'<label for="note">{label["note"]}</label><p class="soft" id="note-hint">{label["note_hint"]}</p>'
        f'<input id="note" name="note" maxlength="{LONGEST_NOTE}" aria-describedby="note-hint">'
        f'<button type="submit" class="strong">{label["upload"]}</button>'
        '<div class="sending" hidden><progress max="100" value="0"></progress><span role="status"></span></div>'
        "</form></section>"
    )


def staged(listed: Sequence[Waiting]) -> str:
    """Return the list of what waits."""
    label, seen = said("publish"), said("papers")
    if not listed:
        return f"<section><h3>{label['staged']}</h3><p>{label['staged_none']}</p></section>"
    rows = []
    for one in listed:
        what = label["staged_removed" if one.removed else "staged_replaces" if one.replaces else "staged_new"]
        note = f'<span class="under">{text(one.note)}</span>' if one.note else ""
        name = text(label["discard_file"].format(file=one.name))
        rows.append(
            f'<li><p class="what">{text(one.name)}</p><p class="soft">{what}, '
            f'<span class="badge-{one.visibility}">{seen[one.visibility]}</span>{f", {text(one.who)}" if one.who else ""}'
            f'</p>{note}<form method="post" action="{BASE}/verwerfen">{hidden(place=one.place)}'
            f'<button type="submit" class="quiet" aria-label="{name}">{label["discard"]}</button></form></li>'
        )
    return f'<section><h3>{label["staged"]}</h3><ul class="entries">{"".join(rows)}</ul></section>'


def step_check(job: Job | None, *, stale: bool) -> str:
    """Return the second step, with what was found out."""
    label = said("publish")
    found = ""
    if job is not None and stale:
        found = f'<p class="problem">{label["stale"]}</p>'
    elif job is not None:
        found = f"<p>{label['checked'].format(day=moment(job.ended))}</p>{_report(job.report)}"
    found = found or f"<p>{label['check_hint']}</p>"
    name = label["check_again" if job else "check"]
    kind = "quiet" if job and not stale else "strong"
    return (
        f'<section id="pruefung"><h2>{label["step_2"]}</h2>{found}'
        f'<form method="post" action="{BASE}/pruefen"><button type="submit" class="{kind}">{name}</button></form></section>'
    )


def step_start(report: Mapping[str, Any]) -> str:
    """Return the third step: nothing to press before it is known what would happen."""
    label = said("publish")
    inner = f"<p>{label['start_hint']}</p>"
    if report:
        changes = any(report.get(name) for name in ("added", "changed", "gone", "moved", "held"))
        confirm = ""
        if report.get("held"):
            confirm = (
                f'<p class="soft">{label["unconfirmed"]}</p><label class="check"><input type="checkbox" name="confirm" '
                f'value="ja"> {label["confirm"]}</label>'
            )
        inner = f"<p>{label['nothing']}</p>"
        if changes:
            inner = (
                f'<form method="post" action="{BASE}/start">{hidden(digest=str(report.get("digest", "")))}{confirm}'
                f'<button type="submit" class="strong">{label["start"]}</button></form>'
            )
    return f"<section><h2>{label['step_3']}</h2>{inner}</section>"


def _report(report: Mapping[str, Any]) -> str:
    """Return what a run did or would do."""
    label = said("publish")
    parts = []
    for held in report.get("held", ()):
        many = label["held"].format(gone=len(held["documents"]), known=held["known"])
        why = " ".join(filter(None, (held.get("why"), many)))
        parts.append(f'<p class="problem">{text(why)}</p>{_names(held["documents"])}')
    moved = [f"{one['before']} → {one['after']}" for one in report.get("moved", ())]
    failed = [f"{Path(one['file']).name}: {one['reason']}" for one in report.get("failed", ())]
    remarks = [f"{one['file']}: {one['message']}" for one in report.get("remarks", ())]
    lists = (
        ("added", report.get("added", ()), True),
        ("changed", report.get("changed", ()), True),
        ("gone", report.get("gone", ()), True),
        ("moved", moved, True),
        ("failed", failed, True),
        ("duplicates", [Path(one).name for one in report.get("duplicates", ())], False),
        ("remarks", remarks, False),
    )
    for name, rows, opened in lists:
        if rows:
            parts.append(
                f"<details{' open' if opened and len(rows) <= OPEN else ''}><summary>{label[name].format(count=len(rows))}</summary>"
                f"{_names(rows)}</details>"
            )
    parts += [f"<p>{text(note)}</p>" for note in report.get("notes", ())]
    parts.append(f'<p class="soft">{label["unchanged"].format(count=report.get("unchanged", 0))}</p>')
    return f'<div class="report">{"".join(parts)}</div>'


def _names(rows: Sequence[str]) -> str:
    return f'<ul class="plain">{"".join(f"<li>{text(row)}</li>" for row in rows)}</ul>'


def history(published: Sequence[Generation], oldest: int | None, index: Path, *, working: bool) -> str:
    """Return the publications, newest first, each with its report and the way back to it."""
    label = said("publish")
    rows = []
    for at, one in enumerate(published):
        changes = ", ".join(
            label[f"count_{name}"].format(count=one.summary[name])
            for name in (*_COUNTS, "rollback")
            if one.summary.get(name) or (name == "rollback" and name in one.summary)
        )
        report = report_folder(index, one.number) / "report.html"
        link = f'<a href="{BASE}/bericht/{one.number}">{label["report"]}</a>' if report.is_file() else "–"
        back = f'<span class="badge-public">{label["now"]}</span>' if at == 0 else "–"
        if at and oldest is not None and one.number >= oldest and not working:
            name = label["back"].format(number=one.number)
            back = (
                f'<a class="quiet" href="{BASE}/zurueck/{one.number}" aria-label="{name}">{label["history_back"]}</a>'
            )
        day = f"{one.published.astimezone():%d.%m.%Y, %H:%M}"
        rows.append([str(one.number), day, changes or label["same"], link, back])
    heads = [label[f"history_{name}"] for name in ("number", "day", "changes", "report", "back")]
    first = max(1, oldest or 0)
    there = oldest is not None and len(published) > 1
    lead = f"<p>{label['history_lead'].format(oldest=first)}</p>" if there else ""
    return f"<section><h2>{label['history']}</h2>{lead}{table(label['history'], heads, rows)}</section>"


def question_back(one: Generation) -> str:
    """Return what going back means, and the button that does it."""
    label = said("publish")
    day = f"{one.published.astimezone():%d.%m.%Y, %H:%M}"
    return (
        f"<p>{label['back_lead'].format(day=day)}</p><p>{label['back_outside']}</p>"
        f'<form method="post" action="{BASE}/zurueck">{hidden(number=str(one.number))}<p class="buttons">'
        f'<button type="submit" class="strong">{label["back_do"]}</button>'
        f'<a class="quiet" href="{BASE}">{label["cancel"]}</a></p></form>'
    )
