"""The publications of an index, with their reports; and how long what they ended is kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kb.archive import Archive
from kb.ledger import Generation, Ledger


def generations(index: Path) -> tuple[Generation, ...]:
    """Return the publications, newest first.

    :raises KnowledgeBaseError: no index there, or damaged.
    """
    ledger = Ledger(index)
    try:
        return ledger.generations()
    finally:
        ledger.close()


def oldest(index: Path) -> int | None:
    """Return the oldest generation that can be brought back, None where there is none yet."""
    return Archive(index).floor()


def report_folder(index: Path, generation: int) -> Path:
    """Return where the report on a publication lies (`report.md`, `report.html`, `report.json`)."""
    return index / "history" / str(generation)


def forget_reports(index: Path, generation: int) -> None:
    """Remove the reports on what came after `generation` and was never published."""
    _remove(index, lambda number: number > generation)


def prune_reports(index: Path, floor: int) -> None:
    """Remove the reports up to generation `floor`: they quote papers that may have been withdrawn since."""
    _remove(index, lambda number: number <= floor)


def _remove(index: Path, unwanted: Callable[[int], bool]) -> None:
    for folder in (index / "history").glob("*"):
        if folder.name.isdigit() and unwanted(int(folder.name)):
            shutil.rmtree(folder, ignore_errors=True)


def floor(index: Path, keep_days: int, now: datetime | None = None) -> int:
    """Return the newest generation that is older than `keep_days`: what ended until then need not be kept."""
    before = (now or datetime.now(UTC)) - timedelta(days=keep_days)
    return max((one.number for one in generations(index) if one.published <= before), default=0)
