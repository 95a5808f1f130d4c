"""The parts of the publishing page as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from ui.doors import STAFF
from ui.markup import text
from ui.staff_jobs import Job
from ui.staff_sheet import hidden
from ui.staff_uploads import LONGEST_NOTE, MOST_FILES, MOST_MB, Waiting
from ui.staff_words import said

BASE = f"{STAFF}/veroeffentlichen"
# A longer list of files opens on demand: what comes after it is to be seen, too.
OPEN = 12
NONE: Mapping[str, str] = MappingProxyType({})
# The id of the list of what waits.
STAGED = "vorgemerkt"


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


def staged(listed: Sequence[Waiting], unread: Mapping[str, str] = NONE) -> str:
    """Return the list of what waits; `unread`: names of files that could not be read, with the reasons."""
    label, seen = said("publish"), said("papers")
    if not listed:
        return f'<section id="{STAGED}"><h3>{label["staged"]}</h3><p>{label["staged_none"]}</p></section>'
    rows = []
    for one in listed:
        kind = "removed" if one.removed else "same" if one.same else "replaces" if one.replaces else "new"
        what = label[f"staged_{kind}"]
        note = f'<span class="under">{text(one.note)}</span>' if one.note else ""
        note += f'<p class="problem">{text(unread[one.name])}</p>' if one.name in unread else ""
        name = text(label["discard_file"].format(file=one.name))
        other = "internal" if one.visibility == "public" else "public"
        turning = f"{text(one.name)}: {label[f'turn_{other}']}"
        turned = f'<form method="post" action="{BASE}/umstellen">{hidden(place=one.place)}<button type="submit" class="quiet" aria-label="{turning}">{label[f"turn_{other}"]}</button></form>'
        rows.append(
            f'<li><p class="what">{text(one.name)}</p><p class="soft">{what}, '
            f'<span class="badge-{one.visibility}">{seen[one.visibility]}</span>{f", {text(one.who)}" if one.who else ""}'
            f'</p>{note}<div class="buttons">{"" if one.removed else turned}<form method="post" action="{BASE}/verwerfen">'
            f'{hidden(place=one.place)}<button type="submit" class="quiet" aria-label="{name}">{label["discard"]}</button>'
            "</form></div></li>"
        )
    return f'<section id="{STAGED}"><h3>{label["staged"]}</h3><ul class="entries">{"".join(rows)}</ul></section>'


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
        parts.append(f'<p class="problem">{text(why)}</p>{_names(list(map(text, held["documents"])))}')
    moved = [f"{one['before']} → {one['after']}" for one in report.get("moved", ())]
    failed = [_failed(Path(one["file"]).name, one["reason"]) for one in report.get("failed", ())]
    remarks = [f"{one['file']}: {one['message']}" for one in report.get("remarks", ())]
    lists = (
        ("added", [_new(one, report) for one in report.get("added", ())], True),
        ("changed", [_new(one, report) for one in report.get("changed", ())], True),
        ("gone", list(map(text, report.get("gone", ()))), True),
        ("moved", list(map(text, moved)), True),
        ("failed", list(map(text, failed)), True),
        ("duplicates", [text(Path(one).name) for one in report.get("duplicates", ())], False),
        ("remarks", list(map(text, remarks)), False),
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


def _new(file: str, report: Mapping[str, Any]) -> str:
    """Return a new or changed file: with who is going to see it, or, once published, the way to it."""
    if not report.get("dry_run"):
        return f'<a href="{STAFF}/unterlagen?q={quote(file)}">{text(file)}</a>'
    seen = "public" if file in report.get("public", ()) else "internal"
    return f'{text(file)} <span class="badge-{seen}">{said("publish")[f"seen_{seen}"]}</span>'


def _failed(name: str, reason: str) -> str:
    """Return why a file could not be read; most reasons begin with its name."""
    return reason if reason.startswith(name) else f"{name}: {reason}"


def _names(rows: Sequence[str]) -> str:
    return f'<ul class="plain">{"".join(f"<li>{row}</li>" for row in rows)}</ul>'
