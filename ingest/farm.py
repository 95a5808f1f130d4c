"""Reads PDFs on the workers of a Dask scheduler: the bytes of a file go out, its reading comes back.

Bytes and not paths: the machines need no file system in common, what is read is what was hashed, and nothing of a paper
stays on a worker. They travel over the scheduler, which keeps them until the reading is there and so can have another
worker do what a dead one had; `AHEAD` bounds how many. A task is named after the hash of its file and does the same
however often it runs. Here remains what one process must do: embed, which is cheap, write and publish.

A worker takes what comes from the scheduler as code to run, as Dask does: scheduler and workers belong into a network of
their own, or speak TLS.
"""

from __future__ import annotations

import hashlib
import logging
import pickle
import tempfile
import time
import zlib
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from multiprocessing import current_process
from pathlib import Path
from typing import Any, NamedTuple

from ingest import ocr
from ingest.batch import read_all
from ingest.plan import CONTACTS, OFFERS
from ingest.read import RECIPE, Reading
from kb.errors import IngestError
from kb.model import Document

# Files under way for each thread of a worker: one that is read, one that waits for it.
AHEAD = 2
# Seconds that a scheduler which went away has to come back; a restart takes a few.
PATIENCE = 60.0
# Seconds between two counts of the workers' threads: machines may come and go.
COUNT = 20.0
_AGAIN = 1.0
# Seconds between two looks at whether the scheduler is still there, while a file is being read.
_LOOK = 5.0

Outcome = tuple[str, Any]


class Errand(NamedTuple):
    """A file to be read: the sha256 of its bytes in hexadecimal; by what it is read, and the document it becomes.

    `describe` travels to the worker, which reads what the paper states, too; without it, it does not.
    """

    file: Path
    version: str
    recipe: str = ""
    describe: Callable[[Reading], Document] | None = None


def read_far(
    files: Sequence[Errand],
    scheduler: str,
    *,
    timeout: float,
    memory_mb: int,
    patience: float = PATIENCE,
) -> Generator[tuple[Path, Reading | IngestError], None, None]:
    """Have the workers of `scheduler` read PDFs; yield each, in order, with its reading or the reason it has none.

    A worker that dies costs the time of its files. A scheduler that goes away is waited for; then all that it had not
    given back is asked for again.

    :param timeout: seconds, as `memory_mb` (MB) for `ingest.read.read_all`, which the workers use.
    :raises IngestError: Dask is not installed, nobody at this address (any more), or another release works there.
    """
    if not files:
        return
    farm = _Farm(scheduler, patience)
    try:
        for place, errand in enumerate(files):
            for later, following in enumerate(files[place : place + farm.ahead], place):
                farm.begin(later, following, (timeout, memory_mb))
            yield errand.file, _received(errand.file, farm.result(place))
    finally:
        farm.close()


