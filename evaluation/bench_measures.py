"""What benchmarks measure with: a clock, quantiles, objects in processes of their own, and what the machine is."""

from __future__ import annotations

import os
import platform
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Any, Self

# Whose speed is measured, and what stands beside it.
PACKAGES = ("chromadb", "tantivy", "numpy", "tokenizers", "pypdfium2", "pypdf", "llama-index-core", "torch")


class Clock:
    """Adds up the seconds of all its stretches (`with clock:`), by the clock and of the processor, children included."""

    def __init__(self) -> None:
        self.seconds = self.worked = 0.0
        self._since = (0.0, 0.0)

    def __enter__(self) -> Self:
        self._since = (time.perf_counter(), processor())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.seconds += time.perf_counter() - self._since[0]
        self.worked += processor() - self._since[1]


def processor() -> float:
    """Return the seconds of processor time of this process, and of its children that ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which such a share of the values lies; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def memory_mb() -> int:
    """Return the most memory that this process has held, in megabytes."""
    status = Path("/proc/self/status")
    if status.is_file():  # what `getrusage` says begins with the size of the process that started this one
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines())
        return round(int(lines["VmHWM"].split()[0]) / 1024)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # kB, on macOS bytes
    return round(most / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def size_mb(*places: Path) -> float:
    """Return what files take on the disk, folders with all in them, in megabytes."""
    files = [file for place in places for file in ([place] if place.is_file() else place.rglob("*"))]
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


_held: Any = None


def _hold(make: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    global _held  # noqa: PLW0603 - the process is there for this one object
    _held = make(*arguments)


def _call(name: str, arguments: tuple[Any, ...]) -> Any:
    return getattr(_held, name)(*arguments)


class Apart:
    """An object in a fresh process of its own: its memory and its processor time are nobody else's."""

    def __init__(self, make: Callable[..., Any], *arguments: Any) -> None:
        self._pool = ProcessPoolExecutor(1, get_context("spawn"), _hold, (make, arguments))

    def call(self, name: str, *arguments: Any) -> Any:
        """Call a method there and return what it returns."""
        return self._pool.submit(_call, name, arguments).result()

    def took(self) -> tuple[float, int]:
        """Return the seconds of processor time that the process has taken so far, and its memory in megabytes."""
        return self._pool.submit(processor).result(), self._pool.submit(memory_mb).result()

    def close(self) -> None:
        """End the process."""
        self._pool.shutdown()


def machine() -> dict[str, str]:
    """Return what the machine is and how busy it is now."""
    return {
        "processor": _processor_name(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB",
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "Python": platform.python_version(),
        "packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
        "load before": f"{os.getloadavg()[0]:.1f}",
    }


def _processor_name() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
