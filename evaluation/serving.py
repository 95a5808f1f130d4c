"""A real server for a benchmark: `kiz serve` as a process of its own, and what it takes of the machine (Linux)."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

_KIZ = (sys.executable, "-c", "import sys; from cli import main; sys.exit(main())")
# A cold start on a busy machine.
STARTS = 180.0


@dataclass(frozen=True, slots=True)
class Server:
    """Where it answers, and its process."""

    address: str
    process: int
    started: float

    def memory_mb(self) -> float:
        """Return the memory it holds that is its own, in MB; pages of mapped files, which the system takes back, are out."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="ascii")
        sizes = {line.split(":")[0]: line.split()[1] for line in status.splitlines() if line.endswith(" kB")}
        return int(sizes["RssAnon"]) / 1024

    def files(self) -> int:
        """Return how many files, sockets and pipes it has open."""
        return sum(1 for _ in Path(f"/proc/{self.process}/fd").iterdir())

    def threads(self) -> int:
        """Return how many threads it has."""
        return sum(1 for _ in Path(f"/proc/{self.process}/task").iterdir())

    def cpu(self) -> float:
        """Return the seconds of processor time it has used."""
        fields = Path(f"/proc/{self.process}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(index: Path, settings: str = "") -> Iterator[Server]:
    """Serve `index` on a free port, without a limit on questions, until the block is left.

    :param settings: further lines of the configuration file.
    :raises RuntimeError: it does not answer, or ended; with what it wrote.
    """
    with tempfile.TemporaryDirectory(prefix="kiz-serve-") as folder:
        port = _free_port()
        file, log = Path(folder, "kiz.toml"), Path(folder, "log")
        file.write_text(f"index = {json.dumps(str(index.resolve()))}\n{settings}\n[limits]\nquestions = 0\n")
        command = [*_KIZ, "--config", str(file), "serve", "--port", str(port)]
        started = time.perf_counter()
        with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
            try:
                address = f"http://127.0.0.1:{port}"
                _await(address, process, log)
                yield Server(address, process.pid, time.perf_counter() - started)
                if process.poll() is not None:
                    raise RuntimeError(f"the server ended:\n{log.read_text(errors='replace')[-2000:]}")
            finally:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()


def _await(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS
    while time.monotonic() < until and process.poll() is None:
        try:
            urlopen(f"{address}/config", timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"the server does not answer:\n{log.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
