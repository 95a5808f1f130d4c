"""Soak: people and programs asking the real server at a steady rate, for as long as wanted.

    python -m evaluation.soak --index DIR [--minutes 30] [--askers 16] [--every 6] [--json]

Starts `kiz serve` over an index that is there, on a free port and without the limit on questions per address. Each asker
asks every so many seconds, whatever the server does: half of them on pages, with the streams that belong to an open one,
half as programs; a visitor leaves after `TURNS` questions and another comes. A question that is due while its asker still
waits is asked late, and its time counts from when it was due: a server that stalls cannot hide it. By windows of five
minutes: answers, refusals for want of room ("busy"), errors, milliseconds until the whole answer, processor time per
answer, and of the server memory, open files and threads at the end of the window. Drift is the last full window beside
the first. Where the machine has other work, milliseconds follow its load, which stands beside them; processor time per
answer does not. Linux only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from evaluation.everyday import questions
from evaluation.serving import Server, serving
from evaluation.visitors import PATIENCE, Asker, Program, RefusedError, Visitor, read_page

TURNS = 4
WINDOW = 300.0


@dataclass(slots=True)
class Window:
    """What happened in five minutes; memory in MB, `cpu` in seconds."""

    seconds: list[float] = field(default_factory=list)
    busy: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    cpu: float = 0.0
    memory: float = 0.0
    files: int = 0
    threads: int = 0
    load: float = 0.0
    lasted: float = WINDOW


async def soak(server: Server, askers: int, every: float, minutes: float) -> list[Window]:
    """Have `askers` ask every so many seconds; return what happened, window by window."""
    began = time.monotonic()
    until = began + 60 * minutes
    windows: list[Window] = [Window()]
    limits = httpx.Limits(max_connections=3 * askers + 5)
    async with httpx.AsyncClient(base_url=server.address, timeout=PATIENCE, limits=limits) as client:
        page = await read_page(client)
        watching = asyncio.create_task(_watch(server, windows, began, until))
        one = (
            _ask_on(client, page, windows, number, began + every * number / askers, every, until)
            for number in range(askers)
        )
        await asyncio.gather(*one)
        await watching
    return windows


async def _ask_on(
    client: httpx.AsyncClient,
    page: dict[str, Any],
    windows: list[Window],
    number: int,
    first: float,
    every: float,
    until: float,
) -> None:
    asked = questions(seed=number)
    asker: Asker | None = None
    for turn in count():
        due = first + turn * every
        if due >= until:
            break
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        if asker is None or turn % TURNS == 0:
            if asker is not None:
                await asker.leave()
            asker = Program(client) if number % 2 else Visitor(client, page, f"s{number}t{turn}")
        try:
            await asyncio.wait_for(asker.ask(next(asked)), PATIENCE)
        except RefusedError:
            windows[-1].busy += 1
        except (httpx.HTTPError, TimeoutError, ValueError) as error:
            windows[-1].errors[f"{type(error).__name__}: {error}"[:120]] += 1
        else:
            windows[-1].seconds.append(time.monotonic() - due)
    if asker is not None:
        await asker.leave()


async def _watch(server: Server, windows: list[Window], began: float, until: float) -> None:
    used, since = server.cpu(), began
    while since < until:
        ends = min(since + WINDOW, until)
        await asyncio.sleep(max(0.0, ends - time.monotonic()))
        now, window = server.cpu(), windows[-1]
        window.cpu, window.lasted = now - used, ends - since
        window.memory, window.files, window.threads = server.memory_mb(), server.files(), server.threads()
        window.load = os.getloadavg()[0]
        used, since = now, ends
        print("  ".join(f"{name} {value}" for name, value in row(window).items()), flush=True)
        if since < until:
            windows.append(Window())


def row(window: Window) -> dict[str, Any]:
    """Return a window as a row of the table."""
    return {
        "minutes": round(window.lasted / 60, 1),
        "answers": len(window.seconds),
        "busy": window.busy,
        "errors": sum(window.errors.values()),
        "p50 ms": at(window.seconds, 0.5),
        "p95 ms": at(window.seconds, 0.95),
        "cpu ms/answer": round(1000 * window.cpu / max(1, len(window.seconds))),
        "MB": round(window.memory),
        "files": window.files,
        "threads": window.threads,
        "load": round(window.load, 1),
    }


def at(values: list[float], share: float) -> int:
    """Return a quantile in milliseconds, 0 where there is nothing."""
    ordered = sorted(values)
    return round(1000 * ordered[int(share * (len(ordered) - 1))]) if ordered else 0


def drift(windows: list[Window]) -> dict[str, float]:
    """Return how the last full window compares with the first: ratios of times, differences of what is held."""
    rows = [row(window) for window in windows if window.lasted > WINDOW - 1] or [row(windows[0])]
    first, last = rows[0], rows[-1]
    ratios = {name: round(last[name] / max(1, first[name]), 2) for name in ("p50 ms", "p95 ms", "cpu ms/answer")}
    return {**ratios, **{name: last[name] - first[name] for name in ("MB", "files", "threads")}}


def main() -> None:
    """Measure and print, with what else the machine was doing."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.soak", description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--askers", type=int, default=16)
    parser.add_argument("--every", type=float, default=6.0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}", flush=True)
    with serving(options.index) as server:
        windows = asyncio.run(soak(server, options.askers, options.every, options.minutes))
    changed = drift(windows)
    print("drift: " + "  ".join(f"{name} {value}" for name, value in changed.items()))
    kinds = sum((window.errors for window in windows), Counter[str]())
    print(f"load after {os.getloadavg()[0]:.1f}; errors: {dict(kinds) or 'none'}")
    if options.json:
        print(json.dumps({"windows": [row(window) for window in windows], "drift": changed, "errors": dict(kinds)}))


if __name__ == "__main__":
    main()
