"""One publishing run at a time, in a process of its own: it may need much memory and time, and answers go on meanwhile.

A thread would share the interpreter with everybody who asks, and take the server along where memory runs out. What
the run says lies in a file, so that the page can be left, loaded again, or seen by another person; a run also
outlasts a restart of the server.
"""

from __future__ import annotations

import fcntl
import json
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ui.publish_job import LINES, LOCK, Kind, Order

SUFFIX = ".jobs"


@dataclass(frozen=True, slots=True)
class Job:
    """The last run. `state` "broken": it ended without a word. `report` is what `kiz ingest --json` says, or a rollback's."""

    kind: Kind
    state: str  # running, done, failed, broken
    who: str
    begun: str
    ended: str = ""
    progress: Mapping[str, Any] = field(default_factory=dict)
    report: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""


class Jobs:
    """Starts runs for an index, and tells how they go. Safe from several threads."""

    def __init__(self, index: Path) -> None:
        self.folder = index.with_name(index.name + SUFFIX)
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def start(self, order: Order) -> bool:
        """Start a run; return False where one is at work.

        :raises OSError: it cannot be started, or its folder cannot be written.
        """
        with self._lock:
            if self._running():
                return False
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / LINES).unlink(missing_ok=True)
            first = {"kind": order.kind, "who": order.who, "begun": "", "to": order.to}
            (self.folder / LINES).write_text(json.dumps(first) + "\n", encoding="utf-8")
            home = str(Path(__file__).resolve().parent.parent)
            paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH", ""))))
            child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", "ui.publish_job", str(self.folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": paths},
                start_new_session=True,  # an interrupted server leaves it its time
            )
            assert child.stdin is not None
            with child.stdin as order_to:
                order_to.write(pickle.dumps(order))
            self._child = child
            threading.Thread(target=child.wait, daemon=True).start()
            return True

    def last(self) -> Job | None:
        """Return the last run, or the one at work; None where there was none."""
        running = self.running()
        try:
            text = (self.folder / LINES).read_text(encoding="utf-8")
        except OSError:
            return None
        lines = [json.loads(line) for line in text.split("\n")[:-1] if line]
        if not lines:
            return None
        head, last = lines[0], lines[-1]
        progress: Mapping[str, Any] = next((line["progress"] for line in reversed(lines) if "progress" in line), {})
        # Done is what has left the lock, too: the next one may start then.
        state = "running" if running else next((one for one in ("done", "failed") if one in last), "broken")
        return Job(
            head["kind"],
            state,
            head["who"],
            head["begun"],
            last.get("ended", ""),
            progress,
            last.get("done", {}),
            last.get("failed", ""),
        )

    def running(self) -> bool:
        """Return whether a run is at work."""
        with self._lock:
            return self._running()

    def _running(self) -> bool:
        if self._child is not None and self._child.poll() is None:
            return True
        try:
            with (self.folder / LOCK).open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False
