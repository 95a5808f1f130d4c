"""Benchmark: from starting the server to the first words on the page, in a real browser.

    python -m evaluation.bench_opening --index DIR [--rounds 3] [--questions 20] [--json]

Each round starts `kiz serve` over an index that is there, and a browser that has been nowhere. Seconds until the server
answers; until the box for the question takes keys, for the first visitor of that server and for another one with an empty
cache; then milliseconds from the key that sends a question until words of an answer are on the page, for the first question
and, over `--questions`, for further ones (warm). Beside the clock stands the processor time that the server and the browser
took meanwhile: where the machine has other work, the clock follows its load, processor time does not. Linux only; needs
Playwright and Debian's chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from evaluation.axe_grid import CHROMIUM, FLAGS
from evaluation.everyday import questions
from evaluation.serving import Server, serving

BOX = "#question textarea"
TYPED = "Wer"
# A box that Gradio fills anew loses what was typed: only what is still there after two frames has been taken.
TAKES_KEYS = """async () => {
  const box = document.querySelector('#question textarea');
  if (!box || box.disabled || !box.offsetParent) return false;
  const wait = () => new Promise((done) => requestAnimationFrame(done));
  await wait(); await wait();
  return document.querySelector('#question textarea') === box;
}"""
# Set before the question is sent; tells when words of its answer stand on the page.
WATCH = """() => { window.words = new Promise((done) => {
  const began = performance.now(), before = document.querySelectorAll('.turn').length;
  new MutationObserver((_, watching) => {
    const last = document.querySelector('.turn:last-child');
    if (document.querySelectorAll('.turn').length > before && last.matches('[data-state=growing], [data-state=done]')) {
      watching.disconnect(); requestAnimationFrame(() => done(performance.now() - began));
    }
  }).observe(document.body, { childList: true, subtree: true, attributes: true });
}); }"""


@contextmanager
def browser() -> Iterator[Any]:
    """Start a browser."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - for this script

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def opening(chromium: Any, server: Server) -> tuple[Any, dict[str, float]]:
    """Open the page as somebody who was never there; return it, with seconds until it takes keys."""
    page = chromium.new_context(viewport={"width": 360, "height": 740}, locale="de-DE").new_page()
    page.set_default_timeout(120_000)
    clock, ours, theirs = _watches(server)
    page.goto(f"{server.address}/", wait_until="commit")
    page.wait_for_function(TAKES_KEYS)
    page.focus(BOX)
    page.keyboard.type(TYPED)
    if page.input_value(BOX) != TYPED:
        raise RuntimeError("the box did not take the keys")
    return page, {"usable": clock(), "usable server cpu": ours(), "usable browser cpu": theirs()}


def words(page: Any, server: Server, question: str) -> dict[str, float]:
    """Ask; return milliseconds from the key until words of the answer are on the page."""
    page.fill(BOX, question)
    page.evaluate(WATCH)
    _, ours, _ = _watches(server)
    page.press(BOX, "Enter")
    first = float(page.evaluate("window.words"))
    page.wait_for_selector(".turn:last-child[data-state=done]")
    return {"words": first, "words server cpu": 1000 * ours()}


def _watches(server: Server) -> tuple[Callable[[], float], Callable[[], float], Callable[[], float]]:
    """Return what tells the seconds since now: of the clock, of the server's processor, of the browser's."""
    began, ours, theirs = time.perf_counter(), server.cpu(), _children_cpu(server.process)
    return (
        lambda: time.perf_counter() - began,
        lambda: server.cpu() - ours,
        lambda: _children_cpu(server.process) - theirs,
    )


def _children_cpu(without: int) -> float:
    """Return the processor time of everything that this process started, but for one process."""
    parents, used = dict[int, int](), dict[int, int]()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        number = int(stat.parent.name)
        parents[number], used[number] = int(fields[1]), int(fields[11]) + int(fields[12])

    def mine(number: int) -> bool:
        return number != without and (
            parents.get(number) == os.getpid() or mine(parents.get(number, 0)) if number else False
        )

    return sum(spent for number, spent in used.items() if mine(number)) / os.sysconf("SC_CLK_TCK")


def round_of(index: Path, count: int) -> dict[str, Any]:
    """Return what one start gave."""
    with serving(index) as server, browser() as chromium:
        row: dict[str, Any] = {"start": server.started, "start cpu": server.cpu()}
        page, first = opening(chromium, server)
        row |= first
        page.context.close()
        page, again = opening(chromium, server)
        row |= {f"{name} again": value for name, value in again.items()}
        asked = questions()
        row |= {f"first {name}": value for name, value in words(page, server, next(asked)).items()}
        warm = [words(page, server, question) for question in islice(asked, count)]
        for name in warm[0]:
            row[f"{name} p50"] = median(one[name] for one in warm)
            row[f"{name} p95"] = sorted(one[name] for one in warm)[int(0.95 * (len(warm) - 1))]
    return row


def main() -> None:
    """Measure and print, with what else the machine was doing."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.bench_opening", description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = []
    for _ in range(options.rounds):
        load = os.getloadavg()[0]
        rows.append({**round_of(options.index, options.questions), "load": load})
        print(
            "  ".join(f"{name} {value:.{0 if 'words' in name else 2}f}" for name, value in rows[-1].items()), flush=True
        )
    middle = {name: round(median(row[name] for row in rows), 3) for name in rows[0]}
    print("median  " + "  ".join(f"{name} {value}" for name, value in middle.items()))
    if options.json:
        print(json.dumps(rows))


if __name__ == "__main__":
    main()
