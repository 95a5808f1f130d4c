"""Benchmark: the search over growing numbers of passages.

    python -m evaluation.bench_search PAPERS.jsonl[.xz] QUERIES.jsonl [--sizes 1000 10000 100000] [--json]

PAPERS has rows ``{"title", "text"}``, with "kind" and "date" where filters are to be measured; QUERIES
``{"lang", "question"}``. For each size, in a process of its own: passages built per second (words, vectors,
catalogue) by the clock and per second of processor time, size of the index, memory of a process that answers,
milliseconds of the hybrid search (median and 95th percentile, warm, ten hits) by the clock and, `cpu`, of processor
time, the same under filters, and which share of the 50 nearest passages by exact comparison the approximate vector
index finds.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.bench_measures import memory_mb
from evaluation.bench_ours import Building
from evaluation.rows import read_rows
from kb.embed import load_embedder
from kb.model import Query
from kb.search import DEPTH
from kb.store import KnowledgeBase

QUESTIONS = 200


def build(index: Path, papers: Path, size: int) -> tuple[int, float, float]:
    """Publish papers until there are `size` passages; return their number, the seconds by the clock and the processor's.

    Beyond those that PAPERS has, they are made up (`evaluation.bench_texts`); the time for that is not counted.
    """
    building = Building(index, papers, size)
    building.step(size)
    figures = building.finish()
    return int(figures["passages"]), figures["seconds"], figures["worked"]


def measure(index: Path, queries: Path) -> dict[str, float]:
    """Open the index and time questions, plain and filtered; compare the vector leg with exact search."""
    rows = list(read_rows(queries, ("lang", "question")))
    step = max(1, -(-len(rows) // QUESTIONS))  # rounded up: from the first to the last
    asked = [(row["question"], row["lang"]) for row in rows[::step]]
    embedder = load_embedder()
    result: dict[str, float] = {}
    with KnowledgeBase.open(index, embedder) as base:
        papers = base.documents()
        common = [kind for kind, _ in Counter(paper.kind for paper in papers).most_common(2)]
        years = sorted(paper.date.year for paper in papers if paper.date) or [2000]
        middle = years[len(years) // 2]
        filters: dict[str, dict[str, Any]] = {
            "all": {},
            "kind": {"kinds": (common[0],)},
            "years": {"years": (middle, middle)},
            "1000 papers": {"documents": tuple(paper.id for paper in papers[:: max(1, len(papers) // 1000)][:1000])},
            "paper": {"documents": (papers[len(papers) // 2].id,)},
        }
        for name, given in filters.items():
            for language in ("de", "other"):
                times, costs = [], []
                for question, spoken in asked:
                    if (spoken == "de") == (language == "de"):
                        started, worked = time.perf_counter(), time.process_time()
                        base.search(Query(question, spoken, **given), 10)
                        times.append(1000 * (time.perf_counter() - started))
                        costs.append(1000 * (time.process_time() - worked))
                for kind, values in (("", times), (" cpu", costs)):
                    warm = sorted(values[len(values) // 4 :])
                    if warm:
                        result[f"{name} {language}{kind} p50"] = round(warm[len(warm) // 2], 1)
                        result[f"{name} {language}{kind} p95"] = round(warm[int(0.95 * len(warm))], 1)
        result["memory_mb"] = memory_mb()
        result["recall"] = _recall(base, [question for question, _ in asked[:100]])
    return result


def _recall(base: KnowledgeBase, questions: Sequence[str]) -> float:
    """Return the share of the exactly nearest passages that the vector index finds."""
    numbers: list[int] = []
    texts: list[str] = []
    for document in base.documents():
        for passage in base.passages(document.id):
            numbers.append(passage.id)
            texts.append(f"{document.title}\n{passage.text}")
    every = base.embedder.passages(texts)
    hits = []
    for vector in base.embedder.queries(questions):
        exact = every @ vector
        floor = np.sort(exact)[-min(DEPTH, len(exact))] - 1e-5  # texts that are equally near count alike
        cosine = dict(zip(numbers, exact, strict=True))
        found = base.nearest(vector, DEPTH)
        hits.append(np.mean([cosine[number] >= floor for number, _ in found]) * len(found) / min(DEPTH, len(exact)))
    return round(float(np.mean(hits)), 4)


def run(papers: Path, queries: Path, size: int) -> dict[str, float]:
    """Build and measure one size."""
    with tempfile.TemporaryDirectory(prefix="kiz-bench-") as folder:
        index = Path(folder)
        with get_context("spawn").Pool(1) as pool:  # what building took must not count as memory of asking
            count, seconds, worked = pool.apply(build, (index, papers, size))
        size_mb = sum(file.stat().st_size for file in index.rglob("*") if file.is_file()) / 1e6
        with get_context("spawn").Pool(1) as pool:
            measured: dict[str, float] = pool.apply(measure, (index, queries))
    built = {"built_per_s": round(count / seconds), "built_per_cpu_s": round(count / worked)}
    return {"passages": count, **built, "index_mb": round(size_mb), **measured}


def main() -> None:
    """Measure all sizes and print them."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.bench_search", description=__doc__.splitlines()[0])
    parser.add_argument("papers", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command `kiz` has it, for the processes started here
    rows = []
    for size in options.sizes:
        rows.append(run(options.papers, options.queries, size))
        print("  ".join(f"{name} {value:g}" for name, value in rows[-1].items()), flush=True)
    if options.json:
        print(json.dumps(rows))


if __name__ == "__main__":
    main()
