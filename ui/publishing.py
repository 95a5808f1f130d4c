"""How the command `kiz` shows what an ingest did or would do, and the publications there were."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape

from kb.history import report_folder
from kb.ledger import Generation
from kb.wording import wording
from ui.console import console, remark_json, remark_text, show

if TYPE_CHECKING:
    from ingest.report import Report


def report_json(report: Report, *, dry_run: bool = False) -> dict[str, Any]:
    """Return a run's report in the form that `kiz ingest --json` promises."""
    return {
        "dry_run": dry_run,
        "generation": report.generation,
        "documents": report.documents,
        "pages": report.pages,
        "passages": report.passages,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "failed": [{"file": failure.path, "reason": failure.reason} for failure in report.failed],
        "seconds": report.seconds,
        "added": list(report.added),
        "changed": list(report.changed),
        "moved": [{"before": move.before, "after": move.after} for move in report.moved],
        "gone": list(report.gone),
        "held": [
            {"source": held.source, "documents": list(held.documents), "known": held.known, "why": held.why}
            for held in report.held
        ],
        "duplicates": list(report.duplicates),
        "notes": list(report.notes),
        "remarks": [{"file": noted.file, **remark_json(remark)} for noted in report.noted for remark in noted.remarks],
        "peak_mb": report.peak_mb,
        **({"public": list(report.public)} if dry_run else {}),
    }


def show_report(report: Report, index: Path, *, dry_run: bool = False) -> None:
    """Print a run's report; of a dry run, what it would do, file by file."""
    words = wording("cli")["ingest"]
    for note in report.notes:
        console.print(f"[yellow]{escape(words['note'].format(note=note))}[/]")
    for failure in report.failed:
        console.print(f"[yellow]{escape(words['failure'].format(reason=failure.reason))}[/]")
    for noted in report.noted:
        show(words["remark"].format(file=noted.file, remarks=" ".join(map(remark_text, noted.remarks))))
    for path in report.duplicates:
        show(words["duplicate"].format(path=path))
    for name, files in (("added", report.added), ("changed", report.changed), ("gone", report.gone)):
        for file in files:
            show(words[f"file_{name}"].format(file=file))
    for before, after in (move.shown() for move in report.moved):
        show(words["file_moved"].format(before=before, after=after))
    for held in report.held:
        told = words["held"].format(
            source=held.source, gone=len(held.documents), known=held.known, files=", ".join(held.documents)
        )
        console.print(f"[yellow]{escape(' '.join(filter(None, (held.why, told))))}[/]")
    counts = words["counts"].format(
        added=len(report.added),
        changed=len(report.changed),
        moved=len(report.moved),
        unchanged=report.unchanged,
        removed=report.removed,
        failed=len(report.failed),
    )
    show(counts)
    if dry_run:
        show(words["dry_run"].format(seconds=report.seconds))
        return
    show(
        words["done"].format(
            documents=report.documents, pages=report.pages, passages=report.passages, seconds=report.seconds
        )
    )
    show(words["memory"].format(peak=report.peak_mb))
    if report.generation is None:
        show(words["nothing"])
    else:
        folder = report_folder(index, report.generation)
        show(words["published"].format(number=report.generation, report=folder / "report.html"))


def history_json(generations: Sequence[Generation], oldest: int | None) -> dict[str, Any]:
    """Return the publications as plain data, newest first; `oldest` is the oldest state that can be shown again."""
    return {
        "generations": [
            {"number": one.number, "published": one.published.isoformat(), **one.summary} for one in generations
        ],
        "oldest": oldest,
    }


def show_history(generations: Sequence[Generation], oldest: int | None, index: Path) -> None:
    """Print the publications, newest first, and how far back one can go."""
    words = wording("cli")["history"]
    for one in generations:
        said = [
            words[name].format(count=one.summary[name], number=one.summary[name])
            for name in ("added", "changed", "gone", "moved", "failed", "held", "repaired", "migrated", "rollback")
            if one.summary.get(name) or (name == "rollback" and name in one.summary)
        ]
        day = f"{one.published.astimezone():%d.%m.%Y %H:%M}"
        show(words["line"].format(number=one.number, day=day, changes=", ".join(said) or words["same"]))
    if oldest is not None and generations and oldest < generations[0].number:
        show(words["oldest"].format(number=oldest))
