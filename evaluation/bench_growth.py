"""Benchmark: what a small publication costs in an index that has grown large.

    python -m evaluation.bench_growth PAPERS.jsonl[.xz] [--sizes 1000 10000 100000] [--json]

PAPERS has rows ``{"title", "text"}``; the index is filled with them again and again, as `bench_search` does, so its
texts repeat. Then one new PDF of ten pages (made here of the same texts) is previewed, published, taken in a second
time, withdrawn and brought back, each in a process of its own, as the command does it. For each: seconds by the clock
and of the processor (workers that read included), and megabytes that the process had the system write (`wchar` of
/proc/self/io: all of it, whether or not it has reached the disk). `noticed` is the time until a running
knowledge base, asked after the publication, has answered from it; `answered` what the same question took before.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from textwrap import wrap
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from evaluation.bench_search import build
from evaluation.rows import read_rows
from ingest.publish import ingest, preview, roll_back
from kb.config import IngestConfig
from kb.embed import load_embedder
from kb.model import Query
from kb.store import KnowledgeBase

PAGES = 10
LINES, WIDTH = 42, 85
CONFIG = IngestConfig()


def make_paper(file: Path, papers: Path) -> None:
    """Write a PDF of ten pages, printed full with the texts of papers."""
    texts = " ".join(row["text"] for row in islice(read_rows(papers, ("title", "text")), 200))
    lines = wrap(texts, WIDTH)
    canvas = Canvas(str(file), pagesize=A4, invariant=1)
    for page in range(PAGES):
        text = canvas.beginText(60, 780)
        text.setFont("Helvetica", 11)
        text.setLeading(17)
        text.textLines("\n".join(lines[page * LINES : (page + 1) * LINES]))
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()


def _preview(index: Path, folder: Path) -> None:
    preview([folder], index, CONFIG)


def _ingest(index: Path, folder: Path) -> None:
    ingest([folder], index, load_embedder(), CONFIG, confirmed=True)


def _roll_back(index: Path, folder: Path) -> None:
    roll_back(index, load_embedder(), CONFIG)


def costs(job: Callable[[Path, Path], None], index: Path, folder: Path) -> dict[str, float]:
    """Carry out a job; return its seconds, those of the processor, and the megabytes written."""
    started, worked, written = time.perf_counter(), _worked(), _written()
    job(index, folder)
    return {
        "s": round(time.perf_counter() - started, 2),
        "cpu": round(_worked() - worked, 2),
        "mb": round((_written() - written) / 1e6, 2),
    }


def _worked() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _written() -> int:
    rows = dict(line.split(": ") for line in Path("/proc/self/io").read_text(encoding="ascii").splitlines())
    return int(rows["wchar"])


def _alone(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function in a process of its own (one that may have workers); return what it returned."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def run(papers: Path, size: int) -> dict[str, Any]:
    """Build an index of `size` passages and measure small publications in it."""
    with tempfile.TemporaryDirectory(prefix="kiz-bench-") as root:
        index, folder = Path(root) / "index", Path(root) / "papers"
        folder.mkdir()
        count, seconds, _ = _alone(build, index, papers, size)
        row: dict[str, Any] = {"passages": count, "built_s": round(seconds)}
        paper = folder / "neu.pdf"
        make_paper(paper, papers)
        with KnowledgeBase.open(index, load_embedder()) as base:
            row["preview"] = _alone(costs, _preview, index, folder)
            row["answered_ms"] = min(_asked(base) for _ in range(3))
            row["publish"] = _alone(costs, _ingest, index, folder)
            row["noticed_ms"] = _asked(base)
            row["again"] = _alone(costs, _ingest, index, folder)
            paper.unlink()
            row["withdraw"] = _alone(costs, _ingest, index, folder)
            row["roll_back"] = _alone(costs, _roll_back, index, folder)
            row["found_again"] = len(base.documents())
    return row


def _asked(base: KnowledgeBase) -> int:
    started = time.perf_counter()
    base.search(Query("Beschluss des Gemeinderats zur Sprachförderung"), 10)
    return round(1000 * (time.perf_counter() - started))


def main() -> None:
    """Measure all sizes and print them."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.bench_growth", description=__doc__.splitlines()[0])
    parser.add_argument("papers", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command `kiz` has it, for the processes started here
    rows = []
    for size in options.sizes:
        rows.append(run(options.papers, size))
        print(
            f"{rows[-1]['passages']} passages",
            *(f"  {name}: {told(value)}" for name, value in rows[-1].items()),
            sep="\n",
            flush=True,
        )
    if options.json:
        print(json.dumps(rows))


def told(value: Any) -> str:
    """Return a figure, or several, as text."""
    return ", ".join(f"{name} {number:g}" for name, number in value.items()) if isinstance(value, dict) else str(value)


if __name__ == "__main__":
    main()
