"""A pool of processes with limits of time and memory, in which a file can break without taking others along."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from ingest.orphans import die_with_parent

# A worker is replaced after so many tasks, as what libraries keep adds up: 120 MB after 87 files of 2,434 pages,
# where starting anew costs the time of 30 pages. A file is three tasks: its text, its offers, its contacts.
TASKS = 600
# So many objects more than at the last look are looked through for circles that nobody holds; a file leaves some 700.
KEPT = 100_000


class Broken(Exception):  # noqa: N818 - an outcome, told to the one caller who waits for it
    """A task that has no result. `why` is empty where its process died or had no memory left."""

    def __init__(self, why: str = "", *, slow: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.slow = slow


class Workers:
    """Processes that are ended with all they started when the block is left, also by an error."""

    def __init__(self, count: int, memory_mb: int) -> None:
        """Make a pool of `count` processes, each with `memory_mb` MB of address space."""
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(
            max_workers=count, max_tasks=TASKS, initializer=_limit, initargs=(memory_mb,), context=context
        )

    def run(self, function: Callable[..., Any], *arguments: Any, seconds: float) -> Future[Any]:
        """Have a worker call `function`, `seconds` long at most; see `outcome`."""
        future: Future[Any] = self._pool.schedule(_called, args=(function, arguments), timeout=seconds)
        return future

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Leaving early, nobody waits for what is still being read.
        (self._pool.close if kind is None else self._pool.stop)()
        self._pool.join()


def outcome(future: Future[Any]) -> Any:
    """Return what the task returned.

    :raises Broken: it was ended for its time, its process died, or it met an error that nobody foresaw.
    """
    try:
        packed = future.result()
        with _uncollected():
            return pickle.loads(packed)  # noqa: S301 - from our own worker
    except FutureTimeout as error:
        raise Broken(slow=True) from error
    except (ProcessExpired, MemoryError) as error:
        raise Broken from error
    except Exception as error:  # the boundary: whatever a file brings about, the other files are read
        raise Broken(f"{type(error).__name__}: {error}") from error


def _called(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    """Call `function` in the worker; return what it returned, packed."""
    if gc.get_count()[0] > KEPT:
        gc.collect()
    return pickle.dumps(function(*arguments), pickle.HIGHEST_PROTOCOL)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Have nothing collected while a reading is unpacked: all its small tuples stay, looking at them took three times as long."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def peak_mb() -> int:
    """Return the most memory in MB that this process, or one that it or its workers ran to the end, has held."""
    unit = 1 if sys.platform == "darwin" else 1024
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return round(max(used) * unit / 2**20)


def hush() -> None:
    """Silence pypdf's hints on every odd font: what matters of a file is in its reading."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)


def _limit(memory_mb: int) -> None:
    hush()
    gc.disable()  # workers are short-lived; measured 15 % faster on large files
    size = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A group of its own: what a worker runs (Tesseract) ends with it.
    os.setpgrp()
    signal.signal(signal.SIGTERM, _end)
    # A worker in an endless loop would outlive a parent that was killed.
    die_with_parent()


def _end(*_: object) -> None:
    os.killpg(0, signal.SIGKILL)
