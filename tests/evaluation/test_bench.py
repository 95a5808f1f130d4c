"""The benchmark of everything: indexes of both sides, and the table."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from evaluation import bench_ours, bench_tutorial
from evaluation.bench_asked import HITS, Watching, found
from evaluation.bench_measures import Apart, Clock, machine, memory_mb, quantile
from evaluation.bench_table import table
from kb.embed import load_embedder

QUESTIONS = ("Wer berät Familien?", "Wann beschloss der Ausschuss den Haushalt?")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    rows = [
        {
            "title": f"Vorlage {number}",
            "text": f"Der Kreis {number} berät Familien. Der Ausschuss beschloss den Plan {number}.",
        }
        for number in range(5)
    ]
    file = tmp_path / "papers.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return file


def test_our_index_is_built_in_steps_and_asked(tmp_path: Path, source: Path) -> None:
    building = bench_ours.Building(tmp_path / "index", source, 30, QUESTIONS)
    assert building.step(10)
    assert not building.step(30)
    figures = building.finish()
    assert figures["passages"] == 30
    assert 0 < figures["vectors_mb"] + figures["words_mb"] + figures["catalogue_mb"] <= figures["disk_mb"]
    asking = bench_ours.Asking(tmp_path / "index")
    assert asking.found(QUESTIONS, building.floors()) == 1.0
    assert set(asking.timed(QUESTIONS[0])) == {"search", "search cpu", "answer", "answer cpu"}


@pytest.mark.parametrize("kind", bench_tutorial.kinds())
def test_the_index_of_the_tutorial_gets_the_same_passages(
    tmp_path: Path, source: Path, kind: bench_tutorial.Kind
) -> None:
    building = bench_tutorial.Building(kind, tmp_path / "index", source, 30, QUESTIONS)
    assert not building.step(31)
    assert building.finish()["passages"] == 30
    asking = bench_tutorial.Asking(kind, tmp_path / "index")
    assert asking.found(QUESTIONS, building.floors()) == 1.0
    assert asking.timed(QUESTIONS[0])["search"] > 0


def test_what_an_embedder_saw_tells_how_near_the_nearest_are() -> None:
    embedder = load_embedder()
    texts = [f"Satz {number} über Familien im Kreis" for number in range(25)]
    watching = Watching(embedder, QUESTIONS)
    watching.passages(texts[:3])
    watching.passages(texts[3:])
    cosines = embedder.queries(QUESTIONS) @ embedder.passages(texts).T
    assert watching.floors() == pytest.approx(np.sort(cosines)[:, -HITS].tolist(), abs=1e-5)


def test_of_ten_nearest_the_share_found_is_told() -> None:
    assert found([[0.9] * 5 + [0.1] * 5], [0.9]) == 0.5


def test_a_clock_adds_up_its_stretches() -> None:
    clock = Clock()
    for _ in range(2):
        with clock:
            sum(range(200_000))
    assert clock.seconds > 0
    assert clock.worked > 0
    assert quantile([3, 1, 2, 4], 0.5) == 3


def test_the_memory_of_a_process_is_not_that_of_the_one_that_started_it() -> None:
    held = bytearray(b"1") * 300_000_000
    apart = Apart(Clock)  # something small of a module that imports little
    try:
        worked, memory = apart.took()
    finally:
        apart.close()
    assert len(held) == 300_000_000
    assert 0 < memory < memory_mb() - 200
    assert worked > 0


def test_the_table_has_a_row_per_work_and_size_and_tells_who_is_better() -> None:
    side = dict.fromkeys(("search p50", "search p95", "search cpu p50", "search cpu p95", "memory_mb"), 10.0)
    side |= dict.fromkeys(("answer p50", "answer p95", "answer cpu p50", "answer cpu p95", "disk_mb"), 10.0)
    side |= {"passages": 1000, "seconds": 2.0, "worked": 1.0, "found": 1.0, "ready s": 1.0, "ready cpu": 1.0}
    ingest = {"ours": 30.0, "tutorial": 10.0, "ours, reading": 90.0, "pypdf": 30.0}
    embedding = {"static": 9000.0, "transformer": 60.0, "question": 125.0}
    text = table(
        {
            "machine": machine(),
            "ingest": ingest
            | {f"{name} cpu": rate for name, rate in ingest.items()}
            | {"pages": 20, "different pages": 5},
            "real passages": 12,
            "embedding": embedding | {f"{name} cpu": rate for name, rate in embedding.items()},
            "sizes": [
                {"size": 1000, "ours": side, "memory": {**side, "search p50": 40.0}},
                {"size": 5000, "ours": side},
            ],
            "minutes": 1.0,
        }
    )
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    assert ["ingest, pages/s", "", "30", "10", "", "3.0"] in rows
    assert ["search, ms p50 / p95", "1,000", "10 / 10", "40 / 10", "–", "4"] in rows
    assert ["search, ms p50 / p95", "5,000", "10 / 10", "–", "–", "–"] in rows
    assert "cores:" in text
    assert "adds 8 ms to a question" in text


def test_what_starts_other_processes_imports_neither_side() -> None:
    code = "import sys, evaluation.bench; print([name for name in ('llama_index', 'chromadb', 'torch') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
