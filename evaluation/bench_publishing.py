"""Benchmark: whoever asks while others publish.

    python -m evaluation.bench_publishing PAPERS.jsonl[.xz] QUESTIONS.jsonl [--pdfs FOLDER] [--documents 500] [--json]

PAPERS has rows ``{"title", "text"}``, QUESTIONS ``{"question"}``. PDFs are made of the papers' texts; with `--pdfs` the
smaller real ones in that folder go first. A tenth as many are published beforehand. Then a process of its own, as
`kiz serve` is one, answers questions one after the other in two threads, with a pause between two, while another
publishes the documents, and afterwards builds the index anew for another embedding model (the built-in one with its
dimensions in another order: other vectors, the same quality). For each phase: questions, errors, milliseconds of an
answer (median, 95th percentile, longest), and after each publication the seconds until the new state answered.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from textwrap import wrap
from typing import Any

import numpy as np
from numpy.typing import NDArray
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.answer import Assistant
from evaluation.rows import read_rows
from ingest.publish import ingest
from kb.config import Config, IngestConfig
from kb.embed import Embedder, load_embedder
from kb.publication import repair
from kb.store import KnowledgeBase

THREADS, PAUSE = 2, 0.2  # seconds between an answer and the next question
QUIET = 20.0  # seconds of asking before anything is published
WORDS, LINES, WIDTH = 1500, 44, 88
CONFIG = IngestConfig()


class Reordered:
    """The built-in model with its dimensions in reverse: another space."""

    def __init__(self) -> None:
        self._model = load_embedder()
        self.space, self.dimension = "reordered-" + self._model.space, self._model.dimension

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of texts."""
        return np.ascontiguousarray(self._model.passages(texts)[:, ::-1])

    queries = passages

    def words(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of words."""
        return np.ascontiguousarray(self._model.words(words)[:, ::-1])

    def sums(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the sums of the texts' pieces."""
        model: Any = self._model
        return np.ascontiguousarray(model.sums(texts)[:, ::-1])


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: when it was asked (monotonic), milliseconds, the generation afterwards, what went wrong."""

    at: float
    ms: float
    generation: int
    error: str


def make_papers(folder: Path, papers: Path, count: int) -> None:
    """Write so many PDFs of papers' texts; of few texts, with a number of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, row in enumerate(islice(cycle(list(read_rows(papers, ("title", "text")))), count)):
        canvas = Canvas(str(folder / f"{number:04}.pdf"), pagesize=A4, invariant=1)
        words = f"{row['title']} Nr. {number} {row['text']}".split()[:WORDS]
        lines = wrap(" ".join(words), WIDTH)
        for first in range(0, len(lines), LINES):
            text = canvas.beginText(60, 790)
            text.setFont("Helvetica", 10.5)
            text.setLeading(16)
            text.textLines("\n".join(lines[first : first + LINES]))
            canvas.drawText(text)
            canvas.showPage()
        canvas.save()


def ask_on(index: Path, questions: Sequence[str], said: Connection) -> None:
    """Answer questions until something is said; then send what was asked, memory in MB and open files."""
    model = load_embedder()
    with KnowledgeBase.open(index, model, "internal", reload=Reordered) as base:
        assistant = Assistant(base, Config(index=index), model)
        asked: list[Asked] = []
        stop = threading.Event()

        def ask(first: int) -> None:
            for question in cycle((*questions[first:], *questions[:first])):
                if stop.is_set():
                    return
                at, error = time.monotonic(), ""
                try:
                    assistant.ask(question)
                except Exception as problem:  # counted, whatever it is
                    error = f"{type(problem).__name__}: {problem}"
                asked.append(Asked(at, 1000 * (time.monotonic() - at), base.generation.number, error))
                time.sleep(PAUSE)

        ask_once = [assistant.ask(question) for question in questions[:10]]  # warm
        started = (*_held(), len(ask_once))
        threads = [threading.Thread(target=ask, args=(number * 7,)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        said.send("ready")
        said.recv()
        stop.set()
        for thread in threads:
            thread.join()
        said.send((asked, started[:2], _held()))


def _held() -> tuple[int, int]:
    """Return the memory that this process holds in MB, and its open files."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20), len(list(Path("/proc/self/fd").iterdir()))


def _publish(index: Path, folder: Path, nice: int) -> tuple[int, int]:
    os.nice(nice)
    report = ingest([folder], index, load_embedder(), CONFIG)
    return len(report.added), len(report.failed)


def _change_model(index: Path, nice: int) -> int:
    os.nice(nice)
    model: Embedder = Reordered()
    return repair(index, model)


def run(papers: Path, questions: Sequence[str], pdfs: Path | None, documents: int, nice: int) -> dict[str, Any]:
    """Measure once."""
    context = get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="kiz-bench-") as root, ProcessPoolExecutor(1, context) as publisher:
        index, folder = Path(root) / "index", Path(root) / "papers"
        make_papers(folder, papers, documents // 10)
        publisher.submit(_publish, index, folder, nice).result()
        real = sorted(pdfs.rglob("*.pdf"), key=lambda file: file.stat().st_size)[: documents // 10] if pdfs else []
        for number, file in enumerate(real):
            (folder / f"real-{number}.pdf").write_bytes(file.read_bytes())
        make_papers(folder, papers, documents // 10 + documents - len(real))
        here, there = context.Pipe()
        asker = context.Process(target=ask_on, args=(index, questions, there))
        asker.start()
        here.recv()
        marks = [("before", time.monotonic())]
        time.sleep(QUIET)
        marks.append(("while publishing", time.monotonic()))
        added, failed = publisher.submit(_publish, index, folder, 0).result()
        published = time.monotonic()
        marks.append(("after", published))
        time.sleep(QUIET)
        marks.append(("while changing the model", time.monotonic()))
        publisher.submit(_change_model, index, 0).result()
        changed = time.monotonic()
        marks.append(("with the new model", changed))
        time.sleep(QUIET)
        here.send("stop")
        asked, held, holds = here.recv()
        asker.join()
    ends = [at for _, at in marks[1:]] + [float("inf")]
    phases = {
        name: figures([one for one in asked if start <= one.at < end])
        for (name, start), end in zip(marks, ends, strict=True)
    }
    return {
        "documents": added,
        "failed": failed,
        "publishing_s": round(published - marks[1][1]),
        "changing_s": round(changed - marks[3][1]),
        "phases": phases,
        "seen_after_s": [_seen(asked, 2, published), _seen(asked, 3, changed)],
        "memory_mb": [held[0], holds[0]],
        "files": [held[1], holds[1]],
        "errors": sorted({one.error for one in asked if one.error}),
    }


def figures(asked: Sequence[Asked]) -> dict[str, float]:
    """Return the number of questions, of errors, and median, 95th percentile and longest of the milliseconds."""
    times = sorted(one.ms for one in asked) or [0.0]
    return {
        "n": len(asked),
        "errors": sum(bool(one.error) for one in asked),
        "p50": round(times[len(times) // 2]),
        "p95": round(times[int(0.95 * len(times))]),
        "longest": round(times[-1]),
    }


def _seen(asked: Sequence[Asked], generation: int, since: float) -> float | None:
    """Return after how many seconds a question was first answered from `generation`; negative before its run ended."""
    seen = [one.at + one.ms / 1000 - since for one in asked if one.generation >= generation]
    return round(min(seen), 1) if seen else None


def main() -> None:
    """Measure and print one line per phase."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.bench_publishing", description=__doc__.splitlines()[0])
    parser.add_argument("papers", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--pdfs", type=Path)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--nice", type=int, default=0, help="how far the publishing process steps back")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command `kiz` has it, for the processes started here
    questions = [row["question"] for row in read_rows(options.questions, ("question",))][:60]
    found = run(options.papers, questions, options.pdfs, options.documents, options.nice)
    for name, row in found["phases"].items():
        print(f"{name:26}", "  ".join(f"{key} {value:g}" for key, value in row.items()))
    print("  ".join(f"{name} {value}" for name, value in found.items() if name != "phases"))
    if options.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