class _Farm:
    """The connection to the scheduler and what is under way there, by the file's place."""

    def __init__(self, scheduler: str, patience: float) -> None:
        try:
            import distributed  # noqa: PLC0415 - an extra
        except ModuleNotFoundError as error:
            raise IngestError("farm-missing") from error
        for name in ("distributed", "distributed.client", "distributed.core"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is told in our words
        self._dask: Any = distributed
        self._scheduler, self._patience = scheduler, patience
        self._todo: dict[int, tuple[Errand, tuple[float, int]]] = {}
        self._futures: dict[int, Any] = {}
        self._client: Any = None
        self._threads, self._counted = 1, float("-inf")
        self._connect()

    @property
    def ahead(self) -> int:
        """How many files may be under way: by the threads that there were at the last count."""
        if time.monotonic() > self._counted + COUNT:
            self._counted = time.monotonic()
            with suppress(Exception):  # a scheduler that is gone is noticed by who waits for a result
                cores = self._client.sync(self._client.scheduler.ncores, callback_timeout=2)
                self._threads = max(1, sum(cores.values()))
        return AHEAD * self._threads

    def begin(self, place: int, errand: Errand, limits: tuple[float, int]) -> None:
        """Send a file out, unless it was."""
        if place not in self._todo:
            self._todo[place] = (errand, limits)
            with suppress(Exception):  # a connection that is lost is noticed by who waits for a result
                self._send(place)

    def result(self, place: int) -> Outcome:
        """Wait for a file's outcome.

        :raises IngestError: the scheduler went away for good.
        """
        while True:
            try:
                if place not in self._futures:
                    self._send(place)
                found: Outcome = self._wait(self._futures[place])
            except self._dask.scheduler.KilledWorker:
                found = ("failed", ("pdf-crashed", {}))
            except Exception as error:  # whatever Dask makes of a connection that broke
                future = self._futures.get(place)
                if future is not None and future.status == "error":  # raised by `work`, or on the way into it
                    raise IngestError("farm-broken", address=self._scheduler, why=error) from error
                self._connect()
                continue
            self._futures.pop(place).release()
            del self._todo[place]
            return found

    def close(self) -> None:
        """Leave; what is under way is forgotten there."""
        if self._client is not None:
            with suppress(Exception):
                self._client.close(timeout=5)
            self._client = None

    def _wait(self, future: Any) -> Outcome:
        while True:
            try:
                packed = future.result(timeout=_LOOK)
            except (TimeoutError, self._dask.TimeoutError):
                # A client that found a new scheduler at the old address runs, but its results are "lost" for ever.
                if self._client.status != "running" or future.status != "pending":
                    raise ConnectionError(f"{self._client.status}, {future.status}") from None
                continue
            found: Outcome = pickle.loads(zlib.decompress(packed))  # noqa: S301 - from our own workers
            return found

    def _send(self, place: int) -> None:
        errand, limits = self._todo[place]
        file, version, recipe, describe = errand
        try:
            content = file.read_bytes()
        except OSError as error:
            content = b""  # its hash is not the expected one, and that is what is said
            logging.getLogger(__name__).warning("%s: %s", file.name, error.strerror)
        key = f"read-{version}-{RECIPE}-{recipe}"
        self._futures[place] = self._client.submit(
            work, file.name, content, version, limits, release(), describe, key=key
        )

    def _connect(self) -> None:
        """Connect, or again; send all that is under way anew.

        :raises IngestError: nobody there within the patience.
        """
        until = time.monotonic() + self._patience
        self.close()
        while True:
            try:
                self._client = self._dask.Client(self._scheduler, timeout=5, set_as_default=False)
                self._futures = {}
                for place in self._todo:
                    self._send(place)
            except Exception as error:
                self.close()
                if time.monotonic() > until:
                    raise IngestError("farm-lost", address=self._scheduler, why=error) from error
                time.sleep(_AGAIN)
            else:
                return


class OtherReleaseError(RuntimeError):
    """A worker would read otherwise than the writer expects."""


def release() -> tuple[str, bool]:
    """Return by what this machine reads: the recipes, and whether it has Tesseract."""
    return f"{RECIPE}.{OFFERS}.{CONTACTS}", ocr.available()


def work(
    name: str,
    content: bytes,
    version: str,
    limits: tuple[float, int],
    wanted: tuple[str, bool],
    describe: Callable[[Reading], Document] | None = None,
) -> bytes:
    """Read a file on a worker, in limited processes of its own; return the outcome, packed.

    :raises OtherReleaseError: this machine reads by another recipe, or has no Tesseract where the writer has it.
    """
    if release() != wanted:
        recipe, tesseract = release()
        raise OtherReleaseError(f"recipe {recipe}, Tesseract {tesseract}; wanted: {wanted}")
    if current_process().daemon:
        raise OtherReleaseError("a worker under a nanny may start no process: dask worker --no-nanny")
    found: Outcome
    if hashlib.sha256(content).hexdigest() != version:
        found = ("changed", None)
    else:
        with tempfile.TemporaryDirectory(prefix="kiz-farm-") as folder:
            file = Path(folder, Path(name).name)
            file.write_bytes(content)
            timeout, memory_mb = limits
            ((_, reading),) = read_all(
                [file],
                workers=1,
                timeout=timeout,
                memory_mb=memory_mb,
                describe=(lambda _, reading: describe(reading)) if describe else None,
            )
        if isinstance(reading, Reading):
            found = ("read", reading)
        else:
            found = ("failed", (reading.key, {key: str(value) for key, value in reading.about.items()}))
    return zlib.compress(pickle.dumps(found, pickle.HIGHEST_PROTOCOL), 1)


def _received(file: Path, found: Outcome) -> Reading | IngestError:
    kind, what = found
    if kind == "read" and isinstance(what, Reading):
        return what
    if kind == "changed":
        return IngestError("farm-changed", file=file.name)
    key, about = what
    return IngestError(key, **{"file": file.name, **about})
