"""A run of the publishing page in a process of its own: `python -m ui.publish_job FOLDER`, its order on standard input.

What it does goes line by line as JSON into `job.jsonl` of that folder; it holds `job.lock` as long as it lives.
"""

from __future__ import annotations

import fcntl
import json
import os
import pickle
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from ingest.publish import Progress, ingest, preview, roll_back
from ingest.read import hush
from kb.config import Config
from kb.embed import load_embedder
from kb.errors import KizError
from ui import staff_moves, staff_uploads
from ui.opening import answered_since
from ui.publishing import report_json

Kind = Literal["preview", "publish", "rollback"]
LINES, LOCK = "job.jsonl", "job.lock"
BUSY = 5
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
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
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
                tell({"failed": str(error)})
                return 1
            except OSError as error:
                tell({"failed": f"{error.strerror or error}"})
                return 1
            tell({"done": done, "ended": datetime.now(UTC).isoformat()})
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


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    hush()
    # Our own parent wrote it; nobody else can.
    sys.exit(run(pickle.load(sys.stdin.buffer), Path(sys.argv[1])))  # noqa: S301
