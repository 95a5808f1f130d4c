"""A run of the publishing page in a process of its own: `python -m ui.publish_job FOLDER`, its order on standard input.

What it does goes line by line as JSON into `job.jsonl` of that folder; it holds `job.lock` as long as it lives. Told to
stop (SIGTERM), it leaves the published state and the uploaded files as they were before it began.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from ingest.publish import Progress, ingest, preview, roll_back
from ingest.read import hush
from kb.config import Config
from kb.embed import load_embedder
from kb.errors import KizError
from kb.wording import wording
from ui import staff_moves, staff_uploads
from ui.logs import logging_to
from ui.opening import answered_since
from ui.publishing import report_json

LOG = logging.getLogger("ui.publish_job")  # this module is also run by itself
Kind = Literal["preview", "publish", "rollback"]
LINES, LOCK = "job.jsonl", "job.lock"
BUSY = 5
# A run that is told to stop takes back what it wrote within so many seconds.
LEAVES = 10.0
INSTANT = 2.0
# An interrupt that was dropped comes again after so many seconds.
AGAIN = 0.02
# Lines are for people: more than a few a second nobody sees.
PAUSE = 0.2


@dataclass(frozen=True, slots=True)
class Order:
    """What to do: `to` is the generation of a rollback, `confirmed` whether a mass of papers may be withdrawn."""

    kind: Kind
    config: Config
    who: str
    confirmed: bool = False
    to: int | None = None


def run(order: Order, folder: Path) -> int:
    """Do it; return 0 where it went well, 1 where the last line says why not, BUSY where another is at work."""
    with (folder / LOCK).open("a") as lock:
        if not _locked(lock.fileno()):
            return BUSY
        part = folder / f"{LINES}.part"
        with part.open("w", encoding="utf-8") as lines:

            def tell(line: dict[str, Any]) -> None:
                lines.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
                lines.flush()

            begun = datetime.now(UTC).isoformat()
            tell({"kind": order.kind, "who": order.who, "begun": begun, "to": order.to, "pid": os.getpid()})
            part.replace(folder / LINES)
            try:
                done = _WORK[order.kind](order, _progress(tell))
            except KizError as error:
                LOG.warning("publishing run failed", extra={"about": {"kind": order.kind, "key": error.key}})
                tell({"failed": str(error)})
                return 1
            except KeyboardInterrupt:
                LOG.warning("publishing run stopped", extra={"about": {"kind": order.kind}})
                tell({"failed": wording("cli")["error"]["interrupted"]})
                return 1
            except OSError as error:
                tell({"failed": f"{error.strerror or error}"})
                return 1
            tell({"done": done, "ended": datetime.now(UTC).isoformat()})
            LOG.info("publishing run done", extra={"about": {"kind": order.kind, "generation": done.get("generation")}})
    return 0


def _locked(lock: int) -> bool:
    """Take the lock; whoever only looks whether a run is at work, or deletes what is old, has it for an instant."""
    until = time.monotonic() + INSTANT
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > until:
                return False
            time.sleep(0.05)
        else:
            return True


def leave(folder: Path) -> None:
    """See to a run that is at work while the server ends: it goes on by itself, but where the container ends with us.

    Then it is told to stop, and waited for a moment; killed, it would leave its uploads where it moved them.
    """
    pid = _at_work(folder)
    if not pid:
        return
    alone = os.getpid() != 1
    LOG.info("publishing run goes on" if alone else "publishing run is told to stop", extra={"about": {"pid": pid}})
    if not alone:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + LEAVES
        while _at_work(folder) and time.monotonic() < until:
            time.sleep(0.1)


def _at_work(folder: Path) -> int:
    """Return the process of the run at work, 0 where there is none."""
    try:
        with (folder / LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with suppress(OSError, ValueError, IndexError):
            return int(json.loads((folder / LINES).read_text(encoding="utf-8").split("\n")[0]).get("pid", 0))
    except OSError:
        pass
    return 0


def _progress(tell: Callable[[dict[str, Any]], None]) -> Callable[[Progress], None]:
    last = [0.0]

    def on_progress(progress: Progress) -> None:
        now = time.monotonic()
        if now - last[0] < PAUSE and progress.done < progress.total:
            return
        last[0] = now
        tell(
            {
                "progress": {
                    "done": progress.done,
                    "total": progress.total,
                    "file": progress.file,
                    "page": progress.page,
                    "pages": progress.of_pages,
                }
            }
        )

    return on_progress


def _preview(order: Order, on_progress: Callable[[Progress], None]) -> dict[str, Any]:
    config = order.config
    mark = staff_uploads.digest(config.corpus)
    report = preview(
        staff_moves.looked_at(config.corpus),
        config.index,
        config.ingest,
        on_progress,
        fetch=config.fetch,
        as_if=lambda sources: staff_moves.as_if(config.corpus, sources),
    )
    return {**report_json(report, dry_run=True), "digest": mark}


def _publish(order: Order, on_progress: Callable[[Progress], None]) -> dict[str, Any]:
    config = order.config
    embedder = load_embedder(config.embedding.model)
    with staff_moves.put_in_place(config.corpus) as moves:
        report = ingest(
            [config.corpus],
            config.index,
            embedder,
            config.ingest,
            on_progress,
            fetch=config.fetch,
            confirmed=order.confirmed,
            answerable=lambda: answered_since(config),
        )
    # What nobody can read is not among the papers: whoever brought it sees why, and takes it off the list.
    staff_moves.put_back(config.corpus, moves, [Path(one.path) for one in report.failed])
    if report.generation is not None:
        staff_moves.keep_journal(config.corpus, report.generation, moves)
    return report_json(report, dry_run=False)


def _rollback(order: Order, _: Callable[[Progress], None]) -> dict[str, Any]:
    config = order.config
    to = order.to if order.to is not None else 0
    number = roll_back(config.index, load_embedder(config.embedding.model), config.ingest, to)
    staff_moves.take_back(config.corpus, to, number)
    return {"generation": number, "to": to}


_WORK: dict[Kind, Callable[[Order, Callable[[Progress], None]], dict[str, Any]]] = {
    "preview": _preview,
    "publish": _publish,
    "rollback": _rollback,
}


def insist() -> None:
    """Have an interrupt come again that came while Python tidied up (`__del__`, weak references): there it is dropped."""
    told = sys.unraisablehook

    def dropped(unraisable: Any) -> None:
        if unraisable.exc_type is KeyboardInterrupt:
            signal.setitimer(signal.ITIMER_REAL, AGAIN)
        else:
            told(unraisable)

    signal.signal(signal.SIGALRM, signal.default_int_handler)
    sys.unraisablehook = dropped


def main() -> int:
    """Carry out the order on standard input; return `run`'s code."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    hush()
    # As if a person had interrupted it: what was begun is taken back.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Where memory runs out, this ends, and not the server beside it.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    # Our own parent wrote it; nobody else can.
    order: Order = pickle.load(sys.stdin.buffer)  # noqa: S301
    with logging_to(order.config.log, printed=True):
        insist()
        return run(order, Path(sys.argv[1]))


if __name__ == "__main__":
    sys.exit(main())
