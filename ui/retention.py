"""What is deleted when, in one place: daily in a running server, and by `kiz clean`.

Published papers are never touched, nor what a rollback needs (`kb.archive`). Sessions, limits and pictures of pages
are in memory alone; copies that `kiz backup` and `kiz restore` made belong to whoever made them.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ingest.readings import KEPT
from kb import feedback, questions
from kb.archive import Archive
from kb.catalogue_place import has_ledger
from kb.config import Config
from kb.errors import KizError
from kb.history import floor, generations, prune_reports, report_folder
from kb.lock import write_lock
from ui.publish_job import LINES, LOCK
from ui.staff_jobs import SUFFIX
from ui.staff_uploads import ASIDE, JOURNAL, NOTES, PLACES, WAITING, folder

LOG = logging.getLogger(__name__)
A_DAY = 86_400.0
# What a broken run left half-written: none takes longer than this.
BROKEN = A_DAY
# As far back as dates go that people entered.
EVER = 36_500


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is to go, or went, of one kind: how many, the age of the oldest in days, and their size where they are files."""

    kind: str
    count: int
    oldest_days: int
    bytes: int = 0


Rule = Callable[[Config, datetime, bool], Overdue]


def clean_up(config: Config) -> None:
    """Delete what is due; what cannot be deleted now is told in the log, and tried again tomorrow."""
    for kind, rule in RULES.items():
        try:
            gone = rule(config, datetime.now(UTC), False)
        except (KizError, OSError, ValueError) as error:
            about = {"kind": kind, "why": error.key if isinstance(error, KizError) else type(error).__name__}
            LOG.warning("not cleaned", extra={"about": about})
            continue
        if gone.count:
            LOG.info("cleaned", extra={"about": {"kind": kind, "count": gone.count, "oldest_days": gone.oldest_days}})


def clean(config: Config, *, dry_run: bool, now: datetime | None = None) -> list[Overdue]:
    """Delete what is due, or with `dry_run` only look; return it by kind.

    :raises KizError: the index is damaged, cannot be written, or is just being written.
    :raises OSError: a file cannot be deleted.
    """
    return [rule(config, now or datetime.now(UTC), dry_run) for rule in RULES.values()]


def _feedback(config: Config, now: datetime, dry: bool) -> Overdue:
    today, days = now.date(), config.feedback.keep_days
    said = [one.day for one in feedback.given(config.index, today, EVER)]
    if not dry:
        feedback.forget(config.index, today, days)
    return _by_day("feedback", said, today, days)


def _questions(config: Config, now: datetime, dry: bool) -> Overdue:
    today, days = now.date(), config.questions.keep_days
    asked = [one.asked for one in questions.open_questions(config.index)]
    if not dry:
        questions.forget(config.index, today, days)
    return _by_day("questions", asked, today, days)


def _by_day(kind: str, days: Iterable[date], today: date, keep: int) -> Overdue:
    old = [(today - day).days for day in days if day < today - timedelta(days=keep)]
    return Overdue(kind, len(old), max(old, default=0))


def _reports(config: Config, now: datetime, dry: bool) -> Overdue:
    if not _has_index(config):
        return Overdue("reports", 0, 0)
    last = floor(config.index, config.ingest.keep_reports, now)
    numbers = {int(one.name) for one in (config.index / "history").glob("*") if one.name.isdigit()}
    published = {one.number: one.published for one in generations(config.index)}
    due = sorted(number for number in numbers if number <= last)
    files = [file for number in due for file in report_folder(config.index, number).rglob("*") if file.is_file()]
    found = Overdue(
        "reports",
        len(due),
        max(((now - published[number]).days for number in due if number in published), default=0),
        _size(files),
    )
    if due and not dry:
        prune_reports(config.index, last)
    return found


def _ended(config: Config, now: datetime, dry: bool) -> Overdue:
    # `kiz ingest` deletes it, too; but nobody may have published since.
    if not _has_index(config):
        return Overdue("ended", 0, 0)
    last, archive = floor(config.index, config.ingest.keep_days, now), Archive(config.index)
    published = {one.number: one.published for one in generations(config.index)}
    due = [kept for kept in archive.entries(-1) if kept.left <= last]
    ages = [(now - published[kept.left]).days for kept in due if kept.left in published]
    still = {kept.version for kept in archive.entries(last)}
    files = {archive.file(kept.version) for kept in due if kept.version not in still} | {kept.file for kept in due}
    found = Overdue("ended", len(due), max(ages, default=0), _size(files))
    least = archive.floor()
    if not dry and least is not None and last > least:  # also where nothing ended: so far back nobody is promised a way
        with write_lock(config.index):
            archive.prune(last)
    return found


def _readings(config: Config, now: datetime, dry: bool) -> Overdue:
    return _files("readings", (config.index / "readings").glob("*"), now, KEPT, dry)


