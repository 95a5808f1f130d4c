"""Benchmark: our whole ingest beside the tutorial pipeline of LlamaIndex, on the same files in the same run.

    python -m evaluation.bench_ingest FOLDER [--pages 300] [--rounds 2]

Ours is everything from the file to the published index: words with boxes, layout, head data, passages, offers,
contacts, words, vectors, catalogue; beside it the reading alone, up to the passages. The tutorial pipeline is that of
`evaluation.bench_tutorial`, with a transformer of the size of all-MiniLM-L6-v2, into an index in memory. pypdf is its
plain text, page by page. In each round all read the same files one after the other, every other round in reverse.
Pages per second by the clock and per second of processor time, medians of the rounds.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from evaluation.bench_measures import Clock
from evaluation.bench_reading import ours as reading
from evaluation.bench_reading import plain_one_process, sample, text_pages
from evaluation.bench_tutorial import TransformerEmbedding, read_and_index
from ingest.publish import ingest
from ingest.read import hush
from kb.config import IngestConfig
from kb.embed import load_embedder


def whole(files: Sequence[Path]) -> int:
    """Publish the files into a fresh index; return the number of pages."""
    with tempfile.TemporaryDirectory(prefix="kiz-bench-") as folder:
        return ingest(list(files), Path(folder), load_embedder("builtin"), IngestConfig()).pages


def tutorial(files: Sequence[Path]) -> int:
    """Take the files into an index of the tutorial; return the number of pages."""
    return read_and_index(files, TransformerEmbedding())


RUNS: dict[str, Callable[[Sequence[Path]], int]] = {
    "ours": whole,
    "tutorial": tutorial,
    "ours, reading": reading,
    "pypdf": plain_one_process,
}


def rounds(files: Sequence[Path], count: int) -> dict[str, float]:
    """Return the pages per second of each run, by the clock and, `cpu`, per second of processor time."""
    TransformerEmbedding().get_text_embedding("")  # importing torch is no part of reading papers
    rates: dict[str, list[float]] = {}
    for turn in range(count):
        for name in list(RUNS)[:: -1 if turn % 2 else 1]:
            with Clock() as clock:
                pages = RUNS[name](files)
            rates.setdefault(name, []).append(pages / clock.seconds)
            rates.setdefault(f"{name} cpu", []).append(pages / clock.worked)
    return {"files": len(files), "pages": pages, **{name: round(median(found), 1) for name, found in rates.items()}}


def main() -> None:
    """Measure and print one line per run."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.bench_ingest", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    hush()
    found = rounds(sample(options.folder, options.pages, text_pages), options.rounds)
    print(f"{found['files']} files, {found['pages']} pages, {options.rounds} rounds")
    for name in RUNS:
        times = found["ours"] / found[name]
        print(f"{name:14}{found[name]:7.1f} pages/s, {found[f'{name} cpu']:6.1f} per s of processor; ours: {times:.1f}")
    if options.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
