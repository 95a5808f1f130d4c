"""Benchmark: whole answers without a language model, over growing numbers of passages.

    python -m evaluation.bench_answers PAPERS.jsonl[.xz] QUESTIONS.jsonl... [--sizes 1000 10000 100000] [--index DIR] [--json]

PAPERS as for `evaluation.bench_search`; QUESTIONS has rows ``{"question"}``, with "part" or without. For each size, in
a process of its own and beside the search alone in the same run: milliseconds by the clock and, `cpu`, of processor
time, median and 95th percentile, warm. With `--index` an index that is there is measured instead of building one.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import tempfile
import time
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path

from assistant.answer import Assistant
from assistant.question import read_question
from assistant.reading import READ, query
from evaluation.bench_search import build
from evaluation.rows import read_rows
from kb.config import Config
from kb.embed import load_embedder
from kb.store import KnowledgeBase

WARM = 20


def measure(index: Path, questions: Sequence[str]) -> dict[str, float]:
    """Open the index and time whole answers and searches, in turn; the first `WARM` questions only warm up."""
    lexicon = load_embedder("builtin")
    times: dict[str, list[float]] = {"answer": [], "answer cpu": [], "search": [], "search cpu": []}
    with KnowledgeBase.open(index, lexicon) as base:
        assistant = Assistant(base, Config(), lexicon)
        for question in questions[:WARM]:
            assistant.ask(question)
        gc.freeze()  # as the web app does before it serves
        for question in questions:
            asked = read_question(question)
            wanted = query(asked, base.audience)
            for name, run in (
                ("answer", lambda question=question: assistant.ask(question)),
                ("search", lambda wanted=wanted: base.search(wanted, READ)),
            ):
                started, worked = time.perf_counter(), time.process_time()
                run()
                times[name].append(1000 * (time.perf_counter() - started))
                times[f"{name} cpu"].append(1000 * (time.process_time() - worked))
        result: dict[str, float] = {"passages": base.count()[2], "questions": len(questions)}
    for name, values in times.items():
        ordered = sorted(values)
        result[f"{name} p50"] = round(ordered[len(ordered) // 2], 1)
        result[f"{name} p95"] = round(ordered[int(0.95 * len(ordered))], 1)
    return result


def run(papers: Path, questions: Sequence[str], size: int) -> dict[str, float]:
    """Build and measure one size."""
    with tempfile.TemporaryDirectory(prefix="kiz-bench-") as folder:
        with get_context("spawn").Pool(1) as pool:
            pool.apply(build, (Path(folder), papers, size))
        return _alone(Path(folder), questions)


def _alone(index: Path, questions: Sequence[str]) -> dict[str, float]:
    with get_context("spawn").Pool(1) as pool:
        measured: dict[str, float] = pool.apply(measure, (index, questions))
    return measured


def main() -> None:
    """Measure all sizes and print them."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.bench_answers", description=__doc__.splitlines()[0])
    parser.add_argument("papers", type=Path)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--index", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command `kiz` has it, for the processes started here
    asked = [row["question"] for file in options.questions for row in read_rows(file, ("question",))]
    rows = []
    for size in [0] if options.index else options.sizes:
        rows.append(_alone(options.index, asked) if options.index else run(options.papers, asked, size))
        print("  ".join(f"{name} {value:g}" for name, value in rows[-1].items()), flush=True)
    if options.json:
        print(json.dumps(rows))


if __name__ == "__main__":
    main()
