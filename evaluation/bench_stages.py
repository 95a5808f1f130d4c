"""The stages of `make bench`: reading PDFs, embedding, and indexes of each size built and asked side by side."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from evaluation import bench_ours, bench_tutorial
from evaluation.bench_ingest import rounds
from evaluation.bench_measures import Apart, Clock, quantile
from evaluation.bench_reading import sample, text_pages
from evaluation.bench_texts import load
from ingest.publish import ingest
from kb.config import IngestConfig
from kb.embed import load_embedder
from kb.errors import KizError

# Passages that each side builds before the next has its turn.
TURN = 5000
# Questions that only warm up, and that are timed; a side that took so many seconds for its questions asks no more.
WARM, ASKED, PATIENCE = 10, 60, 60.0


def copies(files: Sequence[Path], pages: int, folder: Path) -> list[Path]:
    """Return copies of PDFs, each with bytes of its own, so often that they have at least so many pages.

    For the reading of pages, a copy is as good as another paper.
    """
    each = sum(map(text_pages, files))
    made = []
    for number in range(-(-pages // each)):
        for file in files:
            copy = folder / f"{number}-{file.name}"
            copy.write_bytes(file.read_bytes() + f"\n%{number}\n".encode())
            made.append(copy)
    return made


def measure_ingest(papers: Path, pages: int, count: int, work: Path) -> tuple[dict[str, float], Path]:
    """Read PDFs in rounds; return pages per second, and the index of the papers.

    :raises KizError: there is no PDF with text pages alone.
    """
    real = sample(papers, pages, text_pages)
    if not real:
        raise KizError("no-pdf", path=papers)
    index = work / "real"
    read = ingest(real, index, load_embedder(), IngestConfig(), confirmed=True).pages
    files = [*real, *copies(real, pages - read, work)] if read < pages else real
    return {**rounds(files, count), "different pages": read}, index


def measure_embedding(source: Path, count: int = 200) -> dict[str, float]:
    """Return passages per second of both embeddings, by the clock and, `cpu`, of the processor; the same for questions."""
    texts = [passage.text for paper in load(source)[:50] for passage in paper.passages][:count]
    static, transformer = load_embedder(), bench_tutorial.TransformerEmbedding()
    transformer.get_text_embedding_batch(texts[:10])
    runs: dict[str, tuple[int, Callable[[], object]]] = {
        "static": (len(texts), lambda: static.passages(texts)),
        "transformer": (len(texts), lambda: transformer.get_text_embedding_batch(texts)),
        "question": (20, lambda: [transformer.get_query_embedding(text[:60]) for text in texts[:20]]),
    }
    rates: dict[str, float] = {}
    for name, (number, run) in runs.items():
        with Clock() as clock:
            run()
        rates |= {name: round(number / clock.seconds, 1), f"{name} cpu": round(number / clock.worked, 1)}
    return rates


def measure_size(source: Path, size: int, questions: Sequence[str], beside: bool, work: Path) -> dict[str, Any]:
    """Build and ask indexes of one size; return per side what was measured."""
    sides: tuple[str, ...] = ("ours", *(bench_tutorial.kinds() if beside else ()))
    rows: dict[str, dict[str, Any]] = {side: {} for side in sides}
    with ExitStack() as open_ones:
        folders = {side: work / f"{side}-{size}" for side in sides}
        builders = {
            side: open_ones.enter_context(_apart(*_builder(side), folders[side], source, size, questions))
            for side in sides
        }
        left = list(sides)
        while left:
            left = [side for side in left if builders[side].call("step", TURN)]
        floors = {side: builders[side].call("floors") for side in sides}
        for side in sides:
            rows[side] |= builders[side].call("finish")
    with ExitStack() as open_ones:
        askers = {}
        for side in sides:
            started = time.perf_counter()
            askers[side] = open_ones.enter_context(_apart(*_asker(side), folders[side]))
            askers[side].call("answer", questions[0])
            rows[side]["ready s"] = round(time.perf_counter() - started, 2)
            rows[side]["ready cpu"] = round(askers[side].took()[0], 2)
        times: dict[str, list[dict[str, float]]] = {side: [] for side in sides}
        spent = dict.fromkeys(sides, 0.0)
        for question in [*questions[:WARM], *questions][: WARM + ASKED]:
            for side in sides:
                if spent[side] < PATIENCE:
                    times[side].append(askers[side].call("timed", question))
                    spent[side] += (times[side][-1]["search"] + times[side][-1]["answer"]) / 1000
        for side in sides:
            rows[side]["memory_mb"] = askers[side].took()[1]
            rows[side]["found"] = askers[side].call("found", questions, floors[side])
            rows[side] |= _told(times[side])
    return {"size": size, **rows}


def _told(times: Sequence[dict[str, float]]) -> dict[str, float]:
    warm = times[min(WARM, len(times) // 4) :]
    return {"questions": len(warm)} | {
        f"{name} p{round(100 * share)}": round(quantile([one[name] for one in warm], share), 1)
        for name in warm[0]
        for share in (0.5, 0.95)
    }


# What is called in the other processes is of the side's own module: nobody pays for what another side imports.
def _builder(side: str) -> tuple[Any, ...]:
    return (bench_ours.Building,) if side == "ours" else (bench_tutorial.Building, side)


def _asker(side: str) -> tuple[Any, ...]:
    return (bench_ours.Asking,) if side == "ours" else (bench_tutorial.Asking, side)


@contextmanager
def _apart(make: Any, *arguments: Any) -> Iterator[Apart]:
    made = Apart(make, *arguments)
    try:
        yield made
    finally:
        made.close()
