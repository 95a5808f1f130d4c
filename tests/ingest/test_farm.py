"""Reading on the workers of a Dask scheduler: with a real one, real workers, and their deaths."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ingest.batch import read_all
from ingest.described import document_of
from ingest.farm import Errand, read_far, release, work
from ingest.plan import Task
from ingest.read import Reading
from ingest.sources import ManifestEntry, SourceFile
from kb.config import IngestConfig
from kb.errors import IngestError

pytest.importorskip("distributed", reason="needs the extra: pip install 'kiz-assistent[distributed]'")
ROOT = Path(__file__).resolve().parents[2]


class Cluster:
    """A scheduler on a port of its own and workers, each a process that can be killed."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.scheduler: Any = None
        self.workers: list[Any] = []

    def _start(self, name: str, *command: str) -> Any:
        surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s"}
        log = (self.folder / f"{name}.log").open("ab")
        with log:
            return subprocess.Popen(
                [sys.executable, "-m", *command], stdout=log, stderr=log, cwd=self.folder, env=surroundings
            )

    def start_scheduler(self) -> None:
        self.scheduler = self._start(
            "scheduler", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(self.port),
            "--no-dashboard",
        )  # fmt: skip

    def start_worker(self) -> Any:
        name = f"w{len(self.workers)}"
        self.workers.append(
            self._start(
                name,
                "distributed.cli.dask_worker",
                self.address,
                "--no-nanny",
                "--nthreads",
                "1",
                "--host",
                "127.0.0.1",
                "--no-dashboard",
                "--name",
                name,
                "--death-timeout",
                "60",
            )
        )
        return self.workers[-1]

    def kill(self, process: Any) -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in (*self.workers, self.scheduler):
            if process is not None and process.poll() is None:
                self.kill(process)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "cluster"
    folder.mkdir()
    cluster = Cluster(folder)
    cluster.start_scheduler()
    cluster.start_worker()
    cluster.start_worker()
    yield cluster
    cluster.stop()


@pytest.fixture
def papers(tmp_path: Path, make_pdf: Callable[..., Path]) -> list[Path]:
    """Five papers of two pages."""
    lines = "\n".join("Das Kommunale Integrationszentrum berät Vereine und Schulen im Kreis." for _ in range(30))
    return [
        make_pdf(tmp_path / "papers" / f"{n:02}.pdf", *(f"Bericht {n}, Seite {page}\n{lines}" for page in range(2)))
        for n in range(5)
    ]


def named(files: list[Path]) -> list[Errand]:
    return [Errand(file, hashlib.sha256(file.read_bytes()).hexdigest()) for file in files]


def far(cluster: Cluster, files: list[Path], **more: Any) -> list[tuple[Path, Reading | IngestError]]:
    return list(read_far(named(files), cluster.address, timeout=60, memory_mb=2048, **more))


def test_workers_read_as_this_machine_does_and_in_order(cluster: Cluster, papers: list[Path]) -> None:
    broken = papers[3]
    broken.write_bytes(b"%PDF-1.7 kaputt")
    here = list(read_all(papers, workers=1))
    there = far(cluster, papers)
    assert [file for file, _ in there] == papers
    for (_, local), (_, remote) in zip(here, there, strict=True):
        assert (remote == local) or (str(remote) == str(local))
    assert isinstance(there[3][1], IngestError)
    assert sum(isinstance(reading, Reading) for _, reading in there) == 4


def test_a_worker_that_is_killed_loses_nothing(cluster: Cluster, papers: list[Path]) -> None:
    found = []
    for number, one in enumerate(read_far(named(papers), cluster.address, timeout=60, memory_mb=2048)):
        found.append(one)
        if number == 0:
            cluster.kill(cluster.workers[0])
    assert [file for file, _ in found] == papers
    assert all(isinstance(reading, Reading) for _, reading in found)


def test_a_scheduler_that_comes_back_is_waited_for(cluster: Cluster, papers: list[Path]) -> None:
    found = []
    for number, one in enumerate(read_far(named(papers), cluster.address, timeout=60, memory_mb=2048)):
        found.append(one)
        if number == 0:
            for process in (cluster.scheduler, *cluster.workers):
                cluster.kill(process)
            later = threading.Timer(2, lambda: (cluster.start_scheduler(), cluster.start_worker()))
            later.start()
    later.join()
    assert [file for file, _ in found] == papers
    assert all(isinstance(reading, Reading) for _, reading in found)


