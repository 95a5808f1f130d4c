"""Benchmark: everything in one table, beside the pipeline of LlamaIndex's tutorials on the same work in the same run.

    make bench [PAPERS=corpus] [SIZES="1000 10000 100000"] [INDEX=DIR]
    python -m evaluation.bench [PAPERS] [--sizes 1000 10000 100000] [--beside 100000] [--index DIR] [--json FILE]

First PDFs of PAPERS are read (text pages only; where there are fewer than `--pages`, copies join them). Then, for each
size, indexes of so many passages are built and asked: the real passages of those PDFs, or of the index given with
`--index`, and beyond them made-up ones (`evaluation.bench_texts`). Ours and the tutorial's, in memory and in Chroma, get
the same passages and the same vectors, each in a process of its own, in turns of a few thousand passages and of one
question, so that what else the machine does falls on all of them. Sizes beyond `--beside` are measured for ours alone:
the tutorial's index in memory takes 8 kB and more a passage. No network.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

# Processes that this one starts import it again: whatever it imported here, they would hold in memory and take time for.

HERE = Path(__file__).resolve().parent
QUESTIONS = HERE / "questions-corpus.jsonl"


def _told(stage: str) -> None:
    """Say what is being measured now, beside the table."""
    print(f"{time.strftime('%H:%M:%S')}  {stage}", file=sys.stderr, flush=True)


def main() -> None:
    """Measure everything and print one table."""
    from evaluation.bench_measures import Clock, machine  # noqa: PLC0415 - see above
    from evaluation.bench_stages import ASKED, measure_embedding, measure_ingest, measure_size  # noqa: PLC0415
    from evaluation.bench_table import table  # noqa: PLC0415
    from evaluation.bench_texts import load  # noqa: PLC0415
    from evaluation.rows import read_rows  # noqa: PLC0415
    from ingest.read import hush  # noqa: PLC0415

    parser = argparse.ArgumentParser(prog="python -m evaluation.bench", description=__doc__.splitlines()[0])
    parser.add_argument("papers", type=Path, nargs="?", default=HERE.parent / "corpus")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--beside", type=int, default=100_000, help="the largest size for the tutorial pipeline")
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--index", type=Path, help="an index whose passages are the real ones")
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command `kiz` has it, for the processes started here
    hush()
    questions = [row["question"] for row in read_rows(options.questions, ("question",))][:ASKED]
    with tempfile.TemporaryDirectory(prefix="kiz-bench-") as folder, Clock() as clock:
        result: dict[str, Any] = {"machine": machine()}
        _told(f"reading {options.papers}, {options.rounds} rounds")
        result["ingest"], index = measure_ingest(options.papers, options.pages, options.rounds, Path(folder))
        source = options.index or index
        result["real passages"] = sum(len(paper.passages) for paper in load(source))
        _told("embedding")
        result["embedding"] = measure_embedding(source)
        result["sizes"] = []
        for size in options.sizes:
            beside = size <= options.beside
            _told(f"{size:,} passages")
            result["sizes"].append(measure_size(source, size, questions, beside, Path(folder)))
    result["minutes"] = round(clock.seconds / 60, 1)
    result["machine"]["load after"] = f"{os.getloadavg()[0]:.1f}"
    print(table(result))
    if options.json:
        options.json.write_text(json.dumps(result, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