def _broken(config: Config, now: datetime, dry: bool) -> Overdue:
    """Delete half-written files that a killed run left; those of the index itself only while nobody writes it."""
    uploads = folder(config.corpus) / WAITING
    found = _files("broken", uploads.rglob(".*.part"), now, BROKEN, dry)
    if not _has_index(config):
        return found
    parts = [*config.index.glob("*/files/*.part"), *(config.index / "undo").rglob("*.part")]
    if not parts or dry:
        return _together(found, _files("broken", parts, now, BROKEN, dry))
    with write_lock(config.index):
        return _together(found, _files("broken", parts, now, BROKEN, dry))


def _uploads(config: Config, now: datetime, dry: bool) -> Overdue:
    root = folder(config.corpus) / WAITING
    files = [file for place in PLACES.values() for file in (root / place).glob("*.pdf")]
    with _no_run(config):
        found = _files("uploads", files, now, config.retention.uploads_days * A_DAY, dry)
        if not dry:
            _forget_notes(config, now)
    return found


def _aside(config: Config, now: datetime, dry: bool) -> Overdue:
    root = folder(config.corpus)
    with _no_run(config):
        rows = _journal(root / JOURNAL)
        least = Archive(config.index).floor()
        if least is not None:
            least = max(least, floor(config.index, config.ingest.keep_days, now))
        # Before anything can be taken back at all, everything may be needed.
        needed = {after for row in rows if least is None or row["generation"] > least for _, after in row["moves"]}
        free = [
            file for file in (root / ASIDE).rglob("*.pdf") if file.relative_to(root).as_posix() not in needed
        ]  # fmt: skip
        found = _files("aside", free, now, config.retention.aside_days * A_DAY, dry, moved=True)
        if not dry:
            for emptied in sorted((root / ASIDE).rglob("*"), reverse=True):
                if emptied.is_dir():
                    with suppress(OSError):  # not empty
                        emptied.rmdir()
            kept = [row for row in rows if least is None or row["generation"] > least]
            if len(kept) < len(rows):
                _write(root / JOURNAL, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept))
    return found


def _runs(config: Config, now: datetime, dry: bool) -> Overdue:
    with _no_run(config):
        return _files("runs", [_jobs(config) / LINES], now, config.retention.runs_days * A_DAY, dry)


RULES: dict[str, Rule] = {
    "feedback": _feedback,
    "questions": _questions,
    "reports": _reports,
    "ended": _ended,
    "readings": _readings,
    "uploads": _uploads,
    "aside": _aside,
    "runs": _runs,
    "broken": _broken,
}


def _has_index(config: Config) -> bool:
    return has_ledger(config.index)


def _files(kind: str, files: Iterable[Path], now: datetime, keep: float, dry: bool, *, moved: bool = False) -> Overdue:
    """Delete the files older than `keep` seconds; `moved`: since when they lie where they are, not since they were made."""
    count, oldest, size = 0, 0.0, 0
    for file in files:
        with suppress(FileNotFoundError):
            seen = file.stat()
            age = now.timestamp() - (seen.st_ctime if moved else seen.st_mtime)
            if not file.is_file() or age <= keep:
                continue
            if not dry:
                file.unlink()
            count, oldest, size = count + 1, max(oldest, age), size + seen.st_size
    return Overdue(kind, count, int(oldest / A_DAY), size)


def _together(one: Overdue, other: Overdue) -> Overdue:
    oldest = max(one.oldest_days, other.oldest_days)
    return Overdue(one.kind, one.count + other.count, oldest, one.bytes + other.bytes)


def _size(files: Iterable[Path]) -> int:
    return sum(file.stat().st_size for file in files if file.is_file())


def _jobs(config: Config) -> Path:
    return config.index.with_name(config.index.name + SUFFIX)


@contextmanager
def _no_run(config: Config) -> Iterator[None]:
    """Keep runs of the staff's page from starting meanwhile.

    :raises KizError: one is at work.
    """
    home = _jobs(config)
    if not home.is_dir():
        yield
        return
    with (home / LOCK).open("a") as lock:
        for left in (2, 1, 0):  # a page that looks whether one is at work holds it for an instant
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if not left:
                    raise KizError("index-locked", path=config.index, who="/intern/veroeffentlichen") from error
                time.sleep(0.1)
        yield


def _journal(file: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    except FileNotFoundError:
        return []


def _forget_notes(config: Config, now: datetime) -> None:
    """Forget who uploaded what is neither waiting nor published any more."""
    root = folder(config.corpus)
    file = root / f".{NOTES}"
    with suppress(FileNotFoundError, ValueError):
        noted = json.loads(file.read_text(encoding="utf-8"))
        before = (now - timedelta(days=config.retention.uploads_days)).date().isoformat()
        kept = {
            place: told
            for place, told in noted.items()
            if (root / place).exists() or (root / WAITING / place).exists() or str(told.get("day", "")) >= before
        }
        if len(kept) < len(noted):
            _write(file, json.dumps(kept, ensure_ascii=False, indent=1))


def _write(file: Path, text: str) -> None:
    part = file.with_name(f"{file.name}.part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, file)  # noqa: PTH105 - whole or not at all