def test_where_the_scheduler_stays_away_nothing_is_published_and_the_next_run_goes_on(
    cluster: Cluster, papers: list[Path], tmp_path: Path, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ingest.publish
    import ingest.readings
    from kb.published import published

    index, seen = tmp_path / "index", list[str]()

    def impatient(files: Any, scheduler: str, **limits: Any) -> Iterator[Any]:
        for number, one in enumerate(read_far(files, scheduler, patience=3, **limits)):
            seen.append(one[0].name)
            yield one
            if number == 1 and len(seen) == 2:
                cluster.stop()

    monkeypatch.setattr(ingest.readings, "read_far", impatient)
    config = IngestConfig(scheduler=cluster.address, default_visibility="public")
    with pytest.raises(IngestError) as caught:
        ingest.publish.ingest((papers[0].parent,), index, embedder, config)
    assert caught.value.key == "farm-lost"
    assert not published(index).documents
    cluster.workers.clear()
    cluster.start_scheduler()
    cluster.start_worker()
    report = ingest.publish.ingest((papers[0].parent,), index, embedder, config)
    assert report.documents == 5 and not report.failed
    assert sorted(seen) == [file.name for file in papers]  # none was read twice


def test_workers_read_what_a_paper_states_by_what_the_writer_says_of_it(
    cluster: Cluster, tmp_path: Path, make_pdf: Callable[..., Path]
) -> None:
    text = "Elterncafe im Rathaus\nZielgruppe: Eltern\nOrt: Rathaus, Markt 1\nZeit: montags, 9 bis 11 Uhr\nKosten: kostenlos"
    file = make_pdf(tmp_path / "papers" / "blatt.pdf", text)
    ((_, version, *_),) = named([file])
    found = []
    for kind in ("programmheft", "niederschrift"):  # of minutes, no offers are read
        source = SourceFile(
            file, str(tmp_path), ManifestEntry(file.name, title="Angebote für Familien", kind=kind), None
        )
        task = Task(source, version, "recipe", "d", None)
        describe = partial(document_of, task, config=IngestConfig())
        ((_, there),) = read_far([Errand(file, version, kind, describe)], cluster.address, timeout=60, memory_mb=2048)
        ((_, here),) = read_all([file], workers=1, describe=lambda _, reading, by=describe: by(reading))
        assert there == here
        found.append(there.stated.offers)
    assert [bool(offers) for offers in found] == [True, False]


def test_what_fails_on_a_worker_is_said_and_not_tried_for_ever(cluster: Cluster, papers: list[Path]) -> None:
    ((file, version, *_),) = named(papers[:1])
    with pytest.raises(IngestError) as caught:
        list(read_far([Errand(file, version, "", int)], cluster.address, timeout=60, memory_mb=2048))
    assert caught.value.key == "farm-broken"
    assert "int()" in str(caught.value)


def test_a_worker_of_another_release_is_refused(cluster: Cluster, papers: list[Path], monkeypatch: Any) -> None:
    monkeypatch.setattr("ingest.farm.RECIPE", "0")
    with pytest.raises(IngestError) as caught:
        far(cluster, papers[:1])
    assert caught.value.key == "farm-broken"


def test_nobody_at_the_address_is_said(papers: list[Path], tmp_path: Path) -> None:
    with pytest.raises(IngestError) as caught:
        far(Cluster(tmp_path), papers[:1], patience=0)
    assert caught.value.key == "farm-lost"


def test_what_is_no_longer_what_was_hashed_is_not_read(papers: list[Path]) -> None:
    import pickle
    import zlib

    version = "0" * 64
    packed = work("a.pdf", papers[0].read_bytes(), version, (60, 2048), release())
    assert pickle.loads(zlib.decompress(packed)) == ("changed", None)


def test_nothing_of_a_paper_stays_on_a_worker(papers: list[Path], tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    ((_, version, *_),) = named(papers[:1])
    work("../../a.pdf", papers[0].read_bytes(), version, (60, 2048), release())
    assert not list((tmp_path / "scratch").rglob("*.pdf"))
