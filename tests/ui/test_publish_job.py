"""A publishing run while the server ends: it goes on by itself, or, told to stop, leaves everything as it was."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.config import Config, IngestConfig
from kb.wording import wording
from ui import publish_job
from ui.publish_job import LINES, Order
from ui.staff_jobs import Job, Jobs
from ui.staff_uploads import WAITING, folder

ROOT = Path(__file__).parents[2]


@pytest.fixture
def config(tmp_path: Path, make_pdf: Callable[..., Path]) -> Config:
    """Some papers, one of them uploaded and waiting."""
    config = Config(index=tmp_path / "index", corpus=tmp_path / "papers", ingest=IngestConfig(workers=1))
    for day in ("montags", "dienstags", "mittwochs", "donnerstags"):
        make_pdf(
            config.corpus / "public" / f"{day}.pdf", f"Gruppe\nDie Gruppe für Eltern trifft sich {day} im Rathaus."
        )
    make_pdf(folder(config.corpus) / WAITING / "oeffentlich" / "neu.pdf", "Neu\nEin Heft.")
    return config


def until(true: Callable[[], object], seconds: float = 240.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def last(jobs: Jobs) -> Job:
    found = jobs.last()
    assert found
    return found


def process(jobs: Jobs) -> int:
    return int(json.loads((jobs.folder / LINES).read_text().split("\n")[0])["pid"])


def test_told_to_stop_a_run_publishes_nothing_and_puts_uploads_back(config: Config) -> None:
    jobs = Jobs(config.index)
    waits, published = (folder(config.corpus) / path / "oeffentlich" / "neu.pdf" for path in (WAITING, "."))
    assert jobs.start(Order("publish", config, "erika"))
    until(lambda: last(jobs).progress)  # in the midst of it: uploads are moved, the first paper is read
    assert published.exists()
    os.kill(process(jobs), signal.SIGTERM)
    until(lambda: not jobs.running())
    assert (last(jobs).state, last(jobs).why) == ("failed", wording("cli")["error"]["interrupted"])
    assert waits.exists()
    assert not published.exists()
    assert jobs.start(Order("publish", config, "erika"))
    until(lambda: not jobs.running())
    report = last(jobs).report
    assert (report["generation"], report["documents"]) == (1, 5)


def test_a_server_that_ends_leaves_a_run_at_work(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    jobs = Jobs(config.index)
    assert jobs.start(Order("publish", config, "erika"))
    until(lambda: last(jobs).state == "running" and last(jobs).begun)
    with caplog.at_level("INFO", "ui.publish_job"):
        publish_job.leave(jobs.folder)
    assert [record.message for record in caplog.records] == ["publishing run goes on"]
    until(lambda: not jobs.running())
    assert last(jobs).state == "done"
    caplog.clear()
    publish_job.leave(jobs.folder)
    publish_job.leave(jobs.folder.with_name("nothing"))
    assert caplog.records == []


def test_where_the_container_ends_with_the_server_a_run_is_told_to_stop(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = Jobs(config.index)
    assert jobs.start(Order("publish", config, "erika"))
    until((folder(config.corpus) / "oeffentlich" / "neu.pdf").exists)
    monkeypatch.setattr(os, "getpid", lambda: 1)
    publish_job.leave(jobs.folder)
    until(lambda: not jobs.running())
    assert last(jobs).state == "failed"
    assert (folder(config.corpus) / WAITING / "oeffentlich" / "neu.pdf").exists()


DROPPED = """
import signal, sys, time
from ui.publish_job import insist

class Tidied:
    def __del__(self):
        signal.raise_signal(signal.SIGTERM)
        time.sleep(0.01)

signal.signal(signal.SIGTERM, signal.default_int_handler)
insist()
try:
    Tidied()
    time.sleep(20)
except KeyboardInterrupt:
    sys.exit(7)
"""


def test_an_interrupt_that_python_drops_while_it_tidies_up_comes_again() -> None:
    ended = subprocess.run([sys.executable, "-c", DROPPED], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (7, b"")
