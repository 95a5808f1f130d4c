"""A PostgreSQL server of the tests' own: in a temporary folder, on a free port, ended with the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

PASSWORD = "geheim-7"
# Where Debian's package has the programs; the newest version.
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
# PostgreSQL refuses to run as root: then as the user of Debian's package.
USER = "postgres"


def missing() -> str:
    """Why there can be no server here, "" where there can."""
    if not PROGRAMS:
        return "needs a PostgreSQL server: apt-get install postgresql"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "needs runuser: PostgreSQL does not run as root"
    return ""


class Server:
    """A server with a database "kiz" and a role of that name, which logs in over TCP with a password."""

    def __init__(self, port: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kiz-postgres-"))
        self.port = port
        self._programs = PROGRAMS[-1].parent
        (self.folder / "password").write_text(PASSWORD)
        if os.geteuid() == 0:
            for path in (self.folder, self.folder / "password"):
                shutil.chown(path, USER)
        self._run(
            "initdb", "-D", "data", "-U", "kiz", "-A", "scram-sha-256", "--pwfile=password", "-E", "UTF8", "--no-sync"
        )
        self.start()
        self.psql("CREATE DATABASE kiz", "postgres")

    @property
    def url(self) -> str:
        return f"postgresql://kiz@127.0.0.1:{self.port}/kiz"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -c fsync=off -c shared_buffers=32MB"
        self._run("pg_ctl", "-D", "data", "-l", "log", "-o", settings, "-w", "start")

    def stop(self) -> None:
        """Stop it, whoever is connected."""
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")

    def end(self) -> None:
        """Stop it for good."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def psql(self, sql: str, database: str = "kiz") -> str:
        """Return what a statement prints."""
        address = f"postgresql://kiz:{PASSWORD}@127.0.0.1:{self.port}/{database}"
        return self._run("psql", "-qAtX", "-c", sql, address).strip()

    def _run(self, program: str, *arguments: str) -> str:
        command = [str(self._programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", USER, "--", *command]
        # The server inherits what pg_ctl writes to, and would keep a pipe open.
        told = subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE
        done = subprocess.run(command, cwd=self.folder, check=False, text=True, stdout=told, stderr=told)
        if done.returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{program}: {done.stdout} {done.stderr} {log.read_text() if log.exists() else ''}")
        return done.stdout or ""
