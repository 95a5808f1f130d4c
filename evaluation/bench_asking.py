"""Benchmark: many people asking the real server at the same time, and visitors asking it for a long time.

    python -m evaluation.bench_asking --index DIR [--askers 50] [--seconds 120] [--way page] [--way api] [--json]
    python -m evaluation.bench_asking --index DIR --memory 2000 [--json]

Starts `kiz serve` over an index that is there, on a free port and without the limit on questions per address, and
asks as the page does (Gradio's queue and its stream of events, beside the connection by which the server knows an
open page) and, the other way, as programs do (POST /api/ask). Each asker asks the next question as soon as the answer
to the last is there: harder than people are, who read. Milliseconds by the clock until the first words of an answer
and until all of it; refusals for want of room ("busy") and errors apart. With `--memory` so many questions come one
after the other, `TURNS` by each visitor, and what counts is the memory of the server. Linux only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

from evaluation.everyday import questions
from evaluation.serving import Server, serving
from evaluation.visitors import PATIENCE, Asker, Program, RefusedError, Visitor, read_page

WAYS = ("page", "api")
# Questions of one visitor: a question, and what comes to mind with the answer.
TURNS = 4
# Memory is looked at after so many questions. The first tenth of a run fills caches and is left out of the slope.
EVERY = 50
SHOWN = (200, 1000, 2000)


async def crowd(server: Server, way: str, askers: int, seconds: float) -> dict[str, Any]:
    """Have `askers` ask for so many seconds; return how long it took them, and what it took the server."""
    first, whole, errors, busy = list[float](), list[float](), Counter[str](), 0
    until, used, began = time.monotonic() + seconds, server.cpu(), time.monotonic()
    sizes = [server.memory_mb()]

    async def one(number: int, client: httpx.AsyncClient, page: dict[str, Any]) -> None:
        nonlocal busy
        asked, visit = questions(seed=number), 0
        while time.monotonic() < until:
            visit += 1
            asker: Asker = Visitor(client, page, f"a{number}v{visit}") if way == "page" else Program(client)
            for _ in range(TURNS):
                if time.monotonic() >= until:
                    break
                try:
                    to_first, to_whole = await asyncio.wait_for(asker.ask(next(asked)), PATIENCE)
                except RefusedError:
                    busy += 1
                    await asyncio.sleep(1)
                except (httpx.HTTPError, TimeoutError, ValueError) as error:
                    errors[f"{type(error).__name__}: {error}"[:120]] += 1
                    break
                else:
                    first.append(to_first)
                    whole.append(to_whole)
            await asker.leave()

    async def watch() -> None:
        while True:
            await asyncio.sleep(2)
            sizes.append(server.memory_mb())

    async with _client(server, askers) as client:
        page = await read_page(client)
        watching = asyncio.create_task(watch())
        await asyncio.gather(*(one(number, client, page) for number in range(askers)))
        watching.cancel()
    lasted = time.monotonic() - began
    return {
        "way": way,
        "askers": askers,
        "seconds": round(lasted, 1),
        "answers": len(whole),
        "busy": busy,
        "errors": sum(errors.values()),
        "kinds": dict(errors),
        "answers/s": round(len(whole) / lasted, 2),
        "first p50": _milli(first, 0.5),
        "first p95": _milli(first, 0.95),
        "whole p50": _milli(whole, 0.5),
        "whole p95": _milli(whole, 0.95),
        "cpu ms/answer": round(1000 * (server.cpu() - used) / max(1, len(whole))),
        "MB before": round(sizes[0]),
        "MB most": round(max(sizes)),
        "MB by quarters": [round(sizes[len(sizes) * part // 4]) for part in (1, 2, 3)],
        "MB after": round(server.memory_mb()),
    }


async def long_run(server: Server, count: int) -> dict[str, Any]:
    """Ask `count` questions one after the other; return the server's memory on the way, and how it grows."""
    asked, sizes, errors = questions(), {0: server.memory_mb()}, Counter[str]()
    began, used = time.monotonic(), server.cpu()
    async with _client(server, 1) as client:
        page = await read_page(client)
        visitor = Visitor(client, page, "m0")
        for number in range(1, count + 1):
            try:
                await asyncio.wait_for(visitor.ask(next(asked)), PATIENCE)
            except (RefusedError, httpx.HTTPError, TimeoutError, ValueError) as error:
                errors[f"{type(error).__name__}: {error}"[:120]] += 1
            if number % TURNS == 0:
                await visitor.leave()
                visitor = Visitor(client, page, f"m{number}")
            if number % EVERY == 0 or number == count:
                sizes[number] = server.memory_mb()
        await visitor.leave()
    steady = {number: size for number, size in sizes.items() if number >= count / 10}
    return {
        "questions": count,
        "errors": sum(errors.values()),
        "kinds": dict(errors),
        "seconds": round(time.monotonic() - began, 1),
        "cpu ms/answer": round(1000 * (server.cpu() - used) / count),
        "MB": {number: round(sizes[number], 1) for number in sorted({*SHOWN, 0, count} & set(sizes))},
        "MB per 1000": round(1000 * slope(tuple(steady.items())), 1),
        "MB per 1000, second half": round(1000 * slope(tuple(sizes.items())[len(sizes) // 2 :]), 1),
        "all": {number: round(size, 1) for number, size in sizes.items()},
    }


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Return how much y grows with x, by least squares; 0 for fewer than two points."""
    if len(points) < 2:
        return 0.0
    x_mean, y_mean = (sum(values) / len(points) for values in zip(*points, strict=True))
    spread = sum((x - x_mean) ** 2 for x, _ in points)
    return sum((x - x_mean) * (y - y_mean) for x, y in points) / spread if spread else 0.0


def _client(server: Server, askers: int) -> httpx.AsyncClient:
    # A stream and a request for each, and the connection of the open page.
    limits = httpx.Limits(max_connections=3 * askers + 5)
    return httpx.AsyncClient(base_url=server.address, timeout=PATIENCE, limits=limits)


def _milli(values: Sequence[float], share: float) -> int:
    ordered = sorted(values)
    return round(1000 * ordered[int(share * (len(ordered) - 1))]) if ordered else 0


def measure(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Yield one row per way, or the one of the long run, each with a server of its own."""
    if options.memory:
        with serving(options.index) as server:
            yield asyncio.run(long_run(server, options.memory))
        return
    for way in options.way or WAYS:
        with serving(options.index) as server:
            row = asyncio.run(crowd(server, way, options.askers, options.seconds))
            yield {**row, "start s": round(server.started, 1)}


def main() -> None:
    """Measure and print, with what else the machine was doing."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.bench_asking", description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--askers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--way", action="append", choices=WAYS)
    parser.add_argument("--memory", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}", flush=True)
    rows = []
    for row in measure(options):
        rows.append(row)
        print("  ".join(f"{name} {value}" for name, value in row.items() if name != "all"), flush=True)
    if options.json:
        print(json.dumps(rows))


if __name__ == "__main__":
    main()
