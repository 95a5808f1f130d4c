"""Runs whole publications in processes of their own that kill themselves at a named point.

    python mortal.py    reads orders from stdin, one JSON object a line, and answers each with one

An order names what to do (`ingest`, `roll_back`, `repair`) with which index, and where to die: `step` (one of
STEPS), `when` ("before" or "after") and `nth`, counted from 1. Every order is carried out by a fork, so that
the libraries are loaded once; with `kill_after` it is killed from here after so many seconds. With `full` the step
meets a full disk instead, with `hold` it writes its process's number to that file and waits until the file is gone;
with `most` no file may grow beyond so many bytes. The answer is the exit status, negative
for the signal it died of, the steps that it went, each with how often, and the error that it ended with.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import importlib
import json
import os
import pickle
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Timer
from typing import Any, get_args

import ingest.publish as publishing
import ingest.readings
import kb.publication
from ingest.read import Stated, read
from ingest.stated import What, states
from kb.config import IngestConfig
from kb.errors import IngestError, KizError
from tests.conftest import FakeEmbedder

# Where a run writes, in about the order in which it comes there: module, name within.
STEPS: dict[str, tuple[str, str]] = {
    "lock": ("kb.publication", "write_lock"),
    "ledger-open": ("kb.publication", "Ledger"),
    "catalogue-open": ("kb.shard", "Register"),
    "steps-sweep": ("kb.steps", "sweep"),
    "recover-undo": ("kb.register", "Register.undo"),
    "reading-keep": ("ingest.readings", "Readings._keep"),
    "file-copy": ("kb.next_generation", "keep_file"),
    "catalogue-add": ("kb.register", "Register.add"),
    "catalogue-restore": ("kb.register", "Register.restore"),
    "catalogue-end": ("kb.register", "Register.end"),
    "words-begin": ("kb.steps", "begin"),
    "words-link": ("kb.steps", "_link"),
    "words-open": ("kb.places", "TantivyWords"),
    "words-add": ("kb.words", "TantivyWords.add"),
    "words-delete": ("kb.words", "TantivyWords.delete"),
    "words-commit": ("kb.words", "TantivyWords.commit"),
    "words-finish": ("kb.words", "TantivyWords.finish"),
    "words-settle": ("kb.steps", "settle"),
    "vectors-open": ("kb.places", "ChromaVectors"),
    "vectors-upsert": ("kb.vectors", "ChromaVectors.upsert"),
    "vectors-delete": ("kb.vectors", "ChromaVectors.delete"),
    "place-end": ("kb.register", "Register.end_place"),
    "place-add": ("kb.register", "Register.add_place"),
    "failures": ("kb.register", "Register.set_failures"),
    "report": ("ingest.publish", "write_bulletin"),
    "archive-begin": ("kb.archive", "Archive.begin"),
    "settle": ("kb.register", "Register.settle"),
    "publish": ("kb.ledger", "Ledger.publish"),
    "archive-keep": ("kb.archive", "Archive.keep"),
    "catalogue-sweep": ("kb.register", "Register.sweep"),
    "places-forget": ("kb.register", "Register.forget_places"),
    "archive-prune": ("kb.archive", "Archive.prune"),
    "builds-sweep": ("kb.next_generation", "Publication._sweep_builds"),
    "readings-clear": ("ingest.readings", "Readings.clear"),
    # The disk itself, whoever asks for it, in the folder of the index alone.
    "disk-write": ("pathlib", "Path.write_bytes"),
    "disk-text": ("pathlib", "Path.write_text"),
    "disk-rename": ("pathlib", "Path.rename"),
    "disk-replace": ("pathlib", "Path.replace"),
    "disk-unlink": ("pathlib", "Path.unlink"),
    "disk-copy": ("shutil", "copyfile"),
    "disk-rmtree": ("shutil", "rmtree"),
}
ONE = IngestConfig(workers=1, default_visibility="public")
JOBS: dict[str, Callable[..., Any]] = {
    "ingest": lambda index, papers, **_: publishing.ingest((Path(papers),), index, FakeEmbedder(), ONE, confirmed=True),
    "roll_back": lambda index, to, **_: publishing.roll_back(index, FakeEmbedder(), ONE, to),
    "repair": lambda index, space, **_: kb.publication.repair(index, FakeEmbedder(space)),
}


class Fault:
    """What happens at a point: the process is killed, or an error is raised, at the `nth` time `step` is met."""

    def __init__(self, step: str, when: str, nth: int, act: Callable[[], None]) -> None:
        self.wanted = (step, when)
        self.nth, self.act = nth, act
        self.met: Counter[tuple[str, str]] = Counter()

    def meet(self, step: str, when: str) -> None:
        self.met[step, when] += 1
        if (step, when) == self.wanted and self.met[step, when] == self.nth:
            self.act()


def wrap(fault: Fault, index: Path) -> None:
    """Have the fault met before and after every step."""
    for step, (module, name) in STEPS.items():
        owner: Any = importlib.import_module(module)
        *classes, last = name.split(".")
        for part in classes:
            owner = getattr(owner, part)
        setattr(owner, last, _wrapped(fault, step, getattr(owner, last), index if step.startswith("disk-") else None))


def _wrapped(fault: Fault, step: str, original: Any, within: Path | None) -> Any:
    @functools.wraps(original, updated=())
    def wrapped(*arguments: Any, **named: Any) -> Any:
        if within is not None and not Path(str(arguments[0])).is_relative_to(within):
            return original(*arguments, **named)
        fault.meet(step, "before")
        result = original(*arguments, **named)
        fault.meet(step, "after")
        return result

    return wrapped


def _read_here(files: Any, *, describe: Any, known: Any, **_: Any) -> Any:
    """Read without worker processes, which have tests of their own."""
    for file in files:
        try:
            reading = known(file) or read(file)
            document = describe(file, reading)
            offers, contacts = (states(what, document, pickle.dumps(reading)) for what in get_args(What))
            yield file, replace(reading, stated=Stated(offers, contacts))
        except IngestError as error:
            yield file, error


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _hold(file: Path) -> None:
    file.write_text(str(os.getpid()))
    while file.exists():
        time.sleep(0.01)


def _full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def carry_out(order: dict[str, Any], told: int) -> None:
    """Do as the order says, in this process; write what was met to the file descriptor `told`."""
    ingest.readings.read_all = _read_here
    job, index = order.pop("do"), Path(order.pop("index"))
    act = _full if order.pop("full", False) else _kill
    if hold := order.pop("hold", ""):
        act = functools.partial(_hold, Path(hold))
    fault = Fault(*order.pop("at", ("", "", 0)), act)
    wrap(fault, index)
    if (most := order.pop("most", None)) is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    answer: dict[str, Any] = {}
    try:
        JOBS[job](index, **order)
    except KizError as error:
        answer = {"error": error.key, "text": str(error)}
        raise
    finally:
        answer["met"] = {f"{step} {when}": count for (step, when), count in fault.met.items()}
        os.write(told, json.dumps(answer).encode())


def main() -> None:
    for line in sys.stdin:
        receive, told = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(receive)
            code = 1
            with contextlib.suppress(BaseException):
                try:
                    carry_out(json.loads(line), told)
                    code = 0
                except KizError:
                    pass  # told in the answer
                except BaseException:
                    traceback.print_exc()
            os._exit(code)
        os.close(told)
        timer = Timer(json.loads(line).get("kill_after", 3600), os.kill, (child, signal.SIGKILL))
        timer.start()
        with os.fdopen(receive, "rb") as pipe:
            met = pipe.read()
        timer.cancel()
        timer.join()
        _, status = os.waitpid(child, 0)
        print(json.dumps({"status": os.waitstatus_to_exitcode(status), **json.loads(met or b"{}")}), flush=True)


if __name__ == "__main__":
    main()
