"""What is deleted when: each kind after its time, nothing before, and never what is published or a rollback needs."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ingest.publish import ingest, roll_back
from kb import feedback, questions
from kb.archive import Archive
from kb.config import Config, IngestConfig, RetentionConfig
from kb.errors import KizError
from kb.lock import write_lock
from kb.questions import OpenQuestion
from kb.store import KnowledgeBase
from ui import retention, staff_moves
from ui.sessions import Sessions
from ui.staff_uploads import ASIDE, JOURNAL, NOTES, WAITING, folder

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def due(config: Config, now: datetime = NOW) -> dict[str, int]:
    return {one.kind: one.count for one in retention.clean(config, dry_run=True, now=now) if one.count}


def gone(config: Config, now: datetime = NOW) -> dict[str, int]:
    return {one.kind: one.count for one in retention.clean(config, dry_run=False, now=now) if one.count}


def aged(file: Path, days: float, text: str = "x") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    when = (NOW - timedelta(days=days)).timestamp()
    os.utime(file, (when, when))
    return file


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "index").mkdir()
    (tmp_path / "papers").mkdir()
    return Config(index=tmp_path / "index", corpus=tmp_path / "papers")


def test_where_there_is_nothing_nothing_is_due(config: Config) -> None:
    assert due(config) == gone(config) == {}
    assert list(config.index.iterdir()) == []


def test_what_people_said_goes_after_its_days(config: Config) -> None:
    for days in (1, 89, 91, 300):
        day = (NOW - timedelta(days=days)).date()
        feedback.give(config.index, feedback.Feedback(day, "wrong", "public"), retention.EVER)
        questions.note(config.index, OpenQuestion(f"Frage {days}?", "de", "public", day), retention.EVER)
    looked = retention.clean(config, dry_run=True, now=NOW)
    assert [(one.kind, one.count, one.oldest_days) for one in looked[:2]] == [
        ("feedback", 2, 300),
        ("questions", 2, 300),
    ]
    assert gone(config) == {"feedback": 2, "questions": 2}
    assert due(config) == {}
    assert len(questions.open_questions(config.index)) == 2


def test_files_go_by_their_age_and_a_dry_run_touches_none(config: Config) -> None:
    uploads = folder(config.corpus)
    kept = [
        aged(uploads / WAITING / "intern" / "neu.pdf", 89),
        aged(uploads / "oeffentlich" / "veroeffentlicht.pdf", 900),
        aged(config.corpus / "heft.pdf", 900),
        aged(config.index / "readings" / "b", 6),
        aged(uploads / WAITING / ".gerade.part", 0.5),
    ]
    old = [
        aged(uploads / WAITING / "oeffentlich" / "alt.pdf", 91),
        aged(config.index / "readings" / "a", 8),
        aged(config.index.with_name("index.jobs") / "job.jsonl", 31),
        aged(uploads / WAITING / ".abgebrochen.part", 2),
    ]
    assert due(config) == {"uploads": 1, "readings": 1, "runs": 1, "broken": 1}
    assert all(file.exists() for file in old)
    assert gone(config) == {"uploads": 1, "readings": 1, "runs": 1, "broken": 1}
    assert [file for file in (*old, *kept) if file.exists()] == kept


def test_who_uploaded_what_is_no_longer_there_is_forgotten(config: Config) -> None:
    uploads = folder(config.corpus)
    aged(uploads / "intern" / "da.pdf", 400)
    noted = {
        f"intern/{name}.pdf": {"who": "erika", "day": day}
        for name, day in (("da", "2025-01-01"), ("weg", "2025-01-01"), ("neu", "2026-11-20"))
    }
    aged(uploads / f".{NOTES}", 0, json.dumps(noted))
    gone(config)
    assert sorted(json.loads((uploads / f".{NOTES}").read_text())) == ["intern/da.pdf", "intern/neu.pdf"]


def test_settings_say_how_long(config: Config) -> None:
    aged(folder(config.corpus) / WAITING / "intern" / "a.pdf", 10)
    assert due(replace(config, retention=RetentionConfig(uploads_days=9))) == {"uploads": 1}
    assert due(replace(config, retention=RetentionConfig(uploads_days=11))) == {}


def test_a_run_at_work_is_left_alone(config: Config) -> None:
    jobs = config.index.with_name("index.jobs")
    aged(jobs / "job.jsonl", 400)
    with (jobs / "job.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(KizError):
            retention.clean(config, dry_run=False, now=NOW)
        retention.clean_up(config)
        assert (jobs / "job.jsonl").exists()
    assert gone(config) == {"runs": 1}


def test_a_kind_that_fails_keeps_no_other_from_going(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    (config.index / feedback.FILE).write_bytes(b"no database" * 100)
    day = datetime.now(UTC).date() - timedelta(days=91)
    questions.note(config.index, OpenQuestion("Zwiebel?", "de", "public", day), retention.EVER)
    with caplog.at_level("INFO", "ui.retention"):
        retention.clean_up(config)
    told = [(record.message, record.about["kind"]) for record in caplog.records]  # type: ignore[attr-defined]
    assert told == [("not cleaned", "feedback"), ("cleaned", "questions")]
    assert "Zwiebel" not in caplog.text


@pytest.fixture
def published(config: Config, make_pdf: Callable[..., Path], embedder: Any) -> Config:
    """Two publications: the second ended a version of a paper, and withdrew another one that was uploaded."""
    config = replace(config, ingest=IngestConfig(workers=1))
    make_pdf(config.corpus / "public" / "a.pdf", "Griffbereit\nDas Programm trifft sich montags.")
    make_pdf(folder(config.corpus) / WAITING / "oeffentlich" / "b.pdf", "Rucksack\nDas Programm trifft sich dienstags.")
    for text in ("mittwochs", "donnerstags"):
        with staff_moves.put_in_place(config.corpus) as moves:
            report = ingest([config.corpus], config.index, embedder, config.ingest, confirmed=True)
        assert report.generation
        staff_moves.keep_journal(config.corpus, report.generation, moves)
        make_pdf(config.corpus / "public" / "a.pdf", f"Griffbereit\nDas Programm trifft sich {text}.")
        from ui.staff_uploads import published, withdraw

        for place in published(config.corpus):
            withdraw(config.corpus, place)
    return config


def back_in_time(config: Config, days: float) -> None:
    """As if all publications were so many days older."""
    with sqlite3.connect(config.index / "ledger.sqlite") as db:
        for number, when in db.execute("SELECT number, published FROM generation").fetchall():
            before = datetime.fromisoformat(when) - timedelta(days=days)
            db.execute("UPDATE generation SET published = ? WHERE number = ?", (before.isoformat(), number))
    db.close()


def test_within_its_days_a_publication_can_still_be_taken_back_after_cleaning(published: Config, embedder: Any) -> None:
    soon = datetime.now(UTC) + timedelta(days=29)
    assert gone(published, soon).keys() & {"ended", "aside", "reports"} == set()
    assert roll_back(published.index, embedder, published.ingest, 1) == 3
    staff_moves.take_back(published.corpus, 1, 3)
    with KnowledgeBase.open(published.index, embedder) as base:
        assert sorted(document.file for document in base.documents()) == ["a.pdf", "b.pdf"]
    waits = folder(published.corpus)
    assert [file.name for file in waits.rglob("b.pdf") if ASIDE not in file.parts]


def test_after_its_days_what_a_publication_ended_goes_though_nobody_publishes(published: Config, embedder: Any) -> None:
    back_in_time(published, 31)
    kept = sorted(file.read_bytes() for file in (published.index / "public" / "files").iterdir())
    now = datetime.now(UTC) + timedelta(days=31)  # when a file was put aside only its disk knows
    found = due(published, now)
    assert found == {"ended": 1, "aside": 1}
    with write_lock(published.index), pytest.raises(KizError) as locked:
        retention.clean(published, dry_run=False, now=now)
    assert locked.value.key == "index-locked"
    assert gone(published, now) == found
    assert list((published.index / "undo").glob("*.json.gz")) == []
    assert list((folder(published.corpus) / ASIDE).rglob("*")) == []
    assert (folder(published.corpus) / JOURNAL).read_text() == ""
    assert Archive(published.index).floor() == 2
    assert sorted(file.read_bytes() for file in (published.index / "public" / "files").iterdir()) == kept
    with KnowledgeBase.open(published.index, embedder) as base:
        assert [document.file for document in base.documents()] == ["a.pdf"]
    with pytest.raises(KizError):
        roll_back(published.index, embedder, published.ingest, 1)


def test_reports_go_after_their_days(published: Config) -> None:
    assert (published.index / "history" / "1").is_dir()
    back_in_time(published, 366)
    assert gone(published, datetime.now(UTC))["reports"] == 2
    assert list((published.index / "history").iterdir()) == []


def test_sessions_that_ran_out_are_forgotten_though_nobody_uses_them() -> None:
    now = [0.0]
    sessions = Sessions(60, 12, lambda: now[0])
    sessions.begin("erika", "x")
    now[0] = 3000.0
    fresh = sessions.begin("klaus", "x")
    sessions.forget()
    assert len(sessions._open) == 2
    now[0] = 3601.0
    sessions.forget()
    assert len(sessions._open) == 1
    assert sessions.find(fresh)


def test_the_command_shows_and_deletes(config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from cli import main

    settings = tmp_path / "kiz.toml"
    settings.write_text('index = "index"\ncorpus = "papers"\n')
    upload = aged(folder(config.corpus) / WAITING / "intern" / "a.pdf", 200)
    os.utime(upload, (0, 0))
    command = ["--config", str(settings), "clean"]
    assert main([*command, "--dry-run"]) == 0
    assert "hochgeladene Dateien, die nie veröffentlicht wurden: 1" in capsys.readouterr().out
    assert upload.exists()
    assert main([*command, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["kind"] for one in told["due"] if one["count"]] == ["uploads"]
    assert not upload.exists()
    assert main(command) == 0
    assert "Nichts ist fällig." in capsys.readouterr().out
    shutil.rmtree(config.index)
