"""Benchmark: PDFs to passages, beside pypdf's plain extraction of the same files in the same run.

    python -m evaluation.bench_reading FOLDER [--pages 1200] [--rounds 3] [--json]

Ours is `ingest.batch.read_all` with a worker per core: words with boxes, ruling lines, layout, head data,
passages. pypdf is `extract_text()` of each page, in one process, and again with a process per core, as
many would run it. In each round the three read the same files one after the other, every other round in
reverse; a noisy moment of the machine spoils one round, and the median of the rounds is told. Files with
pages for text recognition, and those that pypdf cannot open, are left out. Beside the clock, pages per second of
processor time, which other work on the machine disturbs less.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import pypdf
import pypdf.errors

from evaluation.bench_measures import Clock
from ingest import ocr, pdf
from ingest.batch import read_all
from ingest.read import Reading, hush
from ingest.sources import find


def sample(folder: Path, pages: int, count: Callable[[Path], int]) -> list[Path]:
    """Return PDFs spread over the whole folder until they have about so many pages.

    :param count: tells the pages of a file, 0 if it is none for the benchmark.
    """
    files = [source.path for source in find([folder]).files]
    step = max(1, len(files) // 40)
    taken: dict[Path, int] = {}
    for file in [*files[::step], *files]:
        if sum(taken.values()) >= pages:
            break
        if file not in taken and (found := count(file)):
            taken[file] = found
    return list(taken)


def text_pages(file: Path) -> int:
    """Return the pages of a file that both can read; 0 if there is none or one is a picture of text."""
    try:
        if pypdf.PdfReader(file).is_encrypted:
            return 0
        raw = list(pdf.raw_pages(file))
    except (pypdf.errors.PyPdfError, ValueError):
        return 0
    return 0 if any(ocr.needs_ocr(page) for page in raw) else len(raw)


def ours(files: Sequence[Path]) -> int:
    """Read the files up to their passages; return the number of pages."""
    return sum(len(reading.pages) for _, reading in read_all(files) if isinstance(reading, Reading))


def plain(file: Path) -> int:
    """Extract the text of a file's pages with pypdf; return their number."""
    hush()
    return len([page.extract_text() for page in pypdf.PdfReader(file).pages])


def plain_one_process(files: Sequence[Path]) -> int:
    """Do so for all files, one after the other."""
    return sum(map(plain, files))


def plain_all_cores(files: Sequence[Path]) -> int:
    """Do so for all files, with a process per core."""
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        return sum(pool.map(plain, files))


RUNS: dict[str, Callable[[Sequence[Path]], int]] = {
    "ours": ours,
    "pypdf": plain_one_process,
    "pypdf, all cores": plain_all_cores,
}


def main() -> None:
    """Measure and print one line per reader."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.bench_reading", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=1200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    hush()
    files = sample(options.folder, options.pages, text_pages)
    rates: dict[str, list[float]] = {name: [] for name in RUNS}
    costs: dict[str, list[float]] = {name: [] for name in RUNS}
    for turn in range(options.rounds):
        for name in list(RUNS)[:: -1 if turn % 2 else 1]:
            with Clock() as clock:
                pages = RUNS[name](files)
            rates[name].append(pages / clock.seconds)
            costs[name].append(pages / clock.worked)
    print(f"{len(files)} files, {pages} pages, {options.rounds} rounds")
    for name, found in rates.items():
        times = [mine / other for mine, other in zip(rates["ours"], found, strict=True)]
        print(
            f"{name:18}{median(found):7.1f} pages/s   ours: {median(times):.1f} times ({min(times):.1f}-{max(times):.1f})"
            f"   {median(costs[name]):7.1f} pages per s of processor"
        )
    if options.json:
        print(json.dumps({name: round(median(found), 1) for name, found in rates.items()}))


if __name__ == "__main__":
    main()
